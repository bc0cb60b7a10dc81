//! A stand on which cases are tried, one terminal and one seed at a time.

use futures::executor::block_on;
use journal::Record;
use rig::{Stand, Trouble};
use rig_virtual::{Planted, VirtualMaker, VirtualSetup};
use serde_json::Value;
use steps::{Case, CaseRun, RunPlan, run_case_unwritten};

/// Name and version of the harness.
const HARNESS: &str = concat!("tearproof ", env!("CARGO_PKG_VERSION"));

/// The harness as records and papers state it: with its version, and that it left out what scenarios demand if it did.
pub(crate) fn harness(rules_only: bool) -> String {
    if rules_only { format!("{HARNESS}, rules only") } else { HARNESS.to_owned() }
}

/// A stand, with rig file and profile as records quote them.
pub(crate) struct Ground {
    pub(crate) stand: Stand,
    pub(crate) rig: Value,
    pub(crate) profile: Value,
    /// Whether the rules judge alone, without what scenarios demand.
    pub(crate) rules_only: bool,
}

impl Ground {
    pub(crate) fn new(stand: Stand, rules_only: bool) -> Self {
        let quoted = |value: Result<Value, serde_json::Error>| value.unwrap_or_default();
        let (rig, profile) =
            (quoted(serde_json::to_value(&stand.rig)), quoted(serde_json::to_value(&*stand.profile)));
        Self { stand, rig, profile, rules_only }
    }

    /// What cases on one terminal with one seed share.
    pub(crate) fn plan(&self, defect: Option<Planted>, seed: u64) -> RunPlan {
        self.plan_on(VirtualSetup::new(self.stand.clone(), defect), terminal_name(defect), seed)
    }

    /// The same on a bench of a set-up that the caller keeps an eye on.
    pub(crate) fn plan_on(&self, setup: VirtualSetup, terminal: String, seed: u64) -> RunPlan {
        RunPlan {
            maker: Box::new(VirtualMaker::new(setup)),
            harness: harness(self.rules_only),
            seed,
            bench: self.stand.rig.bench.name().to_owned(),
            rig: self.rig.clone(),
            profile: self.profile.clone(),
            terminal,
            rules_only: self.rules_only,
        }
    }
}

/// The record of a case that is judged at once and kept nowhere.
///
/// # Errors
/// Why there is none that could be judged.
pub(crate) fn unwritten(plan: &RunPlan, case: &Case) -> Result<Record, Trouble> {
    let CaseRun { record, untold } = block_on(run_case_unwritten(case, plan));
    untold.map_or(record, Err)
}

/// The terminal, as records state it.
pub(crate) fn terminal_name(defect: Option<Planted>) -> String {
    match defect {
        None => "reference terminal".to_owned(),
        Some(Planted::Terminal(defect)) => format!("reference terminal with defect {}", defect.id()),
        Some(Planted::Host(defect)) => format!("reference terminal, host with defect {}", defect.id()),
    }
}
