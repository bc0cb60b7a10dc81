//! `doubt.announced`: after a cut nobody is left in the dark.
//!
//! Owns silence about a transaction that ended well all the same. One that was never undone is found by the rule
//! that owns the missing reversal, since a terminal that forgot it cannot speak of it.

use journal::Event;

use crate::{
    RuleInfo,
    case::{Case, Said, Txn, Undo},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "doubt.announced",
    sentence: "after a cut the terminal announces the outcome before the next order",
    checks: "each power cut between a request and the first word on its outcome: a screen that tells of it after \
             power is back and before the next attempt or financial request",
    does_not_check: "cuts before the request left or after its outcome was shown; what is announced, which the \
                     claims and the books decide; transactions that were never undone (doubt.resolved)",
};

pub(super) struct DoubtAnnounced;

impl Rule for DoubtAnnounced {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_financial() && !t.in_reprint) {
            check(case, txn, out);
        }
    }
}

fn check(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let next = case.next_attempt(txn.n).unwrap_or(u64::MAX);
    let Some(cut) = case.cut_between(txn.n, next) else {
        return;
    };
    let told_before = case.words_of(txn).any(|w| w.n < cut && w.said != Said::Slip);
    // Power that comes back only after the next attempt began leaves no time to speak.
    let back = case.power.iter().rfind(|(n, on)| *on && *n > cut && *n < next).map(|(n, _)| *n);
    let (false, Some(back)) = (told_before, back) else {
        return;
    };
    if matches!(case.undo(txn), Undo::Never { .. }) || is_cut_again(case, back, next) {
        return;
    }
    let limit = case.next_financial(txn.n, txn.attempt, Some(txn)).unwrap_or(u64::MAX).min(next);
    let tells = |event: &Event| match event {
        Event::Shown(screen) => Said::of_screen(&screen.screen).is_some_and(|said| said != Said::Approved),
        _ => false,
    };
    if case.between(cut, limit, tells).is_none() {
        let evidence = [txn.n, cut, back].into_iter().chain((limit < u64::MAX).then_some(limit));
        out.terminal(
            format!(
                "power went while {} was under way; when it was back, the terminal said nothing of it",
                txn.name()
            ),
            evidence,
        );
    }
}

/// Whether power went once more and stayed away.
fn is_cut_again(case: &Case<'_>, back: u64, next: u64) -> bool {
    case.cut_between(back, next).is_some()
}
