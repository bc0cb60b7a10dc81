//! What a dialect has to be able to write before an order makes sense in it.
//!
//! An order is more than its first message: a settlement may be followed by an upload, a payment by wallet by queries and
//! a cancellation. What nothing at all goes without, the stand refuses.

use journal::OrderKind;
use profile::{WalletPractice, WalletVoid};
use wire::{Class, Dialect, Place};

use crate::Order;

/// What an order needs that is to be signed on the pad.
const SIGNED: (&[Class], &[Place]) = (&[Class::Signature], &[Place::Picture]);

/// What an order needs besides its own class.
fn needed(order: OrderKind, practice: &WalletPractice) -> (&'static [Class], &'static [Place]) {
    match order {
        OrderKind::Settlement => (&[Class::BatchUpload, Class::BatchEnd], &[Place::Totals, Place::Details]),
        OrderKind::WalletPay => {
            (&[Class::WalletQuery, Class::WalletCancel], &[Place::Order, Place::PayCode, Place::Note])
        }
        OrderKind::WalletCode => {
            (&[Class::WalletQuery, Class::WalletCancel], &[Place::Order, Place::ShownCode, Place::Note])
        }
        OrderKind::WalletVoid if practice.void_by == WalletVoid::Refund => {
            (&[Class::WalletQuery, Class::WalletRefund], &[Place::Order, Place::OrderRefund, Place::Note])
        }
        OrderKind::WalletRefund => (&[Class::WalletQuery], &[Place::Order, Place::OrderRefund, Place::Note]),
        OrderKind::WalletVoid => (&[Class::WalletQuery], &[Place::Order, Place::Note]),
        OrderKind::WalletQuery => (&[], &[Place::Order, Place::Note]),
        OrderKind::Query => (&[], &[Place::Note]),
        _ => (&[], &[]),
    }
}

/// Why an order cannot be carried out in a dialect; `None` where it can.
pub(super) fn lacking(dialect: &Dialect, practice: &WalletPractice, order: &Order) -> Option<String> {
    let (further, places) = needed(order.kind, practice);
    let (signed, picture) = if order.pad.is_some() { SIGNED } else { (&[][..], &[][..]) };
    let own = order.kind.class().and_then(Class::named);
    let mut classes = own.into_iter().chain(further.iter().chain(signed).copied());
    let class = classes.find(|class| dialect.type_of(*class).is_none());
    let place = || places.iter().chain(picture).find(|place| !dialect.has(**place));
    let lacking = class.map(|class| format!("transaction `{class}`"));
    let lacking = lacking.or_else(|| place().map(|place| format!("place `{}`", place.name())))?;
    Some(format!("the dialect `{}` has no {lacking}", dialect.name()))
}
