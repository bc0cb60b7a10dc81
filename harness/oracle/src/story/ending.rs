//! The end of a record and what the judge makes of it.

use journal::*;

use super::Story;
use crate::{Blame, Outcome, Verdict, judge};

impl Story {
    pub(crate) fn closed(self) -> Record {
        Record::read(&self.pen.close(self.at)).expect("whole")
    }

    /// At rest, judged.
    pub(crate) fn judged(mut self) -> Verdict {
        self.put(Lane::Bench, Event::Quiet);
        judge(&self.closed())
    }

    /// Nothing is found.
    #[track_caller]
    pub(crate) fn passes(self) {
        let verdict = self.judged();
        assert_eq!(
            (verdict.outcome, verdict.findings.as_slice()),
            (Outcome::Pass, [].as_slice()),
            "{verdict:#?}"
        );
    }

    /// The terminal fails by this rule and no other.
    #[track_caller]
    pub(crate) fn fails_by(self, rule: &str) -> Verdict {
        self.found_by(rule, Blame::Terminal, Outcome::Fail)
    }

    /// The bench is wrong by this rule and no other.
    #[track_caller]
    pub(crate) fn errs_by(self, rule: &str) -> Verdict {
        self.found_by(rule, Blame::Bench, Outcome::Error)
    }

    /// These rules find something, and no other.
    #[track_caller]
    pub(crate) fn finds(self, rules: &[&str]) {
        let verdict = self.judged();
        let found: std::collections::BTreeSet<&str> =
            verdict.findings.iter().map(|f| f.rule.as_str()).collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), rules, "{verdict:#?}");
    }

    #[track_caller]
    fn found_by(self, rule: &str, blame: Blame, outcome: Outcome) -> Verdict {
        let verdict = self.judged();
        assert!(!verdict.findings.is_empty(), "nothing found");
        for finding in &verdict.findings {
            assert_eq!((finding.rule.as_str(), finding.blame), (rule, blame), "{verdict:#?}");
            assert!(!finding.evidence.is_empty() && finding.evidence.is_sorted(), "{verdict:#?}");
        }
        assert_eq!(verdict.outcome, outcome, "{verdict:#?}");
        verdict
    }

    /// The practice is at risk with this much, and nothing is found.
    #[track_caller]
    pub(crate) fn risks(self, practice: &str, fen: i64) {
        let verdict = self.judged();
        assert_eq!(verdict.outcome, Outcome::Risk, "{verdict:#?}");
        let risks: Vec<_> = verdict.risks.iter().map(|r| (r.practice.as_str(), r.amount_fen)).collect();
        assert_eq!(risks, [(practice, fen)], "{verdict:#?}");
        assert_eq!((verdict.risks[0].owner.as_str(), verdict.risks[0].expires_after_days), ("merchant", 30));
    }
}
