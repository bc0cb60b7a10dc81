//! One entry of the record and the lane it runs in.

use serde::{Deserialize, Serialize};

use crate::Event;

/// Where an event was seen. Order within a lane and along causes is firm on every bench; order across lanes
/// is firm on the virtual bench only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lane {
    /// The harness itself: head, steps, expectations, quiet, close.
    Bench,
    /// Faults: armed, fired, released.
    Fault,
    /// The cashier: intents, tries, beliefs, keys.
    Cashier,
    /// The cardholder: card, beliefs.
    Cardholder,
    /// Power of terminal and printer, and the terminal's keys.
    Power,
    /// The line between terminal and host.
    Line,
    /// The acquirer: requests, answers, its book.
    Host,
    /// The issuer: its book, its messages.
    Issuer,
    /// The terminal's screen.
    Screen,
    /// The printer's paper.
    Paper,
    /// Inside the terminal, where the bench can see it.
    Inner,
}

impl Lane {
    /// All lanes, in the order in which a transcript lists them.
    pub const ALL: [Self; 11] = [
        Self::Bench,
        Self::Fault,
        Self::Cashier,
        Self::Cardholder,
        Self::Power,
        Self::Line,
        Self::Host,
        Self::Issuer,
        Self::Screen,
        Self::Paper,
        Self::Inner,
    ];

    /// The kebab-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bench => "bench",
            Self::Fault => "fault",
            Self::Cashier => "cashier",
            Self::Cardholder => "cardholder",
            Self::Power => "power",
            Self::Line => "line",
            Self::Host => "host",
            Self::Issuer => "issuer",
            Self::Screen => "screen",
            Self::Paper => "paper",
            Self::Inner => "inner",
        }
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Number of the entry in the record, from 1; its line number in the file.
    pub n: u64,
    /// Nanoseconds since the bench began.
    pub at: u64,
    /// Where it was seen.
    pub lane: Lane,
    /// Number within the lane, from 1.
    pub lane_n: u64,
    /// The entry that brought it about, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<u64>,
    /// What happened.
    pub event: Event,
}
