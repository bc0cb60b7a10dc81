//! `reversal.not-claimed`: what the terminal stands by it does not reverse.
//!
//! Owns every reversal of a claimed transaction, be the claim before or after; what the books then say against
//! the claim follows from it and is not found again.

use crate::{
    RuleInfo,
    case::{Basis, Case},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.not-claimed",
    sentence: "no transaction is reversed that the terminal claims or has claimed",
    checks: "each reversal against approved and recovered-approved screens and complete slips of its original, \
             before and after it; a later word of the terminal does not take a claim back",
    does_not_check: "claims on late, foreign or unproven answers, which were wrong themselves (answer.*); broken or \
                     blank slips",
};

pub(super) struct NotClaimed;

impl Rule for NotClaimed {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_reversible() && !t.is_reused) {
            let Some(reversal) = case.reversals(txn).next() else {
                continue;
            };
            let sound = |basis: Basis| matches!(basis, Basis::Approval | Basis::Nothing);
            let Some(claim) = case.words_of(txn).find(|w| w.said.is_claim() && sound(case.basis(w))) else {
                continue;
            };
            let what = if claim.slip.is_some() { "a slip" } else { "the screen" };
            let when = if claim.n < reversal.n { "had claimed" } else { "claimed later" };
            out.terminal(
                format!("{} was reversed, which {what} {when}", txn.name()),
                [txn.n, claim.n, reversal.n],
            );
        }
    }
}
