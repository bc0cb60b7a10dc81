//! `reversal.persistent`: a reversal is repeated until it is settled, and not without end.
//!
//! Owns what was tried and given up without a word, or over a word that is not true of the end. What was never
//! tried is `doubt.resolved`'s; what came in the wrong order but came, or was put aside with a word to the
//! operator, is `reversal.first`'s; what was called done and is not is `claim.undone`'s.

use profile::AfterExhaustion;

use crate::{
    RuleInfo,
    case::{Case, Req, Txn, Undo, is_settled_by},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.persistent",
    sentence: "a reversal is repeated until it is settled, and not without end at one go",
    checks: "after a reversal without an answer that settles it: one more before, or at least after, the next \
             financial request, or a word that it is open; in one attempt no more tries than the practice allows and \
             one, those that were lost under way included",
    does_not_check: "how long a terminal waits between tries; reversals under a practice that gives up (risk)",
};

pub(super) struct Persistent;

impl Rule for Persistent {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_reversible()) {
            if let Undo::GivenUp { by } = case.undo(txn)
                && !case.is_charged_twice(txn.intent)
                && case.falsely_undone(txn).is_none()
            {
                let after = match by {
                    Some(_) => "a new request went out, and none followed",
                    None => "and nobody was told that it is open",
                };
                // Until the end nothing was said: the rest itself shows that.
                let evidence = [txn.n, by.unwrap_or(case.last)].into_iter();
                let evidence =
                    evidence.chain(case.reversals(txn).map(|r| r.n)).chain(case.first_reversal(txn));
                let sentence = format!("the reversal of {} was tried and not settled, {after}", txn.name());
                out.terminal(sentence, evidence);
            }
            if case.profile.terminal.reversal.after_exhaustion == AfterExhaustion::GiveUpAndDelete {
                endless(case, txn, out);
            }
        }
        at_one_go(case, out);
    }
}

/// How many tries the practice allows, and one.
fn most(case: &Case<'_>) -> usize {
    usize::from(case.profile.terminal.reversal.attempts.limit) + 1
}

fn too_many(case: &Case<'_>, name: &str, tries: Vec<u64>, out: &mut Findings) {
    let (count, limit) = (tries.len(), case.profile.terminal.reversal.attempts.limit);
    out.terminal(format!("{name} was tried {count} times at one go; the practice allows {limit}"), tries);
}

/// More tries in all, where the practice gives up after so many.
fn endless(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let settled = case.settled_at(txn).unwrap_or(u64::MAX);
    let tries: Vec<u64> = case.reversals(txn).map(|r| r.n).filter(|n| *n < settled).collect();
    if tries.len() > most(case) {
        too_many(case, &format!("the reversal of {}", txn.name()), tries, out);
    }
}

/// More tries than the practice allows in one attempt, taken or lost, since the last one that was settled.
fn at_one_go(case: &Case<'_>, out: &mut Findings) {
    let settled = |r: &Req<'_>| if r.is_partial() { is_settled_by(r) } else { case.settled_by(r).is_some() };
    let taken = case.reqs.iter().filter(|r| r.is_reversal()).map(|r| (r.n, settled(r)));
    let lost = case.lines.lost_between(0, u64::MAX).filter(|s| s.class.ends_with("-reversal"));
    let mut tries: Vec<(u64, bool)> = taken.chain(lost.map(|s| (s.n, false))).collect();
    tries.sort_unstable();
    let mut run: Vec<u64> = Vec::new();
    let mut attempt = None;
    for (n, settled) in tries.into_iter().chain([(u64::MAX, true)]) {
        let here = case.attempt_at(n);
        let ends = settled || here != attempt || n == u64::MAX;
        if ends && run.len() > most(case) {
            too_many(case, "a reversal", std::mem::take(&mut run), out);
        }
        if ends {
            run.clear();
        }
        attempt = here;
        if !settled {
            run.push(n);
        }
    }
}
