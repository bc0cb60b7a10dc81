//! What a host reports of its doings.
//!
//! Effects come in the order in which things happened within one call. They hold messages whole; masking
//! for a record is done by whoever writes it (the types of `wire` show themselves masked).

use wire::{Detail, MacCheck, Message, Picture, Receipt, ScriptResult};

use crate::{Class, Difference, Misbehaviour, Payer, Posting, TxnKey};

/// The bytes of a frame as they go onto the line. They hold card data, so that `Debug` shows their count only.
#[derive(Clone, PartialEq, Eq)]
pub struct FrameBytes(Vec<u8>);

impl FrameBytes {
    pub(crate) const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Hands the bytes out, for the line and nothing else.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The bytes in place.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for FrameBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FrameBytes({} bytes)", self.0.len())
    }
}

/// One connection, numbered by the shell; never used twice.
pub type LineId = u64;

/// Number of a request in this run, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// The MAC of a request as the host found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacSeen {
    /// This class goes without.
    NotRequired,
    /// The host has no MAC key for this terminal (never signed on, or its keys were cleared).
    NoKey,
    /// Checked under the terminal's MAC key.
    Checked(MacCheck),
}

impl MacSeen {
    /// Whether the request may pass.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(self, Self::NotRequired | Self::Checked(MacCheck::Valid))
    }
}

/// Something the host did.
#[derive(Clone, Debug)]
pub enum Effect {
    /// A request was taken off the line.
    Took {
        /// The connection.
        line: LineId,
        /// Number of the request.
        ticket: Ticket,
        /// Its class.
        class: Class,
        /// The request, with its tracks deciphered.
        message: Message,
        /// The fields of tracks that came enciphered.
        sealed: Vec<u8>,
        /// Its MAC.
        mac: MacSeen,
        /// Check value of the key that the MAC was checked under.
        mac_kcv: Option<[u8; 4]>,
        /// Its identity; parts that the message lacks are empty.
        key: TxnKey,
        /// Whether an earlier request of the same kind (reversal or not) had the same identity.
        repeated: bool,
        /// The earlier request of the same identity that is still being worked on.
        duplicate_of_live: Option<Ticket>,
        /// The misbehaviour that this request will meet.
        misbehaviour: Option<Misbehaviour>,
    },
    /// Bytes came that are no request; they are thrown away and not answered.
    Garbled {
        /// The connection.
        line: LineId,
        /// Why, without values.
        reason: String,
        /// How many bytes.
        bytes_len: usize,
    },
    /// The acquirer asked the issuer.
    AskedIssuer {
        /// For which request.
        ticket: Ticket,
    },
    /// The issuer's answer reached the acquirer.
    IssuerAnswered {
        /// To which request.
        ticket: Ticket,
        /// What it says.
        code: String,
        /// Whether it came after the acquirer had given up; it is ignored then.
        late: bool,
    },
    /// Money moved in a ledger.
    Posted {
        /// Of which request; `None` for what host and issuer do on their own account.
        ticket: Option<Ticket>,
        /// What moved.
        posting: Posting,
    },
    /// The issuer wrote to a cardholder.
    Texted {
        /// Of which request.
        ticket: Option<Ticket>,
        /// What it wrote.
        text: CardholderText,
    },
    /// The wallet platform asks a user to confirm an order.
    AskedUser {
        /// Whose wallet.
        wallet: String,
        /// Number of the order.
        order: String,
    },
    /// An answer is about to leave.
    Answer {
        /// The connection.
        line: LineId,
        /// The request it answers.
        ticket: Ticket,
        /// Class of that request.
        class: Class,
        /// F39.
        code: String,
        /// The answer, with its MAC.
        message: Message,
        /// The whole frame.
        bytes: FrameBytes,
        /// In which way it was spoilt on order.
        deviation: Option<Misbehaviour>,
    },
    /// An answer was ready and the terminal had hung up.
    Undelivered {
        /// The connection it would have gone to.
        line: LineId,
        /// The request it answers.
        ticket: Ticket,
        /// Class of that request.
        class: Class,
        /// F39.
        code: String,
    },
    /// An answer cannot be written in the dialect, and so there is none: an order with an impossible code, or a
    /// dialect without a needed field.
    Unwritable {
        /// The request it would have answered.
        ticket: Ticket,
        /// Class of that request.
        class: Class,
        /// F39.
        code: String,
    },
    /// Transactions of a batch were uploaded.
    Uploaded {
        /// By which request.
        ticket: Ticket,
        /// As the terminal has them.
        details: Vec<Detail>,
    },
    /// The host was told what a card did with the issuer's scripts.
    ScriptTold {
        /// By which request.
        ticket: Ticket,
        /// The transaction whose answer brought them.
        original: TxnKey,
        /// What came of each.
        results: Vec<ScriptResult>,
    },
    /// The picture of a signature is kept.
    SignatureKept {
        /// By which request.
        ticket: Ticket,
        /// What was signed.
        key: TxnKey,
        /// The picture.
        picture: Picture,
    },
    /// The cardholder is sent the receipt of what was signed, as the terminal told it.
    ReceiptSent {
        /// By which request.
        ticket: Ticket,
        /// What it is of.
        key: TxnKey,
        /// The amount on it, in fen.
        amount_fen: i64,
        /// What else stands on it, and where it goes.
        receipt: Receipt,
    },
    /// A batch is settled: nothing more can be done in it.
    BatchClosed {
        /// By which request.
        ticket: Ticket,
        /// The terminal.
        tid: String,
        /// The batch, six digits.
        batch: String,
        /// The terminal's next batch.
        next: String,
        /// What the terminal had uploaded and the register has otherwise; empty where nothing had to be uploaded.
        differences: Vec<Difference>,
        /// How many the terminal said it had uploaded; none where nothing had to be.
        told: Option<u32>,
    },
    /// There will be no answer, on order.
    Withheld {
        /// To which request.
        ticket: Ticket,
        /// On which order.
        misbehaviour: Misbehaviour,
    },
    /// The host ends a connection.
    HangUp {
        /// Which.
        line: LineId,
    },
    /// The host went down: what it was working on is lost, books and keys are not.
    Crashed,
    /// The host is up again.
    Restarted,
}

/// What a message to a cardholder is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// Money was taken.
    Charged,
    /// A charge was taken back (void, reversal of a sale).
    Cancelled,
    /// Money was paid back (refund).
    Refunded,
    /// A cancellation or refund was itself undone: the charge stands again.
    ChargedAgain,
    /// Money was set aside (pre-authorisation, or one that counts again).
    Held,
    /// What was set aside is free again.
    Released,
}

/// The issuer's message to a cardholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardholderText {
    /// Whose account.
    pub payer: Payer,
    /// Who holds it.
    pub holder: String,
    /// What moved.
    pub movement: Movement,
    /// How much, always positive.
    pub amount_fen: i64,
    /// What the account has now.
    pub balance_fen: i64,
    /// As the bank writes it: the card as its last four digits, in Chinese.
    pub text: String,
}
