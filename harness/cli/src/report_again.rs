//! A finished run's verdicts again, from its records alone, and `tearproof report`: its papers again.
//!
//! The folder has to be the run's own: every record that its manifest lists, unchanged, and no other. What a record
//! could not be told stands in the manifest.

use std::collections::BTreeMap;
use std::path::Path;

use report::{CaseReport, RunReport, summary};
use source::Flaw;

use crate::args::ReportArgs;
use crate::manifest::Manifest;
use crate::trouble::Trouble;
use crate::{case, folder, out, read};

/// `tearproof report`
pub(crate) fn report(args: &ReportArgs) -> Result<u8, Trouble> {
    let (manifest, cases) = judged(&args.dir).map_err(Trouble::Damage)?;
    let report = RunReport {
        harness: manifest.harness,
        bench: manifest.bench,
        profile: manifest.profile.name,
        terminal: manifest.terminal,
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

/// A run's manifest and its cases, judged again; or everything that is wrong with its folder.
pub(crate) fn judged(dir: &Path) -> Result<(Manifest, Vec<CaseReport>), Vec<Flaw>> {
    let manifest = Manifest::read(dir).map_err(|flaw| vec![flaw])?;
    let records = stored(dir).map_err(|flaw| vec![flaw])?;
    let mut flaws = manifest.objections(dir, &records);
    let mut cases = Vec::new();
    for listed in &manifest.cases {
        match records.get(&listed.case).filter(|_| listed.note.is_none() && flaws.is_empty()) {
            Some(bytes) => {
                let name = folder::record_path(dir, &listed.case).display().to_string();
                match case::read_record(&name, bytes) {
                    Ok(record) => cases.push(case::judged(record, listed.again.clone())),
                    Err(flaw) => flaws.push(flaw),
                }
            }
            None => cases.push(case::listed(listed)),
        }
    }
    if flaws.is_empty() { Ok((manifest, cases)) } else { Err(flaws) }
}

/// The records of a run's folder, by case.
fn stored(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Flaw> {
    let journals = dir.join("journals");
    let hint = "name a folder that `tearproof run --out` wrote";
    let files = folder::records(&journals)
        .map_err(|reason| read::unreadable(&journals.display().to_string(), &reason, hint))?;
    let mut records = BTreeMap::new();
    for file in files {
        let bytes = read::bytes(&file, &file.display().to_string(), "check who may read it")?;
        let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        records.insert(id, bytes);
    }
    Ok(records)
}
