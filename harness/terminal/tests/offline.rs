//! Offline sales: what the chip is asked, what is kept, what the host is told, and where the chip is not asked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Cut, Order, State, setup};
use device::{CardFace, ScreenKind};
use wire::Message;

fn offline(fen: u64) -> Order {
    Order::OfflineSale { fen, face: CardFace::Chip }
}

fn sale(fen: u64) -> Order {
    Order::Sale { fen, face: CardFace::Chip }
}

/// A bench whose chip approves so much alone.
fn with_limit(mut bench: Bench, fen: u64) -> Bench {
    let mut data = bench::card_data();
    data.offline_limit_fen = fen;
    bench.card = terminal::card::ChipCard::new(data);
    bench
}

fn asking() -> Bench {
    let setup = setup(None, |text| text.replace("without_line: decline", "without_line: ask-the-chip"));
    with_limit(Bench::with(setup), 5_000)
}

fn wishes(bench: &Bench) -> Vec<u8> {
    let generate = bench.commands.iter().filter(|command| command[1] == 0xAE);
    generate.map(|command| command[2]).collect()
}

fn information(message: &Message) -> Vec<u8> {
    message.chip().unwrap().unwrap().get(0x9F27).unwrap().to_vec()
}

#[test]
fn an_offline_sale_is_told_with_the_chips_certificate_and_without_a_track() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.run(&[offline(1_200)]);
    assert_eq!(wishes(&bench), [0x40]);
    let told = bench.host.requests(0x0220);
    let [told] = told.as_slice() else { panic!("{} were sent", told.len()) };
    assert_eq!((told.text(3), told.text(25), told.text(22)), (Some("000000"), Some("00"), Some("052")));
    assert_eq!(bench.host.part(told, "60.1"), "36");
    assert_eq!(information(told), [0x40]);
    assert!(told.has(2) && !told.has(35) && !told.has(52) && !told.has(53));
    assert!(bench.host.faults.is_empty(), "{:?}", bench.host.faults);
    assert!(bench.host.requests(0x0200).is_empty() && bench.host.requests(0x0400).is_empty());
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn without_a_line_it_is_told_before_the_next_order_as_it_was() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.run(&[sale(700)]);
    bench.line_up = false;
    bench.run(&[offline(1_200), offline(1_300)]);
    assert_eq!(bench.host.requests(0x0220).len(), 0);
    bench.line_up = true;
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(800), sale(900)]);
    let told: Vec<Option<u64>> = bench.host.requests(0x0220).iter().map(|told| told.number(4)).collect();
    assert_eq!(told, [Some(1_200), Some(1_200), Some(1_300)]);
    let told = bench.host.requests(0x0220);
    let differs = |field: &u8| *field != 64 && told[0].expose(*field) != told[1].expose(*field);
    assert_eq!((2..=64).filter(differs).collect::<Vec<u8>>(), [0_u8; 0]);
    assert!(bench.host.faults.is_empty(), "{:?}", bench.host.faults);
}

#[test]
fn a_chip_that_wants_the_host_and_one_that_is_asked_for_too_much_sell_nothing() {
    for (limit, fen, wished) in [(0, 1_200, vec![0x40, 0x00]), (5_000, 5_001, vec![0x40, 0x00])] {
        let mut bench = with_limit(Bench::new(), limit);
        bench.run(&[offline(fen)]);
        assert_eq!(wishes(&bench), wished);
        assert_eq!(bench.shown(ScreenKind::Failed), 1);
        assert!(bench.host.requests(0x0220).is_empty() && bench.rows().is_empty());
    }
    let mut bench = with_limit(Bench::new(), 50_000);
    bench.run(&[offline(10_001)]);
    assert_eq!((bench.shown(ScreenKind::Refused), wishes(&bench).len()), (1, 0));
    let none = setup(None, |text| text.replace("floor_limit_fen: 10000", "floor_limit_fen: 0"));
    let mut bench = with_limit(Bench::with(none), 50_000);
    bench.run(&[offline(100)]);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE OFFLINE-SALE", "NO OFFLINE SALES"]);
}

#[test]
fn a_sale_without_a_connection_is_left_to_the_chip_where_that_is_practised() {
    let mut bench = asking();
    bench.run(&[sale(700)]);
    bench.line_up = false;
    bench.run(&[sale(1_200)]);
    bench.line_up = true;
    bench.run(&[sale(800)]);
    let told = bench.host.requests(0x0220);
    let [told] = told.as_slice() else { panic!("{} were sent", told.len()) };
    assert_eq!((told.number(4), told.text(22), information(told)), (Some(1_200), Some("052"), vec![0x40]));
    assert!(!told.has(52), "the PIN was for the issuer");
    assert_eq!(bench.rows().len(), 3);
    assert!(bench.host.requests(0x0400).is_empty());
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.line_up = false;
    bench.run(&[sale(1_200)]);
    bench.line_up = true;
    bench.run(&[sale(800)]);
    assert!(bench.host.requests(0x0220).is_empty() && bench.rows().len() == 1);
}

