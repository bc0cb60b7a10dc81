//! What faults hold on the bench, how switches that take their time behave, and what the record says of both.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod stand;

use device::CardFace;
use futures::executor::block_on;
use host::{Class, Misbehaviour, Script};
use journal::{Event, LinkState, OrderKind, Port, Record};
use rig::{Bench, Fault, FaultKind, Lasting, Moment, Move, Order, PaperTrouble, Range, Trouble};
use rig_virtual::VirtualBench;
use stand::{head, run, run_on, sale, setup};

const S: u64 = 1_000_000_000;
const MS: u64 = 1_000_000;

fn fault(kind: FaultKind, moment: &str, lasting: Lasting) -> Fault {
    Fault { kind, moment: Moment::first(moment), lasting }
}

fn times(record: &Record, fits: impl Fn(&Event) -> bool) -> Vec<u64> {
    record.entries().iter().filter(|e| fits(&e.event)).map(|e| e.at).collect()
}

fn is_power(on: bool) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::PowerIs { port: Port::Terminal, on: seen } if *seen == on)
}

fn slow_switches(from: u64, to: u64) -> rig_virtual::VirtualSetup {
    let mut setup = setup();
    setup.stand.rig.latency.switch_us = Range { from, to };
    setup
}

#[test]
fn a_card_is_pulled_as_often_as_it_is_ordered() {
    let pull = || fault(FaultKind::CardPulled, "apdu.generate-ac-1", Lasting::UntilMended);
    let order = Order {
        amount_fen: Some(12_000),
        card: Some("Wang's card".into()),
        tries_again: false,
        ..Order::new(OrderKind::Sale)
    };
    let mut bench = VirtualBench::new(&setup(), head(1)).expect("the bench comes to rest");
    for _ in 0..2 {
        block_on(bench.arm(pull())).expect("the fault can be armed");
        block_on(bench.perform(Move::Order(order.clone()))).expect("the move can be made");
    }
    let record = Record::read(&block_on(Box::new(bench).close()).record).expect("whole");
    let entries = record.entries();
    let pulls: Vec<usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, e)| matches!(&e.event, Event::Fired { what, .. } if what == "card pulled"))
        .map(|(index, _)| index)
        .collect();
    assert_eq!(pulls.len(), 2);
    for index in pulls {
        let next = entries.get(index + 1).map(|e| &e.event);
        assert!(matches!(next, Some(Event::CardIs { present: false, .. })), "{next:?}");
    }
    let armed = |e: &Event| matches!(e, Event::Armed { lasting, .. } if lasting == "once");
    assert_eq!(times(&record, armed).len(), 2);
}

#[test]
fn a_pull_that_lasts_is_refused() {
    let mut bench = VirtualBench::new(&setup(), head(1)).expect("the bench comes to rest");
    let pull = fault(FaultKind::CardPulled, "card.in", Lasting::For(S));
    assert!(matches!(block_on(bench.arm(pull)), Err(Trouble::Unknown { .. })));
}

#[test]
fn commands_to_one_switch_never_overtake_each_other() {
    for seed in 1..=40 {
        for (kind, moment) in [
            (FaultKind::PowerOff(Port::Terminal), "line.request.sale"),
            (FaultKind::LineDown, "host.booked.sale"),
        ] {
            let short = fault(kind, moment, Lasting::For(5 * MS));
            let faults = vec![short, fault(kind, "line.connected", Lasting::For(2 * MS))];
            let moves = vec![sale(CardFace::Chip, "Wang's card"), sale(CardFace::Stripe, "Zhao's card")];
            let record = run_on(&slow_switches(0, 20_000), seed, faults, moves);
            let mut states = record.entries().iter().filter_map(|e| match e.event {
                Event::PowerIs { port: Port::Terminal, on } => Some(on),
                Event::LinkIs { state } => Some(state == LinkState::Up),
                _ => None,
            });
            assert!(states.next_back().expect("it was switched"), "seed {seed}: {kind:?} is on in the end");
            let troubles = times(&record, |e| matches!(e, Event::Trouble { .. }));
            assert!(troubles.is_empty(), "seed {seed}: no answer is held for ever");
            let held = times(&record, |e| matches!(e, Event::AnswerHeld { .. })).len();
            let left = times(&record, |e| matches!(e, Event::AnswerLeft { .. })).len();
            let answers = times(&record, |e| matches!(e, Event::Answer { .. })).len();
            assert_eq!(left, answers, "seed {seed}: {held} were held, and all left");
        }
    }
}

