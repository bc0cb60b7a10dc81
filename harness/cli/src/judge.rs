//! `tearproof judge`: the verdict again, from the record alone.

use std::fs;
use std::path::PathBuf;

use oracle::Outcome;
use source::Flaw;

use crate::args::JudgeArgs;
use crate::trouble::Trouble;
use crate::{case, folder, out};

pub(crate) fn judge(args: &JudgeArgs) -> Result<u8, Trouble> {
    let mut worst = Outcome::NotApplicable;
    for path in records(&args.journals)? {
        let name = path.display().to_string();
        let bytes = fs::read(&path).map_err(|e| Flaw::of_file(&name, e.to_string(), "check the path"))?;
        let record = case::read_record(&name, &bytes)?;
        let again = format!("tearproof judge {name}");
        let case = case::judged(record, again);
        worst = worst.worse(case.verdict.outcome);
        out::print(&report::case_lines(&case));
    }
    Ok(match worst {
        Outcome::Fail => 1,
        Outcome::Error | Outcome::Inconclusive | Outcome::NotApplicable => 3,
        Outcome::Pass | Outcome::Risk => 0,
    })
}

/// The records that were named, and those in folders that were named.
fn records(named: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let mut records = Vec::new();
    for path in named {
        if path.is_dir() {
            let journals = path.join("journals");
            let folder = if journals.is_dir() { journals } else { path.clone() };
            let name = folder.display().to_string();
            let found = folder::records(&folder);
            records.extend(found.map_err(|reason| Flaw::of_file(&name, reason, "check the path"))?);
        } else {
            records.push(path.clone());
        }
    }
    if records.is_empty() {
        return Err(Trouble::usage(
            "no record to judge",
            "name .ndjson files, or a folder that `run --out` wrote",
        ));
    }
    Ok(records)
}
