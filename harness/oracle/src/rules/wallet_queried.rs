//! `wallet.queried-not-reversed`: an unknown wallet order is asked for, then cancelled, and never reversed.
//!
//! It owns every reversal of a wallet order, and every cancellation that nobody ordered. What a cancellation that was
//! ordered may take back is `wallet.back-once`'s; whether an order that is called closed is so, `wallet.closed-is-closed`'s.

use crate::{
    RuleInfo,
    case::{Case, DAY_NS, Kind, Req, Txn},
    rule::{Findings, Rule},
};

const SECOND_NS: u64 = 1_000_000_000;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wallet.queried-not-reversed",
    sentence: "a wallet order whose outcome is not known is queried, cancelled only if it stays unknown, and never reversed",
    checks: "no reversal names a wallet order; before each cancellation that nobody ordered a query of that order left \
             the terminal; it came not before, and not after, the practice's time; none of an order that the terminal \
             had claimed",
    does_not_check: "how often an order is queried; what was answered (wallet.closed-is-closed); orders whose request \
                     was lost on its way, as to their time",
};

pub(super) struct Queried;

impl Rule for Queried {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for (reversal, original) in case.all_reversals() {
            let Some(txn) = original.filter(|t| t.kind.is_wallet()) else { continue };
            let sentence =
                format!("{} was reversed; a wallet order is queried and never reversed", txn.name());
            out.terminal(sentence, [txn.n, reversal.n]);
        }
        for txn in case.txns.iter().filter(|t| t.kind.is_wallet_payment()) {
            let own = case.about(txn, Kind::WalletCancel).filter(|r| r.unasked && r.n > txn.n);
            // What follows the first one sees it through.
            if let Some(cancel) = own.min_by_key(|r| r.n) {
                cancelled(case, txn, cancel, out);
            }
        }
    }
}

fn cancelled(case: &Case<'_>, txn: &Txn<'_>, cancel: &Req<'_>, out: &mut Findings) {
    let practice = &case.profile.terminal.wallet;
    let evidence = [txn.n, cancel.n];
    let asked = case.about(txn, Kind::WalletQuery).any(|r| r.n > txn.n && r.sent < cancel.sent);
    let lost = || {
        let mut between = case.lines.lost_between(txn.n, cancel.sent);
        between.any(|s| s.class == Kind::WalletQuery.name())
    };
    if !asked && !lost() {
        out.terminal(format!("{} was cancelled and had not been queried", txn.name()), evidence);
    }
    let began = case.sends(txn).next().map_or(txn.n, |r| r.sent);
    let after = case.at(cancel.sent).saturating_sub(case.at(began));
    let least = u64::from(practice.cancel_not_before_s);
    // A clock of whole seconds may be off by one.
    if after.saturating_add(SECOND_NS) < least * SECOND_NS {
        let sentence = format!(
            "{} was cancelled {} s after it was sent; the practice waits {least} s",
            txn.name(),
            after / SECOND_NS
        );
        out.terminal(sentence, evidence);
    }
    if after / DAY_NS > u64::from(practice.cancel_within_days) {
        let sentence = format!("{} was cancelled {} days after it was sent", txn.name(), after / DAY_NS);
        out.terminal(sentence, evidence);
    }
    if let Some(n) = case.claimed_before(txn, cancel.sent) {
        let sentence = format!("{} was cancelled, which the terminal had claimed", txn.name());
        out.terminal(sentence, [txn.n, n, cancel.n]);
    }
}
