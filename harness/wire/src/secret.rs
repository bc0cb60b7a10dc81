//! Card numbers, tracks, PINs and PIN blocks as types that never show themselves.
//!
//! `Debug`, `Display` and `Serialize` write the masked form; the raw value comes from `expose` alone. Errors
//! never repeat the value. The types do not wipe memory: the harness handles test cards only.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Why a value cannot be taken. The value itself is never part of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The number of digits or characters is out of range.
    #[error("{what} of {length} characters, {least} to {most} expected")]
    Length {
        /// Which secret.
        what: &'static str,
        /// Characters given.
        length: usize,
        /// Fewest allowed.
        least: usize,
        /// Most allowed.
        most: usize,
    },
    /// Something that is no digit where a digit must be.
    #[error("{what} has something other than a digit at index {index}")]
    Digit {
        /// Which secret.
        what: &'static str,
        /// Where, from 0.
        index: usize,
    },
    /// A track without its separator, or with too little behind it.
    #[error("track 2 lacks its separator or the expiry and service code behind it")]
    Track,
}

fn digits(what: &'static str, text: &str, least: usize, most: usize) -> Result<(), SecretError> {
    if !(least..=most).contains(&text.len()) {
        return Err(SecretError::Length { what, length: text.len(), least, most });
    }
    match text.bytes().position(|b| !b.is_ascii_digit()) {
        Some(index) => Err(SecretError::Digit { what, index }),
        None => Ok(()),
    }
}

/// A card number of 12 to 19 digits (ISO/IEC 7812). The check digit is not verified.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pan(String);

impl Pan {
    /// Takes 12 to 19 digits.
    ///
    /// # Errors
    /// Another length, or a character that is no digit.
    pub fn new(digits: &str) -> Result<Self, SecretError> {
        self::digits("card number", digits, 12, 19)?;
        Ok(Self(digits.to_owned()))
    }

    /// The raw digits. Never write them to a log, a journal or a report.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// First six and last four digits with stars between; of a 12-digit number the last four only.
    #[must_use]
    pub fn masked(&self) -> String {
        let length = self.0.len();
        let head = if length > 12 { 6 } else { 0 };
        self.0.chars().enumerate().map(|(i, c)| if i < head || i + 4 >= length { c } else { '*' }).collect()
    }
}

/// The second track without sentinels: card number, `=`, expiry, service code, discretionary digits
/// (ISO/IEC 7813), 37 characters at most. A `D` as separator is taken and held as `=`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Track2 {
    text: String,
    pan: Pan,
}

impl Track2 {
    /// Takes `PAN=YYMMsss…` or `PANDYYMMsss…`.
    ///
    /// # Errors
    /// Too long, no separator, a card number of wrong length, fewer than seven digits behind the separator.
    pub fn new(track: &str) -> Result<Self, SecretError> {
        if track.len() > 37 {
            return Err(SecretError::Length { what: "track 2", length: track.len(), least: 20, most: 37 });
        }
        let (number, rest) = track.split_once(['=', 'D']).ok_or(SecretError::Track)?;
        let pan = Pan::new(number)?;
        if rest.len() < 7 {
            return Err(SecretError::Track);
        }
        if let Some(index) = rest.bytes().position(|b| !b.is_ascii_digit()) {
            return Err(SecretError::Digit { what: "track 2", index: number.len() + 1 + index });
        }
        Ok(Self { text: format!("{number}={rest}"), pan })
    }

    /// The raw track with `=` as separator.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The card number on the track.
    #[must_use]
    pub fn pan(&self) -> Pan {
        self.pan.clone()
    }

    /// Expiry, `YYMM`.
    #[must_use]
    pub fn expiry(&self) -> &str {
        let at = self.pan.0.len() + 1;
        self.text.get(at..at + 4).unwrap_or_default()
    }

    /// Service code, three digits; a leading 2 or 6 says that the card has a chip.
    #[must_use]
    pub fn service_code(&self) -> &str {
        let at = self.pan.0.len() + 5;
        self.text.get(at..at + 3).unwrap_or_default()
    }

    /// The masked card number, the rest as four stars.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}=****", self.pan.masked())
    }
}

/// A cardholder's PIN of 4 to 12 digits (ISO 9564-1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin(String);

impl Pin {
    /// Takes 4 to 12 digits.
    ///
    /// # Errors
    /// Another length, or a character that is no digit.
    pub fn new(digits: &str) -> Result<Self, SecretError> {
        self::digits("PIN", digits, 4, 12)?;
        Ok(Self(digits.to_owned()))
    }

    /// The raw digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Eight stars, whatever the length.
    #[must_use]
    pub fn masked(&self) -> String {
        "********".to_owned()
    }
}

