//! The acquirer's side of wallet orders: what it books when it learns what the platform did.
//!
//! The platform tells an order as a whole; whatever of it the acquirer has not booked yet it books then, so that news that
//! was lost, late or told twice comes to the same.

use std::collections::BTreeSet;

use super::Register;
use super::fee::{on_sale, share};
use crate::books::Draft;
use crate::platform::{Back, Order};
use crate::{Class, LedgerAccount, Payer, Posting};

/// What the acquirer has booked of an order.
#[derive(Debug, Default)]
pub(super) struct Booked {
    paid: bool,
    cancelled: bool,
    refunds: BTreeSet<String>,
    refunded_fen: i64,
    fee_fen: i64,
    fee_returned_fen: i64,
}

impl Register {
    /// Books what is new of an order, on order without the fee that comes or goes with it.
    pub(crate) fn book_order(&mut self, order: &Order, with_fee: bool) -> Vec<Posting> {
        let mut booked = self.wallets.remove(&order.number).unwrap_or_default();
        let mut postings = Vec::new();
        let terms = self.practice.host.fee.clone();
        if order.was_paid() && !booked.paid {
            booked.paid = true;
            booked.fee_fen = if with_fee { on_sale(&terms, order.amount_fen) } else { 0 };
            let made = Back { key: order.key.clone(), rrn: order.rrn.clone(), amount_fen: order.amount_fen };
            postings.extend(self.post_order(order, order.class, &made, order.amount_fen, booked.fee_fen));
        }
        for (number, refund) in &order.refunds {
            if booked.refunds.insert(number.clone()) {
                booked.refunded_fen += refund.amount_fen;
                let due = share(booked.fee_fen, booked.refunded_fen, order.amount_fen);
                let returned =
                    if with_fee && terms.returned_on_refund { due } else { booked.fee_returned_fen };
                let fee = booked.fee_returned_fen - returned;
                booked.fee_returned_fen = returned;
                let class = Class::WalletRefund;
                postings.extend(self.post_order(order, class, refund, -refund.amount_fen, fee));
            }
        }
        if let Some(cancel) = order.cancelled.as_ref().filter(|_| !booked.cancelled) {
            booked.cancelled = true;
            let fee = if with_fee && terms.returned_on_void { -booked.fee_fen } else { 0 };
            postings.extend(self.post_order(order, Class::WalletCancel, cancel, -cancel.amount_fen, fee));
        }
        self.wallets.insert(order.number.clone(), booked);
        postings
    }

    fn post_order(
        &mut self,
        order: &Order,
        class: Class,
        by: &Back,
        to_merchant_fen: i64,
        fee: i64,
    ) -> Option<Posting> {
        let merchant = LedgerAccount::Merchant(order.mid.clone());
        let mut legs =
            vec![(merchant.clone(), to_merchant_fen), (LedgerAccount::ClearingWallet, -to_merchant_fen)];
        if fee != 0 {
            legs.extend([(merchant, -fee), (LedgerAccount::FeeIncome, fee)]);
        }
        Some(self.ledger.post(Draft {
            class,
            key: by.key.clone(),
            original: (by.key != order.key).then(|| order.key.clone()),
            rrn: by.rrn.clone(),
            payer: Payer::Wallet(order.payer.clone()?),
            legs,
            fee_fen: fee,
        }))
    }

    /// Whether the merchant's account bears a refund of this much.
    pub(crate) fn bears(&self, mid: &str, amount_fen: i64) -> bool {
        let has = self.ledger.balance(&LedgerAccount::Merchant(mid.to_owned()));
        self.floors.get(mid).is_none_or(|least| has - amount_fen >= *least)
    }
}
