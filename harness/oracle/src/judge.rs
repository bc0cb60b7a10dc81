//! From a record to a verdict.
//!
//! What is known of the bench's own trouble weighs first: a finding against the terminal stands only if trouble
//! did not touch its evidence, and what a scenario demands only where no rule finds the host in the wrong. *Not applicable* is what the record says of itself; the judge does not compare the terminal's
//! statement with what it did.

use journal::{Event, Record};
use profile::Profile;
use serde::Deserialize as _;

use crate::{Blame, Finding, Outcome, RuleInfo, Verdict, case::Case, expect, rule::Findings, rules};

/// Something went wrong on the bench.
pub(crate) const TROUBLE: RuleInfo = RuleInfo {
    id: "bench.trouble",
    sentence: "the bench does what the scenario asks of it",
    checks: "no trouble was written down and every armed fault found its moment",
    does_not_check: "whether the bench noticed all its trouble",
};
/// The head's profile cannot be read.
pub(crate) const PROFILE: RuleInfo = RuleInfo {
    id: "bench.profile",
    sentence: "the record holds the profile in full",
    checks: "the head's profile can be read",
    does_not_check: "whether it is the one that was meant",
};
/// The run never came to rest.
pub(crate) const QUIET: RuleInfo = RuleInfo {
    id: "bench.quiet",
    sentence: "a run is judged at rest",
    checks: "the bench became quiet after the last order, request and posting",
    does_not_check: "how long a live bench waited before it called itself quiet",
};

/// Judges a record. The same record gives the same verdict, on any machine, in any year.
#[must_use]
pub fn judge(record: &Record) -> Verdict {
    if let Ok(profile) = Profile::deserialize(&record.head().profile) {
        return judge_under(record, &profile);
    }
    let mut out = Findings::default();
    trouble(record, &mut out);
    out.under(PROFILE.id);
    out.bench("the profile in the record's head cannot be read".to_owned(), [1]);
    // Another try would not mend that.
    verdict(record, out, false)
}

/// Judges a record as if its head held this profile, for whoever has that at hand: what the head holds is not looked at.
#[must_use]
pub fn judge_under(record: &Record, profile: &Profile) -> Verdict {
    let mut out = Findings::default();
    let inconclusive = trouble(record, &mut out);
    let case = Case::of(record, profile);
    for rule in rules::ALL {
        if case.at_rest || !rule.needs_rest() {
            out.under(rule.info().id);
            rule.check(&case, &mut out);
        }
    }
    if case.at_rest {
        expect::check(&case, &mut out);
    } else {
        out.under(QUIET.id);
        out.bench("the bench never became quiet after the last thing that happened".to_owned(), [case.last]);
    }
    // A virtual bench that never rests is a flaw of the text or of the harness; another try would not mend it.
    verdict(record, out, (inconclusive || !case.at_rest) && record.head().bench != "virtual")
}

/// The rules whose findings stand against the terminal, each once: without all of them the record would be no fail.
#[must_use]
pub fn accusers(record: &Record, verdict: &Verdict) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for finding in verdict.findings.iter().filter(|finding| proved(record, &verdict.findings, finding)) {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule.clone());
        }
    }
    rules
}

/// Writes the bench's own trouble down; says whether there was any.
fn trouble(record: &Record, out: &mut Findings) -> bool {
    out.under(TROUBLE.id);
    let mut seen = false;
    for entry in record.entries() {
        match &entry.event {
            Event::Trouble { what } => out.bench(format!("trouble on the bench: {what}"), [entry.n]),
            Event::NeverFired { fault, when } => {
                out.bench(format!("fault {fault} waited for `{when}`, which never came"), [entry.n]);
            }
            _ => continue,
        }
        seen = true;
    }
    seen
}

fn verdict(record: &Record, out: Findings, inconclusive: bool) -> Verdict {
    let Findings { found: findings, risks, .. } = out;
    let not_applicable = |e: &journal::Entry| matches!(e.event, Event::NotApplicable { .. });
    let outcome = if findings.iter().any(|f| proved(record, &findings, f)) {
        Outcome::Fail
    } else if record.entries().iter().any(not_applicable) {
        Outcome::NotApplicable
    } else if inconclusive && !findings.iter().any(is_error) {
        Outcome::Inconclusive
    } else if !findings.is_empty() {
        Outcome::Error
    } else if risks.is_empty() {
        Outcome::Pass
    } else {
        Outcome::Risk
    };
    Verdict { outcome, findings, risks }
}

/// A bench finding that trying again would not mend.
fn is_error(finding: &Finding) -> bool {
    finding.blame == Blame::Bench && finding.rule != TROUBLE.id && finding.rule != QUIET.id
}

/// Whether a finding stands against the terminal in spite of what went wrong on the bench: its evidence lies
/// before the first trouble, and a sentence of the scenario counts only where every fault found its moment and the host
/// did its part.
fn proved(record: &Record, all: &[Finding], finding: &Finding) -> bool {
    let last = finding.evidence.last().copied().unwrap_or(u64::MAX);
    finding.blame == Blame::Terminal
        && (finding.line.is_none() || !all.iter().any(|other| other.line.is_none() && is_error(other)))
        && record.entries().iter().all(|entry| match entry.event {
            Event::Trouble { .. } => finding.line.is_none() && last < entry.n,
            Event::NeverFired { .. } | Event::NotApplicable { .. } => finding.line.is_none(),
            _ => true,
        })
}
