//! Parts of sales that were to be taken back: partial reversals, with the order behind each, what answered it, and what the
//! terminal said of it.
//!
//! A partial reversal undoes no doubt: it is ordered, and names a sale that stands. So it is no reversal of its sale here;
//! neither are the words on it words on the sale.

use journal::{Book, Event, OrderKind};
use profile::{AfterExhaustion, DayChange};
use wire::Place;

use super::answer::TRY_AGAIN;
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
    /// Index of the part that is meant, where there is one.
    pub(crate) part: Option<usize>,
}

impl PartWord<'_> {
    /// Whether it says how the part ended.
    pub(crate) fn is_end(&self) -> bool {
        self.said.is_claim() || self.said == Said::NotDone
    }
}

/// A part that was to be taken back: one order's advice, however often it was sent.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its place among the parts.
    pub(crate) index: usize,
    /// Index of the sale.
    pub(crate) sale: usize,
    /// Indices of its sends, in order; never none.
    pub(crate) sends: Vec<usize>,
    /// Entry with which the first one left the terminal.
    pub(crate) from: u64,
    /// The intent that it was ordered by; where none fits, the latest one.
    pub(crate) order: Option<u32>,
    /// Entry of the first right yes, where one reached the terminal.
    pub(crate) yes: Option<u64>,
    /// Entry of the first right no that is for good, where one reached the terminal.
    pub(crate) no: Option<u64>,
}

impl Part {
    /// Entry at which the terminal learnt how it ended.
    pub(crate) fn end(&self) -> Option<u64> {
        [self.yes, self.no].into_iter().flatten().min()
    }
}

/// Refusals of what is sent again that say something of the first time as well: had that been taken, the same again would be
/// answered with a yes. Whatever else refuses a repeat says nothing of what became of the first one.
const SETTLES_A_REPEAT: [&str; 8] = ["12", "13", "14", "22", "25", "40", "61", "64"];

pub(super) fn words<'a>(case: &Case<'a>) -> Vec<PartWord<'a>> {
    let words = case.record.entries().iter().filter_map(|entry| {
        let (said, trace, amount_fen) = match &entry.event {
            Event::Shown(screen) if is_part(screen.transaction.as_deref()) => {
                (Said::of_screen(&screen.screen)?, screen.trace.as_deref(), screen.amount_fen)
            }
            Event::Slip(slip) if is_part(slip.transaction.as_deref()) && slip.is_whole() => {
                (Said::Slip, slip.trace.as_deref(), slip.amount_fen)
            }
            _ => return None,
        };
        Some(PartWord { n: entry.n, said, trace, amount_fen, part: None })
    });
    words.collect()
}

fn is_part(transaction: Option<&str>) -> bool {
    transaction == Some(Kind::PartialReversal.name())
}

/// Entries of the first right yes, and of the first right no that is for good, to a send.
fn ends(send: &Req<'_>, again: bool) -> (Option<u64>, Option<u64>) {
    let heard = send.heard();
    let yes = heard.iter().find(|(_, a, proof)| *proof == Proof::Approval && a.part_fen().is_none());
    let for_good = |code: &str| match again {
        true => SETTLES_A_REPEAT.contains(&code),
        false => !TRY_AGAIN.contains(&code),
    };
    let no = heard.iter().find(|(_, a, proof)| *proof == Proof::Decline && for_good(a.code));
    (yes.map(|(n, ..)| *n), no.map(|(n, ..)| *n))
}

/// Whether an answer to a partial reversal brought it to its end.
pub(crate) fn is_settled_by(send: &Req<'_>) -> bool {
    send.is_partial() && ends(send, false) != (None, None)
}

impl<'a> Case<'a> {
    /// Finds the parts, in the order of their first sends: what is sent while the last one of its sale has no end is that one
    /// again.
    pub(super) fn index_parts(&mut self) {
        let mut parts: Vec<Part> = Vec::new();
        for sale in self.txns.iter().filter(|t| t.kind == Kind::Sale) {
            let first = parts.len();
            for (at, send) in sale.partials.iter().filter_map(|i| Some((*i, self.reqs.get(*i)?))) {
                let own = parts.len() > first;
                match parts.last_mut().filter(|last| own && !self.is_over(sale, last, send.sent)) {
                    Some(last) => {
                        let (yes, no) = ends(send, true);
                        last.sends.push(at);
                        (last.yes, last.no) = (last.yes.or(yes), last.no.or(no));
                    }
                    None => {
                        let (yes, no) = ends(send, false);
                        let (sale, from, sends) = (sale.index, send.sent, vec![at]);
                        parts.push(Part { index: 0, sale, sends, from, order: None, yes, no });
                    }
                }
            }
        }
        parts.sort_by_key(|part| part.from);
        let mut taken: Vec<u32> = Vec::new();
        for (index, part) in parts.iter_mut().enumerate() {
            part.index = index;
            part.order = self.ordered_by(part, &taken);
            taken.extend(part.order);
        }
        for (index, part) in parts.iter().enumerate() {
            self.index.parts.entry(part.sale).or_default().push(index);
        }
        self.parts = parts;
        for at in 0..self.part_words.len() {
            let meant = self.part_words.get(at).and_then(|word| {
                let named = |p: &&Part| {
                    let sale = self.txns.get(p.sale);
                    p.from < word.n && sale.is_some_and(|t| word.trace == Some(t.key.stan.as_str()))
                };
                self.parts.iter().rfind(named).map(|p| p.index)
            });
            if let Some(word) = self.part_words.get_mut(at) {
                word.part = meant;
            }
            if let Some(part) = meant {
                self.index.part_words.entry(part).or_default().push(at);
            }
        }
    }

