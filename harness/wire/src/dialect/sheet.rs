//! A dialect as a person writes it: the shape of the YAML file.
//!
//! Every facet of a field stands on its own; what may be combined is decided in `check`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Class, MacKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) framing: FramingSheet,
    pub(super) mti: MtiSheet,
    pub(super) bitmap: BitmapSheet,
    /// Absent where messages carry no MAC.
    pub(super) mac: Option<MacSheet>,
    pub(super) fields: Vec<FieldSheet>,
    #[serde(default)]
    pub(super) transactions: Vec<TransactionSheet>,
    /// Where the dialect keeps what every dialect keeps elsewhere.
    #[serde(default)]
    pub(super) places: BTreeMap<Place, String>,
}

/// Where a MAC stands and how it is made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MacSheet {
    /// 64, 128 or both.
    pub(super) fields: Vec<u8>,
    pub(super) kind: MacKind,
}

/// What a message says of itself or its original, wherever a dialect puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The terminal's batch number.
    Batch,
    /// How the terminal can read cards.
    Capability,
    /// Whether the chip could be read: 0 yes, 2 fell back to the stripe.
    ChipCondition,
    /// Date and time of sending by the sender's clock, MMDDhhmmss.
    Time,
    /// Which working keys a sign-on asks for: 001 single, 003 double length, 004 with a track key.
    KeySet,
    /// Who stands at the terminal.
    Operator,
    /// Type of the original message.
    OriginalType,
    /// Batch number of the original.
    OriginalBatch,
    /// Trace number of the original.
    OriginalTrace,
    /// Date of the original, MMDD.
    OriginalDate,
    /// Date and time of the original, MMDDhhmmss.
    OriginalTime,
    /// The amount that is to take the place of the original's, twelve digits: of a reversal that undoes a part.
    Replacement,
    /// Working keys under the master key.
    Keys,
    /// Text for the terminal to show.
    Note,
    /// Totals of a batch, with the host's verdict in the answer.
    Totals,
    /// Transactions of a batch, one by one; how many there were, where the batch ends.
    Details,
    /// Whose card it is, three characters, in an answer.
    Scheme,
    /// The institution that decided.
    Issuer,
    /// The institution that answers.
    Acquirer,
    /// Number of the wallet order that a message is about, twenty digits.
    Order,
    /// The number under which a wallet order is paid back, twenty digits.
    OrderRefund,
    /// The payment code that a customer shows.
    PayCode,
    /// The code that a terminal is to show to a customer.
    ShownCode,
    /// The picture of a signature.
    Picture,
}

impl Place {
    /// Its name in a dialect.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Batch => "batch",
            Self::Capability => "capability",
            Self::ChipCondition => "chip-condition",
            Self::Time => "time",
            Self::KeySet => "key-set",
            Self::Operator => "operator",
            Self::OriginalType => "original-type",
            Self::OriginalBatch => "original-batch",
            Self::OriginalTrace => "original-trace",
            Self::OriginalDate => "original-date",
            Self::OriginalTime => "original-time",
            Self::Replacement => "replacement",
            Self::Keys => "keys",
            Self::Note => "note",
            Self::Totals => "totals",
            Self::Details => "details",
            Self::Scheme => "scheme",
            Self::Issuer => "issuer",
            Self::Acquirer => "acquirer",
            Self::Order => "order",
            Self::OrderRefund => "order-refund",
            Self::PayCode => "pay-code",
            Self::ShownCode => "shown-code",
            Self::Picture => "picture",
        }
    }
}

/// How one class of transaction is told from the others, and written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TransactionSheet {
    pub(super) class: Class,
    /// Type of its request, four digits.
    pub(super) request: String,
    /// Type of its reversal; of several the first one is written, any of them is read.
    pub(super) reversal: Option<Codes>,
    /// Type of a reversal that is sent again, where it is another.
    pub(super) repeat: Option<String>,
    /// The codes that make it this class, by path; the first of several is the one that is written.
    #[serde(rename = "is")]
    pub(super) codes: BTreeMap<String, Codes>,
    /// Codes that are written besides.
    #[serde(default, rename = "with")]
    pub(super) besides: BTreeMap<String, String>,
}

