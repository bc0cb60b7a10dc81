//! Power is cut at every await of the sound terminal, and once more at every await of what follows.
//!
//! Whatever the moment, the run ends as a pass: money, papers, screens and people agree. What a cut can break
//! in a terminal that is not sound is shown by seeded defects, each caught by the rule that names it. The plain
//! tests take every single cut and the pairs that lie close together, with a stride through the others; every
//! pair is `cargo test --release -p cli --test power_cuts -- --include-ignored`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "the bench of a test may fall over, and tells how far it came")]

#[path = "support/cuts.rs"]
mod cuts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use cuts::{Cut, Flow, Half, Place, Plan, run, shipped};
use oracle::{Outcome, Verdict, judge};
use rig_virtual::{Defect, VirtualSetup};

/// Which second cuts are taken: all of the nearest, and of the rest one in so many.
#[derive(Clone, Copy, Debug)]
struct Reach {
    nearest: u32,
    stride: u32,
}

/// What came of many runs.
#[derive(Debug, Default)]
struct Tally {
    runs: usize,
    failures: Vec<(Plan, Verdict, Vec<u8>)>,
}

impl Tally {
    /// Runs a plan and judges it, unless its cuts fell elsewhere.
    fn take(&mut self, setup: &VirtualSetup, plan: Plan) -> Place {
        let run = run(setup, &plan);
        if run.place == Place::Meant {
            self.runs += 1;
            let verdict = judge(&run.record);
            if verdict.outcome != Outcome::Pass {
                self.failures.push((plan, verdict, run.bytes));
            }
        }
        run.place
    }

    fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.failures.extend(other.failures);
    }

    /// Falls over when a run did not pass; the records are kept beside the build.
    fn assert_all_passed(&self, name: &str) {
        println!("{name}: {} runs, {} not passed", self.runs, self.failures.len());
        if self.failures.is_empty() {
            return;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("power-cuts").join(name);
        fs::create_dir_all(&folder).expect("the build's folder can be written");
        let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (plan, verdict, bytes) in &self.failures {
            let file = plan.to_string().replace(": ", "-").replace(' ', "-");
            fs::write(folder.join(format!("{file}.ndjson")), bytes).expect("the build's folder can be written");
            let rules: BTreeSet<&str> = verdict.findings.iter().map(|f| f.rule.as_str()).collect();
            let sentences: Vec<&str> = verdict.findings.iter().map(|f| f.sentence.as_str()).collect();
            let told = format!("{plan}: {}: {}", verdict.outcome.name(), sentences.join("; "));
            by_rule.entry(rules.into_iter().collect::<Vec<_>>().join(" + ")).or_default().push(told);
        }
        for (rules, told) in &by_rule {
            println!("{rules}: {}", told.len());
            told.iter().take(6).for_each(|line| println!("  {line}"));
        }
        panic!("{} of {} runs did not pass; their records are in {}", self.failures.len(), self.runs, folder.display());
    }
}

/// Every point at which the order of a flow can be cut; each is run and judged on the way.
fn single_cuts(setup: &VirtualSetup, flow: Flow, tally: &mut Tally) -> Vec<Cut> {
    let mut points = Vec::new();
    for half in Half::BOTH {
        for nth in 1.. {
            let first = Cut { half, nth };
            if tally.take(setup, Plan { flow, first, second: None }) != Place::Meant {
                break;
            }
            points.push(first);
        }
    }
    points
}

/// Cuts a second time behind the first.
fn second_cuts(setup: &VirtualSetup, flow: Flow, first: Cut, reach: Reach, tally: &mut Tally) {
    for half in Half::BOTH {
        let mut behind = 0;
        // The other half's count may be one less at this point; what lies before the first cut is passed over.
        for nth in first.nth.saturating_sub(1).max(1).. {
            let far = behind >= reach.nearest;
            if far && nth % reach.stride != first.nth % reach.stride {
                continue;
            }
            match tally.take(setup, Plan { flow, first, second: Some(Cut { half, nth }) }) {
                Place::TooEarly => {}
                Place::Meant => behind += 1,
                Place::TooLate => break,
            }
        }
    }
}

/// Works through items on every core, in any order.
fn on_every_core<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = work(item);
                    done.lock().expect("no worker fell over").push(result);
                }
            });
        }
    });
    done.into_inner().expect("no worker fell over")
}

/// Every single cut of every flow, and where they were.
fn all_singles(setup: &VirtualSetup) -> (Tally, Vec<(Flow, Cut)>) {
    let mut all = Tally::default();
    let mut points = Vec::new();
    let found = on_every_core(&Flow::ALL, |flow| {
        let mut tally = Tally::default();
        let cuts = single_cuts(setup, *flow, &mut tally);
        (*flow, cuts, tally)
    });
    for (flow, cuts, tally) in found {
        println!("{flow:?}: {} points", cuts.len());
        all.add(tally);
        points.extend(cuts.into_iter().map(|cut| (flow, cut)));
    }
    (all, points)
}

fn pairs(setup: &VirtualSetup, points: &[(Flow, Cut)], reach: Reach) -> Tally {
    let tallies = on_every_core(points, |(flow, first)| {
        let mut tally = Tally::default();
        second_cuts(setup, *flow, *first, reach, &mut tally);
        tally
    });
    let mut all = Tally::default();
    tallies.into_iter().for_each(|tally| all.add(tally));
    all
}

#[test]
fn a_cut_at_any_await_ends_well() {
    all_singles(&shipped(None)).0.assert_all_passed("singles");
}

#[test]
fn a_second_cut_near_the_first_or_sampled_behind_it_ends_well() {
    let setup = shipped(None);
    let (_, points) = all_singles(&setup);
    pairs(&setup, &points, Reach { nearest: 2, stride: 97 }).assert_all_passed("near-pairs");
}

#[test]
#[ignore = "minutes: every pair of cuts; meant for a release build"]
fn a_second_cut_at_any_await_ends_well() {
    let setup = shipped(None);
    let (_, points) = all_singles(&setup);
    pairs(&setup, &points, Reach { nearest: u32::MAX, stride: 1 }).assert_all_passed("pairs");
}

/// The rules that some single cut of a flow brings up against a defect.
fn rules_against(defect: Defect, flow: Flow) -> BTreeSet<String> {
    let mut tally = Tally::default();
    single_cuts(&shipped(Some(defect)), flow, &mut tally);
    tally.failures.into_iter().flat_map(|(_, verdict, _)| verdict.findings).map(|f| f.rule).collect()
}

#[test]
fn defects_that_a_cut_lays_bare_are_caught_by_their_rule() {
    let fitting = [
        (Defect::RowSavedAfterSend, "doubt.resolved"),
        (Defect::RowOnlyInRam, "doubt.resolved"),
        (Defect::RowDeletedBeforeJournal, "doubt.resolved"),
        (Defect::CommitNotSeenAtBoot, "reversal.not-claimed"),
        (Defect::StanReusedAfterBoot, "trace.unique"),
        (Defect::SlipBeforeCommit, "claim.paper"),
    ];
    for (defect, rules) in on_every_core(&fitting, |(defect, _)| (*defect, rules_against(*defect, Flow::ChipSale))) {
        println!("{}: {rules:?}", defect.id());
    }
}