#[test]
fn where_anything_may_have_left_the_chip_is_not_asked() {
    for behaviour in [
        Behaviour::AnswerLost,
        Behaviour::RequestLost,
        Behaviour::SendBroken,
        Behaviour::Reset,
        Behaviour::WrongAmount,
        Behaviour::Garbage,
        Behaviour::BadMac,
    ] {
        let mut bench = asking();
        bench.host.next.push_back(behaviour.clone());
        bench.run(&[sale(1_200), sale(800)]);
        assert!(bench.host.requests(0x0220).is_empty(), "{behaviour:?}");
        assert_eq!(bench.host.requests(0x0400).len(), 1, "{behaviour:?}");
        assert_eq!(bench.rows().len(), 1, "{behaviour:?}");
        assert_ne!(bench.host.state_of("000012"), Some(State::Approved), "{behaviour:?}");
    }
}

#[test]
fn an_offline_sale_that_is_cut_is_told_when_it_was_committed_and_only_then() {
    let ready = || {
        let mut bench = with_limit(Bench::new(), 5_000);
        bench.run(&[Order::SignOn]);
        bench
    };
    let mut counting = ready();
    let from = counting.calls;
    counting.run(&[offline(1_200)]);
    let mut swept = 0;
    for at in from + 1..=counting.calls {
        for done in [false, true] {
            let mut bench = ready();
            bench.cuts = vec![Cut { at, done, seed: 1 }];
            bench.run(&[offline(1_200)]);
            bench.run(&[sale(800)]);
            let told = bench.host.books.values().filter(|booked| booked.fen == 1_200).count();
            let kept = bench.rows().iter().filter(|name| name.contains(".offline")).count();
            assert_eq!(told, kept, "cut at {at}: {:?}", bench.rows());
            swept += usize::from(kept == 0);
        }
    }
    assert!(swept > 0);
}

#[test]
fn what_the_host_refuses_for_good_is_struck_and_given_over_once() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.host.next.push_back(Behaviour::Decline("14"));
    bench.run(&[offline(1_200)]);
    assert!(bench.lines_of(ScreenKind::DeclaredOpen).contains(&"TRACE 000012".to_owned()));
    assert!(bench.rows().is_empty());
    bench.run(&[sale(800)]);
    assert_eq!((bench.host.requests(0x0220).len(), bench.shown(ScreenKind::DeclaredOpen)), (1, 1));
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn what_is_unanswered_lets_a_sale_go_on_and_no_settlement() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.host.next.extend(vec![Behaviour::AnswerLost; 3]);
    bench.run(&[offline(1_200), Order::Settle]);
    assert!(bench.host.requests(0x0500).is_empty());
    bench.run(&[sale(800)]);
    assert_eq!((bench.host.requests(0x0220).len(), bench.rows().len()), (3, 2));
    bench.run(&[Order::Settle]);
    assert_eq!((bench.host.requests(0x0220).len(), bench.host.requests(0x0500).len()), (4, 1));
}

#[test]
fn what_is_owed_from_a_batch_that_is_over_is_told_as_of_that_batch() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.host.next.push_back(Behaviour::RequestLost);
    bench.run(&[offline(1_200)]);
    bench.host.batch = Some("000002");
    bench.run(&[Order::SignOn, sale(800)]);
    let told = bench.host.requests(0x0220);
    let batches: Vec<String> = told.iter().map(|told| bench.host.part(told, "60.2")).collect();
    assert_eq!(batches, ["000001", "000001"]);
    assert_eq!(
        (bench.shown(ScreenKind::DeclaredOpen), bench.host.state_of("000012")),
        (0, Some(State::Approved))
    );
}

#[test]
fn an_answer_that_proves_nothing_leaves_it_untold_and_asks_for_other_keys() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.host.next.push_back(Behaviour::BadMac);
    bench.run(&[offline(1_200), sale(800)]);
    let types: Vec<u16> = bench.host.seen.iter().map(|message| message.mti().bcd()).collect();
    assert_eq!(types, [0x0800, 0x0220, 0x0800, 0x0220, 0x0200]);
}

#[test]
fn behind_a_sale_in_doubt_it_is_told_after_the_reversal() {
    let mut bench = with_limit(Bench::new(), 5_000);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(800), offline(1_200)]);
    assert!(bench.host.requests(0x0220).is_empty() && bench.rows().len() == 1);
    bench.run(&[sale(900)]);
    let types: Vec<u16> = bench.host.seen.iter().map(|message| message.mti().bcd()).collect();
    assert_eq!(types, [0x0800, 0x0200, 0x0400, 0x0220, 0x0200]);
}
