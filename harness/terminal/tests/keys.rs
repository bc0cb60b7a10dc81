//! The terminal is opened at every call of a business: its keys are gone, what it owes is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test file")]

mod bench;

use std::collections::BTreeSet;

use bench::{Behaviour, Bench, Cut, Order, State};
use device::{CardFace, ScreenKind};
use wire::Mti;

fn sale() -> Order {
    Order::Sale { fen: 12_000, face: CardFace::Chip }
}

/// Whether the host's books and the terminal's rows name the same transactions.
fn agrees(bench: &Bench) -> bool {
    let kept: BTreeSet<String> =
        bench.rows().iter().filter_map(|name| name.split('.').nth(2).map(str::to_owned)).collect();
    let stands = bench.host.books.iter().filter(|(_, booked)| booked.state == State::Approved);
    stands.map(|((_, trace), _)| trace.clone()).collect::<BTreeSet<_>>() == kept
}

/// The whole order, so that its calls are known.
fn calls_of(order: &Order, behaviour: Option<&Behaviour>) -> std::ops::Range<usize> {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    let from = bench.calls;
    bench.host.next.extend(behaviour.cloned());
    bench.run(std::slice::from_ref(order));
    from + 1..bench.calls + 1
}

#[test]
fn opened_at_any_call_nothing_is_sent_and_everything_owed_is_settled_after_the_reload() {
    let orders = [
        sale(),
        Order::Void { trace: 12, face: CardFace::Chip },
        Order::Refund { rrn: "900000000012".to_owned(), fen: 1_000, face: None },
        Order::Balance { face: CardFace::Chip },
        Order::Settle,
    ];
    for order in orders {
        for behaviour in [None, Some(Behaviour::AnswerLost), Some(Behaviour::Decline("51"))] {
            for at in calls_of(&order, behaviour.as_ref()) {
                let mut bench = Bench::new();
                bench.run(&[sale()]);
                bench.host.next.extend(behaviour.clone());
                bench.opened_at = Some(at);
                bench.run(&[order.clone(), sale()]);
                let sent = bench.host.seen.len();
                bench.run(&[sale(), Order::SignOn, Order::Reverse, Order::Settle, Order::Echo]);
                assert_eq!(bench.host.seen.len(), sent, "{order:?} {behaviour:?} at {at}: nothing is sent");
                assert!(bench.shown(ScreenKind::KeysLost) > 0 && bench.shown(ScreenKind::Refused) > 4);
                bench.load_keys();
                bench.host.next.clear();
                bench.run(&[sale(), sale()]);
                let fresh = |mti: u16| bench.host.seen.iter().skip(sent).any(|m| m.mti() == Mti::new(mti));
                assert!(fresh(0x0800), "{order:?} at {at}: signs on");
                let unsettled = matches!(order, Order::Refund { .. } | Order::Settle);
                assert!(unsettled || agrees(&bench), "{order:?} {behaviour:?} at {at}: {:?}", bench.rows());
            }
        }
    }
}

#[test]
fn what_is_owed_outlives_keys_and_power() {
    let mut bench = Bench::new();
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale()]);
    bench.open();
    bench.cuts = vec![Cut { at: bench.calls + 30, done: true, seed: 1 }];
    bench.run(&[sale(), sale()]);
    assert_eq!(bench.host.requests(0x0400).len(), 0);
    bench.load_keys();
    bench.run(&[sale()]);
    let order: Vec<_> = bench.host.seen.iter().map(wire::Message::mti).collect();
    let last = order.get(order.len() - 3..).expect("sign-on, reversal, sale");
    assert_eq!(last, [0x0800, 0x0400, 0x0200].map(Mti::new));
    assert_eq!(bench.host.state_of("000012"), Some(State::Reversed));
}

#[test]
fn a_reprint_needs_no_keys() {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.open();
    bench.run(&[Order::Reprint { trace: None }]);
    assert!(bench.paper.join("\n").contains("DUPLICATE"));
    assert_eq!(bench.shown(ScreenKind::Refused), 0);
}

#[test]
fn keys_that_come_back_while_the_terminal_stands_idle_bring_a_sign_on() {
    let mut bench = Bench::new();
    bench.run(&[sale()]);
    bench.open();
    bench.run(&[sale()]);
    bench.load_keys();
    bench.run(&[]);
    assert_eq!(bench.host.requests(0x0800).len(), 2);
    assert_eq!(bench.screens.last().map(|screen| screen.kind), Some(ScreenKind::Idle));
}
