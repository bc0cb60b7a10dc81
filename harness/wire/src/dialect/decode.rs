//! From the wire to a message.
//!
//! Strict: what is accepted encodes to the same bytes again. A pad nibble must be the dialect's, a length must
//! fit, nothing may stand behind the last field. Values are not interpreted.

use super::Dialect;
use super::fault::{Fault, Here, not_a_digit, spot, truncated, unknown};
use super::plan::{Form, Plan, Prefix};
use super::sheet::{BitmapEncoding, Content, DigitEncoding, PrefixEncoding, Unit};
use crate::error::{DecodeError, Spot};
use crate::message::{Message, lowest, numbers};
use crate::mti::Mti;
use crate::{digits, hex, mask, tlv};

impl Dialect {
    /// Reads a message from MTI to last field (no TPDU, no header).
    ///
    /// # Errors
    /// The first thing that does not fit, with field path and byte.
    pub fn decode(&self, body: &[u8]) -> Result<Message, DecodeError> {
        let mut message = Message::new(Mti::new(0));
        self.decode_into(body, &mut message)?;
        Ok(message)
    }

    /// Reads into a message whose store is used again. After an error it has no fields.
    ///
    /// # Errors
    /// As for [`Dialect::decode`].
    pub fn decode_into(&self, body: &[u8], message: &mut Message) -> Result<(), DecodeError> {
        let read = self.head(body).and_then(|(mti, bits, rest)| {
            // A byte gives two digits at most.
            message.refill(mti, bits, rest.len() * 2, |room, ends| {
                self.read_fields(body, mti, bits, rest, room, ends)
            })
        });
        if read.is_err() {
            self.unread_beside();
        }
        read
    }

