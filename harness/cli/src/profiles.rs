//! `tearproof profiles`: the profiles there are, and what changes in the books between two of them.
//!
//! Records are judged in memory; nothing but what was asked for with `--json` is written.

use oracle::judge;
use report::{Differing, Ending, Practices, switches};
use steps::{Case, RunPlan};

use crate::args::{BenchArgs, DiffArgs, ProfilesArgs, ProfilesCommand};
use crate::crew::{hands, on_all};
use crate::suite::{Suite, Unnamed};
use crate::trial::{Ground, unwritten};
use crate::trouble::Trouble;
use crate::{folder, out};

pub(crate) fn profiles(args: &ProfilesArgs) -> Result<u8, Trouble> {
    match &args.command {
        None => list(args),
        Some(ProfilesCommand::Diff(diff)) => compare(diff),
    }
}

/// Names, titles, and what each extends.
fn list(args: &ProfilesArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.suite.as_deref())?;
    let mut text = String::new();
    for name in suite.profiles() {
        let (title, base) = suite.profile(&name)?;
        let extends = base.map(|base| format!("\n    extends {base}")).unwrap_or_default();
        text.push_str(&format!("{name}\n    {title}{extends}\n"));
    }
    out::print(&text);
    Ok(0)
}

/// The sound terminal under both, case by case.
fn compare(args: &DiffArgs) -> Result<u8, Trouble> {
    let suite = Suite::find(args.suite.as_deref())?;
    let ground = |profile: &str| -> Result<Ground, Trouble> {
        let profile = Some(profile.to_owned());
        let bench = BenchArgs { rig: args.rig.clone(), profile, suite: args.suite.clone() };
        Ok(Ground::new(suite.stand(&bench)?, false))
    };
    let grounds = [ground(&args.first)?, ground(&args.second)?];
    let [first, second] = &grounds;
    let features = suite.features(&args.features, Unnamed::Suite, Some(&first.stand))?;
    let cases: Vec<&Case> = features.iter().flat_map(|feature| &feature.cases).collect();
    let plans: Vec<RunPlan> = grounds.iter().map(|ground| ground.plan(None, args.seed)).collect();
    let mut ends = Vec::with_capacity(plans.len() * cases.len());
    let job = |index: usize| Some(ended(plans.get(index % plans.len())?, cases.get(index / plans.len())?));
    on_all(hands(args.jobs), plans.len() * cases.len(), job, |_, done| {
        let lost = || Ending::broken("the harness broke down in this case; please report it".to_owned());
        ends.push(done.ok().flatten().unwrap_or_else(lost));
        Ok(())
    })?;
    let mut ends = ends.into_iter();
    let mut differing = Vec::new();
    for case in &cases {
        let (Some(one), Some(other)) = (ends.next(), ends.next()) else { break };
        let (id, name) = (case.head.case.clone(), case.head.name.clone());
        differing.push(Differing { case: id, name, ends: [one, other] });
    }
    differing.retain(Differing::differs);
    let of = |ground: &Ground| (ground.stand.profile.name.clone(), ground.stand.profile.dialect.clone());
    let ((name, dialect), (other_name, other_dialect)) = (of(first), of(second));
    let practices = Practices {
        names: [name, other_name],
        dialects: [dialect, other_dialect],
        seed: args.seed,
        cases: cases.len(),
        switches: switches(&first.profile, &second.profile),
        differing,
    };
    if let Some(path) = &args.json {
        folder::put(path, practices.json().as_bytes())?;
    }
    out::print(&practices.text());
    Ok(0)
}

/// Runs a case, and takes down what it came to.
fn ended(plan: &RunPlan, case: &Case) -> Ending {
    match unwritten(plan, case) {
        Ok(record) => Ending::of(&record, &judge(&record)),
        Err(trouble) => Ending::broken(trouble.to_string()),
    }
}
