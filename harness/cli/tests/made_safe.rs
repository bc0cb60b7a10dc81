//! A case that ends early leaves the bench as one may leave it: power on, line up, no card in the terminal. So it
//! is through either shell.

#![expect(clippy::expect_used, reason = "a test falls over and tells where")]

#[path = "support/channel.rs"]
mod channel;
#[path = "support/suite.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod suite;

use std::sync::Arc;

use channel::ChannelMaker;
use futures::executor::block_on;
use journal::{Event, LinkState, Port, Record};
use rig::BenchMaker;
use rig_virtual::{VirtualMaker, VirtualSetup};
use steps::{FeatureFile, RunPlan, run_case};
use suite::shipped;

fn record(setup: &VirtualSetup, sentences: &[&str], far: bool) -> Record {
    let text =
        format!("@chapter:5\nFeature: F\n\n  @case:T-1\n  Scenario: S\n    {}\n", sentences.join("\n    "));
    let feature = FeatureFile::read("f.feature", &text).expect("sound");
    let near = VirtualMaker::new(setup.clone());
    let maker: Box<dyn BenchMaker> =
        if far { Box::new(ChannelMaker { inner: Arc::new(near) }) } else { Box::new(near) };
    let plan = RunPlan {
        maker,
        harness: "made_safe".to_owned(),
        seed: 1,
        bench: "virtual".to_owned(),
        rig: serde_json::Value::Null,
        profile: serde_json::Value::Null,
        terminal: "reference terminal".to_owned(),
        rules_only: false,
    };
    let run = block_on(run_case(feature.cases.first().expect("one"), &plan));
    Record::read(&run.record.expect("there is a record")).expect("it is whole")
}

fn last<T>(record: &Record, told: impl Fn(&Event) -> Option<T>) -> Option<T> {
    record.entries().iter().rev().find_map(|entry| told(&entry.event))
}

const BROKEN: [&str; 5] = [
    "Given the line goes down",
    "And the paper runs out",
    "And the terminal loses power when the card is asked for",
    "When the cashier takes a sale of 12.00 from Wang's card by chip",
    "And the cashier takes a sale of 13.00 from Wang's card by chip",
];

fn is_safe(record: &Record) {
    let power = last(record, |event| match event {
        Event::PowerIs { port: Port::Terminal, on } => Some(*on),
        _ => None,
    });
    let line = last(record, |event| match event {
        Event::LinkIs { state } => Some(*state),
        _ => None,
    });
    assert_eq!((power, line), (Some(true), Some(LinkState::Up)));
    let released = record.entries().iter().filter(|e| matches!(e.event, Event::Released { .. })).count();
    assert_eq!(released, 3, "every hold has ended");
    let told = |event: &Event| matches!(event, Event::Trouble { .. } | Event::NotApplicable { .. });
    let place = |fits: &dyn Fn(&Event) -> bool| record.entries().iter().position(|e| fits(&e.event));
    let (trouble, safe) = (place(&told), place(&|event| matches!(event, Event::Released { .. })));
    assert!(trouble.is_some() && trouble < safe, "the trouble is told before the bench is made safe");
}

#[test]
fn after_a_trouble_the_bench_is_made_safe_through_either_shell() {
    let setup = shipped(None);
    for far in [false, true] {
        // The second order finds a terminal without power.
        is_safe(&record(&setup, &[&BROKEN[..], &["Then the sale stands"]].concat(), far));
    }
}

#[test]
fn what_is_still_armed_then_fires_no_more() {
    let (sale, after) = (BROKEN[3], "Then the sale stands");
    for armed in [
        "Given the line goes down when the terminal is idle",
        "Given the line goes down for 9 hours, 2 seconds after the terminal is idle",
        "Given the printer loses power when the terminal is idle",
    ] {
        let dark = "Given the terminal loses power when the card is asked for";
        let record = record(&shipped(None), &[dark, armed, sale, sale, after], false);
        let count =
            |fits: &dyn Fn(&Event) -> bool| record.entries().iter().filter(|e| fits(&e.event)).count();
        let power =
            |on: bool| count(&|e| matches!(e, Event::PowerIs { port: Port::Terminal, on: is } if *is == on));
        // It boots again, and comes back to its idle screen.
        assert_eq!((power(true), power(false)), (2, 1), "{armed}");
        assert_eq!(count(&|e| matches!(e, Event::Fired { .. })), 1, "{armed}");
        assert_eq!(count(&|e| matches!(e, Event::LinkIs { state: LinkState::Down })), 0, "{armed}");
        assert_eq!(count(&|e| matches!(e, Event::NeverFired { fault: 2, .. })), 1, "{armed}");
    }
}

#[test]
fn a_case_that_is_not_applicable_leaves_a_safe_bench() {
    let mut setup = shipped(None);
    setup.stand.rig.terminal.capabilities.retain(|capability| *capability != rig::Capability::Balance);
    let balance = "When the cashier asks for the balance of Wang's card by chip";
    let sentences = [
        "Given the line goes down",
        "And the paper runs out",
        "And the terminal loses power for 9 seconds",
        balance,
        "Then the sale stands",
    ];
    is_safe(&record(&setup, &sentences, false));
}

#[test]
fn a_case_that_runs_to_its_end_is_left_as_it_stands() {
    let sentences = ["Given the line goes down", "Then the sale stands"];
    let record = record(&shipped(None), &sentences, false);
    assert!(last(&record, |event| matches!(event, Event::Released { .. }).then_some(())).is_none());
}
