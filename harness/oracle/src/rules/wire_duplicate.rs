//! `wire.duplicate`: what was asked for once is sent once, even where the host forgives.
//!
//! Owns repeats within one attempt, under the same identity or a new one, whether or not the first was lost on its
//! way. If they charge twice in the end, that is `intent.charged-once`'s; refunds are `refund.within`'s.

use std::collections::BTreeSet;

use crate::{
    RuleInfo,
    case::{Case, Txn, kind_of},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wire.duplicate",
    sentence: "one attempt of the cashier sends a sale or void once",
    checks: "sales and voids of one attempt, as requests that the host took and as frames that left the terminal: no \
             second send under the same identity, and no second identity with the same amount unless the first was \
             rightly declined or its reversal settled, and none after one that was lost without a reversal between",
    does_not_check: "repeats in a later attempt (trace.unique, reversal.first); refunds (refund.within); frames that \
                     the line itself doubled",
};

pub(super) struct Duplicate;

impl Rule for Duplicate {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_reversible() && !t.unasked) {
            let again: Vec<u64> = case.sends(txn).filter(|r| r.attempt == txn.attempt).map(|r| r.n).collect();
            if again.len() > 1 && left(case, txn) >= again.len() {
                out.terminal(format!("{} was sent {} times", txn.name(), again.len()), again);
            }
            if let Some(first) = repeated(case, txn).filter(|_| !case.is_charged_twice(txn.intent)) {
                let sentence = format!("{} was sent again as {} in one attempt", first.name(), txn.name());
                out.terminal(sentence, [first.n, txn.n]);
            }
        }
        lost(case, out);
    }
}

/// A sale or void that was lost on its way and after which another of its attempt left the terminal.
fn lost(case: &Case<'_>, out: &mut Findings) {
    for stray in &case.lines.strays {
        let Some(kind) = kind_of(stray.class).filter(|k| k.is_reversible()) else {
            continue;
        };
        let attempt = case.attempt_at(stray.n);
        let until = case.next_attempt(stray.n).unwrap_or(u64::MAX);
        let left = case.lines.left.get(case.lines.left.partition_point(|(n, _)| *n <= stray.n)..);
        let mut after = left.unwrap_or_default().iter().take_while(|(n, _)| *n < until);
        // A reversal that went first clears the way, and so does a sign-on that was asked for.
        let Some((n, class)) = after.find(|(_, c)| *c == stray.class || is_between(c)) else {
            continue;
        };
        let mut ordered = case.of_attempt(attempt).filter(|t| t.kind == kind && t.n > stray.n);
        let asked = ordered.all(|t| !t.unasked);
        if *class == stray.class && asked {
            let sentence =
                format!("a {} was lost on its way, and one more was sent in its attempt", kind.name());
            out.terminal(sentence, [stray.n, *n]);
        }
    }
}

fn is_between(class: &str) -> bool {
    class.ends_with("-reversal") || class == "sign-on"
}

/// How often the terminal itself sent messages of a transaction's kind in its attempt; as often as you like where
/// the bench does not see frames.
fn left(case: &Case<'_>, txn: &Txn<'_>) -> usize {
    if !case.lines.sees_frames {
        return usize::MAX;
    }
    let own = |(n, class): &&(u64, &str)| *class == txn.kind.name() && case.attempt_at(*n) == txn.attempt;
    case.lines.left.iter().filter(own).count()
}

/// The earlier transaction of the same attempt that this one repeats.
fn repeated<'c, 'a>(case: &'c Case<'a>, txn: &Txn<'a>) -> Option<&'c Txn<'a>> {
    let same =
        |t: &&Txn<'a>| t.kind == txn.kind && t.n < txn.n && t.amount_fen == txn.amount_fen && !t.unasked;
    case.of_attempt(txn.attempt).filter(same).find(|t| !is_over(case, t, txn.n))
}

/// Whether a transaction had come to an end before an entry.
fn is_over<'a>(case: &Case<'a>, txn: &Txn<'a>, n: u64) -> bool {
    // A sign-on that was asked for in between is the answer to a refused key, be it proven or not.
    let after = case.reqs.partition_point(|r| r.n <= txn.n);
    let between = case.reqs.get(after..).unwrap_or_default().iter().take_while(|r| r.n < n);
    let keys = between.into_iter().any(|r| r.note.class == "sign-on");
    case.is_declined(txn) || keys || case.settled_at(txn).is_some_and(|settled| settled < n)
}

/// The transactions that were repeated within their attempt under a new identity, so that this rule owns them.
pub(super) fn repeats(case: &Case<'_>) -> BTreeSet<usize> {
    let later = case.txns.iter().filter(|t| t.kind.is_reversible() && !t.unasked);
    later.filter_map(|t| repeated(case, t)).map(|first| first.index).collect()
}
