//! What a movement means for the merchant's fee.
//!
//! It computes; whether a fee goes back with the money is the profile's word.

use profile::Fee;

use super::Register;
use crate::{Class, Transaction};

impl Register {
    /// The fee that comes with a transaction: positive when taken, negative when given back.
    pub(super) fn fee_of(&self, transaction: &Transaction) -> i64 {
        let terms = &self.practice.host.fee;
        let sale = transaction.original.as_ref().and_then(|of| self.transactions.get(of));
        match (transaction.class, sale) {
            (class, _) if class.is_payment() => on_sale(terms, transaction.amount_fen),
            (Class::Void | Class::CompletionVoid, Some(sale)) if terms.returned_on_void => -sale.fee_fen,
            (Class::Refund, Some(sale)) if terms.returned_on_refund => {
                let refunded = sale.refunded_fen + transaction.amount_fen;
                sale.fee_returned_fen - share(sale.fee_fen, refunded, sale.amount_fen)
            }
            _ => 0,
        }
    }
}

impl Register {
    /// The fee of a payment of this amount.
    pub(super) fn fee_on(&self, amount_fen: i64) -> i64 {
        on_sale(&self.practice.host.fee, amount_fen)
    }
}

/// Basis points of the amount, rounded half up to the fen, at most the cap.
pub(super) fn on_sale(terms: &Fee, amount_fen: i64) -> i64 {
    let fee = i64::try_from((i128::from(amount_fen) * i128::from(terms.basis_points) + 5_000) / 10_000);
    let cap = if terms.cap_fen == 0 { i64::MAX } else { i64::try_from(terms.cap_fen).unwrap_or(i64::MAX) };
    fee.unwrap_or(i64::MAX).min(cap)
}

/// `part / whole` of a fee, rounded half up to the fen; all of it for the whole.
pub(super) fn share(fee: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let share = (2 * i128::from(fee) * i128::from(part) + i128::from(whole)) / (2 * i128::from(whole));
    i64::try_from(share).unwrap_or(fee).min(fee)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_round_half_up_and_stop_at_the_cap() {
        let mut terms =
            Fee { basis_points: 38, cap_fen: 0, returned_on_refund: true, returned_on_void: true };
        assert_eq!(on_sale(&terms, 12_000), 46);
        assert_eq!(on_sale(&terms, 131), 0);
        assert_eq!(on_sale(&terms, 132), 1);
        terms.cap_fen = 40;
        assert_eq!(on_sale(&terms, 12_000), 40);
        assert_eq!(on_sale(&terms, 999_999_999_999), 40);
    }

    #[test]
    fn shares_add_up_to_the_fee() {
        assert_eq!(share(46, 4_000, 12_000), 15);
        assert_eq!(share(46, 8_000, 12_000), 31);
        assert_eq!(share(46, 12_000, 12_000), 46);
        assert_eq!(share(46, 1, 0), 0);
    }
}
