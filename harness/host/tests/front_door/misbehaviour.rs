//! Each thing that the host can be ordered to do wrong, and that it does no more than that.

use host::{Class, Effect, Misbehaviour, Script, State};
use wire::MacCheck;

use crate::bench::{ALICE, Bench, SECOND, postings};

/// The last answer's bytes.
fn last_bytes(bench: &Bench) -> Vec<u8> {
    let bytes = bench.log.iter().rev().find_map(|e| match e {
        Effect::Answer { bytes, .. } => Some(bytes.expose().to_vec()),
        _ => None,
    });
    bytes.unwrap()
}

fn withheld(bench: &Bench) -> bool {
    matches!(bench.log.last(), Some(Effect::Withheld { .. }))
}

#[test]
fn an_ordered_decline_books_nothing() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::Decline { code: "05".to_owned() });
    let message = bench.sale_message(&ALICE, 12_000);
    assert_eq!(bench.code(&message), "05");
    assert_eq!(bench.mac_of(&last_bytes(&bench)), MacCheck::Valid);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "12");
    bench.assert_charged(0);
}

#[test]
fn silence_books_and_does_not_answer() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::Silence);
    let message = bench.sale_message(&ALICE, 12_000);
    assert!(bench.ask_all(&message).is_empty());
    assert!(withheld(&bench));
    bench.assert_charged(12_000);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}

#[test]
fn silence_unbooked_has_never_heard_of_it() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::SilenceUnbooked);
    let message = bench.sale_message(&ALICE, 12_000);
    assert!(bench.ask_all(&message).is_empty());
    assert!(withheld(&bench));
    assert_eq!(bench.state(&message), None);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "25");
    bench.assert_charged(0);
}

#[test]
fn a_delayed_answer_is_booked_in_time() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::Delay { ns: 90 * SECOND });
    let message = bench.sale_message(&ALICE, 12_000);
    bench.send(&message);
    bench.until(bench.now + SECOND);
    bench.assert_charged(12_000);
    bench.until(bench.now + 88 * SECOND);
    assert!(matches!(bench.log.last(), Some(Effect::Posted { .. })), "booked, and nothing since");
    bench.rest();
    assert!(matches!(
        bench.log.last(),
        Some(Effect::Answer { deviation: Some(Misbehaviour::Delay { .. }), .. })
    ));
}

#[test]
fn a_duplicate_answer_is_the_same_bytes_twice() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::DuplicateAnswer);
    let message = bench.sale_message(&ALICE, 12_000);
    let both = bench.ask_all(&message);
    assert_eq!(both.len(), 2);
    assert_eq!(both[0], both[1]);
    bench.assert_charged(12_000);
}

#[test]
fn an_answer_held_back_leaves_ahead_of_the_next_on_the_line_of_then() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::HoldBack);
    let first = bench.sale_message(&ALICE, 12_000);
    assert!(bench.ask_all(&first).is_empty());
    bench.host.closed(bench.now, bench.line);
    bench.line = 9;
    let before = bench.log.len();
    let second = bench.sale_message(&ALICE, 1_000);
    let answers = bench.ask_all(&second);
    let stans: Vec<_> = answers.iter().map(|a| a.text(11).unwrap()).collect();
    assert_eq!(stans, [first.text(11).unwrap(), second.text(11).unwrap()]);
    assert!(matches!(bench.log[before], Effect::Took { .. }));
    assert!(matches!(
        bench.log[before + 1],
        Effect::Answer { line: 9, deviation: Some(Misbehaviour::HoldBack), .. }
    ));
    bench.assert_charged(13_000);
}

#[test]
fn bad_no_and_unproven_macs() {
    let mut bench = Bench::signed_on();
    for (misbehaviour, code, mac) in [
        (Misbehaviour::BadMac, "00", MacCheck::Wrong),
        (Misbehaviour::NoMac, "00", MacCheck::Absent),
        (Misbehaviour::DeclineUnproven { code: "51".to_owned() }, "51", MacCheck::Wrong),
    ] {
        bench.order(misbehaviour);
        let message = bench.sale_message(&ALICE, 1_000);
        assert_eq!(bench.code(&message), code);
        assert_eq!(bench.mac_of(&last_bytes(&bench)), mac);
    }
    bench.assert_charged(2_000);
}

#[test]
fn one_field_is_echoed_wrongly_under_a_right_mac() {
    let mut bench = Bench::signed_on();
    for field in [3, 4, 11, 41, 42] {
        bench.order(Misbehaviour::WrongEcho { field });
        let message = bench.sale_message(&ALICE, 1_000);
        let answer = bench.ask(&message);
        for n in [3, 4, 11, 41, 42] {
            assert_eq!(answer.text(n) == message.text(n), n != field, "field {n}, {field} ordered");
        }
        assert_eq!(bench.mac_of(&last_bytes(&bench)), MacCheck::Valid);
    }
    bench.assert_charged(5_000);
}

