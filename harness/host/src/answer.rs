//! Building answers: echo, the host's own fields, and the ways in which an answer can be spoilt on order.
//!
//! Fields: PAYMENTS 1.6. It decides nothing; code and contents are given.

use wire::{Dialect, Key, MacKind, Message, Place, Tlv};

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
    /// Value of tag 91.
    pub(crate) chip: Option<Vec<u8>>,
    /// F63.5, what the terminal is to show.
    pub(crate) remark: Option<String>,
    /// F4, where it is not the request's.
    pub(crate) amount_fen: Option<i64>,
    /// The code that the terminal is to show to a customer.
    pub(crate) shown_code: Option<String>,
    /// The batch, where it may not be the request's.
    pub(crate) batch: Option<String>,
    /// F62: the working keys under the master key.
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
    let echoed: &[u8] = match request.class {
        class if class.is_management() => &[11, 41, 42, 60],
        Class::Balance => &[2, 3, 11, 14, 23, 25, 41, 42, 49, 53, 60],
        Class::SaleReversal | Class::PreAuthReversal => &[2, 3, 4, 11, 14, 23, 25, 41, 42, 49, 60],
        class if class.is_wallet() => &[3, 4, 11, 25, 41, 42, 49, 59, 60],
        _ => &[2, 3, 4, 11, 14, 23, 25, 41, 42, 49, 53, 60],
    };
    for n in echoed {
        if let Some(value) = asked.expose(*n) {
            answer.set_bytes(*n, value);
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
    if !request.class.is_management() {
        answer.set_text(44, &format!("{ISSUER:<11}{ACQUIRER:<11}"));
    }
    if !request.class.is_management() && !request.class.is_reversal() {
        // Card organisation, three remarks of twenty, and the text for the terminal.
        let remark = contents.remark.as_ref().map(|text| format!("{:60}{text}", "")).unwrap_or_default();
        answer.set_text(63, &format!("CUP{remark}"));
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
    if let Some(value) = &contents.chip {
        let mut chip = Tlv::new();
        chip.push(0x91, value);
        answer.set_chip(&chip);
    }
    if let Some(amount) = contents.amount_fen {
        answer.set_text(4, &format!("{amount:012}"));
    }
    if let Some(batch) = &contents.batch {
        // A request whose batch does not fit the dialect's place did not come this far.
        let _ = dialect.place(&mut answer, &[(Place::Batch, batch)]);
    }
    if let Some(code) = &contents.shown_code {
        // It fits wherever a payment code does.
        let _ = dialect.place(&mut answer, &[(Place::ShownCode, code)]);
    }
    if let Some(keys) = &contents.keys {
        answer.set_bytes(62, &keys.0);
    }
    answer
}

/// The body as it goes into a frame: sealed when there is a key, spoilt when that is ordered. `None` when it cannot be
/// written in the dialect.
pub(crate) fn seal(
    dialect: &Dialect,
    rule: MacKind,
    key: Option<&Key>,
    message: &Message,
    spoilt: Option<&Misbehaviour>,
) -> Option<Vec<u8>> {
    let mut message = message.clone();
    message.clear(64);
    match spoilt {
        Some(Misbehaviour::WrongEcho { field }) => echo_wrongly(&mut message, *field),
        Some(Misbehaviour::BadCheckValue) => break_check_value(&mut message),
        _ => {}
    }
    let key = key.filter(|_| !matches!(spoilt, Some(Misbehaviour::NoMac)));
    let Some(key) = key else {
        return dialect.encode(&message).ok();
    };
    let mut body = dialect.seal(&message, key, rule).ok()?;
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

/// A check value in F62 that is not its key's.
fn break_check_value(message: &mut Message) {
    let Some(mut keys) = message.expose(62).map(<[u8]>::to_vec) else {
        return;
    };
    if let Some(last) = keys.last_mut() {
        *last ^= 0xFF;
    }
    message.set_bytes(62, &keys);
}
