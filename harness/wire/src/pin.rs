//! PIN blocks of ISO 9564-1 format 0, with the card number or without it.
//!
//! Field 53 says which of the two is meant (1 without, 2 with); choosing is the caller's. No PIN is checked
//! against a card here.

use crate::key::Key;
use crate::mac::xor;
use crate::secret::{Pan, Pin, PinBlock};

/// Why a deciphered block holds no PIN. Nothing of the block is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// The format nibble is not 0: wrong key, wrong card number, or another format.
    #[error("PIN block is not of format 0; key or card number may be wrong")]
    Format,
    /// The length nibble is outside 4 to 12.
    #[error("PIN block states an impossible length; key or card number may be wrong")]
    Length,
    /// A PIN nibble is no digit.
    #[error("PIN block has something other than a digit in the PIN; key or card number may be wrong")]
    Digit,
    /// A nibble behind the PIN is not F.
    #[error("PIN block is not filled up with F; key or card number may be wrong")]
    Fill,
}

/// Builds and enciphers a block: `0LPPPP…F` XOR the twelve rightmost card digits without the check digit;
/// without a card number the plain `0LPPPP…F`.
#[must_use]
pub fn encrypt(pin: &Pin, pan: Option<&Pan>, key: &Key) -> PinBlock {
    let digits = pin.expose().as_bytes();
    let mut nibbles = [0xF; 16];
    for (slot, value) in nibbles
        .iter_mut()
        .zip([0, (digits.len() & 0xF) as u8].into_iter().chain(digits.iter().map(|d| d & 0xF)))
    {
        *slot = value;
    }
    PinBlock::new(key.encrypt_block(xor(packed(nibbles), card_half(pan))))
}

/// Deciphers a block and takes the PIN out.
///
/// # Errors
/// The result does not read as a format 0 block, mostly because key or card number differ.
pub fn decrypt(block: &PinBlock, pan: Option<&Pan>, key: &Key) -> Result<Pin, PinError> {
    let plain = xor(key.decrypt_block(*block.expose()), card_half(pan));
    let mut nibbles = plain.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    if nibbles.next() != Some(0) {
        return Err(PinError::Format);
    }
    let length = usize::from(nibbles.next().unwrap_or(0));
    if !(4..=12).contains(&length) {
        return Err(PinError::Length);
    }
    let mut digits = String::with_capacity(length);
    for nibble in nibbles.by_ref().take(length) {
        digits.push(char::from_digit(u32::from(nibble), 10).ok_or(PinError::Digit)?);
    }
    if nibbles.any(|nibble| nibble != 0xF) {
        return Err(PinError::Fill);
    }
    Pin::new(&digits).map_err(|_| PinError::Length)
}

fn card_half(pan: Option<&Pan>) -> [u8; 8] {
    let Some(pan) = pan else { return [0; 8] };
    let digits = pan.expose().as_bytes();
    let mut nibbles = [0; 16];
    // From the right: skip the check digit, take twelve.
    for (slot, digit) in nibbles.iter_mut().rev().zip(digits.iter().rev().skip(1).take(12)) {
        *slot = digit & 0xF;
    }
    packed(nibbles)
}

fn packed(nibbles: [u8; 16]) -> [u8; 8] {
    let (pairs, _) = nibbles.as_chunks::<2>();
    let mut bytes = [0; 8];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = high << 4 | low;
    }
    bytes
}
