//! What `check` refuses: one clear message each, with file, line, column and hint, and exit code 2.

use crate::support::{call_on, code, root, suite_with, tearproof, text, written};

const GOOD: &str = "@chapter:5\nFeature: Power\n\n  @case:T-001\n  Scenario: A sale\n    \
                    Given the line goes down for 5 seconds\n    \
                    When the cashier takes a sale of 12.00 from Wang's card by chip\n    \
                    Then the sale stands\n";
const GOOD_CHINESE: &str = "# language: zh-CN\n@chapter:5\n功能: 电源\n\n  @case:T-001\n  场景: 一笔消费\n    \
                            假如线路中断5秒\n    当收银员收款12.00元,王芳的卡插卡\n    那么该笔消费成立\n";

/// Checks a text under a name and returns the exit code and what was said.
fn check(name: &str, content: &[u8], args: &[&str]) -> (i32, String) {
    let temp = tempfile::tempdir().expect("a folder");
    let output = call_on(&[&["check"], args].concat(), &written(temp.path(), name, content));
    (code(&output), text(&output.stderr))
}

/// A flaw is told once, at its place, with a hint.
fn refused(name: &str, content: &str, place: &str, reason: &str) {
    let (code, told) = check(name, content.as_bytes(), &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains(&format!("{name}:{place}: ")), "{place} in {told}");
    assert!(told.contains(reason), "{reason} in {told}");
    assert_eq!(told.matches("error: ").count(), 1, "{told}");
    assert!(told.contains("hint: "), "{told}");
}

#[test]
fn what_is_well_written_is_taken() {
    for (name, content) in [("good.feature", GOOD), ("good-zh.feature", GOOD_CHINESE)] {
        let (code, told) = check(name, content.as_bytes(), &[]);
        assert_eq!(code, 0, "{told}");
    }
}

#[test]
fn a_misspelt_first_step_is_refused() {
    refused("a.feature", &GOOD.replace("Given", "Gven"), "6:5", "`Gven` is no keyword");
    refused("b.feature", &GOOD_CHINESE.replace("假如", "假入"), "7:5", "is no keyword");
}

#[test]
fn a_misspelt_later_step_is_refused() {
    refused("a.feature", &GOOD.replace("    When", "    Whne"), "7:5", "`Whne` is no keyword");
    refused("b.feature", &GOOD_CHINESE.replace("那么", "哪么"), "9:5", "is no keyword");
}

#[test]
fn a_misspelt_scenario_keyword_is_refused() {
    refused("a.feature", &GOOD.replace("Scenario:", "Scenaro:"), "5:3", "`Scenaro` is no keyword");
    refused("b.feature", &GOOD_CHINESE.replace("场景:", "场境:"), "6:3", "`场境` is no keyword");
}

#[test]
fn an_empty_scenario_is_refused() {
    let empty = "@chapter:5\nFeature: Power\n\n  @case:T-001\n  Scenario: A sale\n";
    refused("a.feature", empty, "5:3", "a scenario without a sentence");
    let outline = GOOD.replace("Scenario:", "Scenario Outline:");
    refused("b.feature", &outline, "5:3", "an outline without a single row");
}

#[test]
fn a_feature_without_a_scenario_is_refused() {
    let (code, told) = check("a.feature", b"Feature: Power\n", &[]);
    assert_eq!(code, 2);
    assert!(told.contains("a feature without a scenario"), "{told}");
}

#[test]
fn an_undefined_step_is_refused_with_the_nearest_phrase() {
    refused("a.feature", &GOOD.replace("takes a sale", "makes a sale"), "7:5", "no phrase says");
    let (_, told) = check("a.feature", GOOD.replace("takes a sale", "makes a sale").as_bytes(), &[]);
    assert!(told.contains("the cashier takes a sale of {amount}"), "{told}");
    refused("b.feature", &GOOD_CHINESE.replace("收款", "收银"), "8:5", "no phrase says");
}

#[test]
fn an_unknown_word_in_a_known_phrase_is_refused() {
    refused("a.feature", &GOOD.replace("by chip", "by heart"), "7:5", "`by heart` is no face");
    refused("b.feature", &GOOD.replace("the line goes down", "the sky falls"), "6:5", "no phrase says");
}

#[test]
fn missing_tags_and_doubled_case_ids_are_refused() {
    refused("a.feature", &GOOD.replace("  @case:T-001\n", ""), "4:3", "no case id");
    refused("b.feature", &GOOD.replace("@chapter:5\n", ""), "4:3", "no chapter");
    let twice = format!(
        "{GOOD}\n  @case:T-001\n  Scenario: Another\n    When 3 days pass\n    Then the sale stands\n"
    );
    refused("c.feature", &twice, "11:3", "case id T-001");
}

