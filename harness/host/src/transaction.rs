//! A transaction in the acquirer's register, and the states it can be in.
//!
//! It records; what may follow what is decided in `register`.

use std::fmt;

use wire::Pan;

use crate::{Class, moves::Moves};

/// The identity of a request: terminal, batch and trace number. F42 is matched beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TxnKey {
    /// F41.
    pub tid: String,
    /// The terminal's batch, six digits.
    pub batch: String,
    /// F11, six digits; of a reversal the number of what it undoes.
    pub stan: String,
}

impl TxnKey {
    /// Whether batch and trace number are numbers of six digits.
    pub(crate) fn is_numbered(&self) -> bool {
        let numbered = |text: &str| text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        numbered(&self.stan) && numbered(&self.batch)
    }
}

impl fmt::Display for TxnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.tid, self.batch, self.stan)
    }
}

/// What has become of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Taken, not decided.
    UnderWay,
    /// Approved; for a sale: the money is the merchant's.
    Approved,
    /// Declined with this code.
    Declined {
        /// F39.
        code: String,
    },
    /// Undone by a reversal.
    Reversed,
    /// Undone by a void.
    Voided,
    /// A pre-authorisation that was completed: what it held was paid or set free.
    Completed,
    /// A part went back by refund.
    PartlyRefunded,
    /// All of it went back by refund.
    Refunded,
}

impl State {
    /// As the transaction query tells it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UnderWay => "PENDING",
            Self::Approved => "APPROVED",
            Self::Declined { .. } => "DECLINED",
            Self::Reversed => "REVERSED",
            Self::Voided => "VOIDED",
            Self::Completed => "COMPLETED",
            Self::PartlyRefunded => "PARTLY REFUNDED",
            Self::Refunded => "REFUNDED",
        }
    }
}

/// A transaction that moves or holds money, in the acquirer's register.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// Its identity.
    pub key: TxnKey,
    /// F42.
    pub mid: String,
    /// What it is.
    pub class: Class,
    /// The card whose money moves.
    pub pan: Pan,
    /// How much it is about: of a sale approved in part, that part.
    pub amount_fen: i64,
    /// How much was asked for, which is what a reversal names.
    pub asked_fen: i64,
    /// What it holds (a pre-authorisation), or what is held by the one behind it.
    pub held_fen: i64,
    /// The merchant's fee that came with it; negative when it gave a fee back.
    pub fee_fen: i64,
    /// The points that came with it; negative when it took points back.
    pub points: i64,
    /// The acquirer's reference number, F37.
    pub rrn: String,
    /// The approval code, F38; empty when there is none.
    pub auth_code: String,
    /// The host's day, in days since 1970-01-01.
    pub day_number: i64,
    /// The host's date, `MMDD`.
    pub date: String,
    /// When the terminal sent it, by its own clock, MMDDhhmmss; where the dialect tells that.
    pub sent_at: Option<String>,
    /// What has become of it.
    pub state: State,
    /// Whether a reversal undid a part of it: `amount_fen` is what that left.
    pub replaced: bool,
    /// How much of it was refunded.
    pub refunded_fen: i64,
    /// What it follows: the sale of a void or refund, the pre-authorisation of a completion.
    pub original: Option<TxnKey>,
    /// Of `refunded_fen`'s kind, but promised to refunds under way.
    pub(crate) reserved_fen: i64,
    /// How much of the fee went back by refunds.
    pub(crate) fee_returned_fen: i64,
    /// How many of the points went back by refunds.
    pub(crate) points_returned: i64,
    /// Whether something under way would end it: a void, a completion.
    pub(crate) claimed: bool,
    /// Whether the issuer was asked.
    pub(crate) asked: bool,
}

impl Transaction {
    /// What it does with the money.
    pub(crate) const fn moves(&self) -> Moves {
        Moves::of(self.class, self.amount_fen, self.held_fen)
    }

    /// What a refund may still take.
    #[must_use]
    pub const fn remainder_fen(&self) -> i64 {
        self.amount_fen - self.refunded_fen - self.reserved_fen
    }
}
