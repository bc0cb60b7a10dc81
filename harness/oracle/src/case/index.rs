//! Where to find things in a case, so that no rule has to walk the whole record for one transaction.

use std::collections::BTreeMap;

use journal::{Belief, DetailNote, Event, Record, TxnKey};

use super::settling::Batch;
use super::{Case, Closing, Kind, Req, Txn, books::Entered, kind_of};

/// A request that moves money, one that was lost, or the first that takes back a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Financial {
    pub(super) n: u64,
    pub(super) attempt: Option<usize>,
    pub(super) txn: Option<usize>,
    /// Index of the part that it takes back.
    pub(super) part: Option<usize>,
}

/// The maps.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    /// Transactions by kind and identity.
    pub(super) txns: BTreeMap<(Kind, &'a TxnKey), usize>,
    /// Transactions by trace number, in order.
    pub(super) traces: BTreeMap<&'a str, Vec<usize>>,
    /// Transactions by the intents of their requests, in order.
    pub(super) by_intent: BTreeMap<u32, Vec<usize>>,
    /// Transactions by the attempt of their first request, in order.
    pub(super) by_attempt: BTreeMap<Option<usize>, Vec<usize>>,
    /// Which transaction a reversal names.
    pub(super) reverses: BTreeMap<usize, usize>,
    /// Postings by identity, in order.
    pub(super) postings: BTreeMap<&'a TxnKey, Vec<usize>>,
    /// Identity that was booked under a reference number.
    pub(super) booked: BTreeMap<&'a str, &'a TxnKey>,
    /// Sale that was answered with a reference number.
    pub(super) answered: BTreeMap<String, usize>,
    /// Words by transaction, in order.
    pub(super) words: BTreeMap<usize, Vec<usize>>,
    /// Voids and refunds by their original.
    pub(super) returns: BTreeMap<&'a TxnKey, Vec<usize>>,
    /// The parts that were to be taken back, by sale, in order.
    pub(super) parts: BTreeMap<usize, Vec<usize>>,
    /// Words on parts, by part, in order.
    pub(super) part_words: BTreeMap<usize, Vec<usize>>,
    /// Transactions by terminal and batch, in order.
    pub(super) by_batch: BTreeMap<Batch<'a>, Vec<usize>>,
    /// What was uploaded by terminal and batch, in order, each with its entry.
    pub(super) uploads: BTreeMap<Batch<'a>, Vec<(u64, &'a [DetailNote])>>,
    /// How the host closed a batch first, by terminal and batch.
    pub(super) closings: BTreeMap<Batch<'a>, Closing>,
    /// The payment of a wallet order, by the order's number.
    pub(super) orders: BTreeMap<&'a str, usize>,
    /// Requests by the wallet order that they name and their kind, in order.
    pub(super) naming: BTreeMap<(&'a str, Kind), Vec<usize>>,
    /// Entries with which wallet payments left the terminal, in order; those that were lost count.
    pub(super) wallet_payments: Vec<u64>,
    /// Everything that asks to move money, in order.
    pub(super) financial: Vec<Financial>,
    /// The cashier's last belief of each intent.
    pub(super) cashier: BTreeMap<u32, (Belief, u64)>,
    /// The cardholder's last belief of each intent.
    pub(super) cardholder: BTreeMap<u32, (Belief, u64)>,
}

