//! `tearproof judge`: the verdict again, from the record alone. `tearproof show`: the record as a timeline.

use std::path::{Path, PathBuf};

use journal::{Lane, Record};
use oracle::Outcome;
use report::CaseReport;
use source::Flaw;

use crate::args::{JudgeArgs, ShowArgs};
use crate::report_again::judged;
use crate::trouble::Trouble;
use crate::{case, folder, out, read};

const TO_JUDGE: &str = "name .ndjson files, or a folder that `run --out` wrote";

/// `tearproof judge`: every record that can be read is judged, and every one that cannot is told. A run's folder is
/// judged whole or not at all.
pub(crate) fn judge(args: &JudgeArgs) -> Result<u8, Trouble> {
    let (mut worst, mut flaws) = (None, Vec::new());
    let mut tell = |case: &CaseReport| {
        worst = Some(worst.map_or(case.verdict.outcome, |w: Outcome| w.worse(case.verdict.outcome)));
        out::print(&report::case_lines(case));
    };
    for named in &args.journals {
        if is_run(named) {
            match judged(named) {
                Ok((_, cases)) => cases.iter().for_each(&mut tell),
                Err(found) => flaws.extend(found),
            }
            continue;
        }
        let paths = records(named).unwrap_or_else(|flaw| {
            flaws.push(flaw);
            Vec::new()
        });
        for path in paths {
            let name = path.display().to_string();
            match read_record(&path, &name) {
                Ok(record) => tell(&case::judged(record, format!("tearproof judge {name}"))),
                Err(flaw) => flaws.push(flaw),
            }
        }
    }
    match worst {
        None if flaws.is_empty() => Err(Trouble::usage("no record to judge", TO_JUDGE)),
        None => Err(Trouble::Damage(flaws)),
        Some(worst) => {
            let damaged = !flaws.is_empty();
            if damaged {
                out::tell(&Trouble::Damage(flaws));
            }
            Ok(match worst {
                Outcome::Fail => 1,
                Outcome::Error | Outcome::Inconclusive | Outcome::NotApplicable => 3,
                Outcome::Pass | Outcome::Risk => {
                    if damaged {
                        3
                    } else {
                        0
                    }
                }
            })
        }
    }
}

fn is_run(path: &Path) -> bool {
    path.join("journals").is_dir() || path.join(folder::MANIFEST).exists()
}

/// The record that was named, or those in a folder that is no run's; one without any is not what was meant.
fn records(named: &Path) -> Result<Vec<PathBuf>, Flaw> {
    if !named.is_dir() {
        return Ok(vec![named.to_owned()]);
    }
    let name = named.display().to_string();
    let found =
        folder::records(named).map_err(|reason| read::unreadable(&name, &reason, "check who may read it"))?;
    if found.is_empty() {
        return Err(Flaw::of_file(&name, "no record to judge".to_owned(), TO_JUDGE));
    }
    Ok(found)
}

fn read_record(path: &Path, name: &str) -> Result<Record, Flaw> {
    let hint = "name a record, e.g. reports/out/journals/SALE-001.ndjson";
    case::read_record(name, &read::bytes(path, name, hint)?)
}

/// `tearproof show`
pub(crate) fn show(args: &ShowArgs) -> Result<u8, Trouble> {
    let name = args.journal.display().to_string();
    let record = read_record(&args.journal, &name).map_err(|flaw| Trouble::Damage(vec![flaw]))?;
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
