//! The defects that can be seeded into acquirer and issuer: what goes wrong behind a terminal that does all right.
//!
//! A judge that looks at both sides has to tell whose doing it is. None of these shows in an answer; the books and the
//! bank's messages have it.

use crate::Class;

/// One seeded defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// The issuer's side of what is undone is left standing.
    UndoingNotPassedOn,
    /// The cardholder is written to of what is taken, never of what comes back.
    MessagesOfChargesOnly,
    /// The fee of a payment that was taken back is kept.
    FeeKept,
    /// The points of a payment that was taken back are left.
    PointsLeft,
    /// The issuer says yes to what comes back by a request of its own, and does not book it.
    CreditNotBooked,
}

impl Defect {
    /// Every defect, in the order of their numbers.
    pub const ALL: [Self; 5] = [
        Self::UndoingNotPassedOn,
        Self::MessagesOfChargesOnly,
        Self::FeeKept,
        Self::PointsLeft,
        Self::CreditNotBooked,
    ];

    /// The number, `H01` and so on.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::UndoingNotPassedOn => "H01",
            Self::MessagesOfChargesOnly => "H02",
            Self::FeeKept => "H03",
            Self::PointsLeft => "H04",
            Self::CreditNotBooked => "H05",
        }
    }

    /// The name in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UndoingNotPassedOn => "undoing-not-passed-on",
            Self::MessagesOfChargesOnly => "messages-of-charges-only",
            Self::FeeKept => "fee-kept",
            Self::PointsLeft => "points-left",
            Self::CreditNotBooked => "credit-not-booked",
        }
    }

    /// How it comes about in real life.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::UndoingNotPassedOn => {
                "the acquirer's queue of undoings to the issuer is acknowledged when it is read and not when it is answered, so that a restart of the worker loses what it held"
            }
            Self::MessagesOfChargesOnly => {
                "the bank's message service subscribes to debits, and nobody had thought of what comes back"
            }
            Self::FeeKept => {
                "the job that gives fees back runs over refunds, and a payment that was taken back at the counter is none"
            }
            Self::PointsLeft => {
                "the programme of points is told of payments and refunds, not of voids and reversals"
            }
            Self::CreditNotBooked => {
                "credits are answered at once and booked from a list at night, and the list is cut off where a field of it ends"
            }
        }
    }
}

/// Whether a request asks for something to come back to whoever paid.
pub(crate) fn gives_back(class: Class) -> bool {
    takes_back(class) || matches!(class, Class::Refund | Class::WalletRefund)
}

/// Whether a request takes a payment back as a whole, at the counter or by a reversal.
pub(crate) fn takes_back(class: Class) -> bool {
    match class.reverses() {
        Some(reversed) => reversed.is_payment(),
        None => matches!(class, Class::Void | Class::CompletionVoid | Class::WalletCancel),
    }
}
