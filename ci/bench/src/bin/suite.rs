//! The suite's speed on one core, and which part of it takes how much, in interleaved rounds of one process.
//!
//! Every stage takes all cases of the suite: features read and checked; each case run on the virtual bench until
//! its record is closed (MACs, cryptograms, books and hash chain on); records read back and their chains checked;
//! judged; papers made. Of the runs themselves it is shown what writing the records takes (the same entries
//! written once more, compared byte for byte) and what their MACs take (as many computed once more). A judged
//! run is two sales with a power cut between booking and answer, without the sentences: bench, record, judge.
//! What it does not measure: files, threads.

use std::hint::black_box;
use std::time::{Duration, Instant};

use futures::executor::block_on;
use journal::{Event, MacNote, OrderKind, Pen, Port, Record, canonical};
use oracle::judge;
use report::{CaseReport, RunReport, junit_xml, results_json, summary};
use rig::{Bench, Fault, FaultKind, Lasting, Moment, Move, Order};
use rig_virtual::{VirtualBench, VirtualMaker, VirtualSetup};
use steps::{Case, RunPlan, run_case};
use wire::{Key, MacKind};

#[path = "../../../../harness/cli/tests/support/features.rs"]
mod features;
#[path = "../../../../harness/cli/tests/support/suite.rs"]
mod suite;

const ROUNDS: usize = 9;
const JUDGED_RUNS: usize = 400;

