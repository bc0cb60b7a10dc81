//! Wallet orders: what is asked, cancelled, called closed and given back, and what a terminal may not do on the way.

use journal::*;

use crate::story::*;

const ORDER: &str = "10000001000001000001";

/// A request about the order, under a trace number of its own.
fn about(class: &'static str, stan: u32, fen: i64) -> Ask {
    Ask::new(class, stan, fen).with("59.1", ORDER)
}

/// A payment of 120.00 that is booked and whose answer is lost.
fn in_doubt(story: &mut Story) -> u64 {
    story.order(OrderKind::WalletPay, 12_000);
    let paid = story.ask(about("wallet-pay", 1, 12_000));
    story.by_wallet(paid, 12_000);
    story.answer_lost(paid, "00");
    paid
}

fn query(story: &mut Story, stan: u32, state: &str) {
    let query = story.ask(about("wallet-query", stan, 0));
    story.answer_with(query, "00", &[("63.5", state)]);
}

/// A cancellation that gives the money back.
fn cancelled(story: &mut Story, stan: u32, of: u64) {
    let mut ask = about("wallet-cancel", stan, 12_000);
    ask.original = Some(of);
    let cancel = story.ask(ask);
    story.by_wallet(cancel, -12_000);
    story.answer(cancel, "00");
}

#[test]
fn found_by_a_query_and_claimed_passes() {
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    query(&mut story, 2, "APPROVED");
    story.approve(1, paid);
    story.expect(Expectation::PaidOnce { person: "Li".into() });
    story.expect(Expectation::PaidByWallet { person: "Li".into(), amount_fen: 12_000 });
    story.expect(Expectation::Earned { amount_fen: 12_000 });
    story.passes();
}

#[test]
fn claimed_on_a_query_that_says_pending_fails() {
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    query(&mut story, 2, "PENDING");
    story.approve(1, paid);
    story.finds(&["answer.late"]);
}

#[test]
fn queried_then_cancelled_in_time_passes() {
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    query(&mut story, 2, "PENDING");
    story.seconds_pass(20);
    cancelled(&mut story, 3, paid);
    story.show("order-closed", paid);
    story.cashier(1, Belief::NotDone);
    story.expect(Expectation::State { class: "wallet-pay".into(), nth: 1, state: TxnState::Voided });
    story.passes();
}

#[test]
fn cancelled_too_early_or_unasked_fails() {
    for (seconds, asked) in [(3, true), (20, false)] {
        let mut story = Story::new();
        let paid = in_doubt(&mut story);
        if asked {
            query(&mut story, 2, "PENDING");
        }
        story.seconds_pass(seconds);
        cancelled(&mut story, 3, paid);
        story.show("order-closed", paid);
        story.fails_by("wallet.queried-not-reversed");
    }
}

#[test]
fn reversed_fails() {
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    story.show("in-doubt", paid);
    let reversal = story.ask(Ask { class: "sale-reversal", ..Ask::new("sale", 1, 12_000) }.with("39", "98"));
    story.answer(reversal, "25");
    story.show("declared-open", paid);
    story.fails_by("wallet.queried-not-reversed");
}

#[test]
fn paid_and_nobody_told_fails() {
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    story.show("failed", paid);
    story.fails_by("doubt.resolved");
}

#[test]
fn called_closed_without_an_answer_fails() {
    let mut story = Story::new();
    story.order(OrderKind::WalletPay, 12_000);
    let order = story.ask(about("wallet-pay", 1, 12_000));
    story.answer(order, "09");
    story.show("order-closed", order);
    story.fails_by("wallet.closed-is-closed");
}

#[test]
fn paid_after_it_was_closed_is_the_benchs() {
    let mut story = Story::new();
    story.order(OrderKind::WalletPay, 12_000);
    let order = story.ask(about("wallet-pay", 1, 12_000));
    story.answer(order, "09");
    query(&mut story, 2, "PENDING");
    story.seconds_pass(20);
    let cancel = story.ask(about("wallet-cancel", 3, 12_000));
    story.answer(cancel, "00");
    story.show("order-closed", order);
    story.by_wallet(order, 12_000);
    let verdict = story.judged();
    let closed = |f: &&crate::Finding| f.rule == "wallet.closed-is-closed" && f.blame == crate::Blame::Bench;
    assert_eq!(verdict.findings.iter().filter(closed).count(), 1, "{verdict:#?}");
}

