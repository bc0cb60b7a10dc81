//! Verdicts can be given again from records alone, and damaged records are refused with their line.

use std::collections::BTreeSet;

use crate::support::{call_on, cases, code, files, results, run_into, text, tree, written};

#[test]
fn deleted_verdicts_come_back_the_same() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    let output = run_into(&out, &["--defect", "M08"]);
    assert_eq!(code(&output), 1);
    let before = tree(&out);
    std::fs::remove_dir_all(out.join("verdicts")).expect("they were there");
    std::fs::remove_file(out.join("junit.xml")).expect("it was there");
    std::fs::remove_file(out.join("summary.txt")).expect("it was there");
    let output = call_on(&["report"], &out);
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    assert!(before == tree(&out), "the papers are the same again");
    let judged = call_on(&["judge"], &out);
    assert_eq!(code(&judged), 1);
}

#[test]
fn every_case_that_ran_has_its_record_and_its_verdict() {
    let temp = tempfile::tempdir().expect("a folder");
    let output = run_into(temp.path(), &["--defect", "M08"]);
    assert_eq!(code(&output), 1);
    let results = results(temp.path());
    let names = |ending: &str| -> BTreeSet<String> {
        let id = |case: &serde_json::Value| case["case"].as_str().expect("an id").to_owned() + ending;
        cases(&results).iter().map(id).collect()
    };
    let found = |folder: &str| -> BTreeSet<String> {
        let name = |path: std::path::PathBuf| path.file_name().expect("a file").display().to_string();
        files(&temp.path().join(folder)).into_iter().map(name).collect()
    };
    assert!(names("").len() >= 90);
    assert_eq!(found("journals"), names(".ndjson"));
    assert_eq!(found("verdicts"), names(".json"));
    for record in files(&temp.path().join("journals")) {
        let judged = call_on(&["judge"], &record);
        let id = record.file_stem().expect("a name").display().to_string();
        let case = cases(&results).iter().find(|case| case["case"] == id.as_str()).expect("it ran");
        let passed = matches!(case["outcome"].as_str(), Some("pass" | "risk"));
        assert_eq!(code(&judged) == 0, passed, "{id}: {}", text(&judged.stdout));
    }
}

#[test]
fn a_damaged_record_is_refused_with_its_line() {
    let temp = tempfile::tempdir().expect("a folder");
    let out = temp.path().join("run");
    let output = run_into(&out, &["--name=-001$"]);
    assert_eq!(code(&output), 0);
    let record = files(&out.join("journals")).first().expect("a record").clone();
    let whole = std::fs::read(&record).expect("readable");
    let lines: Vec<usize> =
        whole.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at).collect();
    let refused = |bytes: &[u8], line: usize| {
        let output = call_on(&["judge"], &written(temp.path(), "bad.ndjson", bytes));
        assert_eq!(code(&output), 2);
        let told = text(&output.stderr);
        assert!(told.contains(&format!("line {line}")), "line {line}: {told}");
    };
    for (line, end) in [(3, lines[2]), (lines.len(), whole.len() - 1)] {
        let mut flipped = whole.clone();
        flipped[end - 5] ^= 4;
        refused(&flipped, line);
    }
    refused(&whole[..=lines[4]], 5);
    refused(&whole[..lines[4] - 3], 5);
    refused(&[whole.as_slice(), b"{}\n"].concat(), lines.len() + 1);
    refused(b"", 1);
}

#[test]
fn what_cannot_be_judged_is_told_beside_what_was() {
    let temp = tempfile::tempdir().expect("a folder");
    let empty = temp.path().join("empty");
    std::fs::create_dir(&empty).expect("writable");
    for (name, args, alone, beside) in [
        ("bad", ["--defect=M08", "--name=^AREV-001$"], 1, 1),
        ("good", ["--name=^AREV-001$", "--jobs=1"], 0, 3),
    ] {
        let out = temp.path().join(name);
        assert_eq!(code(&run_into(&out, &args)), alone);
        let record = out.join("journals/AREV-001.ndjson");
        let lacking = out.join("no-such.ndjson");
        for (first, second) in
            [(&empty, &record), (&record, &empty), (&lacking, &record), (&record, &lacking)]
        {
            let output = call_on(&["judge", first.to_str().expect("a path")], second);
            let (shown, told) = (text(&output.stdout), text(&output.stderr));
            assert_eq!(code(&output), beside, "{shown}{told}");
            assert!(shown.contains("AREV-001"), "{shown}");
            let unfit = if first == &record { second } else { first };
            assert!(told.contains(&format!("{}: ", unfit.display())), "{told}");
            assert!(told.contains("1 flaw in what was stored") && told.contains("hint: "), "{told}");
            assert!(!told.contains("nothing ran"), "{told}");
        }
    }
    let output = call_on(&["judge"], &empty);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("no record to judge"), "{}", text(&output.stderr));
}
