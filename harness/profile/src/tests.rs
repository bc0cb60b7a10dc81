//! The shipped profiles load, and what contradicts itself is refused at its place.

use super::*;

mod extending;
mod looked_at;
mod schema;

const STRICT: &str = include_str!("../../../fixtures/profiles/strict.yaml");

#[test]
fn the_strict_profile_loads_and_risks_nothing() {
    let profile = Profile::from_yaml("strict.yaml", STRICT).expect("the shipped profile is sound");
    assert_eq!(profile.name, "strict");
    assert_eq!(profile.unsafe_switches(), []);
}

#[test]
fn an_unsafe_switch_is_named() {
    let text = STRICT.replace("keep-and-refuse", "give-up-and-delete");
    let profile = Profile::from_yaml("x.yaml", &text).expect("a practice, if not a safe one");
    assert_eq!(profile.unsafe_switches(), [Unsafe::GiveUpAndDelete]);
}

/// The line of the strict profile that begins so, from 1.
fn line_of(text: &str, beginning: &str) -> usize {
    1 + text.lines().position(|line| line.trim_start().starts_with(beginning)).expect("a line of the profile")
}

/// Refused, at the first line that begins so after `under`.
fn refused(from: &str, to: &str, under: &str, key: &str) -> Flaw {
    assert!(STRICT.contains(from), "{from}");
    let text = STRICT.replacen(from, to, 1);
    let flaw = Profile::from_yaml("x.yaml", &text).expect_err(to);
    let above = line_of(&text, under);
    let rest: Vec<&str> = text.lines().skip(above).collect();
    let line = above + line_of(&rest.join("\n"), key);
    assert_eq!(flaw.place.map(|place| place.line), Some(line), "{flaw}");
    flaw
}

#[test]
fn a_contradiction_is_refused_at_its_line() {
    let flaw =
        refused(r#"done_codes: ["00", "12", "25"]"#, r#"done_codes: ["12"]"#, "reversal:", "done_codes");
    assert!(flaw.reason.contains("00"), "{flaw}");
}

#[test]
fn a_risk_that_nobody_bears_or_that_is_over_already_is_refused() {
    let flaw = refused("owner: merchant", "owner: nobody", "risk:", "owner");
    assert!(flaw.hint.contains("cardholder"), "{flaw}");
    refused("expires_after_days: 30", "expires_after_days: 0", "risk:", "expires_after_days");
}

#[test]
fn an_unknown_switch_is_refused_at_its_line() {
    let text = format!("{STRICT}\nfavourite_colour: red\n");
    let flaw = Profile::from_yaml("x.yaml", &text).expect_err("no such switch");
    assert!(flaw.reason.contains("favourite_colour"), "{flaw}");
    assert_eq!(flaw.place.map(|place| place.line), Some(line_of(&text, "favourite_colour")), "{flaw}");
}

#[test]
fn numbers_out_of_reason_are_refused_at_their_line() {
    for (from, to, under, key) in [
        ("connect_limit_s: 15", "connect_limit_s: 0", "timing:", "connect_limit_s"),
        ("reply_limit_s: 60", "reply_limit_s: 0", "timing:", "reply_limit_s"),
        ("reply_limit_s: 60", "reply_limit_s: 100000", "timing:", "reply_limit_s"),
        ("card_limit_s: 60", "card_limit_s: 0", "timing:", "card_limit_s"),
        ("key_limit_s: 60", "key_limit_s: 0", "timing:", "key_limit_s"),
        ("      limit: 3", "      limit: 0", "attempts:", "limit"),
        ("limit_fen: 2000000", "limit_fen: 0", "refund:", "limit_fen"),
        ("window_days: 30", "window_days: 0", "refund:", "window_days"),
        ("window_days: 30", "window_days: 366", "refund:", "window_days"),
        ("issuer_limit_s: 20", "issuer_limit_s: 0", "host:", "issuer_limit_s"),
        ("basis_points: 38", "basis_points: 10001", "fee:", "basis_points"),
        ("per_yuan: 1", "per_yuan: 10001", "points:", "per_yuan"),
        (
            "scope: merchant\n    window_days: 30",
            "scope: merchant\n    window_days: 0",
            "host:",
            "window_days",
        ),
    ] {
        refused(from, to, under, key);
    }
}

#[test]
fn codes_that_are_none_or_say_the_opposite_are_refused_at_their_line() {
    for (from, to, under, key) in [
        (r#""12", "25"]"#, r#""12", "250"]"#, "reversal:", "done_codes"),
        (r#""12", "25"]"#, r#""12", "2?"]"#, "reversal:", "done_codes"),
        (r#"repeated_reversal: "00""#, r#"repeated_reversal: "22""#, "host:", "repeated_reversal"),
        (r#"void_amount_differs: "64""#, r#"void_amount_differs: "6""#, "host:", "void_amount_differs"),
        (r#"void_amount_differs: "64""#, r#"void_amount_differs: "00""#, "host:", "void_amount_differs"),
        (r#"void_other_batch: "12""#, r#"void_other_batch: "1-""#, "host:", "void_other_batch"),
        (r#"refund_exceeds: "61""#, r#"refund_exceeds: "A2""#, "host:", "refund_exceeds"),
        (r#"issuer_silent: "98""#, r#"issuer_silent: "10""#, "host:", "issuer_silent"),
        (r#"issuer_silent: "98""#, r#"issuer_silent: "984""#, "host:", "issuer_silent"),
    ] {
        refused(from, to, under, key);
    }
}
