//! A sign-on in the middle: what an order had found out before is looked at again, and old keys are gone for good.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Order, State};
use device::{CardFace, ScreenKind};

fn sale() -> Order {
    Order::Sale { fen: 12_000, face: CardFace::Chip }
}

fn void() -> Order {
    Order::Void { trace: 12, face: CardFace::Chip }
}

/// How many voids and refunds the host got.
fn returns(bench: &Bench) -> usize {
    let back = |message: &&&wire::Message| message.text(3) == Some("200000");
    bench.host.requests(0x0200).iter().filter(back).count() + bench.host.requests(0x0220).len()
}

/// An order behind an enquiry that demanded a sign-on, which names this batch; the sale before both is of the first.
fn behind_a_demand(batch: &'static str, order: Order) -> Bench {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.host.batch = Some(batch);
    bench.host.next.push_back(Behaviour::Decline("77"));
    bench.run(&[Order::Balance { face: CardFace::Stripe }, order]);
    assert_eq!(bench.shown(ScreenKind::SignedOn), 2);
    bench
}

#[test]
fn a_void_is_refused_when_the_sign_on_before_it_opens_a_new_batch() {
    let bench = behind_a_demand("000002", void());
    assert_eq!(returns(&bench), 0);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "BATCH IS OVER, REFUND INSTEAD"]);
}

#[test]
fn a_void_is_refused_when_the_reversal_before_it_led_to_a_new_batch() {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.host.batch = Some("000002");
    bench.host.at_reversal.push_back(Behaviour::Decline("77"));
    bench.run(&[void()]);
    assert_eq!(returns(&bench), 0);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "BATCH IS OVER, REFUND INSTEAD"]);
    assert_eq!(bench.host.state_of("000013"), Some(State::Reversed));
}

#[test]
fn a_void_goes_out_when_the_sign_on_before_it_names_the_same_batch() {
    let bench = behind_a_demand("000001", void());
    assert_eq!(returns(&bench), 1);
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn a_void_is_refused_when_midnight_passes_while_a_reversal_is_settled() {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.just_before_midnight();
    bench.host.at_reversal.push_back(Behaviour::AnswerLost);
    bench.run(&[void()]);
    assert_eq!(returns(&bench), 0);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "NOT OF TODAY"]);
}

#[test]
fn a_query_asks_about_the_batch_in_which_it_was_ordered() {
    let bench = behind_a_demand("000002", Order::Query { trace: 12 });
    let requests = bench.host.requests(0x0200);
    let query = requests.last().unwrap();
    assert_eq!(query.text(3), Some("390000"));
    assert_eq!(bench.host.part(query, "61.1"), "000001");
    assert_eq!(bench.host.part(query, "60.2"), "000002");
}
