//! What an event notes about a frame, a request, a posting, a screen or a slip.
//!
//! Card numbers stand here as tokens and masked texts only. Amounts are whole fen.

use serde::{Deserialize, Serialize};

use crate::{Book, Copy};

/// Field path and masked value of a message, in the message's order.
pub type Fields = Vec<(String, String)>;

/// A frame on the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameNote {
    /// Number of the connection.
    pub line: u64,
    /// `to-host` or `to-terminal`.
    pub direction: String,
    /// Class of the message, e.g. `sale`, or `garbled`.
    pub class: String,
    /// Bytes of the frame.
    pub bytes: usize,
}

/// The identity of a request in the acquirer's eyes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TxnKey {
    /// F41.
    pub terminal: String,
    /// F60.2.
    pub batch: String,
    /// F11.
    pub stan: String,
}

/// A request as the host took it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestNote {
    /// Number of the request in this run.
    pub ticket: u64,
    /// Number of the connection.
    pub line: u64,
    /// `sale`, `void`, `refund`, `balance`, `query`, `sign-on`, `sale-reversal`, `void-reversal`, `other`.
    pub class: String,
    /// Four digits.
    pub mti: String,
    /// Its identity.
    pub key: TxnKey,
    /// F4, where there is one.
    pub amount_fen: Option<i64>,
    /// Token of the card, from F2 or F35.
    pub card: Option<String>,
    /// All fields, masked.
    pub fields: Fields,
    /// The MAC as the host found it.
    pub mac: MacNote,
    /// Whether an earlier request had the same identity.
    pub repeated: bool,
    /// The intent that was under way, if one was.
    pub intent: Option<u32>,
}

impl RequestNote {
    /// Masked value of a field or sub-field, e.g. `39` or `60.2`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&str> {
        self.fields.iter().find(|(p, _)| p == path).map(|(_, value)| value.as_str())
    }
}

/// A MAC as found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum MacNote {
    /// Right under the key with this check value.
    Valid {
        /// First four bytes of the check value, hex.
        check_value: String,
    },
    /// Wrong under the key with this check value.
    Wrong {
        /// First four bytes of the check value, hex.
        check_value: String,
    },
    /// There is none, and there should be.
    Absent,
    /// There is none, and none is asked for.
    NotRequired,
}

/// A posting: its legs add up to nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostingNote {
    /// In which book.
    pub book: Book,
    /// Number in that book.
    pub number: u64,
    /// Class of the message that moved it.
    pub class: String,
    /// The transaction that was made, or the one that a reversal undoes.
    pub key: TxnKey,
    /// The original that a void or refund refers to.
    pub original: Option<TxnKey>,
    /// The reference number.
    pub rrn: String,
    /// Token of the card or wallet.
    pub card: String,
    /// The legs.
    pub legs: Vec<Leg>,
}

/// One leg of a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// Issuer: `cardholder`, `held`, `clearing-acquirer`; platform: `wallet`, `clearing-acquirer`; acquirer: `merchant`,
    /// `fee-income`, `clearing-issuer`, `clearing-wallet`, `guaranteed`, `guarantee-issuer`, `points`, `points-granted`.
    pub account: String,
    /// Positive: the account receives. On the accounts of points: how many points.
    pub amount_fen: i64,
}

/// One transaction of a batch upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetailNote {
    /// Its trace number.
    pub stan: String,
    /// Its card, as a token; `None` when the terminal named none.
    pub card: Option<String>,
    /// In fen.
    pub amount_fen: i64,
}

/// What a settlement slip says a batch comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalsNote {
    /// How many payments.
    pub debits: u64,
    /// What they come to, in fen.
    pub debit_fen: i64,
    /// How many voids and refunds.
    pub credits: u64,
    /// What they come to, in fen.
    pub credit_fen: i64,
}

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenNote {
    /// The kind's name, e.g. `approved`.
    pub screen: String,
    /// The lines, card data masked.
    pub lines: Vec<String>,
    /// The transaction type read off it: sale, void, refund, balance, query.
    pub transaction: Option<String>,
    /// The amount read off it.
    pub amount_fen: Option<i64>,
    /// The trace number read off it.
    pub trace: Option<String>,
    /// The code read off it.
    pub code: Option<String>,
}

/// A slip as read off the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipNote {
    /// Whose copy.
    pub copy: Copy,
    /// Whether it reached its cut.
    pub complete: bool,
    /// Whether it is marked as a duplicate.
    pub duplicate: bool,
    /// The transaction type read off it.
    pub transaction: Option<String>,
    /// The amount.
    pub amount_fen: Option<i64>,
    /// The trace number.
    pub trace: Option<String>,
    /// The batch number.
    pub batch: Option<String>,
    /// The reference number.
    pub reference: Option<String>,
    /// The approval code.
    pub auth: Option<String>,
    /// What the batch comes to, on a settlement slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<TotalsNote>,
    /// How many lines came out.
    pub lines: usize,
    /// Whether nothing can be read on it.
    pub blank: bool,
}

impl SlipNote {
    /// Whether it reached its cut and something can be read on it: only then it claims anything.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.complete && !self.blank
    }
}

/// Card data seen somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// Token of the card.
    pub card: String,
    /// Where: `field.2`, `field.35`, `field.55.57`, `paper`, `screen`.
    pub place: String,
    /// Message class for a field, slip copy or screen kind otherwise.
    pub context: String,
    /// `bcd`, `ascii`, `tlv`, `text`.
    pub encoding: String,
    /// How many digits of the number could be read there.
    pub clear_digits: usize,
    /// How many digits the number has.
    pub digits: usize,
}
