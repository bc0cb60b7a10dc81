//! What is called done, what the books hold after it, and what waits.

use journal::*;

use crate::story::*;

/// A sale in doubt whose reversal by hand is answered so, and undone or not.
fn by_hand(code: &str, undone: bool) -> (Story, u64) {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Reverse, 0);
    let reversal = story.reversal(sale, "98");
    if undone {
        story.unbook(sale);
    }
    story.answer(reversal, code);
    (story, sale)
}

#[test]
fn reversal_done_on_an_error_code_fails_though_nothing_follows() {
    let (mut story, sale) = by_hand("96", false);
    story.show("reversal-done", sale);
    story.fails_by("claim.undone");
    let (mut story, sale) = by_hand("96", false);
    story.show("reversal-done", sale);
    story.good_sale(2, 500);
    story.fails_by("claim.undone");
    let (mut story, sale) = by_hand("00", true);
    story.show("reversal-done", sale);
    story.passes();
}

#[test]
fn reversal_done_that_nobody_sent_fails() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.show("reversal-done", sale);
    story.fails_by("claim.undone");
}

#[test]
fn a_try_that_settled_nothing_waits_only_with_a_word() {
    let (mut story, sale) = by_hand("96", false);
    story.show("in-doubt", sale);
    story.passes();
    let (mut story, _) = by_hand("96", false);
    story.show_bare("idle");
    story.fails_by("reversal.persistent");
}

#[test]
fn a_settled_reversal_leaves_nothing_in_the_books() {
    for code in ["00", "12", "25"] {
        let (mut story, sale) = by_hand(code, false);
        story.show("reversal-done", sale);
        story.errs_by("books.agree");
    }
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Void, 0);
    story.supervisor();
    let ask = story.void_ask(2, sale);
    let void = story.ask(ask);
    story.book(void);
    story.answer_lost(void, "00");
    story.show("in-doubt", void);
    story.order(OrderKind::Reverse, 0);
    let reversal = story.reversal(void, "98");
    story.answer(reversal, "25");
    story.show("reversal-done", void);
    story.errs_by("books.agree");
}

#[test]
fn a_decline_leaves_nothing_in_the_books() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.errs_by("books.agree");
}

#[test]
fn a_posting_that_does_not_add_up_is_the_benchs() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.post_one_leg(sale, "merchant", 5_000_000);
    story.errs_by("books.agree");
}

#[test]
fn a_reversal_answered_only_after_the_next_sale_came_too_late() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    let intent = story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.unbook(sale);
    let frame = story.answer_waits(reversal, "00");
    let next = story.sale(2, 500);
    story.arrives(frame);
    story.book(next);
    story.answer(next, "00");
    story.approve(intent, next);
    story.fails_by("reversal.first");
}

#[test]
fn an_earlier_outage_is_no_leave_for_a_reversal_of_something_else() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 100);
    story.put(Lane::Line, Event::NotConnected);
    story.show_bare("failed");
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Reverse, 0);
    let ask = story.reversal_ask(sale, "98");
    let reversal = story.ask(Ask { stan: 9, ..ask });
    story.answer(reversal, "25");
    story.show_bare("reversal-done");
    story.fails_by("reversal.own-original");
}

#[test]
fn lost_tries_count_as_tries() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Reverse, 0);
    for _ in 0..5 {
        story.lost("sale-reversal");
    }
    story.show("in-doubt", sale);
    story.fails_by("reversal.persistent");
}

#[test]
fn paper_that_says_why_it_failed_is_no_missing_slip() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("failed", sale);
    story.put(Lane::Paper, Event::PaperLine { text: "CARD DECLINED".into() });
    story.order(OrderKind::Reverse, 0);
    story.reversed(sale, "06");
    story.passes();
}

#[test]
fn a_cut_while_a_lost_request_was_under_way_is_announced_too() {
    for told in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        story.lost("sale");
        story.cut();
        story.show_bare(if told { "recovered-reversed" } else { "idle" });
        if told {
            story.passes();
        } else {
            story.fails_by("doubt.announced");
        }
    }
}

#[test]
fn an_announcement_is_of_the_transaction_that_was_cut() {
    let tell = |screen: &str, own: bool| {
        let mut story = Story::new();
        let other = story.good_sale(1, 500);
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(2, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        story.cut();
        story.show(screen, if own { sale } else { other });
        if screen != "approved" {
            story.order(OrderKind::Reverse, 0);
            story.reversed(sale, "96");
        } else {
            story.cashier(intent, Belief::Done);
            story.slip(sale);
        }
        story
    };
    tell("recovered-reversed", true).passes();
    tell("approved", true).passes();
    tell("recovered-approved", false).fails_by("doubt.announced");
}

#[test]
fn silence_that_trouble_cut_short_is_inconclusive_on_a_live_bench() {
    let mut story = Story::on("process", |_| {});
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.put(Lane::Bench, Event::Trouble { what: "the relay board is gone".into() });
    assert_eq!(story.judged().outcome, crate::Outcome::Inconclusive);
}

#[test]
fn what_was_reversed_under_another_number_is_not_called_undone_before() {
    for (before, rules) in
        [(true, &["claim.undone", "reversal.own-original"][..]), (false, &["reversal.own-original"])]
    {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        story.order(OrderKind::Reverse, 0);
        if before {
            story.show("reversal-done", sale);
        }
        let ask = Ask { stan: 2, ..story.reversal_ask(sale, "98") };
        let reversal = story.ask(ask);
        story.answer(reversal, "25");
        if !before {
            story.show("reversal-done", sale);
        }
        story.finds(rules);
    }
}

#[test]
fn a_reversal_of_nothing_is_called_done_when_it_was_settled_before() {
    for (code, passes) in [("25", true), ("96", false)] {
        let mut story = Story::new();
        story.good_sale(1, 500);
        story.order(OrderKind::Sale, 12_000);
        story.lost("sale");
        story.order(OrderKind::Reverse, 0);
        let reversal = story.reversal_of("sale-reversal", 2, 12_000);
        story.answer(reversal, code);
        story.show_ahead("reversal-done", &Ask::new("sale", 2, 12_000));
        if passes { story.passes() } else { drop(story.fails_by("claim.undone")) }
    }
}

#[test]
fn what_is_falsely_called_undone_is_shown_with_its_tries_and_with_what_stays_booked() {
    for booked in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        if booked {
            story.book(sale);
        }
        story.show("in-doubt", sale);
        story.order(OrderKind::Reverse, 0);
        let reversal = story.reversal(sale, "98");
        story.answer(reversal, "96");
        let word = story.show("reversal-done", sale);
        let (sent, tried) = (story.entry_of(sale), story.entry_of(reversal));
        let verdict = story.fails_by("claim.undone");
        let finding = &verdict.findings[0];
        assert_eq!(finding.sentence.ends_with("; 120.00 stays booked"), booked, "{verdict:#?}");
        for entry in [sent, tried, word] {
            assert!(finding.evidence.contains(&entry), "{entry}: {verdict:#?}");
        }
    }
}

#[test]
fn what_nobody_asked_for_is_called_undone_by_its_number_alone() {
    let mut story = Story::new();
    story.order(OrderKind::Balance, 0);
    let sale = story.sale(1, 12_000);
    story.answer_lost(sale, "51");
    story.show("reversal-done", sale);
    let verdict = story.judged();
    let said = verdict.findings.iter().find(|f| f.rule == "claim.undone").map(|f| f.sentence.as_str());
    assert_eq!(said, Some("the screen says that a reversal (000001) is done, and none had been settled"));
}
