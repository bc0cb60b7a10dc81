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
fn what_got_no_answer_is_reversed_before_a_refund_too() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[
        sale(CardFace::Chip),
        Order::Refund { rrn: "800000000001".to_owned(), fen: 5_000, face: None },
    ]);
    let types: Vec<u16> = bench.host.seen.iter().map(|message| message.mti().bcd()).collect();
    assert_eq!(types, [0x0800, 0x0200, 0x0400, 0x0220]);
}

#[test]
fn the_reason_says_what_became_of_the_answer() {
    let cases = [
        (Behaviour::BadMac, "A0"),
        (Behaviour::ForgedDecline("51"), "A0"),
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
fn a_refusal_of_the_mac_that_proves_nothing_itself_brings_a_sign_on_before_the_reversal() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::ForgedDecline("A0"));
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
    assert_eq!(bench.shown(ScreenKind::InDoubt), 1);
    let types: Vec<u16> = bench.host.seen.iter().map(|message| message.mti().bcd()).collect();
    assert_eq!(types, [0x0800, 0x0200, 0x0800, 0x0400, 0x0200]);
    assert_eq!(bench.rows().len(), 1);
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
fn a_void_approved_in_part_is_none() {
    let mut bench = Bench::new();
    bench.run(&[sale(CardFace::Chip)]);
    bench.host.next.push_back(Behaviour::InPart(12_000));
    bench.run(&[Order::Void { trace: 12, face: CardFace::Chip }]);
    assert_eq!(bench.shown(ScreenKind::InDoubt), 1);
    bench.run(&[Order::Reverse]);
    assert_eq!(bench.host.state_of("000013"), Some(State::Reversed));
    assert_eq!(bench.rows().into_iter().collect::<Vec<_>>(), ["row.000001.000012.sale"]);
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

/// Answer to GENERATE AC in format 1: declined, with so much issuer data.
fn declined_with(issuer_data: usize) -> Vec<u8> {
    let mut value = vec![0x00, 0, 1];
    value.extend([9; 8]);
    value.extend(vec![7; issuer_data]);
    let mut bytes = vec![0x80, 0x81, u8::try_from(value.len()).unwrap()];
    bytes.extend(value);
    bytes.extend([0x90, 0]);
    bytes
}

#[test]
fn card_data_of_any_length_do_not_stop_the_reversal() {
    for issuer_data in [32, 33, 200, 242] {
        let mut bench = Bench::new();
        bench.instead = Some(("generate-ac-2", declined_with(issuer_data)));
        bench.run(&[sale(CardFace::Chip)]);
        bench.instead = None;
        bench.run(&[sale(CardFace::Stripe)]);
        let reversal = bench.host.requests(0x0400)[0];
        let told = reversal.chip().unwrap().unwrap().get(0x9F10).unwrap().to_vec();
        assert_eq!(
            told == vec![7; issuer_data],
            issuer_data <= 32,
            "{issuer_data}: its last word where it fits"
        );
        assert_eq!(bench.host.state_of("000012"), Some(State::Reversed), "{issuer_data}");
        assert_eq!(bench.host.state_of("000013"), Some(State::Approved), "{issuer_data}");
    }
}

#[test]
fn a_card_whose_first_word_is_too_long_sends_nothing() {
    let mut bench = Bench::new();
    let mut answer = declined_with(200);
    answer[3] = 0x80;
    bench.instead = Some(("generate-ac-1", answer));
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.lines_of(ScreenKind::Failed), ["TYPE SALE", "CHIP ERROR"]);
    assert!(bench.host.requests(0x0200).is_empty());
}

#[test]
fn a_sale_approved_in_part_stands_for_that_part() {
    for face in [CardFace::Chip, CardFace::Stripe] {
        let mut bench = Bench::new();
        bench.host.next.push_back(Behaviour::InPart(10_000));
        bench.run(&[sale(face)]);
        assert!(bench.host.requests(0x0400).is_empty(), "no foreign answer");
        let lines = bench.lines_of(ScreenKind::Approved);
        assert!(lines.contains(&"AMOUNT 100.00".to_owned()), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("PART") && line.contains("20.00")), "{lines:?}");
        assert!(bench.paper.iter().any(|line| line == "金额/AMOUNT: RMB 100.00"));
        bench.run(&[Order::Reprint { trace: None }]);
        assert!(!bench.paper.iter().any(|line| line.contains("120.00")), "{:?}", bench.paper);
        bench.run(&[Order::Refund { rrn: "900000000012".to_owned(), fen: 10_001, face: None }]);
        assert_eq!(bench.lines_of(ScreenKind::Refused)[1], "MORE THAN THE SALE");
        bench.run(&[Order::Void { trace: 12, face: CardFace::Chip }]);
        assert_eq!(bench.host.requests(0x0200)[1].text(4), Some("000000010000"));
    }
}

#[test]
fn a_part_that_is_none_or_more_than_was_asked_for_is_no_answer() {
    for fen in [0, 12_001] {
        let mut bench = Bench::new();
        bench.host.next.push_back(Behaviour::InPart(fen));
        bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
        assert_eq!(bench.host.requests(0x0400)[0].text(4), Some("000000012000"), "{fen}");
        assert_eq!(bench.rows().len(), 1, "{fen}");
    }
}

#[test]
fn a_part_whose_answer_is_lost_is_reversed_whole() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::InPartLost(10_000));
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
    assert_eq!(bench.host.requests(0x0400)[0].text(4), Some("000000012000"));
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
}

#[test]
fn a_chip_is_told_when_there_is_no_approval() {
    let cases = [Behaviour::Decline("51"), Behaviour::AnswerLost, Behaviour::BadMac, Behaviour::Garbage];
    for behaviour in cases {
        let mut bench = Bench::new();
        bench.host.next.push_back(behaviour.clone());
        bench.run(&[sale(CardFace::Chip)]);
        let second = bench.commands.last().unwrap();
        assert_eq!(bench.apdus.last(), Some(&"generate-ac-2"), "{behaviour:?}");
        assert_eq!(second[2], 0x00, "{behaviour:?}: asked for a decline");
        assert_eq!(bench.rows().len(), 0);
    }
}