#[test]
fn a_cut_lasts_from_when_it_was_confirmed() {
    let cut = fault(FaultKind::PowerOff(Port::Terminal), "host.booked.sale", Lasting::For(S));
    let record =
        run_on(&slow_switches(300_000, 300_000), 1, vec![cut], vec![sale(CardFace::Chip, "Wang's card")]);
    let off = times(&record, is_power(false));
    let back = times(&record, |e| matches!(e, Event::Released { .. }));
    assert_eq!((off.len(), back.len()), (1, 1));
    assert_eq!(back.first().expect("one") - off.first().expect("one"), S);
}

#[test]
fn a_restart_gives_no_power_back_that_a_fault_holds() {
    let cut = fault(FaultKind::PowerOff(Port::Terminal), "screen.approved", Lasting::UntilMended);
    let restart = Move::Restart { port: Port::Terminal, off_ns: 10 * S };
    let moves = vec![
        sale(CardFace::Chip, "Wang's card"),
        restart,
        Move::Pass { ns: 60 * S },
        Move::Mend(FaultKind::PowerOff(Port::Terminal)),
    ];
    let record = run(1, vec![cut], moves);
    let off = times(&record, is_power(false));
    let on = times(&record, is_power(true));
    assert_eq!((off.len(), on.len()), (1, 2), "off once, on at the beginning and when it was mended");
    assert!(on.last() >= Some(&(off.first().expect("one") + 60 * S)));
    let told: Vec<&str> = record
        .entries()
        .iter()
        .filter_map(|e| match &e.event {
            Event::Moved { what } => Some(what.as_str()),
            _ => None,
        })
        .collect();
    let expected = [
        "switched off and on again: terminal power off for 10000 ms",
        "60000 ms pass",
        "mended: terminal power off",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_host_that_is_down_stays_down_when_an_ordered_crash_is_over() {
    let crash = Misbehaviour::CrashAfterBooking { down_ns: Some(5 * S) };
    let crash = Move::Script(Script { misbehaviour: crash, on: Some(Class::Sale), times: 1 });
    let back = |lasting| {
        let down = fault(FaultKind::HostDown, "host.booked.sale", lasting);
        let mut bench = VirtualBench::new(&setup(), head(1)).expect("the bench comes to rest");
        block_on(bench.perform(crash.clone())).expect("the move can be made");
        block_on(bench.arm(down)).expect("the fault can be armed");
        block_on(bench.perform(sale(CardFace::Chip, "Wang's card"))).expect("the move can be made");
        let record = Record::read(&block_on(Box::new(bench).close()).record).expect("whole");
        let crashed = times(&record, |e| matches!(e, Event::HostCrashed));
        assert_eq!(crashed.len(), 1);
        let back = times(&record, |e| matches!(e, Event::HostRestarted));
        back.first().map(|at| at - crashed.first().expect("one"))
    };
    assert_eq!(back(Lasting::UntilMended), None, "the fault holds it down");
    assert_eq!(back(Lasting::For(S)), Some(5 * S), "the crash lasts longer");
    assert_eq!(back(Lasting::For(9 * S)), Some(9 * S), "the fault lasts longer");
}

#[test]
fn a_bench_that_never_comes_to_rest_says_so() {
    let mut setup = setup();
    let days_ms = 20 * 86_400_000;
    setup.stand.rig.latency.issuer_ms = Range { from: days_ms, to: days_ms };
    let mut bench = VirtualBench::new(&setup, head(1)).expect("the bench comes to rest");
    assert!(block_on(bench.perform(sale(CardFace::Chip, "Wang's card"))).is_err());
    let left = block_on(Box::new(bench).close());
    assert!(matches!(left.trouble, Some(Trouble::Bench(_))));
    let record = Record::read(&left.record).expect("what was written is whole");
    assert_eq!(times(&record, |e| matches!(e, Event::Quiet)).len(), 0);
    assert_eq!(times(&record, |e| matches!(e, Event::Trouble { .. })).len(), 1);
    assert_eq!(times(&run(1, vec![], vec![]), |e| matches!(e, Event::Quiet)).len(), 1);
}

#[test]
fn a_bench_is_made_safe() {
    let kinds = [
        FaultKind::PowerOff(Port::Terminal),
        FaultKind::LineDown,
        FaultKind::HostDown,
        FaultKind::Paper(PaperTrouble::Out),
    ];
    let mut bench = VirtualBench::new(&setup(), head(1)).expect("the bench comes to rest");
    for kind in kinds {
        let held = Fault { kind, moment: Moment::Now, lasting: Lasting::UntilMended };
        block_on(bench.arm(held)).expect("the fault can be armed");
    }
    block_on(bench.make_safe()).expect("it can be left alone");
    let record = Record::read(&block_on(Box::new(bench).close()).record).expect("whole");
    assert_eq!(times(&record, |e| matches!(e, Event::Released { .. })).len(), kinds.len());
    assert_eq!(times(&record, is_power(true)).len(), 2);
    assert_eq!(times(&record, |e| matches!(e, Event::LinkIs { state: LinkState::Up })).len(), 1);
    assert_eq!(times(&record, |e| matches!(e, Event::HostRestarted)).len(), 1);
}

#[test]
fn a_slip_whose_job_was_lost_is_written_down_as_broken_off() {
    let blink = Fault {
        kind: FaultKind::PowerOff(Port::Printer),
        moment: Moment::nth("paper.line", 4),
        lasting: Lasting::For(MS),
    };
    let moves = vec![sale(CardFace::Stripe, "Wang's card"), sale(CardFace::Stripe, "Zhao's card")];
    let record = run(1, vec![blink], moves);
    let slips: Vec<(usize, bool)> = record
        .entries()
        .iter()
        .filter_map(|e| match &e.event {
            Event::Slip(slip) => Some((slip.lines, slip.complete)),
            _ => None,
        })
        .collect();
    assert_eq!(slips.first(), Some(&(4, false)), "{slips:?}");
    let printed = times(&record, |e| matches!(e, Event::PaperLine { .. })).len();
    assert_eq!(slips.iter().map(|(lines, _)| lines).sum::<usize>(), printed, "every line is on one slip");
}

#[test]
fn a_fault_put_off_by_its_offset_has_fired_when_it_did() {
    let late = Fault {
        kind: FaultKind::LineDown,
        moment: Moment::Event { name: "screen.approved".into(), nth: 1, after_ns: 20 * S },
        lasting: Lasting::For(S),
    };
    let record = run(1, vec![late], vec![sale(CardFace::Chip, "Wang's card")]);
    let shown = times(&record, |e| matches!(e, Event::Shown(s) if s.screen == "approved"));
    let fired = times(&record, |e| matches!(e, Event::Fired { .. }));
    assert_eq!(fired, [shown[0] + 20 * S]);
    assert_eq!(times(&record, |e| matches!(e, Event::NeverFired { .. })).len(), 0);
}

#[test]
fn an_order_to_misbehave_stands_in_the_record_with_all_its_figures() {
    let told = |misbehaviour: Misbehaviour| {
        let script = Script { misbehaviour, on: Some(Class::Sale), times: 1 };
        let record = run(1, vec![], vec![Move::Script(script)]);
        let told = record.entries().iter().find_map(|e| match &e.event {
            Event::HostScripted { what } => Some(what.clone()),
            _ => None,
        });
        told.expect("it stands there")
    };
    assert_eq!(told(Misbehaviour::Delay { ns: 40 * S }), "delay by 40000 ms on sale, 1 time(s)");
    assert_eq!(told(Misbehaviour::IssuerSlow { ns: S }), "issuer-slow by 1000 ms on sale, 1 time(s)");
    let crash = Misbehaviour::CrashBeforeBooking { down_ns: Some(5 * S) };
    assert_eq!(told(crash), "crash-before-booking for 5000 ms on sale, 1 time(s)");
}
