//! `tearproof mutants`: the suite against every seeded defect, and against the sound terminal under every profile
//! and many seeds.
//!
//! Records are judged in memory; the papers are `mutants.txt`, `mutants.json` and `chapters.md`. A defect is killed
//! by a case that ends as fail: the bench's own trouble kills nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use futures::executor::block_on;
use journal::{Event, Record};
use oracle::{Finding, Outcome, Verdict, judge};
use report::{ChapterRow, DefectRow, FalseAlarm, Kill, Matrix};
use rig::Stand;
use rig_virtual::{Defect, VirtualMaker, VirtualSetup};
use steps::{Case, RunPlan, run_case};

use crate::args::MutantsArgs;
use crate::crew::{hands, on_all};
use crate::run::{HARNESS, terminal_name};
use crate::suite::Suite;
use crate::trouble::Trouble;
use crate::{folder, out};

/// One case on one terminal.
struct Trial<'a> {
    case: &'a Case,
    stand: &'a Stand,
    defect: Option<Defect>,
    seed: u64,
}

/// What a trial came to.
struct Ended {
    verdict: Verdict,
    /// No fault was armed and no misbehaviour ordered.
    calm: bool,
}

pub(crate) fn mutants(args: &MutantsArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench)?;
    let features = suite.features(&args.features, false, Some(&stand))?;
    let cases: Vec<&Case> = features.iter().flat_map(|feature| &feature.cases).collect();
    let hands = args.jobs.unwrap_or_else(hands);
    let mut matrix = Matrix {
        profile: stand.profile.name.clone(),
        seed: args.seed,
        cases: cases.len(),
        calm: 0,
        defects: Vec::new(),
        chapters: Vec::new(),
        profiles: Vec::new(),
        seeds: args.seeds,
        false_alarms: Vec::new(),
    };
    seeded(&mut matrix, &stand, &cases, hands);
    for name in suite.profiles() {
        let bench = crate::args::BenchArgs { profile: Some(name.clone()), ..args.bench.clone() };
        sound(&mut matrix, &suite.stand(&bench)?, &cases, hands);
        matrix.profiles.push(name);
    }
    fs::create_dir_all(&args.out).map_err(|e| folder::unwritable(&args.out, &e))?;
    folder::put(&args.out.join("mutants.txt"), matrix.text().as_bytes())?;
    folder::put(&args.out.join("chapters.md"), matrix.chapters_markdown().as_bytes())?;
    folder::put(&args.out.join("mutants.json"), matrix.json().as_bytes())?;
    out::print(&matrix.text());
    Ok(matrix.exit_code())
}

/// Every case on the sound terminal and on each flawed one.
fn seeded(matrix: &mut Matrix, stand: &Stand, cases: &[&Case], hands: usize) {
    let defects = std::iter::once(None).chain(Defect::ALL.into_iter().map(Some));
    let seed = matrix.seed;
    let trials: Vec<Trial<'_>> = defects
        .flat_map(|defect| cases.iter().map(move |case| Trial { case, stand, defect, seed }))
        .collect();
    let ended = on_all(hands, &trials, Trial::run);
    let mut rows = ended.chunks(cases.len());
    matrix.chapters = chapters(cases, &ended);
    let calm: Vec<bool> = rows.next().unwrap_or_default().iter().map(|ended| ended.calm).collect();
    matrix.calm = calm.iter().filter(|calm| **calm).count();
    matrix.defects =
        Defect::ALL.iter().zip(rows).map(|(defect, ended)| row(*defect, cases, ended, &calm)).collect();
}

