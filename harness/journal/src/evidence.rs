//! What a record can hold as evidence on a sale, for whoever has to answer a dispute.

use serde::{Deserialize, Serialize};

/// One part of the evidence on a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidencePart {
    /// The merchant's number (F42) in the request and in the approval.
    Merchant,
    /// The host's date and time (F13, F12) in the approval.
    Time,
    /// The same amount in the approval and in both books.
    Amount,
    /// The same reference number (F37) in the approval and in both books.
    Reference,
    /// The approval code (F38) in the approval.
    Approval,
    /// A complete, legible slip with the reference number, the approval code, the amount, the merchant's number and
    /// the date of the approval.
    Slip,
    /// The same as `Slip`, marked as a duplicate.
    Duplicate,
    /// The issuer's message to the cardholder about this charge, with its amount.
    Message,
    /// The way of the money: from the cardholder to the acquirer in the issuer's book, from the issuer to the merchant
    /// in the acquirer's.
    Transfer,
    /// The way of all the money back, in both books, and the issuer's messages about it.
    Return,
    /// A query's answer that has the reference number.
    Query,
}

impl EvidencePart {
    /// How it is named in sentences.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Merchant => "merchant",
            Self::Time => "time",
            Self::Amount => "amount",
            Self::Reference => "reference",
            Self::Approval => "approval code",
            Self::Slip => "slip",
            Self::Duplicate => "duplicate",
            Self::Message => "message",
            Self::Transfer => "transfer",
            Self::Return => "return",
            Self::Query => "query",
        }
    }
}
