//! `tearproof mutants`: the suite against every seeded defect, and against the sound terminal under every profile
//! and many seeds.
//!
//! Records are judged in memory; the papers are `mutants.txt`, `mutants.json` and `chapters.md`. What counts for what,
//! the tally knows.

use std::collections::BTreeSet;
use std::fs;

use journal::{Event, Record};
use oracle::{Outcome, accusers, judge};
use report::{Matrix, ProfileRow};
use rig::Stand;
use rig_virtual::Defect;
use serde_json::Value;
use steps::{Case, RunPlan};

use crate::args::{BenchArgs, MutantsArgs};
use crate::crew::{hands, on_all};
use crate::suite::Suite;
use crate::tally::{Ended, Tally, Trial};
use crate::trial::{Ground, unwritten};
use crate::trouble::Trouble;
use crate::{folder, out};

pub(crate) fn mutants(args: &MutantsArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench)?;
    let features = suite.features(&args.features, false, Some(&stand))?;
    let cases: Vec<&Case> = features.iter().flat_map(|feature| &feature.cases).collect();
    let hands = hands(args.jobs);
    let mut matrix = Matrix {
        profile: stand.profile.name.clone(),
        seed: args.seed,
        rules: args.rules_only.then(Vec::new),
        cases: cases.len(),
        calm: 0,
        defects: Vec::new(),
        chapters: Vec::new(),
        profiles: Vec::new(),
        seeds: args.seeds,
        false_alarms: Vec::new(),
        broken: Vec::new(),
    };
    seeded(&mut matrix, &unquoted(stand, args.rules_only), &cases, hands)?;
    for name in suite.profiles() {
        let bench = BenchArgs { profile: Some(name.clone()), ..args.bench.clone() };
        sound(&mut matrix, &unquoted(suite.stand(&bench)?, args.rules_only), &cases, hands)?;
    }
    matrix.once_each();
    fs::create_dir_all(&args.out).map_err(|e| folder::unwritable(&args.out, &e))?;
    folder::put(&args.out.join("mutants.txt"), matrix.text().as_bytes())?;
    folder::put(&args.out.join("chapters.md"), matrix.chapters_markdown().as_bytes())?;
    folder::put(&args.out.join("mutants.json"), matrix.json().as_bytes())?;
    out::print(&matrix.text());
    Ok(matrix.exit_code())
}

/// A stand whose records do not quote the rig file: nobody keeps them, and no rule asks for it.
fn unquoted(stand: Stand, rules_only: bool) -> Ground {
    Ground { rig: Value::Null, ..Ground::new(stand, rules_only) }
}

/// Every case on the sound terminal and on each flawed one.
fn seeded(matrix: &mut Matrix, ground: &Ground, cases: &[&Case], hands: usize) -> Result<(), Trouble> {
    let terminals: Vec<Option<Defect>> =
        std::iter::once(None).chain(Defect::ALL.into_iter().map(Some)).collect();
    let terminal = |n: usize| terminals.get(n).copied().flatten();
    let plans: Vec<RunPlan> = terminals.iter().map(|defect| ground.plan(*defect, matrix.seed)).collect();
    let mut tally = Tally::new(cases);
    let (mut false_alarms, mut broken) = (Vec::new(), Vec::new());
    on_all_trials(hands, &plans, ended, cases, |n, case, ended| {
        let profile = &ground.stand.profile.name;
        let trial = Trial { defect: terminal(n), profile, seed: matrix.seed, case, ended: &ended };
        broken.extend(trial.broken());
        false_alarms.extend(trial.false_alarm());
        tally.take(&trial);
    })?;
    matrix.false_alarms.append(&mut false_alarms);
    matrix.broken.append(&mut broken);
    matrix.calm = tally.calm();
    matrix.chapters = tally.chapters();
    if let Some(rules) = &mut matrix.rules {
        *rules = tally.rules();
    }
    matrix.defects = tally.rows();
    Ok(())
}

