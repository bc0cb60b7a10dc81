//! Refunds whose end is not known: repeated as themselves, told as what they are, closed by what proves their end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Order};
use device::{CardFace, Key, ScreenKind};

fn refund(fen: u64) -> Order {
    Order::Refund { rrn: "800000000001".to_owned(), fen, face: None }
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
    assert_eq!(traces(&bench), ["000012", "000013"]);
    assert_eq!(bench.rows().len(), 1);
    bench.operator.at_confirm = Key::Enter;
    bench.run(&[refund(5_000)]);
    assert_eq!(traces(&bench), ["000012", "000013", "000012"], "the first is still open and repeated");
    assert_eq!(bench.rows().len(), 2);
    bench.run(&[refund(5_000)]);
    assert_eq!(traces(&bench)[3], "000014", "nothing is open any more");
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
    let told = [Some((5_000, "PENDING")), Some((4_999, "APPROVED")), Some((5_000, "")), None];
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
    bench.run(&[]);
    assert_eq!(bench.flash.list("open."), [""; 0]);
    assert_eq!(bench.rows().len(), 2);
}
