//! What the host can be ordered to do wrong, and for which requests.
//!
//! An order is consumed when a matching request is taken, whatever becomes of that request afterwards.

use serde::{Deserialize, Serialize};
use wire::ScriptPhase;

use crate::Class;

/// One way of going wrong with one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Misbehaviour {
    /// Declines with this code, rightly sealed; the issuer is not asked.
    Decline {
        /// F39.
        code: String,
    },
    /// Does what was asked, and never answers.
    Silence,
    /// Forgets the request: nothing is booked, nothing is remembered, no answer.
    SilenceUnbooked,
    /// Does what was asked and answers late.
    Delay {
        /// How much later than otherwise.
        ns: u64,
    },
    /// Answers twice, the same bytes.
    DuplicateAnswer,
    /// Keeps the answer until the same terminal's next request is taken, and sends it ahead of that one's
    /// answer, on the line of that request. Until then no effect tells of it.
    HoldBack,
    /// Answers with a wrong MAC.
    BadMac,
    /// Answers without a MAC.
    NoMac,
    /// Hands out working keys with a wrong check value (sign-on only).
    BadCheckValue,
    /// Declines with this code and a wrong MAC; nothing is booked.
    DeclineUnproven {
        /// F39.
        code: String,
    },
    /// Echoes one field wrongly, with a plausible value and a right MAC.
    WrongEcho {
        /// 3, 4, 11, 41 or 42.
        field: u8,
    },
    /// Crashes when the issuer has answered and nothing is booked at the acquirer yet.
    CrashBeforeBooking {
        /// How long it is down; for good when absent.
        down_ns: Option<u64>,
    },
    /// Crashes when everything is booked and the answer has not left.
    CrashAfterBooking {
        /// How long it is down; for good when absent.
        down_ns: Option<u64>,
    },
    /// Its database refuses: answers 96, nothing is booked or remembered.
    DatabaseError,
    /// The issuer is not reached. For a reversal: not at the first try.
    IssuerDown,
    /// The issuer works (and books) this much later.
    IssuerSlow {
        /// How much later.
        ns: u64,
    },
    /// The issuer says yes and does not book (单边账): neither the movement nor, for a reversal, its undoing.
    IssuerForgets,
    /// The issuer books and does not write to the cardholder.
    NoMessage,
    /// The acquirer books without the fee, or keeps it where it goes back.
    FeeForgotten,
    /// The acquirer books without the cardholder's points, or leaves them where they go back.
    PointsForgotten,
    /// Approves a sale for this much of what was asked for, with code 10; the order waits for a sale of more. No
    /// fault of the host, but an answer that few terminals have met.
    ApproveInPart {
        /// How much, in fen.
        fen: i64,
    },
    /// The issuer's answer brings the card a script. The order waits for a request by chip, contact, whose card is still
    /// there when the answer comes. No fault of the issuer, but an answer that few terminals have met.
    SendsScript {
        /// When it is to be played.
        phase: ScriptPhase,
    },
    /// Asks in the header of its answer for a new sign-on. No fault of the host, but few terminals look there.
    AsksForSignOn,
    /// Finds the totals of a settlement unequal, whatever they are.
    TotalsUnequal,
    /// Cannot say whether the totals of a settlement are right.
    TotalsInError,
    /// The issuer books in time; its answer comes this long after the acquirer gave up.
    IssuerLate {
        /// How long after.
        ns: u64,
    },
}

impl Misbehaviour {
    /// Its name, as in scripts.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Decline { .. } => "decline",
            Self::Silence => "silence",
            Self::SilenceUnbooked => "silence-unbooked",
            Self::Delay { .. } => "delay",
            Self::DuplicateAnswer => "duplicate-answer",
            Self::HoldBack => "hold-back",
            Self::BadMac => "bad-mac",
            Self::NoMac => "no-mac",
            Self::BadCheckValue => "bad-check-value",
            Self::DeclineUnproven { .. } => "decline-unproven",
            Self::WrongEcho { .. } => "wrong-echo",
            Self::CrashBeforeBooking { .. } => "crash-before-booking",
            Self::CrashAfterBooking { .. } => "crash-after-booking",
            Self::DatabaseError => "database-error",
            Self::IssuerDown => "issuer-down",
            Self::IssuerSlow { .. } => "issuer-slow",
            Self::IssuerLate { .. } => "issuer-late",
            Self::IssuerForgets => "issuer-forgets",
            Self::NoMessage => "no-message",
            Self::FeeForgotten => "fee-forgotten",
            Self::PointsForgotten => "points-forgotten",
            Self::ApproveInPart { .. } => "approve-in-part",
            Self::SendsScript { .. } => "sends-script",
            Self::AsksForSignOn => "asks-for-sign-on",
            Self::TotalsUnequal => "totals-unequal",
            Self::TotalsInError => "totals-in-error",
        }
    }
}

