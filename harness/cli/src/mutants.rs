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
use rig_virtual::Defect;
use serde_json::Value;
use steps::{Case, CaseRun, RunPlan, run_case};

use crate::args::{BenchArgs, MutantsArgs};
use crate::crew::{Lost, hands, on_all};
use crate::suite::Suite;
use crate::trial::Ground;
use crate::trouble::Trouble;
use crate::{folder, out};

/// What a trial came to.
struct Ended {
    verdict: Verdict,
    /// Why the bench itself is in trouble, where its record does not tell.
    note: Option<String>,
    /// No fault was armed and no misbehaviour ordered.
    calm: bool,
}

pub(crate) fn mutants(args: &MutantsArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench)?;
    let features = suite.features(&args.features, false, Some(&stand))?;
    let cases: Vec<&Case> = features.iter().flat_map(|feature| &feature.cases).collect();
    let hands = hands(args.jobs);
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
    seeded(&mut matrix, &unquoted(stand), &cases, hands)?;
    for name in suite.profiles() {
        let bench = BenchArgs { profile: Some(name.clone()), ..args.bench.clone() };
        sound(&mut matrix, &unquoted(suite.stand(&bench)?), &cases, hands)?;
        matrix.profiles.push(name);
    }
    fs::create_dir_all(&args.out).map_err(|e| folder::unwritable(&args.out, &e))?;
    folder::put(&args.out.join("mutants.txt"), matrix.text().as_bytes())?;
    folder::put(&args.out.join("chapters.md"), matrix.chapters_markdown().as_bytes())?;
    folder::put(&args.out.join("mutants.json"), matrix.json().as_bytes())?;
    out::print(&matrix.text());
    Ok(matrix.exit_code())
}

/// A stand whose records do not quote the rig file: nobody keeps them, and no rule asks for it.
fn unquoted(stand: Stand) -> Ground {
    Ground { rig: Value::Null, ..Ground::new(stand) }
}

/// Every case on the sound terminal and on each flawed one.
fn seeded(matrix: &mut Matrix, ground: &Ground, cases: &[&Case], hands: usize) -> Result<(), Trouble> {
    let terminals: Vec<Option<Defect>> =
        std::iter::once(None).chain(Defect::ALL.into_iter().map(Some)).collect();
    let plan = |n: usize| ground.plan(terminals.get(n).copied().flatten(), matrix.seed);
    let mut tally = Tally::new(cases);
    on_all_trials(hands, terminals.len(), plan, cases, |n, case, ended| {
        match terminals.get(n).copied().flatten() {
            None => tally.sound(case, &ended),
            Some(defect) => tally.flawed(defect, case, &ended),
        }
        Ok(())
    })?;
    matrix.calm = tally.calm.len();
    matrix.chapters = tally.chapters();
    matrix.defects = tally.rows;
    Ok(())
}

/// Every case on the sound terminal under a profile, with each seed.
fn sound(matrix: &mut Matrix, ground: &Ground, cases: &[&Case], hands: usize) -> Result<(), Trouble> {
    let seeds: Vec<u64> = (1..=matrix.seeds).collect();
    let plan = |n: usize| ground.plan(None, seeds.get(n).copied().unwrap_or_default());
    on_all_trials(hands, seeds.len(), plan, cases, |n, case, ended| {
        let outcome = ended.verdict.outcome;
        if matches!(outcome, Outcome::Fail | Outcome::Error | Outcome::Inconclusive) {
            let found = ended.verdict.findings.first();
            matrix.false_alarms.push(FalseAlarm {
                profile: ground.stand.profile.name.clone(),
                seed: seeds.get(n).copied().unwrap_or_default(),
                case: case.head.case.clone(),
                told: found
                    .map(|finding| format!("{}: {}", finding.rule, finding.sentence))
                    .or(ended.note)
                    .unwrap_or_else(|| outcome.name().to_owned()),
            });
        }
        Ok(())
    })
}

