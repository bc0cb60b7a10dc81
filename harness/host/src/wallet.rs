//! A wallet order as a request names it, and what such a request must have.

use wire::{Dialect, Message, PayCode, Place};

use crate::Class;
use crate::request::Request;

/// How many characters an order number, or a refund's number, has.
const NUMBER: usize = 20;

/// The numbers of a request about a wallet order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) order: Option<String>,
    pub(crate) refund: Option<String>,
    pub(crate) pay_code: Option<PayCode>,
}

impl Numbers {
    pub(crate) fn read(dialect: &Dialect, class: Class, message: &Message) -> Self {
        if !class.is_wallet() {
            return Self::default();
        }
        let number = |place| {
            let text = dialect.at(message, place).filter(|text| text.len() == NUMBER);
            text.filter(|text| text.bytes().all(|b| b.is_ascii_alphanumeric())).map(str::to_owned)
        };
        Self {
            order: number(Place::Order),
            refund: number(Place::OrderRefund),
            pay_code: dialect.pay_code(message),
        }
    }

    /// Order and refund number: what has to be the same in a request that comes again.
    pub(crate) fn named(&self) -> [Option<String>; 2] {
        [self.order.clone(), self.refund.clone()]
    }
}

/// The code for a fault of form of a request about a wallet order.
pub(crate) fn fault(request: &Request) -> Option<&'static str> {
    let has = |fields: &[u8]| fields.iter().all(|n| request.message.has(*n));
    let numbers = &request.wallet;
    let whole = match request.class {
        Class::WalletPay => numbers.pay_code.is_some(),
        Class::WalletRefund => numbers.refund.is_some(),
        _ => true,
    };
    if !has(&[3, 11, 25, 41, 42, 49])
        || !request.key.is_numbered()
        || numbers.order.is_none()
        || !whole
        || request.message.text(49) != Some("156")
    {
        return Some("30");
    }
    let moves = request.class.is_financial();
    (moves && request.amount_fen == 0).then_some("13")
}
