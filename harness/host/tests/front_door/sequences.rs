//! Whatever comes, in whatever order: no panic, sound books, the same seed the same run.

use host::{Class, Effect, Misbehaviour, Script, State, Ticket, TxnKey};
use proptest::prelude::*;
use wire::Message;

use crate::bench::{ALICE, BOB, Bench, Card, SECOND, answers, strict_but};

#[derive(Clone, Debug)]
enum Act {
    Sale { bob: bool, fen: i64 },
    Void(usize),
    Refund(usize, i64),
    Reverse(usize),
    Again(usize),
    SignOn,
    Wait(u64),
    Crash(u64),
    IssuerOut(bool),
    Order(Misbehaviour),
    HangUp,
}

fn misbehaviour() -> impl Strategy<Value = Misbehaviour> {
    prop_oneof![
        Just(Misbehaviour::Silence),
        Just(Misbehaviour::SilenceUnbooked),
        Just(Misbehaviour::HoldBack),
        Just(Misbehaviour::DuplicateAnswer),
        Just(Misbehaviour::DatabaseError),
        Just(Misbehaviour::IssuerDown),
        (0..60u64).prop_map(|s| Misbehaviour::IssuerSlow { ns: s * SECOND }),
        (0..60u64).prop_map(|s| Misbehaviour::IssuerLate { ns: s * SECOND }),
        (0..60u64).prop_map(|s| Misbehaviour::Delay { ns: s * SECOND }),
        (0..60u64).prop_map(|s| Misbehaviour::CrashBeforeBooking { down_ns: Some(s * SECOND) }),
        (0..60u64).prop_map(|s| Misbehaviour::CrashAfterBooking { down_ns: Some(s * SECOND) }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (any::<bool>(), 1..60_000i64).prop_map(|(bob, fen)| Act::Sale { bob, fen }),
        3 => (0..8usize).prop_map(Act::Void),
        3 => (0..8usize, 1..40_000i64).prop_map(|(n, fen)| Act::Refund(n, fen)),
        4 => (0..12usize).prop_map(Act::Reverse),
        2 => (0..12usize).prop_map(Act::Again),
        1 => Just(Act::SignOn),
        4 => (0..40_000_000_000u64).prop_map(Act::Wait),
        1 => (0..50u64).prop_map(|s| Act::Crash(s * SECOND)),
        1 => any::<bool>().prop_map(Act::IssuerOut),
        3 => misbehaviour().prop_map(Act::Order),
        1 => Just(Act::HangUp),
    ]
}

/// A terminal that sends without waiting.
struct Run {
    bench: Bench,
    sales: Vec<(Message, &'static Card)>,
    undoable: Vec<Message>,
    sent: Vec<Message>,
}

impl Run {
    fn new() -> Self {
        Self { bench: Bench::signed_on(), sales: Vec::new(), undoable: Vec::new(), sent: Vec::new() }
    }

    /// The same with a host that lets reversals wait.
    fn waiting() -> Self {
        let mut bench = Bench::with(&strict_but("reversal_in_flight: tombstone", "reversal_in_flight: wait"));
        bench.sign_on();
        Self { bench, ..Self::new() }
    }

    fn send(&mut self, message: Message) {
        self.bench.send(&message);
        self.sent.push(message);
    }

    /// A sale with as much of its answer as the register knows.
    fn sale(&self, n: usize) -> Option<((Message, Message), &'static Card)> {
        let (sale, card) = self.sales.get(n)?;
        let known = self.bench.host.transaction(&self.bench.key(sale))?;
        let mut answer = sale.clone();
        answer.set_text(37, &known.rrn);
        answer.set_text(38, "000000");
        answer.set_text(13, &known.date);
        Some(((sale.clone(), answer), card))
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Sale { bob, fen } => {
                let card = if *bob { &BOB } else { &ALICE };
                let message = self.bench.sale_message(card, *fen);
                self.sales.push((message.clone(), card));
                self.undoable.push(message.clone());
                self.send(message);
            }
            Act::Void(n) => {
                let Some((sale, card)) = self.sale(*n) else { return };
                let message = self.bench.void_message(&sale, card);
                self.undoable.push(message.clone());
                self.send(message);
            }
            Act::Refund(n, fen) => {
                let Some((sale, _)) = self.sale(*n) else { return };
                let message = self.bench.refund_message(&sale, None, *fen);
                self.send(message);
            }
            Act::Reverse(n) => {
                let Some(message) = self.undoable.get(*n) else {
                    return;
                };
                let reversal = self.bench.reversal_message(message);
                self.send(reversal);
            }
            Act::Again(n) => {
                let Some(message) = self.sent.get(*n).cloned() else {
                    return;
                };
                self.bench.send(&message);
            }
            Act::SignOn => {
                let message = self.bench.sign_on_message();
                self.bench.send(&message);
            }
            Act::Wait(ns) => self.bench.until(self.bench.now + ns),
            Act::Crash(ns) => {
                let before = self.bench.log.len();
                self.bench.host.crash(self.bench.now, Some(*ns), &mut self.bench.log);
                self.bench.follow_hang_up(before);
            }
            Act::IssuerOut(true) => self.bench.host.issuer_down(),
            Act::IssuerOut(false) => self.bench.host.issuer_up(self.bench.now),
            Act::Order(misbehaviour) => {
                self.bench.host.script(Script { misbehaviour: misbehaviour.clone(), on: None, times: 1 });
            }
            Act::HangUp => {
                self.bench.host.closed(self.bench.now, self.bench.line);
                self.bench.line += 1;
            }
        }
    }

    fn come_to_rest(&mut self) {
        self.bench.rest();
        self.bench.host.issuer_up(self.bench.now);
        self.bench.rest();
    }
}

/// What the merchant's transactions come to, by the register.
fn net(bench: &Bench) -> i64 {
    let net = |t: &host::Transaction| match (t.class, &t.state) {
        (Class::Sale, State::Approved | State::PartlyRefunded | State::Refunded) => {
            t.amount_fen - t.refunded_fen
        }
        _ => 0,
    };
    bench.host.transactions().map(net).sum()
}

/// The reversals that were taken: ticket, identity, where in the log.
fn reversals(log: &[Effect]) -> Vec<(usize, Ticket, TxnKey)> {
    let taken = log.iter().enumerate().filter_map(|(at, effect)| match effect {
        Effect::Took { ticket, class, key, .. } if class.is_reversal() => Some((at, *ticket, key.clone())),
        _ => None,
    });
    taken.collect()
}

/// What a terminal was told that undoes its reversal's original: none of these may stand.
fn told_done(log: &[Effect]) -> Vec<TxnKey> {
    let taken = reversals(log);
    let done = log.iter().filter_map(|effect| match effect {
        Effect::Answer { ticket, class, code, .. }
            if class.is_reversal() && matches!(code.as_str(), "00" | "12" | "25") =>
        {
            Some(*ticket)
        }
        _ => None,
    });
    done.filter_map(|done| taken.iter().find(|(_, ticket, _)| *ticket == done).map(|(.., key)| key.clone()))
        .collect()
}

/// Whether a request that was taken at this place came to an end: an answer, an order not to give one, a crash.
fn came_to_an_end(log: &[Effect], at: usize, wanted: Ticket) -> bool {
    let held = matches!(&log[at], Effect::Took { misbehaviour: Some(Misbehaviour::HoldBack), .. });
    held || log[at..].iter().any(|effect| match effect {
        Effect::Answer { ticket, .. }
        | Effect::Undelivered { ticket, .. }
        | Effect::Unwritable { ticket, .. }
        | Effect::Withheld { ticket, .. } => *ticket == wanted,
        Effect::Crashed => true,
        _ => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn at_rest_the_books_are_sound_and_are_what_the_register_says(acts in prop::collection::vec(act(), 1..40)) {
        let mut run = Run::new();
        for act in &acts {
            run.act(act);
        }
        run.come_to_rest();
        run.bench.assert_sound();
        let gone = 200_000 - run.bench.has(&ALICE) - run.bench.has(&BOB);
        prop_assert_eq!(gone, net(&run.bench));
        prop_assert_eq!(run.bench.merchant_has() + run.bench.fees(), gone);
        prop_assert!(run.bench.fees() >= 0);
    }

    #[test]
    fn a_reversal_that_was_told_done_leaves_nothing_standing_and_each_comes_to_an_end(
        acts in prop::collection::vec(act(), 1..60),
        waiting: bool,
    ) {
        let mut run = if waiting { Run::waiting() } else { Run::new() };
        for act in &acts {
            run.act(act);
        }
        run.come_to_rest();
        for key in told_done(&run.bench.log) {
            let state = run.bench.host.transaction(&key).map(|t| t.state.clone());
            let stands =
                matches!(state, Some(State::Approved | State::PartlyRefunded | State::Refunded | State::UnderWay));
            prop_assert!(!stands, "{} is {:?}", key, state);
        }
        for (at, ticket, key) in reversals(&run.bench.log) {
            prop_assert!(came_to_an_end(&run.bench.log, at, ticket), "{:?} of {}", ticket, key);
        }
        run.bench.assert_sound();
    }

    #[test]
    fn the_same_seed_gives_the_same_run(acts in prop::collection::vec(act(), 1..20)) {
        let log = || {
            let mut run = Run::new();
            for act in &acts {
                run.act(act);
            }
            run.come_to_rest();
            format!("{:?}", run.bench.log)
        };
        prop_assert_eq!(log(), log());
    }

    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bench = Bench::signed_on();
        bench.send_bytes(&bytes);
        bench.rest();
        bench.line += 1;
        let body = [&[0u8; 11][..], bytes.as_slice()].concat();
        let framed = [&u16::try_from(body.len()).unwrap().to_be_bytes(), body.as_slice()].concat();
        bench.send_bytes(&framed);
        bench.rest();
        bench.assert_charged(0);
    }

    #[test]
    fn no_spoilt_request_brings_it_down(at in 13..160usize, bit in 0..8u8, which in 0..5u8) {
        let mut bench = Bench::signed_on();
        let sale = bench.sale(&ALICE, 1_000);
        let message = match which {
            0 => bench.sale_message(&ALICE, 1_000),
            1 => bench.void_message(&sale, &ALICE),
            2 => bench.refund_message(&sale, None, 1_000),
            3 => bench.reversal_message(&sale.0),
            _ => bench.sign_on_message(),
        };
        let mut bytes = bench.frame(&message);
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        } else {
            bytes.truncate(at - 13);
        }
        bench.send_bytes(&bytes);
        bench.rest();
        bench.assert_sound();
    }

    #[test]
    fn any_value_in_any_field_is_answered(n in 2..=63u8, digits in "[0-9]{0,20}") {
        let mut bench = Bench::signed_on();
        for mut message in [bench.sale_message(&ALICE, 1_000), bench.query_message("000001")] {
            message.set_text(n, &digits);
            let key = bench.keys.clone().unwrap().mac;
            let Ok(body) = bench.dialect.seal(&message, &key) else { continue };
            let before = bench.log.len();
            bench.send_bytes(&bench.dialect.frame(&wire::Envelope::default(), &body).unwrap());
            bench.rest();
            prop_assert_eq!(answers(&bench.log[before..]).len(), 1);
        }
        bench.assert_sound();
    }
}
