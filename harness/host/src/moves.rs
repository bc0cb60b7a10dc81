//! What each class of transaction does with the money: what is paid, and what is held for later.
//!
//! Both books are posted from here, so that a class is understood once. Amounts are whole fen; the direction is
//! toward the merchant.

use crate::{Class, LedgerAccount};
use wire::Pan;

/// Money on its way from a cardholder to a merchant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moves {
    /// Paid to the merchant; negative when given back.
    pub(crate) paid_fen: i64,
    /// Set aside for the merchant at the issuer; negative when set free.
    pub(crate) held_fen: i64,
}

impl Moves {
    /// What a class does: `amount_fen` is its own amount, `held_fen` that of the pre-authorisation behind it.
    pub(crate) const fn of(class: Class, amount_fen: i64, held_fen: i64) -> Self {
        match class {
            Class::Sale | Class::OfflineSale => Self { paid_fen: amount_fen, held_fen: 0 },
            Class::Void | Class::Refund => Self { paid_fen: -amount_fen, held_fen: 0 },
            Class::PreAuth => Self { paid_fen: 0, held_fen: amount_fen },
            Class::PreAuthVoid => Self { paid_fen: 0, held_fen: -held_fen },
            Class::Completion | Class::CompletionAdvice => Self { paid_fen: amount_fen, held_fen: -held_fen },
            Class::CompletionVoid => Self { paid_fen: -amount_fen, held_fen },
            _ => Self { paid_fen: 0, held_fen: 0 },
        }
    }

    /// The same money back again.
    pub(crate) const fn undone(self) -> Self {
        Self { paid_fen: -self.paid_fen, held_fen: -self.held_fen }
    }

    /// What the cardholder can dispose of less than before.
    pub(crate) const fn taken_fen(self) -> i64 {
        self.paid_fen.saturating_add(self.held_fen)
    }

    /// The legs in the issuer's book.
    pub(crate) fn at_issuer(self, pan: &Pan) -> Vec<(LedgerAccount, i64)> {
        let legs = [
            (LedgerAccount::Cardholder(pan.clone()), -self.taken_fen()),
            (LedgerAccount::Held(pan.clone()), self.held_fen),
            (LedgerAccount::ClearingAcquirer, self.paid_fen),
        ];
        legs.into_iter().filter(|(_, amount)| *amount != 0).collect()
    }

    /// The legs in the acquirer's book, without the fee.
    pub(crate) fn at_acquirer(self, mid: &str) -> Vec<(LedgerAccount, i64)> {
        let legs = [
            (LedgerAccount::Merchant(mid.to_owned()), self.paid_fen),
            (LedgerAccount::ClearingIssuer, -self.paid_fen),
            (LedgerAccount::Guaranteed(mid.to_owned()), self.held_fen),
            (LedgerAccount::GuaranteeIssuer, -self.held_fen),
        ];
        legs.into_iter().filter(|(_, amount)| *amount != 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarantee_that_ends_leaves_nothing_held() {
        let held = Moves::of(Class::PreAuth, 50_000, 0);
        for end in [Class::PreAuthVoid, Class::Completion, Class::CompletionAdvice] {
            let after = Moves::of(end, 48_000, 50_000);
            assert_eq!(held.held_fen + after.held_fen, 0, "{end}");
        }
        let done = Moves::of(Class::Completion, 48_000, 50_000);
        assert_eq!(Moves::of(Class::CompletionVoid, 48_000, 50_000), done.undone());
    }
}
