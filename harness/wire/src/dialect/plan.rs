//! One field of a dialect, worked out so that the codec's loops have nothing left to decide.

use super::sheet::{Content, PrefixEncoding, Unit};

/// What the loops need of a field: small, so that the table of all fields stays in the nearest cache.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) content: Content,
    /// Bit of the class table that every canonical character must have.
    pub(super) class: u8,
    pub(super) form: Form,
    /// The spare nibble of an odd number of digits stands first.
    pub(super) right: bool,
    pub(super) pad: u8,
    pub(super) tlv: bool,
    pub(super) whole_parts: bool,
    pub(super) prefix: Option<Prefix>,
    /// Fixed length or greatest length, in digits, characters or bytes.
    pub(super) max: u16,
    /// Bytes on the wire of a value of that length.
    pub(super) max_wire: u16,
}

/// What is needed of a field beside the loops.
#[derive(Clone)]
pub(super) struct Detail {
    pub(super) name: String,
    pub(super) parts: Vec<PartPlan>,
}

/// How canonical bytes become wire bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Two digits a byte.
    Packed,
    /// As they are.
    Plain,
    /// Two hex characters a byte.
    Hex,
}

#[derive(Clone, Copy)]
pub(super) struct Prefix {
    pub(super) encoding: PrefixEncoding,
    /// Bytes on the wire.
    pub(super) bytes: u8,
    pub(super) unit: Unit,
}

#[derive(Clone)]
pub(super) struct PartPlan {
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) length: usize,
    /// May be shorter than `length`; only the last one.
    pub(super) open: bool,
    /// What stands there when nobody gives a value.
    pub(super) fill: Option<String>,
}

impl Plan {
    /// The fixed or greatest length.
    #[inline]
    pub(super) const fn max(&self) -> usize {
        self.max as usize
    }

    /// Whether blanks fill it up.
    pub(super) const fn is_text(&self) -> bool {
        matches!(self.content, Content::A | Content::Anp | Content::Ans)
    }

    /// Bytes on the wire of a value of `length`.
    #[inline]
    pub(super) const fn wire(&self, length: usize) -> usize {
        match self.form {
            Form::Packed => length.div_ceil(2),
            Form::Plain => length,
            Form::Hex => length * 2,
        }
    }

    /// What the prefix states for a value of `length`.
    #[inline]
    pub(super) const fn declared(&self, length: usize, unit: Unit) -> usize {
        match (self.form, unit) {
            (Form::Packed, Unit::Bytes) => length.div_ceil(2),
            (Form::Hex, Unit::Digits) => length * 2,
            _ => length,
        }
    }

    /// True when the number of digits does not follow from the prefix: it counts packed bytes.
    #[inline]
    pub(super) fn counts_pairs(&self) -> bool {
        self.form == Form::Packed && self.prefix.is_some_and(|prefix| prefix.unit == Unit::Bytes)
    }

    /// True when the pad could be taken for a character of the value.
    pub(super) const fn pad_is_content(&self) -> bool {
        self.pad <= 9
            || matches!(self.content, Content::Ze)
            || (self.pad == 0xD && matches!(self.content, Content::Z))
    }
}

impl Detail {
    /// The sub-field inside which a value of this length ends, counted from 1.
    pub(super) fn torn_part(&self, length: usize) -> Option<usize> {
        let inside = |part: &PartPlan| part.start < length && length < part.start + part.length && !part.open;
        if let Some(index) = self.parts.iter().position(inside) {
            return Some(index + 1);
        }
        let end = self.parts.last().map_or(0, |part| part.start + part.length);
        (length > end).then_some(self.parts.len() + 1)
    }
}
