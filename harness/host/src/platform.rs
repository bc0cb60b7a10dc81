//! The wallet platform: accounts of persons, orders by their numbers, a ledger of its own.
//!
//! It stands beside the issuer, behind the acquirer. Everything goes by the merchant's order number: the same request
//! twice does the same once. An order waits for its user, is paid or is closed; what is closed is never paid, also where
//! the cancellation came before the order. It never asks whether a terminal behaved.

mod order;
mod text;
mod users;

pub(crate) use order::{Back, Order, OrderState};

use std::collections::BTreeMap;
use std::sync::Arc;

use profile::Profile;
use wire::PayCode;

use crate::books::{Draft, Ledger};
use crate::issuer::Lapse;
use crate::setup::Purse;
use crate::{Book, CardholderText, Class, LedgerAccount, Moment, Payer, Posting, TxnKey};

/// What the acquirer asks of the platform.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) class: Class,
    /// Number of the order.
    pub(crate) order: String,
    /// Number of the refund that is wanted or queried.
    pub(crate) refund: Option<String>,
    pub(crate) pay_code: Option<PayCode>,
    pub(crate) amount_fen: i64,
    pub(crate) mid: String,
    pub(crate) merchant: String,
    pub(crate) key: TxnKey,
    pub(crate) rrn: String,
    pub(crate) lapse: Option<Lapse>,
}

/// What the platform says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// F39: 00 done, 09 waits for its user.
    pub(crate) code: String,
    /// State of what was asked about, as F63.5 names it.
    pub(crate) state: Option<&'static str>,
    /// The code that the terminal is to show.
    pub(crate) shown_code: Option<String>,
    /// The order as it is now.
    pub(crate) order: Option<Box<Order>>,
    /// What the answer is about, where it is not the order as a whole: reference number and amount.
    pub(crate) about: Option<(String, i64)>,
}

/// What an ask, or a user, brought about.
#[derive(Debug, Default)]
pub(crate) struct Deed {
    pub(crate) told: Told,
    pub(crate) posting: Option<Posting>,
    pub(crate) text: Option<CardholderText>,
    /// The wallet whose user has to confirm this order.
    pub(crate) asks: Option<(String, String)>,
}

/// A payment code as it was shown.
#[derive(Clone, Debug)]
struct Shown {
    wallet: String,
    /// The user wants to confirm, whatever the amount.
    confirm: bool,
}

/// The platform.
#[derive(Debug)]
pub(crate) struct Platform {
    practice: Arc<Profile>,
    purses: BTreeMap<String, Purse>,
    codes: BTreeMap<PayCode, Shown>,
    orders: BTreeMap<String, Order>,
    ledger: Ledger,
    up: bool,
    shown: u64,
}

impl Platform {
    pub(crate) fn new(purses: Vec<Purse>, practice: Arc<Profile>) -> Self {
        let mut ledger = Ledger::new(Book::Wallet);
        for purse in &purses {
            ledger.open(LedgerAccount::Wallet(purse.id.clone()), purse.balance_fen);
        }
        let purses = purses.into_iter().map(|purse| (purse.id.clone(), purse)).collect();
        Self { practice, purses, codes: BTreeMap::new(), orders: BTreeMap::new(), ledger, up: true, shown: 0 }
    }

