//! Faults: what breaks, at which moment, for how long.
//!
//! A moment is an event by name and its n-th occurrence after the fault was armed, with an optional offset. A
//! fault holds its condition; of several holds of one condition the first acts and the last release undoes.

use std::fmt;

use journal::Port;
use serde::{Deserialize, Serialize};

use crate::{CardTrouble, PaperTrouble};

/// What breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Power goes.
    PowerOff(Port),
    /// Nothing passes on the line.
    LineDown,
    /// The line carries what the terminal sends, and tells it that the send failed.
    FalseSend,
    /// The host refuses connections and answers nobody.
    HostDown,
    /// The card is pulled out or leaves the field; it does not come back by itself.
    CardPulled,
    /// The paper fails.
    Paper(PaperTrouble),
    /// The card fails.
    Card(CardTrouble),
    /// The code scanner does not answer.
    ScannerDead,
    /// The signature pad does not answer.
    PadDead,
    /// The wallet platform is in maintenance: it looks at nothing.
    PlatformDown,
    /// The terminal is opened: its secure module wipes the master key, which stays gone until a technician loads one.
    Opened,
}

impl FaultKind {
    /// Every kind, for the phrase book.
    pub const ALL: [Self; 17] = [
        Self::PowerOff(Port::Terminal),
        Self::PowerOff(Port::Printer),
        Self::LineDown,
        Self::FalseSend,
        Self::HostDown,
        Self::CardPulled,
        Self::Paper(PaperTrouble::Out),
        Self::Paper(PaperTrouble::Jam),
        Self::Paper(PaperTrouble::Blank),
        Self::Card(CardTrouble::StripeUnreadable),
        Self::Card(CardTrouble::ChipMute),
        Self::Card(CardTrouble::RefusesSecond),
        Self::Card(CardTrouble::RefusesScripts),
        Self::ScannerDead,
        Self::PadDead,
        Self::PlatformDown,
        Self::Opened,
    ];

    /// Its name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PowerOff(Port::Terminal) => "terminal power off",
            Self::PowerOff(Port::Printer) => "printer power off",
            Self::LineDown => "line down",
            Self::FalseSend => "sends reported as failed",
            Self::HostDown => "host down",
            Self::CardPulled => "card pulled",
            Self::Paper(PaperTrouble::Out) => "paper out",
            Self::Paper(PaperTrouble::Jam) => "paper jam",
            Self::Paper(PaperTrouble::Blank) => "blank paper",
            Self::Card(CardTrouble::StripeUnreadable) => "stripe unreadable",
            Self::Card(CardTrouble::ChipMute) => "chip mute",
            Self::Card(CardTrouble::RefusesSecond) => "chip refuses the second decision",
            Self::Card(CardTrouble::RefusesScripts) => "chip refuses scripts",
            Self::ScannerDead => "scanner dead",
            Self::PadDead => "signature pad dead",
            Self::PlatformDown => "wallet platform in maintenance",
            Self::Opened => "terminal opened, keys gone",
        }
    }
}

/// When it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// As soon as it is armed.
    Now,
    /// At an event.
    Event {
        /// Its name in the catalogue.
        name: String,
        /// Which occurrence after arming, from 1.
        nth: u32,
        /// How long after it, in nanoseconds.
        after_ns: u64,
    },
    /// At one of the next occurrences of an event; the seed draws which.
    Drawn {
        /// Its name in the catalogue.
        name: String,
        /// The last occurrence that can be drawn, from 1.
        at_most: u32,
    },
}

impl Moment {
    /// The first occurrence of an event.
    #[must_use]
    pub fn first(name: impl Into<String>) -> Self {
        Self::nth(name, 1)
    }

    /// The n-th occurrence of an event.
    #[must_use]
    pub fn nth(name: impl Into<String>, nth: u32) -> Self {
        Self::Event { name: name.into(), nth, after_ns: 0 }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now => f.write_str("now"),
            Self::Drawn { name, at_most } => write!(f, "one of the next {at_most} {name}"),
            Self::Event { name, nth, after_ns } => {
                write!(f, "{name}")?;
                if *nth != 1 {
                    write!(f, " no. {nth}")?;
                }
                if *after_ns != 0 {
                    write!(f, " + {} ms", after_ns / 1_000_000)?;
                }
                Ok(())
            }
        }
    }
}

/// How long it stays broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasting {
    /// For this many nanoseconds from when it acted.
    For(u64),
    /// Until a sentence of the scenario mends it.
    UntilMended,
}

impl fmt::Display for Lasting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(ns) => write!(f, "{} ms", ns / 1_000_000),
            Self::UntilMended => f.write_str("until mended"),
        }
    }
}

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What breaks.
    pub kind: FaultKind,
    /// When.
    pub moment: Moment,
    /// For how long.
    pub lasting: Lasting,
}
