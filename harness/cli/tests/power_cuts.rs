//! Power is cut at every await of the sound terminal, and once more at every await of what follows.
//!
//! Whatever the moment, the judge passes the run, and what each card paid is what the cashier believes. That the
//! test can fail is shown by seeded defects, each caught at some cut by the rule that names it. The plain test
//! takes every single cut and a sample of the pairs; every pair, and single cuts under other seeds, is what
//! `cargo test --release -p cli --test power_cuts -- --include-ignored` takes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test falls over and tells where"
)]

#[path = "support/cuts.rs"]
mod cuts;
#[path = "support/money.rs"]
mod money;
#[path = "support/suite.rs"]
mod suite;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use cuts::{Cut, Flow, Half, Place, Plan, Run, run};
use futures::executor::block_on;
use oracle::{Outcome, Verdict, judge_under};
use profile::Profile;
use rig::{Bench as _, Stand};
use rig_virtual::{Defect, Planted, VirtualBench, VirtualSetup};
use suite::shipped;
use wire::Dialect;

/// What stands for a rule where cards paid something else than the cashier believes.
const MONEY: &str = "money and beliefs";

/// The practice that leaves no money at stake.
const RIGHT: &str = "strict";

/// Which pairs are taken.
#[derive(Clone, Copy, Debug)]
struct Reach {
    /// One first cut in so many, and the seed says which.
    firsts: usize,
    /// How many of the second cuts nearest to it, of each half.
    nearest: u32,
    /// One in so many of the second cuts behind those.
    stride: u32,
}

impl Reach {
    const EVERY_PAIR: Self = Self { firsts: 1, nearest: u32::MAX, stride: 1 };
    const SAMPLE: Self = if cfg!(debug_assertions) {
        Self { firsts: 4, nearest: 1, stride: 149 }
    } else {
        Self { firsts: 1, nearest: 3, stride: 29 }
    };
}

/// A run that did not end well.
#[derive(Debug)]
struct Failure {
    plan: Plan,
    verdict: Verdict,
    misfits: Vec<String>,
    bytes: Vec<u8>,
}

impl Failure {
    fn rules(&self) -> BTreeSet<&str> {
        let rules = self.verdict.findings.iter().map(|finding| finding.rule.as_str());
        rules.chain((!self.misfits.is_empty()).then_some(MONEY)).collect()
    }

    fn told(&self) -> String {
        let sentences = self.verdict.findings.iter().map(|finding| finding.sentence.as_str());
        let sentences: Vec<&str> = sentences.chain(self.misfits.iter().map(String::as_str)).collect();
        format!("{}: {}: {}", self.plan, self.verdict.outcome.name(), sentences.join("; "))
    }
}

/// A run under a practice, which knows what of it was looked at.
struct Played {
    plan: Plan,
    run: Run,
    practised: Arc<Profile>,
    /// Knows whether all messages read the same in another dialect.
    dialect: Arc<Dialect>,
}

impl Played {
    /// Runs a plan; its messages are tried in the other dialect as well.
    fn on(setup: &VirtualSetup, other: Option<&Arc<Dialect>>, plan: Plan) -> Self {
        let stand = &setup.stand;
        let practised = Arc::new(Profile::clone(&stand.profile));
        let dialect =
            other.map_or_else(|| stand.dialect.clone(), |other| Arc::new(stand.dialect.beside(other)));
        let stand = Stand { profile: practised.clone(), dialect: dialect.clone(), ..stand.clone() };
        let measured = VirtualSetup { stand, seeded: setup.seeded.clone() };
        Self { plan, run: run(&measured, None, &plan), practised, dialect }
    }

    /// Whether a run of the same plan under another practice would have left the same record.
    fn stands_for(&self, profile: &Profile) -> bool {
        if !self.dialect.reads_the_same_in(&profile.dialect) {
            return self.practised.stands_for(profile);
        }
        let dialect = self.practised.dialect.clone();
        self.practised.stands_for(&Profile { dialect, ..profile.clone() })
    }
}

/// What came of many runs.
#[derive(Debug, Default)]
struct Tally {
    runs: usize,
    /// Runs after which money is at stake, as the practice has it.
    risks: usize,
    failures: Vec<Failure>,
}

