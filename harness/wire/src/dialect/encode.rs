//! From a message to the wire.
//!
//! Everything that decoding would refuse is refused here as well, so that what is written can be read. Values
//! are not padded or cut to fit: the flow that fills a message writes them at their length.

use super::Dialect;
use super::plan::{Form, Plan, Prefix};
use super::sheet::{BitmapEncoding, Content, DigitEncoding, PrefixEncoding};
use crate::error::EncodeError;
use crate::message::{Message, bit, lowest};
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
        let written = self.write(message, message.bits(), 0, out);
        self.try_beside(message, written.as_ref().map(|()| out.len()));
        written
    }

    /// Writes the fields of `bits`, announcing those of `announced` as well.
    pub(super) fn write(
        &self,
        message: &Message,
        bits: u128,
        announced: u128,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        if let Some(n) = lowest(bits & !self.known) {
            return Err(EncodeError::UnknownField { path: n.to_string() });
        }
        // Head, prefixes of four bytes at most, and two characters for each byte at most.
        let count = bits.count_ones() as usize;
        let left_out = message.bits() & !bits;
        out.resize(36 + 4 * count + 2 * message.store(), 0);
        let mut used = self.write_head(message, bits | announced, out)?;
        let mut room = out.get_mut(used..).unwrap_or_default();
        for (n, value) in message.values() {
            if left_out != 0 && left_out & bit(n) != 0 {
                continue;
            }
            let Some(plan) = self.plan(n) else {
                return Err(EncodeError::UnknownField { path: n.to_string() });
            };
            let length = plan.write(n, value, room).map_err(|fault| *fault)?;
            if plan.tlv || plan.whole_parts {
                self.inside_fits(plan, n, value)?;
            }
            room = room.get_mut(length..).unwrap_or_default();
            used += length;
        }
        out.truncate(used);
        Ok(())
    }

    /// Writes message type and bitmaps; the bytes written.
    fn write_head(&self, message: &Message, bits: u128, out: &mut [u8]) -> Result<usize, EncodeError> {
        let mti = message.mti().bcd().to_be_bytes();
        let mut text = [0; 4];
        if !digits::unpack(&mti, &mut text) {
            return Err(EncodeError::Mti);
        }
        let mut room = out;
        let mut used = match self.mti {
            DigitEncoding::Bcd => put(&mut room, &mti),
            DigitEncoding::Ascii => put(&mut room, &text),
        };
        let (first, second) = ((bits >> 64) as u64, bits as u64);
        let announced = if second == 0 { first } else { first | 1 << 63 };
        for map in [Some(announced), (second != 0).then_some(second)].into_iter().flatten() {
            used += match self.bitmap {
                BitmapEncoding::Binary => put(&mut room, &map.to_be_bytes()),
                BitmapEncoding::HexAscii => put(&mut room, hex::encode(&map.to_be_bytes()).as_bytes()),
            };
        }
        Ok(used)
    }
}

/// Writes at the head of the room and moves on.
#[inline]
fn put(room: &mut &mut [u8], bytes: &[u8]) -> usize {
    if let Some((to, rest)) = std::mem::take(room).split_at_mut_checked(bytes.len()) {
        to.copy_from_slice(bytes);
        *room = rest;
    }
    bytes.len()
}

impl Dialect {
    fn inside_fits(&self, plan: &Plan, n: u8, value: &[u8]) -> Result<(), EncodeError> {
        if plan.tlv {
            tlv::check(value).map_err(|fault| EncodeError::Tlv { path: n.to_string(), fault })?;
        }
        match self.torn_part(n, value.len()).filter(|_| plan.whole_parts) {
            None => Ok(()),
            Some(part) => {
                Err(EncodeError::Part { path: format!("{n}.{part}"), fault: "value ends inside a sub-field" })
            }
        }
    }
}

/// A fault inside the loops; boxed, so that the good case is returned in registers.
type Fault = Box<EncodeError>;

