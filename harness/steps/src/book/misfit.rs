//! A sentence that fits a phrase but for the word in a blank: which word, and what could stand there.

use std::sync::OnceLock;

use gherkin::StepType;
use regex::Regex;

use super::{QUOTED, blanks, keyword_of, patterns, readable, vocabulary};

/// A phrase with fewer characters of its own fits nearly everything.
const LEAST_FIRM: usize = 5;

/// A phrase, and a pattern of it whose blanks take anything.
struct Loose {
    keyword: &'static str,
    pattern: Regex,
    phrase: String,
    /// What stands in front of each blank, and behind the last.
    texts: Vec<String>,
    /// Name and pattern of each blank, in order.
    blanks: Vec<(&'static str, &'static str)>,
}

fn all() -> &'static [Loose] {
    static ALL: OnceLock<Vec<Loose>> = OnceLock::new();
    ALL.get_or_init(|| {
        patterns().into_iter().filter_map(|(keyword, pattern)| loosen(keyword, &pattern)).collect()
    })
}

/// Takes a pattern apart at its blanks.
fn loosen(keyword: &'static str, pattern: &str) -> Option<Loose> {
    let all = blanks();
    let mut marked = pattern.to_owned();
    for (regex, name) in all {
        let whole = if regex == QUOTED { regex.to_owned() } else { format!("({regex})") };
        marked = marked.replace(&whole, &format!("\u{1}{name}\u{2}"));
    }
    let (mut texts, mut found) = (Vec::new(), Vec::new());
    let mut rest = marked.as_str();
    while let Some((before, behind)) = rest.split_once('\u{1}') {
        let (name, behind) = behind.split_once('\u{2}')?;
        let (regex, name) = all.into_iter().find(|(_, known)| *known == name)?;
        texts.push(before.to_owned());
        found.push((name, regex));
        rest = behind;
    }
    texts.push(rest.to_owned());
    let pattern_of_all = Regex::new(&texts.join("(?:.+?)")).ok()?;
    Some(Loose { keyword, pattern: pattern_of_all, phrase: readable(pattern), texts, blanks: found })
}

impl Loose {
    /// What stands in the blank of this index, where everything else fits.
    fn word_in<'a>(&self, index: usize, sentence: &'a str) -> Option<&'a str> {
        let mut pattern = String::new();
        for (n, text) in self.texts.iter().enumerate() {
            pattern.push_str(text);
            match self.blanks.get(n) {
                Some(_) if n == index => pattern.push_str("(?P<wrong>.+?)"),
                Some((_, regex)) if *regex == QUOTED => pattern.push_str("\"[^\"]*\""),
                Some((_, regex)) => pattern.push_str(&format!("(?:{regex})")),
                None => {}
            }
        }
        Some(Regex::new(&pattern).ok()?.captures(sentence)?.name("wrong")?.as_str())
    }

    /// Characters outside the blanks.
    fn firm(&self) -> usize {
        self.texts.iter().map(|text| text.chars().count()).sum()
    }
}

/// The word at fault and what could stand in its place, where a sentence fits a phrase otherwise; or the keyword
/// under which the sentence is known.
pub(crate) fn misfit(step: &gherkin::Step) -> Option<(String, String)> {
    let keyword = keyword_of(step.ty);
    let like: Vec<&Loose> = all().iter().filter(|loose| loose.pattern.is_match(&step.value)).collect();
    let known = |keyword: &str| {
        let step = gherkin::Step { ty: type_of(keyword), ..step.clone() };
        matches!(super::collection().find(&step), Ok(Some(_)))
    };
    if let Some(other) = ["Given", "When", "Then"].into_iter().find(|other| *other != keyword && known(other))
    {
        let reason = format!("`{}` is not said after {keyword}", step.value);
        return Some((reason, format!("begin it with {}", told(other))));
    }
    // The shorter the word at fault, the more of the sentence is the phrase's own.
    let mut found: Vec<(usize, &Loose, &str, &str)> = Vec::new();
    for loose in like.into_iter().filter(|loose| loose.keyword == keyword && loose.firm() >= LEAST_FIRM) {
        for (index, (name, _)) in loose.blanks.iter().enumerate() {
            if let Some(word) = loose.word_in(index, &step.value) {
                found.push((word.chars().count(), loose, name, word));
            }
        }
    }
    let (length, loose, name, word) = found.into_iter().min_by_key(|(length, ..)| *length)?;
    if length * 4 > step.value.chars().count() * 3 {
        return None;
    }
    let reason = format!("`{word}` is no {}: no phrase says `{}`", blank_word(name), step.value);
    Some((reason, format!("{}; the phrase is: {} {}", advice(name, word), loose.keyword, loose.phrase)))
}