impl Tally {
    /// Runs a plan and judges it, unless its cuts fell elsewhere.
    fn take(&mut self, setup: &VirtualSetup, plan: Plan) -> Place {
        let played = Played::on(setup, None, plan);
        self.judge(&played, setup);
        played.run.place
    }

    /// Judges a run under a practice that it stands for.
    fn judge(&mut self, played: &Played, setup: &VirtualSetup) {
        if played.run.place != Place::Meant {
            return;
        }
        self.runs += 1;
        let (plan, record, profile) = (played.plan, &played.run.record, &setup.stand.profile);
        let verdict = judge_under(record, profile);
        let misfits = money::misfits(record);
        // What the practice leaves at stake is told with its owner; who believes what of it is nobody's fault.
        if verdict.outcome == Outcome::Risk && profile.name != RIGHT {
            self.risks += 1;
        } else if verdict.outcome != Outcome::Pass || !misfits.is_empty() {
            let bytes = run(setup, Some(profile), &plan).bytes;
            self.failures.push(Failure { plan, verdict, misfits, bytes });
        }
    }

    fn sum(tallies: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for tally in tallies {
            all.runs += tally.runs;
            all.risks += tally.risks;
            all.failures.extend(tally.failures);
        }
        all
    }

    /// Falls over when a run did not pass; the records of those are kept beside the build.
    fn assert_all_passed(&self, name: &str) {
        let Self { runs, risks, failures } = self;
        println!("{name}: {runs} runs, {risks} of them at risk, {} not passed", failures.len());
        if self.failures.is_empty() {
            return;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("power-cuts").join(name);
        fs::create_dir_all(&folder).expect("the build's folder can be written");
        let mut by_rules: BTreeMap<BTreeSet<&str>, Vec<String>> = BTreeMap::new();
        for failure in &self.failures {
            let file = failure.plan.to_string().replace(": ", "-").replace(' ', "-");
            fs::write(folder.join(format!("{file}.ndjson")), &failure.bytes)
                .expect("the build's folder can be written");
            by_rules.entry(failure.rules()).or_default().push(failure.told());
        }
        for (rules, told) in &by_rules {
            println!("{rules:?}: {}", told.len());
            told.iter().take(6).for_each(|line| println!("  {line}"));
        }
        panic!("{} of {} runs did not pass; records: {}", self.failures.len(), self.runs, folder.display());
    }
}

/// Every point at which the order of a flow can be cut; each is run and judged on the way.
fn single_cuts(setup: &VirtualSetup, seed: u64, flow: Flow) -> (Vec<Plan>, Tally) {
    let mut tally = Tally::default();
    let mut points = Vec::new();
    for half in Half::BOTH {
        let plans = (1..).map(|nth| Plan { seed, flow, first: Cut { half, nth }, second: None });
        let fits = plans.take_while(|plan| tally.take(setup, *plan) == Place::Meant);
        points.extend(fits.collect::<Vec<_>>());
    }
    (points, tally)
}

/// Cuts a second time behind the first.
fn second_cuts(setup: &VirtualSetup, plan: Plan, reach: Reach) -> Tally {
    let mut tally = Tally::default();
    for half in Half::BOTH {
        let mut behind = 0;
        // One half may have been counted one less than the other; what lies before the first cut is passed over.
        for nth in plan.first.nth.saturating_sub(1).max(1).. {
            if behind >= reach.nearest && nth % reach.stride != plan.first.nth % reach.stride {
                continue;
            }
            match tally.take(setup, Plan { second: Some(Cut { half, nth }), ..plan }) {
                Place::TooEarly => {}
                Place::Meant => behind += 1,
                Place::TooLate => break,
            }
        }
    }
    tally
}

/// Works through items on every core; the results come in the order of the items.
fn on_every_core<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    let result = work(item);
                    done.lock().expect("no worker fell over").insert(index, result);
                }
            });
        }
    });
    done.into_inner().expect("no worker fell over").into_values().collect()
}

/// Whether a flow is possible on this bench, by trying it without a cut.
fn applies(setup: &VirtualSetup, flow: Flow) -> bool {
    let plan = Plan { seed: 1, flow, first: Cut { half: Half::Call, nth: 1 }, second: None };
    let mut bench = VirtualBench::new(setup, cuts::head(None, &plan)).expect("the bench comes to rest");
    let mut moves = flow.before().into_iter().chain([flow.order()]);
    moves.all(|step| match block_on(bench.perform(step)) {
        Ok(_) => true,
        Err(rig::Trouble::NotApplicable(_)) => false,
        Err(trouble) => panic!("{flow:?}: {trouble}"),
    })
}

