//! The issuer's leg: slow, silent, late, out of reach. In the end the books agree.

use host::{Class, Effect, LedgerAccount, Misbehaviour, Script, State};

use crate::bench::{ALICE, Bench, SECOND, answers, postings};

fn movements(bench: &Bench) -> usize {
    postings(&bench.log).len()
}

#[test]
fn a_silent_issuer_is_98_after_the_limit() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerDown);
    let message = bench.sale_message(&ALICE, 12_000);
    let begun = bench.now;
    bench.send(&message);
    bench.until(begun + 20 * SECOND);
    assert_eq!(answers(&bench.log).len(), 1, "the sign-on's only");
    bench.rest();
    assert_eq!(answers(&bench.log).last().unwrap().text(39), Some("98"));
    assert_eq!(bench.state(&message), Some(State::Declined { code: "98".to_owned() }));
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "12");
    assert_eq!(movements(&bench), 0);
    bench.assert_charged(0);
}

#[test]
fn an_issuer_that_is_slow_but_in_time_is_waited_for() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerSlow { ns: 19 * SECOND });
    bench.sale(&ALICE, 12_000);
    bench.assert_charged(12_000);
}

#[test]
fn an_issuer_that_books_after_the_limit_finds_the_door_shut() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerSlow { ns: 40 * SECOND });
    let message = bench.sale_message(&ALICE, 12_000);
    assert_eq!(bench.code(&message), "98");
    assert_eq!(movements(&bench), 0, "the undoing was there first");
    assert!(bench.log.iter().any(|e| matches!(e, Effect::IssuerAnswered { late: true, .. })));
    bench.assert_charged(0);
}

#[test]
fn an_answer_that_comes_too_late_is_one_sided_until_it_is_undone() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerLate { ns: 5 * SECOND });
    let message = bench.sale_message(&ALICE, 12_000);
    bench.send(&message);
    bench.until(bench.now + 10 * SECOND);
    assert_eq!(bench.has(&ALICE), 88_000);
    assert!(!bench.host.books().agree(), "the issuer has booked, the acquirer has not");
    bench.rest();
    assert_eq!(answers(&bench.log).last().unwrap().text(39), Some("98"));
    assert_eq!(movements(&bench), 2);
    bench.assert_charged(0);
}

#[test]
fn a_late_void_and_a_late_refund_are_taken_back_too() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::IssuerLate { ns: SECOND });
    let void = bench.void_message(&sale, &ALICE);
    assert_eq!(bench.code(&void), "98");
    assert_eq!(bench.state(&sale.0), Some(State::Approved));
    bench.order(Misbehaviour::IssuerLate { ns: SECOND });
    let refund = bench.refund_message(&sale, None, 12_000);
    assert_eq!(bench.code(&refund), "98");
    assert_eq!(bench.state(&sale.0), Some(State::Approved));
    bench.assert_charged(12_000);
    let refund = bench.refund_message(&sale, None, 12_000);
    assert_eq!(bench.code(&refund), "00", "nothing of the remainder is lost");
    bench.assert_charged(0);
}

#[test]
fn an_outage_ends_and_what_was_kept_arrives() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.host.issuer_down();
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!(bench.code(&reversal), "00", "the acquirer answers for itself");
    let message = bench.sale_message(&ALICE, 1_000);
    assert_eq!(bench.code(&message), "98");
    assert_eq!(bench.host.unconfirmed(), 2);
    assert_eq!(bench.has(&ALICE), 88_000);
    assert!(!bench.host.books().agree());
    bench.host.issuer_up(bench.now);
    bench.rest();
    bench.assert_charged(0);
}

#[test]
fn a_reversal_that_does_not_reach_the_issuer_at_first_does_at_last() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.host.script(Script {
        misbehaviour: Misbehaviour::IssuerDown,
        on: Some(Class::SaleReversal),
        times: 1,
    });
    let reversal = bench.reversal_message(&sale.0);
    bench.send(&reversal);
    bench.until(bench.now + SECOND);
    assert_eq!(answers(&bench.log).last().unwrap().text(39), Some("00"));
    assert_eq!(bench.has(&ALICE), 88_000);
    bench.rest();
    bench.assert_charged(0);
}

#[test]
fn a_balance_that_nobody_answers_is_98_and_nothing_else() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerDown);
    let mut message = bench.request(0x0200, "310000", "01");
    bench.swipe(&mut message, &ALICE);
    assert_eq!(bench.code(&message), "98");
    bench.assert_charged(0);
}

#[test]
fn opening_balances_stand_against_capital() {
    let bench = Bench::cold();
    assert_eq!(bench.host.books().issuer.balance(&LedgerAccount::Capital), -300_000);
    assert_eq!(bench.host.accounts().count(), 3);
    bench.assert_sound();
}
