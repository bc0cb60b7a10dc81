//! Doubt that is not resolved, or not announced.

use journal::*;

use crate::story::*;

#[test]
fn a_timeout_cleaned_up_like_a_decline_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    let last = story.show("failed", sale);
    let verdict = story.fails_by("doubt.resolved");
    // The rest itself, which follows, shows that nothing was sent.
    assert_eq!(verdict.findings[0].evidence.last(), Some(&(last + 1)), "{verdict:#?}");
}

#[test]
fn a_reversal_forgotten_over_a_cut_fails_though_it_was_announced() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.cut();
    story.show("recovered-reversed", sale);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}

#[test]
fn a_forgotten_row_fails_by_the_missing_reversal_alone() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.cut();
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}

#[test]
fn an_approval_that_the_card_refused_has_to_be_undone() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("declined", sale);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}

#[test]
fn a_void_in_doubt_has_to_be_undone() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Void, 12_000);
    story.supervisor();
    let ask = story.void_ask(2, sale);
    let void = story.ask(ask);
    story.book(void);
    story.answer_lost(void, "00");
    story.show("failed", void);
    story.fails_by("doubt.resolved");
}

#[test]
fn a_reversal_by_hand_that_sends_nothing_fails() {
    let mut story = Story::new();
    story.sale_in_doubt_with(1, 12_000);
    story.order(OrderKind::Reverse, 0);
    story.show_bare("idle");
    story.fails_by("doubt.resolved");
}

#[test]
fn a_reversal_by_hand_that_sends_nothing_has_to_say_something_before_the_next_order() {
    for in_time in [true, false] {
        let mut story = Story::new();
        let sale = story.sale_in_doubt_with(1, 12_000);
        story.order(OrderKind::Reverse, 0);
        if in_time {
            story.show("in-doubt", sale);
        }
        story.order(OrderKind::Reprint, 0);
        if !in_time {
            story.show("in-doubt", sale);
        }
        if in_time { story.passes() } else { drop(story.fails_by("doubt.resolved")) }
    }
}

#[test]
fn a_reversal_by_hand_that_could_not_be_sent_leaves_the_sale_waiting() {
    for trouble in [true, false] {
        let mut story = Story::new();
        story.sale_in_doubt_with(1, 12_000);
        story.order(OrderKind::Reverse, 0);
        if trouble {
            story.put(Lane::Line, Event::NotConnected);
        } else {
            story.keys(false);
        }
        story.passes();
    }
}

#[test]
fn a_word_without_a_number_means_nothing_that_was_never_tried_to_reverse() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.show("failed", sale);
    story.order(OrderKind::Balance, 0);
    story.show_as("in-doubt", sale, |note| (note.trace, note.amount_fen) = (None, None));
    story.fails_by("doubt.resolved");
}

#[test]
fn a_word_without_a_number_means_the_last_one_of_its_kind_that_was_tried_to_reverse() {
    for (kind, passes) in [(Some("sale"), true), (Some("void"), false)] {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        story.order(OrderKind::Sale, 500);
        for _ in 0..3 {
            let reversal = story.reversal(sale, "98");
            story.answer_lost(reversal, "00");
        }
        story.order(OrderKind::Balance, 0);
        story.show_as("declared-open", sale, |note| {
            (note.transaction, note.trace, note.amount_fen) = (kind.map(str::to_owned), None, None);
        });
        if passes { story.passes() } else { drop(story.fails_by("reversal.persistent")) }
    }
}

#[test]
fn declaring_a_sale_open_takes_the_place_of_no_reversal() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.show("declared-open", sale);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");

    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.show("declared-open", sale);
    story.fails_by("doubt.resolved");
}

#[test]
fn what_was_declared_open_after_all_tries_waits_for_the_operator() {
    for refused in [false, true] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer_lost(sale, "00");
        for _ in 0..3 {
            if refused {
                story.put(Lane::Line, Event::NotConnected);
            } else {
                let reversal = story.reversal(sale, "98");
                story.answer_lost(reversal, "00");
            }
        }
        story.show("declared-open", sale);
        story.passes();
    }
}

#[test]
fn another_transactions_open_end_absolves_nothing() {
    let mut story = Story::new();
    let earlier = story.good_sale(1, 9_000);
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.show("failed", sale);
    story.order(OrderKind::Refund, 100);
    story.supervisor();
    let ask = story.refund_ask(3, earlier, 100);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer_lost(refund, "00");
    story.show("declared-open", refund);
    story.fails_by("doubt.resolved");
}

#[test]
fn a_refund_in_doubt_is_open_not_failed() {
    for (screen, sound) in [("declared-open", true), ("failed", false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let refund = story.ask(ask);
        story.book(refund);
        story.answer_lost(refund, "00");
        story.show(screen, refund);
        if sound {
            story.passes();
        } else {
            story.fails_by("doubt.resolved");
        }
    }
}

#[test]
fn silence_after_a_cut_fails_though_the_money_ends_right() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.cut();
    let idle = story.show_bare("idle");
    let intent = story.order(OrderKind::Sale, 500);
    story.reversed(sale, "98");
    story.pay(intent, 2, 500);
    let sent = story.entry_of(sale);
    let verdict = story.fails_by("doubt.announced");
    // Sent, off, on again, and the next attempt, up to which nothing was said.
    assert_eq!(verdict.findings[0].evidence, [sent, idle - 2, idle - 1, idle + 2], "{verdict:#?}");
}

#[test]
fn a_balance_that_power_cut_off_needs_no_word() {
    let mut story = Story::new();
    story.order(OrderKind::Balance, 0);
    let balance = story.ask(Ask::new("balance", 1, 0));
    story.answer_lost(balance, "00");
    story.cut();
    story.show_bare("idle");
    story.passes();
}

#[test]
fn power_that_went_once_more_and_stayed_away_left_no_time_for_a_word() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.cut();
    story.power(false);
    let intent = story.order(OrderKind::Sale, 500);
    story.power(true);
    story.reversed(sale, "98");
    story.pay(intent, 2, 500);
    story.passes();
}

#[test]
fn silence_after_a_cut_fails_though_the_request_was_lost() {
    for besides in [None, Some("balance")] {
        let mut story = Story::new();
        story.good_sale(7, 500);
        story.order(OrderKind::Sale, 12_000);
        if let Some(class) = besides {
            let asked = story.ask(Ask::new(class, 8, 0));
            story.answer(asked, "00");
        }
        story.lost("sale");
        story.cut();
        let idle = story.show_bare("idle");
        let verdict = story.fails_by("doubt.announced");
        assert_eq!(verdict.findings[0].evidence.last(), Some(&(idle + 1)), "{verdict:#?}");
    }
}

#[test]
fn what_was_called_open_before_power_went_needs_no_second_word() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.show_bare("in-doubt");
    story.cut();
    story.show_bare("idle");
    story.passes();
}

impl Story {
    /// In doubt without any trouble of the line after the request, as a host that keeps silent leaves it.
    fn sale_in_doubt_with(&mut self, stan: u32, fen: i64) -> u64 {
        self.order(OrderKind::Sale, fen);
        let sale = self.sale(stan, fen);
        self.book(sale);
        self.put(Lane::Host, Event::Withheld { ticket: sale, why: "silence".into() });
        self.show("in-doubt", sale);
        sale
    }
}
