//! Wallet orders: what names them, what was told of them, and what closed them.
//!
//! An order goes by its number, a refund of one by a number besides, wherever the dialect keeps them. The terminal closes
//! an order of its own accord, and sees a refund through that somebody ordered earlier; neither waits for an order in hand.

use std::collections::{BTreeMap, BTreeSet};

use journal::OrderKind;
use wire::Place;

use super::line::{Lines, Stray};
use super::{Attempt, Case, Intent, Kind, Proof, Req, Txn, kind_of, kind_ordered};

/// Whether it gives back what a wallet paid, or closes its order.
const fn goes_back(kind: Kind) -> bool {
    matches!(kind, Kind::WalletCancel | Kind::WalletRefund)
}

/// Whose wish it is that something goes back of a wallet order.
pub(super) struct Owners<'c, 'a> {
    intents: &'c BTreeMap<u32, Intent<'a>>,
    /// By an intent, those that go back to it, in order.
    back: BTreeMap<u32, Vec<u32>>,
    /// By an order's number, the intents that it was to pay.
    paid: BTreeMap<&'a str, Vec<u32>>,
    /// The intents whose order's number is known.
    numbered: BTreeSet<u32>,
    /// The intents of which something that goes back was lost on its way, by kind.
    lost: BTreeSet<(u32, Kind)>,
    /// The intents of which something that goes back was taken.
    taken: BTreeSet<u32>,
}

impl<'c, 'a> Owners<'c, 'a> {
    pub(super) fn of(
        lines: &Lines<'_>,
        attempts: &[Attempt],
        intents: &'c BTreeMap<u32, Intent<'a>>,
    ) -> Self {
        let mut back: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for intent in intents.values() {
            if let Some(of) = intent.of {
                back.entry(of).or_default().push(intent.number);
            }
        }
        let lost = lines.strays.iter().filter_map(|stray| {
            let kind = kind_of(stray.class).filter(|kind| goes_back(*kind) || *kind == Kind::Refund)?;
            Some((attempts.get(super::flow::under_way(attempts, stray.n)?)?.intent, kind))
        });
        Self {
            intents,
            back,
            paid: BTreeMap::new(),
            numbered: BTreeSet::new(),
            lost: lost.collect(),
            taken: BTreeSet::new(),
        }
    }

    /// Remembers what a request tells of its order.
    pub(super) fn learn(&mut self, req: &Req<'a>, kind: Kind) {
        if kind.is_wallet_payment()
            && let Some((order, intent)) = req.order.zip(req.intent)
        {
            self.paid.entry(order).or_default().push(intent);
            self.numbered.insert(intent);
        }
        if goes_back(kind) || kind == Kind::Refund {
            self.taken.extend(req.intent);
        }
    }

    /// The intent that a request belongs to: the one under way; of what goes back of a wallet order, the one that asked
    /// for that, be it an earlier one.
    pub(super) fn intent_of(&self, req: &Req<'a>, kind: Kind) -> Option<u32> {
        if !goes_back(kind) {
            return req.note.intent;
        }
        let paid = req.order.and_then(|order| self.paid.get(order)).map_or(&[][..], Vec::as_slice);
        let later = paid.iter().filter_map(|of| self.back.get(of)).flatten();
        let asked: BTreeSet<u32> =
            later.copied().filter(|number| self.asks_for(*number, req, kind)).collect();
        // What was lost on its way is seen through before the order in hand.
        let lost = |number: &&u32| self.lost.contains(&(**number, kind)) && !self.taken.contains(*number);
        let owner = asked.iter().find(lost).or_else(|| {
            let in_hand = req.note.intent.and_then(|intent| asked.get(&intent));
            in_hand.or_else(|| asked.last())
        });
        // A cancellation that nobody ordered is the terminal's own; a refund is somebody's at least.
        let in_hand = || req.note.intent.filter(|intent| self.may_mean(*intent, paid, kind));
        owner.copied().or_else(in_hand)
    }

    /// The order of a refund that the terminal kept, since its request was lost or never sent, and brings to the host with
    /// its settlement.
    pub(super) fn kept_refund(&self, req: &Req<'_>) -> Option<u32> {
        let amount = |i: &Intent<'_>| i.amount_fen.is_none_or(|fen| req.note.amount_fen == Some(fen));
        let ordered = |i: &&Intent<'_>| i.order == OrderKind::Refund && i.n < req.n && amount(i);
        let all = || self.intents.values().filter(ordered).map(|i| i.number);
        let taken = |number: &u32| self.taken.contains(number);
        // What was lost on its way was certainly kept; what was taken before is an old acquaintance.
        all().min_by_key(|number| (taken(number), !self.lost.contains(&(*number, Kind::Refund))))
    }

    /// Whether an intent asks for something of this kind and amount, and did so before a request.
    fn asks_for(&self, number: u32, req: &Req<'_>, kind: Kind) -> bool {
        self.intents.get(&number).is_some_and(|intent| {
            let fits = match kind {
                Kind::WalletCancel => intent.order == OrderKind::WalletVoid,
                _ => matches!(intent.order, OrderKind::WalletVoid | OrderKind::WalletRefund),
            };
            fits && intent.n < req.n && intent.amount_fen.is_none_or(|fen| req.note.amount_fen == Some(fen))
        })
    }

    /// Whether the order in hand can mean the order of these payments: a void does not if it goes back to one that is
    /// known by another number.
    fn may_mean(&self, in_hand: u32, paid: &[u32], kind: Kind) -> bool {
        let Some(intent) = self.intents.get(&in_hand) else {
            return false;
        };
        let another = intent.of.is_some_and(|of| self.numbered.contains(&of) && !paid.contains(&of));
        kind == Kind::WalletRefund || (kind_ordered(intent.order) == Some(kind) && !another)
    }
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
        self.txns.get(*self.index.orders.get(self.order_of(later)?)?)
    }

    /// The requests of a kind that name the order of a transaction, in order.
    fn naming(&self, txn: &Txn<'_>, kind: Kind) -> impl Iterator<Item = &Req<'a>> {
        let own = self.order_of(txn).and_then(|order| self.index.naming.get(&(order, kind)));
        own.into_iter().flatten().filter_map(|i| self.reqs.get(*i))
    }

    /// The requests of a kind that name the order of a payment as a whole.
    pub(crate) fn about(&self, txn: &Txn<'_>, kind: Kind) -> impl Iterator<Item = &Req<'a>> {
        self.naming(txn, kind).filter(|r| r.refund.is_none())
    }

    /// Entry with which the next wallet payment left the terminal after an entry, be it lost on its way.
    pub(crate) fn next_payment(&self, n: u64) -> Option<u64> {
        let payments = &self.index.wallet_payments;
        payments.get(payments.partition_point(|left| *left <= n)).copied()
    }

    /// Whether a query told before an entry that a payment, or refund, was done.
    pub(super) fn told_by_query(&self, txn: &Txn<'_>, until: u64) -> bool {
        let refund = self.refund_of(txn);
        let asked = self.naming(txn, Kind::WalletQuery).take_while(|r| r.n < until);
        asked
            .filter(|r| r.refund == refund)
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