#[test]
fn a_new_order_over_one_in_doubt_fails() {
    let mut story = Story::new();
    story.order(OrderKind::WalletPay, 12_000);
    let order = story.ask(about("wallet-pay", 1, 12_000));
    story.answer_lost(order, "09");
    story.show("in-doubt", order);
    let intent = story.order(OrderKind::WalletPay, 500);
    let next = story.ask(Ask::new("wallet-pay", 2, 500).with("59.1", "10000001000001000002"));
    story.by_wallet(next, 500);
    story.answer(next, "00");
    story.approve(intent, next);
    story.fails_by("wallet.settled-first");
}

#[test]
fn books_that_differ_are_the_benchs() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::WalletPay, 12_000);
    let paid = story.ask(about("wallet-pay", 1, 12_000));
    story.by_wallet_in(Book::Wallet, paid, 12_000);
    story.text(Movement::Charged, 12_000);
    story.answer(paid, "00");
    story.approve(intent, paid);
    story.errs_by("books.agree");
}

/// A refund of 40.00 under a refund number, booked.
fn refund(story: &mut Story, stan: u32, number: &str, of: u64, answered: bool) -> u64 {
    let mut ask = about("wallet-refund", stan, 4_000).with("59.2", number);
    ask.original = Some(of);
    let refund = story.ask(ask);
    story.by_wallet(refund, -4_000);
    if answered {
        story.answer(refund, "00");
    } else {
        story.answer_lost(refund, "00");
    }
    refund
}

#[test]
fn one_refund_number_for_a_wish_and_the_supervisors_word() {
    for (second, confirmed, fails) in [(None, true, false), (Some("r2"), true, true), (None, false, true)] {
        let mut story = Story::new();
        let paid = in_doubt(&mut story);
        query(&mut story, 2, "APPROVED");
        story.approve(1, paid);
        let intent = story.order_of(OrderKind::WalletRefund, 4_000, Some(1));
        if confirmed {
            story.supervisor();
        }
        let mut back = refund(&mut story, 3, "r1", paid, second.is_none());
        if let Some(number) = second {
            story.show("in-doubt", back);
            back = refund(&mut story, 4, number, paid, true);
        }
        story.approve(intent, back);
        if fails {
            story.fails_by("wallet.back-once");
        } else {
            story.passes();
        }
    }
}

/// Another order than the one that most of these stories are about.
const OTHER: &str = "10000001000001000009";

/// A payment of 120.00 that stands and that the cashier knows of.
fn paid(story: &mut Story) -> u64 {
    let paid = in_doubt(story);
    query(story, 2, "APPROVED");
    story.approve(1, paid);
    paid
}

/// A payment of 5.00 whose request was lost on its way, or not, and that stays unknown.
fn unclear(story: &mut Story, lost: bool) -> Option<u64> {
    story.order(OrderKind::WalletPay, 500);
    let order = if lost {
        story.lost("wallet-pay");
        None
    } else {
        let order = story.ask(Ask::new("wallet-pay", 9, 500).with("59.1", OTHER));
        story.answer_lost(order, "09");
        story.show("in-doubt", order);
        Some(order)
    };
    story.cashier(2, Belief::Pending);
    order
}

#[test]
fn the_terminals_own_cancellation_is_not_the_void_in_hand() {
    for lost in [false, true] {
        let mut story = Story::new();
        paid(&mut story);
        let order = unclear(&mut story, lost);
        let void = story.order_of(OrderKind::WalletVoid, 0, Some(1));
        story.seconds_pass(20);
        let query = story.ask(Ask::new("wallet-query", 10, 0).with("59.1", OTHER));
        story.answer_with(query, "00", &[("63.5", "PENDING")]);
        // No supervisor has to confirm it, and it goes back to no payment that stands.
        let cancel = story.ask(Ask::new("wallet-cancel", 11, 500).with("59.1", OTHER));
        story.answer(cancel, "00");
        if let Some(order) = order {
            story.show("order-closed", order);
        }
        story.cashier(2, Belief::NotDone);
        // The void itself is refused at the counter.
        story.show_bare("refused");
        story.cashier(void, Belief::NotDone);
        story.passes();
    }
}

