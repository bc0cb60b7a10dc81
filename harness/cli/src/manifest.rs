//! The run's manifest, `run.json`: what was run, and which records it left.
//!
//! It is written when the run begins and again, with the records' digests and `finished`, when it ends. It shows
//! records that are missing, foreign, swapped or changed since; it is no signature: whoever can write the folder can
//! write a new manifest.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use journal::{FORMAT, Head, Record};
use report::RunReport;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use source::Flaw;

use crate::trouble::Trouble;
use crate::{folder, read};

/// What a run was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// Form of the records, and of this manifest with them.
    pub(crate) format: u32,
    pub(crate) harness: String,
    pub(crate) bench: String,
    pub(crate) seed: u64,
    /// Name of the rig, and SHA-256 of its file as records quote it.
    pub(crate) rig: Named,
    pub(crate) profile: Named,
    pub(crate) terminal: String,
    pub(crate) cases: Vec<Listed>,
    /// Whether every case was run and every record written.
    pub(crate) finished: bool,
}

/// A name, and the digest of what is called so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) sha256: String,
}

/// One case of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    pub(crate) case: String,
    pub(crate) name: String,
    pub(crate) feature: String,
    pub(crate) line: usize,
    pub(crate) chapter: Option<u32>,
    pub(crate) terminal: String,
    /// The command that runs it alone again.
    pub(crate) again: String,
    /// SHA-256 of its record; none before it is written, or when its bench could not be set up.
    pub(crate) sha256: Option<String>,
    /// Why it is in error, where it has no record or where its record does not tell.
    pub(crate) note: Option<String>,
}

/// SHA-256 in lower-case hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is called by its member `name`, as records quote it.
pub(crate) fn named(value: &Value) -> Named {
    let name = value.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    Named { name, sha256: digest(value.to_string().as_bytes()) }
}

impl Manifest {
    /// Writes it, whole or not at all.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), Trouble> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        let (new, path) = (dir.join(folder::NEW_MANIFEST), dir.join(folder::MANIFEST));
        folder::put(&new, text.as_bytes())?;
        fs::rename(&new, &path).map_err(|e| folder::unwritable(&path, &e))
    }

    /// Reads the manifest of a run's folder.
    pub(crate) fn read(dir: &Path) -> Result<Self, Flaw> {
        let path = dir.join(folder::MANIFEST);
        let name = path.display().to_string();
        let hint = "name a folder that `tearproof run --out` wrote";
        let document: Value = serde_json::from_slice(&read::bytes(&path, &name, hint)?)
            .map_err(|e| Flaw::of_file(&name, format!("no manifest of a run: {e}"), hint))?;
        // Manifests of the first form do not name it.
        let format = document.get("format").map_or(Some(1), Value::as_u64);
        if document.get("cases").is_some() && format != Some(u64::from(FORMAT)) {
            let says = format.map_or_else(|| "another form".to_owned(), |says| format!("form {says}"));
            let reason = format!("the run's records are of {says}, and this reads form {FORMAT} alone");
            return Err(Flaw::of_file(&name, reason, "take the tearproof that wrote them, or run again"));
        }
        serde_json::from_value(document)
            .map_err(|e| Flaw::of_file(&name, format!("no manifest of a run: {e}"), hint))
    }

    /// Notes the records' digests and that the run is over.
    pub(crate) fn finish(mut self, report: &RunReport, digests: &BTreeMap<String, String>) -> Self {
        for (listed, case) in self.cases.iter_mut().zip(&report.cases) {
            listed.sha256 = digests.get(&listed.case).cloned();
            listed.note = if case.record.is_none() { case.note.clone() } else { None };
        }
        self.finished = true;
        self
    }

    /// The manifest's own word on a case.
    pub(crate) fn case(&self, id: &str) -> Option<&Listed> {
        self.cases.iter().find(|listed| listed.case == id)
    }

    /// What is wrong with the records of a folder, by the name of each and its bytes.
    pub(crate) fn objections(&self, dir: &Path, records: &BTreeMap<String, Vec<u8>>) -> Vec<Flaw> {
        let place = |id: &str| folder::record_path(dir, id).display().to_string();
        let hint = "take the run's folder from its source again, or run again";
        let mut flaws = Vec::new();
        if !self.finished {
            let name = dir.join(folder::MANIFEST).display().to_string();
            flaws.push(Flaw::of_file(&name, "the run was not finished", "run again"));
        }
        for listed in &self.cases {
            match (records.get(&listed.case), &listed.sha256) {
                (Some(_), None) if self.finished => {
                    let reason = "the run left no record of this case, so this one is foreign";
                    flaws.push(Flaw::of_file(&place(&listed.case), reason, hint));
                }
                (None, Some(_)) => {
                    flaws.push(Flaw::of_file(&place(&listed.case), "the record is missing", hint));
                }
                (Some(bytes), Some(sha256)) if digest(bytes) != *sha256 => {
                    let reason = "the record is not the one that the run wrote (its SHA-256 differs)";
                    flaws.push(Flaw::of_file(&place(&listed.case), reason, hint));
                }
                (Some(bytes), Some(_)) => {
                    flaws.extend(self.head_objection(listed, &place(&listed.case), bytes));
                }
                _ => {}
            }
        }
        for id in records.keys().filter(|id| self.case(id).is_none()) {
            flaws.push(Flaw::of_file(&place(id), "the run has no such case", hint));
        }
        flaws
    }

    /// What a record's head says against the manifest.
    fn head_objection(&self, listed: &Listed, place: &str, bytes: &[u8]) -> Option<Flaw> {
        let record = Record::read(bytes).ok()?;
        let head: &Head = record.head();
        let says = [
            ("case", head.scenario.case == listed.case),
            ("seed", head.seed == self.seed),
            ("bench", head.bench == self.bench),
            ("harness", head.harness == self.harness),
            ("rig file", named(&head.rig) == self.rig),
            ("profile", named(&head.profile) == self.profile),
            ("terminal", head.terminal == listed.terminal),
        ];
        let (what, _) = says.into_iter().find(|(_, same)| !same)?;
        let hint = "records of several runs are mixed here; keep each run in a folder of its own";
        Some(Flaw::of_file(place, format!("the record's head names another {what} than the run"), hint))
    }
}
