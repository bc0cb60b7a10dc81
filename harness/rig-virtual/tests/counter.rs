//! The bench through its front door: orders at the counter, the record that comes of them.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

mod stand;

use device::CardFace;
use futures::executor::block_on;
use journal::{Event, LinkState, OrderKind, Port, Record, canonical};
use rig::{Bench, Fault, FaultKind, Lasting, Moment, Move, Order, Trouble};
use rig_virtual::VirtualBench;
use stand::{head, run, sale, setup};

fn shown(record: &Record, kind: &str) -> bool {
    record.entries().iter().any(|e| matches!(&e.event, Event::Shown(s) if s.screen == kind))
}

fn cut_when(moment: &str) -> Fault {
    Fault {
        kind: FaultKind::PowerOff(Port::Terminal),
        moment: Moment::first(moment),
        lasting: Lasting::For(10_000_000_000),
    }
}

#[test]
fn a_sale_is_booked_shown_and_printed() {
    let record = run(1, vec![], vec![sale(CardFace::Chip, "Wang's card")]);
    assert!(shown(&record, "approved"));
    insta::assert_snapshot!("chip_sale", canonical(&record));
}

#[test]
fn a_cut_between_booking_and_answer_holds_the_answer_and_is_announced() {
    let moves = vec![sale(CardFace::Chip, "Wang's card"), sale(CardFace::Stripe, "Li's card")];
    let record = run(1, vec![cut_when("host.booked.sale")], moves);
    assert!(shown(&record, "recovered-reversed"));
    insta::assert_snapshot!("cut_after_booking", canonical(&record));
}

#[test]
fn an_answer_waits_for_a_switch_that_takes_its_time() {
    let mut setup = setup();
    setup.stand.rig.latency.switch_us = rig::Range { from: 900_000, to: 900_000 };
    let mut bench = VirtualBench::new(&setup, head(1)).expect("the bench comes to rest");
    block_on(bench.arm(cut_when("host.booked.sale"))).expect("the fault can be armed");
    block_on(bench.perform(sale(CardFace::Chip, "Wang's card"))).expect("the move can be made");
    let record = Record::read(&block_on(Box::new(bench).close()).record).expect("whole");
    let place = |fits: &dyn Fn(&Event) -> bool| record.entries().iter().find(|e| fits(&e.event)).map(|e| e.n);
    let held = place(&|e| matches!(e, Event::AnswerHeld { .. })).expect("the answer was held");
    let off =
        place(&|e| matches!(e, Event::PowerIs { port: Port::Terminal, on: false })).expect("power went");
    let lost =
        place(&|e| matches!(e, Event::Lost(f) if f.direction == "to-terminal")).expect("the answer was lost");
    assert!(held < off && off < lost);
}

#[test]
fn a_record_is_the_same_twice_and_another_for_another_seed() {
    let bytes = |seed| {
        let mut bench = VirtualBench::new(&setup(), head(seed)).expect("the bench comes to rest");
        block_on(bench.perform(sale(CardFace::Contactless, "Zhao's card"))).expect("the move can be made");
        block_on(Box::new(bench).close()).record
    };
    assert_eq!(bytes(3), bytes(3));
    assert_ne!(bytes(3), bytes(4));
}

#[test]
fn a_fault_that_never_finds_its_moment_is_written_down() {
    let record = run(1, vec![cut_when("host.booked.refund")], vec![sale(CardFace::Chip, "Wang's card")]);
    assert!(record.entries().iter().any(|e| matches!(e.event, Event::NeverFired { .. })));
}

#[test]
fn two_holds_of_one_condition_end_with_the_last_release() {
    let line_down = |seconds: u64| Fault {
        kind: FaultKind::LineDown,
        moment: Moment::Now,
        lasting: Lasting::For(seconds * 1_000_000_000),
    };
    let record = run(1, vec![line_down(5), line_down(9)], vec![Move::Pass { ns: 20_000_000_000 }]);
    let states: Vec<_> = record
        .entries()
        .iter()
        .filter_map(|e| match e.event {
            Event::LinkIs { state } => Some((state, e.at)),
            _ => None,
        })
        .collect();
    let [(LinkState::Down, down), (LinkState::Up, up)] = states.as_slice() else { panic!("{states:?}") };
    assert_eq!(up - down, 9_000_000_000);
}

