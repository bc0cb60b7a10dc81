//! `tearproof run`: cases on benches, several at a time, told and written in the order of the features.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use futures::executor::block_on;
use regex::Regex;
use report::{CaseReport, RunReport, head_line, tail};
use rig_virtual::Planted;
use steps::{Case, CaseRun, FeatureFile, Selection, run_case};

use crate::args::RunArgs;
use crate::crew::{Lost, hands, on_all};
use crate::manifest::{self, Listed, Manifest};
use crate::progress::Progress;
use crate::suite::{Suite, Unnamed};
use crate::trial::{Ground, harness, terminal_name};
use crate::trouble::Trouble;
use crate::{case, folder, out, repeat};

pub(crate) fn run(args: &RunArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench)?;
    let features = suite.features(&args.features, Unnamed::Suite, Some(&stand))?;
    let defect = args.defect.as_deref().map(defect_of).transpose()?;
    let selection = selection(args)?;
    let cases: Vec<&Case> =
        features.iter().flat_map(|f| &f.cases).filter(|case| selection.takes(case)).collect();
    if cases.is_empty() {
        return Err(Trouble::usage(
            "no scenario fits --tags and --name",
            "`tearproof check --list` names every scenario",
        ));
    }
    refuse_unknown_defects(&features)?;
    let run = Run { args, ground: Ground::new(stand, args.rules_only), defect, cases: &cases };
    let report = run.all()?;
    out::print(&tail(&report));
    if args.features.is_empty() && args.tags.is_none() && args.name.is_none() {
        run.tell_what_was_never_read();
    }
    Ok(report.exit_code())
}

struct Run<'a> {
    args: &'a RunArgs,
    ground: Ground,
    defect: Option<Planted>,
    cases: &'a [&'a Case],
}

impl Run<'_> {
    /// Runs all cases, and tells and writes each in its turn.
    fn all(&self) -> Result<RunReport, Trouble> {
        let mut report = RunReport {
            harness: harness(self.ground.rules_only),
            bench: self.ground.stand.rig.bench.name().to_owned(),
            profile: self.ground.stand.profile.name.clone(),
            terminal: terminal_name(self.defect),
            seed: self.args.seed,
            cases: Vec::with_capacity(self.cases.len()),
        };
        let mut manifest = self.manifest(&report);
        let _held = folder::prepare(&self.args.out, &manifest)?;
        out::print(&head_line(&report));
        let mut digests = BTreeMap::new();
        let mut progress = Progress::new(self.cases.len(), self.args.bench.suite.clone());
        let job = |index: usize| self.cases.get(index).map(|case| self.one(case));
        on_all(hands(self.args.jobs), self.cases.len(), job, |index, done| {
            let Some(case) = self.cases.get(index) else { return Ok(()) };
            let (case, record) = match done {
                Ok(Some(done)) => done,
                Ok(None) | Err(Lost) => self.lost(case),
            };
            folder::write_record(&self.args.out, &case.case, &record)?;
            if !record.is_empty() {
                digests.insert(case.case.clone(), manifest::digest(&record));
            }
            folder::write_verdict(&self.args.out, &case)?;
            progress.case(&case);
            report.cases.push(case);
            Ok(())
        })?;
        folder::write_papers(&self.args.out, &report)?;
        manifest = manifest.finish(&report, &digests);
        manifest.write(&self.args.out)?;
        Ok(report)
    }

    /// After a whole suite, a pattern that fitted no line is wrong, or this terminal has no such thing.
    fn tell_what_was_never_read(&self) {
        let idle = self.ground.stand.readers.never_fitted();
        if !idle.is_empty() {
            let (file, idle) = (&self.ground.stand.rig.name, idle.join(", "));
            out::print_err(&format!(
                "warning: rig `{file}`: no line of any screen or slip fitted these patterns: {idle}\n"
            ));
        }
    }

    fn one(&self, case: &Case) -> (CaseReport, Vec<u8>) {
        let plan = self.ground.plan(self.seeded(case), self.args.seed);
        let again = self.again(case);
        let CaseRun { record, untold } = block_on(run_case(case, &plan));
        match (record, untold) {
            // The record says nothing of this trouble, so that its verdict does not count.
            (Ok(bytes), Some(trouble)) => (case::unrun(case, trouble.to_string(), again), bytes),
            (Ok(bytes), None) => (case::judged_bytes(case, &bytes, again), bytes),
            (Err(trouble), _) => (case::unrun(case, trouble.to_string(), again), Vec::new()),
        }
    }

    /// A case in which the harness itself broke down.
    fn lost(&self, case: &Case) -> (CaseReport, Vec<u8>) {
        let note = "the harness broke down in this case; please report it".to_owned();
        (case::unrun(case, note, self.again(case)), Vec::new())
    }

    /// The command that runs this case alone again.
    fn again(&self, case: &Case) -> String {
        repeat::stored(self.args, &case.feature.path, &case.head.case, self.defect.map(Planted::id))
    }

    /// What the run will be, before any of it is done.
    fn manifest(&self, report: &RunReport) -> Manifest {
        let cases = self.cases.iter().map(|case| Listed {
            case: case.head.case.clone(),
            name: case.head.name.clone(),
            feature: case.feature.path.clone(),
            line: case.head.line,
            chapter: case.head.chapter,
            terminal: terminal_name(self.seeded(case)),
            again: self.again(case),
            sha256: None,
            note: None,
        });
        Manifest {
            format: journal::FORMAT,
            harness: report.harness.clone(),
            bench: report.bench.clone(),
            seed: report.seed,
            rig: manifest::named(&self.ground.rig),
            profile: manifest::named(&self.ground.profile),
            terminal: report.terminal.clone(),
            cases: cases.collect(),
            finished: false,
        }
    }

    fn seeded(&self, case: &Case) -> Option<Planted> {
        case.defect.as_deref().and_then(|id| Planted::from_str(id).ok()).or(self.defect)
    }
}

fn selection(args: &RunArgs) -> Result<Selection, Trouble> {
    let tags = args.tags.as_deref().map(|tags| {
        let reason = match tags.trim() {
            "" => "--tags: the expression is empty".to_owned(),
            tags => format!("--tags {tags}: not a tag expression"),
        };
        let hint = "write e.g. '@chapter:5 and not @case:SALE-001', or leave --tags out to run all";
        tags.parse().map_err(|_| Trouble::usage(reason, hint))
    });
    let name = args.name.as_deref().map(|name| {
        Regex::new(name)
            .map_err(|e| Trouble::usage(format!("--name {name}: {e}"), "write a regular expression"))
    });
    Ok(Selection { tags: tags.transpose()?, name: name.transpose()? })
}

fn defect_of(id: &str) -> Result<Planted, Trouble> {
    Planted::from_str(id)
        .map_err(|_| Trouble::usage(format!("there is no defect `{id}`"), "`tearproof defects` lists them"))
}

fn refuse_unknown_defects(features: &[FeatureFile]) -> Result<(), Trouble> {
    for case in features.iter().flat_map(|f| &f.cases) {
        if let Some(id) = &case.defect {
            defect_of(id)?;
        }
    }
    Ok(())
}
