//! What a scenario lets people do: orders to the cashier, and the handful of other moves.
//!
//! An order says what is wanted ("a sale of 120.00 by chip"), never which keys are pressed.

use device::CardFace;
use journal::{OrderKind, Port};
use profile::KeySet;

use crate::fault::FaultKind;

/// An order to the cashier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is wanted.
    pub kind: OrderKind,
    /// The amount; drawn from the seed when a sale or pre-authorisation leaves it open, the original's when a void or
    /// refund does.
    pub amount_fen: Option<u64>,
    /// Name of the card; `None` goes without one.
    pub card: Option<String>,
    /// How the card meets the terminal.
    pub face: CardFace,
    /// Who pays by wallet, and what that person does in it.
    pub user: Option<User>,
    /// Which earlier order it refers to.
    pub of: Which,
    /// What the cardholder does at the PIN prompt.
    pub pin: PinChoice,
    /// Whether the pad is to be used, and what the cardholder does on it.
    pub pad: Option<OnPad>,
    /// What the supervisor does at the password prompt.
    pub supervisor: Supervisor,
    /// Whether the cashier tries again when left in the dark.
    pub tries_again: bool,
}

impl Order {
    /// A plain order of this kind, by chip where a card is needed.
    #[must_use]
    pub fn new(kind: OrderKind) -> Self {
        Self {
            kind,
            amount_fen: None,
            card: None,
            face: CardFace::Chip,
            user: None,
            of: Which::Latest,
            pin: PinChoice::Right,
            pad: None,
            supervisor: Supervisor::Confirms,
            tries_again: true,
        }
    }
}

/// Somebody with a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who, as the scenario calls that person.
    pub person: String,
    /// What is done in the wallet.
    pub does: InWallet,
}

/// What a customer does in the wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InWallet {
    /// Pays, and confirms where the platform asks for it.
    Pays,
    /// Confirms, or scans, only after so many nanoseconds.
    PaysAfter(u64),
    /// Refuses to confirm, or does not scan.
    Refuses,
    /// Does nothing.
    Never,
}

/// Which earlier order is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The last order of the kind that this order follows: for a void or refund, the last sale.
    Latest,
    /// The n-th order of that kind, from 1.
    Nth(u32),
    /// The last order of this kind, whatever it is.
    Last(OrderKind),
    /// A trace number that was never given out.
    Unknown,
}

/// What the cardholder does at the PIN prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinChoice {
    /// Types the right PIN.
    Right,
    /// Types a wrong one.
    Wrong,
    /// Presses Enter without one.
    Skips,
    /// Presses Cancel.
    Cancels,
}

/// What the cardholder does on the signature pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPad {
    /// Signs.
    Signs,
    /// Signs, and types a phone number for the receipt.
    SignsForReceipt,
    /// Presses Cancel.
    Cancels,
    /// Does nothing.
    Never,
}

/// What the supervisor does at the password prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supervisor {
    /// Types the right password.
    Confirms,
    /// Types a wrong one.
    Mistypes,
    /// Refuses: Cancel is pressed.
    Refuses,
}

/// Something that a scenario lets happen; a bench performs it and everything that follows, until it is quiet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// The cashier gets an order.
    Order(Order),
    /// The cashier takes up the last order of this kind again, as another try at the same intent.
    Again(OrderKind),
    /// A condition that faults hold is mended.
    Mend(FaultKind),
    /// Time passes.
    Pass {
        /// Nanoseconds.
        ns: u64,
    },
    /// Somebody switches power off and on again.
    Restart {
        /// Whose.
        port: Port,
        /// How long it is off, in nanoseconds.
        off_ns: u64,
    },
    /// Somebody opens the terminal, and its keys are gone.
    Open,
    /// The host misbehaves from now on, as ordered.
    Script(host::Script),
    /// The host forgets the terminal's sign-on.
    DemandSignOn,
    /// The host loses the terminal's working keys.
    LoseKeys,
    /// The acquirer hands out another set of working keys from its next sign-on on.
    HandOut(KeySet),
    /// The acquirer opens the terminal's next batch; the terminal learns of it by its next sign-on.
    NextBatch,
    /// The host's calendar runs so many days ahead of the terminal's.
    HostDaysAhead(i64),
    /// The merchant's account can, or cannot, cover refunds.
    MerchantFunds(bool),
}