/// Every single cut of every flow that the bench can do, and where they were.
fn all_single_cuts(setup: &VirtualSetup, seed: u64) -> (Vec<Plan>, Tally) {
    let flows: Vec<Flow> = Flow::ALL.into_iter().filter(|flow| applies(setup, *flow)).collect();
    let found = on_every_core(&flows, |flow| single_cuts(setup, seed, *flow));
    for (flow, (points, _)) in flows.iter().zip(&found) {
        println!("seed {seed}: {flow:?}: {} points", points.len());
        assert!(points.len() >= 80, "{flow:?} has forty awaits and more; {} points were found", points.len());
    }
    let (points, tallies): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    (points.concat(), Tally::sum(tallies))
}

fn pairs(setup: &VirtualSetup, seed: u64, points: &[Plan], reach: Reach) -> Tally {
    let phase = usize::try_from(seed).unwrap_or_default() % reach.firsts;
    let firsts: Vec<Plan> = points.iter().skip(phase).step_by(reach.firsts).copied().collect();
    Tally::sum(on_every_core(&firsts, |plan| second_cuts(setup, *plan, reach)))
}

#[test]
fn a_cut_at_any_await_ends_well_and_so_does_a_second_one() {
    let setup = shipped(None);
    let (points, singles) = all_single_cuts(&setup, 1);
    singles.assert_all_passed("singles");
    pairs(&setup, 1, &points, Reach::SAMPLE).assert_all_passed("sampled-pairs");
}

/// The shipped practices but the one that leaves nothing at stake.
#[expect(clippy::disallowed_methods, reason = "the names are sorted here")]
fn other_practices() -> Vec<VirtualSetup> {
    let folder = fs::read_dir(suite::root().join("fixtures/profiles")).expect("shipped");
    let names = folder.map(|file| file.expect("readable").file_name().into_string().expect("plain names"));
    let mut names: Vec<String> =
        names.filter_map(|file| file.strip_suffix(".yaml").map(str::to_owned)).collect();
    names.retain(|name| name != RIGHT);
    names.sort();
    names.iter().map(|name| VirtualSetup::new(suite::stand(Some(name)), None)).collect()
}

#[test]
fn a_cut_ends_as_the_practice_has_it_under_every_profile() {
    // A build for tests is slow: one flow in so many, another one under each profile.
    const STRIDE: usize = if cfg!(debug_assertions) { 6 } else { 1 };
    for (phase, setup) in other_practices().iter().enumerate() {
        let flows = Flow::ALL.into_iter().skip(phase % STRIDE).step_by(STRIDE);
        let flows: Vec<Flow> = flows.filter(|flow| applies(setup, *flow)).collect();
        let found = on_every_core(&flows, |flow| single_cuts(setup, 1, *flow).1);
        Tally::sum(found).assert_all_passed(&format!("singles-{}", setup.stand.profile.name));
    }
}

/// Cuts a second time behind the first, under each practice: a plan that was run under one of them is not run again under
/// another that nobody could have told from it.
fn second_cuts_under_each(setups: &[VirtualSetup], plan: Plan) -> (Vec<Tally>, usize) {
    let mut tallies: Vec<Tally> = setups.iter().map(|_| Tally::default()).collect();
    let mut shared = 0;
    for half in Half::BOTH {
        let mut open = vec![true; setups.len()];
        for nth in plan.first.nth.saturating_sub(1).max(1).. {
            if !open.contains(&true) {
                break;
            }
            let plan = Plan { second: Some(Cut { half, nth }), ..plan };
            let mut played: Vec<Played> = Vec::new();
            for ((setup, tally), open) in setups.iter().zip(&mut tallies).zip(&mut open) {
                if !*open {
                    continue;
                }
                let alike = played.iter().position(|played| played.stands_for(&setup.stand.profile));
                shared += usize::from(alike.is_some());
                let alike = alike.unwrap_or_else(|| {
                    played.push(Played::on(setup, twin(setups, setup), plan));
                    played.len() - 1
                });
                if let Some(played) = played.get(alike) {
                    tally.judge(played, setup);
                    *open = played.run.place != Place::TooLate;
                }
            }
        }
    }
    (tallies, shared)
}

