//! The host down and up again.

use host::{Effect, Misbehaviour, State};

use crate::bench::{ALICE, Bench, SECOND, postings};

#[test]
fn a_host_that_is_down_hears_nothing() {
    let mut bench = Bench::signed_on();
    bench.host.crash(bench.now, None, &mut bench.log);
    assert!(matches!(bench.log[bench.log.len() - 2..], [Effect::Crashed, Effect::HangUp { line: 1 }]));
    let message = bench.sale_message(&ALICE, 1_000);
    assert!(bench.ask_all(&message).is_empty());
    assert_eq!(bench.host.next_due(), None, "it stays down until it is restarted");
    bench.host.restart(bench.now, &mut bench.log);
    bench.line = 2;
    assert_eq!(bench.code(&message), "00", "keys and batch have survived");
    bench.assert_charged(1_000);
}

#[test]
fn what_was_in_flight_is_lost_and_taken_back() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerSlow { ns: 5 * SECOND });
    let message = bench.sale_message(&ALICE, 1_000);
    bench.send(&message);
    bench.until(bench.now + SECOND);
    bench.host.crash(bench.now, Some(60 * SECOND), &mut bench.log);
    bench.until(bench.now + 30 * SECOND);
    assert_eq!(bench.has(&ALICE), 99_000, "the issuer goes on without the acquirer");
    bench.rest();
    assert_eq!(bench.state(&message), Some(State::Declined { code: "96".to_owned() }));
    assert_eq!(postings(&bench.log).len(), 2);
    bench.assert_charged(0);
}

#[test]
fn a_restart_before_the_issuer_acts_is_as_good() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerSlow { ns: 15 * SECOND });
    let message = bench.sale_message(&ALICE, 1_000);
    bench.send(&message);
    bench.until(bench.now + SECOND);
    bench.host.crash(bench.now, Some(SECOND), &mut bench.log);
    bench.rest();
    assert_eq!(postings(&bench.log).len(), 0, "blocked at the issuer before it came");
    bench.assert_charged(0);
}

#[test]
fn a_refund_that_was_lost_can_be_sent_again_under_its_number() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::CrashBeforeBooking { down_ns: Some(SECOND) });
    let refund = bench.refund_message(&sale, None, 12_000);
    assert!(bench.ask_all(&refund).is_empty());
    bench.assert_charged(12_000);
    assert_eq!(bench.code(&refund), "00");
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(0);
}

#[test]
fn the_reference_of_a_try_that_was_lost_names_nothing() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::CrashBeforeBooking { down_ns: Some(SECOND) });
    let message = bench.sale_message(&ALICE, 12_000);
    assert!(bench.ask_all(&message).is_empty());
    let lost = bench.host.transaction(&bench.key(&message)).unwrap().rrn.clone();
    let answer = bench.ask(&message);
    assert_eq!(answer.text(39), Some("00"));
    assert_ne!(answer.text(37), Some(lost.as_str()));
    let mut refund = bench.refund_message(&(message, answer), None, 1_000);
    refund.set_text(37, &lost);
    assert_eq!(bench.code(&refund), "25");
    bench.assert_charged(12_000);
}

#[test]
fn a_crash_frees_what_a_void_had_claimed() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::CrashBeforeBooking { down_ns: Some(SECOND) });
    let void = bench.void_message(&sale, &ALICE);
    assert!(bench.ask_all(&void).is_empty());
    bench.void(&sale, &ALICE);
    bench.assert_charged(0);
}

#[test]
fn an_undoing_under_way_in_a_crash_is_done_once() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::IssuerSlow { ns: 5 * SECOND });
    let reversal = bench.reversal_message(&sale.0);
    bench.send(&reversal);
    bench.until(bench.now + SECOND);
    bench.host.crash(bench.now, Some(SECOND), &mut bench.log);
    bench.rest();
    assert_eq!(postings(&bench.log).len(), 4);
    bench.assert_charged(0);
}

/// Answers to this request that left, or found their line gone.
fn answered(bench: &Bench, ticket: host::Ticket) -> usize {
    let names = |e: &&Effect| match e {
        Effect::Answer { ticket: t, .. } | Effect::Undelivered { ticket: t, .. } => *t == ticket,
        _ => false,
    };
    bench.log.iter().filter(names).count()
}

#[test]
fn answers_that_had_not_left_never_leave() {
    for misbehaviour in [
        Misbehaviour::Delay { ns: 10 * SECOND },
        Misbehaviour::HoldBack,
        Misbehaviour::IssuerSlow { ns: 15 * SECOND },
    ] {
        let mut bench = Bench::signed_on();
        bench.order(misbehaviour);
        let message = bench.sale_message(&ALICE, 1_000);
        bench.send(&message);
        bench.until(bench.now + SECOND);
        let before = bench.log.len();
        bench.host.crash(bench.now, Some(SECOND), &mut bench.log);
        bench.follow_hang_up(before);
        bench.rest();
        bench.sale(&ALICE, 2_000);
        assert_eq!(answered(&bench, host::Ticket(2)), 0);
        assert_eq!(answered(&bench, host::Ticket(3)), 1);
        bench.assert_sound();
    }
}

#[test]
fn half_a_frame_is_forgotten() {
    let mut bench = Bench::signed_on();
    let message = bench.sale_message(&ALICE, 1_000);
    let bytes = bench.frame(&message);
    bench.send_bytes(&bytes[..40]);
    let before = bench.log.len();
    bench.host.crash(bench.now, Some(0), &mut bench.log);
    bench.follow_hang_up(before);
    bench.rest();
    bench.send_bytes(&bytes[40..]);
    bench.rest();
    assert!(postings(&bench.log).is_empty());
    bench.line += 1;
    assert_eq!(bench.code(&message), "00");
}
