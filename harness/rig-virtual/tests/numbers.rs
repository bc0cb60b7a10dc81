//! The numbers by which a later order names an earlier transaction: its own, of its own day.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

mod stand;

use device::CardFace;
use futures::executor::block_on;
use host::{Class, Misbehaviour, Script};
use journal::{Book, Event, OrderKind, Port, Record};
use rig::{Bench, Fault, FaultKind, Lasting, Moment, Move, Order, Which};
use rig_virtual::VirtualBench;
use stand::{head, run, sale, setup};

const S: u64 = 1_000_000_000;

fn booked(record: &Record, class: &str) -> usize {
    let fits =
        |e: &Event| matches!(e, Event::Posted(note) if note.book == Book::Acquirer && note.class == class);
    record.entries().iter().filter(|e| fits(&e.event)).count()
}

#[test]
fn a_refund_names_the_day_of_its_own_sale() {
    let refund = Move::Order(Order {
        amount_fen: Some(1_000),
        card: Some("Wang's card".into()),
        ..Order::new(OrderKind::Refund)
    });
    let moves = vec![Move::Pass { ns: 3 * 86_400 * S }, sale(CardFace::Chip, "Wang's card"), refund];
    assert_eq!(booked(&run(1, vec![], moves), "refund"), 1);
}

#[test]
fn a_declined_sale_takes_no_numbers_from_the_reversal_before_it() {
    let cut = Fault {
        kind: FaultKind::PowerOff(Port::Terminal),
        moment: Moment::first("line.answer.sale"),
        lasting: Lasting::For(10 * S),
    };
    let plain = |card: &str| Order {
        amount_fen: Some(1_000),
        card: Some(card.into()),
        face: CardFace::Stripe,
        tries_again: false,
        ..Order::new(OrderKind::Sale)
    };
    let mut bench = VirtualBench::new(&setup(), head(1)).expect("the bench comes to rest");
    block_on(bench.arm(cut)).expect("the fault can be armed");
    let decline = Misbehaviour::Decline { code: "51".into() };
    let decline = Move::Script(Script { misbehaviour: decline, on: Some(Class::Sale), times: 1 });
    let void = Order {
        of: Which::Nth(2),
        card: Some("Li's card".into()),
        face: CardFace::Stripe,
        ..Order::new(OrderKind::Void)
    };
    let moves =
        [Move::Order(plain("Wang's card")), decline, Move::Order(plain("Li's card")), Move::Order(void)];
    for step in moves {
        block_on(bench.perform(step)).expect("the move can be made");
    }
    let record = Record::read(&block_on(Box::new(bench).close()).record).expect("whole");
    let entries = record.entries();
    let typed_from = entries
        .iter()
        .position(|e| matches!(&e.event, Event::Shown(s) if s.screen == "enter-trace"))
        .expect("the void asks for a trace number");
    let typed: String = entries
        .iter()
        .skip(typed_from)
        .filter_map(|e| match &e.event {
            Event::Pressed { key } if key.len() == 1 => Some(key.as_str()),
            _ => None,
        })
        .take(6)
        .collect();
    let asked: Vec<&str> = entries
        .iter()
        .filter_map(|e| match &e.event {
            Event::Request(note) if note.class == "sale" => Some(note.key.stan.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(asked.len(), 2);
    assert_eq!(Some(&typed.as_str()), asked.last(), "the second sale's own number");
}

#[test]
fn a_card_that_was_left_at_the_terminal_goes_along_before_the_next_customer() {
    let given_up = Order {
        amount_fen: Some(200_000),
        card: Some("Wang's card".into()),
        face: CardFace::Contactless,
        pin: rig::PinChoice::Cancels,
        ..Order::new(OrderKind::Sale)
    };
    let record = run(1, vec![], vec![Move::Order(given_up), sale(CardFace::Stripe, "Li's card")]);
    let wanted = record.entries().iter().filter_map(|e| match &e.event {
        Event::Intent { card, .. } => card.clone(),
        _ => None,
    });
    let charged = record.entries().iter().filter_map(|e| match &e.event {
        Event::Posted(posting) => Some(posting.card.clone()),
        _ => None,
    });
    let (wanted, charged): (Vec<String>, Vec<String>) = (wanted.collect(), charged.collect());
    assert!(!charged.is_empty());
    assert!(
        charged.iter().all(|card| Some(card) == wanted.last()),
        "the second customer pays, not the first"
    );
}

#[test]
fn a_sign_on_on_the_way_makes_nobody_believe_in_a_sale() {
    let off = Move::Restart { port: journal::Port::Terminal, off_ns: 5_000_000_000 };
    let record = run(1, vec![], vec![Move::LoseKeys, sale(CardFace::Chip, "Wang's card"), off]);
    let signed_on = |e: &Event| matches!(e, Event::Shown(s) if s.screen == "signed-on");
    let done = |e: &Event| matches!(e, Event::CashierBelieves { belief: journal::Belief::Done, .. });
    assert!(record.entries().iter().filter(|e| signed_on(&e.event)).count() > 1);
    assert!(!record.entries().iter().any(|e| done(&e.event)));
}
