//! Parts of sales that were taken back: partial reversals, with what they say, what answered them, and what the terminal
//! said of them.
//!
//! A partial reversal undoes no doubt: it is ordered, and names a sale that stands. So it is no reversal of its sale here;
//! neither are the words on it words on the sale.

use journal::{Book, Event, SlipNote};
use wire::Place;

use super::{Case, Kind, Proof, Req, Said, Txn};
use crate::money::total;

/// A word of the terminal on a part that was to be taken back.
#[derive(Clone, Debug)]
pub(crate) struct PartWord<'a> {
    /// Entry number.
    pub(crate) n: u64,
    /// What was said.
    pub(crate) said: Said,
    /// The trace number named, which is the sale's.
    pub(crate) trace: Option<&'a str>,
    /// The amount named.
    pub(crate) amount_fen: Option<i64>,
}

/// A part that was to be taken back: one order's advice, however often it was sent.
#[derive(Debug)]
pub(crate) struct Part<'c, 'a> {
    /// Its sends, in order; never none.
    pub(crate) sends: Vec<&'c Req<'a>>,
    /// Entry with which the first one left the terminal.
    pub(crate) from: u64,
    /// Entry of the first right yes, where one reached the terminal.
    pub(crate) yes: Option<u64>,
    /// Entry of the first right no that is for good, where one reached the terminal.
    pub(crate) no: Option<u64>,
}

/// Codes that refuse a try only.
const TRY_AGAIN: [&str; 7] = ["68", "77", "90", "91", "96", "98", "A0"];

pub(super) fn part_words<'a>(case: &Case<'a>) -> Vec<PartWord<'a>> {
    let words = case.record.entries().iter().filter_map(|entry| match &entry.event {
        Event::Shown(screen) if is_part(screen.transaction.as_deref()) => {
            let (trace, amount_fen) = (screen.trace.as_deref(), screen.amount_fen);
            Some(PartWord { n: entry.n, said: Said::of_screen(&screen.screen)?, trace, amount_fen })
        }
        Event::Slip(slip) if is_part(slip.transaction.as_deref()) && is_whole(slip) => {
            let (trace, amount_fen) = (slip.trace.as_deref(), slip.amount_fen);
            Some(PartWord { n: entry.n, said: Said::Slip, trace, amount_fen })
        }
        _ => None,
    });
    words.collect()
}

fn is_part(transaction: Option<&str>) -> bool {
    transaction == Some(Kind::PartialReversal.name())
}

fn is_whole(slip: &SlipNote) -> bool {
    slip.complete && !slip.blank
}

impl<'a> Case<'a> {
    /// The parts that were to be taken back of a sale, in order: what is sent while the last one has no end is that one
    /// again.
    pub(crate) fn parts<'c>(&'c self, sale: &'c Txn<'a>) -> Vec<Part<'c, 'a>> {
        let mut parts: Vec<Part<'c, 'a>> = Vec::new();
        for send in sale.parts.iter().filter_map(|i| self.reqs.get(*i)) {
            let (yes, no) = ends(send);
            match parts.last_mut() {
                Some(last) if !self.is_over(sale, last, send.sent) => {
                    last.sends.push(send);
                    last.yes = last.yes.or(yes);
                    last.no = last.no.or(no);
                }
                _ => parts.push(Part { sends: vec![send], from: send.sent, yes, no }),
            }
        }
        parts
    }

    /// Whether the terminal knew, when it sent again, how a part had ended. What power took before a word of it is not known.
    fn is_over(&self, sale: &Txn<'a>, part: &Part<'_, 'a>, n: u64) -> bool {
        let Some(end) = part.end().filter(|end| *end < n) else { return false };
        let Some(cut) = self.cut_between(end, n) else { return true };
        self.part_words_of(sale).any(|word| word.n > end && word.n < cut)
    }

    /// What a partial reversal leaves of its sale, by its own word.
    pub(crate) fn left_fen(&self, send: &Req<'_>) -> Option<i64> {
        self.placed(send.note, Place::Replacement)?.parse().ok()
    }

    /// The words on the parts of a sale, in order.
    pub(crate) fn part_words_of<'c>(&'c self, sale: &'c Txn<'a>) -> impl Iterator<Item = &'c PartWord<'a>> {
        self.part_words.iter().filter(|w| w.trace == Some(sale.key.stan.as_str()) && w.n > sale.n)
    }

    /// The amount of a transaction that stands for the terminal at an entry, if it stands: less what the terminal has
    /// said by then to be taken back.
    pub(crate) fn amount_at(&self, txn: &Txn<'a>, n: u64) -> i64 {
        let approved = self.approved_amount(txn);
        let left = || {
            let claim = self.part_words_of(txn).find(|w| w.said.is_claim() && w.n < n)?;
            let parts = self.parts(txn);
            let part = parts.iter().rfind(|p| p.from < claim.n && p.yes.is_some())?;
            self.left_fen(part.sends.first()?)
        };
        if txn.parts.is_empty() { approved } else { left().unwrap_or(approved) }
    }

    /// What was given back of a sale in part by a book, at rest.
    pub(crate) fn given_back(&self, sale: &Txn<'a>, book: Book) -> i64 {
        let parts = self.postings_of(sale, book).filter(|p| p.note.class == Kind::PartialReversal.name());
        total(parts.map(|p| super::books::paid(p.note))).saturating_neg()
    }
}

impl Part<'_, '_> {
    /// Entry at which the terminal learnt how it ended.
    pub(crate) fn end(&self) -> Option<u64> {
        [self.yes, self.no].into_iter().flatten().min()
    }
}

/// Entries of the first right yes, and of the first right no that is for good, to a send.
fn ends(send: &Req<'_>) -> (Option<u64>, Option<u64>) {
    let heard = send.heard();
    let yes = heard.iter().find(|(_, a, proof)| *proof == Proof::Approval && a.code == "00");
    let no = heard.iter().find(|(_, a, proof)| *proof == Proof::Decline && !TRY_AGAIN.contains(&a.code));
    (yes.map(|(n, ..)| *n), no.map(|(n, ..)| *n))
}
