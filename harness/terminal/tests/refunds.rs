//! Refunds whose end is not known: repeated as themselves, told as what they are, closed by what proves their end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Cut, Order, State};
use device::{CardFace, Key, ScreenKind};

fn refund(fen: u64) -> Order {
    Order::Refund { rrn: "800000000001".to_owned(), fen, face: None }
}

fn refund_by(face: Option<CardFace>) -> Order {
    Order::Refund { rrn: "800000000001".to_owned(), fen: 5_000, face }
}

const FACES: [Option<CardFace>; 4] =
    [None, Some(CardFace::Chip), Some(CardFace::Contactless), Some(CardFace::Stripe)];

/// Everything but the MAC.
fn content(message: &wire::Message) -> Vec<Option<Vec<u8>>> {
    (2..64).map(|field| message.expose(field).map(<[u8]>::to_vec)).collect()
}

/// A terminal with a refund that the host booked and nobody heard of.
fn with_open_refund() -> Bench {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[refund(5_000)]);
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 1);
    bench
}

fn traces(bench: &Bench) -> Vec<String> {
    bench.host.requests(0x0220).iter().map(|message| message.text(11).unwrap().to_owned()).collect()
}

#[test]
fn a_code_that_says_nothing_of_the_first_try_leaves_the_refund_open() {
    for code in ["77", "A0", "96", "91", "03", "30", "58", "68", "94", "97", "98", "51"] {
        let mut bench = with_open_refund();
        bench.host.next.push_back(Behaviour::Decline(code));
        bench.run(&[refund(5_000)]);
        assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 2, "{code}");
        bench.run(&[refund(5_000)]);
        assert_eq!(traces(&bench), ["000012", "000012", "000012"], "{code}");
        assert_eq!(bench.host.books.len(), 1, "{code}: paid once");
        assert_eq!(bench.rows().len(), 1, "{code}");
    }
}

#[test]
fn a_first_try_is_open_behind_a_code_that_leaves_the_issuer_unknown_and_closed_behind_any_other() {
    for (code, open) in [("68", true), ("98", true), ("51", false), ("96", false)] {
        let mut bench = Bench::new();
        bench.host.next.push_back(Behaviour::Decline(code));
        bench.run(&[refund(5_000), refund(5_000)]);
        assert_eq!(bench.shown(ScreenKind::DeclaredOpen), usize::from(open), "{code}");
        assert_eq!(bench.shown(ScreenKind::Declined), usize::from(!open), "{code}");
        assert_eq!(traces(&bench), ["000012", if open { "000012" } else { "000013" }], "{code}");
    }
}

#[test]
fn without_a_line_a_first_try_never_was_and_a_repeat_stays_open() {
    let mut first = Bench::new();
    first.run(&[Order::SignOn]);
    first.line_up = false;
    first.run(&[refund(5_000)]);
    assert_eq!((first.shown(ScreenKind::Failed), first.shown(ScreenKind::DeclaredOpen)), (1, 0));
    first.line_up = true;
    first.run(&[refund(5_000)]);
    assert_eq!(first.shown(ScreenKind::Confirm), 0, "nothing was open");
    let mut again = with_open_refund();
    again.line_up = false;
    again.run(&[refund(5_000)]);
    assert_eq!(again.shown(ScreenKind::DeclaredOpen), 2);
    again.line_up = true;
    again.run(&[refund(5_000)]);
    assert_eq!(traces(&again), ["000012", "000012"], "the same once more");
    assert_eq!((again.host.books.len(), again.rows().len()), (1, 1), "paid once");
}

#[test]
fn an_open_refund_of_another_original_is_not_the_one_that_is_meant() {
    let mut bench = with_open_refund();
    bench.run(&[Order::Refund { rrn: "800000000002".to_owned(), fen: 5_000, face: None }]);
    assert_eq!(bench.shown(ScreenKind::Confirm), 0);
    assert_eq!(traces(&bench), ["000012", "000013"]);
    assert_eq!(bench.host.books.len(), 2);
}

#[test]
fn a_code_about_the_refund_itself_closes_it() {
    for code in ["12", "14", "22", "25", "61", "64"] {
        let mut bench = Bench::new();
        bench.host.next.extend([Behaviour::RequestLost, Behaviour::Decline(code)]);
        bench.run(&[refund(5_000), refund(5_000)]);
        assert_eq!(bench.shown(ScreenKind::Declined), 1, "{code}");
        bench.run(&[refund(5_000)]);
        assert_eq!(traces(&bench), ["000012", "000012", "000013"], "{code}");
    }
}