#[test]
fn a_send_that_is_falsely_reported_reaches_the_host_and_leaves_the_terminal_in_doubt() {
    let lie = Fault {
        kind: FaultKind::FalseSend,
        moment: Moment::first("line.request.sale"),
        lasting: Lasting::For(1_000_000_000),
    };
    let moves = vec![sale(CardFace::Chip, "Wang's card"), sale(CardFace::Stripe, "Li's card")];
    let record = run(1, vec![lie], moves);
    assert!(shown(&record, "in-doubt"));
    let posted = |class: &str| {
        let own = |e: &Event| matches!(e, Event::Posted(p) if p.class == class && p.book == journal::Book::Acquirer);
        record.entries().iter().filter(|e| own(&e.event)).count()
    };
    assert_eq!((posted("sale"), posted("sale-reversal")), (2, 1));
}

#[test]
fn a_reversal_keeps_its_batch_when_the_sign_on_names_another() {
    let lost = Fault {
        kind: FaultKind::LineDown,
        moment: Moment::first("line.answer.sale"),
        lasting: Lasting::For(1_000_000_000),
    };
    let sign_on = Move::Order(Order::new(OrderKind::SignOn));
    let (first, next) = (sale(CardFace::Chip, "Wang's card"), sale(CardFace::Stripe, "Li's card"));
    let record = run(1, vec![lost], vec![first, Move::NextBatch, sign_on, next]);
    let batches: Vec<(String, String)> = record
        .entries()
        .iter()
        .filter_map(|e| match &e.event {
            Event::Request(r) if r.class != "sign-on" => Some((r.class.clone(), r.key.batch.clone())),
            _ => None,
        })
        .collect();
    let [(_, old), (reversal, reversed), (_, new)] = batches.as_slice() else { panic!("{batches:?}") };
    assert_eq!((reversal.as_str(), reversed), ("sale-reversal", old));
    assert_ne!(old, new);
}

#[test]
fn a_host_without_the_working_keys_answers_a0_until_the_terminal_signs_on() {
    let next = sale(CardFace::Stripe, "Li's card");
    let record = run(1, vec![], vec![Move::LoseKeys, sale(CardFace::Chip, "Wang's card"), next]);
    let codes: Vec<(String, String)> = record
        .entries()
        .iter()
        .filter_map(|e| match &e.event {
            Event::Answer { class, code, .. } => Some((class.clone(), code.clone())),
            _ => None,
        })
        .collect();
    let told: Vec<(&str, &str)> = codes.iter().map(|(class, code)| (class.as_str(), code.as_str())).collect();
    let expected =
        [("sign-on", "00"), ("sale", "A0"), ("sign-on", "00"), ("sale-reversal", "25"), ("sale", "00")];
    assert_eq!(told, expected);
}

#[test]
fn a_void_on_the_host_s_next_day_is_refused() {
    let void =
        Order { card: Some("Wang's card".into()), of: rig::Which::Latest, ..Order::new(OrderKind::Void) };
    let moves = vec![sale(CardFace::Chip, "Wang's card"), Move::HostDaysAhead(1), Move::Order(void)];
    let record = run(1, vec![], moves);
    let refused =
        |e: &Event| matches!(e, Event::Answer { class, code, .. } if class == "void" && code == "12");
    assert!(record.entries().iter().any(|e| refused(&e.event)));
}

#[test]
fn moments_and_orders_that_do_not_exist_are_refused() {
    let mut bench = VirtualBench::new(&setup(), head(1)).expect("the bench comes to rest");
    assert!(matches!(block_on(bench.arm(cut_when("host.booked.sail"))), Err(Trouble::Text(_))));
    assert!(matches!(
        block_on(bench.perform(sale(CardFace::Chip, "Nobody's card"))),
        Err(Trouble::Unknown { .. })
    ));
    assert!(matches!(
        block_on(bench.perform(sale(CardFace::Chip, "Li's card"))),
        Err(Trouble::Unknown { .. })
    ));
    let mut poor = setup();
    poor.stand.rig.terminal.capabilities.retain(|c| *c != rig::Capability::Contactless);
    let mut bench = VirtualBench::new(&poor, head(1)).expect("the bench comes to rest");
    let lacking = block_on(bench.perform(sale(CardFace::Contactless, "Wang's card")));
    assert!(matches!(lacking, Err(Trouble::NotApplicable(_))));
}
