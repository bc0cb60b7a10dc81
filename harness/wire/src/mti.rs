//! The message type indicator: version, class, function and origin, one decimal digit each.
//!
//! It does not say which types an acquirer supports; that is the profile's business.

use std::fmt;
use std::str::FromStr;

/// A message type, held as four BCD digits (`0x0200`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mti(u16);

/// Why a text is no message type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("message type is not four digits")]
pub struct MtiError;

impl Mti {
    /// A message type from its BCD digits: `Mti::new(0x0200)`. Digits above 9 are caught when encoding.
    #[must_use]
    pub const fn new(bcd: u16) -> Self {
        Self(bcd)
    }

    /// The four BCD digits.
    #[must_use]
    pub const fn bcd(self) -> u16 {
        self.0
    }

    /// The class digit: 1 authorisation, 2 financial, 3 file, 4 reversal, 5 reconciliation, 6
    /// administrative, 8 network management (ISO 8583:1987, 4.1).
    #[must_use]
    pub const fn class(self) -> u8 {
        (self.0 >> 8 & 0xF) as u8
    }

    /// True for an answer: the function digit is odd.
    #[must_use]
    pub const fn is_response(self) -> bool {
        self.0 & 0x0010 != 0
    }

    /// The type of the answer to this message: 0200 → 0210, 0220 → 0230, 0401 → 0410. An answer is its own.
    #[must_use]
    pub const fn response(self) -> Self {
        if self.is_response() { self } else { Self(self.0 & 0xFFF0 | 0x0010) }
    }
}

impl fmt::Display for Mti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for Mti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mti({self})")
    }
}

impl FromStr for Mti {
    type Err = MtiError;

    fn from_str(text: &str) -> Result<Self, MtiError> {
        if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MtiError);
        }
        u16::from_str_radix(text, 16).map(Self).map_err(|_| MtiError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_follow_requests_and_advices() {
        for (request, answer) in
            [(0x0200, "0210"), (0x0220, "0230"), (0x0400, "0410"), (0x0800, "0810"), (0x0401, "0410")]
        {
            assert_eq!(Mti::new(request).response().to_string(), answer);
            assert!(!Mti::new(request).is_response());
            assert!(Mti::new(request).response().is_response());
        }
        assert_eq!("0320".parse(), Ok(Mti::new(0x0320)));
        assert_eq!("02A0".parse::<Mti>(), Err(MtiError));
        assert_eq!("+200".parse::<Mti>(), Err(MtiError));
        assert_eq!(Mti::new(0x0200).response().response(), Mti::new(0x0210));
    }
}
