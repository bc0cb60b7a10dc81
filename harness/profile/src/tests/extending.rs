//! Profiles that say only in what they differ.

use super::*;

fn text(name: &str, text: &str) -> Text {
    Text { name: name.to_owned(), text: text.to_owned() }
}

/// The shipped profiles, and what a test adds.
fn find(name: &str) -> Result<Text, Flaw> {
    let shipped = match name {
        "strict" => STRICT,
        "lenient" => include_str!("../../../../fixtures/profiles/lenient.yaml"),
        "single-slot" => include_str!("../../../../fixtures/profiles/single-slot.yaml"),
        "foreign-answer" => include_str!("../../../../fixtures/profiles/foreign-answer.yaml"),
        "no-slip" => include_str!("../../../../fixtures/profiles/no-slip.yaml"),
        "iso87" => include_str!("../../../../fixtures/profiles/iso87.yaml"),
        "iso87-hex" => include_str!("../../../../fixtures/profiles/iso87-hex.yaml"),
        "one" => "name: one\ntitle: x\nextends: two\n",
        "two" => "name: two\ntitle: x\nextends: one\n",
        _ => return Err(Flaw::of_file(name, format!("there is no profile `{name}`"), "write one")),
    };
    Ok(text(&format!("{name}.yaml"), shipped))
}

fn read(sheet: &str) -> Result<Profile, Flaw> {
    Profile::read(&text("x.yaml", sheet), &find)
}

#[test]
fn each_shipped_profile_loads_and_says_what_it_risks() {
    for (name, risks) in [
        ("strict", vec![]),
        ("lenient", vec![Unsafe::GiveUpAndDelete]),
        ("single-slot", vec![Unsafe::GiveUpAndDelete]),
        ("foreign-answer", vec![Unsafe::DeleteOnMismatch]),
        ("no-slip", vec![Unsafe::NoSlipReverses]),
        ("iso87", vec![]),
        ("iso87-hex", vec![]),
    ] {
        let profile = Profile::read(&find(name).expect("shipped"), &find).expect("sound");
        assert_eq!((profile.name.as_str(), profile.unsafe_switches()), (name, risks));
    }
}

#[test]
fn what_is_not_said_is_taken_over() {
    let strict = Profile::from_yaml("strict.yaml", STRICT).expect("sound");
    let profile = read("name: x\ntitle: mine\nextends: strict\nhost:\n  fee:\n    basis_points: 60\n")
        .expect("a small difference");
    assert_eq!(profile.host.fee.basis_points, 60);
    let mut back = profile.clone();
    back.host.fee.basis_points = strict.host.fee.basis_points;
    (back.name, back.title) = (strict.name.clone(), strict.title.clone());
    assert_eq!(back, strict);
    let whole = serde_yaml::to_string(&profile).expect("writes");
    assert_eq!(
        Profile::from_yaml("whole.yaml", &whole).expect("whole"),
        profile,
        "nothing is left to extend"
    );
}

#[test]
fn what_does_not_fit_is_refused_at_its_line() {
    let head = "name: x\ntitle: mine\nextends: strict\n";
    for (rest, line, reason) in [
        ("terminal:\n  void:\n    suprvisor: true\n", 6, "unknown switch `suprvisor`"),
        ("favourite_colour: red\n", 4, "unknown switch `favourite_colour`"),
        ("terminal:\n  void:\n    supervisor: sometimes\n", 6, "invalid type"),
        ("terminal:\n  no_slip: whatever\n", 5, "unknown variant"),
        ("terminal:\n  void: 3\n", 5, "invalid type"),
        ("terminal:\n  timing:\n    reply_limit_s: 0\n", 6, "out of reason"),
        ("host:\n  repeated_reversal: \"22\"\n", 5, "would never be done"),
    ] {
        let flaw = read(&format!("{head}{rest}")).expect_err(rest);
        assert_eq!(flaw.place.map(|place| place.line), Some(line), "{flaw}");
        assert!(flaw.reason.contains(reason), "{flaw}");
        assert!(!flaw.hint.is_empty(), "{flaw}");
    }
}

#[test]
fn a_base_that_is_not_there_or_goes_round_in_a_circle_is_refused() {
    let missing = read("name: x\ntitle: mine\nextends: nothing\n").expect_err("no such profile");
    assert!(missing.reason.contains("there is no profile `nothing`"), "{missing}");
    assert_eq!(missing.place.map(|place| place.line), Some(3), "{missing}");
    let circle = read("name: x\ntitle: mine\nextends: one\n").expect_err("no end");
    assert!(circle.reason.contains("one extends two extends one"), "{circle}");
    let nameless = read("title: mine\nextends: strict\n").expect_err("whose?");
    assert!(nameless.reason.contains("name is missing"), "{nameless}");
}
