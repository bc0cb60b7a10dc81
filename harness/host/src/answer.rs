//! Building answers: echo, the host's own fields, and the ways in which an answer can be spoilt on order.
//!
//! Fields: PAYMENTS 1.6. It decides nothing; code and contents are given.

use std::collections::BTreeSet;

use wire::{Dialect, Key, Message, Place, Tlv};

use crate::request::Request;
use crate::{Class, Misbehaviour, Moment};

/// The acquirer's institution, F32.
const ACQUIRER: &str = "48020000";
/// The issuer's institution, as F44 names it.
const ISSUER: &str = "01040000";

/// What an answer says besides the echo.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) code: String,
    pub(crate) rrn: String,
    pub(crate) auth_code: Option<String>,
    pub(crate) balance_fen: Option<i64>,
    /// F55.
    pub(crate) chip: Option<Tlv>,
    /// What the terminal is to show.
    pub(crate) remark: Option<String>,
    /// F4, where it is not the request's.
    pub(crate) amount_fen: Option<i64>,
    /// The code that the terminal is to show to a customer.
    pub(crate) shown_code: Option<String>,
    /// The batch, where it may not be the request's.
    pub(crate) batch: Option<String>,
    /// A settlement's totals with the host's verdict on them.
    pub(crate) totals: Option<String>,
    /// The working keys under the master key.
    pub(crate) keys: Option<KeyBlock>,
    /// The request may be told otherwise when it comes again: the issuer's word was not to be had.
    pub(crate) undecided: bool,
}

/// Wrapped keys; `Debug` shows their count only.
#[derive(Clone)]
pub(crate) struct KeyBlock(pub(crate) Vec<u8>);

impl std::fmt::Debug for KeyBlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyBlock({} bytes)", self.0.len())
    }
}

/// The answer without its MAC.
pub(crate) fn build(dialect: &Dialect, request: &Request, at: Moment, contents: &Contents) -> Message {
    let asked = &request.message;
    let mut answer = Message::new(asked.mti().response());
    for n in echoed(dialect, request.class) {
        if let Some(value) = asked.expose(n) {
            answer.set_bytes(n, value);
        }
    }
    if let Some(format) = answer.text(53).map(str::to_owned) {
        let third_cleared: String =
            format.char_indices().map(|(i, c)| if i == 2 { '0' } else { c }).collect();
        answer.set_text(53, &third_cleared);
    }
    answer.set_text(12, &at.hhmmss());
    answer.set_text(13, &at.mmdd());
    answer.set_text(32, ACQUIRER);
    answer.set_text(37, &contents.rrn);
    answer.set_text(39, &contents.code);
    let mut placed: Vec<(Place, String)> = Vec::new();
    if !request.class.is_administrative() {
        placed
            .extend([(Place::Issuer, format!("{ISSUER:<11}")), (Place::Acquirer, format!("{ACQUIRER:<11}"))]);
    }
    if !request.class.is_administrative() && !request.class.is_reversal() {
        placed.push((Place::Scheme, "CUP".to_owned()));
        placed.extend(contents.remark.clone().map(|text| (Place::Note, text)));
    }
    if request.class.is_financial() || request.class.is_reversal() {
        answer.set_text(15, &at.mmdd());
    }
    if let Some(auth_code) = contents.auth_code.as_deref().filter(|code| !code.is_empty()) {
        answer.set_text(38, auth_code);
    }
    if let Some(balance) = contents.balance_fen {
        let sign = if balance < 0 { 'D' } else { 'C' };
        answer.set_text(54, &format!("1002156{sign}{:012}", balance.unsigned_abs()));
    }
    if let Some(chip) = &contents.chip {
        answer.set_chip(chip);
    }
    if let Some(amount) = contents.amount_fen {
        answer.set_text(4, &format!("{amount:012}"));
    }
    placed.extend(contents.batch.clone().map(|batch| (Place::Batch, batch)));
    placed.extend(contents.totals.clone().map(|totals| (Place::Totals, totals)));
    placed.extend(contents.shown_code.clone().map(|code| (Place::ShownCode, code)));
    let placed: Vec<(Place, &str)> = placed.iter().map(|(place, text)| (*place, text.as_str())).collect();
    // A request whose batch does not fit the dialect's place did not come this far, and the rest is the host's own.
    let _ = dialect.place(&mut answer, &placed);
    if let Some((field, keys)) = dialect.field_of(Place::Keys).zip(contents.keys.as_ref()) {
        answer.set_bytes(field, &keys.0);
    }
    answer
}

