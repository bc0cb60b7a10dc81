//! What the judge hands out: an outcome, what was found, what the practice leaves at risk.
//!
//! A verdict says nothing about runs that were tried again; whoever keeps attempts keeps their verdicts apart.

use serde::{Deserialize, Serialize};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The terminal has no such thing, or the bench cannot show it, and the record says so.
    NotApplicable,
    /// Nothing to object to.
    Pass,
    /// Right by the profile's practice, which can lose money and did here.
    Risk,
    /// The bench could not establish it; may be tried again.
    Inconclusive,
    /// The terminal is wrong.
    Fail,
    /// The feature, the rig or the harness is wrong.
    Error,
}

impl Outcome {
    /// How much it weighs against others when several are told as one, from 0; a fail weighs most, as in the
    /// exit code of a run.
    #[must_use]
    pub fn severity(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Pass => 1,
            Self::Risk => 2,
            Self::Inconclusive => 3,
            Self::Error => 4,
            Self::Fail => 5,
        }
    }

    /// The weightier of two.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if other.severity() > self.severity() { other } else { self }
    }

    /// The kebab-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::Pass => "pass",
            Self::Risk => "risk",
            Self::Inconclusive => "inconclusive",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

/// Whose doing a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blame {
    /// The terminal under test.
    Terminal,
    /// The feature, the rig, or the harness with its host.
    Bench,
}

/// One thing that is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the rule, e.g. `intent.charged-once`; `then` for an unmet sentence of the scenario.
    pub rule: String,
    /// Whose doing it is.
    pub blame: Blame,
    /// This case in a sentence, with its amounts and trace numbers.
    pub sentence: String,
    /// Numbers of the entries that show it, ascending, at least one.
    pub evidence: Vec<u64>,
    /// Line of the feature, for a Then sentence.
    pub line: Option<usize>,
}

/// Money that the profile's practice leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// How much, in fen.
    pub amount_fen: i64,
    /// Who bears it until it is found.
    pub owner: String,
    /// Days until it can no longer be claimed back.
    pub expires_after_days: u16,
    /// The practice that leaves it open, e.g. `give-up-and-delete`.
    pub practice: String,
    /// Numbers of the entries that show it, ascending, at least one.
    pub evidence: Vec<u64>,
}

/// The judgment of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, in the order of the rules.
    pub findings: Vec<Finding>,
    /// What the practice leaves at risk.
    pub risks: Vec<Risk>,
}
