//! The suite over the second family of messages, through profile and dialect alone.

use std::collections::BTreeSet;

use journal::{Event, Record};

use crate::support::{call, cases, code, files, results, run_into, tearproof, text};

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
            assert_eq!(case["outcome"], "pass", "{profile}: {}", case["case"]);
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
        let expected = ["0100", "0200", "0220", "0420", "0421", "0800"].map(str::to_owned);
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
    std::fs::write(&path, profile.replacen("mac_key: double", "mac_key: single", 1)).expect("writable");
    let output = tearproof().current_dir(temp.path()).args(["check", "--profile", "iso87"]).output();
    let output = output.expect("the binary starts");
    assert_eq!(code(&output), 2);
    let told = text(&output.stderr);
    assert!(told.contains("is not made with a key of this length") && told.contains("hint:"), "{told}");
    assert_eq!(code(&call(&["check", "--profile", "iso87"])), 0);
}
