//! Doubt that is not resolved, or not announced; what a practice leaves open.

use journal::*;
use profile::*;

use crate::story::*;

#[test]
fn a_timeout_cleaned_up_like_a_decline_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.show("failed", sale);
    story.fails_by("doubt.resolved");
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
    story.show_bare("idle");
    let intent = story.order(OrderKind::Sale, 500);
    story.reversed(sale, "98");
    let next = story.sale(2, 500);
    story.book(next);
    story.answer(next, "00");
    story.approve(intent, next);
    story.fails_by("doubt.announced");
}

#[test]
fn a_practice_that_gives_up_is_at_risk() {
    let give_up =
        |p: &mut Profile| p.terminal.reversal.after_exhaustion = AfterExhaustion::GiveUpAndDelete.into();
    let mut story = Story::under(give_up);
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    for _ in 0..3 {
        let reversal = story.reversal(sale, "98");
        story.answer_lost(reversal, "96");
    }
    story.good_sale(2, 500);
    story.risks("give-up-and-delete", 12_000);

    let mut story = Story::under(give_up);
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.answer_lost(reversal, "96");
    story.good_sale(2, 500);
    story.fails_by("reversal.persistent");
}

#[test]
fn a_second_charge_under_a_practice_is_at_risk() {
    let mut story =
        Story::under(|p| p.terminal.reversal.after_exhaustion = AfterExhaustion::GiveUpAndDelete.into());
    let sale = story.sale_in_doubt(1, 12_000);
    story.attempt("ordered");
    for _ in 0..3 {
        let reversal = story.reversal(sale, "98");
        story.answer(reversal, "96");
    }
    let again = story.sale(2, 12_000);
    story.book(again);
    story.answer(again, "00");
    story.approve(1, again);
    story.risks("give-up-and-delete", 12_000);
}

#[test]
fn a_practice_that_drops_yesterday_is_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
    story.sale_in_doubt(1, 12_000);
    story.days_pass(1);
    story.good_sale(2, 500);
    story.risks("drop-stale", 12_000);

    let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
    story.sale_in_doubt(1, 12_000);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}

#[test]
fn a_practice_that_deletes_on_a_failed_send_is_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.on_send_failure = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.put(Lane::Line, Event::LinkIs { state: LinkState::Down });
    story.book(sale);
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.risks("delete-on-send-failure", 12_000);
}

#[test]
fn practices_that_delete_on_bad_answers_are_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.on_mismatch = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "00", Some("wrong-echo"));
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.risks("delete-on-mismatch", 12_000);

    let mut story = Story::under(|p| p.terminal.reversal.on_unproven_decline = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "51", Some("bad-mac"));
    story.show("declined", sale);
    story.risks("delete-on-unproven-decline", 12_000);
}

#[test]
fn a_practice_with_loose_codes_is_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.done_codes.push("96".into()));
    let sale = story.sale_in_doubt(1, 12_000);
    let intent = story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.answer(reversal, "96");
    story.show("reversal-done", sale);
    let next = story.sale(2, 500);
    story.book(next);
    story.answer(next, "00");
    story.approve(intent, next);
    story.risks("loose-done-codes", 12_000);
}

#[test]
fn a_practice_that_reverses_for_want_of_a_slip_is_at_risk() {
    let no_slip = |p: &mut Profile| p.terminal.no_slip = NoSlip::Reverse.into();
    let tell = |mut story: Story, approved: bool| {
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        if approved {
            story.show("approved", sale);
        }
        story.put(Lane::Paper, Event::PrinterTrouble { what: "paper-out".into() });
        story.show("in-doubt", sale);
        story.order(OrderKind::Sale, 500);
        story.reversed(sale, "06");
        story
    };
    tell(Story::under(no_slip), false).risks("no-slip-reverses", 12_000);
    tell(Story::under(no_slip), true).fails_by("reversal.not-claimed");
    tell(Story::new(), false).fails_by("reversal.warranted");
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
