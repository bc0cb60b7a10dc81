//! What the platform writes to its users.

use super::{Order, Platform};
use crate::issuer::{Lapse, yuan};
use crate::{CardholderText, Class, LedgerAccount, Moment, Movement, Payer};

impl Platform {
    /// The message in the user's wallet, as wallets in China write it.
    pub(super) fn write(
        &self,
        at: Moment,
        order: &Order,
        class: Class,
        amount_fen: i64,
        lapse: Option<Lapse>,
    ) -> Option<CardholderText> {
        if lapse.is_some() {
            return None;
        }
        let wallet = order.payer.as_ref()?;
        let holder = self.purses.get(wallet)?.holder.clone();
        let (movement, verb) = match class {
            Class::WalletCancel => (Movement::Cancelled, "订单撤销，退回"),
            Class::WalletRefund => (Movement::Refunded, "退款到账"),
            _ => (Movement::Charged, "付款"),
        };
        let balance_fen = self.ledger.balance(&LedgerAccount::Wallet(wallet.clone()));
        let (_, month, day) = at.civil();
        let (hour, minute) = (at.second_of_day / 3600, at.second_of_day / 60 % 60);
        let text = format!(
            "【测试钱包】您{month}月{day}日{hour:02}:{minute:02}在{}{verb}{}元，零钱余额{}元。",
            order.merchant,
            yuan(amount_fen),
            yuan(balance_fen),
        );
        Some(CardholderText {
            payer: Payer::Wallet(wallet.clone()),
            holder,
            movement,
            amount_fen,
            balance_fen,
            text,
        })
    }
}
