//! The steps do not care which shell is around the desk: every case of the suite leaves the same record, byte
//! for byte, through a bench whose futures are ready at once and through one that waits behind a channel.

#![expect(clippy::expect_used, clippy::panic, reason = "a test falls over and tells where")]

#[path = "support/channel.rs"]
mod channel;
#[path = "support/deaf.rs"]
mod deaf;
#[path = "support/features.rs"]
mod features;
#[path = "support/suite.rs"]
mod suite;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;

use channel::ChannelMaker;
use deaf::DeafMaker;
use features::cases;
use futures::executor::block_on;
use journal::Record;
use rig::BenchMaker;
use rig_virtual::VirtualMaker;
use steps::{Case, RunPlan, run_case};
use suite::shipped;

/// Drives a future to its end; how often it was not ready comes back with what it came to.
fn drive<T>(future: impl Future<Output = T>) -> (T, usize) {
    let (mut future, mut waits) = (pin!(future), 0);
    let value = block_on(poll_fn(|context| {
        let polled = future.as_mut().poll(context);
        waits += usize::from(polled.is_pending());
        polled
    }));
    (value, waits)
}

fn plan(maker: Box<dyn BenchMaker>) -> RunPlan {
    RunPlan {
        maker,
        harness: "other_shell".to_owned(),
        seed: 1,
        bench: "virtual".to_owned(),
        rig: serde_json::Value::Null,
        profile: serde_json::Value::Null,
        terminal: "reference terminal".to_owned(),
        rules_only: false,
    }
}

fn record(case: &Case, maker: Box<dyn BenchMaker>) -> (Vec<u8>, usize) {
    let plan = plan(maker);
    let (run, waits) = drive(run_case(case, &plan));
    let bytes = run.record.unwrap_or_else(|trouble| panic!("{}: {trouble}", case.head.case));
    (bytes, waits)
}

#[test]
fn every_case_leaves_the_same_record_through_either_shell() {
    let setup = shipped(None);
    let cases = cases();
    assert!(cases.len() >= 90, "{} cases", cases.len());
    for case in &cases {
        let inner = Arc::new(VirtualMaker::new(setup.clone()));
        let (near, at_once) = record(case, Box::new(VirtualMaker::new(setup.clone())));
        let (far, waits) = record(case, Box::new(ChannelMaker { inner }));
        let id = &case.head.case;
        assert_eq!(at_once, 0, "{id}: the virtual bench is ready at once");
        assert!(waits > case.steps.len(), "{id}: the other bench makes its callers wait: {waits}");
        assert!(near == far, "{id}: the records differ");
        Record::read(&far).unwrap_or_else(|damage| panic!("{id}: {damage}"));
    }
}

#[test]
fn a_bench_that_takes_no_note_any_more_still_hands_its_record_out() {
    let mut setup = shipped(None);
    setup.stand.rig.terminal.capabilities.retain(|capability| *capability != rig::Capability::Refund);
    let cases = cases();
    let refund = cases.iter().find(|case| case.head.case == "RFND-002").expect("shipped");
    let maker = DeafMaker { inner: VirtualMaker::new(setup) };
    let (run, _) = drive(run_case(refund, &plan(Box::new(maker))));
    let bytes = run.record.expect("what was written is not lost");
    assert!(Record::read(&bytes).expect("it is whole").entries().len() > 20);
    assert!(run.untold.is_some(), "and the trouble is told beside it");
}