#[test]
fn the_terminal_shows_the_open_refund_before_it_repeats_it() {
    let mut bench = with_open_refund();
    bench.run(&[refund(5_000)]);
    let lines = bench.lines_of(ScreenKind::Confirm);
    for line in ["TYPE REFUND", "AMOUNT 50.00", "TRACE 000012"] {
        assert!(lines.contains(&line.to_owned()), "{lines:?}");
    }
    assert_eq!(traces(&bench), ["000012", "000012"]);
}

#[test]
fn a_second_lawful_refund_of_the_same_amount_is_a_new_one_when_the_operator_says_so() {
    let mut bench = with_open_refund();
    bench.operator.at_confirm = Key::Clear;
    bench.run(&[refund(5_000)]);
    assert_eq!(traces(&bench), ["000012", "000012", "000013"], "the open one first, as it was");
    assert_eq!(bench.shown(ScreenKind::DeclaredOpen), 1);
    assert_eq!(bench.rows().len(), 2);
    bench.run(&[refund(5_000)]);
    assert_eq!(traces(&bench)[3], "000014", "nothing is open any more");
}

#[test]
fn a_repeat_is_the_open_refund_as_it_was_but_for_its_track_however_the_card_is_presented() {
    for first in FACES {
        for second in FACES {
            for unproven in [Behaviour::AnswerLost, Behaviour::RequestLost, Behaviour::BadMac] {
                let mut bench = Bench::new();
                bench.host.next.push_back(unproven);
                // The second run is another life of the terminal.
                bench.run(&[refund_by(first)]);
                bench.run(&[refund_by(second)]);
                let advices = bench.host.requests(0x0220);
                assert_eq!(advices.len(), 2);
                // What is kept of a swiped card is number and expiry; the track is not.
                let (mut sent, repeat) = (advices[0].clone(), advices[1]);
                if let Some(track) = sent.track2() {
                    sent.clear(35);
                    sent.clear(53);
                    sent.set_pan(&track.pan());
                    sent.set_text(14, track.expiry());
                }
                assert_eq!(content(&sent), content(repeat), "{first:?}, then {second:?}");
                assert!(!repeat.has(35), "{first:?}");
                assert_eq!((bench.host.books.len(), bench.rows().len()), (1, 1), "paid once");
            }
        }
    }
}

#[test]
fn another_refund_waits_until_the_open_one_has_its_end() {
    let mut bench = with_open_refund();
    bench.operator.at_confirm = Key::Clear;
    for unknown in [Behaviour::AnswerLost, Behaviour::Decline("96")] {
        bench.host.next.push_back(unknown);
        bench.run(&[refund_by(Some(CardFace::Chip))]);
        assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE REFUND", "EARLIER REFUND STILL OPEN"]);
    }
    bench.host.next.push_back(Behaviour::Decline("25"));
    bench.run(&[refund_by(Some(CardFace::Chip))]);
    assert_eq!(traces(&bench), ["000012", "000012", "000012", "000012", "000013"]);
    assert_eq!(bench.lines_of(ScreenKind::Declined)[2..], ["TRACE 000012", "CODE 25"]);
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn the_card_of_another_person_does_not_repeat_an_open_refund() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[refund_by(Some(CardFace::Chip))]);
    let mut data = bench::card_data();
    data.pan = wire::Pan::new("6228480000000024").unwrap();
    data.track2 = wire::Track2::new("6228480000000024=30121200000012345").unwrap();
    bench.card = terminal::card::ChipCard::new(data);
    bench.run(&[refund_by(Some(CardFace::Stripe))]);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE REFUND", "OTHER CARD"]);
    assert_eq!(traces(&bench), ["000012"]);
}

#[test]
fn going_back_from_the_question_sends_nothing() {
    let mut bench = with_open_refund();
    bench.operator.at_confirm = Key::Cancel;
    bench.run(&[refund(5_000)]);
    assert_eq!(traces(&bench), ["000012"]);
}

#[test]
fn an_open_refund_counts_against_its_sale() {
    let mut bench = Bench::new();
    let of_sale = |fen| Order::Refund { rrn: "900000000012".to_owned(), fen, face: None };
    bench.run(&[Order::Sale { fen: 12_000, face: CardFace::Chip }]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[of_sale(7_000)]);
    bench.operator.at_confirm = Key::Clear;
    bench.run(&[of_sale(7_000), of_sale(6_000)]);
    assert_eq!(bench.host.requests(0x0220).len(), 1);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE REFUND", "MORE THAN THE SALE"]);
}

#[test]
fn a_query_that_finds_the_refund_paid_or_declined_closes_it() {
    for (state, rows) in [("APPROVED", 1), ("DECLINED", 0)] {
        let mut bench = with_open_refund();
        bench.host.queried = Some((5_000, state));
        bench.run(&[Order::Query { trace: 12 }]);
        assert_eq!(bench.rows().len(), rows, "{state}");
        bench.run(&[refund(5_000)]);
        assert_eq!(bench.shown(ScreenKind::Confirm), 0, "{state}: nothing is open any more");
        assert_eq!(traces(&bench)[1], "000014", "{state}");
    }
}

