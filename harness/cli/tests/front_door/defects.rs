//! Every seeded defect is found by a rule or a sentence, and leaves fault-free scenarios alone.

use serde_json::Value;

use crate::support::{code, root, tearproof, text};

/// Defects that show without any fault, and why.
const FOUND_WITHOUT_FAULTS: &[(&str, &str)] = &[
    ("M41", "every void shows it: the password is simply not asked for"),
    ("M42", "every refund of more than is left shows it, and a cashier needs no fault for that"),
];

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

#[test]
fn defects_are_found_and_spare_fault_free_scenarios() {
    let temp = tempfile::tempdir().expect("a folder");
    let output = tearproof().args(["mutants", "--seeds", "1", "--out"]).arg(temp.path()).output();
    let output = output.expect("the binary starts");
    let read = |name: &str| std::fs::read_to_string(temp.path().join(name)).expect("written");
    let matrix: Value = serde_json::from_str(&read("mutants.json")).expect("JSON");
    assert_eq!(text(&output.stdout), read("mutants.txt"));

    let calm = number(&matrix["calm"]);
    assert!(calm >= 10, "{calm} fault-free scenarios");
    let rows = matrix["defects"].as_array().expect("rows");
    assert!(rows.len() >= 15, "{} defects", rows.len());
    let mut missed = Vec::new();
    for row in rows {
        let id = row["id"].as_str().expect("an id");
        match row["first"]["rules"].as_array() {
            None => missed.push(id),
            Some(rules) => assert!(!rules.is_empty(), "{id} fails a case without a finding"),
        }
        let exempt = FOUND_WITHOUT_FAULTS.iter().any(|(known, _)| *known == id);
        let spared = number(&row["calm_passed"]);
        assert!(exempt || spared * 10 >= calm * 9, "{id} passes {spared} of {calm} fault-free scenarios");
    }
    assert!(missed.is_empty(), "defects that no scenario finds: {missed:?}");
    let alarms = matrix["false_alarms"].as_array().expect("a list");
    let strict: Vec<&Value> = alarms.iter().filter(|alarm| alarm["profile"] == "strict").collect();
    assert!(strict.is_empty(), "the sound terminal is accused: {strict:?}");
    assert_eq!(code(&output), i32::from(!alarms.is_empty()));

    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let table = readme.split("<!-- chapters -->\n").nth(1).expect("README has the table of the chapters");
    assert_eq!(table, read("chapters.md"), "README's table of the chapters is not what the suite is");
}
