//! One case and one run, as the papers see them.

use std::collections::BTreeMap;

use journal::Record;
use oracle::{Outcome, Verdict};

/// One case: which, how it ended, and its record where there is one.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// Path of the feature.
    pub feature: String,
    /// Line of the scenario.
    pub line: usize,
    /// Case id.
    pub case: String,
    /// Name.
    pub name: String,
    /// Chapter.
    pub chapter: Option<u32>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is not applicable, or could not be run.
    pub note: Option<String>,
    /// The record.
    pub record: Option<Record>,
    /// The canonical transcript.
    pub transcript: String,
    /// The command that runs this case alone again.
    pub again: String,
}

/// A whole run.
#[derive(Clone, Debug)]
pub struct RunReport {
    /// Name and version of the harness.
    pub harness: String,
    /// Kind of bench.
    pub bench: String,
    /// Name of the profile.
    pub profile: String,
    /// What was under test.
    pub terminal: String,
    /// The seed.
    pub seed: u64,
    /// The cases in the order of the features.
    pub cases: Vec<CaseReport>,
}

/// How many cases ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Nothing to object to.
    pub passed: usize,
    /// Right by practice, money at stake.
    pub risk: usize,
    /// The terminal is wrong.
    pub failed: usize,
    /// The bench could not establish it.
    pub inconclusive: usize,
    /// Feature, rig or harness are wrong.
    pub errors: usize,
    /// The terminal has no such thing.
    pub not_applicable: usize,
}

impl RunReport {
    /// Counts the outcomes.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for case in &self.cases {
            let count = match case.verdict.outcome {
                Outcome::Pass => &mut totals.passed,
                Outcome::Risk => &mut totals.risk,
                Outcome::Fail => &mut totals.failed,
                Outcome::Inconclusive => &mut totals.inconclusive,
                Outcome::Error => &mut totals.errors,
                Outcome::NotApplicable => &mut totals.not_applicable,
            };
            *count += 1;
        }
        totals
    }

    /// The exit code that the run comes to: 1 for any fail, else 3 for any error or inconclusive or when nothing
    /// applied, else 0.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let totals = self.totals();
        if totals.failed > 0 {
            1
        } else if totals.errors + totals.inconclusive > 0 || totals.not_applicable == self.cases.len() {
            3
        } else {
            0
        }
    }

    /// Groups of cases that the bench saw do the same, each by case ids; and how many differ.
    #[must_use]
    pub fn same_transcripts(&self) -> (usize, Vec<Vec<&str>>) {
        let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for case in self.cases.iter().filter(|case| case.record.is_some()) {
            by_text.entry(&case.transcript).or_default().push(&case.case);
        }
        let distinct = by_text.len();
        let mut groups: Vec<Vec<&str>> = by_text.into_values().filter(|cases| cases.len() > 1).collect();
        groups.sort();
        (distinct, groups)
    }
}
