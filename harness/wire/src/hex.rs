//! Hexadecimal text, upper case when written, either case when read.
//!
//! It masks nothing: callers decide whether bytes may be shown.

/// Why a text is no hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HexError {
    /// A byte needs two digits.
    #[error("odd number of hex digits")]
    Odd,
    /// The character at this index (from 0) is no hex digit; the character itself is not repeated.
    #[error("no hex digit at index {0}")]
    Digit(usize),
}

/// Bytes as upper-case hex digits without separators.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for nibble in bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]) {
        text.push(char::from(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 }));
    }
    text
}

/// Reads hex digits; blanks between bytes are not accepted.
///
/// # Errors
/// An odd number of digits, or a character that is none.
pub fn decode(text: &str) -> Result<Vec<u8>, HexError> {
    if !text.len().is_multiple_of(2) {
        return Err(HexError::Odd);
    }
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for (index, pair) in text.as_bytes().chunks_exact(2).enumerate() {
        let mut value = 0;
        for (half, &digit) in pair.iter().enumerate() {
            let nibble = nibble(digit).ok_or(HexError::Digit(index * 2 + half))?;
            value = value << 4 | nibble;
        }
        bytes.push(value);
    }
    Ok(bytes)
}

/// The value of one hex digit.
#[must_use]
pub fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// The upper-case digit of a nibble; the upper half of the byte is ignored.
#[must_use]
pub const fn digit(nibble: u8) -> u8 {
    match nibble & 0x0F {
        n @ 0..=9 => b'0' + n,
        n => b'A' + n - 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_round_trip_and_bad_text_is_refused() {
        assert_eq!(decode(&encode(&[0x00, 0xAF, 0x10])), Ok(vec![0x00, 0xAF, 0x10]));
        assert_eq!(decode("afAF"), Ok(vec![0xAF, 0xAF]));
        assert_eq!(decode("A"), Err(HexError::Odd));
        assert_eq!(decode("00x0"), Err(HexError::Digit(2)));
    }
}
