//! The profiles as they are listed, and what two of them change in the books.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::support::{call, cases, code, results, run_into, scenario, suite_with, tearproof, text, written};

/// Scenarios whose amounts a dialect may change: their cuts fall at calls of the terminal that the seed draws, and a repeat
/// that says so takes one call more.
const MOVED_BY_A_DIALECT: [&str; 3] = ["LONG-001", "LONG-002", "LONG-010"];

/// `profiles diff`, and the JSON that it wrote.
fn diff(folder: &Path, args: &[&str]) -> (Output, Value) {
    let path = folder.join("diff.json");
    let mut command = tearproof();
    command.args(["profiles", "diff"]).args(args).arg("--json").arg(&path);
    let output = command.output().expect("the binary starts");
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let json = std::fs::read_to_string(&path).expect("written");
    (output, serde_json::from_str(&json).expect("JSON"))
}

fn case<'a>(json: &'a Value, id: &str) -> &'a Value {
    let cases = json["cases"].as_array().expect("a list");
    cases.iter().find(|case| case["case"] == id).unwrap_or_else(|| panic!("{id} in {json}"))
}

#[test]
fn profiles_are_listed_with_title_and_what_they_extend() {
    let output = call(&["profiles"]);
    assert_eq!(code(&output), 0);
    let told = text(&output.stdout);
    for part in ["strict\n    UnionPay-style direct POS", "\n    extends iso87\n", "lenient\n"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(told.matches("extends ").count(), told.lines().filter(|l| !l.starts_with(' ')).count() - 1);
}

#[test]
fn what_another_profile_practises_passes_under_it_and_is_not_applicable_under_the_default() {
    let temp = tempfile::tempdir().expect("a folder");
    let mut passed: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (profile, exit) in [("single-slot", 0), ("iso87", 0), ("strict", 3)] {
        let out = temp.path().join(profile);
        let output = run_into(&out, &["features/practice", "--profile", profile]);
        assert_eq!(code(&output), exit, "{}", text(&output.stdout));
        for case in cases(&results(&out)) {
            let by = passed.entry(case["case"].as_str().expect("an id").to_owned()).or_default();
            match case["outcome"].as_str() {
                Some("pass") => by.push(profile),
                outcome => assert_eq!(outcome, Some("not-applicable"), "{profile}: {}", case["case"]),
            }
        }
    }
    assert!(passed.len() >= 9);
    // Each is about one of the two, and none about the default.
    for (case, by) in passed {
        assert!(by == ["single-slot"] || by == ["iso87"], "{case} passes under {by:?}");
    }
}

#[test]
fn a_practice_that_gives_up_shows_who_bears_the_loss() {
    let temp = tempfile::tempdir().expect("a folder");
    let (output, json) = diff(temp.path(), &["strict", "lenient", "features/software"]);
    let told = text(&output.stdout);
    let switch = "terminal.reversal.after_exhaustion: keep-and-refuse → give-up-and-delete";
    assert!(told.contains(switch), "{told}");
    assert_eq!(json["switches"].as_array().map(Vec::len), Some(1), "{json}");
    let case = case(&json, "SOFT-015");
    assert_eq!(case["outcomes"], json!(["pass", "risk"]));
    let (none, some) = (&case["risks"][0], &case["risks"][1]);
    assert_eq!(none, &json!([]));
    assert_eq!((&some[0]["amount_fen"], &some[0]["owner"]), (&json!(36500), &json!("merchant")));
    let borne =
        "under lenient: 365.00 open through `give-up-and-delete`, borne by merchant, claimable for 30 days";
    assert!(told.contains(borne) && told.contains("outcome: pass → risk"), "{told}");
}

#[test]
fn amounts_that_differ_are_told_book_by_book() {
    let temp = tempfile::tempdir().expect("a folder");
    suite_with(temp.path(), "features/canary");
    let dear = "name: dear\ntitle: A dear one\nextends: strict\nhost:\n  fee:\n    basis_points: 60\n";
    written(&temp.path().join("fixtures/profiles"), "dear.yaml", dear);
    let sale = "When the cashier takes a sale of 100.00 from Wang's card by chip";
    let path = written(temp.path(), "f.feature", scenario(&[sale, "Then the sale stands"]));
    let suite = temp.path().to_str().expect("a path");
    let path = path.to_str().expect("a path");
    let (output, json) = diff(temp.path(), &["strict", "dear", path, "--suite", suite]);
    let told = text(&output.stdout);
    assert!(told.contains("host.fee.basis_points: 38 → 60"), "{told}");
    assert!(told.contains("acquirer's book, the fee: 0.38 → 0.60"), "{told}");
    let fee = json!({"book": "acquirer", "what": "fee", "person": null, "first_fen": 38, "second_fen": 60});
    assert_eq!(case(&json, "T-1")["amounts"], json!([fee]));
    let (_, json) = diff(temp.path(), &["dear", "dear", path, "--suite", suite]);
    assert_eq!((&json["switches"], &json["cases"]), (&json!([]), &json!([])));
}

#[test]
fn another_dialect_changes_no_amount() {
    let temp = tempfile::tempdir().expect("a folder");
    let (output, json) = diff(temp.path(), &["strict", "iso87"]);
    let told = text(&output.stdout);
    assert!(told.contains("they speak different dialects (unionpay, iso87-binary-bitmap)"), "{told}");
    assert!(json["scenarios"].as_u64().is_some_and(|count| count > 300), "{json}");
    for case in json["cases"].as_array().expect("a list") {
        let known = MOVED_BY_A_DIALECT.iter().any(|id| case["case"] == *id);
        assert!(known || case["amounts"] == json!([]), "{case}");
        // What is about the frame's header, which the other dialect has not, is not applicable there.
        assert!(
            case["outcomes"][1] == "not-applicable" || case["outcomes"][0] == case["outcomes"][1],
            "{case}"
        );
    }
}

#[test]
fn a_profile_that_is_not_there_is_refused() {
    for names in [["strict", "nowhere"], ["nowhere", "strict"]] {
        let output = call(&[&["profiles", "diff"], &names[..]].concat());
        let told = text(&output.stderr);
        assert_eq!(code(&output), 2, "{told}");
        for part in ["fixtures/profiles/nowhere.yaml", "there is no such file", "hint: known profiles: "] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert_eq!(text(&output.stdout), "");
    }
}
