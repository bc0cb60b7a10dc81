//! The run's folder: records, verdicts and papers, written by `run` and again by `report`.
//!
//! `journals/` holds the records, `verdicts/` what was made of each; the papers stand beside them. Everything but
//! the records can be made again from the records.

use std::fs;
use std::path::Path;

use journal::Record;
use oracle::{Outcome, Verdict};
use report::{CaseReport, RunReport, junit_xml, results_json, summary};
use source::Flaw;

use crate::args::ReportArgs;
use crate::run::HARNESS;
use crate::suite::sorted;
use crate::trouble::Trouble;
use crate::{out, run};

/// `tearproof report`
pub(crate) fn report(args: &ReportArgs) -> Result<u8, Trouble> {
    let journals = args.dir.join("journals");
    let files = sorted(&journals).map_err(|reason| {
        let name = journals.display().to_string();
        Flaw::of_file(
            &name,
            format!("cannot be read: {reason}"),
            "name a folder that `tearproof run --out` wrote",
        )
    })?;
    let told = told_by_the_run(&args.dir);
    let mut cases = Vec::new();
    for file in files {
        cases.push(read_case(&file, &told)?);
    }
    cases.sort_by_key(|case| {
        (told.iter().position(|(id, _)| *id == case.case).unwrap_or(usize::MAX), case.case.clone())
    });
    let Some(first) = cases.first().and_then(|case| case.record.as_ref()) else {
        return Err(Trouble::usage(
            "there is no record in the folder",
            "name a folder that `tearproof run --out` wrote",
        ));
    };
    let head = first.head();
    let report = RunReport {
        harness: HARNESS.to_owned(),
        bench: head.bench.clone(),
        profile: head.profile.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned(),
        terminal: head.terminal.clone(),
        seed: head.seed,
        cases,
    };
    write(&args.dir, &report)?;
    out::print(&summary(&report));
    Ok(report.exit_code())
}

/// Case id and repeating command of every case, in the order that the run had, from its results.
fn told_by_the_run(dir: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(dir.join("results.json")).unwrap_or_default();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let cases = document.get("cases").and_then(|cases| cases.as_array()).cloned().unwrap_or_default();
    let member = |case: &serde_json::Value, name: &str| Some(case.get(name)?.as_str()?.to_owned());
    cases
        .iter()
        .filter_map(|case| Some((member(case, "case")?, member(case, "again").unwrap_or_default())))
        .collect()
}

fn read_case(file: &Path, told: &[(String, String)]) -> Result<CaseReport, Trouble> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|e| Flaw::of_file(&name, e.to_string(), "check the path"))?;
    let record = read_record(&name, &bytes)?;
    let id = &record.head().scenario.case;
    let again = told.iter().find(|(case, _)| case == id).map(|(_, again)| again.clone());
    Ok(run::case_of(record, again.unwrap_or_default()))
}

/// Reads a record; a damaged one is refused with its line.
pub(crate) fn read_record(name: &str, bytes: &[u8]) -> Result<Record, Trouble> {
    Record::read(bytes).map_err(|damage| {
        let hint = "the record was changed or cut since it was written; take it from its source again";
        Flaw::of_file(name, damage.to_string(), hint).into()
    })
}

/// Judges a record that this process wrote.
pub(crate) fn case_of(bytes: &[u8], again: String) -> CaseReport {
    match Record::read(bytes) {
        Ok(record) => run::case_of(record, again),
        Err(damage) => CaseReport {
            feature: String::new(),
            line: 0,
            case: String::new(),
            name: String::new(),
            chapter: None,
            verdict: Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() },
            note: Some(format!("the record does not read back: {damage}")),
            record: None,
            transcript: String::new(),
            again,
        },
    }
}

/// Makes the folder ready; what an earlier run left in it goes.
pub(crate) fn prepare(dir: &Path) -> Result<(), Trouble> {
    for part in ["journals", "verdicts"] {
        let folder = dir.join(part);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|e| unwritable(&folder, &e))?;
        }
        fs::create_dir_all(&folder).map_err(|e| unwritable(&folder, &e))?;
    }
    Ok(())
}

/// Writes a case's record and verdict.
pub(crate) fn write_case(dir: &Path, case: &CaseReport, record: &[u8]) -> Result<(), Trouble> {
    if !record.is_empty() {
        put(&dir.join("journals").join(format!("{}.ndjson", case.case)), record)?;
    }
    put(&dir.join("verdicts").join(format!("{}.json", case.case)), verdict_json(&case.verdict).as_bytes())
}

/// Writes the papers.
pub(crate) fn write(dir: &Path, report: &RunReport) -> Result<(), Trouble> {
    let junit = junit_xml(report)
        .map_err(|e| Trouble::Write { path: dir.join("junit.xml"), reason: e.to_string() })?;
    put(&dir.join("junit.xml"), junit.as_bytes())?;
    put(&dir.join("results.json"), results_json(report).as_bytes())?;
    put(&dir.join("summary.txt"), summary(report).as_bytes())?;
    let verdicts = dir.join("verdicts");
    fs::create_dir_all(&verdicts).map_err(|e| unwritable(&verdicts, &e))?;
    for case in &report.cases {
        put(&verdicts.join(format!("{}.json", case.case)), verdict_json(&case.verdict).as_bytes())?;
    }
    Ok(())
}

/// A verdict as it is stored.
pub(crate) fn verdict_json(verdict: &Verdict) -> String {
    let mut text = serde_json::to_string_pretty(verdict).unwrap_or_default();
    text.push('\n');
    text
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    fs::write(path, bytes).map_err(|e| unwritable(path, &e))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::Write { path: path.to_owned(), reason: error.to_string() }
}