/// What each chapter holds, and how many of the defects it kills.
fn chapters(cases: &[&Case], ended: &[Ended]) -> Vec<ChapterRow> {
    let mut rows: BTreeMap<u32, (ChapterRow, BTreeSet<usize>)> = BTreeMap::new();
    for (index, ended) in ended.iter().enumerate() {
        let (terminal, case) = (index / cases.len(), index % cases.len());
        let Some(case) = cases.get(case) else { continue };
        let chapter = case.head.chapter.unwrap_or_default();
        let empty = ChapterRow { chapter, english: 0, chinese: 0, killed: 0 };
        let (row, killed) = rows.entry(chapter).or_insert_with(|| (empty, BTreeSet::new()));
        match (terminal, case.head.language.as_str()) {
            (0, "en") => row.english += 1,
            (0, _) => row.chinese += 1,
            _ if ended.verdict.outcome == Outcome::Fail => {
                killed.insert(terminal);
            }
            _ => {}
        }
    }
    rows.into_values().map(|(row, killed)| ChapterRow { killed: killed.len(), ..row }).collect()
}

fn row(defect: Defect, cases: &[&Case], ended: &[Ended], calm: &[bool]) -> DefectRow {
    let fails = |ended: &Ended| ended.verdict.outcome == Outcome::Fail;
    let mut rules: Vec<String> =
        ended.iter().filter(|ended| fails(ended)).flat_map(|e| rules_of(&e.verdict)).collect();
    rules.sort();
    rules.dedup();
    let first = cases.iter().zip(ended).find(|(_, ended)| fails(ended)).map(|(case, ended)| Kill {
        case: case.head.case.clone(),
        name: case.head.name.clone(),
        rules: rules_of(&ended.verdict),
    });
    let spared = |(ended, calm): &(&Ended, &bool)| **calm && ended.verdict.outcome == Outcome::Pass;
    DefectRow {
        id: defect.id().to_owned(),
        name: defect.name().to_owned(),
        first,
        killed_by: ended.iter().filter(|ended| fails(ended)).count(),
        rules,
        calm_passed: ended.iter().zip(calm).filter(spared).count(),
    }
}

/// The rules that found something, each once, in the verdict's order.
fn rules_of(verdict: &Verdict) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for Finding { rule, .. } in &verdict.findings {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    rules
}

/// Every case on the sound terminal under a profile, with each seed.
fn sound(matrix: &mut Matrix, stand: &Stand, cases: &[&Case], hands: usize) {
    let trials: Vec<Trial<'_>> = (1..=matrix.seeds)
        .flat_map(|seed| cases.iter().map(move |case| Trial { case, stand, defect: None, seed }))
        .collect();
    let alarms = on_all(hands, &trials, |trial| {
        let verdict = trial.run().verdict;
        let told = match verdict.outcome {
            Outcome::Fail | Outcome::Error | Outcome::Inconclusive => verdict.findings.first(),
            Outcome::NotApplicable | Outcome::Pass | Outcome::Risk => return None,
        };
        Some(FalseAlarm {
            profile: trial.stand.profile.name.clone(),
            seed: trial.seed,
            case: trial.case.head.case.clone(),
            told: told.map_or_else(
                || verdict.outcome.name().to_owned(),
                |finding| format!("{}: {}", finding.rule, finding.sentence),
            ),
        })
    });
    matrix.false_alarms.extend(alarms.into_iter().flatten());
}

impl Trial<'_> {
    fn run(&self) -> Ended {
        let setup = VirtualSetup { stand: self.stand.clone(), defect: self.defect };
        let plan = RunPlan {
            maker: Box::new(VirtualMaker::new(setup)),
            harness: HARNESS.to_owned(),
            seed: self.seed,
            bench: self.stand.rig.bench.name().to_owned(),
            rig: serde_json::Value::Null,
            profile: serde_json::to_value(&*self.stand.profile).unwrap_or_default(),
            terminal: terminal_name(self.defect),
        };
        let record = block_on(run_case(self.case, &plan)).record;
        match record.ok().and_then(|bytes| Record::read(&bytes).ok()) {
            Some(record) => Ended { verdict: judge(&record), calm: is_calm(&record) },
            None => {
                let verdict = Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() };
                Ended { verdict, calm: false }
            }
        }
    }
}

fn is_calm(record: &Record) -> bool {
    !record
        .entries()
        .iter()
        .any(|entry| matches!(entry.event, Event::Armed { .. } | Event::HostScripted { .. }))
}
