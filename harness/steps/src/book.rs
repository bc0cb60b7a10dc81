//! The phrase book as a list: what `tearproof steps` prints, and what a misspelt sentence is compared with.

mod misfit;

use std::sync::OnceLock;

use cucumber::codegen::{StepConstructor, WorldInventory, inventory};
use cucumber::step::Collection;
use cucumber::{Parameter, World as _};
use gherkin::StepType;

pub(crate) use misfit::misfit;

use crate::Counter;
use crate::words::{self, VOCABULARY};

/// One phrase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// `Given`, `When` or `Then`.
    pub keyword: &'static str,
    /// The phrase with its blanks named, e.g. `the cashier takes a sale of {amount} from {card} {face}`.
    pub text: String,
    /// Whether it is said in English.
    pub english: bool,
    /// Whether it is said in Chinese; a phrase of blanks alone is said in both.
    pub chinese: bool,
    /// Where it stands in the source: file, line, column.
    source: (&'static str, u32, u32),
}

/// All step functions with their patterns, compiled once.
pub(crate) fn collection() -> &'static Collection<Counter> {
    static COLLECTION: OnceLock<Collection<Counter>> = OnceLock::new();
    COLLECTION.get_or_init(Counter::collection)
}

/// Every phrase, in the order of the source.
#[must_use]
pub fn phrases() -> &'static [Phrase] {
    static PHRASES: OnceLock<Vec<Phrase>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut phrases = Vec::new();
        collect::<<Counter as WorldInventory>::Given>("Given", &mut phrases);
        collect::<<Counter as WorldInventory>::When>("When", &mut phrases);
        collect::<<Counter as WorldInventory>::Then>("Then", &mut phrases);
        phrases.sort_by_key(|phrase| phrase.source);
        phrases
    })
}

fn collect<S: inventory::Collect + StepConstructor<Counter>>(
    keyword: &'static str,
    phrases: &mut Vec<Phrase>,
) {
    for step in inventory::iter::<S> {
        let (location, regex, _) = step.inner();
        let text = readable(regex().as_str());
        let (english, chinese) = languages_of(&text);
        let source = (location.path, location.line, location.column);
        phrases.push(Phrase { keyword, text, english, chinese, source });
    }
}

/// In which languages a phrase is said, by what stands outside its blanks: words in English are set apart by
/// spaces, and Chinese needs none.
fn languages_of(text: &str) -> (bool, bool) {
    let mut depth = 0_u32;
    let outside: String = text
        .chars()
        .filter(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect();
    let han = outside.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let latin = outside.chars().any(|c| c.is_ascii_lowercase());
    match (latin, han) {
        (false, false) if text.contains("}{") => (false, true),
        (false, false) => (true, true),
        (_, han) => (!han, han),
    }
}

/// The blanks: the pattern that fills each, and its name.
fn blanks() -> [(&'static str, &'static str); 26] {
    use words::*;
    [
        (Evidence::REGEX, Evidence::NAME),
        (MomentWords::REGEX, MomentWords::NAME),
        (BreakageWords::REGEX, BreakageWords::NAME),
        (MendWords::REGEX, MendWords::NAME),
        (ReversibleWords::REGEX, ReversibleWords::NAME),
        (ClassWords::REGEX, ClassWords::NAME),
        (OrderWords::REGEX, OrderWords::NAME),
        (WalletWords::REGEX, WalletWords::NAME),
        (FaceWords::REGEX, FaceWords::NAME),
        (PracticeWords::REGEX, PracticeWords::NAME),
        (KeySetWords::REGEX, KeySetWords::NAME),
        (StateWords::REGEX, StateWords::NAME),
        (BeliefWords::REGEX, BeliefWords::NAME),
        (AnnouncedWords::REGEX, AnnouncedWords::NAME),
        (MessageWords::REGEX, MessageWords::NAME),
        (ScreenWords::REGEX, ScreenWords::NAME),
        (TimesWords::REGEX, TimesWords::NAME),
        (Amount::REGEX, Amount::NAME),
        (Duration::REGEX, Duration::NAME),
        (CardName::REGEX, CardName::NAME),
        (PersonName::REGEX, PersonName::NAME),
        (Codes::REGEX, Codes::NAME),
        (Code::REGEX, Code::NAME),
        (Nth::REGEX, Nth::NAME),
        (r"(?:-?\d+)|(?:\d+)", "int"),
        (QUOTED, "text in quotes"),
    ]
}

/// How cucumber writes a text in quotes.
const QUOTED: &str = r#"(?:"(?P<__0_0>[^"\\]*(?:\\.[^"\\]*)*)"|'(?P<__0_1>[^'\\]*(?:\\.[^'\\]*)*)')"#;

/// A pattern with its blanks named again.
pub(crate) fn readable(pattern: &str) -> String {
    let mut text = pattern.trim_start_matches('^').trim_end_matches('$').to_owned();
    for (regex, name) in blanks() {
        let whole = if regex == QUOTED { regex.to_owned() } else { format!("({regex})") };
        text = text.replace(&whole, &format!("{{{name}}}"));
    }
    text.replace("(?:", "(").replace(")?", ")").replace('\\', "")
}

/// Keyword and pattern of every phrase.
fn patterns() -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    gather::<<Counter as WorldInventory>::Given>("Given", &mut found);
    gather::<<Counter as WorldInventory>::When>("When", &mut found);
    gather::<<Counter as WorldInventory>::Then>("Then", &mut found);
    found
}

