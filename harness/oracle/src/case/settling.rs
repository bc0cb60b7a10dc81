//! Settlements as the host took them, what each batch should have come to, and what was uploaded of it.

use std::collections::BTreeMap;

use journal::{Book, DetailNote, Event, Record, RequestNote, TxnKey};
use wire::{BatchTotals, Place, Side};

use super::index::Index;
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
        let mut all: BTreeMap<&TxnKey, Vec<&Req<'a>>> = BTreeMap::new();
        for req in self.reqs.iter().filter(|r| r.note.class == "settlement") {
            all.entry(&req.note.key).or_default().push(req);
        }
        // What the host refused settled nothing.
        let refused = |sends: &[&Req<'a>]| {
            let mut answers = sends.iter().flat_map(|r| &r.answers).peekable();
            answers.peek().is_some() && answers.all(|a| a.code != "00")
        };
        let taken = all.into_values().filter(|sends| !refused(sends));
        let mut asks: Vec<&Req<'a>> = taken.filter_map(|sends| sends.first().copied()).collect();
        asks.sort_by_key(|ask| ask.n);
        let totals = |ask: &Req<'_>| self.placed(ask.note, Place::Totals).and_then(BatchTotals::read);
        asks.into_iter().map(|ask| Settling { ask, totals: totals(ask).map(|(totals, _)| totals) }).collect()
    }

    /// The transactions that a terminal has to count into a batch when it settles, at an entry; `None` where the end of
    /// one of them is not known to both sides by then, or two share a number, so that nobody can say.
    pub(crate) fn counted(&self, ask: &Req<'a>) -> Option<Vec<Counted<'_, 'a>>> {
        let mut counted = Vec::new();
        for txn in self.of_batch(ask).take_while(|txn| txn.n < ask.n) {
            let Some(side) = txn.kind.side() else { continue };
            let booked = self.booked_until(txn, ask.n).unsigned_abs();
            // Of a part that is booked and whose end had not been told, `reversal.in-part` speaks.
            let told = u64::try_from(self.amount_at(txn, ask.n)).ok();
            if !txn.partials.is_empty() && booked != 0 && told != Some(booked) {
                return None;
            }
            if txn.is_reused || self.stands_for_terminal(txn, ask.n) != (booked != 0) {
                return None;
            }
            if booked != 0 {
                counted.push(Counted { txn, side, fen: booked });
            }
        }
        Some(counted)
    }

    /// The transactions in the batch of a settlement, in order.
    pub(crate) fn of_batch(&self, ask: &Req<'a>) -> impl Iterator<Item = &Txn<'a>> {
        let own = self.index.by_batch.get(&batch_of(ask.note));
        own.into_iter().flatten().filter_map(|i| self.txns.get(*i))
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
    pub(crate) fn uploaded(&self, ask: &Req<'a>) -> Vec<(u64, &'a DetailNote)> {
        let own = self.index.uploads.get(&batch_of(ask.note)).map_or(&[][..], Vec::as_slice);
        own.iter().flat_map(|(n, details)| details.iter().map(move |detail| (*n, detail))).collect()
    }

    /// Entry at which the host closed the batch of a transaction.
    pub(crate) fn batch_closed_at(&self, key: &TxnKey) -> Option<u64> {
        self.index.closings.get(&(key.terminal.as_str(), key.batch.as_str())).map(|closing| closing.n)
    }

    /// How the host closed the batch of a settlement.
    pub(crate) fn closed(&self, ask: &Req<'a>) -> Option<Closing> {
        self.index.closings.get(&batch_of(ask.note)).copied()
    }
}

/// How the host closed a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closing {
    /// Entry at which it did.
    pub(crate) n: u64,
    /// Whether by the end of an upload.
    pub(crate) by_upload: bool,
    /// How many transactions the terminal said it had uploaded.
    pub(crate) told: Option<u32>,
}

/// What tells a batch from others: terminal and number.
pub(super) type Batch<'a> = (&'a str, &'a str);

pub(super) fn batch_of(note: &RequestNote) -> Batch<'_> {
    (&note.key.terminal, &note.key.batch)
}

impl<'a> Index<'a> {
    /// Finds what was uploaded of each batch, and how each was closed first.
    pub(super) fn settlings(&mut self, record: &'a Record, reqs: &[Req<'a>]) {
        let mut asked: BTreeMap<u64, &'a RequestNote> = BTreeMap::new();
        for req in reqs {
            asked.entry(req.note.ticket).or_insert(req.note);
        }
        for entry in record.entries() {
            match &entry.event {
                Event::Uploaded { ticket, details } => {
                    if let Some(note) = asked.get(ticket) {
                        let uploads = self.uploads.entry(batch_of(note)).or_default();
                        uploads.push((entry.n, details));
                    }
                }
                Event::BatchClosed { ticket, told, .. } => {
                    if let Some(note) = asked.get(ticket) {
                        let by_upload = note.class == "batch-end";
                        let closing = Closing { n: entry.n, by_upload, told: *told };
                        self.closings.entry(batch_of(note)).or_insert(closing);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether two requests speak of the same batch of the same terminal.
pub(crate) fn is_same_batch(one: &Req<'_>, other: &Req<'_>) -> bool {
    batch_of(one.note) == batch_of(other.note)
}
