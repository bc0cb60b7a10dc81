//! What a movement means for the cardholder's points (积分).
//!
//! A payment brings points for each whole yuan of it, and keeps those for each whole yuan that is left of it. Nothing
//! is rounded twice: several refunds take back as much as one refund of their sum.

use super::Register;
use crate::{Class, Transaction};

/// What the acquirer books beside the money, or leaves out on order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside {
    /// The merchant's fee comes and goes.
    pub(crate) fee: bool,
    /// The cardholder's points come and go.
    pub(crate) points: bool,
}

impl Register {
    /// The points that come with a transaction: positive when granted, negative when taken back.
    pub(super) fn points_of(&self, transaction: &Transaction) -> i64 {
        let sale = transaction.original.as_ref().and_then(|of| self.transactions.get(of));
        match (transaction.class, sale) {
            (class, _) if class.is_payment() => self.points_on(transaction.amount_fen),
            (Class::Void | Class::CompletionVoid, Some(sale)) => -sale.points,
            (Class::Refund, Some(sale)) => {
                let refunded = sale.refunded_fen + transaction.amount_fen;
                let has = sale.points - sale.points_returned;
                -(has - self.points_on(sale.amount_fen - refunded)).max(0)
            }
            _ => 0,
        }
    }

    /// The points for a payment of which this much is kept.
    pub(super) fn points_on(&self, amount_fen: i64) -> i64 {
        granted(self.practice.host.points.per_yuan, amount_fen)
    }
}

/// Points for each whole yuan.
fn granted(per_yuan: u32, amount_fen: i64) -> i64 {
    (amount_fen.max(0) / 100).saturating_mul(i64::from(per_yuan))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_yuan_count_and_nothing_is_no_debt() {
        assert_eq!(granted(1, 9_999), 99);
        assert_eq!(granted(3, 9_999), 297);
        assert_eq!(granted(1, 99), 0);
        assert_eq!(granted(1, -500), 0);
        assert_eq!(granted(0, 1_000_000), 0);
    }
}
