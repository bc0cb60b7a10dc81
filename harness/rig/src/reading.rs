//! Reading screens and slips the way a person does: by patterns of the rig file.
//!
//! Every vendor words its paper differently; the rig file says where amount, trace number and the rest stand.
//! What cannot be read stays unread; nothing is guessed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use journal::{Copy, ScreenNote, SlipNote, TotalsNote};
use regex::{Regex, RegexSet};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};

/// Patterns as written in the rig file; each has one group around its value (`debit` and `credit` have two).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingPatterns {
    /// The type of transaction.
    pub transaction: String,
    /// What its words mean: a class of message, such as `sale` or `void`.
    #[serde(deserialize_with = "each_once")]
    pub words: BTreeMap<String, String>,
    /// The amount, `120.00`.
    pub amount: String,
    /// The trace number.
    pub trace: String,
    /// The batch number.
    pub batch: String,
    /// The reference number.
    pub reference: String,
    /// The approval code.
    pub auth: String,
    /// The response code.
    pub code: String,
    /// The state of a transaction that was queried.
    pub state: String,
    /// The states that mean that the transaction stands.
    pub standing: Vec<String>,
    /// Payments on a settlement slip: how many, and what they come to.
    pub debit: String,
    /// Voids and refunds on a settlement slip: how many, and what they come to.
    pub credit: String,
    /// What marks a duplicate.
    pub duplicate: String,
    /// What marks the merchant's copy.
    pub merchant_copy: String,
    /// What marks the cardholder's copy.
    pub cardholder_copy: String,
}

/// The patterns, ready for use. Whoever shares them shares the knowledge of which have ever fitted a line.
#[derive(Debug)]
pub struct Readers {
    transaction: Reader,
    words: BTreeMap<String, String>,
    amount: Reader,
    trace: Reader,
    batch: Reader,
    reference: Reader,
    auth: Reader,
    code: Reader,
    state: Reader,
    standing: Vec<String>,
    debit: Reader,
    credit: Reader,
    duplicate: Reader,
    merchant_copy: Reader,
    cardholder_copy: Reader,
    /// The patterns of [`Readers::for_reading`], in its order: which of them fit a line is learnt at once.
    of_line: RegexSet,
}

/// One pattern, and whether it ever fitted.
#[derive(Debug)]
struct Reader {
    key: &'static str,
    pattern: Regex,
    fitted: AtomicBool,
}

impl Reader {
    /// The value in the first line that fits.
    fn value<'a>(&self, lines: &'a [String]) -> Option<&'a str> {
        let value = self.fitting(lines).find_map(|line| self.value_in(line));
        self.note(value.is_some());
        value
    }

    /// The lines that fit: most fit nothing, and to learn that alone is cheap.
    fn fitting<'a>(&self, lines: &'a [String]) -> impl Iterator<Item = &'a String> {
        lines.iter().filter(|line| self.pattern.is_match(line))
    }

    fn value_in<'a>(&self, line: &'a str) -> Option<&'a str> {
        Some(self.pattern.captures(line)?.get(1)?.as_str())
    }

    /// A count and an amount in the first line that fits.
    fn sum(&self, lines: &[String]) -> Option<(u64, i64)> {
        let found = self.fitting(lines).find_map(|line| self.pattern.captures(line));
        self.note(found.is_some());
        let found = found?;
        Some((found.get(1)?.as_str().parse().ok()?, fen(found.get(2)?.as_str())?))
    }

    /// Whether any line fits.
    fn marks(&self, lines: &[String]) -> bool {
        let marked = self.fitting(lines).next().is_some();
        self.note(marked);
        marked
    }

    fn note(&self, fitted: bool) {
        // No thread waits for another to see it; it is asked for when the run is over.
        if fitted && !self.fitted.load(Ordering::Relaxed) {
            self.fitted.store(true, Ordering::Relaxed);
        }
    }
}

/// What was read off some lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Type of transaction.
    pub transaction: Option<String>,
    /// Amount.
    pub amount_fen: Option<i64>,
    /// Trace number.
    pub trace: Option<String>,
    /// Batch number.
    pub batch: Option<String>,
    /// Reference number.
    pub reference: Option<String>,
    /// Approval code.
    pub auth: Option<String>,
    /// Response code.
    pub code: Option<String>,
}

