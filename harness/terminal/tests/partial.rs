//! A part of a sale taken back: once, when the operator says so, and told of by whatever life learns its end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Cut, Order, setup_of_the_second_family};
use device::{CardFace, Key, ScreenKind};

/// A terminal that has taken a sale of 120.00 under the trace number 12.
fn after_a_sale() -> Bench {
    let setup = setup_of_the_second_family();
    let mut bench = Bench::with(setup);
    bench.host.take_double_keys();
    bench.run(&[Order::Sale { fen: 12_000, face: CardFace::Chip }]);
    assert_eq!(bench.rows().len(), 1, "{:?}", bench.kinds());
    bench
}

fn take_back(fen: u64) -> Order {
    Order::TakeBack { trace: 12, fen }
}

fn left(bench: &Bench) -> Vec<u64> {
    bench.host.books.values().map(|booked| booked.fen).collect()
}

/// How often the advice was sent.
fn advices(bench: &Bench) -> usize {
    bench.host.seen.iter().filter(|message| message.has(95)).count()
}

#[test]
fn a_part_is_taken_back_once() {
    let mut bench = after_a_sale();
    bench.run(&[take_back(4_000), take_back(1_000)]);
    assert_eq!((left(&bench), advices(&bench)), (vec![8_000], 1));
    assert_eq!(bench.rows().len(), 2);
    assert_eq!(bench.shown(ScreenKind::Refused), 1);
    assert!(bench.lines_of(ScreenKind::Approved).contains(&"AMOUNT 40.00".to_owned()));
    assert!(bench.paper.iter().any(|line| line.contains("LEFT: RMB 80.00")), "{:?}", bench.paper);
}

#[test]
fn the_whole_or_more_is_no_part() {
    let mut bench = after_a_sale();
    bench.run(&[take_back(12_000), take_back(12_001)]);
    assert_eq!((bench.shown(ScreenKind::Refused), advices(&bench)), (2, 0));
}

#[test]
fn a_part_is_back_by_a_proven_yes_and_off_by_a_proven_no_alone() {
    let cases = [
        (Behaviour::BadMac, 2, 2),
        (Behaviour::ForgedDecline("22"), 2, 2),
        (Behaviour::Decline("96"), 2, 2),
        (Behaviour::Decline("22"), 1, 1),
    ];
    for (behaviour, sent, rows) in cases {
        let mut bench = after_a_sale();
        bench.host.next.push_back(behaviour.clone());
        bench.run(&[take_back(4_000)]);
        assert_eq!((advices(&bench), bench.rows().len()), (sent, rows), "{behaviour:?}");
        let declined = bench.shown(ScreenKind::Declined);
        assert_eq!(declined, usize::from(rows == 1), "{behaviour:?}");
        assert_eq!(bench.shown(ScreenKind::InDoubt), 0, "{behaviour:?}");
    }
}

#[test]
fn who_goes_back_from_the_question_takes_nothing_back() {
    let mut bench = after_a_sale();
    bench.operator.at_confirm = Key::Cancel;
    bench.run(&[take_back(4_000)]);
    assert_eq!((left(&bench), advices(&bench)), (vec![12_000], 0));
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn a_start_says_of_a_part_that_it_is_owed_still_and_it_goes_out_again() {
    let mut counting = after_a_sale();
    let from = counting.calls;
    counting.run(&[take_back(4_000)]);
    let mut owed = 0;
    for at in from + 1..=counting.calls {
        let mut bench = after_a_sale();
        bench.cuts = vec![Cut { at, done: true, seed: 1 }];
        bench.run(&[take_back(4_000)]);
        let told = bench.shown(ScreenKind::InDoubt);
        let sent = advices(&bench);
        bench.run(&[Order::Reverse]);
        assert_eq!(told, advices(&bench) - sent, "cut at {at}: {:?}", bench.kinds());
        owed += told;
        let rows = bench.rows().len();
        assert_eq!(left(&bench), [if rows == 2 { 8_000 } else { 12_000 }], "cut at {at}");
    }
    assert!(owed > 0);
}

#[test]
fn a_part_whose_answer_is_lost_stands_in_the_way_of_the_next_sale_until_it_is_through() {
    let mut bench = after_a_sale();
    bench.host.next.extend(vec![Behaviour::AnswerLost; 4]);
    bench.run(&[take_back(4_000), Order::Sale { fen: 700, face: CardFace::Stripe }]);
    assert_eq!(left(&bench), [8_000, 700]);
    let advices = bench.host.seen.iter().filter(|message| message.has(95));
    let types: Vec<u16> = advices.map(|message| message.mti().bcd()).collect();
    assert_eq!(types, [0x0420, 0x0421, 0x0421, 0x0421, 0x0421], "what is sent again says so");
    assert_eq!(bench.rows().len(), 3);
}
