//! What a Then sentence demands, typed, so that the record alone can answer it.

use serde::{Deserialize, Serialize};

use crate::{Belief, EvidencePart, Movement, OrderKind};

/// A demand on the record as it stood when the demand was written: a sentence in the middle of a scenario speaks of
/// that moment. Counts and sums are over all that had happened by then.
///
/// `nth` counts the cashier's orders of a kind from 1, as the When sentences do, however many tries an order takes;
/// [`Expectation::LAST`] is the latest one. A demand on something that is not in the record (no such order, person,
/// paper or cut) is the text's fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "expect", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Expectation {
    /// What a person has paid in all, in the issuer's book.
    Paid {
        /// Whose card.
        person: String,
        /// Net, in fen.
        amount_fen: i64,
    },
    /// What of it a person has paid by wallet, in the platform's book.
    PaidByWallet {
        /// Whose wallet.
        person: String,
        /// Net, in fen.
        amount_fen: i64,
    },
    /// What is set aside of a person's money for merchants, in the issuer's book.
    Held {
        /// Whose card.
        person: String,
        /// In fen.
        amount_fen: i64,
    },
    /// A person has paid for the last sale or wallet payment that was ordered for that person, with its amount, and once.
    PaidOnce {
        /// Whose card.
        person: String,
    },
    /// What the merchant has earned in all, in the acquirer's book, before fees.
    Earned {
        /// Net, in fen.
        amount_fen: i64,
    },
    /// What the acquirer has kept as its fee.
    Fee {
        /// Net, in fen.
        amount_fen: i64,
    },
    /// How many points the cards of a person hold, in the acquirer's book.
    Points {
        /// Whose cards.
        person: String,
        /// How many.
        count: i64,
    },
    /// What the record holds as evidence on the sale of the n-th order, for a dispute: on its try that stands, if
    /// exactly one does, else on the last that was booked.
    Evidence {
        /// Which order of a sale.
        nth: u32,
        /// What has to be there, each part by itself.
        names: Vec<EvidencePart>,
    },
    /// How many requests of a class the host took.
    Requests {
        /// Class name.
        class: String,
        /// How many.
        count: u64,
    },
    /// State of the n-th order of a kind, as the acquirer's book has it. Of an order that took several tries it is
    /// that of the one that stands, if exactly one does; reversed if none stands and one was reversed; else not
    /// booked. An order of which more than one try stands is in none of these states.
    State {
        /// `sale`, `void`, `refund`.
        class: String,
        /// Which order.
        nth: u32,
        /// The state.
        state: TxnState,
    },
    /// Every reversal that the host took gave one of these reasons (F39), and there was one.
    ReversalReason {
        /// The reasons allowed.
        any_of: Vec<String>,
    },
    /// A request was answered with a code: the latest answered one of the n-th order of a kind; of reversals and
    /// sign-ons, which nobody orders, the n-th that the host took.
    Answered {
        /// Class name.
        class: String,
        /// From 1.
        nth: u32,
        /// F39.
        code: String,
    },
    /// How many complete slips of a kind were printed.
    Slips {
        /// `sale`, `void`, `refund`, …; `None` for any.
        transaction: Option<String>,
        /// Only duplicates, only first prints, or both.
        duplicate: Option<bool>,
        /// How many.
        count: u64,
    },
    /// Some complete slip has this text on a line.
    PaperSays {
        /// The text.
        text: String,
    },
    /// No line of paper has this text.
    PaperSilent {
        /// The text.
        text: String,
    },
    /// A screen of this kind was shown (or never).
    Screen {
        /// Name of the kind.
        screen: String,
        /// Whether it has to have been shown.
        shown: bool,
    },
    /// After the last power cut of the terminal, and with power back, this was its last word before the next order.
    Announced {
        /// What.
        outcome: Announcement,
    },
    /// How many messages of a kind a person got.
    Messages {
        /// Whose.
        person: String,
        /// What about.
        movement: Movement,
        /// How many.
        count: u64,
        /// The amount in each, where it matters.
        amount_fen: Option<i64>,
    },
    /// What the cashier believes of the last order of a kind.
    CashierBelieves {
        /// Kind of order.
        order: OrderKind,
        /// The belief.
        belief: Belief,
    },
    /// What the cardholder believes of the last order of a kind.
    CardholderBelieves {
        /// Kind of order.
        order: OrderKind,
        /// The belief.
        belief: Belief,
    },
    /// How many tries the last order of a kind took.
    Attempts {
        /// Kind of order.
        order: OrderKind,
        /// How many.
        count: u64,
    },
    /// The first request of one class reached the host before the n-th of another. It speaks of what reached the
    /// host, so that requests count here, not orders.
    Before {
        /// Class that has to come first.
        first: String,
        /// Class that has to come after it.
        second: String,
        /// Which of the second class, from 1.
        nth: u32,
    },
    /// What the host was last told of an issuer's script.
    ScriptTold {
        /// The command that failed, from 1; none where all were done.
        failed: Option<u64>,
    },
    /// Every reversal that the host took says what came of an issuer's script, and there was one.
    ReversalTellsScript,
    /// Whether the host keeps the signature that was made for the sale of the n-th order.
    SignatureHeld {
        /// Which order of a sale.
        nth: u32,
        /// Whether it does.
        held: bool,
    },
    /// How many receipts of this amount the acquirer sent to cardholders.
    Receipts {
        /// How many.
        count: u64,
        /// Of which amount; any where it does not matter.
        amount_fen: Option<i64>,
    },
    /// How many batches the host closed.
    BatchesClosed {
        /// How many.
        count: u64,
    },
    /// What the last settlement that the host took says the batch comes to.
    Settled {
        /// How many payments.
        debits: u64,
        /// What they come to, in fen.
        debit_fen: i64,
        /// How many voids and refunds.
        credits: u64,
        /// What they come to, in fen.
        credit_fen: i64,
    },
    /// All batches that the host closed together come to what the merchant has earned by card in the acquirer's book,
    /// before fees.
    SettledAll,
    /// How many transactions were uploaded in all.
    Uploaded {
        /// How many.
        count: u64,
    },
    /// From the entry with this number on, nothing moved in either book and no financial request came.
    NothingSince {
        /// Number of the entry from which it was quiet.
        entry: u64,
    },
    /// From the first order on, no message at all left the terminal.
    NothingSent,
}

impl Expectation {
    /// The latest order of a kind, as `nth`.
    pub const LAST: u32 = 0;
}

/// State of a transaction in the acquirer's book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TxnState {
    /// Never booked: declined, or unknown.
    Unbooked,
    /// Booked and standing.
    Approved,
    /// Undone by a reversal.
    Reversed,
    /// Undone by a void that stands.
    Voided,
    /// Part of it was refunded.
    PartlyRefunded,
    /// All of it was refunded.
    Refunded,
    /// A pre-authorisation that a standing completion ended.
    Completed,
}

/// What a terminal says after a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Announcement {
    /// The interrupted transaction stands.
    Approved,
    /// It was or will be reversed.
    Reversed,
    /// Its wallet order is closed, and nothing is charged.
    Closed,
    /// It was given over to the operator.
    Open,
    /// Nothing, because nothing had been sent.
    Nothing,
}
