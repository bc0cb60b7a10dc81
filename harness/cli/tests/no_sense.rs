//! What cannot be meant is refused by `check`, at its place and with a hint, before anything runs.

#![expect(clippy::expect_used, reason = "a test falls over and tells where")]
#![allow(dead_code, reason = "the support is that of the front door's tests")]

#[path = "front_door/support.rs"]
mod support;

use support::{code, root, tearproof, text};

/// The feature of these sentences, the first of which stands in line 6.
fn feature(sentences: &[&str]) -> String {
    format!("@chapter:5\nFeature: F\n\n  @case:T-1\n  Scenario: S\n    {}\n", sentences.join("\n    "))
}

/// Checks a text and returns the exit code and what was said.
fn check(content: &str, args: &[&str]) -> (i32, String) {
    let temp = tempfile::tempdir().expect("a folder");
    let path = temp.path().join("f.feature");
    std::fs::write(&path, content).expect("writable");
    let output = tearproof().arg("check").args(args).arg(&path).output().expect("the binary starts");
    (code(&output), format!("{}{}", text(&output.stdout), text(&output.stderr)))
}

/// One flaw, at its place, with these words in it.
#[track_caller]
fn refused(content: &str, place: &str, words: &[&str]) {
    let (code, told) = check(content, &[]);
    assert_eq!(code, 2, "{told}");
    assert_eq!(told.matches("error: ").count(), 1, "{told}");
    assert!(told.contains(&format!("f.feature:{place}: ")), "{place} in {told}");
    for word in words.iter().chain(&["hint: "]) {
        assert!(told.contains(word), "{word} in {told}");
    }
}

#[track_caller]
fn taken(content: &str) {
    let (code, told) = check(content, &[]);
    assert_eq!(code, 0, "{told}");
}

const CHIP: &str = "When the cashier takes a sale of 12.00 from Wang's card by chip";
const STANDS: &str = "Then the sale stands";

#[test]
fn card_numbers_are_found_whatever_stands_around_and_between() {
    let written = [
        ("12 6228480900000016 34", false),
        ("17.6228480900000016", false),
        ("6228.4809.0000.0016", false),
        ("6228_4809_0000_0016", false),
        ("6228/4809/0000/0016", false),
        ("6228·4809·0000·0016", false),
        ("６２２８ ４８０９ ００００ ００１６", false),
        ("9926228480900000016000001", false),
        ("2026-03-02 6228 4809 0000 0016", false),
        ("2026-03-02 - 2026-03-15", true),
        ("120.00, 99.00 and 3000.00", true),
        ("120.00 50.00 20.00", true),
        ("2026-03-02 2026-03-12", true),
        ("1228480900000018", true),
    ];
    for (words, good) in written {
        let content = format!("# {words}\n{}", feature(&[CHIP, STANDS]));
        let (code, told) = check(&content, &[]);
        assert_eq!(code == 0, good, "{words}: {told}");
        assert!(good || told.contains("f.feature:1:") && told.contains("a card number"), "{words}: {told}");
        assert!(!told.contains("0900000016"), "{told}");
    }
}

#[test]
fn card_numbers_that_a_table_puts_together_are_found() {
    let outline = |name: &str, sentence: &str| {
        format!(
            "@chapter:5\nFeature: F\n\n  @case:T-1\n  Scenario Outline: S {name}\n    {CHIP}\n    {sentence}\n\n    \
             Examples:\n      | a        | b        |\n      | 62284809 | 00000016 |\n"
        )
    };
    let said = "Then the paper says \"<a><b>\"";
    refused(&outline("", said), "7:5", &["a card number"]);
    refused(&outline("<a><b>", "Then the sale stands"), "11:7", &["a card number"]);
}

#[test]
fn a_long_beginning_of_a_known_number_is_refused_wherever_it_stands() {
    let said = "Then the paper nowhere says \"622848090000\"";
    refused(&feature(&[CHIP, said]), "7:5", &["a card number"]);
    refused(&feature(&[CHIP, "# 6228 4809 0000", STANDS]), "7:5", &["a card number"]);
    refused(&feature(&[CHIP, STANDS]).replace("Scenario: S", "Scenario: 622848090000"), "5:3", &["a card"]);
    let (_, told) = check(&feature(&[CHIP, said]), &[]);
    assert!(!told.contains("622848090000"), "{told}");
    // A reference of twelve digits, and what a slip shows of a card.
    taken(&feature(&[CHIP, "Then the paper nowhere says \"622748090000\""]));
    taken(&feature(&[CHIP, "Then the paper nowhere says \"622848******0016\""]));
    let outline = format!(
        "@chapter:5\nFeature: F\n\n  @case:T-1\n  Scenario Outline: S\n    {CHIP}\n    \
         Then the paper nowhere says \"<a><b>\"\n\n    \
         Examples:\n      | a      | b      |\n      | 622848 | 090000 |\n"
    );
    refused(&outline, "7:5", &["a card number"]);
}

#[test]
fn a_word_of_the_paper_can_mean_a_transaction_only() {
    let shipped = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    for wrong in ["sale-reversal", "pre-auth-reversal", "sign-on", "sail"] {
        let told = rig(&shipped.replacen("BALANCE: balance", &format!("BALANCE: {wrong}"), 1));
        assert!(told.contains(wrong) && told.contains("means nothing here"), "{told}");
        assert!(told.contains("hint: meanings are ") && told.contains("completion-void"), "{told}");
    }
}