/// The code that a customer's wallet shows for one payment, eighteen digits. Whoever reads it can charge that wallet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PayCode(String);

impl PayCode {
    /// Takes eighteen digits.
    ///
    /// # Errors
    /// Another length, or a character that is no digit; the value is not repeated.
    pub fn new(digits: &str) -> Result<Self, SecretError> {
        self::digits("payment code", digits, 18, 18)?;
        Ok(Self(digits.to_owned()))
    }

    /// The raw digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The two digits that name the wallet, and the last four: `13************7890`.
    #[must_use]
    pub fn masked(&self) -> String {
        let part = |range: std::ops::Range<usize>| self.0.get(range).unwrap_or_default();
        format!("{}************{}", part(0..2), part(14..18))
    }
}

/// A mobile phone number of eleven digits that begins with a 1, as a cardholder types it for a receipt.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phone(String);

impl Phone {
    /// Takes eleven digits.
    ///
    /// # Errors
    /// Another length, another first digit, or a character that is no digit; the value is not repeated.
    pub fn new(digits: &str) -> Result<Self, SecretError> {
        self::digits("phone number", digits, 11, 11)?;
        if !digits.starts_with('1') {
            return Err(SecretError::Digit { what: "phone number", index: 0 });
        }
        Ok(Self(digits.to_owned()))
    }

    /// The raw digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first and the last three digits: `138*****678`.
    #[must_use]
    pub fn masked(&self) -> String {
        let part = |range: std::ops::Range<usize>| self.0.get(range).unwrap_or_default();
        format!("{}*****{}", part(0..3), part(8..11))
    }
}

/// An enciphered PIN block of eight bytes, as it stands in field 52.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PinBlock([u8; 8]);

impl PinBlock {
    /// Takes the eight enciphered bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The raw bytes.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 8] {
        &self.0
    }

    /// Eight stars.
    #[must_use]
    pub fn masked(&self) -> String {
        "********".to_owned()
    }
}

macro_rules! shown_masked {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.masked())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.masked())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.masked())
            }
        }
    )*};
}
shown_masked!(Pan, Track2, Pin, PinBlock, PayCode, Phone);

/// A text that is read without ever being quoted in an error. Numbers are taken in only to be refused in our own
/// words: the reader's would repeat the digits, and leading noughts would be lost. In YAML, quote the digits.
pub(crate) struct Unquoted;

impl de::Visitor<'_> for Unquoted {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quoted text (the value is not shown)")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<String, E> {
        Err(E::custom("a secret must be a quoted text, not a number (the value is not shown)"))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<String, E> {
        Err(E::custom("a secret must be a quoted text, not a number (the value is not shown)"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<String, E> {
        Err(E::custom("a secret must be a quoted text, not a number (the value is not shown)"))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<String, E> {
        Err(E::custom("a secret must be a quoted text, not a number (the value is not shown)"))
    }
}

macro_rules! read_unquoted {
    ($($name:ident),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = from.deserialize_any(Unquoted)?;
                Self::new(&text).map_err(de::Error::custom)
            }
        }
    )*};
}
read_unquoted!(Pan, Track2, Pin);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_shows_six_and_four() {
        let pan = Pan::new("6228480402564890018").unwrap();
        assert_eq!(pan.masked(), "622848*********0018");
        assert_eq!(Pan::new("123456789012").unwrap().masked(), "********9012");
        assert_eq!(format!("{pan} {pan:?}"), "622848*********0018 Pan(622848*********0018)");
        assert!(Pan::new("62284804025").is_err() && Pan::new("62284804025648900189").is_err());
        assert_eq!(
            Pan::new("6228480402564x90").unwrap_err(),
            SecretError::Digit { what: "card number", index: 13 }
        );
    }

    #[test]
    fn a_payment_code_shows_its_wallet_and_its_last_digits() {
        let code = PayCode::new("134512345678907890").unwrap();
        assert_eq!(format!("{code} {code:?}"), "13************7890 PayCode(13************7890)");
        for bad in ["13451234567890789", "1345123456789078901", "13451234567890789x"] {
            assert!(PayCode::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn both_separators_give_the_same_track() {
        let track = Track2::new("4392260009942820D1312101121120084").unwrap();
        assert_eq!(track, Track2::new("4392260009942820=1312101121120084").unwrap());
        assert_eq!((track.expiry(), track.service_code()), ("1312", "101"));
        assert_eq!(track.pan().expose(), "4392260009942820");
        assert_eq!(track.to_string(), "439226******2820=****");
        for bad in
            ["4392260009942820", "4392260009942820=131210", "4392260009942820=1312=01", "43922=1312101"]
        {
            assert!(Track2::new(bad).is_err(), "{bad}");
        }
    }
}