impl Plan {
    /// Writes one field into the room, which is large enough for it; the bytes written.
    #[inline]
    fn write(&self, n: u8, value: &[u8], room: &mut [u8]) -> Result<usize, Fault> {
        let (before, length) = match &self.prefix {
            None if value.len() != self.max() => return Err(self.misfit(n, value)),
            Some(_) if value.len() > self.max() => return Err(self.misfit(n, value)),
            None => (0, usize::from(self.max_wire)),
            Some(prefix) => {
                let declared = self.declared(value.len(), prefix.unit);
                (write_prefix(prefix, declared, room), self.wire(value.len()))
            }
        };
        let Some(to) = room.get_mut(before..before + length) else {
            return Err(self.misfit(n, value));
        };
        let fits = match self.form {
            Form::Plain => {
                to.copy_from_slice(value);
                self.content == Content::B || digits::all(value, self.class)
            }
            Form::Packed => {
                if value.len() % 2 == 1 && self.counts_pairs() && self.pad_is_content() {
                    return Err(Box::new(EncodeError::Odd { path: n.to_string() }));
                }
                self.pack(value, to)
            }
            Form::Hex => {
                for (pair, byte) in to.as_chunks_mut::<2>().0.iter_mut().zip(value) {
                    *pair = [hex::digit(byte >> 4), hex::digit(*byte)];
                }
                true
            }
        };
        if fits { Ok(before + length) } else { Err(self.odd_one_out(n, value)) }
    }

    /// Packs digits; true when all of them may stand here.
    #[inline]
    fn pack(&self, value: &[u8], to: &mut [u8]) -> bool {
        let decimal = if value.len().is_multiple_of(2) {
            digits::pack(value, to)
        } else if self.right {
            let (Some((first, rest)), Some((byte, to))) = (value.split_first(), to.split_first_mut()) else {
                return true;
            };
            *byte = self.pad << 4 | (first & 0xF);
            digits::pack(rest, to) & first.is_ascii_digit()
        } else {
            let (Some((last, rest)), Some((byte, to))) = (value.split_last(), to.split_last_mut()) else {
                return true;
            };
            *byte = last << 4 | self.pad;
            digits::pack(rest, to) & last.is_ascii_digit()
        };
        decimal || digits::all(value, self.class)
    }

    #[cold]
    fn misfit(&self, n: u8, value: &[u8]) -> Fault {
        let fixed = self.prefix.is_none();
        Box::new(EncodeError::Length { path: n.to_string(), length: value.len(), allowed: self.max(), fixed })
    }

    #[cold]
    fn odd_one_out(&self, n: u8, value: &[u8]) -> Fault {
        let index = digits::stranger(value, self.class).unwrap_or(0);
        Box::new(EncodeError::Character { path: n.to_string(), content: self.content.letters(), index })
    }
}

/// Writes a length that is known to fit; the bytes written.
#[inline]
fn write_prefix(prefix: &Prefix, number: usize, room: &mut [u8]) -> usize {
    let bytes = usize::from(prefix.bytes);
    let Some(to) = room.get_mut(..bytes) else { return 0 };
    match (prefix.encoding, to) {
        // At most four digits, so at most two bytes.
        (PrefixEncoding::Bcd, [one]) => *one = packed(number),
        (PrefixEncoding::Bcd, [high, low]) => (*high, *low) = (packed(number / 100), packed(number % 100)),
        (PrefixEncoding::Binary, to) => {
            to.iter_mut().rev().zip(number.to_le_bytes()).for_each(|(to, byte)| *to = byte);
        }
        (_, to) => {
            let mut left = number;
            for to in to.iter_mut().rev() {
                *to = b'0' + (left % 10) as u8;
                left /= 10;
            }
        }
    }
    bytes
}

/// Two decimal digits in a byte.
#[inline]
const fn packed(two: usize) -> u8 {
    ((two / 10) << 4 | (two % 10)) as u8
}
