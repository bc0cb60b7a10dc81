//! The chip's cryptograms: the card's master key, the session key of one transaction, the application
//! cryptogram, the issuer's answer to it, and the MAC of the commands of an issuer's script.
//!
//! It does not decide which data elements go into a cryptogram (the card model lists them) nor whether a
//! card approves. Commands with enciphered data are not made. Sources: EMV Book 2, A1.4.1 (option A), A1.3.1 (common
//! session key), 8.2.1 (ARPC method 1), 9.2 (secure messaging, format 2); PBOC 3.0 part 17 for the PBOC session key, and
//! for what goes into a command's MAC.

use serde::{Deserialize, Serialize};

use crate::key::{Key, KeyError};
use crate::mac::{retail, xor};
use crate::secret::Pan;

/// How a session key follows from the card's master key and the transaction counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionKeyRule {
    /// PBOC: halves from `000000000000‖ATC` and `000000000000‖(ATC XOR FFFF)`.
    Pbc,
    /// EMV common session key: halves from `ATC‖F0‖0000000000` and `ATC‖0F‖0000000000`.
    EmvCommon,
}

/// The card's master key from the issuer's master key, option A: the sixteen rightmost digits of card number
/// and sequence number, and their complement, enciphered; odd parity.
///
/// `sequence` is the card sequence number (5F34), 0 when the card has none; two decimal digits count.
///
/// # Errors
/// [`KeyError::WrongLength`] unless the issuer key has 16 bytes.
pub fn card_key(issuer: &Key, pan: &Pan, sequence: u8) -> Result<Key, KeyError> {
    double(issuer)?;
    let tail = [sequence / 10 % 10, sequence % 10];
    let digits = tail.into_iter().rev().chain(pan.expose().bytes().rev().map(|digit| digit & 0xF));
    let mut block = [0u8; 8];
    for (index, digit) in digits.take(16).enumerate() {
        if let Some(byte) = block.iter_mut().rev().nth(index / 2) {
            *byte |= digit << (index % 2 * 4);
        }
    }
    let left = issuer.encrypt_block(block);
    let right = issuer.encrypt_block(xor(block, [0xFF; 8]));
    joined(odd_parity(left), odd_parity(right))
}

/// The session key of the transaction with this counter (9F36).
///
/// # Errors
/// [`KeyError::WrongLength`] unless the card key has 16 bytes.
pub fn session_key(card: &Key, atc: u16, rule: SessionKeyRule) -> Result<Key, KeyError> {
    double(card)?;
    let [a, b] = atc.to_be_bytes();
    let (left, right) = match rule {
        SessionKeyRule::Pbc => ([0, 0, 0, 0, 0, 0, a, b], [0, 0, 0, 0, 0, 0, !a, !b]),
        SessionKeyRule::EmvCommon => ([a, b, 0xF0, 0, 0, 0, 0, 0], [a, b, 0x0F, 0, 0, 0, 0, 0]),
    };
    joined(card.encrypt_block(left), card.encrypt_block(right))
}

/// The application cryptogram (9F26) over `data`: padded with 80 and zeros, CBC under the left half, then
/// decipher right and encipher left.
///
/// # Errors
/// [`KeyError::WrongLength`] unless the session key has 16 bytes.
pub fn cryptogram(session: &Key, data: &[u8]) -> Result<[u8; 8], KeyError> {
    double(session)?;
    let mut padded = Vec::with_capacity(data.len() + 8);
    padded.extend_from_slice(data);
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(8), 0);
    Ok(retail(session, &padded))
}

/// The issuer's answer, method 1: the cryptogram XOR the two response characters and six zeros, enciphered.
///
/// # Errors
/// [`KeyError::WrongLength`] unless the key has 16 bytes.
pub fn arpc(key: &Key, arqc: [u8; 8], response: [u8; 2]) -> Result<[u8; 8], KeyError> {
    double(key)?;
    let [a, b] = response;
    Ok(key.encrypt_block(xor(arqc, [a, b, 0, 0, 0, 0, 0, 0])))
}

/// The session key for the commands of an issuer's script, from the card's key for secure messaging: PBOC by the
/// counter, as for cryptograms; EMV common by the card's first cryptogram, its third byte F0 and 0F.
///
/// # Errors
/// [`KeyError::WrongLength`] unless the card key has 16 bytes.
pub fn script_key(card: &Key, atc: u16, arqc: [u8; 8], rule: SessionKeyRule) -> Result<Key, KeyError> {
    match rule {
        SessionKeyRule::Pbc => session_key(card, atc, rule),
        SessionKeyRule::EmvCommon => {
            double(card)?;
            let [a, b, _, rest @ ..] = arqc;
            let half = |mark: u8| {
                let [d, e, f, g, h] = rest;
                card.encrypt_block([a, b, mark, d, e, f, g, h])
            };
            joined(half(0xF0), half(0x0F))
        }
    }
}

/// The MAC of a script's command: over its head (class to length, the MAC counted in), the transaction counter, the
/// card's first cryptogram and the data; four bytes.
///
/// # Errors
/// [`KeyError::WrongLength`] unless the session key has 16 bytes.
pub fn script_mac(
    session: &Key,
    head: [u8; 5],
    atc: u16,
    arqc: [u8; 8],
    data: &[u8],
) -> Result<[u8; 4], KeyError> {
    let input = [&head[..], &atc.to_be_bytes(), &arqc, data].concat();
    let [a, b, c, d, ..] = cryptogram(session, &input)?;
    Ok([a, b, c, d])
}

fn double(key: &Key) -> Result<(), KeyError> {
    match key.length() {
        16 => Ok(()),
        got => Err(KeyError::WrongLength { operation: "a chip key", expected: 16, got }),
    }
}

fn joined(left: [u8; 8], right: [u8; 8]) -> Result<Key, KeyError> {
    Key::new([left, right].as_flattened())
}

fn odd_parity(half: [u8; 8]) -> [u8; 8] {
    half.map(|byte| if byte.count_ones() % 2 == 0 { byte ^ 1 } else { byte })
}
