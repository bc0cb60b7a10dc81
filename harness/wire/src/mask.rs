//! Which fields and tags hold secrets, and how their values are shown instead.
//!
//! The rule is by field number and message type, the same in every dialect. Free text that happens to carry a
//! card number is not found out here.

use std::borrow::Cow;

use crate::mti::Mti;
use crate::secret::{Pan, PayCode, Track2};
use crate::{hex, tlv};

/// True when the value must not be shown as it is.
pub(crate) fn is_secret(n: u8, mti: Mti, value: &[u8]) -> bool {
    match n {
        // Card number, extended card number, tracks 2, 3 and 1, PIN block, chip data, account numbers.
        2 | 34 | 35 | 36 | 45 | 52 | 55 | 102 | 103 => true,
        // The batch upload's details hold card numbers.
        48 => mti.class() == 3,
        // Working keys in the answer to a sign-on, whatever their form; a payment code.
        62 => mti.class() == 8 || !is_text(value) || pay_code(value).is_some(),
        _ => false,
    }
}

/// Whether the value at a path (`"35"`, `"55.5A"`) is a card's number or second track, which
/// [`masked_pairs`](crate::Dialect::masked_pairs) shows by its type, never more of it than may be.
#[must_use]
pub fn shows_by_type(path: &str) -> bool {
    matches!(path, "2" | "35" | "55.57" | "55.5A")
}

/// A field's value as it may be shown.
pub(crate) fn field(n: u8, mti: Mti, value: &[u8]) -> String {
    // A MAC is bytes, even where they happen to read as text.
    if matches!(n, 64 | 128) {
        return hex::encode(value);
    }
    if !is_secret(n, mti, value) {
        return plain(value);
    }
    match n {
        2 => pan(value),
        35 => track2(value),
        36 | 48 => format!("<{} digits>", value.len()),
        52 => "********".to_owned(),
        62 => pay_code(value).map_or_else(|| counted(value), |code| code.masked()),
        _ => counted(value),
    }
}

/// A tag's value as it may be shown: the card's number and tracks masked, templates by their size.
pub(crate) fn tag(tag: u32, value: &[u8]) -> String {
    match tag {
        // Track 2 and card number as the chip holds them: nibbles, filled up with F.
        0x57 => track2(hex::encode(value).trim_end_matches('F').as_bytes()),
        0x5A => pan(hex::encode(value).trim_end_matches('F').as_bytes()),
        // Track 1, cardholder's name, discretionary data of tracks 1 and 2, tracks of one scheme, PIN data.
        0x56 | 0x5F20 | 0x9F0B | 0x9F1F | 0x9F20 | 0x9F6B | 0x99 => counted(value),
        _ if tlv::is_constructed(tag) => counted(value),
        _ => hex::encode(value),
    }
}

/// Text that is text, hex for the rest.
pub(crate) fn plain(value: &[u8]) -> String {
    match text(value) {
        Some(text) => text.into_owned(),
        None => hex::encode(value),
    }
}

pub(crate) fn counted(value: &[u8]) -> String {
    format!("<{} bytes>", value.len())
}

fn pan(value: &[u8]) -> String {
    let pan = std::str::from_utf8(value).ok().and_then(|text| Pan::new(text).ok());
    pan.map_or_else(|| counted(value), |pan| pan.masked())
}

/// A payment code, where the value is one and nothing else.
fn pay_code(value: &[u8]) -> Option<PayCode> {
    PayCode::new(std::str::from_utf8(value).ok()?).ok()
}

fn track2(value: &[u8]) -> String {
    let track = std::str::from_utf8(value).ok().and_then(|text| Track2::new(text).ok());
    track.map_or_else(|| counted(value), |track| track.masked())
}

fn is_text(value: &[u8]) -> bool {
    text(value).is_some()
}

/// Printable ASCII as it is, anything else read as GBK; `None` when it is no text.
pub(crate) fn text(value: &[u8]) -> Option<Cow<'_, str>> {
    if value.iter().any(|byte| matches!(byte, 0..=0x1F | 0x7F)) {
        return None;
    }
    encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(value)
}