/// One code or several.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Codes {
    One(String),
    Several(Vec<String>),
}

impl Codes {
    /// All of them.
    pub(super) fn all(&self) -> Vec<String> {
        match self {
            Self::One(code) => vec![code.clone()],
            Self::Several(codes) => codes.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FramingSheet {
    pub(super) length_prefix: LengthPrefix,
    /// Bytes: 5, or 0 for none.
    pub(super) tpdu: u8,
    /// Bytes: 6, or 0 for none.
    pub(super) header: u8,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LengthPrefix {
    #[serde(rename = "2-bytes-big-endian")]
    TwoBytesBigEndian,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MtiSheet {
    pub(super) encoding: DigitEncoding,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BitmapSheet {
    pub(super) encoding: BitmapEncoding,
    /// 64, or 128 for a second bitmap behind the first.
    pub(super) fields: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DigitEncoding {
    Bcd,
    Ascii,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum BitmapEncoding {
    Binary,
    HexAscii,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FieldSheet {
    pub(super) number: u8,
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) encoding: Encoding,
    /// Fixed length in digits, characters, or bytes for b.
    pub(super) length: Option<usize>,
    /// Greatest length of a variable field, in the same unit.
    pub(super) max: Option<usize>,
    pub(super) prefix: Option<PrefixSheet>,
    pub(super) align: Option<Align>,
    pub(super) pad: Option<u8>,
    pub(super) inside: Option<Inside>,
    /// The value must end where a sub-field ends.
    #[serde(default)]
    pub(super) whole_parts: bool,
    #[serde(default)]
    pub(super) parts: Vec<PartSheet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrefixSheet {
    pub(super) encoding: PrefixEncoding,
    /// Decimal digits; bytes where the encoding is binary.
    pub(super) digits: u8,
    pub(super) unit: Unit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartSheet {
    pub(super) name: String,
    pub(super) length: Option<usize>,
    pub(super) max: Option<usize>,
    /// What stands there when nobody gives a value; else noughts, or blanks in text.
    pub(super) fill: Option<String>,
}

/// What a field may hold (ISO 8583:1987, 4.2; anp as of the 2003 edition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Digits.
    N,
    /// A track: digits and the separator `=`.
    Z,
    /// A track of which a block may be enciphered: any nibble.
    Ze,
    /// Letters.
    A,
    /// Letters and digits.
    An,
    /// Letters, digits and blanks.
    Anp,
    /// Printable characters, and bytes from 80 up, in which GBK text is written.
    Ans,
    /// Bytes.
    B,
}

impl Content {
    /// The letters of ISO 8583.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::N => "n",
            Self::Z => "z",
            Self::Ze => "ze",
            Self::A => "a",
            Self::An => "an",
            Self::Anp => "anp",
            Self::Ans => "ans",
            Self::B => "b",
        }
    }
}

/// How a field's content lies on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Two digits a byte; `=` of a track is the nibble D.
    Bcd,
    /// A character a byte, as it is.
    Ascii,
    /// Bytes as they are.
    Binary,
    /// Two upper-case hex characters a byte.
    HexAscii,
}

/// At which end an odd number of packed digits has its spare nibble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Digits first, the spare nibble last.
    Left,
    /// The spare nibble first.
    Right,
}

/// How a length prefix is written.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PrefixEncoding {
    Bcd,
    Ascii,
    /// Big-endian.
    Binary,
}

/// What a length prefix counts.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unit {
    /// Digits of n and z, characters of text, hex characters of b.
    Digits,
    /// Packed bytes of n and z, characters of text, bytes of b.
    Bytes,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Inside {
    /// A BER-TLV list, checked in both directions.
    Tlv,
}
