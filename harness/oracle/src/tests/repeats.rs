//! What is tried again: what was said before the repeat, and what the repeat itself has to say.

use journal::*;

use crate::story::*;

/// A refund that is open, booked or not, and power that goes while it is tried again.
fn cut_in_a_repeat(booked: bool, told: bool) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let first = story.ask(ask.clone());
    if booked {
        story.book(first);
    }
    story.answer_lost(first, "00");
    story.show("declared-open", first);
    story.attempt("ordered");
    story.supervisor();
    let under_way = story.leaves("refund");
    story.power(false);
    story.arrives(under_way);
    let again = story.taken(ask);
    story.power(true);
    if told {
        story.show("declared-open", again);
    }
    story.show_bare("idle");
    story
}

#[test]
fn a_cut_in_the_repeat_of_a_refund_has_to_be_told_again() {
    cut_in_a_repeat(true, true).passes();
    cut_in_a_repeat(false, true).passes();
    cut_in_a_repeat(false, false).fails_by("doubt.announced");
    cut_in_a_repeat(true, false).fails_by("doubt.resolved");
}

#[test]
fn what_was_said_of_a_refund_before_its_repeat_does_not_count_for_it() {
    for told in [true, false] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let first = story.ask(ask.clone());
        story.book(first);
        story.answer_lost(first, "00");
        story.show("declared-open", first);
        story.attempt("ordered");
        story.supervisor();
        let again = story.ask(ask);
        story.answer_lost(again, "00");
        story.show(if told { "declared-open" } else { "failed" }, again);
        if told {
            story.passes();
        } else {
            story.fails_by("doubt.resolved");
        }
    }
}

#[test]
fn a_repeat_that_nobody_ordered_leaves_the_word_before_it_true() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let first = story.ask(ask.clone());
    story.book(first);
    story.answer_lost(first, "00");
    story.show("declared-open", first);
    story.left_alone();
    let again = story.ask(ask);
    story.answer_lost(again, "00");
    story.passes();
}

#[test]
fn a_repeat_of_a_refund_that_was_lost_on_the_line_is_a_try_too() {
    for (word, sound) in [("declared-open", true), ("failed", false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let refund = story.ask(ask);
        story.book(refund);
        story.answer_lost(refund, "00");
        story.show("declared-open", refund);
        story.attempt("ordered");
        story.supervisor();
        story.lost("refund");
        story.show(word, refund);
        if sound {
            story.passes();
        } else {
            story.fails_by("doubt.resolved");
        }
    }
}

#[test]
fn whoever_was_told_otherwise_in_the_end_did_not_want_it_twice() {
    for (last, blamed) in [("recovered-approved", false), ("recovered-reversed", true)] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let first = story.sale(1, 12_000);
        story.book(first);
        story.answer(first, "00");
        story.show("approved", first);
        story.cut();
        story.show(last, first);
        story.attempt("ordered");
        let again = story.sale(2, 12_000);
        story.book(again);
        story.answer(again, "00");
        story.approve(1, again);
        if blamed {
            story.fails_by("intent.charged-once");
        } else {
            story.errs_by("intent.charged-once");
        }
    }
}

/// A refund that a host without the terminal's keys refused, and the sign-on that this calls for.
fn refused_for_its_mac() -> (Story, Ask) {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let keyless = Ask { mac: MacNote::Wrong { check_value: String::new() }, ..ask.clone() };
    let first = story.ask(keyless);
    story.answer_spoilt(first, "A0", Some("no-mac"));
    story.show("declared-open", first);
    (story, ask)
}

/// The same, repeated as it was, by a terminal that has signed on.
fn repeated(story: &mut Story, ask: Ask) -> u64 {
    let sign_on = story.ask(Ask::new("sign-on", 3, 0));
    story.answer(sign_on, "00");
    let again = story.ask(ask);
    story.book(again);
    story.answer(again, "00");
    story.show("approved", again);
    story.cashier(2, Belief::Done);
    story.slip(again);
    again
}

#[test]
fn a_refund_refused_for_its_mac_comes_again_with_any_order_in_hand_or_none() {
    for order in [None, Some(OrderKind::Settlement), Some(OrderKind::Sale), Some(OrderKind::Balance)] {
        let (mut story, ask) = refused_for_its_mac();
        match order {
            None => story.left_alone(),
            Some(order) => {
                story.order(order, if order == OrderKind::Sale { 700 } else { 0 });
            }
        }
        repeated(&mut story, ask);
        story.passes();
    }
}

#[test]
fn a_refund_of_another_amount_under_the_number_of_an_open_one_was_not_asked_for() {
    let (mut story, ask) = refused_for_its_mac();
    story.order(OrderKind::Sale, 700);
    repeated(&mut story, Ask { fen: 5_000, ..ask });
    let verdict = story.judged();
    let rules: Vec<&str> = verdict.findings.iter().map(|f| f.rule.as_str()).collect();
    assert!(rules.contains(&"order.moves-only-what-was-asked"), "{verdict:#?}");
}