/// A dialect that says the same as a bench's in other bytes.
fn twin<'s>(setups: &'s [VirtualSetup], of: &VirtualSetup) -> Option<&'s Arc<Dialect>> {
    let own = &of.stand.dialect;
    let mut dialects = setups.iter().map(|setup| &setup.stand.dialect);
    dialects.find(|other| other.name() != own.name() && other.says_the_same_as(own))
}

/// The benches of every practice, the right one first.
fn every_practice() -> Vec<VirtualSetup> {
    [shipped(None)].into_iter().chain(other_practices()).collect()
}

#[test]
fn a_run_that_stands_for_another_practice_is_what_that_one_would_have_left() {
    let setups = every_practice();
    let told = |record: &journal::Record| {
        // A dialect may say the same in another number of bytes, which another MAC is of.
        let plain = |entry: &journal::Entry| (entry.at, entry.lane, std::mem::discriminant(&entry.event));
        record.entries().iter().map(plain).collect::<Vec<_>>()
    };
    let mut stood = 0;
    for (nth, flow) in [(31, Flow::ChipSale), (57, Flow::Reversal), (40, Flow::Refund), (33, Flow::WalletPay)]
    {
        let first = Cut { half: Half::Answer, nth };
        let plan = Plan { seed: 1, flow, first, second: Some(Cut { half: Half::Call, nth: nth + 9 }) };
        for one in &setups {
            let played = Played::on(one, twin(&setups, one), plan);
            for other in setups.iter().filter(|other| played.stands_for(&other.stand.profile)) {
                let own = Played::on(other, None, plan);
                assert_eq!(own.run.place, played.run.place, "{plan}");
                let names = (&one.stand.profile.name, &other.stand.profile.name);
                assert!(told(&own.run.record) == told(&played.run.record), "{plan}: {names:?}");
                let judged = |run: &Run| judge_under(&run.record, &other.stand.profile);
                assert_eq!(judged(&own.run), judged(&played.run), "{plan}: {names:?}");
                stood += usize::from(names.0 != names.1);
            }
        }
    }
    assert!(stood > 20, "{stood}");
}

#[test]
#[ignore = "an hour in a release build: every pair of cuts under every profile"]
fn a_second_cut_ends_as_the_practice_has_it_under_every_profile() {
    let setups = every_practice();
    // A first cut at which some practice does not come is too late there.
    let mut firsts: Vec<Plan> = Vec::new();
    for setup in &setups {
        let (points, singles) = all_single_cuts(setup, 1);
        singles.assert_all_passed(&format!("singles-{}", setup.stand.profile.name));
        for point in points {
            if !firsts.contains(&point) {
                firsts.push(point);
            }
        }
    }
    for flow in Flow::ALL {
        let own: Vec<Plan> = firsts.iter().filter(|plan| plan.flow == flow).copied().collect();
        let able: Vec<VirtualSetup> = setups.iter().filter(|setup| applies(setup, flow)).cloned().collect();
        let found = on_every_core(&own, |plan| second_cuts_under_each(&able, *plan));
        let shared: usize = found.iter().map(|(_, shared)| shared).sum();
        println!("{flow:?}: {shared} runs stood for another practice as well");
        let mut of_each: Vec<Vec<Tally>> = able.iter().map(|_| Vec::new()).collect();
        for (tallies, _) in found {
            of_each.iter_mut().zip(tallies).for_each(|(all, tally)| all.push(tally));
        }
        for (setup, tallies) in able.iter().zip(of_each) {
            let name = format!("pairs-{}-{flow:?}", setup.stand.profile.name);
            Tally::sum(tallies).assert_all_passed(&name);
        }
    }
}

/// Points and pairs of a flow that only the second family of messages can write.
fn cuts_of_a_partial_reversal(reach: Reach) {
    let setup = VirtualSetup::new(suite::stand(Some("iso87")), None);
    let (points, singles) = single_cuts(&setup, 1, Flow::PartialReversal);
    assert!(points.len() >= 80, "{} points were found", points.len());
    singles.assert_all_passed("partial-reversal-singles");
    pairs(&setup, 1, &points, reach).assert_all_passed("partial-reversal-pairs");
}

#[test]
fn a_cut_of_a_partial_reversal_ends_well_and_so_does_a_second_one() {
    cuts_of_a_partial_reversal(Reach::SAMPLE);
}

