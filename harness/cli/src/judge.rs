//! `tearproof judge`: the verdict again, from the record alone. `tearproof show`: the record as a timeline.

use std::fs;
use std::path::PathBuf;

use journal::Lane;
use oracle::Outcome;
use source::Flaw;

use crate::args::{JudgeArgs, ShowArgs};
use crate::manifest::Manifest;
use crate::report_again::stored;
use crate::trouble::Trouble;
use crate::{case, folder, out};

/// `tearproof judge`: every record that can be read is judged, and every one that cannot is told.
pub(crate) fn judge(args: &JudgeArgs) -> Result<u8, Trouble> {
    let (records, mut flaws) = records(&args.journals)?;
    let mut worst = None;
    for path in &records {
        let name = path.display().to_string();
        let read = fs::read(path).map_err(|e| Flaw::of_file(&name, e.to_string(), "check the path").into());
        match read.and_then(|bytes| case::read_record(&name, &bytes)) {
            Ok(record) => {
                let case = case::judged(record, format!("tearproof judge {name}"));
                worst = Some(worst.map_or(case.verdict.outcome, |w: Outcome| w.worse(case.verdict.outcome)));
                out::print(&report::case_lines(&case));
            }
            Err(Trouble::Flaws(found)) => flaws.extend(found),
            Err(trouble) => return Err(trouble),
        }
    }
    let Some(worst) = worst else {
        return Err(Trouble::Flaws(flaws));
    };
    if !flaws.is_empty() {
        out::tell(&Trouble::Flaws(flaws.clone()));
    }
    Ok(match worst {
        Outcome::Fail => 1,
        Outcome::Error | Outcome::Inconclusive | Outcome::NotApplicable => 3,
        Outcome::Pass | Outcome::Risk if !flaws.is_empty() => 3,
        Outcome::Pass | Outcome::Risk => 0,
    })
}

/// The records that were named and those in folders that were named; what a run's manifest says against them.
fn records(named: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<Flaw>), Trouble> {
    let (mut records, mut flaws) = (Vec::new(), Vec::new());
    for path in named {
        if !path.is_dir() {
            records.push(path.clone());
            continue;
        }
        let journals = path.join("journals");
        let is_run = journals.is_dir() || path.join(folder::MANIFEST).exists();
        if is_run {
            match Manifest::read(path) {
                Ok(manifest) => flaws.extend(manifest.objections(path, &stored(path)?)),
                Err(flaw) => flaws.push(flaw),
            }
        }
        let folder = if is_run { journals } else { path.clone() };
        let name = folder.display().to_string();
        let found = folder::records(&folder);
        records.extend(found.map_err(|reason| Flaw::of_file(&name, reason, "check the path"))?);
    }
    if records.is_empty() {
        return Err(Trouble::usage(
            "no record to judge",
            "name .ndjson files, or a folder that `run --out` wrote",
        ));
    }
    Ok((records, flaws))
}

/// `tearproof show`
pub(crate) fn show(args: &ShowArgs) -> Result<u8, Trouble> {
    let name = args.journal.display().to_string();
    let bytes = fs::read(&args.journal).map_err(|e| Flaw::of_file(&name, e.to_string(), "check the path"))?;
    let record = case::read_record(&name, &bytes)?;
    let mut lanes: Vec<Lane> = Vec::new();
    for wanted in &args.lane {
        let lane = Lane::ALL.into_iter().find(|lane| lane.name() == wanted);
        lanes.push(lane.ok_or_else(|| {
            let known: Vec<&str> = Lane::ALL.iter().map(|lane| lane.name()).collect();
            Trouble::usage(format!("there is no lane `{wanted}`"), format!("there are: {}", known.join(", ")))
        })?);
    }
    let wanted: Vec<u64> = record
        .entries()
        .iter()
        .filter(|entry| lanes.is_empty() || lanes.contains(&entry.lane))
        .map(|entry| entry.n)
        .collect();
    let mut text = String::new();
    for line in report::timeline(&record, &wanted) {
        text.push_str(&line);
        text.push('\n');
    }
    out::print(&text);
    Ok(0)
}
