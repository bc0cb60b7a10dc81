//! Settling, signing off and testing the line, as the outside sees them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Order, setup};
use device::{CardFace, ScreenKind};
use wire::BatchTotals;

fn sale(fen: u64) -> Order {
    Order::Sale { fen, face: CardFace::Stripe }
}

fn totals(bench: &Bench) -> Vec<String> {
    let asked = bench.host.requests(0x0500);
    asked.iter().map(|m| BatchTotals::read(m.text(48).unwrap()).unwrap().0.to_string()).collect()
}

#[test]
fn a_batch_is_settled_printed_and_cleared() {
    let mut bench = Bench::with(setup(None, str::to_owned));
    bench.run(&[sale(500), sale(700), Order::Void { trace: 13, face: CardFace::Stripe }, Order::Settle]);
    assert_eq!(totals(&bench), ["debit 2 of 12.00, credit 1 of 7.00"]);
    assert!(bench.rows().is_empty(), "{:?}", bench.rows());
    let paper = bench.paper.join("\n");
    assert!(paper.contains("借记/DEBIT: 2 RMB 12.00\n贷记/CREDIT: 1 RMB 7.00\n对账平/EQUAL"), "{paper}");
    bench.run(&[sale(900), Order::Settle]);
    let batches: Vec<String> =
        bench.host.requests(0x0500).iter().map(|m| bench.host.part(m, "60.2")).collect();
    assert_eq!(batches, ["000001", "000002"]);
    assert_eq!(bench.host.faults, [""; 0]);
}

#[test]
fn a_full_batch_takes_nothing_before_it_is_settled() {
    let small = |text: &str| text.replace("capacity: 900", "capacity: 2");
    let mut bench = Bench::with(setup(None, |text| small(text)));
    bench.run(&[sale(500), sale(700), sale(900)]);
    assert_eq!(bench.host.requests(0x0200).len(), 2);
    assert_eq!(bench.shown(ScreenKind::Refused), 1);
    // Whatever the batch does not hold goes on, also after a restart.
    bench.run(&[Order::Balance { face: CardFace::Stripe }, sale(900)]);
    assert_eq!(bench.host.requests(0x0200).len(), 3);
    bench.run(&[Order::Settle, sale(900)]);
    assert_eq!(bench.host.requests(0x0200).len(), 4);
}

#[test]
fn the_last_settlement_slip_is_printed_again_as_a_duplicate() {
    let mut bench = Bench::with(setup(None, str::to_owned));
    bench.run(&[sale(500), Order::Settle, Order::Reprint { trace: Some(0) }]);
    let slips = bench.paper.iter().filter(|line| line.contains("SETTLEMENT SLIP")).count();
    let duplicates = bench.paper.iter().filter(|line| line.contains("DUPLICATE")).count();
    assert_eq!((slips, duplicates), (2, 1));
    let mut empty = Bench::with(setup(None, str::to_owned));
    empty.run(&[Order::Reprint { trace: Some(0) }]);
    assert_eq!(empty.shown(ScreenKind::Refused), 1);
}

#[test]
fn a_host_that_says_no_leaves_the_batch_half_settled_and_is_asked_the_same_again() {
    let mut bench = Bench::with(setup(None, str::to_owned));
    bench.host.at_service.push_back(Behaviour::Decline("96"));
    bench.run(&[sale(500), Order::Settle, sale(700), Order::Settle, sale(700)]);
    assert_eq!((bench.shown(ScreenKind::SettlementOpen), bench.shown(ScreenKind::Refused)), (1, 1));
    let asked = bench.host.requests(0x0500);
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0], asked[1]);
    assert_eq!(bench.host.requests(0x0200).len(), 2);
}

#[test]
fn a_sign_off_forgets_the_keys_when_the_host_said_yes() {
    let mut bench = Bench::with(setup(None, str::to_owned));
    bench.run(&[sale(500), Order::SignOff, sale(700)]);
    assert_eq!(bench.host.requests(0x0800).len(), 2);
    bench.host.at_service.push_back(Behaviour::AnswerLost);
    bench.run(&[Order::SignOff, Order::Echo]);
    assert_eq!((bench.shown(ScreenKind::SignedOff), bench.shown(ScreenKind::LineTested)), (1, 1));
    assert_eq!(bench.host.requests(0x0800).len(), 2);
}
