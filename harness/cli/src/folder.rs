//! The run's folder: records, verdicts and papers.
//!
//! `journals/` holds the records, `verdicts/` what was made of each; `run.json` and the papers stand beside them.
//! Everything but records and manifest can be made again from the records. Nothing is judged here.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use oracle::Verdict;
use report::{CaseReport, RunReport, junit_xml, results_json, summary};

use crate::suite::sorted;
use crate::trouble::Trouble;

/// Held while a run writes into a folder.
const LOCK: &str = ".lock";
/// What the run was, and which records belong to it.
pub(crate) const MANIFEST: &str = "run.json";
/// What a run leaves, and the next one may remove.
const OURS: [&str; 6] = ["journals", "verdicts", MANIFEST, "junit.xml", "results.json", "summary.txt"];

/// A folder that is being written by this process and no other.
#[derive(Debug)]
pub(crate) struct Held {
    path: PathBuf,
    file: File,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Makes the folder ready; what an earlier run left in it goes, and nothing else does.
pub(crate) fn prepare(dir: &Path) -> Result<Held, Trouble> {
    let refused =
        |reason: String, hint: &str| Trouble::usage(format!("--out {}: {reason}", dir.display()), hint);
    let cannot = |e: std::io::Error| refused(e.to_string(), "name a folder that can be written");
    fs::create_dir_all(dir).map_err(cannot)?;
    let strangers = sorted(dir).map_err(|reason| refused(reason, "name a folder"))?;
    let strangers = strangers.iter().any(|path| !path.ends_with(LOCK));
    if strangers && !is_of_a_run(dir) {
        let hint = "name an empty folder, a new one, or one that `tearproof run` wrote; nothing was removed";
        return Err(refused("the folder is not empty and no run's".to_owned(), hint));
    }
    let path = dir.join(LOCK);
    let file = File::create(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(refused(
                "another run is writing there".to_owned(),
                "wait for it, or name another folder",
            ));
        }
        Err(TryLockError::Error(e)) => return Err(cannot(e)),
    }
    let held = Held { path, file };
    for part in OURS {
        let path = dir.join(part);
        let gone = match path.is_dir() {
            true => fs::remove_dir_all(&path),
            false if path.exists() => fs::remove_file(&path),
            false => Ok(()),
        };
        gone.map_err(cannot)?;
    }
    for part in ["journals", "verdicts"] {
        fs::create_dir_all(dir.join(part)).map_err(cannot)?;
    }
    Ok(held)
}

/// Whether a run wrote this folder: it has a manifest, or results of ours.
fn is_of_a_run(dir: &Path) -> bool {
    let ours = |name: &str| {
        let text = fs::read_to_string(dir.join(name)).unwrap_or_default();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        document.get("harness").and_then(|h| h.as_str()).is_some_and(|h| h.starts_with("tearproof "))
    };
    ours(MANIFEST) || ours("results.json")
}

/// The records of a folder, by name.
pub(crate) fn records(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let files = sorted(dir)?;
    Ok(files.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "ndjson")).collect())
}

/// Writes a case's record; a case whose bench could not be set up has none.
pub(crate) fn write_record(dir: &Path, id: &str, record: &[u8]) -> Result<(), Trouble> {
    if record.is_empty() {
        return Ok(());
    }
    put(&dir.join("journals").join(format!("{id}.ndjson")), record)
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
