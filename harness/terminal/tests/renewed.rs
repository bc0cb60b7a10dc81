//! A sign-on in the middle: what an order had found out before is looked at again, and old keys are gone for good.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Cut, Order, State};
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

#[test]
fn after_a_wrong_check_value_nothing_leaves_under_the_old_key() {
    let refund = Order::Refund { rrn: "800000000001".to_owned(), fen: 100, face: None };
    for order in [sale(), void(), refund, Order::Balance { face: CardFace::Chip }] {
        let mut bench = Bench::new();
        bench.run(&[sale()]);
        bench.host.rotate = true;
        bench.host.wrong_kcv = true;
        bench.run(&[Order::SignOn, order.clone()]);
        assert_eq!(bench.lines_of(ScreenKind::SignOnFailed), ["KEY CHECK FAILED"]);
        let sealed = |bench: &Bench| bench.host.seen.iter().filter(|message| message.has(64)).count();
        assert_eq!((sealed(&bench), bench.host.requests(0x0800).len()), (1, 3), "{order:?}");
        bench.host.wrong_kcv = false;
        bench.run(std::slice::from_ref(&order));
        assert_eq!((sealed(&bench), bench.host.requests(0x0800).len()), (2, 4), "{order:?}");
    }
}

#[test]
fn after_a_sign_on_without_an_answer_nothing_leaves_under_the_old_key() {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.host.rotate = true;
    bench.host.mute_at_sign_on = true;
    bench.run(&[Order::SignOn]);
    assert_eq!(bench.lines_of(ScreenKind::SignOnFailed), ["NO ANSWER"]);
    bench.host.mute_at_sign_on = false;
    bench.run(&[sale()]);
    assert_eq!(bench.host.requests(0x0800).len(), 3);
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn a_sign_on_that_never_left_keeps_the_keys() {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.line_up = false;
    bench.run(&[Order::SignOn]);
    assert_eq!(bench.lines_of(ScreenKind::SignOnFailed), ["NO CONNECTION"]);
    bench.line_up = true;
    bench.run(&[sale()]);
    assert_eq!(bench.host.requests(0x0800).len(), 1);
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn old_keys_do_not_come_back_with_the_power() {
    let mut counting = Bench::new();
    counting.run(&[sale()]);
    let from = counting.calls;
    counting.run(&[Order::SignOn]);
    for at in from + 1..=counting.calls {
        for done in [false, true] {
            let mut bench = Bench::new();
            bench.run(&[sale()]);
            bench.host.rotate = true;
            bench.host.wrong_kcv = true;
            bench.cuts = vec![Cut { at, done, seed: 1 }];
            bench.run(&[Order::SignOn]);
            bench.cuts.clear();
            bench.host.wrong_kcv = false;
            // The bench fails at a MAC under another key than the host's.
            bench.run(&[sale()]);
            assert_eq!(bench.rows().len(), 2, "cut at {at}");
        }
    }
}
