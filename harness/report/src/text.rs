//! The text summary: a line a case, the story behind each that did not pass, and the totals.

use oracle::{Finding, Outcome};

use crate::sentence::yuan;
use crate::{CaseReport, RunReport, timeline};

/// What is printed of one case: one line when it passed, the findings with their evidence otherwise.
#[must_use]
pub fn case_lines(case: &CaseReport) -> String {
    let mut text = format!("{}  {:<14} {}\n", outcome_word(case.verdict.outcome), case.case, case.name);
    if let Some(note) = &case.note {
        text.push_str(&format!("        {note}\n"));
    }
    for finding in &case.verdict.findings {
        text.push_str(&finding_lines(case, finding));
    }
    for risk in &case.verdict.risks {
        text.push_str(&format!(
            "        risk: {} open through `{}`, borne by {}, claimable for {} days\n",
            yuan(risk.amount_fen),
            risk.practice,
            risk.owner,
            risk.expires_after_days
        ));
    }
    if !case.verdict.findings.is_empty()
        || matches!(case.verdict.outcome, Outcome::Error | Outcome::Inconclusive)
    {
        text.push_str(&format!("        at {}:{}\n", case.feature, case.line));
        text.push_str(&format!("        again: {}\n", case.again));
    }
    text
}

fn finding_lines(case: &CaseReport, finding: &Finding) -> String {
    let line = finding.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let mut text = format!("        {}{line}: {}\n", finding.rule, finding.sentence);
    if let Some(record) = &case.record {
        for line in timeline(record, &finding.evidence) {
            text.push_str(&format!("          {line}\n"));
        }
    }
    text
}

/// The whole summary: head, every case, transcripts that are the same, totals.
#[must_use]
pub fn summary(run: &RunReport) -> String {
    let mut text = head_line(run);
    for case in &run.cases {
        text.push_str(&case_lines(case));
    }
    text.push_str(&tail(run));
    text
}

/// What was run, in a line.
#[must_use]
pub fn head_line(run: &RunReport) -> String {
    format!(
        "{}: {} on the {} bench, profile {}, seed {}\n",
        run.harness, run.terminal, run.bench, run.profile, run.seed
    )
}

/// Transcripts and totals.
#[must_use]
pub fn tail(run: &RunReport) -> String {
    let totals = run.totals();
    let (distinct, same) = run.same_transcripts();
    let mut text = format!("\n{distinct} distinct canonical transcripts of {} cases\n", run.cases.len());
    for group in same {
        text.push_str(&format!("  the same: {}\n", group.join(", ")));
    }
    let counts = [
        (totals.passed, "passed"),
        (totals.risk, "at risk"),
        (totals.failed, "failed"),
        (totals.inconclusive, "inconclusive"),
        (totals.errors, "in error"),
        (totals.not_applicable, "not applicable"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, word)| *count > 0 || matches!(*word, "passed" | "failed"))
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    text.push_str(&format!("{} scenarios: {}\n", run.cases.len(), told.join(", ")));
    text
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass  ",
        Outcome::Risk => "RISK  ",
        Outcome::Fail => "FAIL  ",
        Outcome::Inconclusive => "INCONC",
        Outcome::Error => "ERROR ",
        Outcome::NotApplicable => "n/a   ",
    }
}
