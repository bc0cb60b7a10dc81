//! The run as one JSON document, for programs.

use serde_json::{Value, json};

use crate::RunReport;

/// The document, pretty-printed, with a newline at its end.
#[must_use]
pub fn results_json(run: &RunReport) -> String {
    let totals = run.totals();
    let (distinct, same) = run.same_transcripts();
    let cases: Vec<Value> = run
        .cases
        .iter()
        .map(|case| {
            json!({
                "case": case.case,
                "name": case.name,
                "feature": case.feature,
                "line": case.line,
                "chapter": case.chapter,
                "outcome": case.verdict.outcome,
                "note": case.note,
                "findings": case.verdict.findings,
                "risks": case.verdict.risks,
                "again": case.again,
            })
        })
        .collect();
    let document = json!({
        "harness": run.harness,
        "bench": run.bench,
        "profile": run.profile,
        "terminal": run.terminal,
        "seed": run.seed,
        "totals": {
            "passed": totals.passed,
            "risk": totals.risk,
            "failed": totals.failed,
            "inconclusive": totals.inconclusive,
            "errors": totals.errors,
            "not_applicable": totals.not_applicable,
        },
        "distinct_transcripts": distinct,
        "same_transcripts": same,
        "cases": cases,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}
