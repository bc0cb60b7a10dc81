//! `tearproof report`: verdicts and papers of a finished run again, from its records alone.
//!
//! The folder has to be the run's own: every record that its manifest lists, unchanged, and no other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oracle::{Outcome, Verdict};
use report::{CaseReport, RunReport, summary};
use source::Flaw;

use crate::args::ReportArgs;
use crate::manifest::{Listed, Manifest};
use crate::trouble::Trouble;
use crate::{case, folder, out};

/// `tearproof report`
pub(crate) fn report(args: &ReportArgs) -> Result<u8, Trouble> {
    let manifest = Manifest::read(&args.dir)?;
    let records = stored(&args.dir)?;
    let flaws = manifest.objections(&args.dir, &records);
    if !flaws.is_empty() {
        return Err(Trouble::Flaws(flaws));
    }
    let mut cases = Vec::new();
    for listed in &manifest.cases {
        cases.push(match records.get(&listed.case) {
            Some(bytes) => {
                let name = args.dir.join("journals").join(format!("{}.ndjson", listed.case));
                case::judged(case::read_record(&name.display().to_string(), bytes)?, listed.again.clone())
            }
            None => without_record(listed),
        });
    }
    let report = RunReport {
        harness: manifest.harness.clone(),
        bench: manifest.bench.clone(),
        profile: manifest.profile.name.clone(),
        terminal: manifest.terminal.clone(),
        seed: manifest.seed,
        cases,
    };
    for case in &report.cases {
        folder::write_verdict(&args.dir, case)?;
    }
    folder::write_papers(&args.dir, &report)?;
    out::print(&summary(&report));
    Ok(report.exit_code())
}

/// The records of a run's folder, by case.
pub(crate) fn stored(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Flaw> {
    let journals = dir.join("journals");
    let hint = "name a folder that `tearproof run --out` wrote";
    let files = folder::records(&journals).map_err(|reason| {
        Flaw::of_file(&journals.display().to_string(), format!("cannot be read: {reason}"), hint)
    })?;
    let mut records = BTreeMap::new();
    for file in files {
        let bytes = fs::read(&file)
            .map_err(|e| Flaw::of_file(&file.display().to_string(), e.to_string(), "check the path"))?;
        let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        records.insert(id, bytes);
    }
    Ok(records)
}

/// A case whose bench could not be set up.
fn without_record(listed: &Listed) -> CaseReport {
    CaseReport {
        feature: listed.feature.clone(),
        line: 0,
        case: listed.case.clone(),
        name: String::new(),
        chapter: None,
        verdict: Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() },
        note: listed.note.clone(),
        record: None,
        transcript: String::new(),
        again: listed.again.clone(),
    }
}