/// The numbers of the fields that an answer gives back as they came: what every dialect has under one number, what tells
/// the class, and what says of the request or its original which one it is.
fn echoed(dialect: &Dialect, class: Class) -> BTreeSet<u8> {
    let common: &[u8] = match class {
        class if class.is_management() => &[11, 41, 42],
        class if class.settles() => &[11, 41, 42, 49],
        class if class.is_wallet() => &[3, 4, 11, 25, 41, 42, 49],
        Class::Balance => &[2, 3, 11, 14, 23, 25, 41, 42, 49, 53],
        Class::SaleReversal | Class::PartialReversal | Class::PreAuthReversal => {
            &[2, 3, 4, 11, 14, 23, 25, 41, 42, 49]
        }
        _ => &[2, 3, 4, 11, 14, 23, 25, 41, 42, 49, 53],
    };
    let reversed = if class.is_reversal() { &[Place::OriginalType, Place::Replacement][..] } else { &[] };
    let ordered = if class.is_wallet() { &[Place::Order][..] } else { &[] };
    let places = [Place::Batch, Place::Time].iter().chain(reversed).chain(ordered);
    let named = places.filter_map(|place| dialect.field_of(*place));
    common.iter().copied().chain(dialect.telling_fields(class)).chain(named).collect()
}

/// The body as it goes into a frame: sealed when there is a key, spoilt when that is ordered. `None` when it cannot be
/// written in the dialect.
pub(crate) fn seal(
    dialect: &Dialect,
    key: Option<&Key>,
    message: &Message,
    spoilt: Option<&Misbehaviour>,
) -> Option<Vec<u8>> {
    let mut message = message.clone();
    for field in [64, 128] {
        message.clear(field);
    }
    match spoilt {
        Some(Misbehaviour::WrongEcho { field }) => echo_wrongly(&mut message, *field),
        Some(Misbehaviour::BadCheckValue) => break_check_value(dialect, &mut message),
        _ => {}
    }
    let key = key.filter(|_| !matches!(spoilt, Some(Misbehaviour::NoMac)));
    let Some(key) = key else {
        return dialect.encode(&message).ok();
    };
    let mut body = dialect.seal(&message, key).ok()?;
    if matches!(spoilt, Some(Misbehaviour::BadMac | Misbehaviour::DeclineUnproven { .. }))
        && let Some(last) = body.last_mut()
    {
        // Still a hex digit, so that only the MAC is wrong and not its form.
        *last = if *last == b'0' { b'1' } else { b'0' };
    }
    Some(body)
}

/// Another plausible value in an echoed field; nothing when the field is not there.
fn echo_wrongly(message: &mut Message, field: u8) {
    let Some(text) = message.text(field).map(str::to_owned) else {
        return;
    };
    let wrong = match field {
        3 if text == "310000" => "000000".to_owned(),
        3 => "310000".to_owned(),
        4 => format!("{:012}", (message.number(4).unwrap_or(0) + 100) % 1_000_000_000_000),
        11 => format!("{:06}", message.number(11).unwrap_or(0) % 999_999 + 1),
        41 | 42 => {
            let last = if text.ends_with('9') { '8' } else { '9' };
            let length = text.chars().count().saturating_sub(1);
            text.chars().take(length).chain([last]).collect()
        }
        _ => return,
    };
    message.set_text(field, &wrong);
}

/// A check value among the keys that is not its key's.
fn break_check_value(dialect: &Dialect, message: &mut Message) {
    let Some(field) = dialect.field_of(Place::Keys) else {
        return;
    };
    let Some(mut keys) = message.expose(field).map(<[u8]>::to_vec) else {
        return;
    };
    if let Some(last) = keys.last_mut() {
        *last ^= 0xFF;
    }
    message.set_bytes(field, &keys);
}

/// Whether a code refuses this try and leaves the next one open: keys, issuer, or the host itself were in the way.
pub(crate) fn asks_for_another_try(code: &str) -> bool {
    matches!(code, "68" | "77" | "90" | "91" | "96" | "98" | "A0")
}
