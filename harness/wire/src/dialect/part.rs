//! Sub-fields by position, and a message as masked path and value pairs.
//!
//! Sub-fields are views of the whole field; the message holds the field only.

use std::fmt::Write as _;

use super::Dialect;
use super::plan::{PartPlan, Plan};
use crate::error::EncodeError;
use crate::message::Message;
use crate::tlv::{Walk, tag_name};
use crate::{digits, mask};

impl Dialect {
    /// The text of a field (`"39"`) or sub-field (`"60.2"`); `None` when it is absent, cut short, secret, not
    /// declared, or no UTF-8.
    #[must_use]
    pub fn part<'m>(&self, message: &'m Message, path: &str) -> Option<&'m str> {
        std::str::from_utf8(self.part_bytes(message, path)?).ok()
    }

    /// The same as bytes, for text in GBK.
    #[must_use]
    pub fn part_bytes<'m>(&self, message: &'m Message, path: &str) -> Option<&'m [u8]> {
        let (number, index) = split(path)?;
        let value = message.bytes(number)?;
        let Some(index) = index else { return Some(value) };
        let part = self.parts(number).get(index.checked_sub(1)?)?;
        let rest = value.get(part.start..).filter(|rest| !rest.is_empty())?;
        match rest.get(..part.length) {
            Some(whole) => Some(whole),
            None => part.open.then_some(rest),
        }
    }

    /// A whole field from its first sub-fields, in their order: `compose(60, &[("60.1", "22"), ("60.2", "000001")])`.
    ///
    /// # Errors
    /// A sub-field that is not declared, skipped or out of order, a value of wrong length, or a character
    /// outside the field's content. The value is not repeated.
    pub fn compose(&self, number: u8, values: &[(&str, &str)]) -> Result<String, EncodeError> {
        let named = |(index, (path, _)): (usize, &(&str, &str))| {
            if split(path) == Some((number, Some(index + 1))) {
                return Ok(());
            }
            let fault = "sub-fields follow each other from the first one on";
            Err(EncodeError::Part { path: (*path).to_owned(), fault })
        };
        values.iter().enumerate().try_for_each(named)?;
        self.joined(number, values.iter().map(|(_, value)| *value))
    }

    /// A whole field from its first sub-fields, in their order.
    pub(super) fn joined<'v>(
        &self,
        number: u8,
        values: impl Iterator<Item = &'v str>,
    ) -> Result<String, EncodeError> {
        let plan = self.plan(number).ok_or_else(|| EncodeError::UnknownField { path: number.to_string() })?;
        let mut whole = String::with_capacity(plan.max());
        for (index, value) in values.enumerate() {
            let path = || format!("{number}.{}", index + 1);
            let part = self.parts(number).get(index).ok_or_else(|| EncodeError::Part {
                path: path(),
                fault: "the dialect declares no such sub-field",
            })?;
            fits(plan, part, path, value)?;
            whole.push_str(value);
        }
        Ok(whole)
    }

    /// The message for a record: field paths and masked values, ascending. Sub-fields and chip tags stand on
    /// their own (`60.2`, `55.9F36`); text in GBK is decoded; bytes are in hex.
    #[must_use]
    pub fn masked_pairs(&self, message: &Message) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (number, value) in message.values() {
            if self.plan(number).is_some_and(|plan| plan.tlv) && chip_pairs(number, value, &mut pairs) {
                continue;
            }
            let secret = mask::is_secret(number, message.mti(), value);
            match self.parts(number) {
                parts if !parts.is_empty() && !secret => part_pairs(number, parts, value, &mut pairs),
                _ => pairs.push((number.to_string(), mask::field(number, message.mti(), value))),
            }
        }
        pairs
    }
}

fn fits(plan: &Plan, part: &PartPlan, path: impl FnOnce() -> String, value: &str) -> Result<(), EncodeError> {
    let length = value.len();
    if length > part.length || (length < part.length && !part.open) {
        return Err(EncodeError::Length { path: path(), length, allowed: part.length, fixed: !part.open });
    }
    match digits::stranger(value.as_bytes(), plan.class) {
        None => Ok(()),
        Some(index) => Err(EncodeError::Character { path: path(), content: plan.content.letters(), index }),
    }
}

fn part_pairs(number: u8, parts: &[PartPlan], value: &[u8], pairs: &mut Vec<(String, String)>) {
    let mut rest = value;
    for (index, part) in parts.iter().enumerate() {
        if rest.is_empty() {
            return;
        }
        let (piece, after) = rest.split_at_checked(part.length).unwrap_or((rest, &[]));
        pairs.push((format!("{number}.{}", index + 1), mask::plain(piece)));
        rest = after;
    }
    if !rest.is_empty() {
        pairs.push((format!("{number}.{}", parts.len() + 1), mask::plain(rest)));
    }
}

/// False when the value is no TLV list: then nothing of it is shown.
fn chip_pairs(number: u8, value: &[u8], pairs: &mut Vec<(String, String)>) -> bool {
    let before = pairs.len();
    for item in Walk::new(value) {
        let Ok((tag, value)) = item else {
            pairs.truncate(before);
            return false;
        };
        let mut path = number.to_string();
        // Writing to a String cannot fail.
        let _ = write!(path, ".{}", tag_name(tag));
        pairs.push((path, mask::tag(tag, value)));
    }
    true
}

/// `"60.2"` as field 60, sub-field 2.
pub(super) fn split(path: &str) -> Option<(u8, Option<usize>)> {
    match path.split_once('.') {
        None => Some((path.parse().ok()?, None)),
        Some((number, index)) => Some((number.parse().ok()?, Some(index.parse().ok()?))),
    }
}
