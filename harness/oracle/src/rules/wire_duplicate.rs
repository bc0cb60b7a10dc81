//! `wire.duplicate`: what was asked for once is sent once, even where the host forgives.
//!
//! Owns repeats within one attempt, under the same identity or a new one. If they charge twice in the end, that
//! is `intent.charged-once`'s; refunds are `refund.within`'s.

use journal::Event;

use crate::{
    RuleInfo,
    case::{Case, Kind, Txn},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wire.duplicate",
    sentence: "one attempt of the cashier sends a sale or void once",
    checks: "sales and voids of one attempt: no second send under the same identity, and no second identity with the \
             same amount unless the first was rightly declined or its reversal settled",
    does_not_check: "repeats in a later attempt (trace.unique, reversal.first); refunds (refund.within); frames that \
                     the line itself doubled",
};

pub(super) struct Duplicate;

impl Rule for Duplicate {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_reversible() && !t.in_reprint) {
            let again: Vec<u64> = case.sends(txn).filter(|r| r.attempt == txn.attempt).map(|r| r.n).collect();
            if again.len() > 1 && left(case, txn) >= again.len() {
                out.terminal(format!("{} was sent {} times", txn.name(), again.len()), again);
            }
            if let Some(first) = repeated(case, txn).filter(|_| !case.is_charged_twice(txn.intent)) {
                let sentence = format!("{} was sent again as {} in one attempt", first.name(), txn.name());
                out.terminal(sentence, [first.n, txn.n]);
            }
        }
    }
}

/// How often the terminal itself sent messages of a transaction's kind in its attempt; as often as you like where
/// the bench does not see frames.
fn left(case: &Case<'_>, txn: &Txn<'_>) -> usize {
    let seen = case.between(0, u64::MAX, |e| matches!(e, Event::Left(frame) if frame.direction == "to-host"));
    let own = |(n, class): &&(u64, &str)| *class == txn.kind.name() && case.attempt_at(*n) == txn.attempt;
    seen.map_or(usize::MAX, |_| case.lines.left.iter().filter(own).count())
}

/// The earlier transaction of the same attempt that this one repeats.
fn repeated<'c, 'a>(case: &'c Case<'a>, txn: &Txn<'_>) -> Option<&'c Txn<'a>> {
    let same = |t: &&Txn<'_>| {
        t.kind == txn.kind && t.attempt == txn.attempt && t.n < txn.n && t.amount_fen == txn.amount_fen
    };
    let open = |t: &&Txn<'a>| !is_over(case, t, txn.n);
    case.txns.iter().filter(same).find(open)
}

/// Whether a transaction had come to an end before an entry.
fn is_over(case: &Case<'_>, txn: &Txn<'_>, n: u64) -> bool {
    // A sign-on that was asked for in between is the answer to a refused key, be it proven or not.
    let keys = case.reqs.iter().any(|r| r.note.class == "sign-on" && r.n > txn.n && r.n < n);
    case.is_declined(txn) || keys || case.settled_at(txn).is_some_and(|settled| settled < n)
}

/// Whether a transaction was repeated within its attempt under a new identity, so that this rule owns it.
pub(super) fn is_repeat(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let later = case.txns.iter().filter(|t| t.kind.is_reversible() && !t.in_reprint && t.n > txn.n);
    txn.kind != Kind::Refund
        && later.into_iter().any(|t| repeated(case, t).is_some_and(|first| first.key == txn.key))
}
