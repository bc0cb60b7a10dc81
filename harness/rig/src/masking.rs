//! Card numbers in a text, found in full or partly masked, and masked in place.
//!
//! A text is read as digits, mask characters and separators. A run of digits and masks is a card's number when
//! its digits fit the number with the masks standing for what is missing, any count of digits or none. All but
//! the first six and last four become `*` where they stand; so does what follows a number on a track. Numbers
//! broken over two lines, and a bare piece that is not the number's beginning, are not found.

use std::fmt;
use std::sync::LazyLock;

use wire::Pan;

use crate::numbers::{digit, is_separator};

/// Fewest digits that make a masked number beside a mask; without an end of the number among them.
const LEAST: (usize, usize) = (4, 7);
/// Fewest digits of a bare beginning.
const LEAST_BARE: usize = 11;

/// A card's number found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Which of the cards that were looked for.
    pub(crate) card: usize,
    /// How many of its digits the text shows.
    pub(crate) clear_digits: usize,
    /// Whether the text shows what follows the number on a track.
    pub(crate) track: bool,
}

/// The text with every one of these numbers masked, and what was found; `None` when there is none.
pub(crate) fn mask_cards(text: &str, numbers: &[Number]) -> Option<(Vec<Found>, String)> {
    if !may_hold_a_number(text) {
        return None;
    }
    let mut chars = Vec::with_capacity(text.len());
    chars.extend(text.chars());
    let spans = spans(&chars);
    let mut found = Vec::new();
    let mut hidden = Vec::new();
    for (card, number) in numbers.iter().enumerate() {
        for span in &spans {
            for fit in number.fits(span) {
                hidden.resize(chars.len(), false);
                number.hide(span, fit, &mut hidden);
                let behind = span.get(fit.to.saturating_sub(1)).map_or(chars.len(), |cell| cell.last + 1);
                let track = hide_track(&chars, behind, &mut hidden);
                found.push(Found { card, clear_digits: fit.digits, track });
            }
        }
    }
    let masked = || chars.iter().zip(&hidden).map(|(c, hidden)| if *hidden { '*' } else { *c }).collect();
    (!found.is_empty()).then(|| (found, masked()))
}

/// A digit, or a row of masks, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Cell {
    digit: Option<u8>,
    /// Index of its last character.
    last: usize,
}

/// Which cells of a span are a card's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fit {
    from: usize,
    to: usize,
    digits: usize,
    /// How many ends of the number are among the digits.
    ends: usize,
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | 'X' | 'x' | '#' | '•' | '●' | '＊')
}

/// What lies between two characters of other kinds, separators left out and masks in a row as one, where that is enough.
fn spans(chars: &[char]) -> Vec<Vec<Cell>> {
    let mut spans = Vec::new();
    let mut span: Vec<Cell> = Vec::new();
    let mut end = |span: &mut Vec<Cell>| {
        if holds_enough(span) {
            spans.push(std::mem::take(span));
        }
        span.clear();
    };
    for (last, c) in chars.iter().enumerate() {
        match (Sort::of(*c), span.last_mut()) {
            (Sort::Digit(digit), _) => span.push(Cell { digit: Some(digit), last }),
            (Sort::Mask, Some(mask @ Cell { digit: None, .. })) => mask.last = last,
            (Sort::Mask, _) => span.push(Cell { digit: None, last }),
            (Sort::Separator, _) => {}
            (Sort::Other, _) => end(&mut span),
        }
    }
    end(&mut span);
    spans
}

/// A number takes many digits, or some and a mask.
const fn is_enough(digits: usize, masked: bool) -> bool {
    digits >= LEAST_BARE || (digits >= LEAST.0 && masked)
}

fn holds_enough(span: &[Cell]) -> bool {
    let digits = span.iter().filter(|cell| cell.digit.is_some()).count();
    is_enough(digits, digits < span.len())
}

/// What a character is in the row of digits that a number would be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Digit(u8),
    Mask,
    Separator,
    Other,
}

impl Sort {
    fn of(c: char) -> Self {
        match digit(c) {
            Some(digit) => Self::Digit(digit),
            None if is_mask(c) => Self::Mask,
            None if is_separator(c) => Self::Separator,
            None => Self::Other,
        }
    }
}

/// The same for characters of ASCII, worked out once.
static ASCII: LazyLock<[Sort; 128]> = LazyLock::new(|| {
    let mut sorts = [Sort::Other; 128];
    for (sort, byte) in sorts.iter_mut().zip(0u8..) {
        *sort = Sort::of(char::from(byte));
    }
    sorts
});

/// Whether it is worth looking: most lines hold a word, an amount or a trace number, and no number has anything but
/// separators between its digits.
fn may_hold_a_number(text: &str) -> bool {
    let ascii = &*ASCII;
    let (mut digits, mut masked) = (0, false);
    let mut take = |sort: Sort| {
        match sort {
            Sort::Digit(_) => digits += 1,
            Sort::Mask => masked = true,
            Sort::Separator => {}
            Sort::Other => (digits, masked) = (0, false),
        }
        is_enough(digits, masked)
    };
    if text.is_ascii() {
        text.bytes().any(|byte| take(ascii.get(usize::from(byte)).copied().unwrap_or(Sort::Other)))
    } else {
        text.chars().any(|c| take(Sort::of(c)))
    }
}

/// A card's number, and how much of it may be shown.
#[derive(Clone)]
pub(crate) struct Number {
    digits: Vec<u8>,
    head: usize,
    tail: usize,
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({} digits)", self.digits.len())
    }
}

