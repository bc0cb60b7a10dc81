//! Message authentication: the CUP rule and the two ANSI rules, over any bytes; sealing and checking a
//! message of a dialect stands in `dialect::seal`.
//!
//! It does not choose a rule or a key: the dialect and the sign-on do. Sources: PAYMENTS 1.11 (CUP "ECB"),
//! ANSI X9.9, ANSI X9.19 (the latter is ISO 9797-1 algorithm 3 with zero padding).

use serde::{Deserialize, Serialize};

use crate::hex;
use crate::key::{Key, KeyError};

/// How the eight bytes of field 64 come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MacKind {
    /// UnionPay: blocks XORed, written as hex text, two enciphered blocks, first eight hex digits as ASCII.
    CupEcb,
    /// ANSI X9.9: CBC under a single-length key.
    #[serde(rename = "x9-9")]
    X9_9,
    /// ANSI X9.19: CBC under the left half, then decipher right, encipher left; a double-length key.
    #[serde(rename = "x9-19")]
    X9_19,
}

/// What a look at a received message's MAC says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MacCheck {
    /// There, and right under the key.
    Valid,
    /// There, and not what the key gives.
    Wrong,
    /// The bitmap announces none, or there is no readable bitmap.
    Absent,
}

impl MacKind {
    /// Whether it is made with a key of so many bytes.
    #[must_use]
    pub const fn takes(self, key_bytes: usize) -> bool {
        match self {
            Self::CupEcb => matches!(key_bytes, 8 | 16 | 24),
            Self::X9_9 => key_bytes == 8,
            Self::X9_19 => key_bytes == 16,
        }
    }

    /// The eight MAC bytes over `data`, which is zero-padded to whole blocks.
    ///
    /// # Errors
    /// [`KeyError::WrongLength`]: X9.9 takes a key of 8 bytes, X9.19 one of 16.
    pub fn compute(self, key: &Key, data: &[u8]) -> Result<[u8; 8], KeyError> {
        match self {
            Self::CupEcb => Ok(cup(key, data)),
            Self::X9_9 => {
                needs(key, "an X9.9 MAC", 8)?;
                Ok(chain(key, data))
            }
            Self::X9_19 => {
                needs(key, "an X9.19 MAC", 16)?;
                Ok(retail(key, data))
            }
        }
    }
}

fn needs(key: &Key, operation: &'static str, expected: usize) -> Result<(), KeyError> {
    if key.length() == expected {
        Ok(())
    } else {
        Err(KeyError::WrongLength { operation, expected, got: key.length() })
    }
}

/// Whole blocks of `data`, the last one filled up with zeros.
fn blocks(data: &[u8]) -> impl Iterator<Item = [u8; 8]> + '_ {
    data.chunks(8).map(|chunk| {
        let mut block = [0; 8];
        block.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        block
    })
}

pub(crate) fn xor(a: [u8; 8], b: [u8; 8]) -> [u8; 8] {
    (u64::from_ne_bytes(a) ^ u64::from_ne_bytes(b)).to_ne_bytes()
}

/// CBC with a zero start; the last block.
fn chain(key: &Key, data: &[u8]) -> [u8; 8] {
    blocks(data).fold([0; 8], |state, block| key.encrypt_block(xor(state, block)))
}

/// CBC under the left half and the closing pair of steps; the key must have two halves.
pub(crate) fn retail(key: &Key, data: &[u8]) -> [u8; 8] {
    let left = key.left();
    let state = chain(&left, data);
    match key.right() {
        Some(right) => left.encrypt_block(right.decrypt_block(state)),
        None => state,
    }
}

/// Every value on the way of a CUP MAC, so that tests and evidence can show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CupSteps {
    /// XOR of all blocks.
    pub(crate) folded: [u8; 8],
    /// First hex half, enciphered.
    pub(crate) first: [u8; 8],
    /// `first` XOR the second hex half.
    pub(crate) mixed: [u8; 8],
    /// `mixed`, enciphered.
    pub(crate) second: [u8; 8],
    /// First eight hex digits of `second`.
    pub(crate) mac: [u8; 8],
}

pub(crate) fn cup_steps(key: &Key, data: &[u8]) -> CupSteps {
    let folded = blocks(data).fold([0; 8], xor);
    let [high, low] = as_hex(folded);
    let first = key.encrypt_block(high);
    let mixed = xor(first, low);
    let second = key.encrypt_block(mixed);
    let [mac, _] = as_hex(second);
    CupSteps { folded, first, mixed, second, mac }
}

fn cup(key: &Key, data: &[u8]) -> [u8; 8] {
    cup_steps(key, data).mac
}

/// Eight bytes as sixteen upper-case hex characters, in two blocks.
fn as_hex(block: [u8; 8]) -> [[u8; 8]; 2] {
    let [a, b, c, d, e, f, g, h] = block;
    let text = |bytes: [u8; 4]| {
        let mut out = [0; 8];
        for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[hex::digit(byte >> 4), hex::digit(byte)]);
        }
        out
    };
    [text([a, b, c, d]), text([e, f, g, h])]
}
