//! Reading a rig file: what cannot be meant is refused, each at the line of its key.
//!
//! It does not look into the texts that the file names; what fits together, the stand knows.

use profile::Profile;
use source::{Flaw, Place};

use super::{Latencies, Range, RigFile, Start};
use crate::card_numbers;
use crate::reading::{Readers, ReadingPatterns};

/// Columns of a slip.
const SLIP_WIDTH: usize = 32;

impl RigFile {
    /// Reads a rig file and refuses what cannot be meant; its patterns come compiled.
    ///
    /// # Errors
    /// A [`Flaw`] with the place.
    pub(crate) fn read(file: &str, text: &str) -> Result<(Self, Readers), Flaw> {
        let rig: Self = source::read_yaml(file, text)?;
        let written = Written { file, text };
        rig.check_terminal(written)?;
        rig.check_names(written)?;
        for (key, range, most) in rig.latency.named() {
            if range.from > range.to {
                return Err(written.at(
                    key,
                    "the range runs backwards",
                    "write from: the least, to: the most",
                ));
            }
            if range.to > most {
                let hint = format!("write {most} or less");
                return Err(written.at(key, "nothing on a bench takes that long", &hint));
            }
        }
        if rig.limits.is_some_and(|limits| !(1_000..=10_000_000).contains(&limits.entries)) {
            let hint = "write a number from 1000 to 10000000, or leave it out: 250000";
            return Err(written.at("entries:", "no such limit can be held", hint));
        }
        let readers = rig.reading.compile().map_err(|(key, reason)| {
            written.at(&key, &reason, "write a regular expression with one group around the value")
        })?;
        if let Some((word, meaning)) = rig.reading.unknown_meaning() {
            let reason = format!("`{word}` is to mean `{meaning}`, which means nothing here");
            let meanings: Vec<&str> = ReadingPatterns::meanings().map(host::Class::name).collect();
            return Err(written.at("words:", &reason, &format!("meanings are {}", meanings.join(", "))));
        }
        rig.check_capabilities(written)?;
        Ok((rig, readers))
    }

    /// Refuses people who are slower than the terminal is patient under this profile: no order would come to an end.
    ///
    /// # Errors
    /// A [`Flaw`] at the range.
    pub(crate) fn refuse_the_slow(&self, file: &str, text: &str, profile: &Profile) -> Result<(), Flaw> {
        let timing = &profile.terminal.timing;
        let Latencies { person_ms, key_ms, .. } = &self.latency;
        let patience = [
            ("person_ms", person_ms, "key_limit_s", timing.key_limit_s),
            ("person_ms", person_ms, "card_limit_s", timing.card_limit_s),
            ("key_ms", key_ms, "key_limit_s", timing.key_limit_s),
        ];
        for (key, range, limit, limit_s) in patience {
            let limit_ms = u64::from(limit_s) * 1_000;
            if range.to >= limit_ms {
                let reason = format!(
                    "the terminal waits {limit_ms} ms ({limit} of profile {}), so that nobody would be in time",
                    profile.name
                );
                let hint = format!("write less than {limit_ms}");
                return Err(Written { file, text }.at(key, &reason, &hint));
            }
        }
        Ok(())
    }

    fn check_terminal(&self, written: Written<'_>) -> Result<(), Flaw> {
        if self.terminal.id.len() != 8 || !self.terminal.id.is_ascii() {
            let hint = "write F41 as the acquirer gave it";
            return Err(written.at("id:", "a terminal id has eight characters", hint));
        }
        if self.terminal.merchant.len() != 15 || !self.terminal.merchant.is_ascii() {
            let hint = "write F42 as the acquirer gave it";
            return Err(written.at("merchant:", "a merchant id has fifteen characters", hint));
        }
        if self.start.parts().is_none() {
            let hint = "write date: 2026-03-02 and time: \"09:00:00\"";
            return Err(written.at("start:", "no such date and time", hint));
        }
        if !self.start.is_in_the_calendar() {
            return Err(written.at("date:", "the calendar has no such day", "write a day that there is"));
        }
        Ok(())
    }

