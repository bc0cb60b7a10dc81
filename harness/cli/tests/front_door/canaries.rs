//! Every rule has a canary, and each canary fails by its own rule and no other.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{call, cases, code, results, tearproof, text};

#[test]
fn each_canary_fails_by_its_own_rule_and_no_other() {
    let temp = tempfile::tempdir().expect("a folder");
    let output = tearproof().args(["run", "features/canary", "--out"]).arg(temp.path()).output();
    let output = output.expect("the binary starts");
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    let results = results(temp.path());
    let mut sung: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in cases(&results) {
        let id = case["case"].as_str().expect("an id").to_owned();
        let rules: BTreeSet<&str> =
            case["findings"].as_array().expect("a list").iter().map(|f| f["rule"].as_str().expect("a rule")).collect();
        let own = case["name"].as_str().expect("a name").split(':').next().expect("the rule's id").to_owned();
        assert_eq!(rules, BTreeSet::from([own.as_str()]), "{id} is the canary of {own}");
        sung.entry(own).or_default().push(id);
    }
    let listed = text(&call(&["rules"]).stdout);
    let rules: BTreeSet<&str> = listed.lines().filter(|line| !line.starts_with(' ')).collect();
    let silent: Vec<&&str> = rules.iter().filter(|rule| !sung.contains_key(**rule)).collect();
    assert!(silent.is_empty(), "rules without a canary: {silent:?}");
}
