//! `reversal.warranted`: nothing is reversed that is not in doubt.
//!
//! A reversal of a claimed transaction is `reversal.not-claimed`'s; here is what the terminal could know to be
//! settled without any claim.

use journal::Event;
use profile::NoSlip;

use crate::{
    RuleInfo,
    case::{Case, Heard, Proof, Req, Said, Txn},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.warranted",
    sentence: "only what is in doubt is reversed",
    checks: "no reversal of a refund, balance or query; none of what was rightly declined; none once a reversal was \
             rightly answered with a code that settles it; none for the lack of a slip alone",
    does_not_check: "reversals after a power cut that fell between the answer and the terminal's next word: the \
                     answer may not have been kept; after keys that were gone by that word: it could not be checked",
};

pub(super) struct Warranted;

impl Rule for Warranted {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for (reversal, original) in case.all_reversals().filter(|(r, _)| !r.is_partial()) {
            let Some(txn) = original else { continue };
            if txn.kind.is_wallet() {
                // `wallet.queried-not-reversed` owns it.
                continue;
            }
            if !txn.kind.is_reversible() {
                let sentence =
                    format!("{} was reversed; a {} is never reversed", txn.name(), txn.kind.name());
                out.terminal(sentence, [txn.n, reversal.n]);
            } else if let Some((what, n)) = known(case, txn, reversal) {
                out.terminal(format!("{} was reversed though {what}", txn.name()), [txn.n, n, reversal.n]);
            }
        }
    }
}

/// What the terminal knew that made a reversal needless, and the entry that told it.
fn known<'t>(case: &Case<'_>, txn: &Txn<'_>, reversal: &Req<'_>) -> Option<(&'t str, u64)> {
    let kept = |n: &u64| {
        let word = case.words.iter().map(|w| w.n).find(|w| w > n).unwrap_or(u64::MAX);
        let until = word.min(reversal.n);
        // What comes when the keys are gone cannot be checked.
        *n < reversal.n && case.cut_between(*n, until).is_none() && !case.lacks_keys(*n, until)
    };
    let earlier = case.reversals(txn).filter(|r| r.n < reversal.n);
    if let Some(n) = earlier.filter_map(|r| case.settled_by(r)).find(kept) {
        return Some(("an earlier reversal of it was settled", n));
    }
    match case.heard(txn) {
        Heard::Answer { n, proof: Proof::Decline } if kept(&n) && !txn.is_reused => {
            Some(("it was rightly declined", n))
        }
        Heard::Answer { n, proof: Proof::Approval }
            if case.profile.terminal.no_slip == NoSlip::ApprovalStands =>
        {
            let claimed = case.words_of(txn).any(|w| w.said.is_claim());
            // Paper that says why it failed is no slip: it was refused here before anything was printed.
            let refused = |began: u64| {
                let off = |w: &&crate::case::Word<'_>| w.said == Said::NotDone && w.n > n && w.n < began;
                case.words_of(txn).any(|w| off(&w))
            };
            let printing = |e: &Event| matches!(e, Event::PaperLine { .. } | Event::PrinterTrouble { .. });
            let began =
                case.between(n, case.next_attempt(n).unwrap_or(u64::MAX).min(reversal.n), printing)?;
            (!claimed && !refused(began) && case.cut_between(n, reversal.n).is_none())
                .then_some(("all it lacked was a slip", began))
        }
        _ => None,
    }
}