impl Number {
    pub(crate) fn of(pan: &Pan) -> Self {
        let masked = pan.masked();
        let shown = |c: &char| c.is_ascii_digit();
        Self {
            digits: pan.expose().chars().filter_map(digit).collect(),
            head: masked.chars().take_while(shown).count(),
            tail: masked.chars().rev().take_while(shown).count(),
        }
    }

    /// Every place where the number stands: what shows most of it first, and nothing twice.
    fn fits(&self, span: &[Cell]) -> Vec<Fit> {
        // What stands in front of the first mask has to be the number's beginning, or a long one of it.
        let begins = |from: &usize| {
            let run = || span.iter().skip(*from).map_while(|cell| cell.digit);
            let same = run().zip(&self.digits).take_while(|(shown, own)| shown == *own).count();
            same >= LEAST_BARE.min(self.digits.len()) || run().nth(same).is_none()
        };
        // Which leaves out most places at a glance.
        let first = |from: &usize| {
            let shown = span.get(*from).and_then(|cell| cell.digit);
            shown.is_none_or(|shown| self.digits.first() == Some(&shown))
        };
        let mut all: Vec<Fit> = (0..span.len())
            .filter(first)
            .filter(begins)
            .flat_map(|from| {
                // A mask between any two digits, and one at each end.
                let limit = span.len().min(from + 2 * self.digits.len() + 1);
                (from + 1..=limit).map(move |to| (from, to))
            })
            .filter_map(|(from, to)| self.fit(span.get(from..to)?, from))
            .collect();
        all.sort_by_key(|fit| (std::cmp::Reverse((fit.digits, fit.ends)), fit.to - fit.from, fit.from));
        let mut taken: Vec<Fit> = Vec::new();
        for fit in all {
            if taken.iter().all(|other| fit.to <= other.from || other.to <= fit.from) {
                taken.push(fit);
            }
        }
        taken
    }

    /// Whether these cells are the number.
    fn fit(&self, cells: &[Cell], from: usize) -> Option<Fit> {
        let is_mask = |cell: &Cell| cell.digit.is_none();
        let digits = cells.iter().filter(|cell| !is_mask(cell)).count();
        if digits > self.digits.len() {
            return None;
        }
        let fit = |ends| Some(Fit { from, to: from + cells.len(), digits, ends });
        let (first, last) = (cells.split(is_mask).next()?, cells.rsplit(is_mask).next()?);
        if first.len() == cells.len() {
            // No mask at all: the number in full, or a long beginning of it.
            let begins = self.digits.len() == digits || digits >= LEAST_BARE;
            return if begins && self.stands(first, 0) { fit(2) } else { None };
        }
        let ends = usize::from(!first.is_empty()) + usize::from(!last.is_empty());
        let behind = self.digits.len().checked_sub(last.len())?;
        if digits < (if ends > 0 { LEAST.0 } else { LEAST.1 })
            || !self.stands(first, 0)
            || !self.stands(last, behind)
        {
            return None;
        }
        // What stands between the first mask and the last one; nothing where they are the same.
        let between = cells.get(first.len() + 1..cells.len() - last.len() - 1).unwrap_or_default();
        let middle = between.split(is_mask).filter(|part| !part.is_empty());
        let mut at = first.len();
        for part in middle {
            at = (at..=behind.checked_sub(part.len())?).find(|at| self.stands(part, *at))? + part.len();
        }
        if at <= behind { fit(ends) } else { None }
    }

    fn stands(&self, part: &[Cell], at: usize) -> bool {
        let there = self.digits.get(at..at + part.len());
        there.is_some_and(|there| part.iter().zip(there).all(|(cell, digit)| cell.digit == Some(*digit)))
    }

    /// Marks what may not be shown: all but the first six, where the number's beginning stands, and the last four,
    /// where its end does.
    fn hide(&self, span: &[Cell], fit: Fit, hidden: &mut [bool]) {
        let cells = span.get(fit.from..fit.to).unwrap_or_default();
        let whole = cells.iter().all(|cell| cell.digit.is_some()) && fit.digits == self.digits.len();
        let run = |cell: &&Cell| cell.digit.is_some();
        let head = cells.iter().take_while(run).count().min(self.head);
        let tail = cells.iter().rev().take_while(run).count().min(self.tail);
        let bare_beginning = !whole && cells.iter().all(|cell| cell.digit.is_some());
        let behind = cells.len() - if bare_beginning { 0 } else { tail };
        for (index, cell) in cells.iter().enumerate() {
            if cell.digit.is_some()
                && (head..behind).contains(&index)
                && let Some(hidden) = hidden.get_mut(cell.last)
            {
                *hidden = true;
            }
        }
    }
}

/// Marks what follows a number on track 2 (`=` or `D`, then digits) or track 1 (`^`, then anything).
fn hide_track(chars: &[char], from: usize, hidden: &mut [bool]) -> bool {
    let rest = || chars.iter().enumerate().skip(from).skip_while(|(_, c)| is_separator(**c));
    let Some((_, sign)) = rest().next() else { return false };
    let belongs = |c: char| match sign {
        '=' | 'D' | 'd' => digit(c).is_some(),
        '^' => c.is_alphanumeric(),
        _ => false,
    };
    let goes_on = |c: char| belongs(c) || is_separator(c) || is_mask(c) || *sign == '^';
    let mut seen = false;
    for (index, c) in rest().skip(1).take_while(|(_, c)| goes_on(**c)) {
        if belongs(*c) && !is_mask(*c) {
            seen = true;
            if let Some(hidden) = hidden.get_mut(index) {
                *hidden = true;
            }
        }
    }
    seen
}
