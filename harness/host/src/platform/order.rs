//! An order at the platform, and what went back of it.

use std::collections::BTreeMap;

use super::Ask;
use crate::issuer::Lapse;
use crate::{Class, Moment, TxnKey};

/// What has become of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderState {
    /// Its user has not paid yet.
    Waiting,
    /// Paid; parts may have gone back.
    Paid,
    /// It will not be paid, or all of it went back by its cancellation.
    Closed,
}

/// A request that moved money of an order, and how much.
#[derive(Clone, Debug)]
pub(crate) struct Back {
    pub(crate) key: TxnKey,
    pub(crate) rrn: String,
    pub(crate) amount_fen: i64,
}

impl Back {
    pub(super) fn of(ask: &Ask, amount_fen: i64) -> Self {
        Self { key: ask.key.clone(), rrn: ask.rrn.clone(), amount_fen }
    }
}

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) number: String,
    pub(crate) class: Class,
    /// The request that made it.
    pub(crate) key: TxnKey,
    pub(crate) rrn: String,
    pub(crate) mid: String,
    pub(crate) merchant: String,
    pub(crate) amount_fen: i64,
    /// When it was made.
    pub(crate) since: Moment,
    pub(crate) state: OrderState,
    /// The wallet that pays, once it is known.
    pub(crate) payer: Option<String>,
    /// The code that the terminal shows for it.
    pub(crate) shown_code: Option<String>,
    /// The cancellation that gave its money back.
    pub(crate) cancelled: Option<Back>,
    /// By refund number.
    pub(crate) refunds: BTreeMap<String, Back>,
    pub(crate) lapse: Option<Lapse>,
}

impl Order {
    pub(super) fn new(at: Moment, ask: &Ask) -> Self {
        Self {
            number: ask.order.clone(),
            class: ask.class,
            key: ask.key.clone(),
            rrn: ask.rrn.clone(),
            mid: ask.mid.clone(),
            merchant: ask.merchant.clone(),
            amount_fen: ask.amount_fen,
            since: at,
            state: OrderState::Waiting,
            payer: None,
            shown_code: None,
            cancelled: None,
            refunds: BTreeMap::new(),
            lapse: ask.lapse,
        }
    }

    pub(crate) fn refunded_fen(&self) -> i64 {
        self.refunds.values().map(|refund| refund.amount_fen).sum()
    }

    /// Whether money was taken for it, be it given back since or not.
    pub(crate) fn was_paid(&self) -> bool {
        self.state == OrderState::Paid || self.cancelled.is_some()
    }

    /// As a query is told it (F63.5).
    pub(crate) fn state_name(&self) -> &'static str {
        match (self.state, self.refunded_fen()) {
            (OrderState::Waiting, _) => "PENDING",
            (OrderState::Closed, _) => "CLOSED",
            (OrderState::Paid, 0) => "APPROVED",
            (OrderState::Paid, back) if back >= self.amount_fen => "REFUNDED",
            (OrderState::Paid, _) => "PARTLY REFUNDED",
        }
    }
}
