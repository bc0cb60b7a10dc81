//! BER-TLV as the chip and field 55 use it: an ordered list of tags and values.
//!
//! It does not interpret values and keeps no dictionary of tags beyond those it must mask. Lengths are
//! written in their shortest form; longer forms are read. Indefinite lengths are refused (EMV Book 3, annex B).

use std::fmt;

use crate::{hex, mask};

/// Tags and values in the order in which they came. No tag stands twice.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tlv(Vec<(u32, Vec<u8>)>);

/// Why bytes are no TLV list. Offsets count from the list's first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The list ends inside a tag or a length.
    #[error("list ends inside a tag or length at offset {offset}")]
    Truncated {
        /// Where the tag starts.
        offset: usize,
    },
    /// A tag of more than four bytes, or 00, which is no tag.
    #[error("no tag at offset {offset}")]
    Tag {
        /// Where it stands.
        offset: usize,
    },
    /// A length in a form other than one byte, 81 or 82.
    #[error("tag {tag:X} at offset {offset}: length form not understood")]
    Form {
        /// The tag.
        tag: u32,
        /// Where the tag starts.
        offset: usize,
    },
    /// A value that reaches beyond the list.
    #[error("tag {tag:X} at offset {offset}: {declared} bytes declared, {left} left")]
    Length {
        /// The tag.
        tag: u32,
        /// Where the tag starts.
        offset: usize,
        /// Bytes the length states.
        declared: usize,
        /// Bytes there are.
        left: usize,
    },
    /// A tag that was there already.
    #[error("tag {tag:X} stands twice")]
    Duplicate {
        /// The tag.
        tag: u32,
    },
}

impl TlvError {
    /// The tag at fault, when it could be read.
    #[must_use]
    pub const fn tag(&self) -> Option<u32> {
        match *self {
            Self::Truncated { .. } | Self::Tag { .. } => None,
            Self::Form { tag, .. } | Self::Length { tag, .. } | Self::Duplicate { tag } => Some(tag),
        }
    }

    /// Where in the list, from 0.
    #[must_use]
    pub const fn offset(&self) -> usize {
        match *self {
            Self::Truncated { offset }
            | Self::Tag { offset }
            | Self::Form { offset, .. }
            | Self::Length { offset, .. } => offset,
            Self::Duplicate { .. } => 0,
        }
    }
}

impl Tlv {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Reads a list.
    ///
    /// # Errors
    /// A tag, length or value that does not fit, or a tag that stands twice.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlvError> {
        check(bytes)?;
        Walk::new(bytes)
            .map(|item| item.map(|(tag, value)| (tag, value.to_vec())))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The value of a tag at the top level.
    #[must_use]
    pub fn get(&self, tag: u32) -> Option<&[u8]> {
        self.0.iter().find(|(t, _)| *t == tag).map(|(_, value)| value.as_slice())
    }

    /// The value of a tag at any depth: constructed values (templates such as 70, 77, 6F) are searched where
    /// they stand. Eight levels at most; a template that does not parse is passed over.
    #[must_use]
    pub fn get_nested(&self, tag: u32) -> Option<&[u8]> {
        self.iter().find_map(|(t, value)| nested(t, value, tag, 8))
    }

    /// Puts a tag at the end. A tag that is there already keeps its place and takes the new value.
    pub fn push(&mut self, tag: u32, value: &[u8]) {
        match self.0.iter_mut().find(|(t, _)| *t == tag) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((tag, value.to_vec())),
        }
    }

    /// The same as [`Tlv::push`], for where a value is meant to be replaced.
    pub fn set(&mut self, tag: u32, value: &[u8]) {
        self.push(tag, value);
    }

    /// Takes a tag out; true when it was there.
    pub fn remove(&mut self, tag: u32) -> bool {
        let before = self.0.len();
        self.0.retain(|(t, _)| *t != tag);
        self.0.len() != before
    }

    /// Tags and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.0.iter().map(|(tag, value)| (*tag, value.as_slice()))
    }

    /// True when there is no tag.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list as bytes, lengths in their shortest form. Values are cut at 65,535 bytes, the most that
    /// the longest form can say.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.0.iter().map(|(_, value)| value.len() + 7).sum());
        for (tag, value) in &self.0 {
            let length = u16::try_from(value.len()).unwrap_or(u16::MAX);
            out.extend(tag.to_be_bytes().into_iter().skip((tag.leading_zeros() / 8).min(3) as usize));
            let [high, low] = length.to_be_bytes();
            match length {
                0..=0x7F => out.push(low),
                0x80..=0xFF => out.extend([0x81, low]),
                _ => out.extend([0x82, high, low]),
            }
            out.extend(value.iter().take(usize::from(length)));
        }
        out
    }
}