/// A refund that was lost on its way, or that nobody confirmed, and that a settlement brings to the host.
fn brought_by_a_settlement(confirmed: bool) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 4_000);
    if confirmed {
        story.supervisor();
    }
    story.lost("refund");
    story.show_bare("declared-open");
    story.cashier(intent, Belief::Open);
    story.order(OrderKind::Settlement, 0);
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story
}

#[test]
fn a_refund_that_a_settlement_brings_is_that_of_its_own_order() {
    brought_by_a_settlement(true).passes();
    brought_by_a_settlement(false).fails_by("refund.within");
}

/// A refund that is booked and was declared open, its order once more, and this.
fn open_and_ordered_again(besides: impl FnOnce(&mut Story)) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer_lost(refund, "00");
    story.show("declared-open", refund);
    besides(&mut story);
    story.show_bare("idle");
    story
}

#[test]
fn only_a_lost_request_of_its_own_order_is_one_more_try_of_a_refund() {
    let again = |story: &mut Story| {
        story.attempt("ordered");
        story.supervisor();
    };
    open_and_ordered_again(|story| {
        again(story);
        story.lost("echo");
    })
    .passes();
    open_and_ordered_again(|story| {
        story.order(OrderKind::Refund, 500);
        story.supervisor();
        story.lost("refund");
    })
    .passes();
    open_and_ordered_again(|story| {
        again(story);
        story.lost("refund");
    })
    .fails_by("doubt.resolved");
}

#[test]
fn a_refund_is_given_up_by_a_word_in_the_attempt_of_its_repeat() {
    for given_up in [true, false] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        let intent = story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let first = story.ask(ask.clone());
        story.book(first);
        story.answer_lost(first, "00");
        story.show("declared-open", first);
        story.attempt("ordered");
        story.supervisor();
        let again = story.ask(ask);
        let frame = story.answer_waits(again, "00");
        if given_up {
            story.show("failed", again);
        }
        story.arrives(frame);
        story.approve(intent, again);
        if given_up { drop(story.fails_by("answer.late")) } else { story.passes() }
    }
}

#[test]
fn what_leaves_the_question_open_takes_back_no_decline() {
    for (second, sound) in [("98", true), ("00", false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let first = story.ask(ask.clone());
        story.answer(first, "61");
        story.show("declined", first);
        story.attempt("ordered");
        story.supervisor();
        let again = story.ask(ask);
        story.answer(again, second);
        story.show("declared-open", again);
        let intent = story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(3, sale, 4_000);
        let next = story.ask(ask);
        story.book(next);
        story.answer(next, "00");
        story.approve(intent, next);
        if sound { story.passes() } else { drop(story.fails_by("refund.within")) }
    }
}

#[test]
fn what_a_host_says_of_a_first_try_is_a_decline() {
    for code in ["96", "03", "77"] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        let intent = story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let first = story.ask(ask);
        story.answer(first, code);
        story.show("declined", first);
        if code == "77" {
            let sign_on = story.ask(Ask::new("sign-on", 3, 0));
            story.answer(sign_on, "00");
        }
        story.attempt("ordered");
        story.supervisor();
        let ask = story.refund_ask(4, sale, 4_000);
        let second = story.ask(ask);
        story.book(second);
        story.answer(second, "00");
        story.approve(intent, second);
        story.passes();
    }
}

/// Two refunds of 40.00, each of a sale of its own, the first of which came to this; a settlement brings the second.
fn the_second_is_brought(first: &str) -> Story {
    let mut story = Story::new();
    let sales = [story.good_sale(1, 4_000), story.good_sale(2, 12_000)];
    let intent = story.order_of(OrderKind::Refund, 4_000, Some(1));
    story.supervisor();
    if first == "paid" {
        let ask = story.refund_ask(3, sales[0], 4_000);
        let refund = story.ask(ask);
        story.book(refund);
        story.answer(refund, "00");
        story.approve(intent, refund);
    } else {
        story.show_bare("refused");
    }
    let second = story.order_of(OrderKind::Refund, 4_000, Some(2));
    story.supervisor();
    if first == "never sent" {
        story.lost("refund");
    }
    story.show_bare("declared-open");
    story.order(OrderKind::Settlement, 0);
    let ask = story.refund_ask(4, sales[1], 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(second, refund);
    story
}

#[test]
fn of_two_refunds_a_settlement_brings_the_one_that_was_lost_or_the_one_that_was_not_taken() {
    the_second_is_brought("never sent").passes();
    the_second_is_brought("paid").passes();
}

#[test]
fn a_refund_in_hand_is_its_own_orders_though_an_earlier_one_was_never_sent() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    let sale = story.good_sale(2, 12_000);
    story.order_of(OrderKind::Refund, 4_000, Some(1));
    story.show_bare("refused");
    let intent = story.order_of(OrderKind::Refund, 4_000, Some(2));
    story.supervisor();
    let ask = story.refund_ask(3, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story.passes();
}
