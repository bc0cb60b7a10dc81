//! A DES or triple DES key and the block cipher under it.
//!
//! It shows itself as length and check value only. It says nothing about what the key is for (master, PIN,
//! MAC): that stands in the types that hold it. Parity bits are neither checked nor corrected.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::des::Schedule;
use crate::hex;
use crate::secret::Unquoted;

/// Why a key, or something done with one, is refused. Key bytes are never part of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Neither 8, 16 nor 24 bytes.
    #[error("key of {0} bytes, 8, 16 or 24 expected")]
    Length(usize),
    /// The text is not hexadecimal.
    #[error("key is not hexadecimal: {0}")]
    Hex(#[from] hex::HexError),
    /// The data is no whole number of blocks.
    #[error("data of {0} bytes is no whole number of 8-byte blocks")]
    Blocks(usize),
    /// This operation works with another key length.
    #[error("{operation} takes a key of {expected} bytes, got {got}")]
    WrongLength {
        /// What was asked for.
        operation: &'static str,
        /// Bytes it takes.
        expected: usize,
        /// Bytes the key has.
        got: usize,
    },
    /// A key block that fits no known layout.
    #[error("key block of {0} bytes, 24, 40 or 60 expected")]
    Layout(usize),
    /// The check value sent with a key is not the one the key has.
    #[error("check value of the {which} key is wrong")]
    CheckValue {
        /// `pin`, `mac` or `track`.
        which: &'static str,
    },
}

/// A DES key (8 bytes) or triple DES key (16: EDE2, 24: EDE3).
#[derive(Clone)]
pub struct Key(Arc<Inner>);

struct Inner {
    bytes: Vec<u8>,
    rounds: Schedule,
}

impl Key {
    /// Takes 8, 16 or 24 bytes.
    ///
    /// # Errors
    /// [`KeyError::Length`].
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        let rounds = Schedule::new(bytes).ok_or(KeyError::Length(bytes.len()))?;
        Ok(Self(Arc::new(Inner { bytes: bytes.to_vec(), rounds })))
    }

    /// Takes 16, 32 or 48 hex digits.
    ///
    /// # Errors
    /// Not hexadecimal, or a wrong length.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        Self::new(&hex::decode(text)?)
    }

    /// The raw key bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0.bytes
    }

    /// Length in bytes: 8, 16 or 24.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.bytes.len()
    }

    /// Check value: the first four bytes of eight enciphered zero bytes.
    #[must_use]
    pub fn kcv(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = self.encrypt_block([0; 8]);
        [a, b, c, d]
    }

    /// The first eight bytes as a key of its own.
    #[must_use]
    pub fn left(&self) -> Self {
        self.half(0).unwrap_or_else(|| self.clone())
    }

    /// The second eight bytes as a key of its own; `None` for a single-length key.
    #[must_use]
    pub fn right(&self) -> Option<Self> {
        self.half(8)
    }

    fn half(&self, from: usize) -> Option<Self> {
        Self::new(self.0.bytes.get(from..from + 8)?).ok()
    }

    /// Enciphers one block.
    #[must_use]
    pub fn encrypt_block(&self, block: [u8; 8]) -> [u8; 8] {
        self.0.rounds.encrypt(block)
    }

    /// Deciphers one block.
    #[must_use]
    pub fn decrypt_block(&self, block: [u8; 8]) -> [u8; 8] {
        self.0.rounds.decrypt(block)
    }

    /// Enciphers whole blocks, each on its own.
    ///
    /// # Errors
    /// [`KeyError::Blocks`].
    pub fn encrypt_ecb(&self, data: &[u8]) -> Result<Vec<u8>, KeyError> {
        each_block(data, |block| self.encrypt_block(block))
    }

    /// Deciphers whole blocks, each on its own.
    ///
    /// # Errors
    /// [`KeyError::Blocks`].
    pub fn decrypt_ecb(&self, data: &[u8]) -> Result<Vec<u8>, KeyError> {
        each_block(data, |block| self.decrypt_block(block))
    }
}

fn each_block(data: &[u8], step: impl Fn([u8; 8]) -> [u8; 8]) -> Result<Vec<u8>, KeyError> {
    let (blocks, rest) = data.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(KeyError::Blocks(data.len()));
    }
    Ok(blocks.iter().flat_map(|block| step(*block)).collect())
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.bytes == other.0.bytes
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.bytes.cmp(&other.0.bytes)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({} bytes, kcv {})", self.length(), hex::encode(&self.kcv()))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_hex(&from.deserialize_any(Unquoted)?).map_err(de::Error::custom)
    }
}
