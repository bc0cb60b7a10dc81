//! What goes back to a wallet: whose wish it is, how often, and in time.

use journal::*;

use super::wallet::{OTHER, about, in_doubt, paid, query};
use crate::story::*;

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

#[test]
fn more_back_than_was_paid_fails() {
    for (second, passes) in [(8_000, true), (8_001, false)] {
        let mut story = Story::new();
        let paid = paid(&mut story);
        for (stan, number, fen) in [(3, "r1", 4_000), (4, "r2", second)] {
            let intent = story.order_of(OrderKind::WalletRefund, fen, Some(1));
            story.supervisor();
            let mut ask = about("wallet-refund", stan, fen).with("59.2", number);
            ask.original = Some(paid);
            let back = story.ask(ask);
            if passes || stan == 3 {
                story.by_wallet(back, -fen);
                story.answer(back, "00");
                story.approve(intent, back);
            } else {
                story.answer(back, "61");
                story.show("declined", back);
            }
        }
        if passes { story.passes() } else { drop(story.fails_by("wallet.back-once")) }
    }
}

#[test]
fn a_refund_in_hand_is_not_the_one_of_another_amount_that_was_lost() {
    let mut story = Story::new();
    let paid = paid(&mut story);
    story.order_of(OrderKind::WalletRefund, 1_000, Some(1));
    story.supervisor();
    story.lost("wallet-refund");
    story.show_bare("in-doubt");
    let intent = story.order_of(OrderKind::WalletRefund, 4_000, Some(1));
    story.supervisor();
    let back = refund(&mut story, 4, "r2", paid, true);
    story.approve(intent, back);
    story.passes();
}

#[test]
fn an_order_that_names_no_payment_means_the_one_that_is_sent() {
    for (class, order) in
        [("wallet-cancel", OrderKind::WalletVoid), ("wallet-refund", OrderKind::WalletRefund)]
    {
        let mut story = Story::new();
        let paid = paid(&mut story);
        let intent = story.order(order, 0);
        story.supervisor();
        let mut ask = about(class, 3, 12_000);
        if class == "wallet-refund" {
            ask = ask.with("59.2", "r1");
        }
        ask.original = Some(paid);
        let back = story.ask(ask);
        story.by_wallet(back, -12_000);
        story.answer(back, "00");
        story.approve(intent, back);
        story.passes();
    }
}

#[test]
fn a_void_of_what_never_reached_the_host_needs_the_supervisor_too() {
    for confirmed in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::WalletPay, 12_000);
        story.lost("wallet-pay");
        story.show_bare("in-doubt");
        let void = story.order_of(OrderKind::WalletVoid, 0, Some(1));
        if confirmed {
            story.supervisor();
        }
        let cancel = story.ask(about("wallet-cancel", 2, 12_000));
        story.answer(cancel, "25");
        story.show("declined", cancel);
        story.cashier(void, Belief::NotDone);
        if confirmed { story.passes() } else { drop(story.fails_by("wallet.back-once")) }
    }
}

#[test]
fn a_void_that_power_kept_back_is_seen_through_as_its_own_whatever_was_ordered_since() {
    let mut story = Story::new();
    let paid = paid(&mut story);
    let void = story.order_of(OrderKind::WalletVoid, 0, Some(1));
    story.supervisor();
    story.cut();
    story.show_bare("in-doubt");
    let refund = story.order_of(OrderKind::WalletRefund, 12_000, Some(1));
    story.show_bare("refused");
    story.cashier(refund, Belief::NotDone);
    story.order(OrderKind::Balance, 0);
    let mut ask = about("wallet-cancel", 3, 12_000);
    ask.original = Some(paid);
    let cancel = story.ask(ask);
    story.by_wallet(cancel, -12_000);
    story.answer(cancel, "00");
    story.show("recovered-approved", cancel);
    story.cashier(void, Belief::Done);
    story.passes();
}

#[test]
fn what_goes_back_to_a_wallet_goes_back_in_time() {
    for (class, days, passes) in [
        ("wallet-refund", 90, true),
        ("wallet-refund", 92, false),
        ("wallet-cancel", 1, true),
        ("wallet-cancel", 3, false),
    ] {
        let mut story = Story::under(|p| {
            p.host.wallet.refund_within_days = 90;
            p.terminal.wallet.cancel_within_days = 1;
        });
        let paid = paid(&mut story);
        story.days_pass(days);
        let void = class == "wallet-cancel";
        let order = if void { OrderKind::WalletVoid } else { OrderKind::WalletRefund };
        let intent = story.order_of(order, 12_000, Some(1));
        story.supervisor();
        let mut ask = about(class, 3, 12_000);
        if !void {
            ask = ask.with("59.2", "r1");
        }
        ask.original = Some(paid);
        let back = story.ask(ask);
        story.by_wallet(back, -12_000);
        story.answer(back, "00");
        story.approve(intent, back);
        if passes { story.passes() } else { drop(story.fails_by("returns.conserve")) }
    }
}

#[test]
fn another_number_for_the_same_wish_is_wrong_only_while_the_first_may_have_been_paid() {
    for (code, passes) in [("61", true), ("98", false)] {
        let mut story = Story::new();
        let paid = paid(&mut story);
        let intent = story.order_of(OrderKind::WalletRefund, 4_000, Some(1));
        story.supervisor();
        let first = story.ask(about("wallet-refund", 3, 4_000).with("59.2", "r1"));
        story.answer(first, code);
        let second = refund(&mut story, 4, "r2", paid, true);
        story.approve(intent, second);
        if passes {
            story.passes();
        } else {
            let verdict = story.fails_by("wallet.back-once");
            let sentence = &verdict.findings[0].sentence;
            assert!(sentence.starts_with("wallet-refund 000004 of 40.00 was sent though"), "{verdict:#?}");
        }
    }
}

#[test]
fn a_void_may_be_made_by_a_refund_of_all_of_it() {
    let mut story = Story::new();
    let paid = paid(&mut story);
    let intent = story.order_of(OrderKind::WalletVoid, 0, Some(1));
    story.supervisor();
    let mut ask = about("wallet-refund", 3, 12_000).with("59.2", "r1");
    ask.original = Some(paid);
    let back = story.ask(ask);
    story.by_wallet(back, -12_000);
    story.answer(back, "00");
    story.approve(intent, back);
    story.passes();
}
