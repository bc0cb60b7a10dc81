//! Digits as people write them, and card numbers that nobody here knows, found by their length and check digit.
//!
//! This is the one place that says what a digit is, what may stand between the digits of a number, and when a
//! number's check digit fits. Numbers of known cards are the masking's business, also where part of them is hidden.

use std::ops::RangeInclusive;

/// How many digits a card number has (ISO/IEC 7812-1).
const LENGTHS: RangeInclusive<usize> = 13..=19;
/// First digits of numbers that pay: travel, banking, merchandising (ISO/IEC 7812-1, major industry identifier).
const PAYING: RangeInclusive<u8> = 3..=6;

/// A digit, half or full width.
pub(crate) fn digit(c: char) -> Option<u8> {
    let c = match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0'))?,
        c => c,
    };
    c.to_digit(10).and_then(|d| u8::try_from(d).ok())
}

/// What may stand between two digits of one number.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '.' | '·' | '/' | '_')
}

/// ISO/IEC 7812-1, annex B: every second digit from the right doubled, the sum a multiple of ten.
pub(crate) fn checks(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .rev()
        .map(u32::from)
        .zip([false, true].into_iter().cycle())
        .map(|(digit, second)| if second { doubled(digit) } else { digit })
        .sum();
    sum.is_multiple_of(10)
}

/// A digit of a run, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Figure {
    digit: u8,
    /// Its place in the line, in characters from 0.
    at: usize,
    /// Whether something stands between it and the digit before.
    begins: bool,
}

/// Where card numbers begin in a line of text, in characters from 0: 13 to 19 digits with a right check digit, also
/// in groups, and also beside other figures.
#[must_use]
pub fn card_numbers(line: &str) -> Vec<usize> {
    runs(line).iter().flat_map(|run| numbers_in(run)).collect()
}

/// Digits with nothing but separators between them.
fn runs(line: &str) -> Vec<Vec<Figure>> {
    let mut runs: Vec<Vec<Figure>> = vec![Vec::new()];
    let mut begins = true;
    for (at, c) in line.chars().enumerate() {
        let Some(run) = runs.last_mut() else { continue };
        if let Some(digit) = digit(c) {
            run.push(Figure { digit, at, begins });
            begins = false;
        } else {
            begins = true;
            if !is_separator(c) && !run.is_empty() {
                runs.push(Vec::new());
            }
        }
    }
    runs
}

fn numbers_in(run: &[Figure]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(first) = run.get(from) {
        match LENGTHS.rev().find(|length| is_number(run, from, *length)) {
            Some(length) => {
                found.push(first.at);
                from += length;
            }
            None => from += 1,
        }
    }
    found
}

/// Whether so many digits from here on are a number. Where they are cut out of a longer row of digits, they have to
/// begin like a number that pays: dates and references in a row would fit by chance otherwise.
fn is_number(run: &[Figure], from: usize, length: usize) -> bool {
    let Some(figures) = run.get(from..from + length) else { return false };
    let whole =
        figures.first().is_some_and(|f| f.begins) && run.get(from + length).is_none_or(|next| next.begins);
    let pays = figures.first().is_some_and(|f| PAYING.contains(&f.digit));
    (whole || pays) && figures.iter().any(|f| f.digit != 0) && checks(figures.iter().map(|f| f.digit))
}
