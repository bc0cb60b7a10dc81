//! Rehearsing a case: every sentence is said on a bench that performs nothing, so that whatever cannot be meant
//! (an unknown card, a sale of nothing, a value that breaks its phrase) is found before anything runs.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::executor::block_on;
use rig::{BenchFacts, Rehearsal, Trouble};
use source::Flaw;

use super::{at_line, place_of};
use crate::{Case, Counter};

thread_local! {
    static REHEARSING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread rehearses just now: a phrase that breaks down then is the text's flaw, told as such.
pub(crate) fn is_rehearsing() -> bool {
    REHEARSING.get()
}

/// Says every sentence of a case and returns what cannot be meant.
pub(crate) fn rehearse(case: &Case, facts: &BenchFacts) -> Vec<Flaw> {
    REHEARSING.set(true);
    let flaws = block_on(say_all(case, facts));
    REHEARSING.set(false);
    flaws
}

async fn say_all(case: &Case, facts: &BenchFacts) -> Vec<Flaw> {
    let (file, text) = (&case.feature.path, &case.feature.text);
    let mut counter = Counter::at(Box::new(Rehearsal::new(facts.clone())));
    let mut flaws = Vec::new();
    for step in &case.steps {
        counter.begin(step.position.line, step.value.clone()).await;
        let Some(saying) = step.say(&mut counter) else { continue };
        let said = AssertUnwindSafe(saying).catch_unwind().await;
        let place = place_of(text, step);
        let (reason, hint) = match (said, counter.take_trouble()) {
            (Err(_), _) => (
                format!("a value in `{}` means nothing", step.value),
                "numbers count from 1 and are written in ASCII digits; `tearproof steps` says what fits"
                    .to_owned(),
            ),
            // What is about another practice, or another terminal, can be meant all the same.
            (_, None | Some(Trouble::NotApplicable(_))) => continue,
            (_, Some(Trouble::Unknown { reason, hint })) => (reason, hint),
            (_, Some(trouble)) => {
                (trouble.to_string(), "`tearproof steps` lists what can be said".to_owned())
            }
        };
        flaws.push(Flaw::at(file, text, place, reason, hint));
    }
    if flaws.is_empty() && !counter.has_moved() {
        let reason = "nobody is told to do anything in this scenario, so it proves nothing";
        flaws.push(at_line(file, text, case.head.line, reason, "give the cashier an order"));
    }
    flaws
}