/// Tries all cases under each of so many plans; what they come to is taken in this order.
fn on_all_trials(
    hands: usize,
    plans: usize,
    plan: impl Fn(usize) -> RunPlan + Sync,
    cases: &[&Case],
    mut take: impl FnMut(usize, &Case, Ended) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let at = |index: usize| (index / cases.len(), cases.get(index % cases.len()));
    let job = |index: usize| {
        let (n, case) = at(index);
        case.map(|case| ended(&plan(n), case))
    };
    on_all(hands, plans * cases.len(), job, |index, done| {
        let (n, Some(case)) = at(index) else { return Ok(()) };
        match done {
            Ok(Some(ended)) => take(n, case, ended),
            Ok(None) | Err(Lost) => {
                let RunPlan { terminal, seed, .. } = plan(n);
                Err(Trouble::Lost(format!("{} on the {terminal} with seed {seed}", case.head.case)))
            }
        }
    })
}

/// Runs a case and judges its record.
fn ended(plan: &RunPlan, case: &Case) -> Ended {
    let CaseRun { record, untold } = block_on(run_case(case, plan));
    let record = record.map_err(|trouble| trouble.to_string());
    let told = untold.map_or(Ok(()), |trouble| Err(trouble.to_string()));
    let read = |bytes: Vec<u8>| Record::read(&bytes).map_err(|damage| damage.to_string());
    match told.and(record).and_then(read) {
        Ok(record) => Ended { verdict: judge(&record), note: None, calm: is_calm(&record) },
        Err(note) => {
            let verdict = Verdict { outcome: Outcome::Error, findings: Vec::new(), risks: Vec::new() };
            Ended { verdict, note: Some(note), calm: false }
        }
    }
}

/// What the cases did to the terminals, added up trial by trial.
struct Tally {
    /// Ids of the cases that arm no fault and order no misbehaviour.
    calm: BTreeSet<String>,
    /// What each chapter holds, and the defects that it kills.
    chapters: BTreeMap<u32, (ChapterRow, BTreeSet<&'static str>)>,
    /// One row a defect, in their order.
    rows: Vec<DefectRow>,
}

impl Tally {
    fn new(cases: &[&Case]) -> Self {
        let mut chapters = BTreeMap::new();
        for case in cases {
            let chapter = case.head.chapter.unwrap_or_default();
            let empty = ChapterRow { chapter, english: 0, chinese: 0, killed: 0 };
            let (row, _) = chapters.entry(chapter).or_insert_with(|| (empty, BTreeSet::new()));
            match case.head.language.as_str() {
                "en" => row.english += 1,
                _ => row.chinese += 1,
            }
        }
        let row = |defect: Defect| DefectRow {
            id: defect.id().to_owned(),
            name: defect.name().to_owned(),
            first: None,
            killed_by: 0,
            rules: Vec::new(),
            calm_passed: 0,
        };
        Self { calm: BTreeSet::new(), chapters, rows: Defect::ALL.into_iter().map(row).collect() }
    }

    fn sound(&mut self, case: &Case, ended: &Ended) {
        if ended.calm {
            self.calm.insert(case.head.case.clone());
        }
    }

    fn flawed(&mut self, defect: Defect, case: &Case, ended: &Ended) {
        let Some(row) = self.rows.iter_mut().find(|row| row.id == defect.id()) else { return };
        match ended.verdict.outcome {
            Outcome::Fail => {
                let rules = rules_of(&ended.verdict);
                row.killed_by += 1;
                row.rules.extend(rules.iter().cloned());
                row.rules.sort();
                row.rules.dedup();
                row.first.get_or_insert_with(|| Kill {
                    case: case.head.case.clone(),
                    name: case.head.name.clone(),
                    rules,
                });
                if let Some((_, killed)) = self.chapters.get_mut(&case.head.chapter.unwrap_or_default()) {
                    killed.insert(defect.id());
                }
            }
            Outcome::Pass if self.calm.contains(&case.head.case) => row.calm_passed += 1,
            _ => {}
        }
    }

    fn chapters(&self) -> Vec<ChapterRow> {
        let row =
            |(row, killed): &(ChapterRow, BTreeSet<_>)| ChapterRow { killed: killed.len(), ..row.clone() };
        self.chapters.values().map(row).collect()
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

fn is_calm(record: &Record) -> bool {
    !record
        .entries()
        .iter()
        .any(|entry| matches!(entry.event, Event::Armed { .. } | Event::HostScripted { .. }))
}
