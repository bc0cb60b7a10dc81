//! Saying what is wrong with a received body and where: the cold side of decoding.
//!
//! Bytes are shown here or withheld; nothing is decided here about what is wrong.

use super::plan::{Form, Plan};
use super::sheet::{BitmapEncoding, Content};
use crate::error::{DecodeError, Spot};
use crate::mti::Mti;
use crate::{digits, hex, mask};

/// A fault inside the loops; boxed, so that the good case is returned in registers.
pub(super) type Fault = Box<DecodeError>;

/// A field under the hands: what errors need to say where they are.
pub(super) struct Here<'b> {
    pub(super) n: u8,
    pub(super) mti: Mti,
    /// From the start of the body to the first byte of the field's prefix or value.
    pub(super) offset: usize,
    /// The body from that byte on.
    pub(super) rest: &'b [u8],
}

impl Plan {
    #[cold]
    pub(super) fn bad_pad(&self, here: &Here<'_>, wire: &[u8], got: u8) -> Fault {
        let index = if self.right { 0 } else { wire.len().saturating_sub(1) };
        Box::new(DecodeError::Padding { at: here.at(wire, index), pad: self.pad, got })
    }

    #[cold]
    pub(super) fn stranger(&self, here: &Here<'_>, wire: &[u8], value: &[u8]) -> Fault {
        let index = digits::stranger(value, self.class).unwrap_or(0);
        let got = value.get(index).copied().unwrap_or(0);
        if self.form == Form::Packed {
            let spare = usize::from(self.right && value.len() % 2 == 1);
            let at = here.at(wire, (index + spare) / 2);
            return Box::new(DecodeError::Digit { at, got: format!("nibble {:X}", got & 0xF) });
        }
        let at = here.at(wire, index);
        Box::new(match self.content {
            Content::N => DecodeError::Digit { at, got: format!("byte {got:02X}") },
            content => DecodeError::Character { at, content: content.letters(), got },
        })
    }
}

impl Here<'_> {
    /// The spot of byte `index` of the field's value, whose bytes on the wire are `wire`.
    #[cold]
    pub(super) fn at(&self, wire: &[u8], index: usize) -> Spot {
        let value_at = (wire.as_ptr() as usize).wrapping_sub(self.rest.as_ptr() as usize);
        let seen = wire.get(..=index).unwrap_or(wire);
        spot(self.n.to_string(), self.offset + value_at + index, seen, self.is_secret(wire))
    }

    fn is_secret(&self, wire: &[u8]) -> bool {
        mask::is_secret(self.n, self.mti, wire)
    }

    #[cold]
    pub(super) fn truncated(&self, rest: &[u8], needed: usize) -> Fault {
        let offset = self.offset + self.rest.len() - rest.len();
        let at = spot(self.n.to_string(), offset, rest, self.is_secret(rest));
        Box::new(DecodeError::Truncated { at, needed, left: rest.len() })
    }

    #[cold]
    pub(super) fn bad_prefix(&self, prefix: &[u8], packed: bool) -> Fault {
        let at = spot(self.n.to_string(), self.offset, prefix, false);
        Box::new(DecodeError::Digit { at, got: not_a_digit(prefix, packed) })
    }

    #[cold]
    pub(super) fn odd_hex(&self, prefix: &[u8]) -> Fault {
        let at = spot(self.n.to_string(), self.offset, prefix, false);
        Box::new(DecodeError::Digit { at, got: "half a byte".to_owned() })
    }

    #[cold]
    pub(super) fn too_long(&self, prefix: &[u8], declared: usize, max: usize) -> Fault {
        let at = spot(self.n.to_string(), self.offset, prefix, false);
        Box::new(DecodeError::Length { at, declared, max })
    }
}

/// At most three bytes are shown: the first two, and the last, at which the fault is.
pub(super) fn spot(path: String, offset: usize, seen: &[u8], secret: bool) -> Spot {
    let bytes = match seen {
        _ if secret => mask::counted(seen),
        [a, b, _, _, .., last] => format!("{}..{last:02X}", hex::encode(&[*a, *b])),
        [] => "none".to_owned(),
        short => hex::encode(short),
    };
    Spot { path, offset, bytes }
}

/// The first nibble or character among the digits that is none.
#[cold]
pub(super) fn not_a_digit(wire: &[u8], packed: bool) -> String {
    let nibbles = wire.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    let stranger = if packed { nibbles.into_iter().find(|n| *n > 9) } else { None };
    match stranger {
        Some(nibble) => format!("nibble {nibble:X}"),
        None => wire
            .iter()
            .find(|byte| !byte.is_ascii_digit())
            .map_or_else(|| "nothing".to_owned(), |byte| format!("byte {byte:02X}")),
    }
}

#[cold]
pub(super) fn truncated(path: &str, offset: usize, rest: &[u8], needed: usize) -> DecodeError {
    DecodeError::Truncated { at: spot(path.to_owned(), offset, rest, false), needed, left: rest.len() }
}

#[cold]
pub(super) fn unknown(n: u8, bitmap_at: usize, body: &[u8], encoding: BitmapEncoding) -> DecodeError {
    let each = if encoding == BitmapEncoding::Binary { 8 } else { 4 };
    let offset = bitmap_at + usize::from(n.saturating_sub(1)) / each;
    let at = spot(n.to_string(), offset, body.get(offset..=offset).unwrap_or_default(), false);
    DecodeError::UnknownField { at }
}
