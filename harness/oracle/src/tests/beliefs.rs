//! What cashier and cardholder were left to believe, and by whom.

use journal::*;

use crate::story::*;

#[test]
fn failed_on_the_screen_and_done_on_paper_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("failed", sale);
    story.cashier(intent, Belief::NotDone);
    story.cardholder(intent, Belief::NotDone);
    story.slip(sale);
    story.fails_by("claim.screen");
}

#[test]
fn a_cardholder_sent_away_with_a_charge_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("failed", sale);
    story.cardholder(intent, Belief::NotDone);
    story.slip(sale);
    story.cashier(intent, Belief::Done);
    story.fails_by("claim.message");
}

#[test]
fn a_cardholder_who_saw_the_payment_approved_was_not_sent_away() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.cardholder(1, Belief::NotDone);
    story.passes();
}

#[test]
fn what_somebody_believes_of_an_order_that_pays_nothing_is_no_failed_payment() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Balance, 0);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.slip(sale);
    story.cashier(intent, Belief::Done);
    story.cardholder(intent, Belief::NotDone);
    story.fails_by("order.moves-only-what-was-asked");
}

#[test]
fn a_cashier_who_believes_in_what_never_stood_was_misled() {
    // A sale that was declined, or never sent; in another order something was claimed that did not stand either.
    for other in ["none", "before", "after"] {
        let mut story = Story::new();
        let misclaimed = |story: &mut Story, stan: u32| {
            let intent = story.order(OrderKind::Sale, 700);
            let sale = story.sale(stan, 700);
            story.answer(sale, "51");
            story.show("approved", sale);
            story.cashier(intent, Belief::Done);
        };
        if other == "before" {
            misclaimed(&mut story, 1);
        }
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(2, 12_000);
        story.answer(sale, "51");
        story.show("declined", sale);
        story.cashier(intent, Belief::Done);
        if other == "after" {
            misclaimed(&mut story, 3);
        }
        let verdict = story.fails_by("claim.screen");
        let sentences: Vec<&str> = verdict.findings.iter().map(|f| f.sentence.as_str()).collect();
        assert_eq!(sentences.len(), if other == "none" { 1 } else { 2 }, "{other}: {verdict:#?}");
        assert!(sentences.contains(&"the cashier believes that the sale is done, and nothing stands"));
    }
}

#[test]
fn a_claim_on_nothing_explains_what_the_cashier_believes() {
    let mut story = Story::new();
    story.good_sale(1, 500);
    let intent = story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.show_bare("approved");
    story.cashier(intent, Belief::Done);
    story.order(OrderKind::Balance, 0);
    let verdict = story.fails_by("claim.screen");
    assert_eq!(verdict.findings.len(), 1, "{verdict:#?}");
    let sentence = &verdict.findings[0].sentence;
    assert!(sentence.starts_with("the screen shows approved a transaction"), "{verdict:#?}");
}

#[test]
fn a_cashier_who_believes_in_what_was_reversed_later_was_told_so_once() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Sale, 500);
    story.reversed(sale, "06");
    story.cashier(1, Belief::Done);
    story.fails_by("reversal.not-claimed");
}

#[test]
fn a_cashier_who_was_told_that_it_failed_is_right_until_paper_says_otherwise() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.show("failed", sale);
    story.cashier(intent, Belief::NotDone);
    story.fails_by("doubt.resolved");
}
