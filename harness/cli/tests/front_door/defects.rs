//! Every seeded defect is found by a rule or a sentence, and leaves fault-free scenarios alone.

use serde_json::Value;

use crate::support::{cases, code, results, root, run_into, scenario, tearproof, text, written};

/// Defects that show without any fault, and why.
const FOUND_WITHOUT_FAULTS: &[(&str, &str)] = &[
    ("M16", "a customer who takes time to confirm in the wallet shows it, which is no fault"),
    ("M41", "every void shows it: the password is simply not asked for"),
    ("M42", "every refund of more than is left shows it, and a cashier needs no fault for that"),
    ("H02", "every void and refund shows it: the bank writes nothing"),
    ("H03", "every void shows it: the fee stays"),
    ("H04", "every void shows it: the points stay"),
    ("H05", "every void and refund shows it: the books differ"),
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
    for list in ["false_alarms", "broken", "nowhere"] {
        assert_eq!(matrix[list], Value::Array(Vec::new()), "{list}");
    }
    assert_eq!(code(&output), 0);
    let profiles = matrix["profiles"].as_array().expect("a list");
    assert!(profiles.len() >= 5, "{profiles:?}");
    let practices = root().join("features/practice");
    let practices = run_into(&temp.path().join("practice"), &[practices.to_str().expect("a path")]);
    assert_eq!(code(&practices), 3, "nothing of other practices applies");
    let others = cases(&results(&temp.path().join("practice"))).len();
    for row in profiles {
        let (name, lacking) = (row["name"].as_str().expect("a name"), number(&row["not_applicable"]));
        assert!(lacking * 2 < number(&matrix["cases"]), "{row}");
        assert!(name != "strict" || u64::try_from(others) == Ok(lacking), "{row}: {others} are about others");
        let told = format!("{name} ({lacking} not applicable)");
        assert!(lacking == 0 || read("mutants.txt").contains(&told), "{told}");
    }

    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let table = readme.split("<!-- chapters -->\n").nth(1).expect("README has the table of the chapters");
    assert_eq!(table, read("chapters.md"), "README's table of the chapters is not what the suite is");
}

#[test]
fn a_case_that_fails_on_the_sound_terminal_kills_nothing() {
    let temp = tempfile::tempdir().expect("a folder");
    let sale = "When the cashier takes a sale of 12.00 from Wang's card by chip";
    let feature = written(temp.path(), "f.feature", scenario(&[sale, "Then the terminal showed declined"]));
    let mut command = tearproof();
    command.args(["mutants", "--profile", "lenient", "--seed", "500", "--seeds", "1", "--out"]);
    let output = command.arg(temp.path().join("out")).arg(feature).output().expect("the binary starts");
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    let read = std::fs::read_to_string(temp.path().join("out/mutants.json")).expect("written");
    let matrix: Value = serde_json::from_str(&read).expect("JSON");
    for row in matrix["defects"].as_array().expect("rows") {
        assert_eq!((&row["first"], number(&row["killed_by"])), (&Value::Null, 0), "{row}");
    }
    assert_eq!(number(&matrix["calm"]), 0, "no case passes");
    let alarms = matrix["false_alarms"].as_array().expect("a list");
    let seeds = |profile: &str| -> Vec<u64> {
        let of = alarms.iter().filter(|alarm| alarm["profile"] == profile);
        of.map(|alarm| number(&alarm["seed"])).collect()
    };
    assert_eq!(seeds("lenient"), [1, 500], "the seed of the defects' runs is one of the sound terminal's");
    assert_eq!(seeds("strict"), [1]);
}

#[test]
fn what_is_not_about_a_profile_is_no_false_alarm_under_it() {
    let temp = tempfile::tempdir().expect("a folder");
    let sale = "When the cashier takes a sale of 12.00 from Wang's card by chip";
    let about = "Given the practice keeps a reversal until it is confirmed";
    let feature = written(temp.path(), "f.feature", scenario(&[about, sale, "Then the sale stands"]));
    let mut command = tearproof();
    command.args(["mutants", "--seeds", "1", "--out"]).arg(temp.path().join("out")).arg(feature);
    let told = text(&command.output().expect("the binary starts").stdout);
    assert!(told.contains("lenient (1 not applicable)"), "{told}");
    assert!(told.contains("strict with 1 seed") && told.ends_with(": no false alarm\n"), "{told}");
}