    /// Message type, bits of the fields, and what follows the bitmap.
    pub(super) fn head<'b>(&self, body: &'b [u8]) -> Result<(Mti, u128, &'b [u8]), DecodeError> {
        let (mti, rest) = self.read_mti(body)?;
        let offset = body.len() - rest.len();
        let (first, mut rest) = self.read_bitmap(rest, offset)?;
        let mut bits = u128::from(first & !(1 << 63)) << 64;
        if first >> 63 == 1 {
            if !self.second_bitmap {
                return Err(unknown(1, offset, body, self.bitmap));
            }
            let second_at = body.len() - rest.len();
            let (second, after) = self.read_bitmap(rest, second_at)?;
            if second == 0 {
                let at = spot("bitmap".to_owned(), second_at, rest.get(..8).unwrap_or(rest), false);
                return Err(DecodeError::EmptyBitmap { at });
            }
            rest = after;
            bits |= u128::from(second);
        }
        match lowest(bits & !self.known) {
            Some(n) => Err(unknown(n, offset, body, self.bitmap)),
            None => Ok((mti, bits, rest)),
        }
    }

    fn read_mti<'b>(&self, body: &'b [u8]) -> Result<(Mti, &'b [u8]), DecodeError> {
        let length = if self.mti == DigitEncoding::Bcd { 2 } else { 4 };
        let (wire, rest) = body.split_at_checked(length).ok_or_else(|| truncated("mti", 0, body, length))?;
        let mut text = [0; 4];
        match (self.mti, wire) {
            (DigitEncoding::Bcd, &[a, b]) => {
                text = [a >> 4, a & 15, b >> 4, b & 15].map(|nibble| 0x30 | nibble)
            }
            (_, wire) => text.iter_mut().zip(wire).for_each(|(to, from)| *to = *from),
        }
        if !digits::all(&text, digits::class::N) {
            let at = spot("mti".to_owned(), 0, wire, false);
            return Err(DecodeError::Digit { at, got: not_a_digit(wire, self.mti == DigitEncoding::Bcd) });
        }
        Ok((Mti::new(text.iter().fold(0, |sum, digit| sum << 4 | u16::from(digit & 15))), rest))
    }

    fn read_bitmap<'b>(&self, rest: &'b [u8], offset: usize) -> Result<(u64, &'b [u8]), DecodeError> {
        match self.bitmap {
            BitmapEncoding::Binary => {
                let (map, rest) =
                    rest.split_first_chunk().ok_or_else(|| truncated("bitmap", offset, rest, 8))?;
                Ok((u64::from_be_bytes(*map), rest))
            }
            BitmapEncoding::HexAscii => {
                let (map, rest) =
                    rest.split_at_checked(16).ok_or_else(|| truncated("bitmap", offset, rest, 16))?;
                let mut bits = 0;
                for (index, byte) in map.iter().enumerate() {
                    let nibble = upper_nibble(*byte).ok_or_else(|| {
                        let at = spot("bitmap".to_owned(), offset + index, map, false);
                        DecodeError::Digit { at, got: format!("byte {byte:02X}") }
                    })?;
                    bits = bits << 4 | u64::from(nibble);
                }
                Ok((bits, rest))
            }
        }
    }

    /// Reads the fields `bits` into `room`, notes where each ends, and says how much of the room is used.
    fn read_fields(
        &self,
        body: &[u8],
        mti: Mti,
        bits: u128,
        mut rest: &[u8],
        mut room: &mut [u8],
        ends: &mut [usize],
    ) -> Result<usize, DecodeError> {
        let mut used = 0;
        for (n, end) in numbers(bits).zip(ends) {
            let here = Here { n, mti, offset: body.len() - rest.len(), rest };
            let Some(plan) = self.plan(n) else {
                return Err(unknown(n, 0, body, self.bitmap));
            };
            let (after, length) = plan.read(&here, room).map_err(|fault| *fault)?;
            let (value, left) = room.split_at_mut_checked(length).unwrap_or_default();
            if plan.tlv || plan.whole_parts {
                self.look_inside(plan, &here, after, value)?;
            }
            (rest, room) = (after, left);
            used += length;
            *end = used;
        }
        if rest.is_empty() {
            return Ok(used);
        }
        let at = Spot { path: "end".to_owned(), offset: body.len() - rest.len(), bytes: mask::counted(rest) };
        Err(DecodeError::Trailing { at, left: rest.len() })
    }

    /// Checks what the value is made of; `after` is what follows the field.
    fn look_inside(
        &self,
        plan: &Plan,
        here: &Here<'_>,
        after: &[u8],
        value: &[u8],
    ) -> Result<(), DecodeError> {
        let taken = here.rest.len() - after.len();
        let wire = here.rest.get(taken.saturating_sub(plan.wire(value.len()))..taken).unwrap_or_default();
        if plan.tlv
            && let Err(fault) = tlv::check(value)
        {
            let scale = if plan.form == Form::Hex { 2 } else { 1 };
            let mut at = here.at(wire, fault.offset() * scale);
            if let Some(tag) = fault.tag() {
                at.path = format!("{}.{}", here.n, tlv::tag_name(tag));
            }
            return Err(DecodeError::Tlv { at, fault });
        }
        match self.torn_part(here.n, value.len()).filter(|_| plan.whole_parts) {
            None => Ok(()),
            Some(part) => {
                let mut at = here.at(wire, wire.len().saturating_sub(1));
                at.path = format!("{}.{part}", here.n);
                Err(DecodeError::Part { at, length: value.len() })
            }
        }
    }
}

