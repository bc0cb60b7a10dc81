//! Scenarios that cannot be told apart, or that prove nothing: ids, tags, outlines, sentences without a demand.

use std::ops::RangeInclusive;

use gherkin::StepType;
use source::{Flaw, Place};

use super::at_line;
use crate::Case;

/// Characters of the longest case id; it becomes a file's name.
const LONGEST_ID: usize = 64;

/// The chapters of the suite.
const CHAPTERS: RangeInclusive<u32> = 1..=26;

/// Outlines without a table, tables without rows, columns that nothing uses.
pub(crate) fn outlines(path: &str, text: &str, feature: &gherkin::Feature) -> Vec<Flaw> {
    let scenarios = feature.scenarios.iter().chain(feature.rules.iter().flat_map(|rule| &rule.scenarios));
    let mut flaws = Vec::new();
    for scenario in scenarios {
        let outline = ["Outline", "Template", "大纲"].iter().any(|word| scenario.keyword.contains(word));
        let rows = |examples: &gherkin::Examples| examples.table.as_ref().map_or(0, |table| table.rows.len());
        let empty = scenario.examples.is_empty() || scenario.examples.iter().any(|e| rows(e) < 2);
        if (outline || !scenario.examples.is_empty()) && empty {
            let hint = "add `Examples:` (例子:) with a heading and at least one row";
            let reason = "an outline without a single row runs nothing";
            flaws.push(at_line(path, text, scenario.position.line, reason, hint));
            continue;
        }
        flaws.extend(scenario.examples.iter().flat_map(|examples| unused(path, text, scenario, examples)));
    }
    flaws
}

/// Columns of a table that no sentence of the outline uses.
fn unused(path: &str, text: &str, scenario: &gherkin::Scenario, examples: &gherkin::Examples) -> Vec<Flaw> {
    let Some((heading, table)) = examples.table.as_ref().and_then(|t| Some((t.rows.first()?, t))) else {
        return Vec::new();
    };
    let used = |column: &str| {
        let blank = format!("<{column}>");
        let sentences = scenario.steps.iter().map(|step| &step.value);
        sentences.chain([&scenario.name]).chain(&scenario.tags).any(|said| said.contains(&blank))
    };
    heading
        .iter()
        .filter(|column| !used(column))
        .map(|column| {
            let reason = format!("no sentence of the outline uses the column `{column}`");
            at_line(
                path,
                text,
                table.position.line,
                reason,
                format!("write <{column}> where it is meant, or drop it"),
            )
        })
        .collect()
}

/// Features without a scenario, scenarios without a sentence.
pub(crate) fn empty_things(path: &str, text: &str, cases: &[Case]) -> Vec<Flaw> {
    if cases.is_empty() {
        let hint = "add a scenario; is `Scenario:` (场景:) misspelt?";
        return vec![Flaw::of_file(path, "a feature without a scenario proves nothing", hint)];
    }
    let mut flaws = Vec::new();
    for case in cases {
        let at = |reason: &str, hint: &str| at_line(path, text, case.head.line, reason, hint);
        if case.steps.is_empty() {
            flaws.push(at("a scenario without a sentence proves nothing", "add sentences, or remove it"));
        } else if case.steps.iter().all(|step| step.ty != StepType::Then) && !is_canary(path) {
            // A canary has the rule that it must fail by.
            let hint = "add a sentence with `Then` (那么) that says what must be true";
            flaws.push(at("a scenario that demands nothing proves nothing", hint));
        }
    }
    flaws
}

/// What is wrong with a case's tags.
pub(crate) fn case_flaws(path: &str, text: &str, case: &Case) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let tagged = |tag: &str, reason: String, hint: &str| {
        Flaw::at(path, text, tag_place(text, case.head.line, tag), reason, hint)
    };
    let untagged = |reason: &str, hint: &str| at_line(path, text, case.head.line, reason, hint);
    let of = |name: &str| {
        let tags = case.head.tags.iter();
        tags.filter_map(|tag| tag.strip_prefix(name)?.strip_prefix(':')).collect::<Vec<_>>()
    };
    match of("case").as_slice() {
        [] | [""] => flaws.push(untagged("the scenario has no case id", "tag it, e.g. @case:SALE-001")),
        [_] => {
            let id = &case.head.case;
            if let Some(wrong) = wrong_id(id) {
                let hint = format!(
                    "letters, digits, `.`, `_` and `-`, a letter or digit first, at most {LONGEST_ID} with the \
                     number of an outline's row, e.g. @case:SALE-001"
                );
                flaws.push(tagged("@case:", format!("the case id {wrong}"), &hint));
            }
        }
        [_, ..] => {
            let hint = "keep one; an id of the whole feature counts as well";
            flaws.push(tagged("@case:", "the scenario has two case ids".to_owned(), hint));
        }
    }
    match case.head.chapter {
        Some(chapter) if CHAPTERS.contains(&chapter) => {}
        Some(chapter) => {
            let hint = format!("chapters are numbered {} to {}", CHAPTERS.start(), CHAPTERS.end());
            flaws.push(tagged("@chapter:", format!("there is no chapter {chapter}"), &hint));
        }
        None => {
            let hint = "tag it with a chapter's number, e.g. @chapter:5";
            if of("chapter").is_empty() {
                flaws.push(untagged("the scenario belongs to no chapter", hint));
            } else {
                flaws.push(tagged("@chapter:", "a chapter is a number".to_owned(), hint));
            }
        }
    }
    if case.defect.is_some() && !is_canary(path) {
        let hint = "seed defects with `run --defect ID`, or move the scenario to features/canary/";
        flaws.push(tagged("@defect:", "@defect is for canaries only".to_owned(), hint));
    }
    flaws
}

fn is_canary(path: &str) -> bool {
    path.replace('\\', "/").contains("/canary/")
}

/// What keeps an id from naming a file on every system.
fn wrong_id(id: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if let Some(wrong) = id.chars().find(|c| !allowed(*c)) {
        return Some(format!("has a character that it may not have: {wrong:?}"));
    }
    if !id.starts_with(|c: char| c.is_ascii_alphanumeric()) || id.ends_with('.') {
        return Some("begins or ends with a mark".to_owned());
    }
    (id.len() > LONGEST_ID).then(|| format!("has {} characters", id.len()))
}

/// Where a tag stands: on the nearest line at or above the scenario's that has it.
fn tag_place(text: &str, line: usize, tag: &str) -> Place {
    let above: Vec<(usize, &str)> = (1..).zip(text.lines()).take(line).collect();
    let found = above.iter().rev().find_map(|(number, written)| {
        let at = written.find(tag).filter(|_| written.trim_start().starts_with('@'))?;
        Some(Place { line: *number, column: written.get(..at)?.chars().count() + 1 })
    });
    found.unwrap_or(Place { line, column: 1 })
}
