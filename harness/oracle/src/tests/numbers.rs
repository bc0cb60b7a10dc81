//! Trace numbers that fall, and what may come again under an old one.

use journal::*;

use crate::story::*;

const ORDER: &str = "10000001000001000001";

/// A refund under number 2 though 3 was used before it; what happens in the attempt before, and then in its own.
fn refund(before: impl FnOnce(&mut Story, &Ask), then: impl FnOnce(&mut Story, &Ask)) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 4_000);
    let ask = story.refund_ask(2, sale, 4_000);
    before(&mut story, &ask);
    let balance = story.ask(Ask::new("balance", 3, 0));
    story.answer(balance, "00");
    story.attempt("ordered");
    story.supervisor();
    then(&mut story, &ask);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story
}

fn lost(class: &'static str) -> impl FnOnce(&mut Story, &Ask) {
    move |story, _| story.lost(class)
}

fn shown(screen: &'static str, stan: u32) -> impl FnOnce(&mut Story, &Ask) {
    move |story, ask| {
        story.show_ahead(screen, &Ask { stan, ..ask.clone() });
    }
}

fn nothing(_: &mut Story, _: &Ask) {}

#[test]
fn a_refund_that_was_lost_in_another_attempt_at_its_order_may_come_again_under_its_number() {
    let rule = "trace.unique";
    refund(lost("refund"), nothing).passes();
    refund(nothing, nothing).fails_by(rule);
    refund(lost("echo"), nothing).fails_by(rule);
    refund(nothing, lost("refund")).fails_by(rule);
}

#[test]
fn a_refund_that_another_order_lost_says_nothing_of_this_one() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 500);
    story.lost("refund");
    story.show_bare("declared-open");
    let intent = story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let balance = story.ask(Ask::new("balance", 3, 0));
    story.answer(balance, "00");
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    // What is lost behind it says nothing either.
    story.attempt("ordered");
    story.lost("refund");
    story.fails_by("trace.unique");
}

#[test]
fn a_refund_that_was_called_open_under_its_number_may_come_again() {
    let rule = "trace.unique";
    refund(shown("declared-open", 2), nothing).passes();
    refund(shown("in-doubt", 2), nothing).passes();
    refund(shown("failed", 2), nothing).fails_by(rule);
    refund(shown("declared-open", 9), nothing).fails_by(rule);
}

#[test]
fn a_word_behind_a_number_that_fell_does_not_mend_it() {
    let mut story = refund(nothing, nothing);
    story.order(OrderKind::Reprint, 0);
    story.show_ahead("in-doubt", &Ask::new("refund", 2, 4_000));
    let verdict = story.judged();
    assert!(verdict.findings.iter().any(|f| f.rule == "trace.unique"), "{verdict:#?}");
}

#[test]
fn a_sale_never_comes_again_under_an_old_number() {
    for trouble in ["called open", "power"] {
        let mut story = Story::new();
        story.good_sale(3, 500);
        let intent = story.order(OrderKind::Sale, 12_000);
        let ask = Ask::new("sale", 2, 12_000);
        if trouble == "power" {
            story.power(false);
            story.power(true);
        } else {
            story.show_ahead("in-doubt", &ask);
        }
        let sale = story.ask(ask);
        story.book(sale);
        story.answer(sale, "00");
        story.approve(intent, sale);
        story.fails_by("trace.unique");
    }
}

#[test]
fn what_goes_back_to_a_wallet_comes_again_when_it_was_lost_or_power_kept_it_back() {
    for (trouble, passes) in
        [("lost", true), ("power", true), ("none", false), ("other lost", false), ("lost behind it", false)]
    {
        let mut story = Story::new();
        let intent = story.order(OrderKind::WalletPay, 12_000);
        let paid = story.ask(Ask::new("wallet-pay", 1, 12_000).with("59.1", ORDER));
        story.by_wallet(paid, 12_000);
        story.answer(paid, "00");
        story.approve(intent, paid);
        let intent = story.order_of(OrderKind::WalletRefund, 4_000, Some(1));
        story.supervisor();
        match trouble {
            "lost" => story.lost("wallet-refund"),
            "other lost" => story.lost("wallet-query"),
            _ => {}
        }
        let balance = story.ask(Ask::new("balance", 3, 0));
        story.answer(balance, "00");
        if trouble == "power" {
            story.power(false);
            story.power(true);
        }
        let mut ask = Ask::new("wallet-refund", 2, 4_000).with("59.1", ORDER).with("59.2", "r1");
        ask.original = Some(paid);
        let back = story.ask(ask);
        story.by_wallet(back, -4_000);
        story.answer(back, "00");
        story.approve(intent, back);
        if trouble == "lost behind it" {
            story.lost("wallet-refund");
        }
        if passes { story.passes() } else { drop(story.fails_by("trace.unique")) }
    }
}

#[test]
fn a_number_that_was_stolen_is_no_question_of_what_the_books_say_of_it() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let stolen = story.sale(1, 500);
    story.post(Book::Issuer, stolen, false);
    story.answer(stolen, "51");
    story.show("declined", stolen);
    story.fails_by("trace.unique");
}
