//! `reversal.persistent`: a reversal is repeated until it is settled, and not without end.
//!
//! Owns what was tried and given up without a word. What was never tried is `doubt.resolved`'s; what came in the
//! wrong order but came, or was put aside with a word to the operator, is `reversal.first`'s.

use profile::AfterExhaustion;

use crate::{
    RuleInfo,
    case::{Case, Txn, Undo},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.persistent",
    sentence: "a reversal is repeated until it is settled, and not without end at one go",
    checks: "after a reversal without an answer that settles it: one more before, or at least after, the next \
             financial request; in one attempt no more tries than the practice allows and one",
    does_not_check: "how long a terminal waits between tries; reversals under a practice that gives up (risk)",
};

pub(super) struct Persistent;

impl Rule for Persistent {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_reversible() && !t.reversals.is_empty()) {
            if let Undo::GivenUp { by } = case.undo(txn)
                && !case.is_charged_twice(txn.intent)
            {
                let evidence = [txn.n, by].into_iter().chain(case.reversals(txn).map(|r| r.n));
                let sentence = format!(
                    "the reversal of {} was not settled in {} tries, a new request went out, and none followed",
                    txn.name(),
                    txn.reversals.len()
                );
                out.terminal(sentence, evidence);
            }
            endless(case, txn, out);
        }
    }
}

/// More tries than the practice allows: at one go, or in all where it gives up after so many.
fn endless(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let practice = &case.profile.terminal.reversal;
    let limit = usize::from(practice.attempts.limit) + 1;
    let in_all = practice.after_exhaustion == AfterExhaustion::GiveUpAndDelete;
    let settled = case.settled_at(txn).unwrap_or(u64::MAX);
    let tries: Vec<_> = case.reversals(txn).filter(|r| r.n < settled).collect();
    let Some(last) = tries.last() else { return };
    let at_one_go =
        |attempt| tries.iter().filter(|r| in_all || r.attempt == attempt).map(|r| r.n).collect::<Vec<_>>();
    let most =
        tries.iter().map(|r| at_one_go(r.attempt)).max_by_key(Vec::len).unwrap_or_else(|| vec![last.n]);
    if most.len() > limit {
        let sentence = format!(
            "the reversal of {} was tried {} times at one go; the practice allows {}",
            txn.name(),
            most.len(),
            practice.attempts.limit
        );
        out.terminal(sentence, most);
    }
}
