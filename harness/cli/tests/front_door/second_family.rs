//! The suite over the second family of messages, through profile and dialect alone.

use std::collections::BTreeSet;

use journal::{Event, Record};

use crate::support::{call, cases, code, files, results, run_into, scenario, tearproof, text, written};

const PROFILES: [&str; 2] = ["iso87", "iso87-hex"];

/// Defects in what a reversal says, and the rule that finds each.
const CONTENT: [(&str, &str); 6] = [
    ("M17", "reversal.own-original"),
    ("M18", "reversal.own-original"),
    ("M20", "claim.undone"),
    ("M21", "reversal.own-original"),
    ("M22", "reversal.own-original"),
    ("M24", "mac.valid"),
];
/// Cases about the frame's header.
const HEADER: [&str; 4] = ["HOST-040", "HOST-041", "HOST-042", "HOST-045"];
/// Scenarios of a practice with a track key, which no track in ASCII has room for.
const TRACK_KEY: [&str; 3] = ["CARD-020", "FRD-080-01", "FRD-080-02"];
/// Where they show.
const FEATURES: [&str; 3] = ["features/auto-reversal", "features/void", "features/fraud"];

#[test]
fn the_suite_passes_and_is_judged_from_its_records_alone() {
    for profile in PROFILES {
        let temp = tempfile::tempdir().expect("a folder");
        let out = temp.path().join("run");
        let output = run_into(&out, &["--profile", profile]);
        assert_eq!(code(&output), 0, "{profile}: {}", text(&output.stdout));
        let results = results(&out);
        assert!(cases(&results).len() >= 340);
        for case in cases(&results) {
            // Its messages have no header in which the host could ask for something.
            let lacks = |id: &str| HEADER.contains(&id) || TRACK_KEY.contains(&id);
            let outcome = if case["case"].as_str().is_some_and(lacks) { "not-applicable" } else { "pass" };
            assert_eq!(case["outcome"], outcome, "{profile}: {}", case["case"]);
        }
        let mut types = BTreeSet::new();
        for path in files(&out.join("journals")) {
            let record = Record::read(&std::fs::read(path).expect("readable")).expect("whole");
            assert_eq!(record.head().places["original-trace"], "90.2");
            types.extend(record.entries().iter().filter_map(|entry| match &entry.event {
                Event::Request(note) => Some(note.mti.clone()),
                _ => None,
            }));
        }
        let expected = ["0100", "0200", "0220", "0320", "0420", "0421", "0500", "0620", "0800", "0820"]
            .map(str::to_owned);
        assert_eq!(types, BTreeSet::from(expected), "{profile}");
        // Somewhere without fixtures.
        let judged = tearproof().current_dir(temp.path()).args(["judge", "run"]).output();
        let judged = judged.expect("the binary starts");
        assert_eq!(code(&judged), 0, "{}", text(&judged.stderr));
    }
}

#[test]
fn defects_in_what_a_reversal_says_are_found() {
    for (defect, rule) in CONTENT {
        let temp = tempfile::tempdir().expect("a folder");
        let args = [&["--profile", "iso87", "--defect", defect][..], &FEATURES].concat();
        let output = run_into(temp.path(), &args);
        assert_eq!(code(&output), 1, "{defect}: {}", text(&output.stderr));
        let results = results(temp.path());
        let rules: BTreeSet<&str> = cases(&results)
            .iter()
            .flat_map(|case| case["findings"].as_array().expect("a list"))
            .map(|finding| finding["rule"].as_str().expect("a rule"))
            .collect();
        assert!(rules.contains(rule), "{defect} is found by {rules:?}");
    }
}

#[test]
fn a_profile_whose_keys_do_not_fit_the_dialects_mac_is_refused() {
    let temp = tempfile::tempdir().expect("a folder");
    crate::support::suite_with(temp.path(), "features/receipt");
    let path = temp.path().join("fixtures/profiles/iso87.yaml");
    let profile = std::fs::read_to_string(&path).expect("shipped");
    let refused = |changed: String, reason: &str| {
        std::fs::write(&path, changed).expect("writable");
        let output = tearproof().current_dir(temp.path()).args(["check", "--profile", "iso87"]).output();
        let output = output.expect("the binary starts");
        assert_eq!(code(&output), 2);
        let told = text(&output.stderr);
        assert!(told.contains(reason) && told.contains("hint:"), "{told}");
        told
    };
    refused(profile.replace("mac_key: double", "mac_key: single"), "is not made with a key of this length");
    let other_keys = "the terminal takes other keys than the host hands out";
    refused(profile.replacen("mac_key: double", "mac_key: single", 1), other_keys);
    let told = refused(profile.replacen("set: double", "set: double-and-track", 1), other_keys);
    let line = profile.lines().position(|line| line.contains("set: double")).expect("it is there") + 1;
    assert!(told.contains(&format!("iso87.yaml:{line}:5: ")), "{told}");
    assert_eq!(code(&call(&["check", "--profile", "iso87"])), 0);
}

