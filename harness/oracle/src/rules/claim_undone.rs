//! `claim.undone`: "reversal done" has to be true.
//!
//! Owns the word itself, also where the reversal was given up over it; `doubt.resolved` and
//! `reversal.persistent` are silent then. A reversal that was settled and that a host did not book is
//! `books.agree`'s.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Kind, Said, Word},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "claim.undone",
    sentence: "the screen says that a reversal is done only when it is",
    checks: "each word that a reversal is done: that a reversal of that transaction had been rightly answered with a \
             code that settles it",
    does_not_check: "words that it is or will be reversed; what the books hold after a reversal that was settled \
                     (books.agree); reversals that name something else (reversal.own-original)",
};

pub(super) struct Undone;

impl Rule for Undone {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for word in case.words.iter().filter(|w| w.said == Said::ReversalDone) {
            let meant = case.meant(word).filter(|t| !t.is_reused && !t.unasked);
            let misdirected = || case.misdirected().any(|r| r.n < word.n);
            let Some(txn) = meant.filter(|t| !t.reversals.is_empty() || !misdirected()) else {
                if meant.is_none() && !is_settled_before(case, word) {
                    let trace = word.trace.unwrap_or("without a trace number");
                    let sentence = format!(
                        "the screen says that a reversal ({trace}) is done, and none had been settled"
                    );
                    out.terminal(sentence, [word.n]);
                }
                continue;
            };
            if txn.kind == Kind::Refund || case.falsely_undone(txn) != Some(word.n) {
                continue;
            }
            let still: i64 = case.moved(txn, Book::Acquirer).abs().max(case.moved(txn, Book::Issuer).abs());
            let left = if still == 0 { String::new() } else { format!("; {} stays booked", yuan(still)) };
            let sentence = format!(
                "the screen says that {} is reversed, and no answer had settled a reversal of it{left}",
                txn.name()
            );
            let tried = case.reversals(txn).map(|r| r.n).filter(|n| *n < word.n);
            out.terminal(sentence, [txn.n, word.n].into_iter().chain(tried).chain(case.posted_at(txn)));
        }
    }
}

/// Whether a reversal of something that the host never took had been settled before a word on it.
fn is_settled_before(case: &Case<'_>, word: &Word<'_>) -> bool {
    let settled = case.reqs.iter().filter(|r| r.is_whole_reversal() && r.n < word.n);
    settled.filter_map(|r| case.settled_by(r)).any(|n| case.precedes(n, word.n))
}
