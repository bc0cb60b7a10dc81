//! The run's folder: records, verdicts and papers.
//!
//! `journals/` holds the records, `verdicts/` what was made of each; the papers stand beside them. Everything but
//! the records can be made again from the records. Nothing is judged here.

use std::fs;
use std::path::{Path, PathBuf};

use oracle::Verdict;
use report::{CaseReport, RunReport, junit_xml, results_json, summary};

use crate::suite::sorted;
use crate::trouble::Trouble;

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

/// The records of a folder, by name.
pub(crate) fn records(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let files = sorted(dir)?;
    Ok(files.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "ndjson")).collect())
}

/// Writes a case's record; a case whose bench could not be set up has none.
pub(crate) fn write_record(dir: &Path, case: &CaseReport, record: &[u8]) -> Result<(), Trouble> {
    if record.is_empty() {
        return Ok(());
    }
    put(&dir.join("journals").join(format!("{}.ndjson", case.case)), record)
}

/// Writes a case's verdict.
pub(crate) fn write_verdict(dir: &Path, case: &CaseReport) -> Result<(), Trouble> {
    let folder = dir.join("verdicts");
    fs::create_dir_all(&folder).map_err(|e| unwritable(&folder, &e))?;
    put(&folder.join(format!("{}.json", case.case)), verdict_json(&case.verdict).as_bytes())
}

/// Writes the papers.
pub(crate) fn write_papers(dir: &Path, report: &RunReport) -> Result<(), Trouble> {
    let junit = junit_xml(report)
        .map_err(|e| Trouble::Write { path: dir.join("junit.xml"), reason: e.to_string() })?;
    put(&dir.join("junit.xml"), junit.as_bytes())?;
    put(&dir.join("results.json"), results_json(report).as_bytes())?;
    put(&dir.join("summary.txt"), summary(report).as_bytes())
}

/// A verdict as it is stored.
fn verdict_json(verdict: &Verdict) -> String {
    let mut text = serde_json::to_string_pretty(verdict).unwrap_or_default();
    text.push('\n');
    text
}

/// Writes a file.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    fs::write(path, bytes).map_err(|e| unwritable(path, &e))
}

/// A path that cannot be written.
pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::Write { path: path.to_owned(), reason: error.to_string() }
}
