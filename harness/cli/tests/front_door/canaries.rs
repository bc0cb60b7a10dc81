//! Every rule has a canary, and each canary fails by its own rule and no other; without its defect it passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::support::{call, cases, code, files, results, root, tearproof, text};

/// Canaries of another practice than the rig file's: one that leaves money at stake, and one with other messages.
const LENIENT: &str = "@profile:lenient";
const ADVICES: &str = "@profile:iso87";

/// The arguments by which all canaries are run that are to be judged as failed, at the place given.
fn runs(canaries: &str) -> [Vec<String>; 2] {
    let words = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect();
    let own = format!("not {LENIENT} and not {ADVICES}");
    [words(&[canaries, "--tags", &own]), words(&[canaries, "--tags", ADVICES, "--profile", "iso87"])]
}

/// Rules that no feature can bring about, and why. Whether they find something is the oracle's own tests' to say.
const WITHOUT_A_CANARY: &[(&str, &str)] = &[
    (
        "bench.profile",
        "the command refuses a profile that cannot be read, and a record that was changed later",
    ),
    ("bench.quiet", "a virtual bench that does not come to rest gives up, which is bench.trouble"),
];

fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> (i32, Value, String) {
    let temp = tempfile::tempdir().expect("a folder");
    let output =
        tearproof().arg("run").args(args).arg("--out").arg(temp.path()).output().expect("the binary starts");
    (code(&output), results(temp.path()), text(&output.stderr))
}

/// The rule that a canary is named after.
fn own(case: &Value) -> &str {
    case["name"].as_str().expect("a name").split(':').next().expect("the rule's id")
}

fn id(case: &Value) -> &str {
    case["case"].as_str().expect("an id")
}

fn rules(case: &Value) -> BTreeSet<&str> {
    case["findings"].as_array().expect("a list").iter().map(|f| f["rule"].as_str().expect("a rule")).collect()
}

#[test]
fn each_canary_fails_by_its_own_rule_and_no_other() {
    let loud = runs("features/canary").map(|args| run(&args));
    let mut sung: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (code, results, told) in &loud {
        assert_eq!(*code, 1, "{told}");
        for case in cases(results) {
            let (id, own) = (id(case), own(case));
            assert_eq!(rules(case), BTreeSet::from([own]), "{id} is the canary of {own}");
            assert!(matches!(case["outcome"].as_str(), Some("fail" | "error")), "{id}");
            sung.entry(own).or_default().push(id);
        }
    }
    // What a practice leaves open is no finding: it is risk, and never a pass.
    let (code, lenient, told) = run(&["features/canary", "--tags", LENIENT, "--profile", "lenient"]);
    assert_eq!(code, 0, "{told}");
    for case in cases(&lenient) {
        let (id, own) = (id(case), own(case));
        assert_eq!((own, case["outcome"].as_str()), ("practice.risk", Some("risk")), "{id}");
        assert_eq!(case["risks"].as_array().map(Vec::len), Some(1), "{id}");
        sung.entry(own).or_default().push(id);
    }
    let listed = text(&call(&["rules"]).stdout);
    let rules: BTreeSet<&str> = listed.lines().filter(|line| !line.starts_with(' ')).collect();
    let exempt: BTreeSet<&str> = WITHOUT_A_CANARY.iter().map(|(rule, _)| *rule).collect();
    let silent: BTreeSet<&str> = rules.into_iter().filter(|rule| !sung.contains_key(*rule)).collect();
    assert_eq!(silent, exempt, "rules without a canary");
}

#[test]
fn a_canary_keeps_to_its_rule_under_other_seeds() {
    for seed in ["2", "3", "5", "8"] {
        for mut args in runs("features/canary") {
            args.extend(["--seed".to_owned(), seed.to_owned()]);
            for case in cases(&run(&args).1) {
                assert_eq!(rules(case), BTreeSet::from([own(case)]), "{} with seed {seed}", id(case));
            }
        }
    }
}

/// Copies the canaries without their defects; gives the ids of those that had one.
fn cure(canaries: &Path, cured: &Path) -> BTreeSet<String> {
    let mut defective = BTreeSet::new();
    for path in files(canaries) {
        let written = std::fs::read_to_string(&path).expect("readable");
        let cure = |line: &str| {
            let tags: Vec<&str> = line.split(' ').filter(|tag| !tag.starts_with("@defect:")).collect();
            if tags.join(" ") != line {
                defective.extend(tags.iter().filter_map(|tag| tag.strip_prefix("@case:")).map(str::to_owned));
            }
            tags.join(" ") + "\n"
        };
        let sound: String = written.lines().map(cure).collect();
        std::fs::write(cured.join(path.file_name().expect("a name")), sound).expect("writable");
    }
    defective
}

#[test]
fn without_its_defect_a_canary_is_silent() {
    let temp = tempfile::tempdir().expect("a folder");
    let cured = temp.path().join("canary");
    std::fs::create_dir(&cured).expect("writable");
    let defective = cure(&root().join("features/canary"), &cured);
    assert!(defective.len() >= 25, "{defective:?}");
    let mut silent = BTreeSet::new();
    for args in runs(cured.to_str().expect("a path")) {
        let (_, calm, _) = run(&args);
        for case in cases(&calm).iter().filter(|case| defective.contains(id(case))) {
            assert_eq!(case["outcome"].as_str(), Some("pass"), "{}: {}", id(case), case["findings"]);
            silent.insert(id(case).to_owned());
        }
    }
    assert_eq!(silent, defective);
}
