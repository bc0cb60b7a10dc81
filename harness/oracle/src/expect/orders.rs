//! Which order a sentence means: the cashier's n-th of a kind, however many tries it took.

use journal::{Expectation, OrderKind};

use super::Unmet;
use crate::case::{Case, Intent, Kind, Txn, comes_to, kind_ordered};

/// The kind of order that a class of requests answers to; reversals and sign-ons are ordered by nobody.
pub(super) fn kind_of(class: &str) -> Option<OrderKind> {
    let kind = crate::case::kind_of(class)?;
    const ORDERS: [OrderKind; 16] = [
        OrderKind::Sale,
        OrderKind::OfflineSale,
        OrderKind::Void,
        OrderKind::Refund,
        OrderKind::PreAuth,
        OrderKind::PreAuthVoid,
        OrderKind::Completion,
        OrderKind::CompletionAdvice,
        OrderKind::CompletionVoid,
        OrderKind::WalletPay,
        OrderKind::WalletCode,
        OrderKind::WalletVoid,
        OrderKind::WalletRefund,
        OrderKind::WalletQuery,
        OrderKind::Balance,
        OrderKind::Query,
    ];
    ORDERS.into_iter().find(|order| crate::case::kind_ordered(*order) == Some(kind))
}

/// The n-th order of a kind.
pub(super) fn nth<'c, 'a>(case: &'c Case<'a>, order: OrderKind, nth: u32) -> Result<&'c Intent<'a>, Unmet> {
    let mut all = case.intents.values().filter(|i| i.order == order);
    let count = all.clone().count();
    let found = match nth {
        Expectation::LAST => all.next_back(),
        nth => usize::try_from(nth).ok().and_then(|nth| all.nth(nth.checked_sub(1)?)),
    };
    found.ok_or_else(|| {
        let name = order.name();
        Unmet::NoSubject(match nth {
            Expectation::LAST => format!("there was no order of a {name}"),
            _ => format!("there is no {name} number {nth}; {count} were ordered"),
        })
    })
}

/// The transactions that an order led to.
pub(super) fn txns<'c, 'a>(case: &'c Case<'a>, intent: &Intent<'_>, kind: Kind) -> Vec<&'c Txn<'a>> {
    let own = |t: &&Txn<'_>| {
        t.kind == kind || (kind_ordered(intent.order) == Some(kind) && comes_to(intent.order, t.kind))
    };
    case.of_intent(intent.number).filter(own).collect()
}
