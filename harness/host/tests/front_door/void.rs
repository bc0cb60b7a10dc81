//! Voids: whole amount, same card, terminal, day and batch, once.

use host::State;

use crate::bench::{ALICE, BOB, Bench, SECOND, postings, strict_but};

#[test]
fn a_void_gives_the_money_and_the_fee_back() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let before = bench.log.len();
    let (message, answer) = bench.void(&sale, &ALICE);
    assert_eq!(bench.state(&sale.0), Some(State::Voided));
    assert_eq!(bench.state(&message), Some(State::Approved));
    let posted = postings(&bench.log[before..]);
    assert_eq!(posted.len(), 2);
    assert!(posted.iter().all(|p| p.original == Some(bench.key(&sale.0)) && p.key == bench.key(&message)));
    assert_ne!(answer.text(37), sale.1.text(37), "a void has its own reference number");
    assert_eq!((bench.merchant_has(), bench.fees()), (0, 0));
    bench.assert_charged(0);
}

#[test]
fn the_fee_stays_where_the_profile_says_so() {
    let mut bench = Bench::with(&strict_but("returned_on_void: true", "returned_on_void: false"));
    bench.sign_on();
    let sale = bench.sale(&ALICE, 12_000);
    let void = bench.void(&sale, &ALICE);
    assert_eq!((bench.merchant_has(), bench.fees()), (-46, 46));
    let reversal = bench.reversal_message(&void.0);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!((bench.merchant_has(), bench.fees()), (11_954, 46), "taken once, not twice");
}

#[test]
fn a_void_is_done_once() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.void(&sale, &ALICE);
    let again = bench.void_message(&sale, &ALICE);
    assert_eq!(bench.code(&again), "22");
    bench.assert_charged(0);
}

#[test]
fn two_voids_at_once_are_one() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let (first, second) = (bench.void_message(&sale, &ALICE), bench.void_message(&sale, &ALICE));
    bench.send(&first);
    let answers = bench.ask_all(&second);
    let mut codes: Vec<_> = answers.iter().map(|a| a.text(39).unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["00", "22"]);
    bench.assert_charged(0);
}

#[test]
fn a_void_without_a_card_credits_the_originals() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let mut message = bench.void_message(&sale, &ALICE);
    for n in [35, 26, 52, 53] {
        message.clear(n);
    }
    message.set_text(22, "012");
    assert_eq!(bench.code(&message), "00");
    bench.assert_charged(0);
}

#[test]
fn a_void_that_does_not_fit_its_sale_is_refused() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let other_card = bench.void_message(&sale, &BOB);
    assert_eq!(bench.code(&other_card), "14");
    let mut other_amount = bench.void_message(&sale, &ALICE);
    other_amount.set_text(4, "000000011999");
    assert_eq!(bench.code(&other_amount), "64");
    let mut not_found = bench.void_message(&sale, &ALICE);
    not_found.set_text(61, "000001999999");
    assert_eq!(bench.code(&not_found), "25");
    let mut other_reference = bench.void_message(&sale, &ALICE);
    other_reference.set_text(37, "000000000000");
    assert_eq!(bench.code(&other_reference), "25");
    let mut nothing_named = bench.void_message(&sale, &ALICE);
    nothing_named.clear(61);
    assert_eq!(bench.code(&nothing_named), "30");
    let mut wrong_pin = bench.void_message(&sale, &ALICE);
    bench.swipe_with_pin(&mut wrong_pin, &ALICE, "999999");
    assert_eq!(bench.code(&wrong_pin), "55");
    bench.assert_charged(12_000);
    bench.void(&sale, &ALICE);
    bench.assert_charged(0);
}

#[test]
fn a_void_stays_within_batch_and_day() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.host.set_batch("12345678", "000002");
    bench.sign_on();
    let other_batch = bench.void_message(&sale, &ALICE);
    assert_eq!(bench.code(&other_batch), "12");
    let sale = bench.sale(&ALICE, 12_000);
    bench.until(12 * 3600 * SECOND);
    let other_day = bench.void_message(&sale, &ALICE);
    assert_eq!(bench.code(&other_day), "12");
    bench.host.set_day_shift(-1);
    bench.void(&sale, &ALICE);
}

#[test]
fn what_was_reversed_declined_or_refunded_cannot_be_voided() {
    let mut bench = Bench::signed_on();
    let reversed = bench.sale(&ALICE, 1_000);
    let reversal = bench.reversal_message(&reversed.0);
    assert_eq!(bench.code(&reversal), "00");
    let void = bench.void_message(&reversed, &ALICE);
    assert_eq!(bench.code(&void), "22");
    let refunded = bench.sale(&ALICE, 1_000);
    let refund = bench.refund_message(&refunded, None, 1);
    assert_eq!(bench.code(&refund), "00");
    let void = bench.void_message(&refunded, &ALICE);
    assert_eq!(bench.code(&void), "22");
    let declined = bench.sale_message(&ALICE, 900_000);
    assert_eq!(bench.code(&declined), "51");
    let mut void = bench.void_message(&refunded, &ALICE);
    void.set_text(4, declined.text(4).unwrap());
    void.set_text(61, &format!("000001{}", declined.text(11).unwrap()));
    void.clear(37);
    assert_eq!(bench.code(&void), "12");
    bench.assert_charged(999);
}

#[test]
fn a_void_when_the_cardholder_has_nothing_left_works() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 100_000);
    assert_eq!(bench.has(&ALICE), 0);
    bench.void(&sale, &ALICE);
    bench.assert_charged(0);
}
