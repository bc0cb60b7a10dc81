//! The customer with a wallet on the telephone: shows a code, scans one, confirms.
//!
//! What a customer does in the wallet is done whatever the terminal shows by then, power or no power.

use journal::ScreenNote;

use super::{Cashier, Deed};
use crate::{InWallet, Order, Purse, User};

const MS: u64 = 1_000_000;
/// What stands before the code on a screen that shows one.
const QR: &str = "QR ";

impl Cashier {
    /// The wallet of whom an order names.
    pub(super) fn purse_of(&self, order: &Order) -> Option<&Purse> {
        self.knows.wallet.purse(&order.user.as_ref()?.person)
    }

    /// Wallet and wish of the customer whose order is in hand.
    fn user(&self) -> Option<(String, InWallet)> {
        let order = &self.in_hand()?.order;
        let User { does, .. } = order.user.as_ref()?;
        Some((self.purse_of(order)?.id(), *does))
    }

    /// The terminal asks for a payment code.
    pub(super) fn show_code(&mut self, at: u64) {
        match self.user() {
            Some((wallet, does)) => {
                let confirm = does != InWallet::Pays;
                self.after_a_while(at, Deed::ShowCode { wallet, confirm });
            }
            None => self.after_a_while(at, Deed::Press(device::Key::Cancel)),
        }
    }

    /// The terminal shows a code to be scanned.
    pub(super) fn scan_code(&mut self, at: u64, note: &ScreenNote) {
        let code = note.lines.iter().find_map(|line| line.strip_prefix(QR)).map(str::to_owned);
        let (Some((wallet, does)), Some(code)) = (self.user(), code) else {
            return;
        };
        let extra = match does {
            InWallet::Pays => 0,
            InWallet::PaysAfter(ns) => ns,
            InWallet::Refuses | InWallet::Never => return,
        };
        self.in_the_wallet(at, extra, Deed::ScanCode { wallet, code });
    }

    /// The platform asks the holder of a wallet to confirm an order.
    pub(crate) fn asked_to_confirm(&mut self, at: u64, wallet: &str, order: String) {
        let own =
            |intent: &&super::Intent| self.purse_of(&intent.order).is_some_and(|purse| purse.id() == wallet);
        let wish = self.intents.iter().rev().find(own).and_then(|i| i.order.user.as_ref()).map(|u| u.does);
        let (extra, yes) = match wish {
            Some(InWallet::Pays) => (0, true),
            Some(InWallet::PaysAfter(ns)) => (ns, true),
            Some(InWallet::Refuses) => (0, false),
            Some(InWallet::Never) | None => return,
        };
        self.in_the_wallet(at, extra, Deed::Confirm { order, yes });
    }

    /// Queues what is done in a wallet a person's while, and so much more, from now on.
    fn in_the_wallet(&mut self, at: u64, extra_ns: u64, deed: Deed) {
        let range = self.knows.person_ms;
        let due = at.saturating_add(extra_ns) + self.lot.between(range.from, range.to) * MS;
        self.with_free_hands(due, deed);
    }
}
