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
    /// Whether that something ends in a decimal point.
    behind_point: bool,
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
    let (mut begins, mut behind_point) = (true, false);
    for (at, c) in line.chars().enumerate() {
        let Some(run) = runs.last_mut() else { continue };
        if let Some(digit) = digit(c) {
            run.push(Figure { digit, at, begins, behind_point });
            (begins, behind_point) = (false, false);
        } else {
            (begins, behind_point) = (true, c == '.');
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
/// begin like a number that pays: references in a row would fit by chance otherwise.
fn is_number(run: &[Figure], from: usize, length: usize) -> bool {
    let Some(figures) = run.get(from..from + length) else { return false };
    let whole =
        figures.first().is_some_and(|f| f.begins) && run.get(from + length).is_none_or(|next| next.begins);
    let pays = figures.first().is_some_and(|f| PAYING.contains(&f.digit));
    let stands = if figures.iter().skip(1).any(|f| f.begins) {
        whole && are_groups(figures, pays)
    } else {
        whole || pays
    };
    stands && figures.iter().any(|f| f.digit != 0) && checks(figures.iter().map(|f| f.digit))
}

/// Whether digits are grouped as people group a card number, and not like dates or amounts in a row: four or more
/// to a group, or fewer in groups of one size where the number pays. The last group may be shorter.
fn are_groups(figures: &[Figure], pays: bool) -> bool {
    let groups: Vec<&[Figure]> = figures.chunk_by(|_, next| !next.begins).collect();
    let cents = |group: &&[Figure]| group.len() == 2 && group.first().is_some_and(|f| f.behind_point);
    let Some((last, front)) = groups.split_last() else { return false };
    let size = front.first().map_or(0, |group| group.len());
    let regular = front.iter().all(|group| group.len() == size) && last.len() <= size;
    !groups.iter().skip(1).any(cents) && (front.iter().all(|group| group.len() >= 4) || pays && regular)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for line in [
            "6228480900000016",
            "6228 4809 0000 0016",
            "622848 0900000016",
            "62 28 48 09 00 00 00 16",
            "6 2 2 8 4 8 0 9 0 0 0 0 0 0 1 6",
            "17.6228480900000016",
            "6228480900000016.00",
            "6228.4809.0000.0016 120.00",
            "2026-03-02 6228 4809 0000 0016 2026-03-12",
            "3782 822463 10005",
            "6205 5000 0000 0000 004",
            "1228480900000017",
        ] {
            assert_eq!(card_numbers(line).len(), 1, "{line}");
        }
    }

    #[test]
    fn amounts_and_dates_in_a_row_are_no_number_though_the_check_digit_fits() {
        for line in [
            "120.00 50.00 20.00",
            "2026-03-02 2026-03-12",
            "50.00 20.00 30.00 90.00",
            "31/12/2026 30/11/2028",
            "4000 5500 3000.00",
            "1000.00 2800.00 3000.00",
        ] {
            assert!(checks(line.chars().filter_map(digit).collect::<Vec<_>>().into_iter()), "{line}");
            assert_eq!(card_numbers(line), Vec::<usize>::new(), "{line}");
        }
    }
}
