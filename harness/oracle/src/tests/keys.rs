//! Terminals that were opened.

use journal::*;

use crate::story::*;

#[test]
fn whatever_moves_money_after_the_keys_went_fails() {
    for class in ["sale", "balance"] {
        let mut story = Story::new();
        let kind = if class == "sale" { OrderKind::Sale } else { OrderKind::Balance };
        story.keys(false);
        story.order(kind, 500);
        let asked = story.ask(Ask::new(class, 1, 500));
        story.answer(asked, "51");
        story.show("declined", asked);
        story.fails_by("keys.gone");
    }
}

#[test]
fn a_message_that_was_lost_left_all_the_same() {
    let mut story = Story::new();
    story.good_sale(1, 500);
    story.keys(false);
    story.lost("settlement");
    story.fails_by("keys.gone");
}

#[test]
fn a_terminal_with_new_keys_goes_on() {
    let mut story = Story::new();
    story.good_sale(1, 500);
    story.keys(false);
    story.order(OrderKind::Sale, 700);
    story.show_bare("refused");
    story.keys(true);
    let sign_on = story.ask(Ask::new("sign-on", 2, 0));
    story.answer(sign_on, "00");
    story.good_sale(3, 700);
    story.passes();
}

#[test]
fn a_sign_on_is_no_business() {
    let mut story = Story::new();
    story.keys(false);
    let sign_on = story.ask(Ask::new("sign-on", 1, 0));
    story.answer(sign_on, "00");
    story.show_bare("sign-on-failed");
    story.passes();
}

#[test]
fn an_answer_that_nobody_could_check_is_no_approval() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 500);
    let sale = story.sale(1, 500);
    story.book(sale);
    story.keys(false);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.fails_by("keys.gone");
}

#[test]
fn what_could_not_be_checked_is_reversed_when_the_keys_are_back() {
    for code in ["00", "51"] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 500);
        let sale = story.sale(1, 500);
        if code == "00" {
            story.book(sale);
        }
        story.keys(false);
        story.answer(sale, code);
        story.show("in-doubt", sale);
        let intent = story.order(OrderKind::Reverse, 0);
        story.show_bare("refused");
        story.cashier(intent, Belief::NotDone);
        story.keys(true);
        if code == "00" {
            story.reversed(sale, "96");
        } else {
            let reversal = story.reversal(sale, "96");
            story.answer(reversal, "12");
        }
        story.good_sale(2, 700);
        story.passes();
    }
}

#[test]
fn a_reversal_waits_while_the_keys_are_gone_if_people_were_told() {
    for told in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 500);
        let sale = story.sale(1, 500);
        story.book(sale);
        story.keys(false);
        story.answer_lost(sale, "00");
        if told {
            story.show("in-doubt", sale);
        }
        let intent = story.order(OrderKind::Reverse, 0);
        story.show_bare("refused");
        story.cashier(intent, Belief::NotDone);
        if told {
            story.passes();
        } else {
            story.fails_by("doubt.resolved");
        }
    }
}

#[test]
fn what_leaves_at_the_instant_at_which_the_keys_go_left_before() {
    for at_once in [true, false] {
        let mut story = Story::new();
        story.order(OrderKind::Balance, 0);
        story.keys(false);
        if at_once {
            story.at_one_instant();
        }
        story.leaves("balance");
        if at_once { story.passes() } else { drop(story.fails_by("keys.gone")) }
    }
}
