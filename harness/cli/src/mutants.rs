//! `tearproof mutants`: the suite against every seeded defect, and against the sound terminal under every profile
//! and many seeds.
//!
//! Records are judged in memory; the papers are `mutants.txt`, `mutants.json` and `chapters.md`. What counts for what,
//! the tally knows.

use std::collections::BTreeSet;
use std::fs;

use oracle::Outcome;
use report::{Matrix, ProfileRow};
use rig::Stand;
use rig_virtual::Planted;
use serde_json::Value;
use steps::{Case, RunPlan};

use crate::args::{BenchArgs, MutantsArgs};
use crate::crew::hands;
use crate::suite::{Suite, Unnamed};
use crate::tally::{Ended, Tally, Trial};
use crate::trial::Ground;
use crate::trials::{Sound, Under, ended, on_all_trials, under_each};
use crate::trouble::Trouble;
use crate::{folder, out};

pub(crate) fn mutants(args: &MutantsArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.bench.suite.as_deref())?;
    let stand = suite.stand(&args.bench)?;
    let features = suite.features(&args.features, Unnamed::EveryPractice, Some(&stand))?;
    let cases: Vec<&Case> = features.iter().flat_map(|feature| &feature.cases).collect();
    let hands = hands(args.jobs);
    let mut matrix = empty(&stand, args.seed, args.seeds, args.rules_only);
    matrix.cases = cases.len();
    let own = unquoted(stand, args.rules_only);
    let mut grounds = Vec::new();
    for profile in suite.profiles() {
        let bench = BenchArgs { profile: Some(profile), ..args.bench.clone() };
        grounds.push(unquoted(suite.stand(&bench)?, args.rules_only));
    }
    let others = grounds.iter().filter(|ground| ground.stand.profile.name != own.stand.profile.name);
    let homes: Vec<&Ground> = std::iter::once(&own).chain(others).collect();
    seeded(&mut matrix, &homes, &cases, hands, true)?;
    sound(&mut matrix, &grounds, &cases, hands)?;
    matrix.once_each();
    fs::create_dir_all(&args.out).map_err(|e| folder::unwritable(&args.out, &e))?;
    folder::put(&args.out.join("mutants.txt"), matrix.text().as_bytes())?;
    folder::put(&args.out.join("chapters.md"), matrix.chapters_markdown().as_bytes())?;
    folder::put(&args.out.join("mutants.json"), matrix.json().as_bytes())?;
    out::print(&matrix.text());
    Ok(matrix.exit_code())
}

/// A matrix in which nothing was tried yet.
fn empty(stand: &Stand, seed: u64, seeds: u64, rules_only: bool) -> Matrix {
    Matrix {
        profile: stand.profile.name.clone(),
        seed,
        rules: rules_only.then(Vec::new),
        cases: 0,
        nowhere: Vec::new(),
        calm: 0,
        defects: Vec::new(),
        trials: 0,
        spared: 0,
        chapters: Vec::new(),
        profiles: Vec::new(),
        seeds,
        false_alarms: Vec::new(),
        broken: Vec::new(),
    }
}

/// A stand whose records quote neither rig file nor profile: nobody keeps them, no rule asks for the one, and the other
/// is at hand when they are judged.
fn unquoted(stand: Stand, rules_only: bool) -> Ground {
    Ground { stand, rig: Value::Null, profile: Value::Null, rules_only }
}

/// Every case on the sound terminal and on each flawed one, on the first ground on which it applies. A case that would come
/// to the same on both is not run again where that is `spared`.
fn seeded(
    matrix: &mut Matrix,
    grounds: &[&Ground],
    cases: &[&Case],
    hands: usize,
    spared: bool,
) -> Result<(), Trouble> {
    let seed = matrix.seed;
    let mut tally = Tally::new(cases, &matrix.profile);
    let profile = |home: usize| grounds.get(home).map_or("", |ground| ground.stand.profile.name.as_str());
    let mut note = |defect: Option<Planted>, home: usize, case: &Case, ended: &Ended| {
        let trial = Trial { defect, profile: profile(home), seed, case, ended };
        matrix.broken.extend(trial.broken());
        let judged = defect.is_none() || tally.passes(case);
        matrix.false_alarms.extend(trial.false_alarm().filter(|_| judged));
        tally.take(&trial);
    };
    let (mut sound, mut nowhere) = (Vec::with_capacity(cases.len()), Vec::new());
    let of_sound = |(): &(), case: &&Case| at_home(grounds, seed, case);
    on_all_trials(hands, &[()], cases, of_sound, |(), case, done| {
        let (home, done) = done.unwrap_or_else(|| (0, Sound::lost()));
        note(None, home, case, &done.ended);
        if done.ended.verdict.outcome == Outcome::NotApplicable {
            nowhere.push(case.head.case.clone());
        }
        sound.push((*case, home, done));
    })?;
    let plan = |defect| (defect, grounds.iter().map(|ground| ground.plan(Some(defect), seed)).collect());
    let plans: Vec<(Planted, Vec<RunPlan>)> = Planted::all().map(plan).collect();
    let differs = |defect: Planted, sound: &Sound| !(spared && sound.stands_for(defect));
    let trial = |(defect, plans): &(Planted, Vec<RunPlan>), (case, home, sound): &(&Case, usize, Sound)| {
        let (plan, ground) = plans.get(*home).zip(grounds.get(*home))?;
        differs(*defect, sound).then(|| ended(plan, case, &ground.stand.profile))
    };
    on_all_trials(hands, &plans, &sound, trial, |(defect, _), (case, home, sound), done| {
        let done = done.unwrap_or_else(|| Some(Ended::lost()));
        matrix.spared += usize::from(done.is_none());
        note(Some(*defect), *home, case, done.as_ref().unwrap_or(&sound.ended));
    })?;
    matrix.nowhere = nowhere;
    matrix.trials = plans.len() * cases.len();
    matrix.calm = tally.calm();
    matrix.chapters = tally.chapters();
    if let Some(rules) = &mut matrix.rules {
        *rules = tally.rules();
    }
    matrix.defects = tally.rows();
    Ok(())
}

