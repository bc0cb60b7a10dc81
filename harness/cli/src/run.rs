//! `tearproof run`: cases on benches, several at a time, told and written in the order of the features.

use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use regex::Regex;
use report::{CaseReport, RunReport, head_line, tail};
use rig::Stand;
use rig_virtual::{Defect, VirtualMaker, VirtualSetup};
use serde_json::Value;
use steps::{Case, CaseRun, FeatureFile, RunPlan, Selection, run_case};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::args::RunArgs;
use crate::manifest::{self, Listed, Manifest};
use crate::progress::Progress;
use crate::suite::Suite;
use crate::trouble::Trouble;
use crate::{case, folder, out, repeat};

/// Name and version of the harness, as records state it.
pub(crate) const HARNESS: &str = concat!("tearproof ", env!("CARGO_PKG_VERSION"));

pub(crate) fn run(args: &RunArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench)?;
    let features = suite.features(&args.features, false, Some(&stand))?;
    let defect = args.defect.as_deref().map(defect_of).transpose()?;
    let selection = selection(args)?;
    let cases: Vec<&Case> =
        features.iter().flat_map(|f| &f.cases).filter(|case| selection.takes(case)).collect();
    if cases.is_empty() {
        return Err(Trouble::usage(
            "no scenario fits --tags and --name",
            "`tearproof check` lists what there is",
        ));
    }
    refuse_unknown_defects(&features)?;
    let quoted = |value: Result<Value, serde_json::Error>| value.unwrap_or_default();
    let run = Run {
        args,
        rig: quoted(serde_json::to_value(&stand.rig)),
        profile: quoted(serde_json::to_value(&*stand.profile)),
        stand: &stand,
        defect,
        cases: &cases,
    };
    let report = run.all()?;
    out::print(&tail(&report));
    Ok(report.exit_code())
}

struct Run<'a> {
    args: &'a RunArgs,
    stand: &'a Stand,
    /// Rig file and profile as records quote them.
    rig: Value,
    profile: Value,
    defect: Option<Defect>,
    cases: &'a [&'a Case],
}