/// What one round took, stage by stage.
#[derive(Clone, Copy, Default)]
struct Took {
    read: Duration,
    run: Duration,
    write: Duration,
    macs: Duration,
    verify: Duration,
    judge: Duration,
    papers: Duration,
    judged_runs: Duration,
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(took: &mut Duration, job: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = black_box(job());
    *took = start.elapsed();
    done
}

fn main() {
    let setup = suite::shipped(None);
    let rounds: Vec<(Took, Counts)> = (0..=ROUNDS).map(|_| round(&setup)).collect();
    // The first round warms caches and the memo of the keys.
    let Some((_, counted)) = rounds.split_first() else { return };
    let Some((_, counts)) = counted.first() else { return };
    tell(counts, &counted.iter().map(|(took, _)| *took).collect::<Vec<_>>());
}

/// How much there was to do in a round.
struct Counts {
    cases: usize,
    entries: u64,
    bytes: usize,
    macs: usize,
}

fn round(setup: &VirtualSetup) -> (Took, Counts) {
    let mut took = Took::default();
    let cases = timed(&mut took.read, features::cases);
    let written = timed(&mut took.run, || cases.iter().map(|case| run(setup, case)).collect::<Vec<_>>());
    let records = timed(&mut took.verify, || {
        written.iter().map(|bytes| Record::read(bytes).expect("whole")).collect::<Vec<_>>()
    });
    let again = timed(&mut took.write, || records.iter().map(write_again).collect::<Vec<_>>());
    assert!(again == written, "the same entries give the same record");
    let macs = records.iter().map(macs_in).sum();
    timed(&mut took.macs, || compute(macs));
    let verdicts = timed(&mut took.judge, || records.iter().map(judge).collect::<Vec<_>>());
    let counts = Counts {
        cases: cases.len(),
        entries: records.iter().map(|record| record.entries().len() as u64).sum(),
        bytes: written.iter().map(Vec::len).sum(),
        macs,
    };
    let reports = records.into_iter().zip(verdicts).map(|(record, verdict)| CaseReport {
        feature: record.head().feature.path.clone(),
        line: record.head().scenario.line,
        case: record.head().scenario.case.clone(),
        name: record.head().scenario.name.clone(),
        chapter: record.head().scenario.chapter,
        note: None,
        transcript: String::new(),
        again: String::new(),
        verdict,
        record: Some(record),
    });
    let report = RunReport {
        harness: "bench".to_owned(),
        bench: "virtual".to_owned(),
        profile: setup.stand.profile.name.clone(),
        terminal: "reference terminal".to_owned(),
        seed: 1,
        cases: reports.collect(),
    };
    assert_eq!(report.exit_code(), 0, "the suite passes");
    timed(&mut took.papers, || papers(report));
    timed(&mut took.judged_runs, || (0..JUDGED_RUNS).for_each(|_| judged_run(setup)));
    (took, counts)
}

fn run(setup: &VirtualSetup, case: &Case) -> Vec<u8> {
    let plan = RunPlan {
        maker: Box::new(VirtualMaker::new(setup.clone())),
        harness: "bench".to_owned(),
        seed: 1,
        bench: "virtual".to_owned(),
        rig: serde_json::to_value(&setup.stand.rig).expect("plain data"),
        profile: serde_json::to_value(&*setup.stand.profile).expect("plain data"),
        terminal: "reference terminal".to_owned(),
        rules_only: false,
    };
    block_on(run_case(case, &plan)).record.expect("the bench stands")
}

/// The same entries with a fresh pen.
fn write_again(record: &Record) -> Vec<u8> {
    let mut pen = Pen::open(record.head().clone());
    let last = record.entries().len() - 1;
    for entry in &record.entries()[1..last] {
        pen.write(entry.at, entry.lane, entry.cause, entry.event.clone());
    }
    pen.close(record.entries()[last].at)
}

/// MACs that terminal and host made and checked: each message on the line costs two.
fn macs_in(record: &Record) -> usize {
    let with_mac = |event: &Event| match event {
        Event::Request(request) => !matches!(request.mac, MacNote::Absent | MacNote::NotRequired),
        Event::Answer { fields, .. } => fields.iter().any(|(path, _)| path == "64"),
        _ => false,
    };
    2 * record.entries().iter().filter(|entry| with_mac(&entry.event)).count()
}

/// As many MACs over as many different texts of the length of a sale.
fn compute(macs: usize) {
    let key = Key::from_hex("5BB5C72CD00B73385BB5C72CD00B7338").expect("a key");
    let mut text = [0x30_u8; 160];
    for n in 0..macs {
        text[..8].copy_from_slice(&n.to_be_bytes());
        black_box(MacKind::CupEcb.compute(&key, black_box(&text)).expect("a MAC"));
    }
}

fn papers(mut report: RunReport) -> usize {
    for case in &mut report.cases {
        case.transcript = case.record.as_ref().map(canonical).unwrap_or_default();
    }
    summary(&report).len() + results_json(&report).len() + junit_xml(&report).expect("XML").len()
}

fn judged_run(setup: &VirtualSetup) {
    let head = serde_json::from_value(serde_json::json!({
        "format": journal::FORMAT, "harness": "bench", "seed": 1,
        "feature": {"path": "", "sha256": "", "text": ""},
        "scenario": {"name": "", "line": 1, "language": "en", "case": "", "chapter": null, "tags": []},
        "bench": "virtual", "rig": null, "profile": &*setup.stand.profile,
        "terminal": "reference terminal", "token_key": "",
    }));
    let mut bench = VirtualBench::new(setup, head.expect("a head")).expect("the bench comes to rest");
    let cut = Fault {
        kind: FaultKind::PowerOff(Port::Terminal),
        moment: Moment::first("host.booked.sale"),
        lasting: Lasting::For(5_000_000_000),
    };
    block_on(bench.arm(cut)).expect("armed");
    for card in ["Wang's card", "Zhao's card"] {
        let sale = Order { card: Some(card.to_owned()), ..Order::new(OrderKind::Sale) };
        block_on(bench.perform(Move::Order(sale))).expect("performed");
    }
    let bytes = block_on(Box::new(bench).close()).record;
    let verdict = judge(&Record::read(&bytes).expect("whole"));
    assert!(verdict.findings.is_empty(), "the sound terminal has no finding");
}

fn median(rounds: &[Took], stage: impl Fn(&Took) -> Duration) -> f64 {
    let mut values: Vec<f64> = rounds.iter().map(|took| stage(took).as_secs_f64()).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn tell(counts: &Counts, rounds: &[Took]) {
    let Counts { cases, entries, bytes, macs } = counts;
    let all = |took: &Took| took.read + took.run + took.verify + took.judge + took.papers;
    let total = median(rounds, all);
    println!(
        "{cases} cases, {entries} entries, {bytes} bytes of records; {ROUNDS} rounds, medians, one core"
    );
    println!("  scenarios/s {:>10.0}   all stages", *cases as f64 / total);
    println!("  entries/s   {:>10.0}   all stages", *entries as f64 / total);
    println!(
        "  judged runs/s {:>8.0}   bench, record, judge",
        JUDGED_RUNS as f64 / median(rounds, |t| t.judged_runs)
    );
    let stages: [(&str, fn(&Took) -> Duration); 7] = [
        ("read and check the features", |t| t.read),
        ("run, records closed", |t| t.run),
        ("  of that: writing the records", |t| t.write),
        ("  of that: MACs", |t| t.macs),
        ("read back, chain checked", |t| t.verify),
        ("judge", |t| t.judge),
        ("papers", |t| t.papers),
    ];
    for (name, stage) in stages {
        let took = median(rounds, stage);
        println!("  {name:<32} {:>8.1} ms  {:>5.1} %", took * 1e3, took / total * 100.0);
    }
    println!("  {macs} MACs made and checked");
}