/// Words with their meanings; one that stands twice is refused, since only one of the two could count.
fn each_once<'de, D: Deserializer<'de>>(words: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Words;

    impl<'de> Visitor<'de> for Words {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("words with their meanings")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut words = BTreeMap::new();
            while let Some((word, meaning)) = map.next_entry::<String, String>()? {
                if words.insert(word.clone(), meaning).is_some() {
                    return Err(serde::de::Error::custom(format!("the word `{word}` stands twice")));
                }
            }
            Ok(words)
        }
    }

    words.deserialize_map(Words)
}

impl ReadingPatterns {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// The key of the pattern at fault and the reason.
    pub fn compile(&self) -> Result<Readers, (String, String)> {
        let sound = |key: &'static str, text: &str| {
            let refuse = |reason: String| (format!("{key}:"), reason);
            let pattern = Regex::new(text).map_err(|e| {
                let told = e.to_string();
                let last = told.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
                refuse(format!("not a pattern: {last}"))
            })?;
            if pattern.is_match("") {
                return Err(refuse("the pattern fits a line on which nothing stands".to_owned()));
            }
            Ok(Reader { key, pattern, fitted: AtomicBool::new(false) })
        };
        let pattern = |key: &'static str, text: &str| {
            let reader = sound(key, text)?;
            with_groups(reader, 1)
        };
        let sum = |key: &'static str, text: &str| with_groups(sound(key, text)?, 2);
        let mut readers = Readers {
            transaction: pattern("transaction", &self.transaction)?,
            words: self.words.clone(),
            amount: pattern("amount", &self.amount)?,
            trace: pattern("trace", &self.trace)?,
            batch: pattern("batch", &self.batch)?,
            reference: pattern("reference", &self.reference)?,
            auth: pattern("auth", &self.auth)?,
            code: pattern("code", &self.code)?,
            state: pattern("state", &self.state)?,
            standing: self.standing.clone(),
            debit: sum("debit", &self.debit)?,
            credit: sum("credit", &self.credit)?,
            duplicate: sound("duplicate", &self.duplicate)?,
            merchant_copy: sound("merchant_copy", &self.merchant_copy)?,
            cardholder_copy: sound("cardholder_copy", &self.cardholder_copy)?,
            of_line: RegexSet::empty(),
        };
        let texts = readers.for_reading().map(|reader| reader.pattern.as_str());
        let too_many = |e: regex::Error| ("reading:".to_owned(), format!("the patterns together: {e}"));
        readers.of_line = RegexSet::new(texts).map_err(too_many)?;
        Ok(readers)
    }
}

/// A pattern with as many groups as there are values to read.
fn with_groups(reader: Reader, groups: usize) -> Result<Reader, (String, String)> {
    match reader.pattern.captures_len().saturating_sub(1) {
        found if found == groups => Ok(reader),
        found => {
            let due = if groups == 1 { "one".to_owned() } else { groups.to_string() };
            let reason = format!("the pattern has {found} groups instead of {due}");
            Err((format!("{}:", reader.key), reason))
        }
    }
}

impl ReadingPatterns {
    /// What a word of the paper can mean: a transaction, since no slip is printed of a reversal but a partial one.
    pub(crate) fn meanings() -> impl Iterator<Item = host::Class> {
        let whole = |class: &host::Class| class.is_reversal() && *class != host::Class::PartialReversal;
        host::Class::ALL.into_iter().filter(move |class| !class.is_management() && !whole(class))
    }

    /// Whether some word of the paper means this.
    pub(crate) fn has_word_for(&self, class: host::Class) -> bool {
        self.words.values().any(|meaning| meaning == class.name())
    }

    /// A word of the paper whose meaning nobody here knows.
    pub(crate) fn unknown_meaning(&self) -> Option<(&str, &str)> {
        let known = |meaning: &str| Self::meanings().any(|class| class.name() == meaning);
        let unknown = self.words.iter().find(|(_, meaning)| !known(meaning))?;
        Some((unknown.0, unknown.1))
    }
}

impl Readers {
    /// The patterns by which any screen or slip is read.
    const fn for_reading(&self) -> [&Reader; 7] {
        let Self { transaction, amount, trace, batch, reference, auth, code, .. } = self;
        [transaction, amount, trace, batch, reference, auth, code]
    }

