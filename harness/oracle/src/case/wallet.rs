//! Wallet orders: what names them, what was told of them, and what closed them.
//!
//! An order goes by its number, a refund of one by a number besides; the dialect says where both stand. The terminal closes an order of its
//! own accord, and sees a refund through that somebody ordered earlier; neither waits for an order in hand.

use std::collections::BTreeMap;

use journal::{OrderKind, RequestNote};
use wire::Place;

use super::line::Stray;
use super::{Case, Intent, Kind, Proof, Req, Txn, kind_of, kind_ordered};

/// The intent that a request belongs to: the one under way; of what goes back of a wallet order, the one that asked for
/// that, be it an earlier one.
pub(super) fn intent_of(
    n: u64,
    note: &RequestNote,
    order: Option<&str>,
    earlier: &[Req<'_>],
    intents: &BTreeMap<u32, Intent<'_>>,
) -> Option<u32> {
    let kind = kind_of(&note.class);
    if !matches!(kind, Some(Kind::WalletCancel | Kind::WalletRefund)) {
        return note.intent;
    }
    let paid: Vec<u32> = earlier
        .iter()
        .filter(|r| r.kind().is_some_and(Kind::is_wallet_payment) && r.order == order)
        .filter_map(|r| r.intent)
        .collect();
    let asked = |intent: &&Intent<'_>| {
        let fits = match kind {
            Some(Kind::WalletCancel) => intent.order == OrderKind::WalletVoid,
            _ => matches!(intent.order, OrderKind::WalletVoid | OrderKind::WalletRefund),
        };
        let amount = intent.amount_fen.is_none_or(|fen| note.amount_fen == Some(fen));
        fits && amount && intent.n < n && intent.of.is_some_and(|of| paid.contains(&of))
    };
    let in_hand = note.intent.and_then(|i| intents.get(&i)).filter(asked);
    let owner = in_hand.or_else(|| intents.values().rev().find(asked)).map(|i| i.number);
    // A cancellation that nobody ordered is the terminal's own; a refund is somebody's at least.
    owner.or_else(|| {
        note.intent.filter(|i| kind == Some(Kind::WalletRefund) || may_mean(intents.get(i), kind, &paid))
    })
}

/// Whether an order is of the request's kind, and may be about the order that the request names: not where that one is
/// known to be another's.
fn may_mean(intent: Option<&Intent<'_>>, kind: Option<Kind>, paid: &[u32]) -> bool {
    intent.is_some_and(|intent| {
        let other = !paid.is_empty() && intent.of.is_some_and(|of| !paid.contains(&of));
        kind_ordered(intent.order) == kind && !other
    })
}

impl<'a> Case<'a> {
    /// Number of the order that a transaction is about.
    pub(crate) fn order_of(&self, txn: &Txn<'_>) -> Option<&'a str> {
        self.reqs.get(*txn.sends.first()?)?.order
    }

    /// Number under which a transaction pays back.
    pub(crate) fn refund_of(&self, txn: &Txn<'_>) -> Option<&'a str> {
        self.reqs.get(*txn.sends.first()?)?.refund
    }

    /// The payment that a cancellation or refund names.
    pub(crate) fn payment_behind(&self, later: &Txn<'_>) -> Option<&Txn<'a>> {
        if later.kind.is_wallet_payment() {
            return None;
        }
        let order = self.order_of(later)?;
        self.txns.iter().find(|t| t.kind.is_wallet_payment() && self.order_of(t) == Some(order))
    }

    /// The requests of a kind that name the order of a payment as a whole.
    pub(crate) fn about<'s>(&'s self, txn: &Txn<'_>, kind: Kind) -> impl Iterator<Item = &'s Req<'a>> {
        let order = self.order_of(txn);
        self.reqs.iter().filter(move |r| {
            r.kind() == Some(kind) && order.is_some() && r.order == order && r.refund.is_none()
        })
    }

    /// Whether a query told before an entry that a payment, or refund, was done.
    pub(super) fn told_by_query(&self, txn: &Txn<'_>, until: u64) -> bool {
        let (order, refund) = (self.order_of(txn), self.refund_of(txn));
        let asks = |r: &&Req<'a>| {
            r.kind() == Some(Kind::WalletQuery) && r.order == order && r.refund == refund && r.n < until
        };
        order.is_some()
            && self
                .reqs
                .iter()
                .filter(asks)
                .any(|r| self.told(r, until, &["APPROVED", "PARTLY REFUNDED"]).is_some())
    }

    /// Entry with which the terminal learned that the order of a payment is closed: a cancellation of it was rightly
    /// answered, or a query told so.
    pub(crate) fn closed_at(&self, txn: &Txn<'_>) -> Option<u64> {
        let cancelled = self.about(txn, Kind::WalletCancel).filter_map(|r| {
            let heard = r.heard();
            heard.iter().find(|(.., proof)| *proof == Proof::Approval).map(|(n, ..)| *n)
        });
        let queried = self
            .about(txn, Kind::WalletQuery)
            .filter_map(|r| self.told(r, u64::MAX, &["CLOSED", "REFUNDED"]));
        cancelled.chain(queried).min()
    }

    /// Whether the terminal cancels of its own accord: nobody ordered it in the attempt under way.
    pub(crate) fn is_cancelled_by_itself(&self, stray: &Stray<'_>) -> bool {
        let ordered = self.intent_at(stray.n).and_then(|i| self.intents.get(&i)).map(|i| i.order);
        stray.class == Kind::WalletCancel.name() && ordered != Some(OrderKind::WalletVoid)
    }

    /// The entry with which an answer to a query told one of these states, before another entry.
    fn told(&self, query: &Req<'_>, until: u64, states: &[&str]) -> Option<u64> {
        let note = self.path(Place::Note)?;
        let heard = query.heard();
        let fits = |answer: &super::Ans<'_>| {
            answer.field(note).map(str::trim).is_some_and(|state| states.contains(&state))
        };
        let right = |(n, answer, proof): &&(u64, &super::Ans<'_>, Proof)| {
            *n < until && *proof == Proof::Approval && fits(answer)
        };
        heard.iter().find(right).map(|(n, ..)| *n)
    }
}