#[test]
fn a_rig_file_with_a_card_number_in_a_name_is_refused() {
    let shipped = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    for (written, wrong, place) in [
        ("merchant_name: 晨光便利店", "merchant_name: 晨光 6228480900000016", "rig.yaml:14:3"),
        ("name: virtual", "name: virtual 6228.4809.0000.0016", "rig.yaml:2:1"),
    ] {
        let told = rig(&shipped.replacen(written, wrong, 1));
        assert!(told.contains(place) && told.contains("a card number") && told.contains("hint: "), "{told}");
        assert!(!told.contains("0900000016") && !told.contains("4809"), "{told}");
    }
}

/// Checks a feature on this rig and returns what was said against it.
fn rig(content: &str) -> String {
    let temp = tempfile::tempdir().expect("a folder");
    let path = temp.path().join("rig.yaml");
    std::fs::write(&path, content).expect("writable");
    let (code, told) = check(&feature(&[CHIP, STANDS]), &["--rig", path.to_str().expect("a path")]);
    assert_eq!(code, 2, "{told}");
    told
}

#[test]
fn times_that_no_terminal_waits_for_are_refused() {
    let shipped = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    for (key, written, wrong, word) in [
        ("person_ms", "{ from: 350, to: 1400 }", "{ from: 350, to: 60000 }", "60000 ms"),
        ("key_ms", "{ from: 70, to: 200 }", "{ from: 70, to: 60000 }", "60000 ms"),
        ("switch_us", "{ from: 0, to: 0 }", "{ from: 0, to: 50000000 }", "5000000"),
    ] {
        let line = shipped.lines().position(|line| line.trim_start().starts_with(key)).expect("shipped") + 1;
        let told = rig(&shipped.replacen(&format!("{key}: {written}"), &format!("{key}: {wrong}"), 1));
        assert!(told.contains(&format!("rig.yaml:{line}:3")) && told.contains("hint: "), "{told}");
        assert!(told.contains(word), "{word} in {told}");
    }
}

#[test]
fn a_card_that_comes_back_by_itself_is_refused() {
    let pulled = "Given the card is pulled for 5 seconds when the chip is read";
    refused(&feature(&[pulled, CHIP, STANDS]), "6:5", &["does not come back", "say no duration"]);
}

#[test]
fn a_field_that_is_not_echoed_is_refused() {
    let echo = "Given the host's answer to the next sale echoes field 39 wrongly";
    refused(&feature(&[echo, CHIP, STANDS]), "6:5", &["field 39 is not echoed", "hint: write 3, 4, 11"]);
}

#[test]
fn orders_about_what_was_not_ordered_are_refused() {
    let again = "When the cashier tries the void again";
    refused(&feature(&[CHIP, again, STANDS]), "7:5", &["no void", "hint: order one"]);
    let reprint = "When the cashier reprints the slip of the void";
    refused(&feature(&[CHIP, reprint, STANDS]), "7:5", &["no void", "hint: order one"]);
    let refund = "When the cashier refunds the sale";
    refused(&feature(&[refund, STANDS]), "6:5", &["no sale", "hint: "]);
}

#[test]
fn mending_what_is_whole_is_refused() {
    let (down, up) = ("Given the line goes down", "When the line is up again");
    refused(&feature(&[up, CHIP, STANDS]), "6:5", &["nothing to mend", "hint: break it first"]);
    refused(&feature(&[down, CHIP, up, up, STANDS]), "9:5", &["nothing to mend"]);
    taken(&feature(&[down, CHIP, up, CHIP, "Given the line goes down", CHIP, up, STANDS]));
    let crash = "Given the host crashes for 5 minutes before it books the next sale";
    taken(&feature(&[crash, CHIP, "When the host is up again", STANDS]));
    let funds = "When money comes into the merchant's account";
    refused(&feature(&[CHIP, funds, STANDS]), "7:5", &["covers refunds", "hint: "]);
}

#[test]
fn an_order_to_a_terminal_without_power_is_refused() {
    let dark = "Given the terminal loses power";
    refused(&feature(&[dark, CHIP, STANDS]), "7:5", &["has no power", "hint: "]);
    taken(&feature(&[dark, "When the terminal has power again", CHIP, STANDS]));
    taken(&feature(&["Given the terminal loses power for 5 seconds", CHIP, STANDS]));
}

#[test]
fn counts_beyond_any_scenario_are_refused() {
    let often = "Given the host ignores the next sale, 4000000000 times";
    refused(&feature(&[often, CHIP, STANDS]), "6:5", &["no scenario", "hint: write 10000 or less"]);
    taken(&feature(&["Given the host ignores the next sale, 3 times", CHIP, STANDS]));
}

#[test]
fn a_void_reversal_may_forget_the_fee() {
    taken(&feature(&["Given the acquirer forgets the fee of the next void reversal", CHIP, STANDS]));
    let echo = "Given the acquirer forgets the fee of the next balance enquiry";
    refused(&feature(&[echo, CHIP, STANDS]), "6:5", &["void-reversal"]);
}

#[test]
fn an_amount_that_no_till_takes_is_told_the_largest() {
    for amount in ["9999999999.99", "123456789", "100000000.00"] {
        let sale = format!("When the cashier takes a sale of {amount} from Wang's card by chip");
        refused(&feature(&[&sale, STANDS]), "6:5", &["hint: write an amount up to 99999999.99"]);
    }
}

#[test]
fn only_the_chapters_that_there_are_can_be_tagged() {
    let of = |chapter: usize| feature(&[CHIP, STANDS]).replace("@chapter:5", &format!("@chapter:{chapter}"));
    for chapter in [0, report::CHAPTERS.len() + 1, 99] {
        let there = format!("hint: chapters are numbered 1 to {}", report::CHAPTERS.len());
        refused(&of(chapter), "1:1", &["no chapter", &there]);
    }
    taken(&of(1));
    taken(&of(report::CHAPTERS.len()));
}
