//! Wallet orders: what is asked, cancelled and called closed, and what a terminal may not do on the way.

use journal::*;

use crate::story::*;

pub(super) const ORDER: &str = "10000001000001000001";

/// A request about the order, under a trace number of its own.
pub(super) fn about(class: &'static str, stan: u32, fen: i64) -> Ask {
    Ask::new(class, stan, fen).with("59.1", ORDER)
}

/// A payment of 120.00 that is booked and whose answer is lost.
pub(super) fn in_doubt(story: &mut Story) -> u64 {
    story.order(OrderKind::WalletPay, 12_000);
    let paid = story.ask(about("wallet-pay", 1, 12_000));
    story.by_wallet(paid, 12_000);
    story.answer_lost(paid, "00");
    paid
}

pub(super) fn query(story: &mut Story, stan: u32, state: &str) {
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
fn cancelled_a_second_early_is_within_what_clocks_may_be_off() {
    for (seconds, passes) in [(14, true), (13, false)] {
        let mut story = Story::under(|p| p.terminal.wallet.cancel_not_before_s = 15);
        let paid = in_doubt(&mut story);
        query(&mut story, 2, "PENDING");
        // From when the payment left the terminal.
        story.seconds_after(story.entry_of(paid) - 2, seconds);
        cancelled(&mut story, 3, paid);
        story.show("order-closed", paid);
        story.cashier(1, Belief::NotDone);
        if passes { story.passes() } else { drop(story.fails_by("wallet.queried-not-reversed")) }
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

/// Another order than the one that most of these stories are about.
pub(super) const OTHER: &str = "10000001000001000009";

/// A payment of 120.00 that stands and that the cashier knows of.
pub(super) fn paid(story: &mut Story) -> u64 {
    let paid = in_doubt(story);
    query(story, 2, "APPROVED");
    story.approve(1, paid);
    paid
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

#[test]
fn an_order_that_never_reached_the_host_is_closed_by_what_names_its_number() {
    let tell = |state: Option<&str>, code: &str, order: &str, before: bool| {
        let mut story = Story::new();
        story.order(OrderKind::WalletPay, 12_000);
        story.lost("wallet-pay");
        let close = |story: &mut Story| {
            let class = if state.is_some() { "wallet-query" } else { "wallet-cancel" };
            let ask = story.ask(Ask::new(class, 2, 0).with("59.1", order));
            story.answer_with(ask, code, &[("63.5", state.unwrap_or_default())]);
        };
        if before {
            close(&mut story);
        }
        story.show_ahead("order-closed", &about("wallet-pay", 1, 12_000));
        if !before {
            close(&mut story);
        }
        story
    };
    let rule = "wallet.closed-is-closed";
    tell(None, "00", ORDER, true).passes();
    tell(Some("CLOSED"), "00", ORDER, true).passes();
    tell(Some("PENDING"), "00", ORDER, true).fails_by(rule);
    tell(Some("CLOSED"), "25", ORDER, true).fails_by(rule);
    tell(None, "25", ORDER, true).fails_by(rule);
    tell(None, "00", OTHER, true).fails_by(rule);
    tell(None, "00", ORDER, false).fails_by(rule);
}

#[test]
fn a_new_order_waits_until_the_one_before_is_known_to_have_ended() {
    // How the first order ends, and whether the terminal hears of it before the next payment leaves.
    for (end, in_time) in [
        ("declined", true),
        ("declined", false),
        ("closed", true),
        ("closed", false),
        ("given over", true),
        ("given over", false),
    ] {
        let mut story = Story::new();
        story.order(OrderKind::WalletPay, 12_000);
        let order = story.ask(about("wallet-pay", 1, 12_000));
        if end != "declined" {
            story.answer_lost(order, "09");
            story.show("in-doubt", order);
        }
        let intent = story.order(OrderKind::WalletPay, 500);
        let asked = (end == "closed").then(|| story.ask(about("wallet-query", 3, 0)));
        let ends = |story: &mut Story| match (end, asked) {
            (_, Some(query)) => story.answer_with(query, "00", &[("63.5", "CLOSED")]),
            ("declined", _) => story.answer(order, "51"),
            _ => drop(story.show("declared-open", order)),
        };
        if in_time {
            ends(&mut story);
        }
        let under_way = story.leaves("wallet-pay");
        if !in_time {
            ends(&mut story);
        }
        story.arrives(under_way);
        let next = story.taken(Ask::new("wallet-pay", 9, 500).with("59.1", OTHER));
        story.by_wallet(next, 500);
        story.answer(next, "00");
        story.approve(intent, next);
        if in_time { story.passes() } else { drop(story.fails_by("wallet.settled-first")) }
    }
}

#[test]
fn a_query_that_was_lost_on_its_way_was_asked() {
    for (lost, passes) in [("wallet-query", true), ("echo", false)] {
        let mut story = Story::new();
        let paid = in_doubt(&mut story);
        story.lost(lost);
        story.seconds_pass(20);
        cancelled(&mut story, 3, paid);
        story.show("order-closed", paid);
        story.cashier(1, Belief::NotDone);
        if passes { story.passes() } else { drop(story.fails_by("wallet.queried-not-reversed")) }
    }
}

#[test]
fn a_wallet_payment_that_was_lost_is_a_new_one_all_the_same() {
    let mut story = Story::new();
    story.order(OrderKind::WalletPay, 12_000);
    let order = story.ask(about("wallet-pay", 1, 12_000));
    story.answer_lost(order, "09");
    story.show("in-doubt", order);
    story.order(OrderKind::WalletPay, 500);
    story.lost("wallet-pay");
    story.show_bare("in-doubt");
    story.fails_by("wallet.settled-first");
}

#[test]
fn the_terminals_own_cancellation_that_was_lost_is_nothing_new_and_an_ordered_one_is() {
    for (order, passes) in [(OrderKind::WalletQuery, true), (OrderKind::WalletVoid, false)] {
        let mut story = Story::new();
        paid(&mut story);
        story.sale_in_doubt(5, 700);
        story.order_of(order, 0, Some(1));
        story.lost("wallet-cancel");
        story.show_bare("in-doubt");
        if passes { story.passes() } else { drop(story.fails_by("doubt.resolved")) }
    }
}

#[test]
fn the_terminals_own_cancellation_is_queried_for_before_and_comes_in_time() {
    for (query_first, days, passes) in [(true, 0, true), (false, 0, false), (true, 1, true), (true, 2, false)]
    {
        let mut story = Story::under(|p| p.terminal.wallet.cancel_within_days = 1);
        let paid = in_doubt(&mut story);
        if query_first {
            query(&mut story, 2, "PENDING");
        }
        story.days_pass(days);
        story.seconds_pass(20);
        let mut ask = about("wallet-cancel", 3, 12_000);
        ask.original = Some(paid);
        let cancel = story.ask(ask);
        story.by_wallet(cancel, -12_000);
        story.answer(cancel, "00");
        story.show("order-closed", paid);
        story.cashier(1, Belief::NotDone);
        if !query_first {
            query(&mut story, 4, "CLOSED");
        }
        let verdict = story.judged();
        let found = verdict.findings.iter().any(|f| f.rule == "wallet.queried-not-reversed");
        assert_eq!(found, !passes, "{verdict:#?}");
    }
}
