//! Refusing what cucumber would let pass in silence: a misspelt keyword that becomes a description, a scenario
//! without steps, a sentence that nobody knows, or that two phrases claim.

use source::{Flaw, Place};

use crate::Counter;
use crate::book;

/// Keywords that end in a colon.
const BLOCKS: [&str; 15] = [
    "Feature",
    "Background",
    "Rule",
    "Scenario Outline",
    "Scenario Template",
    "Scenario",
    "Example",
    "Examples",
    "Scenarios",
    "功能",
    "背景",
    "场景大纲",
    "场景",
    "剧本",
    "例子",
];
/// Keywords that begin a sentence.
const SENTENCES: [&str; 15] = [
    "Given", "When", "Then", "And", "But", "假如", "假设", "假定", "当", "那么", "而且", "并且", "同时",
    "但是", "*",
];

/// What a line of a feature is.
enum Line<'a> {
    Nothing,
    Block(&'a str),
    Sentence,
    Loose(&'a str),
}

/// Finds loose lines: text that belongs to no keyword and would become a description.
pub(crate) fn loose_lines(file: &str, text: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut inside = "";
    let mut quoted = false;
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("\"\"\"") || trimmed.starts_with("```") {
            quoted = !quoted;
            continue;
        }
        match if quoted { Line::Nothing } else { kind(trimmed) } {
            Line::Nothing => {}
            Line::Sentence if matches!(inside, "Feature" | "功能" | "Rule" | "") => {
                let reason = "a sentence outside any scenario";
                let hint = "is the keyword `Scenario:` (场景:) missing or misspelt above? \
                            Prose of a feature must not begin with a step's keyword";
                flaws.push(flaw(file, text, number, line, reason.to_owned(), hint));
            }
            Line::Sentence => {}
            Line::Block(keyword) => inside = keyword,
            Line::Loose(loose) => {
                flaws.extend(judge_loose(file, text, number, line, loose, inside));
                if nearest_block(loose).is_some() {
                    // What follows belongs to the misspelt block; it is not told a second time.
                    inside = "misspelt";
                }
            }
        }
    }
    flaws
}

fn kind(line: &str) -> Line<'_> {
    if line.is_empty() || line.starts_with(['#', '@', '|']) {
        return Line::Nothing;
    }
    let block = BLOCKS
        .into_iter()
        .find(|keyword| line.strip_prefix(keyword).is_some_and(|rest| rest.trim_start().starts_with(':')));
    if let Some(keyword) = block {
        return Line::Block(keyword);
    }
    let sentence = SENTENCES.into_iter().any(|keyword| {
        line.strip_prefix(keyword).is_some_and(|rest| !keyword.is_ascii() || rest.starts_with(' '))
    });
    if sentence { Line::Sentence } else { Line::Loose(line) }
}

fn judge_loose(file: &str, text: &str, number: usize, line: &str, loose: &str, inside: &str) -> Option<Flaw> {
    let prose_allowed = matches!(inside, "Feature" | "功能" | "Rule");
    // Prose may begin with any word; only a block's keyword, with its colon, is looked for in it. A sentence under
    // a misspelt block is found as one that stands outside any scenario.
    let meant = nearest_block(loose).or_else(|| if prose_allowed { None } else { nearest_sentence(loose) });
    match (meant, prose_allowed) {
        (Some(keyword), _) => {
            let word = first_word(loose);
            let reason = format!("`{word}` is no keyword, so this line would say nothing");
            Some(flaw(file, text, number, line, reason, &format!("did you mean `{keyword}`?")))
        }
        (None, true) => None,
        (None, false) => {
            let reason = "this line belongs to no keyword, so it would say nothing".to_owned();
            let hint = "begin it with a step's keyword, or with # to make it a comment";
            Some(flaw(file, text, number, line, reason, hint))
        }
    }
}

/// The block's keyword that a loose line probably meant.
fn nearest_block(line: &str) -> Option<&'static str> {
    let (head, _) = line.split_once([':', ':'])?;
    BLOCKS.into_iter().find(|keyword| within(head.trim(), keyword))
}

/// The step's keyword that a loose line probably meant.
fn nearest_sentence(line: &str) -> Option<&'static str> {
    let word = first_word(line);
    SENTENCES
        .into_iter()
        .filter(|keyword| keyword.is_ascii() && keyword.len() > 2)
        .find(|keyword| {
            word != keyword.to_lowercase() && within(word, keyword) || word.eq_ignore_ascii_case(keyword)
        })
        .or_else(|| {
            let first_two: String = line.chars().take(2).collect();
            SENTENCES
                .into_iter()
                .filter(|k| k.chars().count() == 2)
                .find(|k| strsim::levenshtein(&first_two, k) == 1)
        })
}

fn within(word: &str, keyword: &str) -> bool {
    let allowed = match keyword.chars().count() {
        0..=1 => 0,
        2..=4 => 1,
        _ => 2,
    };
    let distance = strsim::damerau_levenshtein(&word.to_lowercase(), &keyword.to_lowercase());
    distance <= allowed && word != keyword || distance == 0
}

fn first_word(line: &str) -> &str {
    line.split([' ', ':', ':']).next().unwrap_or(line)
}

fn flaw(file: &str, text: &str, number: usize, line: &str, reason: String, hint: &str) -> Flaw {
    let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
    Flaw::at(file, text, Place { line: number + 1, column }, reason, hint)
}

/// Whether exactly one phrase knows this sentence.
pub(crate) fn sentence(
    file: &str,
    text: &str,
    collection: &cucumber::step::Collection<Counter>,
    step: &gherkin::Step,
) -> Option<Flaw> {
    let place = place_of(text, step);
    match collection.find(step) {
        Ok(Some(_)) => None,
        Ok(None) => {
            let hint = match book::nearest(step) {
                Some(phrase) => format!("the nearest phrase is: {phrase}; `tearproof steps` lists them all"),
                None => "`tearproof steps` lists every phrase".to_owned(),
            };
            Some(Flaw::at(file, text, place, format!("no phrase says `{}`", step.value), hint))
        }
        Err(ambiguous) => {
            let claims: Vec<String> =
                ambiguous.possible_matches.iter().map(|(regex, _)| book::readable(regex.as_str())).collect();
            let reason = format!("several phrases claim `{}`: {}", step.value, claims.join(" | "));
            Some(Flaw::at(file, text, place, reason, "word it so that only one fits"))
        }
    }
}

/// Place of a sentence; gherkin counts columns in bytes.
pub(crate) fn place_of(text: &str, step: &gherkin::Step) -> Place {
    let line = step.position.line;
    let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let column = written.chars().take_while(|c| c.is_whitespace()).count() + 1;
    Place { line, column }
}