/// An order to misbehave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// In which way.
    pub misbehaviour: Misbehaviour,
    /// With requests of this class only; with any when absent.
    pub on: Option<Class>,
    /// With how many of them.
    pub times: u32,
}

/// The orders that are still open, first come first served.
#[derive(Debug, Default)]
pub(crate) struct Scripts(Vec<Script>);

impl Scripts {
    pub(crate) fn add(&mut self, script: Script) {
        self.0.push(script);
    }

    /// The misbehaviour for a request of this class and amount, if one is ordered; consumes one of its times.
    pub(crate) fn take(&mut self, class: Class, amount_fen: i64, by_chip: bool) -> Option<Misbehaviour> {
        let can_meet = |misbehaviour: &Misbehaviour| match misbehaviour {
            Misbehaviour::ApproveInPart { fen } => class == Class::Sale && (1..amount_fen).contains(fen),
            Misbehaviour::SendsScript { .. } => class.is_first() && class.is_reversible() && by_chip,
            Misbehaviour::TotalsUnequal | Misbehaviour::TotalsInError => class == Class::Settlement,
            _ => true,
        };
        let matches =
            |s: &Script| s.times > 0 && s.on.is_none_or(|on| on == class) && can_meet(&s.misbehaviour);
        let script = self.0.iter_mut().find(|s| matches(s))?;
        script.times -= 1;
        let misbehaviour = script.misbehaviour.clone();
        self.0.retain(|s| s.times > 0);
        Some(misbehaviour)
    }

    pub(crate) fn open(&self) -> &[Script] {
        &self.0
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_served_in_turn_and_by_class() {
        let mut scripts = Scripts::default();
        scripts.add(Script { misbehaviour: Misbehaviour::Silence, on: Some(Class::Sale), times: 2 });
        scripts.add(Script { misbehaviour: Misbehaviour::BadMac, on: None, times: 1 });
        scripts.add(Script { misbehaviour: Misbehaviour::NoMac, on: Some(Class::Sale), times: 0 });
        assert_eq!(scripts.take(Class::Sale, 100, false), Some(Misbehaviour::Silence));
        assert_eq!(scripts.take(Class::Void, 100, false), Some(Misbehaviour::BadMac));
        assert_eq!(scripts.take(Class::Void, 100, false), None);
        assert_eq!(scripts.take(Class::Sale, 100, false), Some(Misbehaviour::Silence));
        assert_eq!(scripts.take(Class::Sale, 100, false), None);
    }

    #[test]
    fn a_script_waits_for_a_chip() {
        let mut scripts = Scripts::default();
        let script = Misbehaviour::SendsScript { phase: ScriptPhase::AfterDecision };
        scripts.add(Script { misbehaviour: script.clone(), on: None, times: 1 });
        assert_eq!(scripts.take(Class::Sale, 100, false), None);
        assert_eq!(scripts.take(Class::Void, 100, true), None);
        assert_eq!(scripts.take(Class::Sale, 100, true), Some(script));
    }

    #[test]
    fn a_part_waits_for_a_sale_that_is_more() {
        let mut scripts = Scripts::default();
        let part = Misbehaviour::ApproveInPart { fen: 100 };
        scripts.add(Script { misbehaviour: part.clone(), on: None, times: 1 });
        for (class, fen) in [(Class::Sale, 100), (Class::Refund, 500), (Class::Sale, 0)] {
            assert_eq!(scripts.take(class, fen, false), None, "{class:?} of {fen}");
        }
        assert_eq!(scripts.open().len(), 1);
        assert_eq!(scripts.take(Class::Sale, 101, false), Some(part));
        assert_eq!(scripts.open().len(), 0);
    }
}
