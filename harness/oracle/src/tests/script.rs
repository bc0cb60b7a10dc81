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

fn card_is(story: &mut Story, present: bool) {
    let (card, face) = (CARD.to_owned(), "chip".to_owned());
    story.put(Lane::Cardholder, Event::CardIs { card, present, face });
}

#[test]
fn a_card_that_was_taken_out_before_the_answer_played_nothing() {
    // Taken out, put back, or taken out only when the sale had been shown.
    for (before, after, passes) in
        [(&[false][..], false, true), (&[false, true], false, false), (&[], true, false)]
    {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.ask(Ask::new("sale", 1, 12_000).with("55.9F26", "00"));
        story.book(sale);
        for present in before {
            card_is(&mut story, *present);
        }
        story.answer_with(sale, "00", &[("55.72", "<33 bytes>")]);
        story.approve(intent, sale);
        if after {
            card_is(&mut story, false);
        }
        told(&mut story, 2, FIRST_FAILED);
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn a_try_in_the_attempt_of_the_next_sale_and_before_it_lets_that_one_pass() {
    // Where the unanswered try stands: in the attempt of the script's own sale, before the next sale, behind it.
    for (place, passes) in [("own", false), ("before", true), ("behind", false)] {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        let unanswered = |story: &mut Story| {
            story.ask(advice(2, DONE));
        };
        if place == "own" {
            unanswered(&mut story);
        }
        let intent = story.order(OrderKind::Sale, 2_000);
        if place == "before" {
            unanswered(&mut story);
        }
        story.pay(intent, 3, 2_000);
        if place == "behind" {
            unanswered(&mut story);
        }
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn of_two_scripts_the_one_that_was_not_played_needs_no_word() {
    for (statuses, result, passes) in [
        (&[][..], DONE, true),
        (&["9000"], DONE, false),
        (&["9000"], "20000000012000000002", true),
        (&["9000"], "200000000120000000022000000003", false),
    ] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.ask(Ask::new("sale", 1, 12_000).with("55.9F26", "00"));
        story.book(sale);
        story.answer_with(sale, "00", &[("55.71", "<33 bytes>"), ("55.72", "<33 bytes>")]);
        let (card, name, status) = (CARD.to_owned(), "put-data".to_owned(), "9000".to_owned());
        story.put(Lane::Cardholder, Event::Scripted { card, command: name, status, decided: false });
        for status in statuses {
            command(&mut story, status);
        }
        story.approve(intent, sale);
        told(&mut story, 2, result);
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn a_failure_without_a_number_is_of_a_card_that_answered_nothing() {
    for (statuses, passes) in [(&[][..], true), (&["9000", "9000"], false)] {
        let mut story = Story::new();
        played(&mut story, statuses);
        told(&mut story, 2, "1000000001");
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn what_a_scenario_demands_of_a_script_is_met_or_unmet() {
    let tell = |result: Option<&str>, sentence: Expectation| {
        let mut story = Story::new();
        played(&mut story, if result == Some(FIRST_FAILED) { &["6985"] } else { &["9000", "9000"] });
        if let Some(result) = result {
            let ticket = story.ask(advice(2, result));
            let original =
                TxnKey { terminal: "10000001".into(), batch: "000001".into(), stan: "000001".into() };
            story.put(Lane::Host, Event::ScriptTold { ticket, original, results: result.into() });
            story.answer(ticket, "00");
        }
        story.expect(sentence);
        story
    };
    tell(Some(DONE), Expectation::ScriptTold { failed: None }).passes();
    tell(Some(FIRST_FAILED), Expectation::ScriptTold { failed: Some(1) }).passes();
    tell(Some(FIRST_FAILED), Expectation::ScriptTold { failed: Some(2) }).fails_by("then");
    tell(Some(FIRST_FAILED), Expectation::ScriptTold { failed: None }).fails_by("then");
    tell(Some(DONE), Expectation::ScriptTold { failed: Some(1) }).fails_by("then");
    tell(None, Expectation::ScriptTold { failed: None }).fails_by("then");
}

#[test]
fn a_reversal_says_what_became_of_the_script_or_the_scenario_is_unmet() {
    for (result, met) in [(Some(FIRST_FAILED), true), (None, false)] {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        let mut ask = story.reversal_ask(sale, "98");
        if let Some(result) = result {
            ask = ask.with("55.DF31", result);
        }
        let reversal = story.ask(ask);
        story.unbook(sale);
        story.answer(reversal, "00");
        story.show("reversal-done", sale);
        story.expect(Expectation::ReversalTellsScript);
        if met { story.passes() } else { drop(story.fails_by("then")) }
    }
    let mut story = Story::new();
    story.expect(Expectation::ReversalTellsScript);
    story.fails_by("then");
}

#[test]
fn a_word_on_another_sale_is_a_word_on_no_script() {
    let mut story = Story::new();
    played(&mut story, &["9000", "9000"]);
    let other = story.ask(advice(2, DONE).with("61.2", "000009"));
    story.answer(other, "00");
    let verdict = story.fails_by("script.told");
    let sentence = &verdict.findings[0].sentence;
    assert_eq!(sentence, "the host was told of a script that no answer brought", "{verdict:#?}");
}

#[test]
fn what_went_out_before_the_script_was_played_went_over_nothing() {
    let mut story = Story::new();
    story.good_sale(999_999, 500);
    played(&mut story, &["9000", "9000"]);
    story.passes();
}

#[test]
fn a_frame_that_left_and_never_arrived_was_a_try_if_it_was_to_tell() {
    for (class, passes) in [("script-advice", true), ("echo", false)] {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        let intent = story.order(OrderKind::Sale, 2_000);
        story.line(2);
        story.leaves(class);
        story.line(1);
        story.pay(intent, 3, 2_000);
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn told_again_behind_its_answer_when_power_or_keys_went_in_between_passes() {
    for keys in [false, true] {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        told(&mut story, 2, DONE);
        if keys {
            story.keys(false);
            story.keys(true);
            let sign_on = story.ask(Ask::new("sign-on", 3, 0));
            story.answer(sign_on, "00");
        } else {
            story.cut();
        }
        told(&mut story, 2, DONE);
        story.passes();
    }
}

#[test]
fn only_an_open_end_of_the_advice_itself_shows_its_refusal() {
    for (screen, of_the_advice, passes) in
        [("declared-open", true, true), ("in-doubt", true, false), ("declared-open", false, false)]
    {
        let mut story = Story::new();
        played(&mut story, &["9000", "9000"]);
        let refused = story.ask(advice(2, DONE));
        story.answer(refused, "12");
        story.show_as(screen, refused, |note| {
            if !of_the_advice {
                note.transaction = Some("balance".into());
            }
        });
        if passes { story.passes() } else { drop(story.fails_by("script.told")) }
    }
}

#[test]
fn a_script_that_was_not_played_may_be_told_of_as_such() {
    let mut story = Story::new();
    played(&mut story, &[]);
    told(&mut story, 2, "0000000000");
    story.passes();
}
