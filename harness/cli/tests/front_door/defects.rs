//! Every seeded defect is found by a rule or a sentence, and leaves fault-free scenarios alone.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::{call, cases, code, files, on_all_cores, results, tearproof, text};

fn ids() -> Vec<String> {
    let listed = text(&call(&["defects"]).stdout);
    listed.lines().filter(|line| line.starts_with('M')).map(|line| line[..3].to_owned()).collect()
}

/// Cases in which no fault was armed and the host did not misbehave, by their records.
fn fault_free(out: &Path) -> BTreeSet<String> {
    let quiet = files(&out.join("journals")).into_iter().filter(|path| {
        let record = std::fs::read_to_string(path).expect("readable");
        !record.contains("\"kind\":\"armed\"") && !record.contains("\"kind\":\"host-scripted\"")
    });
    quiet.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

fn outcome(case: &Value) -> &str {
    case["outcome"].as_str().expect("an outcome")
}

#[test]
fn defects_are_found_and_spare_fault_free_scenarios() {
    let ids = ids();
    assert!(ids.len() >= 15, "{ids:?}");
    let found = on_all_cores(&ids, |id| {
        let temp = tempfile::tempdir().expect("a folder");
        let output =
            tearproof().args(["run", "--jobs", "1", "--defect", id, "--out"]).arg(temp.path()).output();
        let results = results(temp.path());
        let free = fault_free(temp.path());
        let calm: Vec<&Value> =
            cases(&results).iter().filter(|c| free.contains(c["case"].as_str().expect("an id"))).collect();
        let spared = calm.iter().filter(|c| outcome(c) == "pass").count();
        let rules: BTreeSet<String> = cases(&results)
            .iter()
            .flat_map(|case| case["findings"].as_array().expect("a list"))
            .map(|finding| finding["rule"].as_str().expect("a rule").to_owned())
            .collect();
        (code(&output.expect("the binary starts")), rules, spared, calm.len())
    });
    let mut missed = Vec::new();
    for (id, (code, rules, spared, calm)) in ids.iter().zip(&found) {
        if *code != 1 || rules.is_empty() {
            missed.push(id.as_str());
        }
        assert!(*calm >= 10, "{calm} fault-free scenarios");
        let exempt = FOUND_WITHOUT_FAULTS.iter().any(|(known, _)| known == id);
        assert!(exempt || spared * 10 >= calm * 9, "{id} passes {spared} of {calm} fault-free scenarios");
    }
    assert!(missed.len() + 15 <= ids.len(), "not found: {missed:?}");
    assert_eq!(missed, NOT_YET_FOUND, "defects that no scenario finds");
}

/// Defects that show without any fault, and why.
const FOUND_WITHOUT_FAULTS: &[(&str, &str)] = &[
    ("M41", "every void shows it: the password is simply not asked for"),
    ("M42", "every refund of more than is left shows it, and a cashier needs no fault for that"),
];

/// Defects that the suite does not find yet.
///
/// M06 needs a line that fails a send after it took the bytes, M18 a batch that rolls while a reversal is pending.
const NOT_YET_FOUND: &[&str] = &["M06", "M18"];
