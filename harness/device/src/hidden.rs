//! Bytes that may carry a card number, a track, a PIN or a key.
//!
//! `Debug` shows their count only. The JSON form does carry them (as hex), because the body has to hand them
//! over; whoever writes a record converts them first.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Bytes kept out of `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hidden(Vec<u8>);

impl Hidden {
    /// Takes the bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// Hands the bytes out; the caller keeps them out of logs and records.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as text, when they are UTF-8.
    #[must_use]
    pub fn expose_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hidden({} bytes)", self.0.len())
    }
}

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(self.0.len() * 2);
        for byte in &self.0 {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits: Option<Vec<u8>> =
            text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
        let digits = digits.filter(|d| d.len() % 2 == 0).ok_or_else(|| {
            // The text itself may be a secret: say what is wrong, never what it is.
            D::Error::custom("an even count of hex digits expected")
        })?;
        let bytes = digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |acc, d| acc << 4 | d)).collect();
        Ok(Self(bytes))
    }
}
