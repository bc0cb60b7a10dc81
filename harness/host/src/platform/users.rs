//! What users do in their wallets: show a code, scan one, confirm or refuse.

use wire::PayCode;

use super::{Deed, OrderState, Platform, Shown, no};
use crate::Moment;

impl Platform {
    /// A fresh payment code of a wallet, for one payment; `None` for a wallet that is not known.
    pub(crate) fn show_code(&mut self, wallet: &str, confirm: bool, drawn: u64) -> Option<PayCode> {
        if !self.purses.contains_key(wallet) {
            return None;
        }
        self.shown += 1;
        // The count keeps two codes apart whatever is drawn.
        let digits = format!("13{:04}{:012}", self.shown % 10_000, drawn % 1_000_000_000_000);
        let code = PayCode::new(&digits).ok()?;
        let shown = Shown { wallet: wallet.to_owned(), confirm };
        self.codes.insert(code.clone(), shown);
        Some(code)
    }

    /// A user scans the code that a terminal shows, and pays.
    pub(crate) fn scan(&mut self, at: Moment, wallet: &str, code: &str) -> Deed {
        let found = self.orders.values().find(|order| order.shown_code.as_deref() == Some(code));
        let Some(number) = found.map(|order| order.number.clone()) else {
            return no("25");
        };
        if !self.up || !self.purses.contains_key(wallet) {
            return no(&self.practice.host.wallet.maintenance);
        }
        self.expire(at, &number);
        match self.orders.get_mut(&number) {
            Some(order) if order.state == OrderState::Waiting => order.payer = Some(wallet.to_owned()),
            _ => return self.answer("22", &number),
        }
        self.take(at, &number)
    }

    /// A user confirms an order, or refuses it.
    pub(crate) fn confirm(&mut self, at: Moment, number: &str, yes: bool) -> Deed {
        if !self.up {
            return no(&self.practice.host.wallet.maintenance);
        }
        self.expire(at, number);
        match self.orders.get_mut(number) {
            Some(order) if order.state == OrderState::Waiting && !yes => {
                order.state = OrderState::Closed;
                self.answer("22", number)
            }
            Some(order) if order.state == OrderState::Waiting => self.take(at, number),
            _ => self.answer("22", number),
        }
    }
}
