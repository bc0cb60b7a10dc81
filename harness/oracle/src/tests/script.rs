//! What a card did with an issuer's script, and what the host is told of it.

use journal::*;

use crate::story::*;

const DONE: &str = "2000000001";
const FIRST_FAILED: &str = "1100000001";

/// A sale of 120.00 whose approval brings a script behind the card's decision.
fn brought(story: &mut Story) -> (u32, u64) {
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.ask(Ask::new("sale", 1, 12_000).with("55.9F26", "00"));
    story.book(sale);
    story.answer_with(sale, "00", &[("55.72", "<33 bytes>")]);
    (intent, sale)
}

fn command(story: &mut Story, status: &str) {
    let (card, command, status) = (CARD.to_owned(), "put-data".to_owned(), status.to_owned());
    story.put(Lane::Cardholder, Event::Scripted { card, command, status, decided: true });
}

/// The script is played, both commands with this status, and the sale claimed.
fn played(story: &mut Story, statuses: &[&str]) -> u64 {
    let (intent, sale) = brought(story);
    for status in statuses {
        command(story, status);
    }
    story.approve(intent, sale);
    sale
}

fn advice(stan: u32, result: &str) -> Ask {
    Ask::new("script-advice", stan, 12_000)
        .with("61.1", "000001")
        .with("61.2", "000001")
        .with("55.DF31", result)
}

fn told(story: &mut Story, stan: u32, result: &str) {
    let advice = story.ask(advice(stan, result));
    story.answer(advice, "00");
}

#[test]
fn told_as_the_card_answered_passes() {
    for (statuses, result) in
        [(&["9000", "9000"][..], DONE), (&["6985"], FIRST_FAILED), (&["9000", "6988"], "1200000001")]
    {
        let mut story = Story::new();
        played(&mut story, statuses);
        told(&mut story, 2, result);
        story.passes();
    }
}

#[test]
fn told_otherwise_than_the_card_answered_fails() {
    for (statuses, result) in [
        (&["6985"][..], DONE),
        (&["9000", "6985"], FIRST_FAILED),
        (&["9000", "9000"], FIRST_FAILED),
        (&["9000", "9000"], "0000000000"),
        (&["9000", "9000"], "99"),
        (&[], DONE),
    ] {
        let mut story = Story::new();
        played(&mut story, statuses);
        told(&mut story, 2, result);
        story.fails_by("script.told");
    }
}

#[test]
fn a_cut_in_the_middle_makes_it_a_failure_and_never_a_success() {
    for (result, passes) in [(FIRST_FAILED, true), (DONE, true), ("0000000000", false)] {
        let mut story = Story::new();
        let (intent, sale) = brought(&mut story);
        command(&mut story, "9000");
        story.cut();
        story.show("recovered-approved", sale);
        story.cashier(intent, Belief::Done);
        story.cardholder(intent, Belief::Done);
        told(&mut story, 2, result);
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn a_sale_that_goes_out_over_it_fails() {
    let mut story = Story::new();
    played(&mut story, &["9000", "9000"]);
    story.good_sale(3, 2_000);
    story.fails_by("script.told");
}

#[test]
fn not_told_while_nothing_else_goes_out_passes_and_so_does_a_script_that_was_not_played() {
    let mut story = Story::new();
    played(&mut story, &["9000", "9000"]);
    story.passes();
    let mut story = Story::new();
    played(&mut story, &[]);
    story.good_sale(3, 2_000);
    story.passes();
}

#[test]
fn a_try_that_is_lost_lets_one_sale_pass_and_not_the_next() {
    for tried in [true, false] {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        let intent = story.order(OrderKind::Sale, 2_000);
        story.lost("script-advice");
        let sale = story.sale(3, 2_000);
        story.book(sale);
        story.answer(sale, "00");
        story.approve(intent, sale);
        if !tried {
            story.good_sale(4, 700);
        }
        if tried { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn under_two_numbers_or_behind_its_answer_fails() {
    for again in [2, 5] {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        told(&mut story, 2, DONE);
        told(&mut story, again, DONE);
        story.fails_by("script.told");
    }
}

#[test]
fn of_a_sale_without_a_script_nothing_is_told() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    told(&mut story, 2, DONE);
    story.fails_by("script.told");
}

#[test]
fn a_reversal_behind_it_says_the_same() {
    for result in [Some("1100000001"), Some(DONE), None] {
        let mut story = Story::new();
        let (_, sale) = brought(&mut story);
        command(&mut story, "6985");
        story.show("in-doubt", sale);
        told(&mut story, 2, FIRST_FAILED);
        let mut ask = story.reversal_ask(sale, "06");
        if let Some(result) = result {
            ask = ask.with("55.DF31", result);
        }
        let reversal = story.ask(ask);
        story.unbook(sale);
        story.answer(reversal, "00");
        story.show("reversal-done", sale);
        if result == Some(FIRST_FAILED) { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn refused_for_good_is_shown_or_fails() {
    for shown in [true, false] {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        let refused = story.ask(advice(2, DONE));
        story.answer(refused, "12");
        if shown {
            story.show("declared-open", refused);
        }
        if shown { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}