    /// Whether the terminal knew, when it sent again, how a part had ended, or had given it up by its practice. What power took
    /// before a word of it, and what came without keys to check it, is not known.
    fn is_over(&self, sale: &Txn<'a>, part: &Part, n: u64) -> bool {
        let words = || {
            let own =
                |w: &&PartWord<'_>| w.trace == Some(sale.key.stan.as_str()) && w.n > part.from && w.n < n;
            self.part_words.iter().filter(own)
        };
        let known = part.end().filter(|end| *end < n).is_some_and(|end| {
            let kept = self.cut_between(end, n).is_none() && !self.lacks_keys(end, n);
            kept || words().any(|w| w.n > end && w.is_end())
        });
        known || (self.gives_parts_up() && words().any(|w| w.said == Said::DeclaredOpen))
    }

    /// Whether the practice may lawfully forget a part that it has declared open.
    pub(crate) fn gives_parts_up(&self) -> bool {
        let practice = &self.profile.terminal.reversal;
        practice.after_exhaustion == AfterExhaustion::GiveUpAndDelete
            || practice.on_day_change == DayChange::Drop
    }

    /// The intent that a part was ordered by: of its sale and amount, and no other part's; else the latest one. What was
    /// saved before a cut, or found no line, goes out on whatever occasion comes first.
    fn ordered_by(&self, part: &Part, taken: &[u32]) -> Option<u32> {
        let back = self.back_fen(part);
        let orders = || {
            let part_of = |i: &&super::Intent<'_>| i.order == OrderKind::PartialReversal && i.n < part.from;
            self.intents.values().filter(part_of)
        };
        let fits = |i: &&super::Intent<'_>| {
            let of_sale = i.of.is_none_or(|of| self.of_intent(of).any(|t| t.index == part.sale));
            of_sale && (i.amount_fen.is_none() || i.amount_fen == back) && !taken.contains(&i.number)
        };
        let fitting = orders().filter(fits).max_by_key(|i| i.n);
        fitting.or_else(|| orders().max_by_key(|i| i.n)).map(|i| i.number)
    }

    /// The parts that were to be taken back of a sale, in order.
    pub(crate) fn parts_of<'c>(&'c self, sale: &Txn<'a>) -> impl DoubleEndedIterator<Item = &'c Part> {
        let own = self.index.parts.get(&sale.index).map_or(&[][..], Vec::as_slice);
        own.iter().filter_map(|i| self.parts.get(*i))
    }

    /// The sends of a part, in order.
    pub(crate) fn part_sends<'c>(&'c self, part: &'c Part) -> impl Iterator<Item = &'c Req<'a>> {
        part.sends.iter().filter_map(|i| self.reqs.get(*i))
    }

    /// The words on a part, in order.
    pub(crate) fn words_of_part<'c>(
        &'c self,
        part: &Part,
    ) -> impl DoubleEndedIterator<Item = &'c PartWord<'a>> {
        let own = self.index.part_words.get(&part.index).map_or(&[][..], Vec::as_slice);
        own.iter().filter_map(|i| self.part_words.get(*i))
    }

    /// What a partial reversal leaves of its sale, by its own word.
    pub(crate) fn left_fen(&self, send: &Req<'_>) -> Option<i64> {
        self.placed(send.note, Place::Replacement)?.parse().ok()
    }

    /// What of the sale a part takes back, by what it leaves.
    pub(crate) fn back_fen(&self, part: &Part) -> Option<i64> {
        let left = self.left_fen(self.reqs.get(*part.sends.first()?)?)?;
        Some(self.approved_amount(self.txns.get(part.sale)?).saturating_sub(left))
    }

    /// The amount of a transaction that stands for the terminal at an entry, if it stands: less what the terminal has
    /// rightly said by then to be taken back.
    pub(crate) fn amount_at(&self, txn: &Txn<'a>, n: u64) -> i64 {
        let claimed = |part: &&Part| {
            part.yes.is_some() && self.words_of_part(part).any(|w| w.said.is_claim() && w.n < n)
        };
        let left = self.parts_of(txn).rev().find(claimed).and_then(|part| {
            let first = self.reqs.get(*part.sends.first()?)?;
            self.left_fen(first)
        });
        left.unwrap_or_else(|| self.approved_amount(txn))
    }

    /// The first thing that was new behind the first send of a part: money that was asked for, another part, a settlement.
    pub(crate) fn new_behind(&self, part: &Part) -> Option<u64> {
        let money = self.index.financial.iter().filter(|f| f.n > part.from && f.part != Some(part.index));
        let settlings = self.reqs.iter().filter(|r| r.note.class == "settlement" && r.sent > part.from);
        money.map(|f| f.n).chain(settlings.map(|r| r.sent)).min()
    }

    /// What was given back of a sale in part by a book, at rest.
    pub(crate) fn given_back(&self, sale: &Txn<'a>, book: Book) -> i64 {
        let parts = self.postings_of(sale, book).filter(|p| p.note.class == Kind::PartialReversal.name());
        total(parts.map(|p| super::books::paid(p.note))).saturating_neg()
    }
}