fn nested(tag: u32, value: &[u8], wanted: u32, depth: u8) -> Option<&[u8]> {
    if tag == wanted {
        return Some(value);
    }
    if depth == 0 || !is_constructed(tag) {
        return None;
    }
    Walk::new(value).map_while(Result::ok).find_map(|(t, v)| nested(t, v, wanted, depth - 1))
}

/// True when the tag's value is itself a list: bit 6 of its first byte.
pub(crate) fn is_constructed(tag: u32) -> bool {
    tag.to_be_bytes().into_iter().find(|byte| *byte != 0).is_some_and(|first| first & 0x20 != 0)
}

/// Walks a list without keeping anything but the tags.
pub(crate) fn check(bytes: &[u8]) -> Result<(), TlvError> {
    let mut few = [0u32; 32];
    let mut many = Vec::new();
    for (count, item) in Walk::new(bytes).enumerate() {
        let (tag, _) = item?;
        match few.get_mut(count) {
            Some(slot) => {
                *slot = tag;
                if few.iter().take(count).any(|t| *t == tag) {
                    return Err(TlvError::Duplicate { tag });
                }
            }
            None => many.push(tag),
        }
    }
    if many.is_empty() {
        return Ok(());
    }
    many.extend(few);
    many.sort_unstable();
    match many.windows(2).find(|pair| matches!(pair, [a, b] if a == b)) {
        Some([tag, ..]) => Err(TlvError::Duplicate { tag: *tag }),
        _ => Ok(()),
    }
}

/// The items of a list, one by one; ends behind the first error.
pub(crate) struct Walk<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Walk<'b> {
    pub(crate) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn step(&self) -> Result<(u32, &'b [u8], usize), TlvError> {
        let offset = self.at;
        let truncated = TlvError::Truncated { offset };
        let mut at = self.at;
        let mut byte = || {
            at += 1;
            self.bytes.get(at - 1).copied().map(usize::from).ok_or(truncated)
        };
        let first = byte()?;
        let mut tag = first as u32;
        if first == 0 {
            return Err(TlvError::Tag { offset });
        }
        if first & 0x1F == 0x1F {
            loop {
                let next = byte()?;
                if tag > 0x00FF_FFFF {
                    return Err(TlvError::Tag { offset });
                }
                tag = tag << 8 | next as u32;
                if next & 0x80 == 0 {
                    break;
                }
            }
        }
        let declared = match byte()? {
            short @ 0..=0x7F => short,
            0x81 => byte()?,
            0x82 => byte()? << 8 | byte()?,
            _ => return Err(TlvError::Form { tag, offset }),
        };
        let left = self.bytes.len().saturating_sub(at);
        let value =
            self.bytes.get(at..at + declared).ok_or(TlvError::Length { tag, offset, declared, left })?;
        Ok((tag, value, at + declared))
    }
}

impl<'b> Iterator for Walk<'b> {
    type Item = Result<(u32, &'b [u8]), TlvError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        Some(match self.step() {
            Ok((tag, value, after)) => {
                self.at = after;
                Ok((tag, value))
            }
            Err(error) => {
                self.at = self.bytes.len();
                Err(error)
            }
        })
    }
}

impl fmt::Debug for Tlv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(
                self.iter().map(|(tag, value)| (Shown(format!("{tag:02X}")), Shown(mask::tag(tag, value)))),
            )
            .finish()
    }
}

struct Shown(String);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tag as it is written in paths: upper-case hex.
pub(crate) fn tag_name(tag: u32) -> String {
    let bytes = tag.to_be_bytes();
    let skip = (tag.leading_zeros() / 8).min(3) as usize;
    hex::encode(bytes.get(skip..).unwrap_or(&bytes))
}
