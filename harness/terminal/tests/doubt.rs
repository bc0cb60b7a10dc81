//! What is in doubt: answers that do not come or prove nothing, cards and lines that leave, and the reversal that
//! follows.

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
use terminal::card::{Misbehaviour, SecondDecision};

fn sale(face: CardFace) -> Order {
    Order::Sale { fen: 12_000, face }
}

#[test]
fn an_unknown_refund_is_declared_open_and_tried_again_as_itself() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    let refund = Order::Refund { rrn: "800000000001".to_owned(), fen: 5_000, face: None };
    bench.run(&[refund.clone(), refund]);
    let kinds = bench.kinds();
    assert!(kinds.contains(&ScreenKind::DeclaredOpen) && kinds.contains(&ScreenKind::Approved));
    let advices = bench.host.requests(0x0220);
    assert_eq!(advices.len(), 2);
    for field in [3, 4, 11, 37, 41, 42, 60, 61] {
        assert_eq!(advices[0].expose(field), advices[1].expose(field), "field {field}");
    }
    assert!(bench.host.requests(0x0400).is_empty());
    assert_eq!(bench.host.books.len(), 1);
}

#[test]
fn what_got_no_answer_is_reversed_before_the_next_sale() {
    for behaviour in [Behaviour::AnswerLost, Behaviour::RequestLost, Behaviour::SendBroken, Behaviour::Late] {
        let mut bench = Bench::new();
        bench.host.next.push_back(behaviour.clone());
        bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
        assert_eq!(bench.shown(ScreenKind::InDoubt), 1, "{behaviour:?}");
        assert_eq!(bench.shown(ScreenKind::ReversalDone), 1);
        let reversal = bench.host.requests(0x0400)[0];
        assert_eq!(reversal.text(39), Some("98"));
        assert_eq!(reversal.text(11), Some("000012"));
        assert_ne!(bench.host.state_of("000012"), Some(State::Approved));
        assert_eq!(bench.host.state_of("000013"), Some(State::Approved));
        assert_eq!(bench.rows().len(), 1);
        let types: Vec<u16> = bench.host.seen.iter().map(|message| message.mti().bcd()).collect();
        assert_eq!(types, [0x0800, 0x0200, 0x0400, 0x0200]);
    }
}

#[test]
fn the_reason_says_what_became_of_the_answer() {
    let cases = [
        (Behaviour::BadMac, "A0"),
        (Behaviour::ForgedDecline, "A0"),
        (Behaviour::WrongAmount, "06"),
        (Behaviour::Garbage, "06"),
        (Behaviour::ForeignTrace, "98"),
    ];
    for (behaviour, reason) in cases {
        let mut bench = Bench::new();
        bench.host.next.push_back(behaviour.clone());
        bench.run(&[sale(CardFace::Chip), sale(CardFace::Stripe)]);
        assert_eq!(bench.host.requests(0x0400)[0].text(39), Some(reason), "{behaviour:?}");
        let sign_ons = bench.host.requests(0x0800).len();
        assert_eq!(sign_ons, if reason == "A0" { 2 } else { 1 });
        assert_eq!(bench.rows().len(), 1);
    }
}

#[test]
fn a_proven_decline_is_not_reversed() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::Decline("51"));
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
    assert!(bench.lines_of(ScreenKind::Declined).contains(&"CODE 51".to_owned()));
    assert!(bench.host.requests(0x0400).is_empty());
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn a_host_that_refuses_the_mac_gets_a_sign_on_first() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::Decline("A0"));
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
    let types: Vec<u16> = bench.host.seen.iter().map(|message| message.mti().bcd()).collect();
    assert_eq!(types, [0x0800, 0x0200, 0x0800, 0x0200]);
}

#[test]
fn a_card_pulled_or_refusing_after_the_approval_leads_to_a_reversal() {
    let mut pulled = Bench::new();
    pulled.pull_before = Some("generate-ac-2");
    let mut refusing = Bench::new();
    refusing
        .card
        .misbehave(Misbehaviour { second_decision: SecondDecision::ForceAac, ..Misbehaviour::default() });
    let mut rejecting = Bench::new();
    rejecting.card.misbehave(Misbehaviour { arpc_rejected: true, ..Misbehaviour::default() });
    for mut bench in [pulled, refusing, rejecting] {
        bench.run(&[sale(CardFace::Chip)]);
        bench.card.misbehave(Misbehaviour::default());
        bench.run(&[sale(CardFace::Chip)]);
        let reversal = bench.host.requests(0x0400)[0];
        assert_eq!(reversal.text(39), Some("06"));
        assert!(reversal.chip().unwrap().unwrap().get(0x9F36).is_some());
        assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
        assert_eq!(bench.rows().len(), 1);
    }
}

#[test]
fn an_outage_refuses_sales_until_the_reversal_is_through() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(CardFace::Chip)]);
    bench.line_up = false;
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
    assert_eq!(bench.rows().len(), 0);
    assert_eq!(bench.shown(ScreenKind::InDoubt), 3, "each new order is told why it is refused");
    bench.line_up = true;
    bench.host.at_reversal.extend([Behaviour::AnswerLost, Behaviour::Decline("96"), Behaviour::BadMac]);
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 1);
    assert_eq!(bench.host.requests(0x0400).len(), 3);
    assert_eq!(bench.host.requests(0x0200).len(), 1);
    bench.run(&[Order::Reverse, sale(CardFace::Chip)]);
    assert_eq!(bench.shown(ScreenKind::ReversalDone), 1);
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn a_void_that_got_no_answer_names_itself_in_its_reversal() {
    let mut bench = Bench::new();
    bench.run(&[sale(CardFace::Chip)]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    let void = Order::Void { trace: 12, face: CardFace::Chip };
    bench.run(&[void.clone(), Order::Reverse, void]);
    let reversal = bench.host.requests(0x0400)[0];
    assert_eq!(bench.host.part(reversal, "61.2"), "000013");
    assert_eq!(reversal.text(3), Some("200000"));
    assert_eq!(reversal.text(38), Some("A12345"));
    assert!(bench.rows().contains("row.000001.000014.void.000012"), "a reversed void can be tried again");
}

#[test]
fn the_immediate_trigger_reverses_at_once() {
    let change = |text: &str| text.replace("trigger: next-transaction", "trigger: immediate");
    let mut bench = Bench::with(setup(None, change));
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.shown(ScreenKind::ReversalDone), 1);
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
}

#[test]
fn a_new_batch_comes_with_the_sign_on_and_a_reversal_keeps_its_own() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(CardFace::Chip)]);
    bench.host.batch = Some("000002");
    bench.run(&[Order::SignOn, sale(CardFace::Chip)]);
    assert_eq!(bench.host.part(bench.host.requests(0x0400)[0], "60.2"), "000001");
    assert!(bench.rows().iter().all(|name| name.starts_with("row.000002.")));
}
