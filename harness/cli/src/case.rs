//! A case as the papers see it: what ran, what its record says, and the verdict.

use journal::{Event, Record, RecordError, canonical};
use oracle::{Outcome, Verdict, judge};
use report::CaseReport;
use source::Flaw;
use steps::Case;

use crate::manifest::Listed;

/// A case without a record that tells how it ended, and why.
pub(crate) fn unrun(case: &Case, note: String, again: String) -> CaseReport {
    CaseReport {
        feature: case.feature.path.clone(),
        line: case.head.line,
        case: case.head.case.clone(),
        name: case.head.name.clone(),
        chapter: case.head.chapter,
        verdict: Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() },
        note: Some(note),
        record: None,
        transcript: String::new(),
        again,
    }
}

/// A record, judged.
pub(crate) fn judged(record: Record, again: String) -> CaseReport {
    let head = record.head();
    let note = record.entries().iter().find_map(|entry| match &entry.event {
        Event::NotApplicable { reason } => Some(reason.clone()),
        _ => None,
    });
    CaseReport {
        feature: head.feature.path.clone(),
        line: head.scenario.line,
        case: head.scenario.case.clone(),
        name: head.scenario.name.clone(),
        chapter: head.scenario.chapter,
        verdict: judge(&record),
        note,
        transcript: canonical(&record),
        again,
        record: Some(record),
    }
}

/// A case without a record that tells how it ended, as the run's manifest lists it.
pub(crate) fn listed(listed: &Listed) -> CaseReport {
    CaseReport {
        feature: listed.feature.clone(),
        line: listed.line,
        case: listed.case.clone(),
        name: listed.name.clone(),
        chapter: listed.chapter,
        verdict: Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() },
        note: listed.note.clone(),
        record: None,
        transcript: String::new(),
        again: listed.again.clone(),
    }
}

/// Reads a record; a damaged one is refused with its line.
pub(crate) fn read_record(name: &str, bytes: &[u8]) -> Result<Record, Flaw> {
    Record::read(bytes).map_err(|damage| {
        let hint = match damage {
            RecordError::Version { .. } => "judge it with the tearproof that wrote it, or run again",
            _ => "the record was changed or cut since it was written; take it from its source again",
        };
        Flaw::of_file(name, damage.to_string(), hint)
    })
}

/// A record that this process wrote, read back and judged.
pub(crate) fn judged_bytes(case: &Case, bytes: &[u8], again: String) -> CaseReport {
    match Record::read(bytes) {
        Ok(record) => judged(record, again),
        Err(damage) => unrun(case, format!("the record does not read back: {damage}"), again),
    }
}