#[test]
fn a_void_that_cancels_a_payment_which_stands_and_was_not_meant_fails() {
    let mut story = Story::new();
    paid(&mut story);
    let other = story.order(OrderKind::WalletPay, 500);
    let order = story.ask(Ask::new("wallet-pay", 9, 500).with("59.1", OTHER));
    story.by_wallet(order, 500);
    story.answer(order, "00");
    story.approve(other, order);
    let void = story.order_of(OrderKind::WalletVoid, 0, Some(1));
    story.supervisor();
    let mut ask = Ask::new("wallet-cancel", 10, 500).with("59.1", OTHER);
    ask.original = Some(order);
    let cancel = story.ask(ask);
    story.by_wallet(cancel, -500);
    story.answer(cancel, "00");
    story.show("approved", cancel);
    story.cashier(void, Belief::Done);
    assert_eq!(story.judged().outcome, crate::Outcome::Fail);
}

/// How the first request of what goes back of a payment was lost, and what is ordered next: the same once more, or
/// something of another amount.
fn seen_through(class: &'static str, request_lost: bool, next_fen: i64) -> Story {
    let mut story = Story::new();
    let paid = paid(&mut story);
    let void = class == "wallet-cancel";
    let (kind, fen) = if void { (OrderKind::WalletVoid, 12_000) } else { (OrderKind::WalletRefund, 4_000) };
    let ask = |stan: u32, number: &str, fen: i64| {
        let mut ask = about(class, stan, fen);
        if !void {
            ask = ask.with("59.2", number);
        }
        ask.original = Some(paid);
        ask
    };
    let intent = story.order_of(kind, fen, Some(1));
    story.supervisor();
    if request_lost {
        story.lost(class);
        story.show_bare("in-doubt");
    } else {
        let first = story.ask(ask(3, "r1", fen));
        story.answer_lost(first, "00");
        story.show("in-doubt", first);
    }
    story.cashier(intent, Belief::Pending);
    // The next order: what is open is seen through first, and nobody confirms that anew.
    let next = story.order_of(OrderKind::WalletRefund, next_fen, Some(1));
    let again = story.ask(ask(3, "r1", fen));
    story.by_wallet(again, -fen);
    story.answer(again, "00");
    story.show("recovered-approved", again);
    story.cashier(intent, Belief::Done);
    if void {
        story.show_bare("refused");
        story.cashier(next, Belief::NotDone);
    } else {
        story.supervisor();
        let second = story.ask(ask(4, "r2", next_fen));
        story.by_wallet(second, -next_fen);
        story.answer(second, "00");
        story.approve(next, second);
    }
    story
}

#[test]
fn what_is_seen_through_before_the_next_order_belongs_to_its_own() {
    for class in ["wallet-refund", "wallet-cancel"] {
        for request_lost in [false, true] {
            // Of the same amount it could be taken for what is ordered next.
            for next_fen in [4_000, 1_000] {
                seen_through(class, request_lost, next_fen).passes();
            }
        }
    }
}

/// A dialect that keeps order and refund number, and totals, where no other does.
const ELSEWHERE: [(&str, &str); 6] = [
    ("batch", "60.2"),
    ("original-batch", "61.1"),
    ("original-trace", "61.2"),
    ("note", "63.5"),
    ("order", "57.2"),
    ("order-refund", "57.3"),
];

#[test]
fn orders_are_known_by_the_dialects_places() {
    for (order, fails) in [("57.2", true), ("59.1", false)] {
        let mut story = Story::placing(&ELSEWHERE);
        story.order(OrderKind::WalletPay, 12_000);
        let paid = story.ask(Ask::new("wallet-pay", 1, 12_000).with(order, ORDER));
        story.by_wallet(paid, 12_000);
        story.answer_lost(paid, "00");
        story.show("in-doubt", paid);
        // Cancelled, and never queried.
        story.seconds_pass(20);
        let mut ask = Ask::new("wallet-cancel", 2, 12_000).with(order, ORDER);
        ask.original = Some(paid);
        let cancel = story.ask(ask);
        story.by_wallet(cancel, -12_000);
        story.answer(cancel, "00");
        let verdict = story.judged();
        let queried = verdict.findings.iter().any(|f| f.rule == "wallet.queried-not-reversed");
        assert_eq!(queried, fails, "{order}: {verdict:#?}");
    }
}
