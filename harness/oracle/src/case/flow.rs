//! Who wanted what, when it was tried, and when the power went.

use std::collections::BTreeMap;

use journal::{Belief, Event, OrderKind, Port, Record};

use super::{Case, Txn};

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
    /// The intent whose transaction it goes back to.
    pub(crate) of: Option<u32>,
}

impl Intent<'_> {
    /// How it is named in sentences, e.g. `an order to print again`.
    pub(crate) fn name(&self) -> &'static str {
        match self.order {
            OrderKind::Sale => "the order of a sale",
            OrderKind::OfflineSale => "the order of an offline sale",
            OrderKind::Void => "the order of a void",
            OrderKind::PartialReversal => "the order of a partial reversal",
            OrderKind::Refund => "the order of a refund",
            OrderKind::PreAuth => "the order of a pre-authorisation",
            OrderKind::PreAuthVoid => "the order to void a pre-authorisation",
            OrderKind::Completion => "the order of a completion",
            OrderKind::CompletionAdvice => "the order of a completion advice",
            OrderKind::CompletionVoid => "the order to void a completion",
            OrderKind::WalletPay => "the order of a wallet payment",
            OrderKind::WalletCode => "the order of a code payment",
            OrderKind::WalletVoid => "the order to void a wallet payment",
            OrderKind::WalletRefund => "the order to refund a wallet payment",
            OrderKind::WalletQuery => "the order to query a wallet payment",
            OrderKind::Balance => "the order of a balance",
            OrderKind::Query => "the order of a query",
            OrderKind::Reprint => "a reprint",
            OrderKind::SignOn => "a sign-on",
            OrderKind::SignOff => "a sign-off",
            OrderKind::Echo => "a test of the line",
            OrderKind::Settlement => "a settlement",
            OrderKind::Reverse => "a reversal by hand",
        }
    }
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
        if let Event::Intent { intent, order, amount_fen, person, card, of } = &entry.event {
            let known = Intent {
                n: entry.n,
                number: *intent,
                order: *order,
                amount_fen: *amount_fen,
                person,
                card: card.as_deref(),
                of: *of,
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

pub(super) fn keys(record: &Record) -> Vec<(u64, bool)> {
    let keys = |entry: &journal::Entry| match entry.event {
        Event::KeysAre { loaded } => Some((entry.n, loaded)),
        _ => None,
    };
    record.entries().iter().filter_map(keys).collect()
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
        under_way(&self.attempts, n)
    }

    /// The first attempt that begins after an entry.
    pub(crate) fn next_attempt(&self, n: u64) -> Option<u64> {
        self.attempts.get(self.attempts.partition_point(|a| a.n <= n)).map(|a| a.n)
    }

    /// Number of the intent whose attempt an entry lies in.
    pub(crate) fn intent_at(&self, n: u64) -> Option<u32> {
        self.attempt_at(n).and_then(|i| self.attempts.get(i)).map(|a| a.intent)
    }

    /// Whether the attempt in which an entry lies was made on order, not because nobody had told.
    pub(crate) fn is_on_order(&self, n: u64) -> bool {
        let attempt =
            self.attempt_at(n).and_then(|i| self.attempts.get(i)).and_then(|a| self.record.entry(a.n));
        matches!(attempt.map(|e| &e.event), Some(Event::Attempt { why, .. }) if why == "ordered")
    }

    /// Whether a transaction was ordered once more though the screen's last word on the earlier one of the same order
    /// was that it stands: whoever does that wants it twice.
    pub(crate) fn is_wanted_twice(&self, first: &Txn<'_>, again: &Txn<'_>) -> bool {
        let sent = self.sends(again).next().map_or(again.n, |r| r.sent);
        let shown = self.words_of(first).filter(|w| w.said != super::Said::Slip && w.n < sent);
        first.attempt != again.attempt
            && shown.last().is_some_and(|w| w.said.is_claim())
            && self.is_on_order(again.n)
    }

    /// The entry at which the terminal's power went between two entries.
    pub(crate) fn cut_between(&self, from: u64, to: u64) -> Option<u64> {
        let later = self.power.get(self.power.partition_point(|(n, _)| *n <= from)..)?;
        later.iter().take_while(|(n, _)| *n < to).find(|(_, on)| !on).map(|(n, _)| *n)
    }

    /// The entry at which the terminal's keys went, if they were gone for good when an entry was written. What happens at
    /// one instant has no order.
    pub(crate) fn keys_gone_at(&self, n: u64) -> Option<u64> {
        let (gone, loaded) = *self.keys.get(self.keys.partition_point(|(at, _)| *at <= n).checked_sub(1)?)?;
        (!loaded && !self.precedes(n, gone) && self.at(n) > self.at(gone)).then_some(gone)
    }

    /// Whether the terminal was without keys at some time from one entry to before another.
    pub(crate) fn lacks_keys(&self, from: u64, to: u64) -> bool {
        let began = self.keys.partition_point(|(n, _)| *n <= from);
        let before = began.checked_sub(1).and_then(|i| self.keys.get(i)).is_some_and(|(_, loaded)| !loaded);
        let later = self.keys.get(began..).unwrap_or_default();
        before || later.iter().take_while(|(n, _)| *n < to).any(|(_, loaded)| !loaded)
    }

    /// Whether the terminal stands without power in the end.
    pub(crate) fn is_dark(&self) -> bool {
        self.power.last().is_some_and(|(_, on)| !on)
    }

    /// Whether an event of some kind lies strictly between two entries; the first one's number.
    pub(crate) fn between(&self, from: u64, to: u64, is: impl Fn(&Event) -> bool) -> Option<u64> {
        self.stretch(from, to).iter().find(|e| is(&e.event)).map(|e| e.n)
    }

    /// How many events of some kind lie strictly between two entries.
    pub(crate) fn count_between(&self, from: u64, to: u64, is: impl Fn(&Event) -> bool) -> usize {
        self.stretch(from, to).iter().filter(|e| is(&e.event)).count()
    }

    /// The entries strictly between two; an entry's number is its place.
    fn stretch(&self, from: u64, to: u64) -> &[journal::Entry] {
        let entries = self.record.entries();
        let after = usize::try_from(from).unwrap_or(usize::MAX).min(entries.len());
        let until = usize::try_from(to.saturating_sub(1)).unwrap_or(usize::MAX).min(entries.len());
        entries.get(after..until).unwrap_or_default()
    }

    /// What the cashier believes of an intent in the end, and the entry that says so.
    pub(crate) fn cashier_belief(&self, of: u32) -> Option<(Belief, u64)> {
        self.index.cashier.get(&of).copied()
    }

    /// What the cardholder believes of an intent in the end, and the entry that says so.
    pub(crate) fn cardholder_belief(&self, of: u32) -> Option<(Belief, u64)> {
        self.index.cardholder.get(&of).copied()
    }
}

/// Index of the attempt under way at an entry.
pub(super) fn under_way(attempts: &[Attempt], n: u64) -> Option<usize> {
    attempts.partition_point(|a| a.n < n).checked_sub(1)
}
