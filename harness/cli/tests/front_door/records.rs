//! What a record holds of its feature: its own scenario, by the feature's lines, and enough to be judged by; records
//! of another form are refused by both names.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{call_on, code, files, run_into, scenario, text, written};

const SALE: &str = "When the cashier takes a sale of 12.00 from Wang's card by chip";
const STANDS: &str = "Then the sale stands";

/// The head of a case's record.
fn head(out: &Path, case: &str) -> Value {
    let record = std::fs::read_to_string(out.join(format!("journals/{case}.ndjson"))).expect("a record");
    let first: Value = serde_json::from_str(record.lines().next().expect("a head")).expect("JSON");
    first["event"].clone()
}

fn run(out: &Path, feature: &Path) {
    let output = run_into(out, &[feature.to_str().expect("a path")]);
    assert_eq!(code(&output), 0, "{}{}", text(&output.stdout), text(&output.stderr));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_record_quotes_its_own_scenario_by_the_features_lines() {
    let temp = tempfile::tempdir().expect("a folder");
    let feature = "\
# language: en
@chapter:5
Feature: Power
  Prose that nobody has to keep.

  Background:
    Given the line goes down for 5 seconds

  @case:Q-1
  Scenario: The first
    When the cashier takes a sale of 12.00 from Wang's card by chip
    # a remark
    Then the sale stands

  @req:a
  Rule: Amounts
    Background:
      Given the line goes down for 6 seconds

    @case:Q-2
    # and what it is about
    @req:b
    Scenario Outline: Of <amount>
      When the cashier takes a sale of <amount> from Wang's card by chip
      Then the sale stands

      Examples:
        | amount |
        | 13.00  |
        | 14.00  |
";
    let path = written(temp.path(), "f.feature", feature);
    let out = temp.path().join("out");
    run(&out, &path);
    for (case, lines) in [
        ("Q-1", vec![1, 2, 3, 6, 7, 9, 10, 11, 13]),
        ("Q-2-02", vec![1, 2, 3, 6, 7, 15, 16, 17, 18, 20, 22, 23, 24, 25, 27, 28, 30]),
    ] {
        let head = head(&out, case);
        let quoted: Vec<(usize, &str)> =
            (1..).zip(feature.lines()).filter(|(n, _)| lines.contains(n)).collect();
        let quoted: String = quoted.iter().map(|(n, line)| format!("{n} | {line}\n")).collect();
        assert_eq!(head["feature"]["text"], quoted.as_str(), "{case}");
        assert_eq!(head["feature"]["sha256"], hex(&Sha256::digest(feature)).as_str());
        assert!(
            lines.contains(
                &usize::try_from(head["scenario"]["line"].as_u64().expect("a line")).expect("small")
            )
        );
    }
    std::fs::remove_file(path).expect("it was there");
    let record = out.join("journals/Q-1.ndjson");
    for (command, on) in [("judge", &record), ("show", &record), ("judge", &out), ("report", &out)] {
        let output = call_on(&[command], on);
        assert_eq!(code(&output), 0, "{command}: {}", text(&output.stderr));
    }
}

#[test]
fn prose_that_begins_like_a_rule_is_not_quoted_for_it() {
    let temp = tempfile::tempdir().expect("a folder");
    let english = scenario(&[SALE, STANDS])
        .replace("\n\n", "\n\n  Rule: Amounts\n    Rules of the counter, as nobody has to keep them\n\n");
    let chinese = "# language: zh-CN\n@chapter:5\n功能: 甲\n\n  Rule: 金额\n    Rules of the counter\n    规则: 柜台\n\n  \
                   @case:T-1\n  场景: 乙\n    当收银员收款12.00元,王芳的卡插卡\n    那么该笔消费成立\n";
    for (name, content) in [("en", english.as_str()), ("zh", chinese)] {
        let out = temp.path().join(name);
        run(&out, &written(temp.path(), "f.feature", content));
        let head = head(&out, "T-1");
        let quoted = head["feature"]["text"].as_str().expect("a text");
        assert!(quoted.contains(" |   Rule: "), "{quoted}");
        assert!(!quoted.contains("counter") && !quoted.contains("柜台"), "{quoted}");
    }
}

#[test]
fn records_do_not_grow_with_the_feature_around_their_scenario() {
    let temp = tempfile::tempdir().expect("a folder");
    let one = scenario(&[SALE, STANDS]);
    let (head, body) = one.split_once("\n\n").expect("a title");
    let many: String = (1..=300).map(|n| body.replace("T-1", &format!("T-{n}"))).collect();
    let largest = |name: &str, content: &str| {
        let out = temp.path().join(name);
        run(&out, &written(temp.path(), "f.feature", content));
        let size = |path: &std::path::PathBuf| std::fs::metadata(path).expect("a record").len();
        files(&out.join("journals")).iter().map(size).max().expect("a record")
    };
    let (small, large) = (largest("one", &one), largest("many", &format!("{head}\n\n{many}")));
    assert!(large < small + 200, "{small} bytes alone, {large} in a feature of 300 scenarios");
}

#[test]
fn a_record_of_another_form_is_refused_by_both_names() {
    let temp = tempfile::tempdir().expect("a folder");
    let rest =
        r#""n":1,"at":0,"lane":"bench","lane_n":1,"event":{"kind":"opened","format":1,"bygone":true}}"#;
    let chain = hex(&Sha256::digest([&[b'0'; 64], rest.as_bytes()].concat()));
    let record = written(temp.path(), "old.ndjson", format!("{{\"chain\":\"{chain}\",{rest}\n"));
    for command in ["judge", "show"] {
        let output = call_on(&[command], &record);
        let told = text(&output.stderr);
        assert_eq!(code(&output), 2, "{told}");
        assert!(told.contains("of form 1, and this reads form 3 alone"), "{told}");
        assert!(told.contains("hint: judge it with the tearproof that wrote it"), "{told}");
    }
}
