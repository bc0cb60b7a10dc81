//! A record that is judged at once and kept by nobody is the one that would read back from its text, and so is its
//! verdict: of every case of the suite, on the sound terminal and on flawed ones.

#![expect(clippy::expect_used, reason = "a test falls over and tells where")]

#[path = "support/features.rs"]
mod features;
#[path = "support/suite.rs"]
mod suite;

use std::collections::BTreeSet;
use std::str::FromStr as _;

use features::cases;
use futures::executor::block_on;
use journal::Record;
use oracle::judge;
use rig_virtual::{Planted, VirtualMaker};
use steps::{RunPlan, run_case, run_case_unwritten};
use suite::shipped;

#[test]
fn every_case_is_judged_alike_with_and_without_its_text() {
    let cases = cases();
    assert!(cases.len() >= 90, "{} cases", cases.len());
    let mut outcomes = BTreeSet::new();
    // All cases once; of the others one in so many shows it as well.
    for (stride, defect, seed) in [(1, None, 1), (4, None, 77), (4, Some("M21"), 1), (4, Some("M02"), 5)] {
        let setup = shipped(defect.map(|id| Planted::from_str(id).expect("shipped")));
        let plan = RunPlan {
            harness: "unwritten".to_owned(),
            seed,
            bench: "virtual".to_owned(),
            rig: serde_json::to_value(&setup.stand.rig).expect("plain data"),
            profile: serde_json::to_value(&*setup.stand.profile).expect("plain data"),
            terminal: "reference terminal".to_owned(),
            rules_only: false,
            maker: Box::new(VirtualMaker::new(setup)),
        };
        for case in cases.iter().step_by(stride) {
            let id = &case.head.case;
            let (kept, unkept) = (block_on(run_case(case, &plan)), block_on(run_case_unwritten(case, &plan)));
            assert_eq!(kept.untold, unkept.untold, "{id}");
            let bytes = kept.record.unwrap_or_else(|trouble| panic!("{id}: {trouble}"));
            let read = Record::read(&bytes).unwrap_or_else(|damage| panic!("{id}: {damage}"));
            let unwritten = unkept.record.unwrap_or_else(|trouble| panic!("{id}: {trouble}"));
            assert!(read == unwritten, "{id}: the records differ");
            let verdict = judge(&read);
            assert_eq!(verdict, judge(&unwritten), "{id}");
            outcomes.insert(verdict.outcome.name());
        }
    }
    assert!(outcomes.contains("pass") && outcomes.contains("fail"), "{outcomes:?}");
}
