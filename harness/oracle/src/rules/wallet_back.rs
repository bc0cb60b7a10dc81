//! `wallet.back-once`: what goes back of a wallet order goes back once, with the supervisor's word.
//!
//! Owns the second refund number of one wish. What the platform pays beyond an order is `returns.conserve`'s.

use crate::{
    RuleInfo,
    case::{Case, Kind, Txn},
    money::{total, yuan},
    rule::{Findings, Rule},
};

use super::void_rightful::is_confirmed;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wallet.back-once",
    sentence: "one wish to give a wallet's money back pays once, of a payment that stands, with the supervisor's word",
    checks: "each refund of a wallet order, and each cancellation that was ordered: that no other refund number was sent \
             for the same order of the cashier; that a supervisor confirmed where the practice asks for it; that the \
             terminal knew of nothing that had gone back before so that it is too much",
    does_not_check: "cancellations of what is in doubt (wallet.queried-not-reversed)",
};

pub(super) struct BackOnce;

impl Rule for BackOnce {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let back = |t: &&Txn<'_>| matches!(t.kind, Kind::WalletRefund | Kind::WalletCancel) && !t.unasked;
        for txn in case.txns.iter().filter(back) {
            confirmed(case, txn, out);
            again(case, txn, out);
            too_much(case, txn, out);
        }
    }
}

fn confirmed(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let ordered = case.sends(txn).next().filter(|r| r.note.intent.is_some() && r.note.intent == txn.intent);
    let Some(request) = ordered.filter(|_| case.profile.terminal.wallet.supervisor) else {
        return;
    };
    if !is_confirmed(case, request) {
        out.terminal(format!("{} was sent and no supervisor had confirmed it", txn.name()), [request.n]);
    }
}

/// Another number for the same wish, while the first may have been paid.
fn again(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let Some(intent) = txn.intent else { return };
    let first = case.of_intent(intent).find(|t| {
        t.kind == txn.kind
            && t.n < txn.n
            && t.intent == txn.intent
            && !case.is_declined(t)
            && case.refund_of(t) != case.refund_of(txn)
    });
    let Some(first) = first.filter(|first| !case.is_wanted_twice(first, txn)) else {
        return;
    };
    let sentence = format!("{} was sent though {} of the same order may be paid", txn.name(), first.name());
    out.terminal(sentence, [first.n, txn.n]);
}

fn too_much(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let Some(paid) = case.payment_behind(txn) else { return };
    let kinds = [Kind::WalletRefund, Kind::WalletCancel];
    let earlier: Vec<&Txn<'_>> =
        kinds.into_iter().flat_map(|kind| case.known_returns(paid, txn, kind)).collect();
    let gone = total(earlier.iter().filter(|t| t.index != txn.index).map(|t| t.amount_fen));
    if gone != 0 && total([gone, txn.amount_fen]) > paid.amount_fen {
        let sentence =
            format!("{} was sent for {}, of which {} had gone back", txn.name(), paid.name(), yuan(gone));
        out.terminal(sentence, earlier.iter().map(|t| t.n).chain([paid.n, txn.n]));
    }
}
