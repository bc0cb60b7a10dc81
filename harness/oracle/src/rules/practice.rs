//! `practice.risk`: money that the profile's practice leaves open. It finds nothing wrong; it names amount, owner
//! and expiry.

use journal::{Book, Event};
use profile::{NoSlip, Unsafe};

use crate::{
    Risk, RuleInfo,
    case::{Case, Txn},
    rule::{Findings, Rule, ascending},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "practice.risk",
    sentence: "what a practice leaves open is risk, with amount, owner and expiry, and never a pass",
    checks: "each sale and void that stays booked, or was taken back, because a switch of the profile stands on its \
             unsafe side",
    does_not_check: "losses that do not follow from that switch, which are fails of the other rules",
};

pub(super) struct Practice;

impl Rule for Practice {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_reversible() && !t.unasked && !t.is_reused) {
            let booked = [Book::Acquirer, Book::Issuer].into_iter().any(|book| case.stands(txn, book));
            let voided = case.is_voided(txn, Book::Acquirer);
            if let Some(switch) = case.excuse(txn).filter(|_| booked && !voided && !case.is_declined(txn)) {
                out.risks.push(risk(case, txn, &switch));
            } else if is_taken_back_for_a_slip(case, txn) {
                out.risks.push(risk(case, txn, &Unsafe::NoSlipReverses));
            }
        }
    }
}

/// Whether an approved sale was reversed because no slip came out.
fn is_taken_back_for_a_slip(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let Some(reversal) = case.reversals(txn).next() else {
        return false;
    };
    let trouble = |e: &Event| matches!(e, Event::PrinterTrouble { .. });
    case.profile.terminal.no_slip == NoSlip::Reverse
        && !case.words_of(txn).any(|w| w.said.is_claim())
        && case.between(txn.n, reversal.n, trouble).is_some()
}

fn risk(case: &Case<'_>, txn: &Txn<'_>, switch: &Unsafe) -> Risk {
    let reversals = case.reversals(txn).map(|r| r.n);
    // What was taken back takes nothing any more; it is what had been approved.
    let booked =
        [Book::Acquirer, Book::Issuer].into_iter().map(|book| case.moved(txn, book).saturating_abs());
    let amount_fen = booked.max().filter(|fen| *fen != 0).unwrap_or_else(|| case.approved_amount(txn));
    at_stake(case, switch, amount_fen, [txn.n].into_iter().chain(case.posted_at(txn)).chain(reversals))
}

/// An amount that a switch leaves open, with owner and expiry from the profile.
pub(super) fn at_stake(
    case: &Case<'_>,
    switch: &Unsafe,
    amount_fen: i64,
    evidence: impl IntoIterator<Item = u64>,
) -> Risk {
    let terms = &case.profile.risk;
    let practice =
        serde_json::to_value(switch).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let (owner, expires_after_days) = (terms.owner.clone(), terms.expires_after_days);
    Risk { amount_fen, owner, expires_after_days, practice, evidence: ascending(evidence) }
}
