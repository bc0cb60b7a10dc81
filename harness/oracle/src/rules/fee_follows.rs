//! `fee.follows`: the merchant's fee comes and goes with the money.
//!
//! The fee is the acquirer's doing, so that every finding is the bench's.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Kind, Txn, is_void, legs},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "fee.follows",
    sentence: "the fee comes with the sale and goes back with the money, as the profile says",
    checks: "fee income of each booked payment, void and refund against the profile; none after a reversal",
    does_not_check: "how the fen is rounded between several partial refunds: one fen either way is let pass",
};

pub(super) struct Follows;

impl Rule for Follows {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_financial() && case.was_posted(t, Book::Acquirer)) {
            let fee = total(case.postings_of(txn, Book::Acquirer).map(|p| legs(p.note, "fee-income")));
            let (due, slack) = due(case, txn);
            if (i128::from(fee) - i128::from(due)).abs() > i128::from(slack) {
                let sentence =
                    format!("{} brought a fee of {} instead of {}", txn.name(), yuan(fee), yuan(due));
                out.bench(sentence, case.posted_at(txn));
            }
        }
    }
}

/// The fee that a transaction brings at rest, and how far it may be off.
fn due(case: &Case<'_>, txn: &Txn<'_>) -> (i64, i64) {
    if !case.stands(txn, Book::Acquirer) {
        return (0, 0);
    }
    let terms = &case.profile.host.fee;
    let moved = case.taken(txn, Book::Acquirer).abs();
    let sale = || {
        case.original_of(txn).and_then(|key| txn.kind.follows().iter().find_map(|kind| case.find(*kind, key)))
    };
    match txn.kind {
        kind if kind.is_payment() => (on_sale(case, moved), 0),
        kind if (is_void(kind) || kind == Kind::WalletCancel) && terms.returned_on_void => {
            (-on_sale(case, moved), 0)
        }
        Kind::Refund | Kind::WalletRefund if terms.returned_on_refund => {
            let whole = sale().map_or(moved, |s| case.amount_at(s, txn.n)).max(1);
            let fee = i128::from(on_sale(case, whole)) * i128::from(moved);
            (-i64::try_from(fee / i128::from(whole)).unwrap_or(0), 1)
        }
        _ => (0, 0),
    }
}

/// Basis points, rounded half up to the fen, at most the cap.
fn on_sale(case: &Case<'_>, amount_fen: i64) -> i64 {
    let terms = &case.profile.host.fee;
    let fee = (i128::from(amount_fen) * i128::from(terms.basis_points) + 5_000) / 10_000;
    let fee = i64::try_from(fee).unwrap_or(i64::MAX);
    if terms.cap_fen == 0 { fee } else { fee.min(i64::try_from(terms.cap_fen).unwrap_or(i64::MAX)) }
}
