//! The terminal is opened at every await of every business, and its keys are loaded again behind the next order.
//!
//! Whatever the moment, the judge passes the run, and what each card paid is what the cashier believes. That the test
//! can fail is shown by two seeded defects, each caught at some moment by the rule that names it.

#![expect(clippy::expect_used, reason = "a test falls over and tells where")]
#![allow(dead_code, reason = "each test takes its part of the support")]

#[path = "support/cuts.rs"]
mod cuts;
#[path = "support/money.rs"]
mod money;
#[path = "support/suite.rs"]
mod suite;

use std::collections::BTreeSet;

use cuts::{Cut, Flow, Half, Place, Plan, Run};
use device::CardFace;
use futures::executor::block_on;
use journal::Record;
use oracle::{Outcome, judge};
use rig::{Bench, Fault, FaultKind, Lasting, Move};
use rig_virtual::{Defect, Planted, VirtualBench, VirtualSetup};
use suite::shipped;

/// Runs a plan in which the terminal is opened where power would be cut: the order, a sale by another card, then the
/// keys are loaded and one more card pays. `None` where that moment never came.
fn run_opened(setup: &VirtualSetup, plan: &Plan) -> Option<Run> {
    let mut bench = VirtualBench::new(setup, cuts::head(Some(&setup.stand.profile), plan))
        .expect("the bench comes to rest");
    for step in plan.flow.before() {
        block_on(bench.perform(step)).expect("the move can be made");
    }
    let fault = Fault { kind: FaultKind::Opened, lasting: Lasting::UntilMended, ..plan.first.fault() };
    block_on(bench.arm(fault)).expect("the fault can be armed");
    let mut perform = |step| block_on(bench.perform(step));
    perform(plan.flow.order()).expect("the move can be made");
    let end = perform(cuts::sale(CardFace::Stripe, "Li's card", 3_000)).expect("the move can be made").since;
    perform(Move::Mend(FaultKind::Opened)).ok()?;
    if plan.flow.is_ordered_again() {
        perform(plan.flow.order()).expect("the move can be made");
    }
    perform(cuts::sale(CardFace::Contactless, "Zhao's card", 1_000)).expect("the move can be made");
    let bytes = block_on(Box::new(bench).close()).record;
    let record = Record::read(&bytes).expect("the record is whole");
    Some(Run { place: cuts::place(&record, plan, end), bytes, record })
}

/// What is wrong with a run: rules by name, sentences.
fn wrong(run: &Run) -> (BTreeSet<String>, Vec<String>) {
    let verdict = judge(&run.record);
    let mut rules: BTreeSet<String> = verdict.findings.iter().map(|finding| finding.rule.clone()).collect();
    let mut told: Vec<String> = verdict.findings.iter().map(|finding| finding.sentence.clone()).collect();
    let misfits = money::misfits(&run.record);
    if verdict.outcome != Outcome::Pass || !misfits.is_empty() {
        rules.insert(verdict.outcome.name().to_owned());
        told.extend(misfits);
    }
    (rules, told)
}

/// Every moment of a flow, each with what was wrong there.
fn at_every_await(setup: &VirtualSetup, flow: Flow) -> Vec<(Plan, BTreeSet<String>, Vec<String>)> {
    let mut found = Vec::new();
    for half in Half::BOTH {
        for nth in 1.. {
            let plan = Plan { seed: 1, flow, first: Cut { half, nth }, second: None };
            let Some(run) = run_opened(setup, &plan).filter(|run| run.place == Place::Meant) else { break };
            let (rules, told) = wrong(&run);
            found.push((plan, rules, told));
        }
    }
    found
}

#[test]
fn opened_at_any_await_it_ends_well() {
    let setup = shipped(None);
    let mut bad = Vec::new();
    let iso87 = VirtualSetup::new(suite::stand(Some("iso87")), None);
    for flow in Flow::ALL {
        // Only the second family can write it.
        let setup = if flow == Flow::PartialReversal { &iso87 } else { &setup };
        let found = at_every_await(setup, flow);
        println!("{flow:?}: {} moments", found.len());
        assert!(found.len() >= 80, "{flow:?} has forty awaits and more; {} were found", found.len());
        bad.extend(found.into_iter().filter(|(_, rules, _)| !rules.is_empty()));
    }
    for (plan, rules, told) in bad.iter().take(12) {
        println!("{plan}: {rules:?}: {}", told.join("; "));
    }
    assert!(bad.is_empty(), "{} runs did not pass", bad.len());
}

#[test]
fn what_an_opened_terminal_must_not_do_is_caught_by_the_rule_that_names_it() {
    for (defect, rule) in [(Defect::TamperErasesAll, "doubt.resolved"), (Defect::KeysStayInRam, "keys.gone")]
    {
        let found = at_every_await(&shipped(Some(Planted::Terminal(defect))), Flow::ChipSale);
        let caught = found.iter().find(|(_, rules, _)| rules.contains(rule));
        match caught {
            Some((plan, ..)) => println!("{}: {rule} at {plan}", defect.id()),
            None => panic!("{}: no moment brings up {rule}", defect.id()),
        }
    }
}
