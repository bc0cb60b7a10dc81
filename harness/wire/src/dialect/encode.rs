//! From a message to the wire.
//!
//! Everything that decoding would refuse is refused here as well, so that what is written can be read. Values
//! are not padded or cut to fit: the flow that fills a message writes them at their length.

use super::Dialect;
use super::plan::{Form, Plan, Prefix};
use super::sheet::{BitmapEncoding, Content, DigitEncoding, PrefixEncoding};
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
        out.reserve(message.store() + 3 * 64);
        self.write_head(message, bits | announced, out)?;
        for (n, value) in message.values() {
            if bits & crate::message::bit(n) == 0 {
                continue;
            }
            let Some(plan) = self.plan(n) else {
                return Err(EncodeError::UnknownField { path: n.to_string() });
            };
            plan.write(n, value, out)?;
            if plan.tlv || plan.whole_parts {
                self.inside_fits(plan, n, value)?;
            }
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
            DigitEncoding::Ascii => {
                digits::unpack(&mti, out);
            }
        }
        let (first, second) = ((bits >> 64) as u64, bits as u64);
        let announced = if second == 0 { first } else { first | 1 << 63 };
        for map in [Some(announced), (second != 0).then_some(second)]
            .into_iter()
            .flatten()
        {
            match self.bitmap {
                BitmapEncoding::Binary => out.extend_from_slice(&map.to_be_bytes()),
                BitmapEncoding::HexAscii => out.extend_from_slice(hex::encode(&map.to_be_bytes()).as_bytes()),
            }
        }
        Ok(())
    }
}

impl Dialect {
    fn inside_fits(&self, plan: Plan, n: u8, value: &[u8]) -> Result<(), EncodeError> {
        if plan.tlv {
            tlv::check(value).map_err(|fault| EncodeError::Tlv {
                path: n.to_string(),
                fault,
            })?;
        }
        match self.torn_part(n, value.len()).filter(|_| plan.whole_parts) {
            None => Ok(()),
            Some(part) => Err(EncodeError::Part {
                path: format!("{n}.{part}"),
                fault: "value ends inside a sub-field",
            }),
        }
    }
}

impl Plan {
    #[inline]
    fn write(self, n: u8, value: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self.prefix {
            None if value.len() != self.max() => return Err(self.misfit(n, value)),
            Some(_) if value.len() > self.max() => return Err(self.misfit(n, value)),
            None => {}
            Some(prefix) => write_prefix(prefix, self.declared(value.len(), prefix.unit), out),
        }
        let fits = match self.form {
            Form::Plain => {
                out.extend_from_slice(value);
                self.content == Content::B || digits::all(value, self.class)
            }
            Form::Packed => {
                if value.len() % 2 == 1 && self.counts_pairs() && self.pad_is_content() {
                    return Err(EncodeError::Odd { path: n.to_string() });
                }
                self.pack(value, out)
            }
            Form::Hex => {
                out.extend(value.iter().flat_map(|b| [hex::digit(b >> 4), hex::digit(*b)]));
                true
            }
        };
        if fits {
            Ok(())
        } else {
            Err(self.odd_one_out(n, value))
        }
    }

    /// Packs digits; true when all of them may stand here.
    #[inline]
    fn pack(self, value: &[u8], out: &mut Vec<u8>) -> bool {
        let decimal = if value.len().is_multiple_of(2) {
            digits::pack(value, out)
        } else if self.right {
            let Some((first, rest)) = value.split_first() else {
                return true;
            };
            out.push(self.pad << 4 | first & 0xF);
            digits::pack(rest, out) & first.is_ascii_digit()
        } else {
            let Some((last, rest)) = value.split_last() else {
                return true;
            };
            let decimal = digits::pack(rest, out);
            out.push(last << 4 | self.pad);
            decimal & last.is_ascii_digit()
        };
        decimal || digits::all(value, self.class)
    }

    #[cold]
    fn misfit(self, n: u8, value: &[u8]) -> EncodeError {
        let fixed = self.prefix.is_none();
        EncodeError::Length {
            path: n.to_string(),
            length: value.len(),
            allowed: self.max(),
            fixed,
        }
    }

    #[cold]
    fn odd_one_out(self, n: u8, value: &[u8]) -> EncodeError {
        let index = digits::stranger(value, self.class).unwrap_or(0);
        EncodeError::Character {
            path: n.to_string(),
            content: self.content.letters(),
            index,
        }
    }
}

/// Writes a length that is known to fit.
#[inline]
fn write_prefix(prefix: Prefix, number: usize, out: &mut Vec<u8>) {
    if prefix.encoding == PrefixEncoding::Bcd {
        // At most four digits, so at most two bytes.
        let (high, low) = (number / 100, number % 100);
        if prefix.bytes > 1 {
            out.push(packed(high));
        }
        out.push(packed(low));
        return;
    }
    for place in (0..u32::from(prefix.bytes)).rev() {
        out.push(match prefix.encoding {
            PrefixEncoding::Binary => (number >> (8 * place)) as u8,
            _ => b'0' + (number / 10_usize.pow(place) % 10) as u8,
        });
    }
}

/// Two decimal digits in a byte.
#[inline]
const fn packed(two: usize) -> u8 {
    ((two / 10) << 4 | (two % 10)) as u8
}
