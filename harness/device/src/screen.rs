//! What stands on the terminal's screen: a kind that says where the terminal is, and its lines.
//!
//! The kind is what a person grasps at a glance ("it wants the card"); amounts and trace numbers are read off
//! the lines, as a person would. Benches that only see lines map them to kinds by patterns of the rig file.

use serde::{Deserialize, Serialize};

/// Where the terminal is, as its screen tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScreenKind {
    /// Nothing shown: no power.
    Dark,
    /// Starting up.
    Booting,
    /// Ready for the next order.
    Idle,
    /// Ready, but without keys: whatever would be sent is refused.
    KeysLost,
    /// Asks for the amount.
    EnterAmount,
    /// Asks for the card.
    PresentCard,
    /// Asks for the card once more (torn contactless, unreadable stripe, chip failed: other interface).
    PresentAgain,
    /// Asks the cardholder for the PIN.
    EnterPin,
    /// Asks for the supervisor's password.
    EnterPassword,
    /// Asks for the trace number of the original.
    EnterTrace,
    /// Asks for the reference number of the original.
    EnterReference,
    /// Asks for the date (MMDD) of the original.
    EnterDate,
    /// Asks for the authorisation code of the original.
    EnterAuth,
    /// Asks the customer to hold a payment code to the scanner.
    ScanCode,
    /// Shows a code for the customer to scan.
    ShowCode,
    /// Shows the original and asks to confirm.
    Confirm,
    /// Talks to the host.
    Processing,
    /// Sends a pending reversal first.
    Reversing,
    /// The transaction asked for is approved.
    Approved,
    /// The host, or the card, refused.
    Declined,
    /// The transaction asked for did not happen (terminal's, line's or card's fault); nothing is owed.
    Failed,
    /// The outcome is not known yet; the terminal will settle it (reversal pending).
    InDoubt,
    /// After a cut: the interrupted transaction was committed; a reprint is offered.
    RecoveredApproved,
    /// After a cut: the interrupted transaction did not go through; it is or will be reversed.
    RecoveredReversed,
    /// A pending reversal has been confirmed by the host.
    ReversalDone,
    /// A wallet order of doubtful outcome is closed: nothing is charged.
    OrderClosed,
    /// The reversal could not be completed; declared open, the operator must act.
    DeclaredOpen,
    /// Refused before anything was sent (not found, already voided, wrong password, too much …).
    Refused,
    /// A balance.
    Balance,
    /// Answer to a query: what the host holds for a transaction.
    QueryResult,
    /// Asks to tear off the merchant's copy before the next one prints.
    TearSlip,
    /// The printer has trouble; retry or go on without.
    PrinterTrouble,
    /// Asks the cardholder to sign on the pad.
    SignPad,
    /// The signature is kept, and will go to the host.
    SignatureTaken,
    /// The pad or the host did not take the signature: it is due on paper.
    SignOnPaper,
    /// Sends signatures to the host.
    SendingSignature,
    /// Asks to take the card.
    RemoveCard,
    /// Signing on, loading keys.
    SigningOn,
    /// Sign-on done.
    SignedOn,
    /// Sign-on failed; no transaction possible.
    SignOnFailed,
    /// Signed off.
    SignedOff,
    /// The host answered a test of the line.
    LineTested,
    /// Settles the batch.
    Settling,
    /// The batch is settled and a new one has begun.
    Settled,
    /// The batch is half settled; the terminal asks to go on, and takes no business before.
    SettlementOpen,
}

impl ScreenKind {
    /// The kebab-case name used in events and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Booting => "booting",
            Self::Idle => "idle",
            Self::KeysLost => "keys-lost",
            Self::EnterAmount => "enter-amount",
            Self::PresentCard => "present-card",
            Self::PresentAgain => "present-again",
            Self::EnterPin => "enter-pin",
            Self::EnterPassword => "enter-password",
            Self::EnterTrace => "enter-trace",
            Self::EnterReference => "enter-reference",
            Self::EnterDate => "enter-date",
            Self::EnterAuth => "enter-auth",
            Self::ScanCode => "scan-code",
            Self::ShowCode => "show-code",
            Self::OrderClosed => "order-closed",
            Self::Confirm => "confirm",
            Self::Processing => "processing",
            Self::Reversing => "reversing",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Failed => "failed",
            Self::InDoubt => "in-doubt",
            Self::RecoveredApproved => "recovered-approved",
            Self::RecoveredReversed => "recovered-reversed",
            Self::ReversalDone => "reversal-done",
            Self::DeclaredOpen => "declared-open",
            Self::Refused => "refused",
            Self::Balance => "balance",
            Self::QueryResult => "query-result",
            Self::TearSlip => "tear-slip",
            Self::PrinterTrouble => "printer-trouble",
            Self::SignPad => "sign-pad",
            Self::SignatureTaken => "signature-taken",
            Self::SignOnPaper => "sign-on-paper",
            Self::SendingSignature => "sending-signature",
            Self::RemoveCard => "remove-card",
            Self::SigningOn => "signing-on",
            Self::SignedOn => "signed-on",
            Self::SignOnFailed => "sign-on-failed",
            Self::SignedOff => "signed-off",
            Self::LineTested => "line-tested",
            Self::Settling => "settling",
            Self::Settled => "settled",
            Self::SettlementOpen => "settlement-open",
        }
    }
}

/// One screen: where the terminal is and the lines it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// Where the terminal is.
    pub kind: ScreenKind,
    /// The lines, top to bottom, as shown.
    pub lines: Vec<String>,
}
