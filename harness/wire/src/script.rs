//! Issuer scripts in field 55: templates 71 and 72 with their commands, and the results that a terminal tells of them.
//!
//! One script of each phase at most, since no tag stands twice in a list. It makes no commands and plays none; their MAC
//! stands in [`crate::emv`]. Sources: EMV Book 3 (10.10, tags 71, 72, 86, 9F18), EMV Book 4 (annex A5, the results);
//! DF31 is UnionPay's tag for them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Tlv;
use crate::tlv::Walk;

/// Tag of the results in field 55, five bytes for each script.
pub const RESULTS: u32 = 0xDF31;

const IDENTIFIER: u32 = 0x9F18;
const COMMAND: u32 = 0x86;
/// The highest command number that a result can name; it stands for all beyond as well.
const LAST_NUMBERED: usize = 15;

/// When a script is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScriptPhase {
    /// Before the card's second decision: template 71.
    BeforeDecision,
    /// Behind it: template 72.
    AfterDecision,
}

impl ScriptPhase {
    /// Both, in their order.
    pub const ALL: [Self; 2] = [Self::BeforeDecision, Self::AfterDecision];

    /// The template's tag.
    #[must_use]
    pub const fn tag(self) -> u32 {
        match self {
            Self::BeforeDecision => 0x71,
            Self::AfterDecision => 0x72,
        }
    }
}

/// A script: its number and its commands. `Debug` counts the commands.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuerScript {
    /// Identifier (9F18); noughts where the template has none.
    pub id: [u8; 4],
    /// Command APDUs (86), in order.
    pub commands: Vec<Vec<u8>>,
}

impl IssuerScript {
    /// Reads the value of a template; `None` for what is no script.
    #[must_use]
    pub fn read(template: &[u8]) -> Option<Self> {
        let mut script = Self { id: [0; 4], commands: Vec::new() };
        for item in Walk::new(template) {
            match item.ok()? {
                (IDENTIFIER, id) => script.id = id.try_into().ok()?,
                (COMMAND, command) => script.commands.push(command.to_vec()),
                _ => return None,
            }
        }
        Some(script).filter(|script| !script.commands.is_empty())
    }

    /// The value of its template.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let item = |tag: u32, value: &[u8]| {
            let mut list = Tlv::new();
            list.push(tag, value);
            list.to_bytes()
        };
        let commands = self.commands.iter().flat_map(|command| item(COMMAND, command));
        item(IDENTIFIER, &self.id).into_iter().chain(commands).collect()
    }
}

impl fmt::Debug for IssuerScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuerScript({} commands)", self.commands.len())
    }
}

/// What came of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptOutcome {
    /// None of it was played.
    NotPlayed,
    /// The command of this number, from 1, was not done; 0 where none can be named.
    Failed(usize),
    /// Every command was done.
    Done,
}

/// What is told of one script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptResult {
    /// What came of it.
    pub outcome: ScriptOutcome,
    /// The script's identifier.
    pub id: [u8; 4],
}

impl ScriptResult {
    /// Five bytes: the outcome in the first half of the first one, the number of the command in the second.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 5] {
        let first = match self.outcome {
            ScriptOutcome::NotPlayed => 0x00,
            ScriptOutcome::Failed(nth) => 0x10 | u8::try_from(nth.min(LAST_NUMBERED)).unwrap_or(0x0F),
            ScriptOutcome::Done => 0x20,
        };
        let [a, b, c, d] = self.id;
        [first, a, b, c, d]
    }

    /// Reads the results in the value of [`RESULTS`]; `None` for what is none.
    #[must_use]
    pub fn read_all(value: &[u8]) -> Option<Vec<Self>> {
        let (results, rest) = value.as_chunks::<5>();
        let read = |[first, id @ ..]: &[u8; 5]| {
            let outcome = match (first >> 4, first & 0x0F) {
                (0, 0) => ScriptOutcome::NotPlayed,
                (1, nth) => ScriptOutcome::Failed(usize::from(nth)),
                (2, 0) => ScriptOutcome::Done,
                _ => return None,
            };
            Some(Self { outcome, id: *id })
        };
        if results.is_empty() || !rest.is_empty() {
            return None;
        }
        results.iter().map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_read_as_it_was_written() {
        let script =
            IssuerScript { id: [0, 0, 0, 7], commands: vec![vec![0x84, 0xDA, 0x9F, 0x58, 0], vec![1]] };
        let bytes = script.to_bytes();
        assert_eq!(IssuerScript::read(&bytes).as_ref(), Some(&script));
        assert_eq!(bytes, [0x9F, 0x18, 4, 0, 0, 0, 7, 0x86, 5, 0x84, 0xDA, 0x9F, 0x58, 0, 0x86, 1, 1]);
        for cut in 1..bytes.len() {
            // Cut between two commands it is a script still, and an identifier alone is none.
            assert_eq!(IssuerScript::read(&bytes[..cut]).is_some(), cut == 14, "cut at {cut}");
        }
        assert_eq!(IssuerScript::read(&[0x9F, 0x18, 3, 0, 0, 0, 0x86, 1, 1]), None);
        assert_eq!(IssuerScript::read(&[0x8A, 2, 0, 0, 0x86, 1, 1]), None);
    }

    #[test]
    fn results_are_read_as_they_were_written() {
        let id = [1, 2, 3, 4];
        let all = [
            (ScriptOutcome::NotPlayed, 0x00),
            (ScriptOutcome::Failed(0), 0x10),
            (ScriptOutcome::Failed(3), 0x13),
            (ScriptOutcome::Failed(15), 0x1F),
            (ScriptOutcome::Done, 0x20),
        ];
        for (outcome, first) in all {
            let result = ScriptResult { outcome, id };
            assert_eq!(result.to_bytes(), [first, 1, 2, 3, 4]);
            assert_eq!(ScriptResult::read_all(&result.to_bytes()), Some(vec![result]));
        }
        assert_eq!(ScriptResult { outcome: ScriptOutcome::Failed(40), id }.to_bytes()[0], 0x1F);
        for none in [&[][..], &[0x20, 0, 0, 0], &[0x30, 0, 0, 0, 0], &[0x21, 0, 0, 0, 0], &[0x01, 0, 0, 0, 0]]
        {
            assert_eq!(ScriptResult::read_all(none), None);
        }
    }
}