fn gather<S: inventory::Collect + StepConstructor<Counter>>(
    keyword: &'static str,
    found: &mut Vec<(&'static str, String)>,
) {
    for step in inventory::iter::<S> {
        let (_, regex, _) = step.inner();
        found.push((keyword, regex().as_str().to_owned()));
    }
}

fn keyword_of(ty: StepType) -> &'static str {
    match ty {
        StepType::Given => "Given",
        StepType::When => "When",
        StepType::Then => "Then",
    }
}

/// Blanks that no table of words fills, and what can stand there.
pub const FIGURES: [(&str, &str); 9] = [
    ("amount", "yuan with two decimals and no separators: 120.00, 1200.00; an order moves 0.01 or more"),
    (
        "duration",
        "a whole number and a unit: 300 ms, 5 seconds, 2 minutes, 1 hour, 3 days; 300毫秒, 5秒, 2分钟, 1小时, 3天",
    ),
    ("nth", "first, second, third, fourth or fifth; 第1笔, 第2笔, …"),
    ("card", "the name of a card in fixtures/cards: Wang's card; 王芳的卡"),
    ("person", "the name of a person with a card or a wallet there: Wang; 王芳"),
    ("code", "a response code of two characters: 00, 51, A0"),
    ("codes", "a response code, or several: 98, 96 or 98; 96或98"),
    ("int", "a whole number in digits"),
    ("n", "a whole number in digits, from 1"),
];

/// The phrase that is most like a sentence nobody knows.
pub(crate) fn nearest(step: &gherkin::Step) -> Option<String> {
    let keyword = keyword_of(step.ty);
    let likeness = |phrase: &Phrase| {
        let score = strsim::normalized_levenshtein(&step.value, &phrase.text)
            + if phrase.keyword == keyword { 0.05 } else { 0.0 };
        (score * 1000.0) as u32
    };
    let best = phrases().iter().max_by_key(|phrase| likeness(phrase))?;
    (likeness(best) > 300).then(|| format!("{} {}", best.keyword, best.text))
}

/// The vocabulary: blanks and the words that fill them.
#[must_use]
pub fn vocabulary() -> Vec<(String, Vec<String>)> {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let tables = VOCABULARY.iter().map(|(name, words)| ((*name).to_owned(), own(words)));
    let moments =
        words::all_moments().into_iter().flat_map(|(english, chinese)| [english, chinese]).collect();
    tables.chain([(words::MomentWords::NAME.to_owned(), moments)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blank_is_named() {
        for phrase in phrases() {
            assert!(!phrase.text.contains(['[', '^', '<']), "{}", phrase.text);
        }
        assert!(phrases().len() > 100);
    }

    #[test]
    fn both_languages_say_as_much() {
        let said = |keyword: &str, in_it: &dyn Fn(&Phrase) -> bool| {
            phrases().iter().filter(|phrase| phrase.keyword == keyword && in_it(phrase)).count()
        };
        for keyword in ["Given", "When", "Then"] {
            assert_eq!(said(keyword, &|p| p.english), said(keyword, &|p| p.chinese), "{keyword}");
        }
    }
}
