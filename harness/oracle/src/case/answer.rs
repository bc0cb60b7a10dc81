//! What an answer proves: an approval or a decline under a right MAC with a right echo, or nothing.
//!
//! The record does not hold the terminal's own view of a MAC. An answer counts as unproven when it was spoilt on
//! order, when its echo differs from the request, when it has no code, or when it lacks the MAC that the request
//! carried.

use journal::{Fields, RequestNote};

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Ans<'a> {
    /// Entry with which it was ready.
    pub(crate) n: u64,
    /// F39.
    pub(crate) code: &'a str,
    /// Its fields, masked.
    pub(crate) fields: &'a Fields,
    /// In which way it was spoilt on order.
    pub(crate) deviation: Option<&'a str>,
    /// Entries with which it reached the terminal.
    pub(crate) reached: Vec<u64>,
}

/// What an answer proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// An approval.
    Approval,
    /// A decline.
    Decline,
    /// A decline that leaves the question open: it says nothing of what may have been booked before it.
    Open,
    /// Nothing: its MAC is wrong or missing. Says whether it reads like an approval.
    BadMac { approval: bool },
    /// Nothing: it belongs to something else, or has no code. Says whether it reads like an approval.
    Mismatch { approval: bool },
}

/// Codes that refuse this try only, and say nothing of the next one: keys, the line behind the host, the host itself.
pub(crate) const TRY_AGAIN: [&str; 7] = ["68", "77", "90", "91", "96", "98", "A0"];

/// The code that approves a part.
const IN_PART: &str = "10";

/// Whether a code approves.
fn is_approval(code: &str) -> bool {
    matches!(code, "00" | "10" | "11" | "A2" | "A4" | "A5" | "A6")
}

impl Ans<'_> {
    /// A field or sub-field.
    pub(crate) fn field(&self, path: &str) -> Option<&str> {
        self.fields.iter().find(|(p, _)| p == path).map(|(_, value)| value.as_str())
    }

    /// The part of what was asked for that it approves, where it approves a part.
    pub(crate) fn part_fen(&self) -> Option<i64> {
        if self.code == IN_PART { self.field("4")?.parse().ok() } else { None }
    }

    /// What it proves of a request.
    pub(crate) fn proof(&self, request: &RequestNote) -> Proof {
        let approval = is_approval(self.code);
        let deviation = self.deviation.unwrap_or_default();
        if matches!(deviation, "bad-mac" | "no-mac" | "decline-unproven") || self.lacks_mac(request) {
            return Proof::BadMac { approval };
        }
        if deviation.starts_with("wrong-echo") || self.code.is_empty() || self.echoes_wrongly(request) {
            return Proof::Mismatch { approval };
        }
        if approval { Proof::Approval } else { Proof::Decline }
    }

    fn lacks_mac(&self, request: &RequestNote) -> bool {
        let asked = ["64", "128"].iter().any(|field| request.field(field).is_some());
        !self.fields.is_empty() && asked && ["64", "128"].iter().all(|field| self.field(field).is_none())
    }

    fn echoes_wrongly(&self, request: &RequestNote) -> bool {
        let differs = |path: &str| match (self.field(path), request.field(path)) {
            (Some(answered), Some(asked)) => answered != asked,
            _ => false,
        };
        ["3", "11", "41", "42"].into_iter().any(differs) || (self.code != IN_PART && differs("4"))
    }
}
