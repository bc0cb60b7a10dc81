//! Card numbers in a feature's text: a name, a sentence or a comment would carry them into every record and paper.
//!
//! A number is known by its length and check digit alone, as `rig` knows it; where the cards are known, a long
//! beginning of a number is found too. The flaw never quotes the line.

use rig::BenchFacts;
use source::{Flaw, Place};

use super::place_of;
use crate::Case;

/// Card numbers as they are written, each at its place.
pub(crate) fn card_numbers(file: &str, text: &str) -> Vec<Flaw> {
    let on = |(line, number): (&str, usize)| {
        let begin = rig::card_numbers(line).into_iter();
        begin.map(move |at| flaw(file, Place { line: number, column: at + 1 })).collect::<Vec<_>>()
    };
    text.lines().zip(1..).flat_map(on).collect()
}

/// Card numbers that a table puts together in the sentences, name and tags of a case.
pub(crate) fn joined_numbers(file: &str, text: &str, cases: &[Case]) -> Vec<Flaw> {
    said(file, text, cases, &|said| !rig::card_numbers(said).is_empty())
}

/// What shows the number of a card that lies at the bench, in full or a long beginning of it, as it is written or as a
/// table puts it together.
pub(crate) fn known_numbers(cases: &[Case], facts: &BenchFacts) -> Vec<Flaw> {
    let Some(feature) = cases.first().map(|case| &case.feature) else { return Vec::new() };
    let (file, text) = (&feature.path, &feature.text);
    let written = text.lines().zip(1..).filter(|(line, _)| facts.shows_a_card(line));
    let mut flaws: Vec<Flaw> = written.map(|(_, number)| flaw(file, Place::of_line(text, number))).collect();
    flaws.extend(said(file, text, cases, &|said| facts.shows_a_card(said)));
    flaws
}

/// The cases and sentences that say something of this sort.
fn said(file: &str, text: &str, cases: &[Case], has: &dyn Fn(&str) -> bool) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for case in cases {
        if has(&case.head.name) || case.head.tags.iter().any(|tag| has(tag)) {
            flaws.push(flaw(file, Place::of_line(text, case.head.line)));
        }
        let said = case.steps.iter().filter(|step| has(&step.value));
        flaws.extend(said.map(|step| flaw(file, place_of(text, step))));
    }
    flaws
}

fn flaw(file: &str, place: Place) -> Flaw {
    Flaw {
        file: file.to_owned(),
        place: Some(place),
        reason: "a card number stands here, and would stand in every record and paper".to_owned(),
        hint: "cards go by the names in fixtures/cards, e.g. Wang's card (王芳的卡)".to_owned(),
        excerpt: None,
    }
}
