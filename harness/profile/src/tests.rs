//! The shipped profiles load, and what contradicts itself is refused at its place.

use super::*;

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

#[test]
fn a_contradiction_is_refused_at_its_line() {
    let text = STRICT.replace("done_codes: [\"00\", \"12\", \"25\"]", "done_codes: [\"12\"]");
    let flaw = Profile::from_yaml("x.yaml", &text).expect_err("00 has to count as done");
    assert!(flaw.place.is_some(), "{flaw}");
    assert!(flaw.reason.contains("00"), "{flaw}");
}

#[test]
fn an_unknown_switch_is_refused_at_its_line() {
    let text = format!("{STRICT}\nfavourite_colour: red\n");
    let flaw = Profile::from_yaml("x.yaml", &text).expect_err("no such switch");
    assert!(flaw.reason.contains("favourite_colour"), "{flaw}");
}
