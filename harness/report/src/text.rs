//! The text summary: a line a case, the story behind each that did not pass, and the totals.

use journal::{Entry, Event, Expectation, Record};
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
    for finding in causes_first(&case.verdict.findings) {
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
        if let Some(shown) = shown_instead(record, finding) {
            text.push_str(&format!("          {shown}\n"));
        }
    }
    text
}

/// The findings in the order in which a reader understands them: what the rules found before what the scenario
/// demanded, and of each the one whose evidence begins earliest.
pub(crate) fn causes_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut ranked: Vec<&Finding> = findings.iter().collect();
    ranked.sort_by_key(|f| (f.line.is_some(), f.evidence.first().copied().unwrap_or_default()));
    ranked
}

/// What the screen showed, where the scenario demanded something else of it.
fn shown_instead(record: &Record, finding: &Finding) -> Option<String> {
    let line = finding.line?;
    let of_screen = |entry: &&Entry| match &entry.event {
        Event::Expected { line: here, expectation, .. } => {
            *here == line && matches!(expectation, Expectation::Screen { .. } | Expectation::Announced { .. })
        }
        _ => false,
    };
    let demanded = record.entries().iter().find(of_screen)?;
    let mut shown: Vec<&str> = Vec::new();
    for entry in record.entries().iter().filter(|entry| entry.n < demanded.n) {
        if let Event::Shown(screen) = &entry.event
            && shown.last() != Some(&screen.screen.as_str())
        {
            shown.push(&screen.screen);
        }
    }
    Some(format!("screens shown: {}", shown.join(", ")))
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
    let (transcripts, cases) = (plural(distinct, "transcript"), plural(run.cases.len(), "case"));
    let mut text = format!("\n{distinct} distinct canonical {transcripts} of {} {cases}\n", run.cases.len());
    for group in same {
        text.push_str(&format!("  the same: {}\n", group.join(", ")));
    }
    let bad: Vec<&CaseReport> = run
        .cases
        .iter()
        .filter(|case| !matches!(case.verdict.outcome, Outcome::Pass | Outcome::NotApplicable))
        .collect();
    if !bad.is_empty() {
        text.push_str("\nnot passed:\n");
    }
    for case in bad {
        let first = causes_first(&case.verdict.findings).first().map(|finding| finding.sentence.clone());
        let why = first.or_else(|| case.note.clone()).map(|why| format!(": {why}")).unwrap_or_default();
        text.push_str(&format!(
            "  {}  {:<14} {}{why}\n",
            outcome_word(case.verdict.outcome),
            case.case,
            case.name
        ));
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
    let scenarios = plural(run.cases.len(), "scenario");
    text.push_str(&format!("{} {scenarios}: {}\n", run.cases.len(), told.join(", ")));
    text
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { what.to_owned() } else { format!("{what}s") }
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