#[test]
fn a_wrong_check_value_comes_with_right_keys() {
    let mut bench = Bench::cold();
    bench.order(Misbehaviour::BadCheckValue);
    let answer = bench.ask(&bench.sign_on_message());
    let master = wire::Key::from_hex("CA5D92598DCA48CE8A4C76361A9269E9").unwrap();
    assert!(wire::keys::unwrap(&master, answer.expose(62).unwrap()).is_err());
    bench.sign_on();
    bench.sale(&ALICE, 1_000);
}

#[test]
fn a_database_error_remembers_nothing() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::DatabaseError);
    let message = bench.sale_message(&ALICE, 12_000);
    assert_eq!(bench.code(&message), "96");
    assert_eq!(bench.state(&message), None);
    assert_eq!(bench.code(&message), "00", "the same request again is new to it");
    bench.order(Misbehaviour::DatabaseError);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "96");
    bench.assert_charged(12_000);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}

#[test]
fn a_crash_before_booking_leaves_no_trace_in_the_end() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::CrashBeforeBooking { down_ns: Some(30 * SECOND) });
    let message = bench.sale_message(&ALICE, 12_000);
    bench.send(&message);
    bench.until(bench.now + 2 * SECOND);
    assert!(!bench.host.is_up());
    assert_eq!(bench.has(&ALICE), 88_000, "one-sided while it is down");
    assert!(!bench.host.books().agree());
    assert!(bench.log.iter().any(|e| matches!(e, Effect::HangUp { line: 1 })));
    bench.rest();
    assert!(bench.host.is_up());
    assert_eq!(postings(&bench.log).len(), 2);
    bench.assert_charged(0);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "12");
    bench.assert_charged(0);
}

#[test]
fn a_crash_after_booking_keeps_the_sale() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::CrashAfterBooking { down_ns: Some(30 * SECOND) });
    let message = bench.sale_message(&ALICE, 12_000);
    assert!(bench.ask_all(&message).is_empty());
    bench.assert_charged(12_000);
    assert_eq!(bench.state(&message), Some(State::Approved));
    assert_eq!(bench.code(&message), "00", "the answer that was lost");
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}

#[test]
fn orders_wait_for_their_class() {
    let mut bench = Bench::signed_on();
    bench.host.script(Script { misbehaviour: Misbehaviour::Silence, on: Some(Class::Void), times: 2 });
    let sale = bench.sale(&ALICE, 1_000);
    let void = bench.void_message(&sale, &ALICE);
    assert!(bench.ask_all(&void).is_empty());
    assert_eq!(bench.host.open_scripts().len(), 1);
    bench.host.clear_scripts();
    assert_eq!(bench.code(&void), "00");
}

#[test]
fn every_misbehaviour_leaves_sound_books() {
    let all = [
        Misbehaviour::Decline { code: "05".to_owned() },
        Misbehaviour::Silence,
        Misbehaviour::SilenceUnbooked,
        Misbehaviour::Delay { ns: SECOND },
        Misbehaviour::DuplicateAnswer,
        Misbehaviour::HoldBack,
        Misbehaviour::BadMac,
        Misbehaviour::NoMac,
        Misbehaviour::BadCheckValue,
        Misbehaviour::DeclineUnproven { code: "05".to_owned() },
        Misbehaviour::WrongEcho { field: 4 },
        Misbehaviour::CrashBeforeBooking { down_ns: Some(SECOND) },
        Misbehaviour::CrashAfterBooking { down_ns: Some(SECOND) },
        Misbehaviour::DatabaseError,
        Misbehaviour::IssuerDown,
        Misbehaviour::IssuerSlow { ns: 50 * SECOND },
        Misbehaviour::IssuerLate { ns: SECOND },
        Misbehaviour::NoMessage,
        Misbehaviour::FeeForgotten,
        Misbehaviour::PointsForgotten,
    ];
    for misbehaviour in all {
        for class in [Class::Sale, Class::Void, Class::Refund, Class::SaleReversal, Class::VoidReversal] {
            let mut bench = Bench::signed_on();
            bench.host.script(Script { misbehaviour: misbehaviour.clone(), on: Some(class), times: 1 });
            let sale = bench.sale_message(&ALICE, 12_000);
            bench.ask_all(&sale);
            let answer = bench.host.transactions().next().map(|t| (t.rrn.clone(), t.date.clone()));
            if let Some((rrn, date)) = answer {
                let mut answer = sale.clone();
                answer.set_text(37, &rrn);
                answer.set_text(38, "000000");
                answer.set_text(13, &date);
                let sale = (sale.clone(), answer);
                let void = bench.void_message(&sale, &ALICE);
                bench.ask_all(&void);
                let undone = bench.reversal_message(&void);
                bench.ask_all(&undone);
                bench.ask_all(&undone);
                let refund = bench.refund_message(&sale, None, 5_000);
                bench.ask_all(&refund);
            }
            let reversal = bench.reversal_message(&sale);
            bench.ask_all(&reversal);
            bench.assert_sound();
        }
    }
}
