//! The run's folder: records, verdicts and papers.
//!
//! `journals/` holds the records, `verdicts/` what was made of each; `run.json` and the papers stand beside them.
//! Everything but records and manifest can be made again from the records. Nothing is judged here.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use oracle::Verdict;
use report::{CaseReport, RunReport, junit_xml, results_json, summary};
use serde_json::Value;

use crate::manifest::Manifest;
use crate::read;
use crate::suite::sorted;
use crate::trouble::Trouble;

/// Held while a run writes into a folder.
const LOCK: &str = ".lock";
/// What the run was, and which records belong to it.
pub(crate) const MANIFEST: &str = "run.json";
/// The manifest while it is being written.
pub(crate) const NEW_MANIFEST: &str = ".run.json.new";
/// What a run leaves beside records and verdicts, and the next one removes.
const PAPERS: [&str; 3] = ["junit.xml", "results.json", "summary.txt"];

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

/// Makes the folder ready for a run; what an earlier run left in it goes, and nothing else does.
///
/// The manifest stands before there is a folder of records, so that an interrupted run's folder is known as one.
pub(crate) fn prepare(dir: &Path, manifest: &Manifest) -> Result<Held, Trouble> {
    let refused =
        |reason: String, hint: &str| Trouble::usage(format!("--out {}: {reason}", dir.display()), hint);
    let cannot = |e: std::io::Error| refused(read::reason(&e), "name a folder that can be written");
    fs::create_dir_all(dir).map_err(cannot)?;
    let found = sorted(dir).map_err(|reason| refused(reason, "name a folder"))?;
    let earlier = cases_of_a_run(dir);
    if earlier.is_none() && found.iter().any(|path| !path.ends_with(LOCK) && !path.ends_with(NEW_MANIFEST)) {
        let hint = "name an empty folder, a new one, or one that `tearproof run` wrote; nothing was removed";
        return Err(refused("the folder is not empty and no run's".to_owned(), hint));
    }
    let earlier = earlier.unwrap_or_default();
    let held = hold(dir, &refused)?;
    if let Some(foreign) = foreign_record(dir, &earlier) {
        let hint = "move it away, or name another folder; nothing was removed";
        return Err(refused(format!("{foreign} is no record of the run that wrote the folder"), hint));
    }
    for id in &earlier {
        remove(&record_path(dir, id)).map_err(cannot)?;
        remove(&verdict_path(dir, id)).map_err(cannot)?;
    }
    manifest.write(dir)?;
    for paper in PAPERS {
        remove(&dir.join(paper)).map_err(cannot)?;
    }
    for part in ["journals", "verdicts"] {
        fs::create_dir_all(dir.join(part)).map_err(cannot)?;
    }
    Ok(held)
}

fn hold(dir: &Path, refused: &impl Fn(String, &str) -> Trouble) -> Result<Held, Trouble> {
    let cannot = |e: std::io::Error| refused(read::reason(&e), "name a folder that can be written");
    let path = dir.join(LOCK);
    let file = File::create(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(Held { path, file }),
        Err(TryLockError::WouldBlock) => {
            Err(refused("another run is writing there".to_owned(), "wait for it, or name another folder"))
        }
        Err(TryLockError::Error(e)) => Err(cannot(e)),
    }
}

/// The cases of the run that wrote this folder, by its manifest or its results; `None` if no run wrote it.
fn cases_of_a_run(dir: &Path) -> Option<BTreeSet<String>> {
    let documents = [MANIFEST, "results.json"].into_iter().filter_map(|name| {
        let document: Value = serde_json::from_slice(&fs::read(dir.join(name)).ok()?).ok()?;
        document.get("harness")?.as_str()?.starts_with("tearproof ").then_some(document)
    });
    let ids = |document: &Value| -> BTreeSet<String> {
        let cases = document.get("cases").and_then(Value::as_array).into_iter().flatten();
        let ids = cases.filter_map(|case| Some(case.get("case")?.as_str()?.to_owned()));
        // An id is a file's name; whatever else stands there leads out of the folder.
        ids.filter(|id| Path::new(id).file_name().is_some_and(|name| name == id.as_str())).collect()
    };
    documents.map(|document| ids(&document)).reduce(|all, more| &all | &more)
}

/// A record that none of these cases left.
fn foreign_record(dir: &Path, cases: &BTreeSet<String>) -> Option<String> {
    let found = records(&dir.join("journals")).unwrap_or_default();
    let is_ours = |path: &PathBuf| cases.iter().any(|id| *path == record_path(dir, id));
    found.into_iter().find(|path| !is_ours(path)).map(|path| path.display().to_string())
}

/// Removes a file that may be gone already.
fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if !matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Err(e),
        _ => Ok(()),
    }
}

/// Where a case's record lies.
pub(crate) fn record_path(dir: &Path, id: &str) -> PathBuf {
    dir.join("journals").join(format!("{id}.ndjson"))
}

fn verdict_path(dir: &Path, id: &str) -> PathBuf {
    dir.join("verdicts").join(format!("{id}.json"))
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
    put(&record_path(dir, id), record)
}

/// Writes a case's verdict.
pub(crate) fn write_verdict(dir: &Path, case: &CaseReport) -> Result<(), Trouble> {
    let folder = dir.join("verdicts");
    fs::create_dir_all(&folder).map_err(|e| unwritable(&folder, &e))?;
    put(&verdict_path(dir, &case.case), verdict_json(&case.verdict).as_bytes())
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
    Trouble::Write { path: path.to_owned(), reason: read::reason(error) }
}
