//! `wallet.settled-first`: one wallet order after the other.
//!
//! Owns the new order that goes out while an earlier one may still be paid. If both are paid for one wish, that is
//! `intent.charged-once`'s.

use crate::{
    RuleInfo,
    case::{Case, Heard, Proof, Txn},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wallet.settled-first",
    sentence: "no new wallet payment before an earlier one is known to be paid, declined or closed",
    checks: "each wallet payment against the next one that left the terminal: that the earlier one had been claimed, \
             rightly declined, or closed by then",
    does_not_check: "sales by card, which may go first; voids, refunds and queries",
};

pub(super) struct First;

impl Rule for First {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_wallet_payment() && !t.unasked && !t.is_reused) {
            let Some(next) = case.next_payment(txn.n).filter(|_| !case.is_charged_twice(txn.intent)) else {
                continue;
            };
            if !is_settled(case, txn, next) {
                let sentence = format!("{} was in doubt, and a new wallet payment went out", txn.name());
                out.terminal(sentence, [txn.n, next]);
            }
        }
    }
}

fn is_settled(case: &Case<'_>, txn: &Txn<'_>, until: u64) -> bool {
    let declined = matches!(case.heard(txn), Heard::Answer { n, proof: Proof::Decline } if n < until);
    let given_over = case.declared_open(txn).is_some_and(|n| n < until);
    declined
        || given_over
        || !txn.reversals.is_empty()
        || case.claimed_before(txn, until).is_some()
        || case.closed_at(txn).is_some_and(|n| n < until)
}
