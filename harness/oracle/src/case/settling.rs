//! Settlements as the host took them, what each batch should have come to, and what was uploaded of it.

use std::collections::BTreeMap;

use journal::{Book, DetailNote, Event};
use wire::{BatchTotals, Place, Side};

use super::{Case, Req, Txn};

/// One settlement of a batch, however often it was sent.
#[derive(Debug)]
pub(crate) struct Settling<'c, 'a> {
    /// Its first request.
    pub(crate) ask: &'c Req<'a>,
    /// What it says the batch comes to; `None` when that cannot be read.
    pub(crate) totals: Option<BatchTotals>,
}

/// A transaction that belongs to a batch's totals.
#[derive(Debug)]
pub(crate) struct Counted<'c, 'a> {
    /// Which.
    pub(crate) txn: &'c Txn<'a>,
    /// On which side.
    pub(crate) side: Side,
    /// With how much.
    pub(crate) fen: u64,
}

impl<'a> Case<'a> {
    /// The settlements that the host did not refuse, in order.
    pub(crate) fn settlings(&self) -> Vec<Settling<'_, 'a>> {
        let mut known: BTreeMap<_, ()> = BTreeMap::new();
        let all = || self.reqs.iter().filter(|r| r.note.class == "settlement");
        // What the host refused settled nothing.
        let refused = |ask: &Req<'_>| {
            let own = || all().filter(|r| r.note.key == ask.note.key);
            own().any(|r| !r.answers.is_empty()) && own().all(|r| r.answers.iter().all(|a| a.code != "00"))
        };
        let asks = all().filter(|r| !refused(r));
        let first = asks.filter(|r| known.insert(&r.note.key, ()).is_none());
        let totals = |ask: &Req<'_>| self.placed(ask.note, Place::Totals).and_then(BatchTotals::read);
        first.map(|ask| Settling { ask, totals: totals(ask).map(|(totals, _)| totals) }).collect()
    }

    /// The transactions that a terminal has to count into a batch when it settles, at an entry; `None` where the end of
    /// one of them is not known to both sides by then, or two share a number, so that nobody can say.
    pub(crate) fn counted(&self, ask: &Req<'_>) -> Option<Vec<Counted<'_, 'a>>> {
        let key = &ask.note.key;
        let of_batch =
            |t: &&Txn<'a>| t.key.terminal == key.terminal && t.key.batch == key.batch && t.n < ask.n;
        let mut counted = Vec::new();
        for txn in self.txns.iter().filter(of_batch) {
            let Some(side) = txn.kind.side() else { continue };
            let booked = self.booked_until(txn, ask.n).unsigned_abs();
            if txn.is_reused || self.stands_for_terminal(txn, ask.n) != (booked != 0) {
                return None;
            }
            if booked != 0 {
                counted.push(Counted { txn, side, fen: booked });
            }
        }
        Some(counted)
    }

    /// What a transaction had taken or given back in the acquirer's book before an entry.
    fn booked_until(&self, txn: &Txn<'a>, n: u64) -> i64 {
        let before = self.postings_of(txn, Book::Acquirer).filter(|p| p.n < n);
        crate::money::total(before.map(|p| super::books::paid(p.note)))
    }

    /// Whether the terminal's last word on a transaction before an entry was that it stands.
    fn stands_for_terminal(&self, txn: &Txn<'a>, n: u64) -> bool {
        self.words_of(txn).take_while(|w| w.n < n).last().is_some_and(|w| w.said.is_claim())
    }

    /// What was uploaded of a batch, each with the entry at which the host took it.
    pub(crate) fn uploaded(&self, ask: &Req<'_>) -> Vec<(u64, &'a DetailNote)> {
        let mut uploaded = Vec::new();
        for entry in self.record.entries() {
            if let Event::Uploaded { ticket, details } = &entry.event
                && self.reqs.iter().any(|r| r.note.ticket == *ticket && is_same_batch(r, ask))
            {
                uploaded.extend(details.iter().map(|detail| (entry.n, detail)));
            }
        }
        uploaded
    }

    /// Entry at which the host closed the batch of a settlement, and whether by the end of an upload.
    pub(crate) fn closed(&self, ask: &Req<'_>) -> Option<(u64, bool)> {
        self.record.entries().iter().find_map(|entry| match &entry.event {
            Event::BatchClosed { ticket, .. } => {
                let by = self.reqs.iter().find(|r| r.note.ticket == *ticket && is_same_batch(r, ask))?;
                Some((entry.n, by.note.class == "batch-end"))
            }
            _ => None,
        })
    }
}

/// Whether two requests speak of the same batch of the same terminal.
pub(crate) fn is_same_batch(one: &Req<'_>, other: &Req<'_>) -> bool {
    one.note.key.terminal == other.note.key.terminal && one.note.key.batch == other.note.key.batch
}
