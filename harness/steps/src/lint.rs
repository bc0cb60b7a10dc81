//! Refusing what cucumber would let pass in silence: a misspelt keyword that becomes a description, a scenario
//! that tests nothing, a sentence that nobody knows or that two phrases claim, a value that means nothing.

mod cases;
mod lines;
mod numbers;
mod rehearse;
mod sentence;

pub(crate) use cases::{case_flaws, empty_things, outlines};
pub(crate) use lines::{language, loose_lines};
pub(crate) use numbers::{card_numbers, joined_numbers, known_numbers};
pub(crate) use rehearse::{is_rehearsing, rehearse};
pub(crate) use sentence::{place_of, sentence};

use source::{Flaw, Place};

/// A flaw in a line of a feature, at its first character that is no space; lines count from 1.
pub(crate) fn at_line(
    file: &str,
    text: &str,
    line: usize,
    reason: impl Into<String>,
    hint: impl Into<String>,
) -> Flaw {
    Flaw::at(file, text, Place::of_line(text, line), reason, hint)
}
