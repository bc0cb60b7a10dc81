//! The lasting records: what is whole and not understood refuses business; a row proves the deal it was written for and
//! no other; numbers wrap.

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

fn sale(fen: u64) -> Order {
    Order::Sale { fen, face: CardFace::Chip }
}

fn keep(bench: &mut Bench, name: &str, bytes: &[u8]) {
    bench.flash.write(name, bytes).unwrap();
    bench.flash.begin_flush();
    bench.flash.complete_flush();
}

/// The last record of this name with one change to its content, under a right check sum.
fn rewrite(bench: &mut Bench, name: &str, change: impl Fn(&mut Vec<u8>)) {
    let name = &bench.flash.list(name).pop().unwrap();
    let mut content = bench.flash.read(name).unwrap().to_vec();
    content.truncate(content.len() - 4);
    change(&mut content);
    let sum = crc32fast::hash(&content);
    content.extend(sum.to_be_bytes());
    keep(bench, name, &content);
}

/// The first trace numbers come again, as after a wrap.
fn wrap(bench: &mut Bench) {
    for slot in ["counters.0", "counters.1"] {
        bench.flash.erase(slot);
    }
    bench.flash.begin_flush();
    bench.flash.complete_flush();
    bench.host.books.clear();
}

fn in_doubt() -> Bench {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(12_000)]);
    bench
}

#[test]
fn a_record_of_another_version_refuses_business_and_says_so() {
    for name in ["reversal.", "notice.0", "notice.1", "counters.0", "counters.1"] {
        let mut bench = in_doubt();
        let sent = bench.host.seen.len();
        rewrite(&mut bench, name, |content| content[0] = content[0].wrapping_add(1));
        bench.run(&[sale(100), Order::Reverse, Order::SignOn, Order::Query { trace: 12 }]);
        assert_eq!(bench.host.seen.len(), sent, "{name}: nothing is sent");
        let told = |screen: &&device::Screen| screen.lines.iter().any(|line| line.contains("RECORD ERROR"));
        assert!(bench.screens.iter().filter(told).count() >= 5, "{name}: at the start and at each order");
    }
}

#[test]
fn a_record_whose_content_cannot_be_read_refuses_business() {
    let mut bench = in_doubt();
    rewrite(&mut bench, "reversal.", |content| {
        let end = content.len() - 1;
        content[end] = b'?';
    });
    bench.run(&[sale(100)]);
    assert_eq!(bench.lines_of(ScreenKind::Refused)[1], "RECORD ERROR");
    assert_eq!(bench.host.requests(0x0200).len(), 1);
}

#[test]
fn a_journal_row_that_cannot_be_read_stops_what_would_build_on_it() {
    let mut bench = Bench::new();
    bench.run(&[sale(12_000), Order::Void { trace: 12, face: CardFace::Chip }]);
    rewrite(&mut bench, "row.000001.000013.void.000012", |content| content[0] ^= 0x40);
    bench.run(&[Order::Void { trace: 12, face: CardFace::Chip }]);
    assert_eq!(bench.host.requests(0x0200).len(), 2, "not voided twice");
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "RECORD ERROR"]);
}

#[test]
fn a_torn_record_is_none_as_before() {
    let mut bench = Bench::new();
    bench.run(&[sale(12_000)]);
    let mut torn = bench.flash.read("counters.1").unwrap().to_vec();
    torn.truncate(7);
    keep(&mut bench, "counters.1", &torn);
    bench.run(&[]);
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 0);
}

#[test]
fn trace_numbers_wrap_behind_999_999() {
    let mut setup = setup(None, str::to_owned);
    setup.first_stan = 999_998;
    let mut bench = Bench::with(setup);
    bench.run(&[sale(12_000), sale(3_000), Order::Reprint { trace: None }]);
    let rows: Vec<String> = bench.rows().into_iter().collect();
    assert_eq!(rows, ["row.000001.000001.sale", "row.000001.999999.sale"]);
    assert!(bench.paper.iter().rev().any(|line| line == "凭证号/TRACE: 000001"), "the latest is reprinted");
    assert_eq!(bench.paper.iter().filter(|line| *line == "凭证号/TRACE: 000001").count(), 4);
}

#[test]
fn a_row_from_before_the_wrap_proves_nothing_of_the_sale_after_it() {
    let mut bench = Bench::new();
    bench.run(&[sale(12_000), sale(12_000)]);
    wrap(&mut bench);
    bench.run(&[sale(700)]);
    bench.host.books.clear();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(500)]);
    assert_eq!(bench.lines_of(ScreenKind::InDoubt)[2], "TRACE 000012");
    bench.run(&[sale(800)]);
    let reversals = bench.host.requests(0x0400);
    assert_eq!(reversals.len(), 1, "a row of the same name is no commit of it");
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
}

#[test]
fn a_cell_that_was_not_read_in_this_life_keeps_its_order() {
    let refund = || Order::Refund { rrn: "800000000001".to_owned(), fen: 5_000, face: None };
    let mut bench = Bench::new();
    bench.run(&[refund()]);
    wrap(&mut bench);
    bench.next_day();
    bench.run(&[sale(100)]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[refund()]);
    assert_eq!(bench.lines_of(ScreenKind::DeclaredOpen)[2], "TRACE 000012");
    bench.host.faults.clear();
    bench.run(&[refund()]);
    let advices = bench.host.requests(0x0220);
    assert_eq!(advices.last().unwrap().text(11), Some("000012"), "repeated as itself");
}

#[test]
fn a_store_without_room_for_the_notice_leaves_no_reversal_behind() {
    for bytes in (100..2_000).step_by(20) {
        let mut bench = Bench::new();
        bench.run(&[Order::SignOn]);
        bench.flash.limit(Some(bytes));
        bench.run(&[sale(12_000)]);
        if !bench.host.requests(0x0200).is_empty() {
            break;
        }
        bench.flash.limit(None);
        bench.run(&[]);
        bench.run(&[sale(100)]);
        assert!(bench.host.requests(0x0400).is_empty(), "{bytes}: nothing was sent, nothing is reversed");
    }
}
