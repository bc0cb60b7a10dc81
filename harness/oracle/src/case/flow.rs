//! Who wanted what, when it was tried, and when the power went.

use std::collections::BTreeMap;

use journal::{Belief, Event, OrderKind, Port, Record};

use super::Case;

/// What was wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Intent<'a> {
    /// Entry with which it began.
    pub(crate) n: u64,
    /// Its number.
    pub(crate) number: u32,
    /// What kind of order.
    pub(crate) order: OrderKind,
    /// Amount, where the order has one.
    pub(crate) amount_fen: Option<i64>,
    /// Whose card.
    pub(crate) person: &'a str,
    /// The card that was presented for it, as a token.
    pub(crate) card: Option<&'a str>,
}

/// A try at an intent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    /// Entry with which it began.
    pub(crate) n: u64,
    /// Number of the intent.
    pub(crate) intent: u32,
}

pub(super) fn intents(record: &Record) -> BTreeMap<u32, Intent<'_>> {
    let mut intents = BTreeMap::new();
    for entry in record.entries() {
        if let Event::Intent { intent, order, amount_fen, person, card, .. } = &entry.event {
            let known = Intent {
                n: entry.n,
                number: *intent,
                order: *order,
                amount_fen: *amount_fen,
                person,
                card: card.as_deref(),
            };
            intents.entry(*intent).or_insert(known);
        }
    }
    intents
}

pub(super) fn attempts(record: &Record) -> Vec<Attempt> {
    let attempt = |entry: &journal::Entry| match entry.event {
        Event::Attempt { intent, .. } => Some(Attempt { n: entry.n, intent }),
        _ => None,
    };
    record.entries().iter().filter_map(attempt).collect()
}

pub(super) fn power(record: &Record) -> Vec<(u64, bool)> {
    let power = |entry: &journal::Entry| match entry.event {
        Event::PowerIs { port: Port::Terminal, on } => Some((entry.n, on)),
        _ => None,
    };
    record.entries().iter().filter_map(power).collect()
}

/// Whether the bench became quiet after the last order, request and posting.
pub(super) fn at_rest(record: &Record) -> bool {
    let mut quiet = false;
    for entry in record.entries() {
        match entry.event {
            Event::Quiet => quiet = true,
            Event::Request(_) | Event::Posted(_) | Event::Attempt { .. } | Event::Intent { .. } => {
                quiet = false
            }
            _ => {}
        }
    }
    quiet
}

impl Case<'_> {
    /// Index of the attempt under way at an entry.
    pub(crate) fn attempt_at(&self, n: u64) -> Option<usize> {
        self.attempts.iter().rposition(|a| a.n < n)
    }

    /// The first attempt that begins after an entry.
    pub(crate) fn next_attempt(&self, n: u64) -> Option<u64> {
        self.attempts.iter().map(|a| a.n).find(|a| *a > n)
    }

    /// The entry at which the terminal's power went between two entries.
    pub(crate) fn cut_between(&self, from: u64, to: u64) -> Option<u64> {
        self.power.iter().find(|(n, on)| !on && *n > from && *n < to).map(|(n, _)| *n)
    }

    /// Whether the terminal stands without power in the end.
    pub(crate) fn is_dark(&self) -> bool {
        self.power.last().is_some_and(|(_, on)| !on)
    }

    /// Whether an event of some kind lies strictly between two entries; the first one's number.
    pub(crate) fn between(&self, from: u64, to: u64, is: impl Fn(&Event) -> bool) -> Option<u64> {
        self.record.entries().iter().find(|e| e.n > from && e.n < to && is(&e.event)).map(|e| e.n)
    }

    /// What the cashier believes of an intent in the end, and the entry that says so.
    pub(crate) fn cashier_belief(&self, of: u32) -> Option<(Belief, u64)> {
        self.record.entries().iter().rev().find_map(|e| match e.event {
            Event::CashierBelieves { intent, belief, .. } if intent == of => Some((belief, e.n)),
            _ => None,
        })
    }

    /// What the cardholder believes of an intent in the end, and the entry that says so.
    pub(crate) fn cardholder_belief(&self, of: u32) -> Option<(Belief, u64)> {
        self.record.entries().iter().rev().find_map(|e| match e.event {
            Event::CardholderBelieves { intent, belief, .. } if intent == of => Some((belief, e.n)),
            _ => None,
        })
    }
}