#[test]
fn a_query_that_proves_nothing_of_the_refund_leaves_it_open() {
    let told = [
        Some((5_000, "PENDING")),
        Some((4_999, "APPROVED")),
        Some((4_999, "DECLINED")),
        Some((5_000, "")),
        None,
    ];
    for queried in told {
        let mut bench = with_open_refund();
        bench.host.queried = queried;
        if queried.is_none() {
            bench.host.next.push_back(Behaviour::Decline("25"));
        }
        bench.run(&[Order::Query { trace: 12 }, refund(5_000)]);
        assert_eq!(traces(&bench), ["000012", "000012"], "{queried:?}");
    }
}

#[test]
fn a_query_of_a_batch_that_is_over_closes_what_the_host_never_had() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::RequestLost);
    bench.run(&[refund(5_000)]);
    bench.host.batch = Some("000002");
    bench.run(&[Order::SignOn]);
    bench.host.next.push_back(Behaviour::Decline("25"));
    bench.run(&[Order::Query { trace: 12 }]);
    let query = bench.host.requests(0x0200)[0];
    assert_eq!(bench.host.part(query, "61.1"), "000001");
    bench.run(&[refund(5_000)]);
    assert_eq!(bench.shown(ScreenKind::Confirm), 0);
    assert_eq!(bench.host.books.len(), 2, "the query, declined, and the refund");
}

#[test]
fn records_of_settled_refunds_are_swept() {
    let mut bench = with_open_refund();
    bench.run(&[refund(5_000), refund(4_000)]);
    assert_eq!(bench.flash.list("open."), [""; 0], "before the power goes, since a track may stand there");
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn a_refund_cut_behind_its_commit_is_open_no_more() {
    let mut counting = Bench::new();
    counting.run(&[refund(5_000)]);
    let mut recovered = 0;
    for at in 1..=counting.calls {
        let mut bench = Bench::new();
        bench.cuts = vec![Cut { at, done: true, seed: 1 }];
        bench.run(&[refund(5_000)]);
        if bench.shown(ScreenKind::RecoveredApproved) > 0 {
            recovered += 1;
            bench.run(&[]);
            assert_eq!(bench.flash.list("open."), [""; 0], "cut at {at}");
            assert_eq!((bench.rows().len(), bench.host.books.len()), (1, 1), "cut at {at}");
        }
    }
    assert!(recovered > 2, "{recovered}");
}

#[test]
fn a_refund_that_was_declined_is_not_called_unknown_by_a_cut_behind_it() {
    let declined = || {
        let mut bench = Bench::new();
        bench.host.next.push_back(Behaviour::Decline("51"));
        bench
    };
    let mut counting = declined();
    counting.run(&[refund(5_000)]);
    let mut told = 0;
    for at in 1..=counting.calls {
        let mut bench = declined();
        bench.cuts = vec![Cut { at, done: true, seed: 1 }];
        bench.run(&[refund(5_000)]);
        told += usize::from(bench.shown(ScreenKind::Failed) > 0);
        let unknown = bench.shown(ScreenKind::DeclaredOpen);
        bench.host.next.clear();
        bench.run(&[refund(5_000)]);
        assert_eq!(bench.shown(ScreenKind::Confirm), unknown, "cut at {at}: asked about what was called so");
    }
    assert!(told > 0);
}

#[test]
fn a_cut_while_the_open_one_goes_first_loses_neither() {
    let mut counting = with_open_refund();
    counting.operator.at_confirm = Key::Clear;
    let from = counting.calls;
    counting.run(&[refund_by(Some(CardFace::Stripe))]);
    assert_eq!(counting.rows().len(), 2);
    for at in from + 1..=counting.calls {
        for done in [false, true] {
            let mut bench = with_open_refund();
            bench.operator.at_confirm = Key::Clear;
            bench.cuts = vec![Cut { at, done, seed: 1 }];
            bench.run(&[refund_by(Some(CardFace::Stripe))]);
            let kept: Vec<String> = bench.rows().into_iter().chain(bench.flash.list("open.")).collect();
            for ((_, trace), booked) in &bench.host.books {
                assert_eq!(booked.state, State::Approved);
                assert!(
                    kept.iter().any(|name| name.contains(trace.as_str())),
                    "cut at {at}: {trace}, {kept:?}"
                );
            }
            let advices = bench.host.requests(0x0220);
            for advice in &advices {
                let first = advices.iter().find(|first| first.text(11) == advice.text(11)).unwrap();
                assert_eq!(content(first), content(advice), "cut at {at}");
            }
        }
    }
}
