//! What warrants a reversal, and the reason that it gives.

use journal::*;

use crate::story::*;

#[test]
fn reversing_a_decline_fails_unless_power_went() {
    let tell = |cut: bool| {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.answer(sale, "51");
        if cut {
            story.cut();
            story.show("recovered-reversed", sale);
        } else {
            story.show("declined", sale);
        }
        story.order(OrderKind::Sale, 500);
        let reversal = story.reversal(sale, "06");
        story.answer(reversal, "12");
        story
    };
    tell(true).passes();
    tell(false).fails_by("reversal.warranted");
}

#[test]
fn reversing_a_decline_that_came_when_the_keys_went_is_no_fault() {
    for gone_in_time in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.answer(sale, "51");
        if gone_in_time {
            story.keys(false);
            story.keys(true);
        }
        story.show("declined", sale);
        story.order(OrderKind::Sale, 500);
        let sign_on = story.ask(Ask::new("sign-on", 2, 0));
        story.answer(sign_on, "00");
        let reversal = story.reversal(sale, "06");
        story.answer(reversal, "12");
        if !gone_in_time {
            story.keys(false);
        }
        if gone_in_time { story.passes() } else { drop(story.fails_by("reversal.warranted")) }
    }
}

#[test]
fn reversing_what_moves_no_money_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Balance, 0);
    let balance = story.ask(Ask::new("balance", 1, 0));
    story.answer(balance, "00");
    let reversal = story.ask(Ask { class: "sale-reversal", ..Ask::new("balance", 1, 0) }.with("39", "98"));
    story.answer(reversal, "25");
    let verdict = story.fails_by("reversal.warranted");
    assert_eq!(verdict.findings[0].sentence, "balance 000001 was reversed; a balance is never reversed");
}

#[test]
fn reversing_a_refund_fails() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer_lost(refund, "00");
    story.show("in-doubt", refund);
    story.order(OrderKind::Sale, 500);
    let ask = story.reversal_ask(refund, "98");
    let reversal = story.ask(ask);
    story.answer(reversal, "12");
    story.fails_by("reversal.warranted");
}

#[test]
fn reversing_once_more_what_is_settled_fails() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    story.reversed(sale, "98");
    let again = story.reversal(sale, "98");
    story.answer(again, "00");
    story.fails_by("reversal.warranted");
}

#[test]
fn reasons_have_to_fit() {
    let tell = |answer: Option<(&str, Option<&str>)>, reason: &str| {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        if let Some((code, deviation)) = answer {
            story.answer_spoilt(sale, code, deviation);
        }
        story.show("in-doubt", sale);
        story.order(OrderKind::Sale, 500);
        story.reversed(sale, reason);
        story
    };
    tell(None, "98").passes();
    tell(Some(("00", Some("bad-mac"))), "A0").passes();
    tell(Some(("00", Some("wrong-echo"))), "06").passes();
    tell(Some(("00", None)), "96").passes();
    tell(None, "06").fails_by("reversal.reason");
    tell(Some(("00", Some("bad-mac"))), "98").fails_by("reversal.reason");
    tell(Some(("00", Some("wrong-echo"))), "A0").fails_by("reversal.reason");
    tell(Some(("00", None)), "98").fails_by("reversal.reason");
}

#[test]
fn a_claimed_refund_that_is_reversed_is_of_a_kind_that_never_is() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(refund, "98");
    story.answer(reversal, "12");
    story.fails_by("reversal.warranted");
}

#[test]
fn a_reversal_of_what_never_reached_the_host_says_that_no_answer_came() {
    for (fen, reason, rule) in [
        (12_000, "98", None),
        (12_000, "06", Some("reversal.reason")),
        // One that names nothing at all is no question of its reason.
        (500, "06", Some("reversal.own-original")),
    ] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        story.lost("sale");
        story.order(OrderKind::Sale, 700);
        let ask = Ask { class: "sale-reversal", ..Ask::new("sale", 1, fen) }.with("39", reason);
        let reversal = story.ask(ask);
        story.answer(reversal, "25");
        match rule {
            None => story.passes(),
            Some(rule) => drop(story.fails_by(rule)),
        }
    }
}

#[test]
fn a_reason_may_be_that_of_an_answer_which_came_too_late_but_came() {
    for (before, passes) in [(true, true), (false, false)] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        let frame = story.answer_waits(sale, "00");
        story.show("in-doubt", sale);
        story.order(OrderKind::Reverse, 0);
        if before {
            story.arrives(frame.clone());
        }
        let reversal = story.reversal(sale, "06");
        if !before {
            story.arrives(frame);
        }
        story.unbook(sale);
        story.answer(reversal, "00");
        story.show("reversal-done", sale);
        if passes { story.passes() } else { drop(story.fails_by("reversal.reason")) }
    }
}

#[test]
fn an_approval_that_something_broke_off_may_be_reversed_as_if_none_had_come() {
    let down = || Event::LinkIs { state: LinkState::Down };
    let tell = |trouble: &str, before: bool| {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        let troubled = |story: &mut Story| match trouble {
            "power" => story.cut(),
            "line" => drop(story.put(Lane::Line, down())),
            _ => {
                story.keys(false);
                story.keys(true);
            }
        };
        if before {
            troubled(&mut story);
        }
        story.show("in-doubt", sale);
        if !before {
            troubled(&mut story);
        }
        story.order(OrderKind::Reverse, 0);
        if trouble == "keys" {
            let sign_on = story.ask(Ask::new("sign-on", 2, 0));
            story.answer(sign_on, "00");
        }
        story.reversed(sale, "98");
        story
    };
    for trouble in ["power", "line", "keys"] {
        tell(trouble, true).passes();
        tell(trouble, false).fails_by("reversal.reason");
    }
}

#[test]
fn a_decline_that_was_shown_is_known_though_power_went_behind_it() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.cut();
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "06");
    story.answer(reversal, "12");
    story.fails_by("reversal.warranted");
}

#[test]
fn paper_that_says_why_it_failed_is_no_slip_that_lacks() {
    for (said, passes) in [("failed", true), ("in-doubt", false)] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        story.show(said, sale);
        story.put(Lane::Paper, Event::PaperLine { text: "REFUSED BY CARD".into() });
        story.order(OrderKind::Reverse, 0);
        story.reversed(sale, "06");
        if passes { story.passes() } else { drop(story.fails_by("reversal.warranted")) }
    }
}