/// What a run says, over a dialect that lacks these lines, of a scenario: its code, the outcome, what it told.
fn without_in(lines: &str, sentences: &[&str]) -> (i32, serde_json::Value, String) {
    let temp = tempfile::tempdir().expect("a folder");
    crate::support::suite_with(temp.path(), "features/receipt");
    let path = temp.path().join("fixtures/dialects/iso87-binary-bitmap.yaml");
    let dialect = std::fs::read_to_string(&path).expect("shipped");
    let kept = dialect.lines().filter(|line| !line.contains(lines));
    std::fs::write(&path, kept.map(|line| format!("{line}\n")).collect::<String>()).expect("writable");
    let feature = written(temp.path(), "f.feature", scenario(sentences));
    let mut command = tearproof();
    command.current_dir(temp.path()).args(["run", "--profile", "iso87", "--out", "out"]).arg(feature);
    let output = command.output().expect("the binary starts");
    let case = match code(&output) {
        2 => serde_json::Value::Null,
        _ => cases(&results(&temp.path().join("out")))[0].clone(),
    };
    (code(&output), case, text(&output.stderr))
}

fn without(lines: &str) -> (i32, serde_json::Value, String) {
    let sentences =
        ["When the cashier asks for the balance of Wang's card by stripe", "Then Wang has paid nothing"];
    let (code, case, told) = without_in(lines, &sentences);
    (code, case["outcome"].clone(), told)
}

#[test]
fn what_a_dialect_cannot_write_is_not_applicable() {
    let (code, outcome, told) = without("nothing of it");
    assert_eq!((code, outcome.as_str()), (0, Some("pass")), "{told}");
    let (code, outcome, told) = without("class: balance");
    assert_eq!((code, outcome.as_str()), (3, Some("not-applicable")), "{told}");
    for (lines, lacking) in [
        ("original-trace:", "no place `original-trace`"),
        ("original-batch:", "no place `original-batch`"),
        ("class: sale,", "no transaction `sale`"),
        ("mac: {", "no field for the MAC"),
        ("number: 39,", "need fields that are not here: 39"),
    ] {
        let (code, _, told) = without(lines);
        assert!(code == 2 && told.contains(lacking) && told.contains("hint:"), "{lines}: {told}");
        let line = told.contains("iso87-binary-bitmap.yaml:") || lines.starts_with("mac");
        assert!(line, "{lines}: {told}");
    }
}

#[test]
fn an_order_needs_every_place_that_it_may_lead_to() {
    const SETTLES: &[&str] = &["When the cashier settles the batch", "Then Wang has paid nothing"];
    const PAYS: &[&str] =
        &["When the cashier takes a wallet payment of 12.00 from Wang", "Then Wang has paid nothing"];
    const SHOWS: &[&str] =
        &["When the cashier shows a code for 12.00 and Wang scans it", "Then Wang has paid nothing"];
    for (lines, sentences, lacking) in [
        ("  totals:", SETTLES, "no place `totals`"),
        ("  details:", SETTLES, "no place `details`"),
        ("class: batch-end,", SETTLES, "no transaction `batch-end`"),
        ("  order:", PAYS, "no place `order`"),
        ("  pay-code:", PAYS, "no place `pay-code`"),
        ("  note:", PAYS, "no place `note`"),
        ("class: wallet-query,", PAYS, "no transaction `wallet-query`"),
        ("  shown-code:", SHOWS, "no place `shown-code`"),
    ] {
        let (code, case, told) = without_in(lines, sentences);
        assert_eq!((code, case["outcome"].as_str()), (3, Some("not-applicable")), "{lines}: {told}");
        let note = case["note"].as_str().unwrap_or_default();
        assert!(note.contains(lacking), "{lines}: {note}");
    }
}
