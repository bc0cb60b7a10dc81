//! `doubt.resolved`: nothing stays booked that nobody stands by.
//!
//! Owns a booking for which no reversal was ever sent. A reversal that was sent and given up is
//! `reversal.persistent`'s, a second charge `intent.charged-once`'s, a booking at the issuer alone
//! `books.agree`'s, a trusted decline that proved nothing `answer.proven`'s.

use std::collections::BTreeSet;

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Said, Txn, Undo},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "doubt.resolved",
    sentence: "every uncertain transaction ends reversed, confirmed, or declared open to the operator",
    checks: "each sale, void and refund that the acquirer booked and the terminal does not claim: that a reversal was \
             sent; or that people were told that it is pending, and nothing new was sent since; or that it was \
             declared open; a refund that was tried again, after its last try",
    does_not_check: "whether a reversal that was sent was also settled (reversal.persistent); in which order it came \
                     (reversal.first); what the practice leaves open (risk); a refund repeated under a new identity \
                     (refund.within)",
};

pub(super) struct DoubtResolved;

impl Rule for DoubtResolved {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let repeats = super::wire_duplicate::repeats(case);
        for txn in case.txns.iter().filter(|t| case.stands(t, Book::Acquirer) && !t.unasked && !t.is_reused) {
            if txn.kind.is_reversible() {
                reversible(case, txn, &repeats, out);
            } else {
                refund(case, txn, out);
            }
        }
    }
}

fn reversible(case: &Case<'_>, txn: &Txn<'_>, repeats: &BTreeSet<usize>, out: &mut Findings) {
    let Undo::Never { by } = case.undo(txn) else {
        return;
    };
    let owned_elsewhere = case.is_charged_twice(txn.intent)
        || case.falsely_undone(txn).is_some()
        || case.unproven_decline(txn).is_some()
        || repeats.contains(&txn.index);
    if owned_elsewhere {
        return;
    }
    let mut evidence = [vec![txn.n], case.posted_at(txn)].concat();
    evidence.extend(case.last_word(txn).map(|w| w.n));
    // Until the end nothing was sent: the rest itself shows that.
    evidence.push(by.unwrap_or(case.last));
    let after = if by.is_some() {
        "; new requests went out since"
    } else {
        ", and nobody was told that it is pending"
    };
    out.terminal(
        format!("{} is booked, not claimed, and no reversal of it was ever sent{after}", txn.name()),
        evidence,
    );
}

/// Whether a refund, or a wallet order, is booked and nobody was told after its last try that it may be. A repeat that nobody ordered
/// leaves the word before it as true as it was.
pub(super) fn is_untold_refund(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let tried = case.last_try(txn);
    let told = |said: Said| matches!(said, Said::InDoubt | Said::DeclaredOpen);
    let open = || case.is_dark() || case.words_of(txn).any(|w| w.n > tried && told(w.said));
    let ends_otherwise = || {
        case.is_claimed(txn)
            || case.is_declined(txn)
            || !txn.reversals.is_empty()
            || case.is_voided(txn, Book::Acquirer)
    };
    (txn.kind == crate::case::Kind::Refund || txn.kind.is_wallet())
        && !case.is_charged_twice(txn.intent)
        && case.stands(txn, Book::Acquirer)
        && !open()
        && !ends_otherwise()
        && !super::refund_within::is_paid_twice(case, txn)
}

fn refund(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    if !is_untold_refund(case, txn) {
        return;
    }
    let mut evidence = [vec![txn.n], case.posted_at(txn)].concat();
    evidence.extend(case.last_word(txn).map(|w| w.n));
    evidence.push(case.last);
    out.terminal(format!("{} is booked, and nobody was told that it may be", txn.name()), evidence);
}