impl Plan {
    /// Reads one field into the room, which is large enough for it; returns what follows the field, and the
    /// length of its value.
    #[inline]
    fn read<'b>(&self, here: &Here<'b>, room: &mut [u8]) -> Result<(&'b [u8], usize), Fault> {
        let (length, wire, rest) = match &self.prefix {
            None => (self.max(), usize::from(self.max_wire), here.rest),
            Some(prefix) => self.read_prefix(here, prefix)?,
        };
        let Some((wire, rest)) = rest.split_at_checked(wire) else {
            return Err(here.truncated(rest, wire));
        };
        let Some(value) = room.get_mut(..length) else {
            return Err(here.truncated(rest, length));
        };
        match self.form {
            Form::Plain => {
                value.copy_from_slice(wire);
                if self.content != Content::B && !digits::all(wire, self.class) {
                    return Err(self.stranger(here, wire, wire));
                }
            }
            Form::Packed => self.unpack(here, wire, value)?,
            Form::Hex => unhex(here, wire, value)?,
        }
        Ok((rest, length))
    }

    /// Length of the value, its bytes on the wire, and what follows the prefix.
    #[inline]
    fn read_prefix<'b>(&self, here: &Here<'b>, prefix: &Prefix) -> Result<(usize, usize, &'b [u8]), Fault> {
        let Some((bytes, rest)) = here.rest.split_at_checked(usize::from(prefix.bytes)) else {
            return Err(here.truncated(here.rest, usize::from(prefix.bytes)));
        };
        let mut declared = 0;
        for &byte in bytes {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 0xF));
            declared = match prefix.encoding {
                PrefixEncoding::Binary => declared << 8 | usize::from(byte),
                PrefixEncoding::Bcd if high <= 9 && low <= 9 => declared * 100 + high * 10 + low,
                PrefixEncoding::Ascii if byte.is_ascii_digit() => declared * 10 + low,
                encoding => return Err(here.bad_prefix(bytes, encoding == PrefixEncoding::Bcd)),
            };
        }
        let most = self.declared(self.max(), prefix.unit);
        if declared > most {
            return Err(here.too_long(bytes, declared, most));
        }
        match (self.form, prefix.unit) {
            (Form::Packed, Unit::Digits) => Ok((declared, declared.div_ceil(2), rest)),
            (Form::Packed, Unit::Bytes) => {
                let length = self.pairs(declared, rest);
                // An odd maximum in whole bytes leaves room for one digit too many.
                if length > self.max() {
                    return Err(here.too_long(bytes, length, self.max()));
                }
                Ok((length, declared, rest))
            }
            (Form::Hex, Unit::Digits) if declared % 2 == 1 => Err(here.odd_hex(bytes)),
            (Form::Hex, Unit::Digits) => Ok((declared / 2, declared, rest)),
            (Form::Hex, Unit::Bytes) => Ok((declared, declared * 2, rest)),
            (Form::Plain, _) => Ok((declared, declared, rest)),
        }
    }

    /// Digits in so many packed bytes: one less when the spare nibble is a pad that cannot be content.
    fn pairs(&self, bytes: usize, rest: &[u8]) -> usize {
        let spare = if self.right {
            rest.first().map(|byte| byte >> 4)
        } else {
            bytes.checked_sub(1).and_then(|last| rest.get(last)).map(|byte| byte & 0xF)
        };
        let padded = bytes > 0 && !self.pad_is_content() && spare == Some(self.pad);
        bytes * 2 - usize::from(padded)
    }

    #[inline]
    fn unpack(&self, here: &Here<'_>, wire: &[u8], value: &mut [u8]) -> Result<(), Fault> {
        let mut spare = self.pad;
        let decimal = if value.len().is_multiple_of(2) {
            digits::unpack(wire, value)
        } else if self.right {
            let (Some((first, rest)), Some((digit, digits))) = (wire.split_first(), value.split_first_mut())
            else {
                return Ok(());
            };
            spare = first >> 4;
            *digit = 0x30 | (first & 0xF);
            digits::unpack(rest, digits) & (first & 0xF <= 9)
        } else {
            let (Some((last, rest)), Some((digit, digits))) = (wire.split_last(), value.split_last_mut())
            else {
                return Ok(());
            };
            spare = last & 0xF;
            *digit = 0x30 | (last >> 4);
            digits::unpack(rest, digits) & (last >> 4 <= 9)
        };
        if !decimal && !digits::all(value, self.class) {
            return Err(self.stranger(here, wire, value));
        }
        if spare == self.pad { Ok(()) } else { Err(self.bad_pad(here, wire, spare)) }
    }
}

fn unhex(here: &Here<'_>, wire: &[u8], value: &mut [u8]) -> Result<(), Fault> {
    let (pairs, _) = wire.as_chunks::<2>();
    for (index, ([high, low], byte)) in pairs.iter().zip(value).enumerate() {
        match (upper_nibble(*high), upper_nibble(*low)) {
            (Some(high), Some(low)) => *byte = high << 4 | low,
            (first, _) => {
                let at = here.at(wire, index * 2 + usize::from(first.is_some()));
                return Err(Box::new(DecodeError::Digit { at, got: "no upper-case hex digit".to_owned() }));
            }
        }
    }
    Ok(())
}

/// Lower-case digits could not be told from upper-case ones when writing back.
fn upper_nibble(byte: u8) -> Option<u8> {
    if byte.is_ascii_lowercase() { None } else { hex::nibble(byte) }
}
