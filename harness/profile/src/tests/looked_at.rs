//! A profile stands for another one until somebody looks at a switch in which they differ.

use super::*;

/// The strict profile with one switch turned.
type Turned = (fn(&mut TerminalPractice), fn(&TerminalPractice) -> bool);

const SWITCHES: [Turned; 14] = [
    (|t| t.no_slip = NoSlip::Reverse.into(), |t| t.no_slip == NoSlip::Reverse),
    (|t| t.void.supervisor = false.into(), |t| !t.void.supervisor.get()),
    (|t| t.void.card = false.into(), |t| !t.void.card.get()),
    (|t| t.void.pin = false.into(), |t| !t.void.pin.get()),
    (|t| t.pre_auth.supervisor = false.into(), |t| !t.pre_auth.supervisor.get()),
    (|t| t.pre_auth.card = false.into(), |t| !t.pre_auth.card.get()),
    (|t| t.pre_auth.pin = false.into(), |t| !t.pre_auth.pin.get()),
    (
        |t| t.reversal.trigger = ReversalTrigger::Immediate.into(),
        |t| t.reversal.trigger == ReversalTrigger::Immediate,
    ),
    (
        |t| t.reversal.after_exhaustion = AfterExhaustion::GiveUpAndDelete.into(),
        |t| t.reversal.after_exhaustion == AfterExhaustion::GiveUpAndDelete,
    ),
    (
        |t| t.reversal.on_send_failure = RowPolicy::Delete.into(),
        |t| t.reversal.on_send_failure == RowPolicy::Delete,
    ),
    (|t| t.reversal.on_mismatch = RowPolicy::Delete.into(), |t| t.reversal.on_mismatch == RowPolicy::Delete),
    (
        |t| t.reversal.on_unproven_decline = RowPolicy::Delete.into(),
        |t| t.reversal.on_unproven_decline == RowPolicy::Delete,
    ),
    (|t| t.reversal.on_day_change = DayChange::Drop.into(), |t| t.reversal.on_day_change == DayChange::Drop),
    (|t| t.reversal.counter_without_answer = false.into(), |t| !t.reversal.counter_without_answer.get()),
];

#[test]
fn a_profile_stands_for_another_until_somebody_looks_where_they_differ() {
    let strict = Profile::from_yaml("strict.yaml", STRICT).expect("sound");
    for (n, (turn, _)) in SWITCHES.into_iter().enumerate() {
        let mut other = strict.clone();
        turn(&mut other.terminal);
        other.name = "other".to_owned();
        for (looked, (_, look)) in SWITCHES.into_iter().enumerate() {
            let practised = strict.clone();
            assert!(practised.stands_for(&other), "nobody looked at {n}");
            assert!(!look(&practised.terminal), "strict is the other way in {looked}");
            for _ in 0..2 {
                assert_eq!(practised.stands_for(&other), looked != n, "{n} differs, {looked} was looked at");
            }
            assert!(practised.stands_for(&strict), "they do not differ in {looked}");
            let copied = strict.clone();
            drop(copied.clone());
            assert!(!copied.stands_for(&other), "a copy may be looked at anywhere");
        }
    }
}

#[test]
fn what_is_no_switch_or_another_dialect_is_never_stood_for() {
    let strict = Profile::from_yaml("strict.yaml", STRICT).expect("sound");
    let differ: [fn(&mut Profile); 3] = [
        |p| p.dialect = "iso87-hex-bitmap".to_owned(),
        |p| p.terminal.reversal.attempts.limit += 1,
        |p| p.host.issuer_limit_s += 1,
    ];
    for change in differ {
        let mut other = strict.clone();
        change(&mut other);
        assert!(!strict.clone().stands_for(&other));
    }
}
