//! The vocabulary: words and figures that fill the blanks of a phrase, in both languages.
//!
//! Each kind of word knows the pattern that cucumber looks for and what a word means; the two come from one
//! table, so that no word is found that means nothing.

mod evidence;
mod figures;
mod moments;
mod tables;

use std::str::FromStr;

pub(crate) use evidence::Evidence;
pub(crate) use figures::{Amount, CardName, Code, Codes, Duration, Nth, PersonName};
pub(crate) use moments::{MomentWords, all as all_moments};
pub(crate) use tables::{
    AnnouncedWords, BeliefWords, BreakageWords, ClassWords, FaceWords, KeySetWords, MendWords, MessageWords,
    OrderWords, PracticeWords, ReversibleWords, ScreenWords, StateWords, TimesWords, VOCABULARY, WalletWords,
};

/// A word that is not in its table; cucumber's pattern does not let one through.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoSuchWord(String);

impl std::fmt::Display for NoSuchWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` means nothing here", self.0)
    }
}

/// Parses the part of a text in front of, or behind, something fixed.
fn rest<T: FromStr<Err = NoSuchWord>>(text: Option<&str>) -> Option<T> {
    text.and_then(|word| word.parse().ok())
}
