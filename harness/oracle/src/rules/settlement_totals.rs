//! `settlement.totals`: what a terminal says its batch comes to, on the line and on paper.

use journal::Event;
use wire::BatchTotals;

use crate::{
    RuleInfo,
    case::Case,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "settlement.totals",
    sentence: "the totals of a settlement are those of the books, and the slip says the same",
    checks: "count and amount of payments, and of voids and refunds, in each settlement that the host took, against the \
             acquirer's book of that batch at that moment; the totals on each whole settlement slip against those that \
             were sent",
    does_not_check: "batches with a transaction whose end terminal and book do not see alike by then, or whose number was \
                     used twice (other rules own these); foreign transactions",
};

pub(super) struct Totals;

impl Rule for Totals {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let settlings = case.settlings();
        for settling in &settlings {
            let Some(counted) = case.counted(settling.ask) else {
                continue;
            };
            let mut books = BatchTotals::default();
            for one in &counted {
                books.add(one.side, one.fen);
            }
            if settling.totals != Some(books) {
                let told = settling.totals.map_or_else(|| "nothing".to_owned(), |t| t.to_string());
                let batch = &settling.ask.note.key.batch;
                let sentence = format!("batch {batch} was settled with {told}; by the books it is {books}");
                out.terminal(sentence, counted.iter().map(|one| one.txn.n).chain([settling.ask.n]));
            }
        }
        for entry in case.record.entries() {
            let Event::Slip(slip) = &entry.event else { continue };
            let whole = slip.is_whole();
            let settles = slip.transaction.as_deref() == Some("settlement");
            if whole && settles && slip.totals.is_none() {
                let sentence = "a settlement slip came out whole, and its totals cannot be read".to_owned();
                out.bench(sentence, [entry.n]);
            }
            let Some(told) = slip.totals.as_ref().filter(|_| whole) else {
                continue;
            };
            let sent = settlings.iter().rfind(|s| {
                s.ask.n < entry.n && slip.batch.as_ref().is_none_or(|batch| *batch == s.ask.note.key.batch)
            });
            let same = |totals: BatchTotals| {
                let is = |sum: wire::Sum, count: u64, fen: i64| {
                    u64::from(sum.count) == count && i64::try_from(sum.amount_fen) == Ok(fen)
                };
                is(totals.debit, told.debits, told.debit_fen)
                    && is(totals.credit, told.credits, told.credit_fen)
            };
            let Some(sent) = sent else {
                out.terminal("a settlement slip came out, and nothing was settled".to_owned(), [entry.n]);
                continue;
            };
            if sent.totals.is_some_and(|totals| !same(totals)) {
                let batch = &sent.ask.note.key.batch;
                let sentence = format!("the slip of batch {batch} says other totals than were sent");
                out.terminal(sentence, [sent.ask.n, entry.n]);
            }
        }
    }
}
