//! What an acquirer and a vendor practise: every point at which real terminals and hosts are known to differ,
//! as types, read from `fixtures/profiles/*.yaml`.
//!
//! A profile sets practice, never money: a switch whose unsafe side can lose money turns the outcome into a
//! *risk*, never into a pass. The room reads text that it is given; it opens no file.

mod host;
mod risk;
mod terminal;

use serde::{Deserialize, Serialize};
use source::Flaw;

pub use host::{Fee, HostPractice, InFlight};
pub use risk::{RiskTerms, Unsafe};
pub use terminal::{
    AfterExhaustion, Attempts, ChipSessionKey, DayChange, KeyPractice, MacKeyLength, NoSlip, PinFormat,
    RefundPractice, ReversalPractice, ReversalTrigger, RowPolicy, TerminalPractice, Timing, VoidPractice,
};

/// The whole practice under which a terminal is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Short name, the file's stem.
    pub name: String,
    /// One sentence on whose practice this is.
    pub title: String,
    /// File stem of the message dialect under `fixtures/dialects`.
    pub dialect: String,
    /// What the terminal does.
    pub terminal: TerminalPractice,
    /// What the acquiring host does.
    pub host: HostPractice,
    /// Who bears what a practice leaves open, and for how long.
    pub risk: RiskTerms,
}

impl Profile {
    /// Reads a profile and refuses contradictions.
    ///
    /// # Errors
    /// A [`Flaw`] with the place of an unknown key, wrong type or contradictory pair.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Flaw> {
        let profile: Self = source::read_yaml(file, text)?;
        profile.refuse_contradictions(file, text)?;
        Ok(profile)
    }

    fn refuse_contradictions(&self, file: &str, text: &str) -> Result<(), Flaw> {
        let refuse = |key: &str, reason: &str, hint: &str| Err(flaw_at_key(file, text, key, reason, hint));
        let reversal = &self.terminal.reversal;
        if !reversal.done_codes.iter().any(|code| code == "00") {
            return refuse(
                "done_codes",
                "a reversal answered 00 must count as done",
                "add \"00\" to done_codes",
            );
        }
        if reversal.attempts.limit == 0 {
            return refuse(
                "limit",
                "a reversal that is never sent cannot be a practice",
                "write an attempts limit of 1 or more",
            );
        }
        if self.terminal.timing.reply_limit_s == 0 {
            return refuse(
                "reply_limit_s",
                "a reply limit of nought waits for nothing",
                "write seconds, say 60",
            );
        }
        if self.terminal.refund.window_days == 0 {
            return refuse("window_days", "a refund window of nought days allows none", "write days, say 30");
        }
        Ok(())
    }

    /// The switches of this profile that can lose money, each with what it risks.
    #[must_use]
    pub fn unsafe_switches(&self) -> Vec<Unsafe> {
        risk::unsafe_switches(self)
    }
}

fn flaw_at_key(file: &str, text: &str, key: &str, reason: &str, hint: &str) -> Flaw {
    let found = text.lines().enumerate().find_map(|(n, line)| {
        let indent = line.len() - line.trim_start().len();
        line.trim_start().starts_with(key).then_some(source::Place { line: n + 1, column: indent + 1 })
    });
    match found {
        Some(place) => Flaw::at(file, text, place, reason, hint),
        None => Flaw::of_file(file, reason, hint),
    }
}

#[cfg(test)]
mod tests;
