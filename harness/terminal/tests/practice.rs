//! The switches of a profile that the terminal obeys, each on its other side.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Order, State, setup};
use device::{CardFace, ScreenKind};

fn sale() -> Order {
    Order::Sale { fen: 12_000, face: CardFace::Chip }
}

fn with(old: &'static str, new: &'static str) -> Bench {
    Bench::with(setup(None, move |text| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    }))
}

#[test]
fn a_start_without_a_line_says_that_the_reversal_is_still_owed_where_it_goes_out_at_once() {
    let mut bench = with("trigger: next-transaction", "trigger: immediate");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.host.at_reversal.extend(vec![Behaviour::RequestLost; 3]);
    bench.run(&[sale()]);
    assert_eq!((bench.shown(ScreenKind::DeclaredOpen), bench.shown(ScreenKind::InDoubt)), (1, 0));
    bench.line_up = false;
    bench.run(&[]);
    assert!(bench.lines_of(ScreenKind::InDoubt).contains(&"TRACE 000012".to_owned()));
    bench.line_up = true;
    bench.run(&[]);
    assert_eq!((bench.shown(ScreenKind::ReversalDone), bench.shown(ScreenKind::InDoubt)), (1, 1));
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
}

#[test]
fn giving_up_is_shown_and_lets_the_next_sale_go() {
    let mut bench = with("keep-and-refuse", "give-up-and-delete");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.host.at_reversal.extend(vec![Behaviour::Decline("96"); 3]);
    bench.run(&[sale(), sale()]);
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 1);
    assert_eq!(bench.host.requests(0x0400).len(), 3);
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn deleting_on_a_failed_send_a_mismatch_or_an_unproven_decline_reverses_nothing() {
    let cases = [
        ("on_send_failure: keep", "on_send_failure: delete", Behaviour::SendBroken),
        ("on_mismatch: keep", "on_mismatch: delete", Behaviour::WrongAmount),
        ("on_unproven_decline: keep", "on_unproven_decline: delete", Behaviour::ForgedDecline("51")),
    ];
    for (old, new, behaviour) in cases {
        let mut bench = with(old, new);
        bench.host.next.push_back(behaviour);
        bench.run(&[sale(), sale()]);
        assert!(bench.host.requests(0x0400).is_empty(), "{new}");
        assert_eq!(bench.shown(ScreenKind::InDoubt), 0);
    }
}

#[test]
fn yesterdays_reversal_is_dropped_where_that_is_practice() {
    let mut bench = with("on_day_change: keep", "on_day_change: drop");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.next_day();
    bench.run(&[sale()]);
    assert!(bench.host.requests(0x0400).is_empty());
    assert_eq!(bench.host.state_of("000012"), Some(State::Approved));
}

#[test]
fn a_reversal_of_another_day_is_declared_open_before_it_is_dropped() {
    let mut bench = with("on_day_change: keep", "on_day_change: drop");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.next_day();
    bench.run(&[sale()]);
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 1);
    assert!(bench.lines_of(ScreenKind::DeclaredOpen).contains(&"TRACE 000012".to_owned()));
    // Declared, and cut before it was deleted: told again rather than forgotten.
    let mut dropped = 0;
    for at in 1..60 {
        let mut cut = with("on_day_change: keep", "on_day_change: drop");
        cut.host.next.push_back(Behaviour::AnswerLost);
        cut.run(&[sale()]);
        cut.next_day();
        cut.cuts = vec![bench::Cut { at: cut.calls + at, done: true, seed: 1 }];
        cut.run(&[sale(), sale()]);
        assert!(cut.shown(ScreenKind::DeclaredOpen) > 0, "cut {at} calls on");
        dropped += usize::from(cut.host.requests(0x0400).is_empty());
    }
    assert!(dropped > 0);
}

#[test]
fn a_clock_that_cannot_be_read_is_not_another_day() {
    let mut bench = with("on_day_change: keep", "on_day_change: drop");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.clock_dead = true;
    bench.run(&[sale()]);
    assert_eq!(bench.host.requests(0x0400).len(), 1);
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
}

#[test]
fn failed_connections_count_as_tries_where_they_do() {
    let mut bench = with("count_connect_failures: false", "count_connect_failures: true");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.line_up = false;
    bench.run(&[sale()]);
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 1);
}

#[test]
fn no_slip_means_no_commit_where_that_is_practice_and_never_after_approved_was_shown() {
    let mut bench = with("no_slip: approval-stands", "no_slip: reverse");
    bench.printer.set_jam(true);
    bench.run(&[sale()]);
    assert_eq!(bench.shown(ScreenKind::Approved), 0);
    bench.printer.set_jam(false);
    bench.run(&[sale()]);
    assert_eq!(bench.host.requests(0x0400)[0].text(39), Some("96"));
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
    bench.printer.set_paper(Some(2));
    bench.run(&[sale()]);
    assert_eq!(bench.host.requests(0x0400).len(), 1, "mid-slip the approval stands");
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn the_counter_is_left_out_of_a_reversal_without_an_answer_where_that_is_practice() {
    let mut bench = with("counter_without_answer: true", "counter_without_answer: false");
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(), sale()]);
    let chip = bench.host.requests(0x0400)[0].chip().unwrap().unwrap();
    assert!(chip.get(0x9F36).is_none() && chip.get(0x95).is_some());
}

#[test]
fn the_counter_stays_in_a_reversal_behind_an_answer() {
    let mut bench = Bench::with(setup(None, |text| {
        text.replace("counter_without_answer: true", "counter_without_answer: false")
            .replace("no_slip: approval-stands", "no_slip: reverse")
    }));
    bench.printer.set_jam(true);
    bench.run(&[sale()]);
    bench.printer.set_jam(false);
    bench.run(&[sale()]);
    let chip = bench.host.requests(0x0400)[0].chip().unwrap().unwrap();
    assert!(chip.get(0x9F36).is_some() && chip.get(0x95).is_some());
}

#[test]
fn a_void_without_card_pin_and_password_goes_by_the_journal() {
    let void = "  void:\n    supervisor: true\n    card: true\n    pin: true";
    let mut bench = with(void, "  void:\n    supervisor: false\n    card: false\n    pin: false");
    bench.run(&[sale(), Order::Void { trace: 12, face: CardFace::Chip }]);
    let request = bench.host.requests(0x0200)[1];
    assert_eq!(request.text(22), Some("012"));
    assert!(request.has(2) && request.has(14) && !request.has(35) && !request.has(52));
    assert_eq!(bench.shown(ScreenKind::EnterPassword), 0);
}