    pub(crate) const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) const fn set_up(&mut self, up: bool) {
        self.up = up;
    }

    pub(crate) fn balance(&self, wallet: &str) -> Option<i64> {
        let account = LedgerAccount::Wallet(wallet.to_owned());
        self.purses.contains_key(wallet).then(|| self.ledger.balance(&account))
    }

    pub(crate) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    pub(crate) fn order(&self, number: &str) -> Option<&Order> {
        self.orders.get(number)
    }

    /// Carries out what is asked; in maintenance nothing is looked at.
    pub(crate) fn act(&mut self, at: Moment, ask: &Ask) -> Deed {
        if !self.up {
            return no(&self.practice.host.wallet.maintenance);
        }
        self.expire(at, &ask.order);
        if self.orders.get(&ask.order).is_some_and(|order| order.mid != ask.mid) {
            return no("25");
        }
        match ask.class {
            Class::WalletPay | Class::WalletCode => self.pay(at, ask),
            Class::WalletQuery => self.tell(ask),
            Class::WalletCancel => self.cancel(at, ask),
            Class::WalletRefund => self.refund(at, ask),
            _ => no("40"),
        }
    }

    /// An order that waited too long is closed.
    fn expire(&mut self, at: Moment, number: &str) {
        let valid_s = i64::from(self.practice.host.wallet.order_valid_s);
        if let Some(order) = self.orders.get_mut(number)
            && order.state == OrderState::Waiting
            && seconds(at) - seconds(order.since) > valid_s
        {
            order.state = OrderState::Closed;
        }
    }

    fn pay(&mut self, at: Moment, ask: &Ask) -> Deed {
        if let Some(order) = self.orders.get(&ask.order) {
            let same = order.amount_fen == ask.amount_fen && order.class == ask.class;
            let code = match order.state {
                _ if !same && order.state != OrderState::Closed => "94",
                OrderState::Paid => "00",
                OrderState::Waiting => "09",
                OrderState::Closed => "22",
            };
            return self.answer(code, &ask.order);
        }
        let mut order = Order::new(at, ask);
        if ask.class == Class::WalletCode {
            order.shown_code = Some(format!("https://wallet.example/q/{}", ask.order));
            self.orders.insert(ask.order.clone(), order);
            return self.answer("09", &ask.order);
        }
        // A code is good for one order.
        let shown = ask.pay_code.as_ref().and_then(|code| self.codes.remove(code));
        let Some(Shown { wallet, confirm }) = shown else {
            return no("14");
        };
        order.payer = Some(wallet.clone());
        let most = i64::try_from(self.practice.host.wallet.confirm_above_fen).unwrap_or(i64::MAX);
        let asks = confirm || ask.amount_fen > most;
        self.orders.insert(ask.order.clone(), order);
        if asks {
            let deed = self.answer("09", &ask.order);
            return Deed { asks: Some((wallet, ask.order.clone())), ..deed };
        }
        self.take(at, &ask.order)
    }

    /// Takes the money of an order from its payer; an account that is short closes it.
    fn take(&mut self, at: Moment, number: &str) -> Deed {
        let Some(order) = self.orders.get_mut(number) else {
            return no("25");
        };
        let wallet = order.payer.clone().unwrap_or_default();
        let has = self.ledger.balance(&LedgerAccount::Wallet(wallet.clone()));
        if has < order.amount_fen {
            order.state = OrderState::Closed;
            return self.answer("51", number);
        }
        order.state = OrderState::Paid;
        let order = order.clone();
        let back = Back { key: order.key.clone(), rrn: order.rrn.clone(), amount_fen: order.amount_fen };
        let posting = self.post(&order, order.class, &back, -order.amount_fen, order.lapse);
        let text = self.write(at, &order, order.class, order.amount_fen, order.lapse);
        Deed { posting, text, ..self.answer("00", number) }
    }

    fn tell(&self, ask: &Ask) -> Deed {
        let Some(order) = self.orders.get(&ask.order) else {
            return no("25");
        };
        let Some(number) = &ask.refund else {
            return self.answer("00", &ask.order);
        };
        let Some(refund) = order.refunds.get(number) else {
            return no("25");
        };
        let mut deed = self.answer_about("00", &ask.order, refund);
        deed.told.state = Some("APPROVED");
        deed
    }

    /// Closes an order; one that is not known is closed before it comes.
    fn cancel(&mut self, at: Moment, ask: &Ask) -> Deed {
        let days = i64::from(self.practice.host.wallet.cancel_within_days);
        let order = self.orders.entry(ask.order.clone()).or_insert_with(|| Order::new(at, ask));
        if order.state != OrderState::Paid {
            order.state = OrderState::Closed;
            return match order.cancelled.clone() {
                Some(back) => self.answer_about("00", &ask.order, &back),
                None => self.answer("00", &ask.order),
            };
        }
        if !order.refunds.is_empty() {
            return no("22");
        }
        if at.day_number - order.since.day_number > days {
            return no("12");
        }
        order.state = OrderState::Closed;
        let back = Back::of(ask, order.amount_fen);
        order.cancelled = Some(back.clone());
        let order = order.clone();
        let posting = self.post(&order, Class::WalletCancel, &back, back.amount_fen, ask.lapse);
        let text = self.write(at, &order, Class::WalletCancel, back.amount_fen, ask.lapse);
        Deed { posting, text, ..self.answer_about("00", &ask.order, &back) }
    }

    /// Pays back; the same refund number pays once.
    fn refund(&mut self, at: Moment, ask: &Ask) -> Deed {
        let days = i64::from(self.practice.host.wallet.refund_within_days);
        let number = ask.refund.clone().unwrap_or_default();
        let Some(order) = self.orders.get_mut(&ask.order) else {
            return no("25");
        };
        if let Some(known) = order.refunds.get(&number) {
            let code = if known.amount_fen == ask.amount_fen { "00" } else { "94" };
            let known = known.clone();
            return self.answer_about(code, &ask.order, &known);
        }
        if order.state != OrderState::Paid {
            return no("22");
        }
        if at.day_number - order.since.day_number > days {
            return no("12");
        }
        if ask.amount_fen > order.amount_fen - order.refunded_fen() {
            return no(&self.practice.host.refund_exceeds);
        }
        let back = Back::of(ask, ask.amount_fen);
        order.refunds.insert(number, back.clone());
        let order = order.clone();
        let posting = self.post(&order, Class::WalletRefund, &back, back.amount_fen, ask.lapse);
        let text = self.write(at, &order, Class::WalletRefund, back.amount_fen, ask.lapse);
        Deed { posting, text, ..self.answer_about("00", &ask.order, &back) }
    }

    /// An answer with the order as it is now.
    fn answer(&self, code: &str, number: &str) -> Deed {
        let order = self.orders.get(number).cloned();
        let told = Told {
            code: code.to_owned(),
            state: order.as_ref().map(Order::state_name),
            shown_code: order.as_ref().and_then(|order| order.shown_code.clone()),
            about: order.as_ref().map(|order| (order.rrn.clone(), order.amount_fen)),
            order: order.map(Box::new),
        };
        Deed { told, ..Deed::default() }
    }

    /// The same about something that went back of it.
    fn answer_about(&self, code: &str, number: &str, back: &Back) -> Deed {
        let mut deed = self.answer(code, number);
        deed.told.about = Some((back.rrn.clone(), back.amount_fen));
        deed
    }

    /// Books a movement of a wallet, unless that is left out on order.
    fn post(
        &mut self,
        order: &Order,
        class: Class,
        by: &Back,
        to_wallet_fen: i64,
        lapse: Option<Lapse>,
    ) -> Option<Posting> {
        if lapse == Some(Lapse::Booking) {
            return None;
        }
        let wallet = order.payer.clone()?;
        Some(self.ledger.post(Draft {
            class,
            key: by.key.clone(),
            original: (by.key != order.key).then(|| order.key.clone()),
            rrn: by.rrn.clone(),
            payer: Payer::Wallet(wallet.clone()),
            legs: vec![
                (LedgerAccount::Wallet(wallet), to_wallet_fen),
                (LedgerAccount::ClearingAcquirer, -to_wallet_fen),
            ],
            fee_fen: 0,
        }))
    }
}

/// An answer that says no; nothing is done.
fn no(code: &str) -> Deed {
    Deed { told: Told { code: code.to_owned(), ..Told::default() }, ..Deed::default() }
}

/// Seconds on a line that runs through days.
const fn seconds(at: Moment) -> i64 {
    at.day_number * 86_400 + at.second_of_day
}