impl<'a> Index<'a> {
    pub(super) fn of(
        record: &'a Record,
        reqs: &[Req<'a>],
        txns: &[Txn<'a>],
        postings: &[Entered<'a>],
    ) -> Self {
        let mut index = Self::default();
        for (at, txn) in txns.iter().enumerate() {
            index.txn(at, txn, reqs);
        }
        for (at, req) in reqs.iter().enumerate() {
            if let Some(named) = req.order.zip(req.kind()) {
                index.naming.entry(named).or_default().push(at);
            }
        }
        for (at, posting) in postings.iter().enumerate() {
            index.postings.entry(&posting.note.key).or_default().push(at);
            let note = posting.note;
            if !note.rrn.is_empty() && !note.class.ends_with("-reversal") {
                index.booked.entry(note.rrn.as_str()).or_insert(&note.key);
            }
        }
        index.settlings(record, reqs);
        for entry in record.entries() {
            match entry.event {
                Event::CashierBelieves { intent, belief, .. } => {
                    index.cashier.insert(intent, (belief, entry.n));
                }
                Event::CardholderBelieves { intent, belief, .. } => {
                    index.cardholder.insert(intent, (belief, entry.n));
                }
                _ => {}
            }
        }
        index
    }

    fn txn(&mut self, at: usize, txn: &Txn<'a>, reqs: &[Req<'a>]) {
        self.txns.entry((txn.kind, txn.key)).or_insert(at);
        self.traces.entry(txn.key.stan.as_str()).or_default().push(at);
        self.by_attempt.entry(txn.attempt).or_default().push(at);
        self.by_batch.entry((&txn.key.terminal, &txn.key.batch)).or_default().push(at);
        if txn.kind.is_wallet_payment() {
            let first = txn.sends.first().and_then(|i| reqs.get(*i));
            self.wallet_payments.extend(first.map(|r| r.sent));
            if let Some(order) = first.and_then(|r| r.order) {
                self.orders.entry(order).or_insert(at);
            }
        }
        for reversal in txn.reversals.iter().chain(&txn.partials) {
            self.reverses.entry(*reversal).or_insert(at);
        }
        for send in txn.sends.iter().filter_map(|i| reqs.get(*i)) {
            if let Some(intent) = send.intent {
                let own = self.by_intent.entry(intent).or_default();
                if own.last() != Some(&at) {
                    own.push(at);
                }
            }
            let numbers = send.answers.iter().filter_map(|a| a.field("37")).filter(|rrn| !rrn.is_empty());
            for rrn in numbers.filter(|_| txn.kind.is_payment()) {
                self.answered.entry(rrn.to_owned()).or_insert(at);
            }
        }
    }
}

impl<'a> Case<'a> {
    pub(super) fn index_financial(&mut self) {
        let mut all: Vec<Financial> = Vec::new();
        for (at, txn) in self.txns.iter().enumerate().filter(|(_, t)| t.kind.is_financial() && !t.unasked) {
            all.push(Financial { n: txn.n, attempt: txn.attempt, txn: Some(at), part: None });
        }
        for stray in self.lines.strays.iter().filter(|s| kind_of(s.class).is_some_and(Kind::is_financial)) {
            if self.is_cancelled_by_itself(stray) {
                continue;
            }
            all.push(Financial { n: stray.n, attempt: self.attempt_at(stray.n), txn: None, part: None });
        }
        for part in &self.parts {
            if let Some(first) = self.part_sends(part).next() {
                let attempt = first.attempt;
                all.push(Financial { n: first.n, attempt, txn: None, part: Some(part.index) });
            }
        }
        all.sort_by_key(|f| f.n);
        self.index.financial = all;
    }

    /// Puts the wallet payments that were lost on their way among those that the host took.
    pub(super) fn index_lost_payments(&mut self) {
        let wallet = |class| kind_of(class).is_some_and(Kind::is_wallet_payment);
        let lost = self.lines.strays.iter().filter(|s| wallet(s.class)).map(|s| s.n);
        self.index.wallet_payments.extend(lost);
        self.index.wallet_payments.sort_unstable();
    }

    pub(super) fn index_words(&mut self) {
        for (at, word) in self.words.iter().enumerate() {
            if let Some(txn) = word.txn {
                self.index.words.entry(txn).or_default().push(at);
            }
        }
    }

    pub(super) fn index_returns(&mut self) {
        let mut returns: BTreeMap<&'a TxnKey, Vec<usize>> = BTreeMap::new();
        for (at, txn) in self.txns.iter().enumerate() {
            if let Some(original) = self.original_of(txn) {
                returns.entry(original).or_default().push(at);
            }
        }
        self.index.returns = returns;
    }

    /// The transactions of an intent, in order.
    pub(crate) fn of_intent(&self, intent: u32) -> impl Iterator<Item = &Txn<'a>> {
        let own = self.index.by_intent.get(&intent);
        own.into_iter().flatten().filter_map(|i| self.txns.get(*i))
    }

    /// The transactions of an attempt, in order.
    pub(crate) fn of_attempt(&self, attempt: Option<usize>) -> impl Iterator<Item = &Txn<'a>> {
        let own = self.index.by_attempt.get(&attempt);
        own.into_iter().flatten().filter_map(|i| self.txns.get(*i))
    }

    /// The first request of another attempt that moves money after an entry, taken or lost.
    pub(crate) fn next_financial(
        &self,
        n: u64,
        attempt: Option<usize>,
        but: Option<&Txn<'_>>,
    ) -> Option<u64> {
        let all = &self.index.financial;
        let from = all.partition_point(|f| f.n <= n);
        let other =
            |f: &&Financial| f.attempt != attempt && (f.txn.is_none() || f.txn != but.map(|t| t.index));
        all.get(from..)?.iter().find(other).map(|f| f.n)
    }
}
