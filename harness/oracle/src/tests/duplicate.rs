//! The same once more in one attempt.

use journal::*;

use crate::story::*;

#[test]
fn once_more_in_one_attempt_is_lawful_behind_a_sign_on_or_a_settled_reversal() {
    // What comes between the first sale, which was answered without proof, and the second.
    for (between, rule) in [
        ("sign-on", None),
        ("balance", Some("wire.duplicate")),
        ("reversal", None),
        ("late reversal", Some("wire.duplicate")),
    ] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let mac = MacNote::Wrong { check_value: String::new() };
        let first = story.ask(Ask { mac, ..Ask::new("sale", 1, 12_000) });
        story.answer_spoilt(first, "51", Some("no-mac"));
        if between.ends_with("reversal") {
            let reversal = story.reversal(first, "A0");
            if between == "reversal" {
                story.answer(reversal, "25");
            }
            let again = story.ask(Ask::new("sale", 2, 12_000));
            if between != "reversal" {
                story.answer(reversal, "25");
            }
            story.book(again);
            story.answer(again, "00");
            story.approve(intent, again);
        } else {
            let asked = story.ask(Ask::new(if between == "sign-on" { "sign-on" } else { "balance" }, 2, 0));
            story.answer(asked, "00");
            story.pay(intent, 3, 12_000);
            story.order(OrderKind::Reverse, 0);
            let reversal = story.reversal(first, "A0");
            story.answer(reversal, "25");
        }
        match rule {
            None => story.passes(),
            Some(rule) => drop(story.fails_by(rule)),
        }
    }
}

/// A sale that was lost on its way, what leaves the terminal next, and the sale once more in the same attempt.
fn lost_and_sent_again(between: Option<&'static str>) -> Story {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    if let Some(class) = between {
        let asked = story.ask(Ask::new(class, 1, 0));
        story.answer(asked, "00");
    }
    story.pay(intent, 2, 12_000);
    story
}

#[test]
fn a_sale_that_was_lost_goes_out_again_only_behind_a_sign_on() {
    lost_and_sent_again(Some("sign-on")).passes();
    lost_and_sent_again(Some("balance")).fails_by("wire.duplicate");
    lost_and_sent_again(None).fails_by("wire.duplicate");
}

#[test]
fn what_was_lost_and_sent_again_beside_what_nobody_asked_for_is_found_with_it() {
    let mut story = Story::new();
    let first = story.good_sale(1, 500);
    let intent = story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.pay(intent, 2, 12_000);
    let ask = story.void_ask(3, first);
    let void = story.ask(ask);
    story.answer(void, "25");
    let verdict = story.judged();
    let found = |rule: &str| verdict.findings.iter().any(|f| f.rule == rule);
    assert!(found("wire.duplicate") && found("order.moves-only-what-was-asked"), "{verdict:#?}");

    // A sale that nobody asked for at all is that misdeed alone.
    let mut story = Story::new();
    story.order(OrderKind::Balance, 0);
    story.lost("sale");
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.fails_by("order.moves-only-what-was-asked");
}

#[test]
fn a_frame_that_the_line_doubled_is_one_though_something_else_left_beside_it() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let balance = story.ask(Ask::new("balance", 1, 0));
    story.answer(balance, "00");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.taken(Ask::new("sale", 2, 12_000));
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_repeat_under_a_new_number_is_found_once_though_the_first_was_never_reversed() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let first = story.sale(1, 12_000);
    story.answer_lost(first, "51");
    story.pay(intent, 2, 12_000);
    story.good_sale(3, 500);
    story.fails_by("wire.duplicate");
}