#[test]
fn a_defect_outside_the_canaries_is_refused() {
    refused("a.feature", &GOOD.replace("@case:T-001", "@case:T-001 @defect:M08"), "4:15", "canaries only");
}

#[test]
fn a_placeholder_without_a_column_is_refused() {
    let outline = GOOD.replace("Scenario:", "Scenario Outline:").replace("12.00", "<amount>")
        + "\n    Examples:\n      | sum |\n      | 1.00 |\n";
    refused("a.feature", &outline, "7:5", "no column `amount`");
}

#[test]
fn bytes_that_are_no_text_and_files_that_are_not_there_are_refused() {
    let (code_, told) = check("a.feature", b"Feature: \xFF\xFE\n", &[]);
    assert_eq!(code_, 2);
    assert!(told.contains("not UTF-8"), "{told}");
    let output = tearproof().args(["check", "no/such.feature"]).output().expect("the binary starts");
    assert_eq!(code(&output), 2);
    let told = text(&output.stderr);
    assert!(told.contains("no/such.feature") && told.contains("hint: "), "{told}");
}

/// Checks a rig file made from the shipped one.
fn rig(change: impl Fn(&str) -> String) -> String {
    let shipped = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    let changed = change(&shipped);
    assert_ne!(changed, shipped, "the test changes something");
    let temp = tempfile::tempdir().expect("a folder");
    let output = call_on(&["check", "--rig"], &written(temp.path(), "rig.yaml", changed));
    assert_eq!(code(&output), 2, "{}", text(&output.stdout));
    let told = text(&output.stderr);
    assert_eq!(told.matches("error: ").count(), 1, "{told}");
    assert!(told.contains("hint: "), "{told}");
    told
}

fn line_of(needle: &str) -> usize {
    let shipped = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    shipped.lines().position(|line| line.contains(needle)).expect("it is there") + 1
}

#[test]
fn a_flawed_rig_file_is_refused_at_its_place() {
    let unknown = rig(|text| text.replace("  merchant_name:", "  merchant_nmae:"));
    assert!(unknown.contains(&format!("rig.yaml:{}:3: ", line_of("merchant_name"))), "{unknown}");
    assert!(unknown.contains("unknown field `merchant_nmae`"), "{unknown}");
    let wrong_type =
        rig(|text| text.replace("line_ms: { from: 20, to: 90 }", "line_ms: { from: soon, to: 90 }"));
    assert!(wrong_type.contains(&format!("rig.yaml:{}:", line_of("line_ms"))), "{wrong_type}");
    let doubled = rig(|text| text.replace("profile: strict ", "name: again\nprofile: strict "));
    assert!(doubled.contains("duplicate") && doubled.contains("rig.yaml:4:"), "{doubled}");
    let backwards =
        rig(|text| text.replace("key_ms: { from: 70, to: 200 }", "key_ms: { from: 200, to: 70 }"));
    assert!(backwards.contains("runs backwards"), "{backwards}");
    let pattern = rig(|text| text.replace("code: '^CODE (\\w\\w)$'", "code: '^CODE (\\w\\w$'"));
    assert!(pattern.contains("not a pattern"), "{pattern}");
    let twice = rig(|text| text.replace("    - void\n", "    - void\n    - void\n"));
    assert!(twice.contains("the capability `void` stands twice"), "{twice}");
    let two_meanings = rig(|text| text.replace("    VOID: void\n", "    VOID: void\n    VOID: refund\n"));
    assert!(two_meanings.contains("the word `VOID` stands twice"), "{two_meanings}");
    for other in ["", "    VOID: sale\n"] {
        let wordless = rig(|text| text.replace("    VOID: void\n", other));
        assert!(wordless.contains("no word of the paper means `void`"), "{wordless}");
    }
    let nobody = rig(|text| text.replace("cards: test", "cards: nobody"));
    assert!(nobody.contains("known cards: test"), "{nobody}");
}

#[test]
fn a_flawed_card_file_never_quotes_a_number() {
    let temp = tempfile::tempdir().expect("a folder");
    let suite = temp.path().join("suite");
    suite_with(&suite, "features");
    let cards = suite.join("fixtures/cards/test.yaml");
    let shipped = std::fs::read_to_string(&cards).expect("readable");
    std::fs::write(&cards, shipped.replace("\"6228480900000016\"", "622848090000001600000000"))
        .expect("writable");
    let output = call_on(&["check", "--suite"], &suite);
    assert_eq!(code(&output), 2);
    let told = text(&output.stderr);
    assert!(told.contains("cards/test.yaml:") && !told.contains("62284809"), "{told}");
}
