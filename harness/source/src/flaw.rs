//! One flaw in a text: where it is, why it is one, and what to do about it.
//!
//! A flaw carries the line it stands on so that it can be shown without the file at hand; it does not
//! carry the whole text.

use std::fmt;

/// A position in a text, both counted from 1; columns count characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The first character of a line that is no space; lines count from 1.
    #[must_use]
    pub fn of_line(text: &str, line: usize) -> Self {
        let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        Self { line, column: written.chars().take_while(|c| c.is_whitespace()).count() + 1 }
    }
}

/// What is wrong in a text that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The text's name as the user knows it, mostly a path.
    pub file: String,
    /// Where in the text; `None` when the whole text is at fault (missing, empty, not UTF-8).
    pub place: Option<Place>,
    /// Why it cannot be taken, in lower case, fit to follow "cannot use this: ".
    pub reason: String,
    /// What the user can do about it.
    pub hint: String,
    /// The line at fault as it stands in the text.
    pub excerpt: Option<String>,
}

impl Flaw {
    /// A flaw of the whole text.
    #[must_use]
    pub fn of_file(file: &str, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: None, reason: reason.into(), hint: hint.into(), excerpt: None }
    }

    /// A flaw at one place of `text`; the line is quoted from it.
    #[must_use]
    pub fn at(
        file: &str,
        text: &str,
        place: Place,
        reason: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let excerpt = text.lines().nth(place.line.saturating_sub(1)).map(str::to_owned);
        Self { file: file.to_owned(), place: Some(place), reason: reason.into(), hint: hint.into(), excerpt }
    }
}

impl fmt::Display for Flaw {
    /// Writes `file:line:column: reason`, the quoted line with a caret, and the hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(f, "{}:{}:{}: {}", self.file, place.line, place.column, self.reason)?,
            None => write!(f, "{}: {}", self.file, self.reason)?,
        }
        if let (Some(place), Some(excerpt)) = (self.place, &self.excerpt) {
            let number = place.line.to_string();
            let gutter = " ".repeat(number.len());
            // Wide characters take two cells on a screen; the caret has to follow them.
            let indent: String = excerpt
                .chars()
                .take(place.column.saturating_sub(1))
                .map(|c| match c {
                    '\t' => "\t",
                    c if is_wide(c) => "  ",
                    _ => " ",
                })
                .collect();
            write!(f, "\n {number} | {excerpt}\n {gutter} | {indent}^")?;
        }
        if !self.hint.is_empty() {
            write!(f, "\n   hint: {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Flaw {}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place_behind_wide_characters() {
        let flaw =
            Flaw::at("甲.feature", "x\n场景 oops", Place { line: 2, column: 4 }, "no such word", "write it");
        assert_eq!(
            flaw.to_string(),
            "甲.feature:2:4: no such word\n 2 | 场景 oops\n   |      ^\n   hint: write it"
        );
    }

    #[test]
    fn a_line_begins_at_its_first_character_that_is_no_space() {
        let text = "x\n\t \u{3000}场景\n";
        assert_eq!(Place::of_line(text, 2), Place { line: 2, column: 4 });
        assert_eq!(Place::of_line(text, 7), Place { line: 7, column: 1 });
    }
}
