//! Which kind of transaction a message belongs to.
//!
//! It looks at F0, F3, F60.1 and F60.3 alone and does not say whether the message is complete. Table: PAYMENTS 1.3.

use std::fmt;

use serde::{Deserialize, Serialize};
use wire::{Dialect, Message};

/// Kind of a request, or of the request that an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 签到
    SignOn,
    /// 余额查询
    Balance,
    /// 消费
    Sale,
    /// 消费撤销
    Void,
    /// 退货
    Refund,
    /// 交易查询, an extension: MTI 0200, F3 390000.
    Query,
    /// 消费冲正
    SaleReversal,
    /// 撤销冲正
    VoidReversal,
    /// Everything else.
    Other,
}

impl Class {
    /// Its name in records and scenarios.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignOn => "sign-on",
            Self::Balance => "balance",
            Self::Sale => "sale",
            Self::Void => "void",
            Self::Refund => "refund",
            Self::Query => "query",
            Self::SaleReversal => "sale-reversal",
            Self::VoidReversal => "void-reversal",
            Self::Other => "other",
        }
    }

    /// Whether it asks to move money in its own right: sale, void, refund. Reversals only undo.
    #[must_use]
    pub const fn is_financial(self) -> bool {
        matches!(self, Self::Sale | Self::Void | Self::Refund)
    }

    /// Whether it undoes an earlier request.
    #[must_use]
    pub const fn is_reversal(self) -> bool {
        matches!(self, Self::SaleReversal | Self::VoidReversal)
    }

    /// What a reversal undoes.
    #[must_use]
    pub const fn reverses(self) -> Option<Self> {
        match self {
            Self::SaleReversal => Some(Self::Sale),
            Self::VoidReversal => Some(Self::Void),
            _ => None,
        }
    }

    /// Whether its messages carry a MAC.
    #[must_use]
    pub const fn needs_mac(self) -> bool {
        !matches!(self, Self::SignOn | Self::Other)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The class of a message; an answer has the class of its request.
///
/// F60.1 and F60.3 count where they are there: a sale's F3 with another function code is [`Class::Other`], a sale
/// without any F60 is still a sale (and refused for its format).
#[must_use]
pub fn classify(dialect: &Dialect, message: &Message) -> Class {
    let function = dialect.part(message, "60.1");
    let with = |code: &str| function.is_none_or(|f| f == code);
    match (message.mti().response().bcd(), message.text(3)) {
        (0x0810, None) if with("00") => match dialect.part(message, "60.3") {
            Some("001" | "003" | "004") => Class::SignOn,
            _ => Class::Other,
        },
        (0x0210, Some("310000")) if with("01") => Class::Balance,
        (0x0210, Some("390000")) => Class::Query,
        (0x0210, Some("000000")) if with("22") => Class::Sale,
        (0x0210, Some("200000")) if with("23") => Class::Void,
        (0x0230, Some("200000")) if with("25") => Class::Refund,
        (0x0410, Some("000000")) if with("22") => Class::SaleReversal,
        (0x0410, Some("200000")) if with("23") => Class::VoidReversal,
        _ => Class::Other,
    }
}
