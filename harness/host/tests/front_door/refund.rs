//! Refunds: within the remainder, to the card that paid, once for each identity.

use host::{Effect, Movement, State};

use wire::Key;

use crate::bench::{ALICE, BOB, Bench, MID, SECOND, TMK, strict_but};

const DAY: u64 = 86_400 * SECOND;

#[test]
fn refunds_in_parts_end_at_the_whole() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    for (fen, code, state, fees) in [
        (4_000, "00", State::PartlyRefunded, 31),
        (9_000, "61", State::PartlyRefunded, 31),
        (4_000, "00", State::PartlyRefunded, 15),
        (4_000, "00", State::Refunded, 0),
        (1, "61", State::Refunded, 0),
    ] {
        let refund = bench.refund_message(&sale, Some(&ALICE), fen);
        assert_eq!(bench.code(&refund), code);
        assert_eq!(bench.state(&sale.0), Some(state));
        assert_eq!(bench.fees(), fees);
    }
    let texts: Vec<_> = bench
        .log
        .iter()
        .filter_map(|e| match e {
            Effect::Texted { text, .. } => Some(text.movement),
            _ => None,
        })
        .collect();
    assert_eq!(texts, [Movement::Charged, Movement::Refunded, Movement::Refunded, Movement::Refunded]);
    bench.assert_charged(0);
}

#[test]
fn the_answer_is_a_0230_without_approval_code() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let refund = bench.refund_message(&sale, Some(&ALICE), 1);
    let answer = bench.ask(&refund);
    assert_eq!(answer.mti().to_string(), "0230");
    assert!(!answer.has(38));
}

#[test]
fn the_fee_stays_where_the_profile_says_so() {
    let mut bench = Bench::with(&strict_but("returned_on_refund: true", "returned_on_refund: false"));
    bench.sign_on();
    let sale = bench.sale(&ALICE, 12_000);
    let refund = bench.refund_message(&sale, Some(&ALICE), 12_000);
    assert_eq!(bench.code(&refund), "00");
    assert_eq!((bench.merchant_has(), bench.fees()), (-46, 46));
}

#[test]
fn the_same_refund_again_pays_once_and_another_number_pays_again() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let refund = bench.refund_message(&sale, Some(&ALICE), 1_000);
    let answer = bench.ask(&refund);
    assert_eq!(bench.ask(&refund), answer);
    bench.assert_charged(11_000);
    let other_number = bench.refund_message(&sale, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&other_number), "00");
    bench.assert_charged(10_000);
}

#[test]
fn a_refund_tried_again_with_the_card_presented_anew_is_the_same_refund() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let mut refund = bench.refund_message(&sale, None, 1_000);
    bench.insert(&mut refund, &ALICE, 1);
    let answer = bench.ask(&refund);
    assert_eq!(answer.text(39), Some("00"));
    bench.insert(&mut refund, &ALICE, 2);
    assert_eq!(bench.ask(&refund), answer);
    let mut without = refund.clone();
    for n in [2, 14, 23, 55] {
        without.clear(n);
    }
    without.set_text(22, "012");
    assert_eq!(bench.ask(&without), answer);
    let mut other_card = refund.clone();
    bench.insert(&mut other_card, &BOB, 1);
    assert_eq!(bench.code(&other_card), "94");
    bench.assert_charged(11_000);
}

#[test]
fn two_refunds_at_once_do_not_exceed_the_sale() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let first = bench.refund_message(&sale, None, 7_000);
    let second = bench.refund_message(&sale, None, 7_000);
    bench.send(&first);
    let answers = bench.ask_all(&second);
    let mut codes: Vec<_> = answers.iter().map(|a| a.text(39).unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["00", "61"]);
    bench.assert_charged(5_000);
}

#[test]
fn a_refund_without_the_card_goes_to_the_card_that_paid() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let refund = bench.refund_message(&sale, None, 5_000);
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(7_000);
}

