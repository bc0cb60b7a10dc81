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

/// The void that is ordered goes back to a paid order; before it the terminal closes another one, of its own accord.
#[test]
fn a_cancellation_that_clears_the_way_for_an_ordered_void_is_the_terminals_own() {
    const OTHER: &str = "10000001000001000009";
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    query(&mut story, 2, "APPROVED");
    story.approve(1, paid);
    // Unclear, and no line to ask about it.
    story.order(OrderKind::WalletPay, 500);
    let other = story.ask(Ask::new("wallet-pay", 3, 500).with("59.1", OTHER));
    story.answer_lost(other, "09");
    story.show("in-doubt", other);
    story.seconds_pass(30);
    let intent = story.order_of(OrderKind::WalletVoid, 12_000, Some(1));
    story.supervisor();
    let asked = story.ask(Ask::new("wallet-query", 4, 0).with("59.1", OTHER));
    story.answer_with(asked, "00", &[("63.5", "PENDING")]);
    let closing = story.ask(Ask::new("wallet-cancel", 5, 500).with("59.1", OTHER));
    story.answer(closing, "00");
    story.show("order-closed", other);
    let mut ask = about("wallet-cancel", 6, 12_000);
    ask.original = Some(paid);
    let void = story.ask(ask);
    story.answer(void, "12");
    story.show("declined", void);
    story.cashier(intent, Belief::NotDone);
    story.passes();
}

/// A refund whose answer was lost is repeated as it was when the next one is ordered, which asks for as much.
#[test]
fn a_refund_that_is_seen_through_before_the_next_one_stays_that_of_its_own_order() {
    let mut story = Story::new();
    let paid = in_doubt(&mut story);
    query(&mut story, 2, "APPROVED");
    story.approve(1, paid);
    let first_wish = story.order_of(OrderKind::WalletRefund, 4_000, Some(1));
    story.supervisor();
    let first = refund(&mut story, 3, "r1", paid, false);
    story.show("in-doubt", first);
    story.cashier(first_wish, Belief::Pending);
    let second_wish = story.order_of(OrderKind::WalletRefund, 4_000, Some(1));
    story.supervisor();
    let mut again = about("wallet-refund", 3, 4_000).with("59.2", "r1");
    again.original = Some(paid);
    let again = story.ask(again);
    story.answer(again, "00");
    story.show("approved", again);
    story.cashier(first_wish, Belief::Done);
    let second = refund(&mut story, 4, "r2", paid, true);
    story.approve(second_wish, second);
    story.passes();
}
