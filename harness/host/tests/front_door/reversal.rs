//! Reversals: their own original, once, and also when they come first.

use host::{Class, Effect, Misbehaviour, Script, State};

use crate::bench::{ALICE, BOB, Bench, SECOND, answers, postings, strict_but};

#[test]
fn a_reversal_undoes_its_sale_with_the_fee() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let before = bench.log.len();
    let reversal = bench.reversal_message(&sale.0);
    let answer = bench.ask(&reversal);
    assert_eq!((answer.mti().to_string().as_str(), answer.text(39)), ("0410", Some("00")));
    assert_eq!(bench.state(&sale.0), Some(State::Reversed));
    let posted = postings(&bench.log[before..]);
    assert_eq!(posted.len(), 2);
    assert!(posted.iter().all(|p| p.class == Class::SaleReversal && p.key == bench.key(&sale.0)));
    assert_eq!((bench.merchant_has(), bench.fees()), (0, 0));
    bench.assert_charged(0);
}

#[test]
fn the_fee_of_a_reversed_sale_goes_back_whatever_the_profile_says() {
    let mut bench = Bench::with(&strict_but("returned_on_void: true", "returned_on_void: false"));
    bench.sign_on();
    let sale = bench.sale(&ALICE, 12_000);
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!(bench.fees(), 0);
}

#[test]
fn the_same_reversal_again_moves_nothing() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let reversal = bench.reversal_message(&sale.0);
    let first = bench.ask(&reversal);
    let before = bench.log.len();
    let second = bench.ask(&reversal);
    assert_eq!((second.text(39), second.text(37)), (Some("00"), first.text(37)));
    assert!(postings(&bench.log[before..]).is_empty());
    assert!(matches!(bench.log[before], Effect::Took { repeated: true, .. }));
    bench.assert_charged(0);
}

#[test]
fn a_host_may_answer_the_repeat_otherwise() {
    let mut bench = Bench::with(&strict_but("repeated_reversal: \"00\"", "repeated_reversal: \"12\""));
    bench.sign_on();
    let sale = bench.sale(&ALICE, 12_000);
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!((bench.code(&reversal), bench.code(&reversal)), ("00".to_owned(), "12".to_owned()));
    bench.assert_charged(0);
}

#[test]
fn a_void_reversal_restores_the_sale() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let void = bench.void(&sale, &ALICE);
    let reversal = bench.reversal_message(&void.0);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!((bench.state(&void.0), bench.state(&sale.0)), (Some(State::Reversed), Some(State::Approved)));
    assert_eq!(bench.fees(), 46);
    bench.assert_charged(12_000);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(12_000);
    bench.void(&sale, &ALICE);
    bench.assert_charged(0);
}

#[test]
fn a_void_reversal_that_points_at_the_sale_undoes_nothing() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let void = bench.void(&sale, &ALICE);
    let mut reversal = bench.reversal_message(&void.0);
    reversal.set_text(61, &format!("000001{}", sale.0.text(11).unwrap()));
    assert_eq!(bench.code(&reversal), "25");
    reversal.clear(61);
    assert_eq!(bench.code(&reversal), "30");
    bench.assert_charged(0);
}

#[test]
fn what_cannot_be_reversed_says_why() {
    let mut bench = Bench::signed_on();
    let declined = bench.sale_message(&ALICE, 900_000);
    assert_eq!(bench.code(&declined), "51");
    let reversal = bench.reversal_message(&declined);
    assert_eq!(bench.code(&reversal), "12");
    let voided = bench.sale(&ALICE, 1_000);
    bench.void(&voided, &ALICE);
    let reversal = bench.reversal_message(&voided.0);
    assert_eq!(bench.code(&reversal), "22");
    let refunded = bench.sale(&ALICE, 1_000);
    let refund = bench.refund_message(&refunded, None, 400);
    assert_eq!(bench.code(&refund), "00");
    let reversal = bench.reversal_message(&refunded.0);
    assert_eq!(bench.code(&reversal), "22");
    bench.assert_charged(600);
}