/// A case on the sound terminal, and on which ground: the first one on which it applies, else the first of all.
fn at_home(grounds: &[&Ground], seed: u64, case: &Case) -> (usize, Sound) {
    let mut tried = grounds.iter().map(|ground| Sound::of(ground, seed, case)).enumerate();
    let first = tried.next().unwrap_or_else(|| (0, Sound::lost()));
    let applies = |(_, sound): &(usize, Sound)| sound.ended.verdict.outcome != Outcome::NotApplicable;
    if applies(&first) {
        return first;
    }
    tried.find(applies).unwrap_or(first)
}

/// Every case on the sound terminal under each profile, with each seed.
fn sound(matrix: &mut Matrix, grounds: &[Ground], cases: &[&Case], hands: usize) -> Result<(), Trouble> {
    let seeds: Vec<u64> = (1..=matrix.seeds).collect();
    let profile = |ground: &Ground| ground.stand.profile.name.clone();
    let row = |ground| ProfileRow { name: profile(ground), not_applicable: 0, shared: 0 };
    let mut rows: Vec<ProfileRow> = grounds.iter().map(row).collect();
    let mut lacking = BTreeSet::new();
    let trial = |seed: &u64, case: &&Case| under_each(grounds, *seed, case);
    on_all_trials(hands, &seeds, cases, trial, |seed, case, done| {
        let mut done = done.unwrap_or_default().into_iter();
        for row in &mut rows {
            let Under { ended, shared } = done.next().unwrap_or_else(Under::lost);
            let trial = Trial { defect: None, profile: &row.name, seed: *seed, case, ended: &ended };
            matrix.broken.extend(trial.broken());
            matrix.false_alarms.extend(trial.false_alarm());
            row.shared += usize::from(shared);
            if ended.verdict.outcome == Outcome::NotApplicable {
                let first = lacking.insert((row.name.clone(), case.head.case.clone()));
                row.not_applicable += usize::from(first);
            }
        }
    })?;
    matrix.profiles = rows;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use steps::FeatureFile;

    use super::*;

    const SAMPLE: [&str; 4] = [
        "hardware/card-pulled.feature",
        "outside/发卡行脚本.feature",
        "void/at-the-terminal.feature",
        "wallet/by-code.feature",
    ];

    /// The suite on disk, and of its features some whose cases come to different corners of the terminal.
    fn sample() -> (Suite, Vec<FeatureFile>) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let suite = Suite::find(Some(&root)).expect("the repository is a suite");
        let stand = suite.stand(&BenchArgs { rig: None, profile: None, suite: None }).expect("shipped");
        let named = SAMPLE.map(|feature| root.join("features").join(feature));
        let features = suite.features(&named, Unnamed::Suite, Some(&stand)).expect("shipped");
        (suite, features)
    }

    #[test]
    fn what_was_never_asked_for_changes_nothing() {
        let (suite, features) = sample();
        let stand = suite.stand(&BenchArgs { rig: None, profile: None, suite: None }).expect("shipped");
        let cases: Vec<&Case> = features.iter().flat_map(|feature| &feature.cases).collect();
        let ground = unquoted(stand, false);
        let matrix = |spared: bool| {
            let mut matrix = empty(&ground.stand, 1, 1, false);
            seeded(&mut matrix, &[&ground], &cases, 2, spared).expect("nobody interrupts");
            matrix
        };
        let (quick, whole) = (matrix(true), matrix(false));
        assert_eq!((whole.spared, whole.trials), (0, cases.len() * Planted::all().count()));
        assert!(quick.spared * 2 > quick.trials, "{} of {} spared", quick.spared, quick.trials);
        assert_eq!(Matrix { spared: 0, ..quick }, whole);
    }

    #[test]
    fn what_was_never_looked_at_changes_nothing() {
        let (suite, features) = sample();
        let ground = |profile: String| {
            let bench = BenchArgs { rig: None, profile: Some(profile), suite: None };
            unquoted(suite.stand(&bench).expect("shipped"), false)
        };
        let grounds: Vec<Ground> = suite.profiles().into_iter().map(ground).collect();
        let mut shared = BTreeSet::new();
        for case in features.iter().flat_map(|feature| &feature.cases) {
            for (ground, under) in grounds.iter().zip(under_each(&grounds, 1, case)) {
                let alone = ended(&ground.plan(None, 1), case, &ground.stand.profile);
                let told = (&ground.stand.profile.name, &case.head.case);
                assert_eq!(under.ended, alone, "{told:?}");
                shared.extend(under.shared.then_some(&ground.stand.profile.name));
            }
        }
        // By a switch that nobody looked at, and by messages that read the same in either dialect.
        assert!(["strict", "iso87"].iter().all(|name| shared.contains(&(*name).to_owned())), "{shared:?}");
    }
}
