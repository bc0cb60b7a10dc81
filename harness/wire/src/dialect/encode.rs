//! From a message to the wire.
//!
//! Everything that decoding would refuse is refused here as well, so that what is written can be read. Values
//! are not padded or cut to fit: the flow that fills a message writes them at their length.

use super::plan::{Form, Plan};
use super::sheet::{BitmapEncoding, DigitEncoding, PrefixEncoding};
use super::Dialect;
use crate::error::EncodeError;
use crate::message::Message;
use crate::{digits, hex, tlv};

impl Dialect {
    /// Writes a message, MTI to last field.
    ///
    /// # Errors
    /// A field that the dialect does not have, a wrong length or character, broken sub-fields or chip data.
    pub fn encode(&self, message: &Message) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(256);
        self.encode_into(message, &mut out)?;
        Ok(out)
    }

    /// Writes a message into a buffer, which is emptied first. After an error its content is of no use.
    ///
    /// # Errors
    /// As for [`Dialect::encode`].
    pub fn encode_into(&self, message: &Message, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.write(message, message.bits(), 0, out)
    }

    /// Writes the fields of `bits`, announcing those of `announced` as well.
    pub(super) fn write(
        &self,
        message: &Message,
        bits: u128,
        announced: u128,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        out.clear();
        if let Some(n) = crate::message::lowest(bits & !self.known) {
            return Err(EncodeError::UnknownField { path: n.to_string() });
        }
        self.write_head(message, bits | announced, out)?;
        for (n, value) in message.values() {
            if bits & crate::message::bit(n) == 0 {
                continue;
            }
            let Some(plan) = self.plan(n) else {
                return Err(EncodeError::UnknownField { path: n.to_string() });
            };
            plan.write(n, value, out)?;
        }
        Ok(())
    }

    fn write_head(&self, message: &Message, bits: u128, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mti = message.mti().bcd().to_be_bytes();
        if mti.iter().any(|byte| byte >> 4 > 9 || byte & 0xF > 9) {
            return Err(EncodeError::Mti);
        }
        match self.mti {
            DigitEncoding::Bcd => out.extend_from_slice(&mti),
            DigitEncoding::Ascii => digits::unpack(&mti, out),
        }
        let (first, second) = ((bits >> 64) as u64, bits as u64);
        let announced = if second == 0 { first } else { first | 1 << 63 };
        for map in [Some(announced), (second != 0).then_some(second)].into_iter().flatten() {
            match self.bitmap {
                BitmapEncoding::Binary => out.extend_from_slice(&map.to_be_bytes()),
                BitmapEncoding::HexAscii => out.extend_from_slice(hex::encode(&map.to_be_bytes()).as_bytes()),
            }
        }
        Ok(())
    }
}

impl Plan {
    #[inline]
    fn write(&self, n: u8, value: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match &self.prefix {
            None if value.len() != self.max => return Err(self.misfit(n, value)),
            Some(_) if value.len() > self.max => return Err(self.misfit(n, value)),
            None => {}
            Some(prefix) => write_prefix(prefix.encoding, prefix.bytes, self.declared(value.len(), prefix.unit), out),
        }
        if self.content != super::Content::B && !digits::all(value, self.class) {
            return Err(self.odd_one_out(n, value));
        }
        match self.form {
            Form::Plain => out.extend_from_slice(value),
            Form::Packed => self.pack(n, value, out)?,
            Form::Hex => out.extend(value.iter().flat_map(|b| [hex::digit(b >> 4), hex::digit(*b)])),
        }
        if self.tlv || self.whole_parts { self.inside_fits(n, value) } else { Ok(()) }
    }

    fn pack(&self, n: u8, value: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if value.len().is_multiple_of(2) {
            digits::pack(value, out);
            return Ok(());
        }
        if self.counts_pairs() && self.pad_is_content() {
            return Err(EncodeError::Odd { path: n.to_string() });
        }
        if self.right {
            if let Some((first, rest)) = value.split_first() {
                out.push(self.pad << 4 | first & 0xF);
                digits::pack(rest, out);
            }
        } else if let Some((last, rest)) = value.split_last() {
            digits::pack(rest, out);
            out.push(last << 4 | self.pad);
        }
        Ok(())
    }

    fn inside_fits(&self, n: u8, value: &[u8]) -> Result<(), EncodeError> {
        if self.tlv {
            tlv::check(value).map_err(|fault| EncodeError::Tlv { path: n.to_string(), fault })?;
        }
        match self.torn_part(value.len()).filter(|_| self.whole_parts) {
            None => Ok(()),
            Some(part) => Err(EncodeError::Part { path: format!("{n}.{part}"), fault: "value ends inside a sub-field" }),
        }
    }

    #[cold]
    fn misfit(&self, n: u8, value: &[u8]) -> EncodeError {
        let fixed = self.prefix.is_none();
        EncodeError::Length { path: n.to_string(), length: value.len(), allowed: self.max, fixed }
    }

    #[cold]
    fn odd_one_out(&self, n: u8, value: &[u8]) -> EncodeError {
        let index = digits::stranger(value, self.class).unwrap_or(0);
        EncodeError::Character { path: n.to_string(), content: self.content.letters(), index }
    }
}

/// Writes a length that is known to fit.
#[inline]
fn write_prefix(encoding: PrefixEncoding, bytes: usize, number: usize, out: &mut Vec<u8>) {
    for place in (0..bytes).rev() {
        out.push(match encoding {
            PrefixEncoding::Binary => (number >> (8 * place)) as u8,
            PrefixEncoding::Ascii => b'0' + (number / POWERS_OF_10.get(place).unwrap_or(&1) % 10) as u8,
            PrefixEncoding::Bcd => {
                let two = number / POWERS_OF_10.get(place * 2).unwrap_or(&1) % 100;
                ((two / 10) << 4 | (two % 10)) as u8
            }
        });
    }
}

const POWERS_OF_10: [usize; 4] = [1, 10, 100, 1000];