#[test]
#[ignore = "a minute in a release build: every pair of cuts of one flow"]
fn a_second_cut_of_a_partial_reversal_ends_well() {
    cuts_of_a_partial_reversal(Reach::EVERY_PAIR);
}

#[test]
fn a_cut_that_takes_its_time_ends_well_too() {
    let mut setup = shipped(None);
    setup.stand.rig.latency.switch_us = rig::Range { from: 0, to: 20_000 };
    for seed in 1..=3 {
        let (points, tally) = single_cuts(&setup, seed, Flow::ChipSale);
        assert!(points.len() >= 80, "{} points were found", points.len());
        tally.assert_all_passed("slow-switches");
    }
}

#[test]
#[ignore = "minutes in a release build: every pair of cuts"]
fn a_second_cut_at_any_await_ends_well() {
    let setup = shipped(None);
    let (points, _) = all_single_cuts(&setup, 1);
    pairs(&setup, 1, &points, Reach::EVERY_PAIR).assert_all_passed("pairs");
}

#[test]
#[ignore = "minutes in a release build: every pair of cuts of the wallet flows"]
fn a_second_cut_of_a_wallet_order_ends_well() {
    let setup = shipped(None);
    let found = on_every_core(&Flow::WALLETS, |flow| single_cuts(&setup, 1, *flow));
    let (points, tallies): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    Tally::sum(tallies).assert_all_passed("wallet-singles");
    pairs(&setup, 1, &points.concat(), Reach::EVERY_PAIR).assert_all_passed("wallet-pairs");
}

#[test]
#[ignore = "minutes in a release build: the store tears differently under every seed"]
fn a_cut_at_any_await_ends_well_whatever_the_seed() {
    let setup = shipped(None);
    let seeds = (1..=50).map(|seed| all_single_cuts(&setup, seed).1);
    Tally::sum(seeds).assert_all_passed("seeds");
}

/// Cuts a flow in steps through its awaits until a rule objects; the cut at which it did.
fn first_caught(defect: Defect, flow: Flow, rule: &str) -> Result<Plan, BTreeSet<String>> {
    const STEP: usize = 4;
    let setup = shipped(Some(Planted::Terminal(defect)));
    let mut others = BTreeSet::new();
    for (offset, half) in (1..=4).flat_map(|offset| Half::BOTH.map(|half| (offset, half))) {
        for nth in (offset..).step_by(STEP) {
            let mut tally = Tally::default();
            let plan = Plan { seed: 1, flow, first: Cut { half, nth }, second: None };
            if tally.take(&setup, plan) != Place::Meant {
                break;
            }
            let failed = tally.failures.iter().filter(|failure| failure.verdict.outcome == Outcome::Fail);
            let rules: BTreeSet<&str> = failed.flat_map(Failure::rules).collect();
            if rules.contains(rule) {
                return Ok(plan);
            }
            others.extend(rules.into_iter().map(str::to_owned));
        }
    }
    Err(others)
}

#[test]
fn defects_that_a_cut_lays_bare_are_caught_by_the_rule_that_names_them() {
    let fitting = [
        (Defect::RowSavedAfterSend, Flow::ChipSale, "intent.charged-once"),
        (Defect::RowOnlyInRam, Flow::ChipSale, "doubt.resolved"),
        (Defect::RowOnlyInRam, Flow::ChipSale, MONEY),
        (Defect::RowDeletedBeforeJournal, Flow::ChipSale, "doubt.resolved"),
        (Defect::CommitNotSeenAtBoot, Flow::ChipSale, "reversal.not-claimed"),
        (Defect::StanReusedAfterBoot, Flow::ChipSale, "trace.unique"),
        (Defect::SlipBeforeCommit, Flow::ChipSale, "reversal.not-claimed"),
        (Defect::ScriptSweptAtBoot, Flow::Scripted, "script.told"),
    ];
    let caught = on_every_core(&fitting, |(defect, flow, rule)| first_caught(*defect, *flow, rule));
    for ((defect, _, rule), caught) in fitting.iter().zip(caught) {
        match caught {
            Ok(plan) => println!("{}: {rule} at {plan}", defect.id()),
            Err(others) => panic!("{}: no cut brings up {rule}; others found: {others:?}", defect.id()),
        }
    }
}