fn type_of(keyword: &str) -> StepType {
    match keyword {
        "Given" => StepType::Given,
        "When" => StepType::When,
        _ => StepType::Then,
    }
}

fn told(keyword: &str) -> &'static str {
    match keyword {
        "Given" => "Given (假如)",
        "When" => "When (当)",
        _ => "Then (那么)",
    }
}

fn blank_word(name: &str) -> &str {
    match name {
        "nth" => "place in an order",
        "int" => "number",
        other => other,
    }
}

/// What could stand in a blank, as near as possible to what stands there.
fn advice(name: &str, word: &str) -> String {
    if name == "amount" {
        return match mended_amount(word) {
            Some(amount) => format!("write {amount}"),
            None if is_too_large(word) => rig::largest_amount(),
            None => "write yuan with two decimals, e.g. 120.00".to_owned(),
        };
    }
    if let Some((_, meaning)) = super::FIGURES.iter().find(|(figure, _)| *figure == name) {
        return format!("write {meaning}");
    }
    let chinese = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let words = vocabulary().into_iter().find(|(blank, _)| blank == name).map(|(_, words)| words);
    let mut words: Vec<String> =
        words.unwrap_or_default().into_iter().filter(|known| chinese(known) == chinese(word)).collect();
    words.sort_by_key(|known| strsim::levenshtein(known, word));
    words.truncate(6);
    if words.is_empty() {
        "`tearproof steps` lists the words".to_owned()
    } else {
        format!("write e.g. {}", words.join(" | "))
    }
}

/// Yuan and cents in digits, without what people write around them.
fn figures(word: &str) -> Option<(String, String)> {
    let bare: String =
        word.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{A5}' | '\u{FFE5}' | '$')).collect();
    let (yuan, cents) = bare.split_once('.').unwrap_or((&bare, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (!yuan.is_empty() && digits(yuan) && digits(cents)).then(|| (yuan.to_owned(), cents.to_owned()))
}

/// `¥1,200` as `1200.00`, where that is what was meant.
fn mended_amount(word: &str) -> Option<String> {
    let (yuan, cents) = figures(word).filter(|(_, cents)| cents.len() <= 2)?;
    (!is_too_large(word)).then(|| format!("{yuan}.{cents:0<2}"))
}

/// Whether no till takes so many yuan.
fn is_too_large(word: &str) -> bool {
    let most = rig::LARGEST_FEN / 100;
    figures(word).is_some_and(|(yuan, _)| yuan.parse::<u64>().map_or(true, |yuan| yuan > most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(ty: StepType, value: &str) -> gherkin::Step {
        gherkin::Step {
            keyword: String::new(),
            ty,
            value: value.to_owned(),
            docstring: None,
            table: None,
            span: gherkin::Span::default(),
            position: gherkin::LineCol::default(),
        }
    }

    #[test]
    fn the_word_at_fault_is_named_and_mended() {
        assert!(all().iter().filter(|loose| !loose.blanks.is_empty()).count() > 100);
        let cases = [
            (
                StepType::When,
                "the cashier takes a sale of 1,200.00 from Wang's card by chip",
                "`1,200.00`",
                "write 1200.00",
            ),
            (
                StepType::When,
                "the cashier takes a sale of 120 from Wang's card by chip",
                "`120`",
                "write 120.00",
            ),
            (
                StepType::When,
                "the cashier takes a sale of 1.00 from Wang's card by heart",
                "`by heart`",
                "by chip",
            ),
            (StepType::When, "收银员收款120元,王芳的卡插卡", "`120`", "write 120.00"),
            (
                StepType::Given,
                "the terminal loses power for 5 seconds when the aproval is shown",
                "`the aproval is shown`",
                "the approval is shown",
            ),
            (
                StepType::Given,
                "the terminal loses power for ten seconds when the approval is shown",
                "`ten seconds`",
                "5 seconds",
            ),
            (StepType::Then, "the tenth sale stands", "`tenth`", "first"),
            (
                StepType::Then,
                "the cashier takes a sale of 1.00 from Wang's card by chip",
                "not said after Then",
                "When",
            ),
        ];
        for (ty, sentence, word, hint) in cases {
            let (reason, advice) = misfit(&step(ty, sentence)).unwrap_or_else(|| panic!("{sentence}"));
            assert!(reason.contains(word), "{sentence}: {reason}");
            assert!(advice.contains(hint), "{sentence}: {advice}");
        }
    }
}