#[test]
fn a_refund_that_does_not_fit_its_sale_is_refused() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let other_card = bench.refund_message(&sale, Some(&BOB), 1_000);
    assert_eq!(bench.code(&other_card), "14");
    let mut no_original = bench.refund_message(&sale, Some(&ALICE), 1_000);
    no_original.set_text(37, "999999999999");
    assert_eq!(bench.code(&no_original), "25");
    let mut other_date = bench.refund_message(&sale, Some(&ALICE), 1_000);
    other_date.set_text(61, "0000000000001120");
    assert_eq!(bench.code(&other_date), "25");
    let mut other_number = bench.refund_message(&sale, Some(&ALICE), 1_000);
    other_number.set_text(61, "0000019999991121");
    assert_eq!(bench.code(&other_number), "25");
    let mut no_reference = bench.refund_message(&sale, Some(&ALICE), 1_000);
    no_reference.clear(37);
    assert_eq!(bench.code(&no_reference), "30");
    let mut nothing = bench.refund_message(&sale, Some(&ALICE), 1_000);
    nothing.set_text(4, "000000000000");
    assert_eq!(bench.code(&nothing), "13");
    bench.assert_charged(12_000);
}

/// A terminal of the same merchant signs on, and its bench speaks as that terminal from now on.
fn sign_on_elsewhere(bench: &mut Bench) {
    let mut sign_on = bench.sign_on_message();
    sign_on.set_text(41, "87654321");
    let answer = bench.ask(&sign_on);
    bench.keys = Some(wire::keys::unwrap(&Key::from_hex(TMK).unwrap(), answer.expose(62).unwrap()).unwrap());
}

#[test]
fn another_terminal_of_the_merchant_neither_reverses_nor_queries_what_is_not_its_own() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    sign_on_elsewhere(&mut bench);
    let mut query = bench.query_message("000000");
    query.set_text(41, "87654321");
    query.clear(61);
    query.set_text(37, sale.1.text(37).unwrap());
    assert_eq!(bench.code(&query), "25");
    let mut reversal = bench.reversal_message(&sale.0);
    reversal.set_text(41, "87654321");
    assert_eq!(bench.code(&reversal), "25");
    bench.assert_charged(12_000);
}

#[test]
fn another_terminal_of_the_merchant_refunds_where_that_is_practice() {
    for (scope, code, left) in [("scope: merchant", "00", 11_000), ("scope: terminal", "25", 12_000)] {
        let mut bench = Bench::with(&strict_but("scope: merchant", scope));
        bench.sign_on();
        let sale = bench.sale(&ALICE, 12_000);
        sign_on_elsewhere(&mut bench);
        let mut refund = bench.refund_message(&sale, None, 1_000);
        refund.set_text(41, "87654321");
        assert_eq!(bench.code(&refund), code, "{scope}");
        bench.assert_charged(left);
    }
}

#[test]
fn voided_and_reversed_sales_are_not_refunded() {
    let mut bench = Bench::signed_on();
    let voided = bench.sale(&ALICE, 1_000);
    bench.void(&voided, &ALICE);
    let refund = bench.refund_message(&voided, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&refund), "22");
    let reversed = bench.sale(&ALICE, 1_000);
    let reversal = bench.reversal_message(&reversed.0);
    assert_eq!(bench.code(&reversal), "00");
    let refund = bench.refund_message(&reversed, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&refund), "22");
    bench.assert_charged(0);
}

#[test]
fn any_batch_and_day_within_the_window() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.host.set_batch("12345678", "000002");
    bench.sign_on();
    bench.until(30 * DAY);
    let last_day = bench.refund_message(&sale, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&last_day), "00");
    bench.until(31 * DAY);
    let too_late = bench.refund_message(&sale, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&too_late), "12");
    bench.assert_charged(11_000);
}

#[test]
fn the_window_is_the_hosts_own() {
    let wide = strict_but("scope: merchant\n    window_days: 30", "scope: merchant\n    window_days: 60");
    let mut bench = Bench::with(&wide);
    bench.sign_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.until(59 * DAY);
    let refund = bench.refund_message(&sale, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(11_000);
}

#[test]
fn a_merchant_who_cannot_bear_it_does_not_refund() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.host.set_merchant_floor(MID, Some(11_000));
    let refund = bench.refund_message(&sale, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&refund), "51");
    bench.host.set_merchant_floor(MID, None);
    let refund = bench.refund_message(&sale, Some(&ALICE), 1_000);
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(11_000);
}
