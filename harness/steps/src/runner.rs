//! Running one case: its sentences in order, on a bench of its own, until the record is closed.
//!
//! The runner judges nothing and prints nothing. Trouble ends the case and stands in its record.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use gherkin::StepType;
use journal::{FORMAT, FeatureText, Head, Record};
use rig::{Bench, BenchMaker, Left, Trouble};
use serde_json::Value;

use crate::{Case, Counter, Sentence};

/// What all cases of a run share.
pub struct RunPlan {
    /// Sets benches up.
    pub maker: Box<dyn BenchMaker>,
    /// Name and version of the harness.
    pub harness: String,
    /// The seed.
    pub seed: u64,
    /// The kind of bench.
    pub bench: String,
    /// The rig file in full.
    pub rig: Value,
    /// The profile in full.
    pub profile: Value,
    /// What is under test.
    pub terminal: String,
    /// Whether the rules judge alone: Then sentences are noted as steps and neither said nor written as demands. Says
    /// so in the record only as far as `harness` does.
    pub rules_only: bool,
}

/// What became of a case.
#[derive(Clone, Debug)]
pub struct CaseRun<R = Vec<u8>> {
    /// The record, or why there is none.
    pub record: Result<R, Trouble>,
    /// Trouble that the record could not be told: the record alone does not say how the case ended.
    pub untold: Option<Trouble>,
}

/// Runs one case; its record comes back as text.
pub async fn run_case(case: &Case, plan: &RunPlan) -> CaseRun {
    play(case, plan, |bench| {
        let written = |Left { record, trouble }: Left| {
            let record = (!record.is_empty()).then_some(record);
            Left { record, trouble }
        };
        bench.close().map(written).boxed_local()
    })
    .await
}

/// Runs one case for whoever judges its record at once and keeps none.
pub async fn run_case_unwritten(case: &Case, plan: &RunPlan) -> CaseRun<Record> {
    play(case, plan, |bench| bench.close_unwritten()).await
}

/// How a bench is closed.
type Closing<R> = fn(Box<dyn Bench>) -> LocalBoxFuture<'static, Left<Option<R>>>;

async fn play<R>(case: &Case, plan: &RunPlan, closing: Closing<R>) -> CaseRun<R> {
    let head = Head {
        format: FORMAT,
        harness: plan.harness.clone(),
        seed: plan.seed,
        feature: FeatureText::clone(&case.feature),
        scenario: case.head.clone(),
        bench: plan.bench.clone(),
        rig: plan.rig.clone(),
        profile: plan.profile.clone(),
        places: std::collections::BTreeMap::new(),
        terminal: plan.terminal.clone(),
        token_key: String::new(),
    };
    tracing::debug!(case = case.head.case, seed = plan.seed, "begins");
    match plan.maker.make(head) {
        Ok(bench) => {
            let mut counter = Counter::at(bench);
            for step in &case.steps {
                note(&mut counter, step).await;
                if !(plan.rules_only && step.ty == StepType::Then) {
                    say(&mut counter, step).await;
                }
                if counter.is_in_trouble() {
                    break;
                }
            }
            close(counter, closing).await
        }
        Err(trouble) => CaseRun { record: Err(trouble), untold: None },
    }
}

async fn note(counter: &mut Counter, sentence: &Sentence) {
    let told = format!("{} {}", sentence.keyword.trim(), sentence.value);
    counter.begin(sentence.position.line, told).await;
}

async fn say(counter: &mut Counter, sentence: &Sentence) {
    // The lint let only sentences through that exactly one phrase knows; a bench may be run without it.
    let Some(saying) = sentence.say(counter) else {
        return counter.keep(Err(Trouble::Text(format!("no phrase says `{}`", sentence.value))));
    };
    if AssertUnwindSafe(saying).catch_unwind().await.is_err() {
        counter.keep::<()>(Err(Trouble::Bench(format!("the phrase `{}` broke down", sentence.value))));
    }
}

/// Closes the bench whatever went wrong; a trouble that the record could not be told comes back beside it. A case that
/// broke off left things as they were: they are made safe first.
async fn close<R>(counter: Counter, closing: Closing<R>) -> CaseRun<R> {
    let (bench, trouble) = counter.leave();
    let Some(mut bench) = bench else {
        return CaseRun { record: Err(Trouble::Bench("the bench is gone".to_owned())), untold: None };
    };
    let mut told = match &trouble {
        Some(Trouble::NotApplicable(reason)) => bench.note_not_applicable(reason).await,
        Some(trouble) => bench.note_trouble(&trouble.to_string()).await,
        None => Ok(()),
    };
    if trouble.is_some()
        && let Err(unsafe_still) = bench.make_safe().await
    {
        told = told.and(bench.note_trouble(&unsafe_still.to_string()).await);
    }
    let Left { record, trouble: at_the_end } = closing(bench).await;
    match record {
        Some(record) => CaseRun { record: Ok(record), untold: told.err() },
        None => {
            let none = Trouble::Bench("the bench left no record".to_owned());
            CaseRun { record: Err(trouble.or(at_the_end).unwrap_or(none)), untold: None }
        }
    }
}
