//! What can be wrong with a message on the wire, or with one about to be written.
//!
//! Each error names the field path and the place; bytes are shown for fields that hold no secret, and for the
//! others only their number. A dialect file that contradicts itself is a `source::Flaw`, not an error of
//! these types.

use std::fmt;

use crate::tlv::TlvError;

/// The place of a fault in a received body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Field path: `"4"`, `"60.2"`, `"55.9F36"`; `"mti"`, `"bitmap"` and `"end"` for what is no field.
    pub path: String,
    /// Bytes from the start of the body (the MTI's first byte is 0).
    pub offset: usize,
    /// The bytes at fault in hex, shortened in the middle; `<n bytes>` where the field holds a secret.
    pub bytes: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.path.starts_with(|c: char| c.is_ascii_digit()) { "field " } else { "" };
        write!(f, "{word}{} at byte {}", self.path, self.offset)
    }
}

/// Why a received body is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body ends inside this field.
    #[error("{at}: {needed} bytes expected, {left} left (bytes {})", at.bytes)]
    Truncated {
        /// Where.
        at: Spot,
        /// Bytes the field takes.
        needed: usize,
        /// Bytes there are.
        left: usize,
    },
    /// A nibble or character that is no digit in a number.
    #[error("{at}: digit expected, got {got} (bytes {})", at.bytes)]
    Digit {
        /// Where.
        at: Spot,
        /// The nibble or character, such as `nibble A` or `byte 7F`.
        got: String,
    },
    /// The spare nibble of an odd number of digits is not the dialect's pad.
    #[error("{at}: pad nibble {pad:X} expected, got {got:X} (bytes {})", at.bytes)]
    Padding {
        /// Where.
        at: Spot,
        /// What the dialect says.
        pad: u8,
        /// What stands there.
        got: u8,
    },
    /// A character outside the field's content type.
    #[error("{at}: {content} character expected, got byte {got:02X} (bytes {})", at.bytes)]
    Character {
        /// Where.
        at: Spot,
        /// The content type in ISO 8583 letters.
        content: &'static str,
        /// The byte.
        got: u8,
    },
    /// A length beyond the field's maximum.
    #[error("{at}: length {declared} declared, {max} at most (bytes {})", at.bytes)]
    Length {
        /// Where.
        at: Spot,
        /// What the prefix says.
        declared: usize,
        /// What the dialect allows.
        max: usize,
    },
    /// A bit for a field that the dialect does not have.
    #[error("{at}: the dialect has no such field (bytes {})", at.bytes)]
    UnknownField {
        /// Where.
        at: Spot,
    },
    /// A second bitmap without a bit in it: it could not be written back.
    #[error("{at}: second bitmap is empty (bytes {})", at.bytes)]
    EmptyBitmap {
        /// Where.
        at: Spot,
    },
    /// The value ends inside a sub-field.
    #[error("{at}: value of {length} characters ends inside this sub-field (bytes {})", at.bytes)]
    Part {
        /// Where; the path names the sub-field.
        at: Spot,
        /// Characters of the whole field.
        length: usize,
    },
    /// The chip data are no TLV list.
    #[error("{at}: {fault} (bytes {})", at.bytes)]
    Tlv {
        /// Where; the path names the tag when it could be read.
        at: Spot,
        /// What is wrong.
        fault: TlvError,
    },
    /// Bytes behind the last field.
    #[error("{at}: {left} bytes behind the last field")]
    Trailing {
        /// Where.
        at: Spot,
        /// How many.
        left: usize,
    },
}

impl DecodeError {
    /// Where the fault is.
    #[must_use]
    pub const fn spot(&self) -> &Spot {
        match self {
            Self::Truncated { at, .. }
            | Self::Digit { at, .. }
            | Self::Padding { at, .. }
            | Self::Character { at, .. }
            | Self::Length { at, .. }
            | Self::UnknownField { at }
            | Self::EmptyBitmap { at }
            | Self::Part { at, .. }
            | Self::Tlv { at, .. }
            | Self::Trailing { at, .. } => at,
        }
    }

    /// The field path: `"60.2"`, `"55.9F36"`, `"35"`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.spot().path
    }

    /// Bytes from the start of the body.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.spot().offset
    }
}

/// Why a message cannot be written in a dialect. Values are never repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The message type holds something other than four decimal digits.
    #[error("message type is not four digits")]
    Mti,
    /// The message has a field that the dialect does not know.
    #[error("field {path}: the dialect has no such field")]
    UnknownField {
        /// Field path.
        path: String,
    },
    /// A variable field that is longer than it may be, or a fixed one of another length.
    #[error("field {path}: {length} given, {} {allowed}", if *.fixed { "exactly" } else { "at most" })]
    Length {
        /// Field path.
        path: String,
        /// Digits, characters or bytes given.
        length: usize,
        /// What the dialect allows.
        allowed: usize,
        /// True when the length is fixed.
        fixed: bool,
    },
    /// A character outside the content type.
    #[error("field {path}: {content} character expected at index {index}")]
    Character {
        /// Field path.
        path: String,
        /// The content type in ISO 8583 letters.
        content: &'static str,
        /// Where in the value, from 0.
        index: usize,
    },
    /// An odd number of digits where the prefix counts bytes and the pad could be a digit.
    #[error("field {path}: an odd number of digits cannot be told from an even one here")]
    Odd {
        /// Field path.
        path: String,
    },
    /// Sub-fields that do not follow each other from the first on, or are not declared.
    #[error("field {path}: {fault}")]
    Part {
        /// Path of the sub-field.
        path: String,
        /// What is wrong.
        fault: &'static str,
    },
    /// The chip data are no TLV list.
    #[error("field {path}: {fault}")]
    Tlv {
        /// Field path.
        path: String,
        /// What is wrong.
        fault: TlvError,
    },
    /// The dialect declares no field for a MAC.
    #[error("the dialect has no field for a MAC")]
    NoMacField,
    /// The MAC could not be computed.
    #[error("mac: {0}")]
    Mac(#[from] crate::KeyError),
}