    /// Refuses a statement that says something twice, or names a business whose slips nobody could tell.
    fn check_capabilities(&self, written: Written<'_>) -> Result<(), Flaw> {
        let stated = &self.terminal.capabilities;
        for (nth, capability) in stated.iter().enumerate() {
            let name = capability.name();
            if stated.get(..nth).is_some_and(|before| before.contains(capability)) {
                let reason = format!("the capability `{name}` stands twice");
                return Err(written.at("capabilities:", &reason, "say it once"));
            }
            let wordless = capability.printed().iter().find(|class| !self.reading.has_word_for(**class));
            if let Some(class) = wordless {
                let reason = format!(
                    "no word of the paper means `{}`, which the capability `{name}` prints",
                    class.name()
                );
                let hint =
                    format!("write how its slip is called, as in `{}: {class}`", class.name().to_uppercase());
                return Err(written.at("words:", &reason, &hint));
            }
        }
        Ok(())
    }

    fn check_names(&self, written: Written<'_>) -> Result<(), Flaw> {
        for (key, text) in [("name:", &self.name), ("merchant_name:", &self.terminal.merchant_name)] {
            if text.trim().is_empty() {
                return Err(written.at(key, "the name is empty", "write a name"));
            }
            if text.chars().any(char::is_control) {
                let hint = "write it in one line of plain text";
                return Err(written.at(key, "the name has control characters", hint));
            }
            if !card_numbers(text).is_empty() {
                let reason = "a card number stands in the name, and would stand in every record and paper";
                let flaw = written.at(key, reason, "write the name without it");
                return Err(Flaw { excerpt: None, ..flaw });
            }
        }
        if width(&self.terminal.merchant_name) > SLIP_WIDTH {
            let reason = format!("the name is wider than a slip of {SLIP_WIDTH} columns");
            let hint = "shorten it; a Chinese character takes two columns";
            return Err(written.at("merchant_name:", &reason, hint));
        }
        Ok(())
    }
}

/// A rig file as it was written.
#[derive(Clone, Copy)]
struct Written<'a> {
    file: &'a str,
    text: &'a str,
}

impl Written<'_> {
    /// A flaw at the first line that begins with this key.
    fn at(self, key: &str, reason: &str, hint: &str) -> Flaw {
        let place = self.text.lines().enumerate().find_map(|(n, line)| {
            let indent = line.chars().take_while(|c| *c == ' ').count();
            line.trim_start().starts_with(key).then_some(Place { line: n + 1, column: indent + 1 })
        });
        match place {
            Some(place) => Flaw::at(self.file, self.text, place, reason, hint),
            None => Flaw::of_file(self.file, reason, hint),
        }
    }
}

impl Latencies {
    /// Each key with its range and the most that can be meant, in its own unit.
    fn named(&self) -> [(&'static str, Range, u64); 12] {
        const MINUTE_MS: u64 = 60_000;
        /// A relay takes milliseconds; a switch that takes longer than this is broken.
        const SWITCH_US: u64 = 5_000_000;
        [
            ("line_ms", self.line_ms, MINUTE_MS),
            ("connect_ms", self.connect_ms, 5 * MINUTE_MS),
            ("acquirer_ms", self.acquirer_ms, 10 * MINUTE_MS),
            ("issuer_ms", self.issuer_ms, 10 * MINUTE_MS),
            ("person_ms", self.person_ms, 10 * MINUTE_MS),
            ("key_ms", self.key_ms, MINUTE_MS),
            ("apdu_ms", self.apdu_ms, MINUTE_MS),
            ("store_write_ms", self.store_write_ms, MINUTE_MS),
            ("store_flush_ms", self.store_flush_ms, MINUTE_MS),
            ("print_line_ms", self.print_line_ms, MINUTE_MS),
            ("switch_us", self.switch_us, SWITCH_US),
            ("boot_ms", self.boot_ms, 10 * MINUTE_MS),
        ]
    }
}

/// Columns that a text takes on paper: two for each character that is not ASCII.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

impl Start {
    /// Whether the month has this day.
    fn is_in_the_calendar(&self) -> bool {
        self.parts().is_some_and(|(year, month, day, ..)| {
            let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            day <= match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            }
        })
    }
}
