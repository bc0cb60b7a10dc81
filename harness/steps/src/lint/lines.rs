//! Line by line: text that belongs to no keyword of the feature's language and would become a description, and
//! what no phrase takes: doc strings, and tables outside an outline.

use source::{Flaw, Place};

use super::at_line;

/// Keywords that end in a colon.
const BLOCKS: [&str; 18] = [
    "Feature",
    "Business Need",
    "Ability",
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
    "剧本大纲",
    "剧本",
    "例子",
];
/// Keywords that begin a sentence.
const SENTENCES: [&str; 15] = [
    "Given", "When", "Then", "And", "But", "假如", "假设", "假定", "当", "那么", "而且", "并且", "同时",
    "但是", "*",
];

/// What each keyword of a sentence is called in the other language.
const TRANSLATIONS: [(&str, &str); 14] = [
    ("Given", "假如"),
    ("When", "当"),
    ("Then", "那么"),
    ("And", "而且"),
    ("But", "但是"),
    ("假如", "Given"),
    ("假设", "Given"),
    ("假定", "Given"),
    ("当", "When"),
    ("那么", "Then"),
    ("而且", "And"),
    ("并且", "And"),
    ("同时", "And"),
    ("但是", "But"),
];

/// What a line of a feature is.
enum Line<'a> {
    Nothing,
    Block(&'static str),
    Sentence(&'static str),
    Table,
    Quotes(&'static str),
    Loose(&'a str),
}

/// The language of a feature: `# language: …` counts in front of everything else only.
///
/// # Errors
/// A [`Flaw`] when it is neither English nor Simplified Chinese.
pub(crate) fn language(file: &str, text: &str) -> Result<String, Flaw> {
    let first = (1..).zip(text.lines()).find(|(_, line)| !line.trim().is_empty());
    let named = first.and_then(|(number, line)| {
        let named =
            line.trim().strip_prefix('#')?.trim().strip_prefix("language")?.trim().strip_prefix(':')?;
        Some((number, named.trim()))
    });
    match named {
        None => Ok("en".to_owned()),
        Some((_, language @ ("en" | "zh-CN"))) => Ok(language.to_owned()),
        Some((number, other)) => {
            let reason = format!("nobody here speaks `{other}`");
            Err(at_line(file, text, number, reason, "write `en` or `zh-CN`"))
        }
    }
}

/// Finds loose lines: text that belongs to no keyword and would become a description.
pub(crate) fn loose_lines(file: &str, text: &str, language: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut inside = "";
    let mut quoted = None;
    let mut titled = false;
    for (number, line) in (1..).zip(text.lines()) {
        let mut at = |reason: String, hint: &str| flaws.push(at_line(file, text, number, reason, hint));
        let kind = kind(line.trim());
        if let Some(mark) = quoted {
            if matches!(kind, Line::Quotes(end) if end == mark) {
                quoted = None;
            }
            continue;
        }
        match kind {
            Line::Nothing => {}
            Line::Quotes(mark) => {
                quoted = Some(mark);
                at(
                    "no phrase takes a doc string".to_owned(),
                    "say it in the sentence, or begin each line with #",
                );
            }
            Line::Table if matches!(inside, "Examples" | "Scenarios" | "例子") => {}
            Line::Table => {
                at(
                    "no phrase takes a table".to_owned(),
                    "tables stand under `Examples:` (例子:) of an outline",
                );
            }
            Line::Sentence(keyword) if is_foreign(keyword, language) => {
                at(
                    format!(
                        "`{keyword}` is no keyword in a feature whose language is {language}, so this line would say nothing"
                    ),
                    &other_language(keyword, language),
                );
            }
            Line::Sentence(_) if is_prose(inside) => {
                let hint = "is the keyword `Scenario:` (场景:) missing or misspelt above? \
                            Prose of a feature must not begin with a step's keyword";
                at("a sentence outside any scenario".to_owned(), hint);
            }
            Line::Sentence(_) => {}
            Line::Block(keyword) if is_foreign(keyword, language) => {
                at(
                    format!("`{keyword}` is no keyword in a feature whose language is {language}"),
                    "write the language's own keyword, or name the language in the first line: `# language: zh-CN`",
                );
                inside = "misspelt";
            }
            Line::Block(keyword) => {
                titled |= matches!(keyword, "Feature" | "Business Need" | "Ability" | "功能");
                inside = keyword;
            }
            Line::Loose(loose) => {
                flaws.extend(judge_loose(file, text, number, loose, inside));
                if nearest_block(loose).is_some() {
                    // What follows belongs to the misspelt block; it is not told a second time.
                    inside = "misspelt";
                }
            }
        }
    }
    if flaws.is_empty() && !titled {
        let hint = "begin the file, behind its tags, with `Feature:` and a name (功能:)";
        let place = Place { line: 1, column: 1 };
        flaws.push(Flaw::at(file, text, place, "the file has scenarios but no feature", hint));
    }
    flaws
}

/// Whether a keyword is of the other language; `*` and `Rule` are of both.
fn is_foreign(keyword: &str, language: &str) -> bool {
    !matches!(keyword, "*" | "Rule") && keyword.is_ascii() == (language == "zh-CN")
}

fn other_language(keyword: &str, language: &str) -> String {
    let own = TRANSLATIONS.iter().find(|(foreign, _)| *foreign == keyword).map_or("", |(_, own)| own);
    let other = if language == "en" { "zh-CN" } else { "en" };
    format!("write `{own}`, or name the language in the first line: `# language: {other}`")
}

/// Whether a block is one in which prose may stand.
fn is_prose(inside: &str) -> bool {
    matches!(inside, "Feature" | "Business Need" | "Ability" | "功能" | "Rule" | "")
}

fn kind(line: &str) -> Line<'_> {
    if line.is_empty() || line.starts_with(['#', '@']) {
        return Line::Nothing;
    }
    if line.starts_with('|') {
        return Line::Table;
    }
    if let Some(mark) = ["\"\"\"", "```"].into_iter().find(|mark| line.starts_with(mark)) {
        return Line::Quotes(mark);
    }
    let block = BLOCKS
        .into_iter()
        .find(|keyword| line.strip_prefix(keyword).is_some_and(|rest| rest.trim_start().starts_with(':')));
    if let Some(keyword) = block {
        return Line::Block(keyword);
    }
    let sentence = SENTENCES.into_iter().find(|keyword| {
        line.strip_prefix(keyword).is_some_and(|rest| !keyword.is_ascii() || rest.starts_with(' '))
    });
    sentence.map_or(Line::Loose(line), Line::Sentence)
}

fn judge_loose(file: &str, text: &str, number: usize, loose: &str, inside: &str) -> Option<Flaw> {
    let prose_allowed = is_prose(inside) && !inside.is_empty();
    // Prose may begin with any word; only a block's keyword, with its colon, is looked for in it. A sentence under
    // a misspelt block is found as one that stands outside any scenario.
    let meant = nearest_block(loose).or_else(|| if prose_allowed { None } else { nearest_sentence(loose) });
    match (meant, prose_allowed) {
        (Some(keyword), _) => {
            let word = first_word(loose);
            let reason = format!("`{word}` is no keyword, so this line would say nothing");
            Some(at_line(file, text, number, reason, format!("did you mean `{keyword}`?")))
        }
        (None, true) => None,
        (None, false) => {
            let reason = "this line belongs to no keyword, so it would say nothing".to_owned();
            let hint = "begin it with a step's keyword, or with # to make it a comment";
            Some(at_line(file, text, number, reason, hint))
        }
    }
}

/// The block's keyword that a loose line probably meant.
fn nearest_block(line: &str) -> Option<&'static str> {
    let (head, _) = line.split_once([':', '\u{FF1A}'])?;
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
    line.split([' ', ':', '\u{FF1A}']).next().unwrap_or(line)
}