#[test]
fn a_reversal_names_its_original_and_nothing_else() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let mut other_amount = bench.reversal_message(&sale.0);
    other_amount.set_text(4, "000000011999");
    assert_eq!(bench.code(&other_amount), "30");
    let mut nothing = bench.reversal_message(&sale.0);
    nothing.set_text(4, "000000000000");
    assert_eq!(bench.code(&nothing), "13");
    let mut other_card = bench.reversal_message(&sale.0);
    other_card.set_pan(&BOB.pan());
    assert_eq!(bench.code(&other_card), "14");
    let mut as_a_void = bench.reversal_message(&sale.0);
    as_a_void.set_text(3, "200000");
    as_a_void.set_text(60, "23000001000");
    as_a_void.set_text(61, &format!("000001{}", sale.0.text(11).unwrap()));
    assert_eq!(bench.code(&as_a_void), "25");
    let mut other_batch = bench.reversal_message(&sale.0);
    other_batch.set_text(60, "22000002000");
    assert_eq!(bench.code(&other_batch), "25");
    let mut no_reason = bench.reversal_message(&sale.0);
    no_reason.clear(39);
    assert_eq!(bench.code(&no_reason), "30");
    bench.assert_charged(12_000);
}

#[test]
fn an_old_batch_is_still_reversed_after_the_roll() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.host.set_batch("12345678", "000002");
    bench.sign_on();
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}

#[test]
fn a_sale_that_comes_again_after_its_reversal_is_not_approved_again() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!(bench.code(&sale.0), "22");
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}

#[test]
fn a_sale_that_comes_after_its_reversal_is_dead() {
    let mut bench = Bench::signed_on();
    let message = bench.sale_message(&ALICE, 12_000);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "25");
    assert_eq!(bench.code(&message), "22");
    assert_eq!(bench.code(&reversal), "12");
    assert!(postings(&bench.log).is_empty());
    bench.assert_charged(0);
}

/// Sends a sale, and its reversal while the issuer works on the sale.
fn overtake(bench: &mut Bench) -> Vec<String> {
    let misbehaviour = Misbehaviour::IssuerSlow { ns: 5 * SECOND };
    bench.host.script(Script { misbehaviour, on: Some(Class::Sale), times: 1 });
    let message = bench.sale_message(&ALICE, 12_000);
    bench.send(&message);
    bench.until(bench.now + SECOND);
    let before = bench.log.len();
    let reversal = bench.reversal_message(&message);
    bench.send(&reversal);
    bench.rest();
    let order = |a: &wire::Message| format!("{} {}", a.mti(), a.text(39).unwrap());
    answers(&bench.log[before..]).iter().map(order).collect()
}

#[test]
fn a_reversal_that_overtakes_its_sale_kills_it() {
    let mut bench = Bench::signed_on();
    assert_eq!(overtake(&mut bench), ["0410 25", "0210 22"]);
    assert_eq!(postings(&bench.log).len(), 2, "charged and returned at the issuer alone");
    bench.assert_charged(0);
}

#[test]
fn a_host_may_let_the_reversal_wait() {
    let mut bench = Bench::with(&strict_but("reversal_in_flight: tombstone", "reversal_in_flight: wait"));
    bench.sign_on();
    assert_eq!(overtake(&mut bench), ["0210 00", "0410 00"]);
    assert_eq!(postings(&bench.log).len(), 4);
    bench.assert_charged(0);
}

#[test]
fn a_sale_is_not_reversed_under_a_void_or_refund_that_is_under_way() {
    let mut bench = Bench::signed_on();
    let voided = bench.sale(&ALICE, 12_000);
    let refunded = bench.sale(&ALICE, 1_000);
    let void = bench.void_message(&voided, &ALICE);
    let refund = bench.refund_message(&refunded, None, 400);
    for (message, sale) in [(void, &voided.0), (refund, &refunded.0)] {
        bench.order(Misbehaviour::IssuerSlow { ns: 5 * SECOND });
        bench.send(&message);
        bench.until(bench.now + SECOND);
        let reversal = bench.reversal_message(sale);
        let codes: Vec<_> = bench.ask_all(&reversal).iter().map(|a| a.text(39).unwrap().to_owned()).collect();
        assert_eq!(codes, ["22", "00"]);
    }
    bench.assert_charged(600);
}

#[test]
fn a_void_reversal_that_overtakes_its_void_leaves_the_sale() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::IssuerSlow { ns: 5 * SECOND });
    let void = bench.void_message(&sale, &ALICE);
    bench.send(&void);
    bench.until(bench.now + SECOND);
    let reversal = bench.reversal_message(&void);
    let codes: Vec<_> = bench.ask_all(&reversal).iter().map(|a| a.text(39).unwrap().to_owned()).collect();
    assert_eq!(codes, ["25", "22"]);
    assert_eq!(bench.state(&sale.0), Some(State::Approved));
    bench.assert_charged(12_000);
    bench.void(&sale, &ALICE);
    bench.assert_charged(0);
}