impl Run<'_> {
    /// Runs all cases on worker threads and gathers them in order.
    fn all(&self) -> Result<RunReport, Trouble> {
        let mut report = RunReport {
            harness: HARNESS.to_owned(),
            bench: self.stand.rig.bench.name().to_owned(),
            profile: self.stand.profile.name.clone(),
            terminal: terminal_name(self.defect),
            seed: self.args.seed,
            cases: Vec::with_capacity(self.cases.len()),
        };
        let _held = folder::prepare(&self.args.out)?;
        out::print(&head_line(&report));
        let mut manifest = self.manifest(&report);
        manifest.write(&self.args.out)?;
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = self.args.jobs.map_or(cores, usize::from).clamp(1, self.cases.len());
        let mut digests = BTreeMap::new();
        let (sender, receiver) = unbounded_channel();
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                let sender = sender.clone();
                scope.spawn(|| self.work(&next, &stop, sender));
            }
            drop(sender);
            let gathered = self.gather(receiver, &mut report, &mut digests);
            stop.store(true, Ordering::Relaxed);
            gathered
        })?;
        folder::write_papers(&self.args.out, &report)?;
        manifest = manifest.finish(&report, &digests);
        manifest.write(&self.args.out)?;
        Ok(report)
    }

    /// Takes case after case until none is left.
    fn work(
        &self,
        next: &AtomicUsize,
        stop: &AtomicBool,
        sender: UnboundedSender<(usize, CaseReport, Vec<u8>)>,
    ) {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
            return;
        };
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = self.cases.get(index) else { return };
            let (report, record) = runtime.block_on(self.one(case));
            if sender.send((index, report, record)).is_err() {
                return;
            }
        }
    }

    async fn one(&self, case: &Case) -> (CaseReport, Vec<u8>) {
        let seeded = self.seeded(case);
        let setup = VirtualSetup { stand: self.stand.clone(), defect: seeded };
        let plan = RunPlan {
            maker: Box::new(VirtualMaker::new(setup)),
            harness: HARNESS.to_owned(),
            seed: self.args.seed,
            bench: self.stand.rig.bench.name().to_owned(),
            rig: self.rig.clone(),
            profile: self.profile.clone(),
            terminal: terminal_name(seeded),
        };
        let again = self.again(case);
        let CaseRun { record, untold } = run_case(case, &plan).await;
        match (record, untold) {
            // The record says nothing of this trouble, so that its verdict does not count.
            (Ok(bytes), Some(trouble)) => (case::unrun(case, &trouble, again), bytes),
            (Ok(bytes), None) => (case::judged_bytes(&bytes, again), bytes),
            (Err(trouble), _) => (case::unrun(case, &trouble, again), Vec::new()),
        }
    }

    /// The command that runs this case alone again.
    fn again(&self, case: &Case) -> String {
        repeat::stored(self.args, &case.feature.path, &case.head.case, self.defect.map(Defect::id))
    }

    /// What the run will be, before any of it is done.
    fn manifest(&self, report: &RunReport) -> Manifest {
        let cases = self.cases.iter().map(|case| Listed {
            case: case.head.case.clone(),
            feature: case.feature.path.clone(),
            terminal: terminal_name(self.seeded(case)),
            again: self.again(case),
            sha256: None,
            note: None,
        });
        Manifest {
            harness: report.harness.clone(),
            bench: report.bench.clone(),
            seed: report.seed,
            rig: manifest::named(&self.rig),
            profile: manifest::named(&self.profile),
            terminal: report.terminal.clone(),
            cases: cases.collect(),
            finished: false,
        }
    }

    fn seeded(&self, case: &Case) -> Option<Defect> {
        case.defect.as_deref().and_then(|id| Defect::from_str(id).ok()).or(self.defect)
    }

    /// Brings results into the order of the features, tells and writes each; watches for the user's interrupt.
    fn gather(
        &self,
        mut receiver: UnboundedReceiver<(usize, CaseReport, Vec<u8>)>,
        report: &mut RunReport,
        digests: &mut BTreeMap<String, String>,
    ) -> Result<(), Trouble> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|e| Trouble::usage(format!("no runtime: {e}"), "check the system's limits"))?;
        let mut progress = Progress::new(self.cases.len(), self.args.bench.suite.clone());
        let mut early = BTreeMap::new();
        runtime.block_on(async {
            loop {
                let arrived = tokio::select! {
                    biased;
                    _ = tokio::signal::ctrl_c() => return Err(Trouble::Interrupted),
                    arrived = receiver.recv() => arrived,
                };
                let Some((index, case, record)) = arrived else {
                    return Ok(());
                };
                early.insert(index, (case, record));
                while let Some((case, record)) = early.remove(&report.cases.len()) {
                    let id = self.cases.get(report.cases.len()).map_or("", |case| &case.head.case);
                    folder::write_record(&self.args.out, id, &record)?;
                    if !record.is_empty() {
                        digests.insert(id.to_owned(), manifest::digest(&record));
                    }
                    folder::write_verdict(&self.args.out, &case)?;
                    progress.case(&case);
                    report.cases.push(case);
                }
            }
        })
    }
}

fn selection(args: &RunArgs) -> Result<Selection, Trouble> {
    let tags = args.tags.as_deref().map(|tags| {
        tags.parse().map_err(|_| {
            Trouble::usage(
                format!("--tags {tags}: not a tag expression"),
                "write e.g. '@chapter:5 and not @case:SALE-001'",
            )
        })
    });
    let name = args.name.as_deref().map(|name| {
        Regex::new(name)
            .map_err(|e| Trouble::usage(format!("--name {name}: {e}"), "write a regular expression"))
    });
    Ok(Selection { tags: tags.transpose()?, name: name.transpose()? })
}

fn defect_of(id: &str) -> Result<Defect, Trouble> {
    Defect::from_str(id)
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

/// The terminal, as records state it.
pub(crate) fn terminal_name(defect: Option<Defect>) -> String {
    match defect {
        None => "reference terminal".to_owned(),
        Some(defect) => format!("reference terminal with defect {}", defect.id()),
    }
}
