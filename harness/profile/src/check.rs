//! What a profile must not say: contradictions, codes that are none, numbers out of reason, each refused at its place.
//!
//! Whether a practice is safe is not asked here (`risk`).

use std::ops::RangeInclusive;

use source::{Flaw, Place};

use crate::{KeySet, MacKeyLength, Profile};

/// Codes that approve, in whole or in part: nothing that refuses may be called so.
const APPROVALS: [&str; 7] = ["00", "10", "11", "A2", "A4", "A5", "A6"];
/// Seconds: nobody waits for longer than an hour.
const LIMIT_S: RangeInclusive<u64> = 1..=3600;

/// Where the flaw stands, its reason, its hint.
type Refusal<'a> = (&'a [&'a str], String, String);

pub(crate) fn check(profile: &Profile, file: &str, text: &str) -> Result<(), Flaw> {
    let refusals = [numbers(profile), done_codes(profile), codes(profile), owner(profile), keys(profile)];
    match refusals.into_iter().flatten().next() {
        None => Ok(()),
        Some((path, reason, hint)) => Err(match place_of(text, path) {
            Some(place) => Flaw::at(file, text, place, reason, hint),
            None => Flaw::of_file(file, reason, hint),
        }),
    }
}

fn numbers(profile: &Profile) -> Option<Refusal<'static>> {
    let (terminal, host) = (&profile.terminal, &profile.host);
    let (timing, refund, wallet) = (&terminal.timing, &terminal.refund, &terminal.wallet);
    let limits: [(&[&str], u64, RangeInclusive<u64>); 25] = [
        (&["terminal", "timing", "connect_limit_s"], timing.connect_limit_s.into(), LIMIT_S),
        (&["terminal", "timing", "reply_limit_s"], timing.reply_limit_s.into(), LIMIT_S),
        (&["terminal", "timing", "card_limit_s"], timing.card_limit_s.into(), LIMIT_S),
        (&["terminal", "timing", "key_limit_s"], timing.key_limit_s.into(), LIMIT_S),
        (
            &["terminal", "reversal", "attempts", "limit"],
            terminal.reversal.attempts.limit.into(),
            1..=u64::from(u8::MAX),
        ),
        // Twelve digits hold no more.
        (&["terminal", "refund", "limit_fen"], refund.limit_fen, 1..=999_999_999_999),
        // The terminal is told a date without a year.
        (&["terminal", "refund", "window_days"], refund.window_days.into(), 1..=365),
        (&["terminal", "offline", "floor_limit_fen"], terminal.offline.floor_limit_fen, 0..=999_999_999_999),
        // The totals have three digits for a count.
        (&["terminal", "settlement", "capacity"], terminal.settlement.capacity.into(), 1..=999),
        (&["host", "issuer_limit_s"], host.issuer_limit_s.into(), LIMIT_S),
        (&["host", "fee", "basis_points"], host.fee.basis_points.into(), 0..=10_000),
        (&["host", "points", "per_yuan"], host.points.per_yuan.into(), 0..=10_000),
        (&["host", "refund", "window_days"], host.refund.window_days.into(), 1..=u64::from(u16::MAX)),
        (&["host", "pre_auth", "window_days"], host.pre_auth.window_days.into(), 1..=u64::from(u16::MAX)),
        (&["risk", "expires_after_days"], profile.risk.expires_after_days.into(), 1..=u64::from(u16::MAX)),
        (&["terminal", "wallet", "poll_every_s"], wallet.poll_every_s.into(), LIMIT_S),
        (&["terminal", "wallet", "poll_for_s"], wallet.poll_for_s.into(), LIMIT_S),
        (&["terminal", "wallet", "cancel_not_before_s"], wallet.cancel_not_before_s.into(), 0..=3600),
        (&["terminal", "wallet", "cancel_within_days"], wallet.cancel_within_days.into(), 1..=365),
        (&["terminal", "wallet", "tries"], wallet.tries.into(), 1..=u64::from(u8::MAX)),
        (&["terminal", "receipt", "limit_s"], terminal.receipt.limit_s.into(), LIMIT_S),
        (&["terminal", "receipt", "tries"], terminal.receipt.tries.into(), 1..=u64::from(u8::MAX)),
        (&["host", "wallet", "order_valid_s"], host.wallet.order_valid_s.into(), 1..=86_400),
        (&["host", "wallet", "cancel_within_days"], host.wallet.cancel_within_days.into(), 1..=365),
        // Less than all could not be completed at all; more than twice is no practice of anybody.
        (&["host", "pre_auth", "completion_percent"], host.pre_auth.completion_percent.into(), 100..=200),
    ];
    let (path, number, reason) = limits.into_iter().find(|(_, number, reason)| !reason.contains(number))?;
    let key = path.last().copied().unwrap_or_default();
    Some((
        path,
        format!("{key} of {number} is out of reason"),
        format!("write a number from {} to {}", reason.start(), reason.end()),
    ))
}

