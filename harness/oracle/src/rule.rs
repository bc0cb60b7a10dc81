//! What a rule is, and where it puts what it finds.
//!
//! A rule looks at a finished [`Case`] only; it keeps nothing between records.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{Blame, Finding, Risk, case::Case};

/// A rule as a reader of a report meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// Its id, kebab-case with dots.
    pub id: &'static str,
    /// What has to hold, in a sentence.
    pub sentence: &'static str,
    /// What is compared with what.
    pub checks: &'static str,
    /// What it leaves to other rules or to nobody.
    pub does_not_check: &'static str,
}

/// A rule.
pub(crate) trait Rule: Sync {
    /// What it is.
    fn info(&self) -> &'static RuleInfo;

    /// Whether it can be judged only when nothing is due any more.
    fn needs_rest(&self) -> bool {
        false
    }

    /// Looks at a case.
    fn check(&self, case: &Case<'_>, out: &mut Findings);
}

/// Where rules put what they find.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    rule: &'static str,
    pub(crate) found: Vec<Finding>,
    pub(crate) risks: Vec<Risk>,
}

impl Findings {
    /// What is put from now on belongs to this rule.
    pub(crate) fn under(&mut self, rule: &'static str) {
        self.rule = rule;
    }

    /// The terminal's doing.
    pub(crate) fn terminal(&mut self, sentence: String, evidence: impl IntoIterator<Item = u64>) {
        self.put(Blame::Terminal, sentence, evidence, None);
    }

    /// The bench's doing.
    pub(crate) fn bench(&mut self, sentence: String, evidence: impl IntoIterator<Item = u64>) {
        self.put(Blame::Bench, sentence, evidence, None);
    }

    /// One finding; the same sentence once more only adds its evidence.
    pub(crate) fn put(
        &mut self,
        blame: Blame,
        sentence: String,
        evidence: impl IntoIterator<Item = u64>,
        line: Option<usize>,
    ) {
        let evidence = ascending(evidence);
        let said = |f: &&mut Finding| f.rule == self.rule && f.sentence == sentence && f.line == line;
        if let Some(known) = self.found.iter_mut().find(said) {
            known.evidence = ascending(known.evidence.iter().copied().chain(evidence));
            return;
        }
        self.found.push(Finding { rule: self.rule.to_owned(), blame, sentence, evidence, line });
    }
}

/// Entry numbers in order, each once; the head where there is no other.
pub(crate) fn ascending(evidence: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let numbers: BTreeSet<u64> = evidence.into_iter().collect();
    if numbers.is_empty() { vec![1] } else { numbers.into_iter().collect() }
}
