//! `tearproof report`: verdicts and papers of a finished run again, from its records alone.

use std::fs;
use std::path::Path;

use report::{CaseReport, RunReport, summary};
use source::Flaw;

use crate::args::ReportArgs;
use crate::run::HARNESS;
use crate::trouble::Trouble;
use crate::{case, folder, out};

/// `tearproof report`
pub(crate) fn report(args: &ReportArgs) -> Result<u8, Trouble> {
    let journals = args.dir.join("journals");
    let files = folder::records(&journals).map_err(|reason| {
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
    for case in &report.cases {
        folder::write_verdict(&args.dir, case)?;
    }
    folder::write_papers(&args.dir, &report)?;
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
    let record = case::read_record(&name, &bytes)?;
    let id = &record.head().scenario.case;
    let again = told.iter().find(|(case, _)| case == id).map(|(_, again)| again.clone());
    Ok(case::judged(record, again.unwrap_or_default()))
}