fn done_codes(profile: &Profile) -> Option<Refusal<'static>> {
    let path: &[&str] = &["terminal", "reversal", "done_codes"];
    let done = &profile.terminal.reversal.done_codes;
    if let Some(code) = done.iter().find(|code| !is_code(code)) {
        return Some((path, no_code(code), CODE_HINT.to_owned()));
    }
    if !done.iter().any(|code| code == "00") {
        let reason = "a reversal answered 00 must count as done".to_owned();
        return Some((path, reason, "add \"00\" to done_codes".to_owned()));
    }
    let repeated = &profile.host.repeated_reversal;
    if !done.contains(repeated) {
        let reason = format!("a repeated reversal answered {repeated} would never be done");
        return Some((
            &["host", "repeated_reversal"],
            reason,
            "write one of the terminal's done_codes".to_owned(),
        ));
    }
    None
}

/// Single-length keys have no room for a MAC key of 16 bytes, and both sides have to mean the same ones.
fn keys(profile: &Profile) -> Option<Refusal<'static>> {
    let (terminal, host) = (&profile.terminal.keys, &profile.host.keys);
    let sides: [(&[&str], _, _); 2] = [
        (&["terminal", "keys", "mac_key"], terminal.set, terminal.mac_key),
        (&["host", "keys", "mac_key"], host.set, host.mac_key),
    ];
    let too_long = |set, length| set == KeySet::Single && length == MacKeyLength::Double;
    if let Some((path, ..)) = sides.into_iter().find(|(_, set, length)| too_long(*set, *length)) {
        let reason = "a set of single-length keys has no double-length MAC key".to_owned();
        return Some((path, reason, "write `mac_key: single`, or another set".to_owned()));
    }
    let differs = match (terminal.set != host.set, terminal.mac_key != host.mac_key) {
        (true, _) => "set",
        (false, true) => "mac_key",
        (false, false) => return None,
    };
    let path: &[&str] =
        if differs == "set" { &["terminal", "keys", "set"] } else { &["terminal", "keys", "mac_key"] };
    let reason = format!(
        "the terminal takes other keys than the host hands out (`{differs}`): no sign-on could succeed"
    );
    Some((path, reason, format!("write the same `{differs}` under `terminal` and under `host`")))
}

/// Who can bear a loss.
const OWNERS: [&str; 4] = ["merchant", "acquirer", "issuer", "cardholder"];

fn owner(profile: &Profile) -> Option<Refusal<'static>> {
    let owner = profile.risk.owner.as_str();
    if OWNERS.contains(&owner) {
        return None;
    }
    let reason = format!("nobody here is called `{owner}`, who could bear a loss");
    Some((&["risk", "owner"], reason, format!("write one of: {}", OWNERS.join(", "))))
}

/// Codes that refuse.
fn codes(profile: &Profile) -> Option<Refusal<'static>> {
    let host = &profile.host;
    let codes: [(&[&str], &str); 6] = [
        (&["host", "wallet", "maintenance"], &host.wallet.maintenance),
        (&["host", "void_amount_differs"], &host.void_amount_differs),
        (&["host", "void_other_batch"], &host.void_other_batch),
        (&["host", "refund_exceeds"], &host.refund_exceeds),
        (&["host", "pre_auth", "amount_differs"], &host.pre_auth.amount_differs),
        (&["host", "issuer_silent"], &host.issuer_silent),
    ];
    let (path, code) = codes.into_iter().find(|(_, code)| !is_code(code) || APPROVALS.contains(code))?;
    if !is_code(code) {
        return Some((path, no_code(code), CODE_HINT.to_owned()));
    }
    Some((path, format!("code {code} approves, and is to refuse"), "write a code that declines".to_owned()))
}

const CODE_HINT: &str = "a response code has two characters, digits or capital letters";

fn is_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

fn no_code(code: &str) -> String {
    format!("`{code}` is no response code")
}

/// Where the last key of a path stands, each looked for behind the one before it; what is written on one line with
/// its parent is found there.
pub(crate) fn place_of(text: &str, path: &[&str]) -> Option<Place> {
    let mut found = None;
    let mut lines = text.lines().enumerate().peekable();
    for key in path {
        let stands =
            |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        let mut ahead = lines.clone();
        if let Some((number, line)) = ahead.find(|(_, line)| stands(line)) {
            let column = line.len() - line.trim_start().len() + 1;
            found = Some(Place { line: number + 1, column });
            lines = ahead;
        }
    }
    found
}
