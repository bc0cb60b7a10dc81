//! Exit codes, and what is said along with them.

use crate::support::{call, cases, code, results, run_into, tearproof, text};

#[test]
fn the_suite_passes_and_is_large_and_varied() {
    let temp = tempfile::tempdir().expect("a folder");
    let output = run_into(temp.path(), &[]);
    assert_eq!(code(&output), 0, "{}", text(&output.stdout));
    let results = results(temp.path());
    let passed = results["totals"]["passed"].as_u64().expect("a count");
    assert!(passed >= 90, "{passed} passed");
    assert!(results["distinct_transcripts"].as_u64().expect("a count") >= 70);
    let chinese = cases(&results).iter().filter(|case| {
        let path = crate::support::root().join(case["feature"].as_str().expect("a path"));
        std::fs::read_to_string(path).expect("readable").contains("language: zh-CN")
    });
    let chinese = chinese.count();
    assert!(chinese * 3 >= cases(&results).len(), "{chinese} in Chinese");
}

#[test]
fn a_defect_exits_1_and_says_how_to_repeat_it() {
    let temp = tempfile::tempdir().expect("a folder");
    let output = run_into(temp.path(), &["--defect", "M08"]);
    assert_eq!(code(&output), 1);
    let told = text(&output.stdout);
    let again = told
        .lines()
        .find_map(|line| line.trim().strip_prefix("again: ")?.split_once("tearproof "))
        .expect("a command")
        .1;
    let junit = std::fs::read_to_string(temp.path().join("junit.xml")).expect("written");
    assert!(junit.contains("<failure") && !junit.contains("<error"), "the terminal is at fault");
    let again = again.split_once(" --out ").expect("a folder of its own").0;
    let words: Vec<String> = again.split(' ').map(|word| word.trim_matches('\'').to_owned()).collect();
    let alone = tempfile::tempdir().expect("a folder");
    let output = tearproof().args(&words).arg("--out").arg(alone.path()).output().expect("the binary starts");
    assert_eq!(code(&output), 1, "the command repeats the finding");
    assert_eq!(cases(&results(alone.path())).len(), 1, "of that scenario alone");
}

#[test]
fn input_that_cannot_be_meant_exits_2() {
    let wrong: [&[&str]; 10] = [
        &["run", "--defect", "M99"],
        &["run", "--tags", "@a and"],
        &["run", "--name", "("],
        &["run", "--name", "no such scenario"],
        &["run", "no/such/path"],
        &["run", "--profile", "nobody's"],
        &["judge", "no/such/record.ndjson"],
        &["judge", "features"],
        &["show", "features"],
        &["run", "--tags", ""],
    ];
    for args in wrong {
        let output = call(args);
        assert_eq!(code(&output), 2, "{args:?}");
        let told = text(&output.stderr);
        assert!(told.contains("error: ") && told.contains("hint: "), "{args:?}: {told}");
        assert!(!told.contains("os error"), "{args:?}: {told}");
    }
    for (args, reason) in [
        (["judge", "no/such"], "no/such: cannot be read: there is no such file or folder"),
        (["show", "features"], "features: cannot be read: it is a folder"),
        (["run", "--tags="], "--tags: the expression is empty"),
    ] {
        let told = text(&call(&args).stderr);
        assert!(told.contains(reason), "{args:?}: {told}");
        assert!(args[0] == "run" || !told.contains("nothing ran"), "{args:?}: {told}");
    }
}

#[test]
fn counts_that_cannot_be_meant_exit_2() {
    for args in [
        ["mutants", "--seeds", "0"],
        ["mutants", "--seeds", "10001"],
        ["mutants", "--jobs", "0"],
        ["mutants", "--jobs", "1025"],
        ["run", "--jobs", "1025"],
    ] {
        let output = call(&args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(text(&output.stderr).contains(args[1]) && output.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(code(&call(&["dialect"])), 2, "a command without its other half");
}

#[test]
fn a_terminal_that_lacks_everything_asked_for_exits_3() {
    let temp = tempfile::tempdir().expect("a folder");
    let rig = std::fs::read_to_string(crate::support::root().join("rigs/virtual.yaml")).expect("readable");
    let poor = rig.replace("    - refund\n", "").replace("    - refund-without-card\n", "");
    let path = temp.path().join("poor.yaml");
    std::fs::write(&path, poor).expect("writable");
    // Everything there asks for a refund.
    let mut command = tearproof();
    command.args(["run", "features/refund", "--rig"]).arg(&path);
    let output = command.arg("--out").arg(temp.path().join("out")).output().expect("the binary starts");
    let told = text(&output.stdout);
    assert!(told.contains("the terminal's statement has no `refund`"), "{told}");
    assert_eq!(code(&output), 3, "{told}");
    let results = results(&temp.path().join("out"));
    let totals = &results["totals"];
    assert_eq!(totals["passed"].as_u64(), Some(0), "{totals}");
    let junit = std::fs::read_to_string(temp.path().join("out/junit.xml")).expect("written");
    let count = |what: &str| junit.matches(what).count();
    assert!(count("<testcase") >= 3 && count("<testcase") == count("<skipped"), "{junit}");
}
