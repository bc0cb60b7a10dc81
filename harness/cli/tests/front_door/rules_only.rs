//! The rules of money alone, without what scenarios demand: what they find, and that each of them is needed.

use serde_json::Value;

use crate::support::{call_on, cases, code, results, run_into, scenario, tearproof, text, written};

fn ids(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|id| id.as_str().expect("an id")).collect()
}

#[test]
fn without_any_one_rule_a_defect_survives() {
    let temp = tempfile::tempdir().expect("a folder");
    let mut command = tearproof();
    let output = command.args(["mutants", "--rules-only", "--seeds", "1", "--out"]).arg(temp.path()).output();
    let output = output.expect("the binary starts");
    let read = |name: &str| std::fs::read_to_string(temp.path().join(name)).expect("written");
    let matrix: Value = serde_json::from_str(&read("mutants.json")).expect("JSON");
    let told = read("mutants.txt");
    assert_eq!(text(&output.stdout), told);
    assert!(told.lines().next().is_some_and(|head| head.ends_with("; rules only")), "{told}");

    let defects = matrix["defects"].as_array().expect("rows");
    let killed: Vec<&Value> = defects.iter().filter(|row| !row["first"].is_null()).collect();
    assert!(killed.len() >= 40, "{} defects killed\n{told}", killed.len());
    for row in &killed {
        let own = ids(&row["rules"]);
        assert!(!own.iter().any(|rule| ["then", "absence.bounded"].contains(rule)), "{row}");
    }
    for list in ["false_alarms", "broken"] {
        assert_eq!(matrix[list], Value::Array(Vec::new()), "{list}");
    }
    let rules = matrix["rules"].as_array().expect("rows");
    assert!(rules.len() >= 30, "{} rules", rules.len());
    for row in rules {
        let (id, kills, alone) = (row["id"].as_str().expect("an id"), ids(&row["kills"]), ids(&row["alone"]));
        let others = rules.iter().filter(|other| other["id"] != row["id"]);
        let elsewhere: Vec<&str> = others.flat_map(|other| ids(&other["kills"])).collect();
        let expected: Vec<&str> = kills.iter().copied().filter(|id| !elsewhere.contains(id)).collect();
        assert_eq!(alone, expected, "{id}");
        assert!(!alone.is_empty(), "{id}: without it no defect survives\n{told}");
    }
}

#[test]
fn what_the_scenario_demands_is_noted_and_not_judged() {
    let temp = tempfile::tempdir().expect("a folder");
    let sale = "When the cashier takes a sale of 12.00 from Wang's card by chip";
    let path = written(
        temp.path(),
        "f.feature",
        scenario(&[sale, "Then Wang has paid nothing", "And the sale stands"]),
    );
    let (out, path) = (temp.path().join("out"), path.to_str().expect("a path"));
    assert_eq!(code(&run_into(&out, &[path])), 1, "judged, it fails");
    let output = run_into(&out, &[path, "--rules-only"]);
    let told = text(&output.stdout);
    assert_eq!(code(&output), 0, "{told}");
    assert!(told.lines().next().is_some_and(|head| head.contains(", rules only: ")), "{told}");
    let results = results(&out);
    assert!(
        results["harness"].as_str().is_some_and(|harness| harness.ends_with(", rules only")),
        "{results}"
    );
    let again = cases(&results)[0]["again"].as_str().expect("a command");
    assert!(again.contains(" --rules-only "), "{again}");

    let record = std::fs::read_to_string(out.join("journals/T-1.ndjson")).expect("written");
    assert!(record.lines().next().is_some_and(|head| head.contains(", rules only\"")), "{record}");
    for sentence in ["Then Wang has paid nothing", "And the sale stands"] {
        assert!(record.lines().skip(1).any(|line| line.contains(sentence)), "{sentence} is noted");
    }
    assert!(!record.contains("\"expect"), "nothing is demanded");
    for command in ["judge", "report"] {
        let output = call_on(&[command], &out);
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    }
    assert!(std::fs::read_to_string(out.join("summary.txt")).is_ok_and(|all| all.contains(", rules only: ")));
}
