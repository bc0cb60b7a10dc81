//! `reversal.first`: nothing new before what is pending.
//!
//! Owns the wrong order: a new request that went out first, with a reversal after it; and the reversal that was
//! left out where nothing was booked or the request was lost, so that it cost nobody anything this time. One
//! that was left out and did cost is `doubt.resolved`'s. Of reversals that were tried and not settled it owns those that the
//! terminal itself calls open, or tries again later; one that it forgot is `reversal.persistent`'s.

use journal::Book;
use profile::RowPolicy;

use crate::{
    RuleInfo,
    case::{Case, Req, Txn, Undo, kind_of},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.first",
    sentence: "no new sale, void or refund before a pending reversal",
    checks: "after each transaction that was neither claimed nor rightly declined, also one that was lost on the way \
             to the host: a reversal, and a settled one, before the next financial request of a later attempt",
    does_not_check: "sign-on, query, balance and script advice, which may go first; a repeat within one attempt \
                     (wire.duplicate)",
};

pub(super) struct First;

impl Rule for First {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let repeats = super::wire_duplicate::repeats(case);
        for txn in case.txns.iter().filter(|t| !t.is_reused && !case.is_charged_twice(t.intent)) {
            let claimed = case.words_of(txn).any(|w| w.said.is_claim());
            let (by, what) = match case.undo(txn) {
                Undo::Late { by } if !claimed => (by, "before its reversal"),
                Undo::Postponed { by } if !claimed => (by, "while its reversal was not settled"),
                Undo::Never { by: Some(by) } if is_nowhere(case, txn) => {
                    (by, "and no reversal of it was ever sent")
                }
                _ => continue,
            };
            if repeats.contains(&txn.index) {
                continue;
            }
            let evidence = [txn.n, by].into_iter().chain(case.first_reversal(txn));
            out.terminal(format!("{} was in doubt; a new request went out {what}", txn.name()), evidence);
        }
        lost(case, out);
    }
}

/// Whether no book has it, so that only the order is wrong.
fn is_nowhere(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let nowhere = [Book::Acquirer, Book::Issuer].into_iter().all(|book| !case.stands(txn, book));
    nowhere && case.unproven_decline(txn).is_none()
}

/// Requests that left the terminal and were lost: the terminal cannot know that.
fn lost(case: &Case<'_>, out: &mut Findings) {
    if case.profile.terminal.reversal.on_send_failure == RowPolicy::Delete {
        return;
    }
    for stray in &case.lines.strays {
        let Some(kind) = kind_of(stray.class).filter(|k| k.is_reversible()) else {
            continue;
        };
        let attempt = case.attempt_at(stray.n);
        // The same transaction may have been sent again and been taken.
        if case.of_attempt(attempt).any(|t| t.kind == kind) {
            continue;
        }
        let Some(next) = case.next_financial(stray.n, attempt, None) else {
            continue;
        };
        let after = case.reqs.partition_point(|r| r.n <= stray.n);
        let later = case.reqs.get(after..).unwrap_or_default().iter().take_while(|r| r.n < next);
        let reversed = later.into_iter().any(Req::is_whole_reversal);
        if !reversed && case.stray_reversal(stray.n, next).is_none() {
            let sentence = format!(
                "a {} left the terminal and was lost; a new request went out, and no reversal before it",
                kind.name()
            );
            out.terminal(sentence, [stray.n, next]);
        }
    }
}