    /// Reads what can be read off these lines.
    #[must_use]
    pub fn read(&self, lines: &[String]) -> Reading {
        let readers = self.for_reading();
        let mut values = [None; 7];
        for line in lines.iter().filter(|line| self.of_line.is_match(line)) {
            for fitting in &self.of_line.matches(line) {
                if let (Some(value @ None), Some(reader)) = (values.get_mut(fitting), readers.get(fitting)) {
                    *value = reader.value_in(line);
                }
            }
        }
        for (reader, value) in readers.into_iter().zip(values) {
            reader.note(value.is_some());
        }
        let [transaction, amount, rest @ ..] = values;
        let [trace, batch, reference, auth, code] = rest.map(|value| value.map(str::to_owned));
        let transaction = transaction.and_then(|word| self.words.get(word).cloned());
        Reading { transaction, amount_fen: amount.and_then(fen), trace, batch, reference, auth, code }
    }

    /// Keys of the patterns that have fitted no line of any screen or slip so far, in all runs that share these readers.
    /// After a whole suite such a pattern is wrong, or this terminal has no such thing.
    #[must_use]
    pub fn never_fitted(&self) -> Vec<&'static str> {
        let readers = [
            &self.transaction,
            &self.amount,
            &self.trace,
            &self.batch,
            &self.reference,
            &self.auth,
            &self.code,
            &self.state,
            &self.debit,
            &self.credit,
            &self.duplicate,
            &self.merchant_copy,
            &self.cardholder_copy,
        ];
        let idle = readers.into_iter().filter(|reader| !reader.fitted.load(Ordering::Relaxed));
        idle.map(|reader| reader.key).collect()
    }

    /// The class that a word of the terminal's means; of several between strokes, the last one that is known.
    pub(crate) fn meaning(&self, title: &str) -> Option<String> {
        title.rsplit('/').find_map(|word| self.words.get(word).cloned())
    }

    /// Whether the answer to a query says that the transaction stands; `None` when it says nothing.
    #[must_use]
    pub fn stands(&self, lines: &[String]) -> Option<bool> {
        self.state.value(lines).map(|state| self.standing.iter().any(|word| word == state))
    }

    /// A screen as it is written down; the lines are masked already.
    #[must_use]
    pub fn screen(&self, screen: &str, lines: Vec<String>) -> ScreenNote {
        let Reading { transaction, amount_fen, trace, code, .. } = self.read(&lines);
        ScreenNote { screen: screen.to_owned(), lines, transaction, amount_fen, trace, code }
    }

    /// What a settlement slip says the batch comes to.
    fn totals(&self, lines: &[String]) -> Option<TotalsNote> {
        let (debits, debit_fen) = self.debit.sum(lines)?;
        let (credits, credit_fen) = self.credit.sum(lines)?;
        Some(TotalsNote { debits, debit_fen, credits, credit_fen })
    }

    /// A slip as it is written down.
    #[must_use]
    pub fn slip(&self, lines: &[String], complete: bool) -> SlipNote {
        let Reading { transaction, amount_fen, trace, batch, reference, auth, .. } = self.read(lines);
        let copy = if self.merchant_copy.marks(lines) {
            Copy::Merchant
        } else if self.cardholder_copy.marks(lines) {
            Copy::Cardholder
        } else {
            Copy::Unmarked
        };
        SlipNote {
            copy,
            complete,
            duplicate: self.duplicate.marks(lines),
            transaction,
            amount_fen,
            trace,
            batch,
            reference,
            auth,
            totals: self.totals(lines),
            lines: lines.len(),
            blank: lines.iter().all(|line| line.trim().is_empty()),
        }
    }
}

/// `120.00` in fen; a thousands comma is allowed.
fn fen(text: &str) -> Option<i64> {
    let (yuan, cents) = text.split_once('.')?;
    let yuan: i64 = yuan.replace(',', "").parse().ok()?;
    let cents: i64 = (cents.len() == 2).then(|| cents.parse().ok())??;
    yuan.checked_mul(100)?.checked_add(cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_in_fen() {
        assert_eq!(fen("120.00"), Some(12_000));
        assert_eq!(fen("1,234.56"), Some(123_456));
        assert_eq!(fen("12.5"), None);
        assert_eq!(fen("twelve"), None);
    }
}