/// Every case on the sound terminal under a profile, with each seed.
fn sound(matrix: &mut Matrix, ground: &Ground, cases: &[&Case], hands: usize) -> Result<(), Trouble> {
    let seeds: Vec<u64> = (1..=matrix.seeds).collect();
    let seed = |n: usize| seeds.get(n).copied().unwrap_or_default();
    let plans: Vec<RunPlan> = seeds.iter().map(|seed| ground.plan(None, *seed)).collect();
    let profile = &ground.stand.profile.name;
    let mut lacking = BTreeSet::new();
    on_all_trials(hands, &plans, ended, cases, |n, case, ended| {
        let trial = Trial { defect: None, profile, seed: seed(n), case, ended: &ended };
        matrix.broken.extend(trial.broken());
        matrix.false_alarms.extend(trial.false_alarm());
        if ended.verdict.outcome == Outcome::NotApplicable {
            lacking.insert(case.head.case.clone());
        }
    })?;
    matrix.profiles.push(ProfileRow { name: profile.clone(), not_applicable: lacking.len() });
    Ok(())
}

/// Tries all cases under each plan; what they come to is taken in this order. A trial that breaks down ends in error,
/// and no other one suffers from it.
fn on_all_trials<P: Sync>(
    hands: usize,
    plans: &[P],
    trial: impl Fn(&P, &Case) -> Ended + Sync,
    cases: &[&Case],
    mut take: impl FnMut(usize, &Case, Ended),
) -> Result<(), Trouble> {
    let at = |index: usize| (index / cases.len(), cases.get(index % cases.len()));
    let job = |index: usize| {
        let (n, case) = at(index);
        Some(trial(plans.get(n)?, case?))
    };
    on_all(hands, plans.len() * cases.len(), job, |index, done| {
        let (n, Some(case)) = at(index) else { return Ok(()) };
        let lost = || Ended::broken("the harness broke down in this case; please report it".to_owned());
        take(n, case, done.ok().flatten().unwrap_or_else(lost));
        Ok(())
    })
}

/// Runs a case and judges its record.
fn ended(plan: &RunPlan, case: &Case) -> Ended {
    match unwritten(plan, case) {
        Ok(record) => {
            let verdict = judge(&record);
            Ended { accusers: accusers(&record, &verdict), verdict, note: None, calm: is_calm(&record) }
        }
        Err(trouble) => Ended::broken(trouble.to_string()),
    }
}

fn is_calm(record: &Record) -> bool {
    !record
        .entries()
        .iter()
        .any(|entry| matches!(entry.event, Event::Armed { .. } | Event::HostScripted { .. }))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use steps::FeatureFile;

    use super::*;

    #[test]
    fn a_trial_that_breaks_down_ends_in_error_and_the_others_go_on() {
        let sentences =
            "When the cashier takes a sale of 12.00 from Wang's card by chip\n    Then the sale stands";
        let scenario = |n: usize| format!("\n  @case:T-{n}\n  Scenario: S{n}\n    {sentences}\n");
        let text = format!("@chapter:5\nFeature: F\n{}{}{}", scenario(1), scenario(2), scenario(3));
        let feature = FeatureFile::read("f.feature", &text).expect("a feature");
        let cases: Vec<&Case> = feature.cases.iter().collect();
        let begun = AtomicUsize::new(0);
        let trial = |n: &usize, case: &Case| {
            begun.fetch_add(1, Ordering::Relaxed);
            assert!((*n, case.head.case.as_str()) != (1, "T-2"), "a trial breaks down");
            let verdict = oracle::Verdict { outcome: Outcome::Pass, findings: Vec::new(), risks: Vec::new() };
            Ended { verdict, accusers: Vec::new(), note: None, calm: true }
        };
        let mut taken = Vec::new();
        let done = on_all_trials(2, &[0, 1, 2], trial, &cases, |n, case, ended| {
            taken.push((n, case.head.case.clone(), ended.verdict.outcome, ended.note.is_some()));
        });
        assert!(done.is_ok());
        let expected = (0..3).flat_map(|n| ["T-1", "T-2", "T-3"].map(|case| (n, case.to_owned())));
        let expected = expected.map(|(n, case)| {
            let lost = n == 1 && case == "T-2";
            (n, case, if lost { Outcome::Error } else { Outcome::Pass }, lost)
        });
        assert_eq!(taken, expected.collect::<Vec<_>>());
        assert_eq!(begun.into_inner(), 9);
    }
}
