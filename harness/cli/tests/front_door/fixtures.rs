//! Rig files, cards and profiles that cannot be meant: refused at their place, and no secret is quoted.

use crate::support::{code, copy, root, tearproof, text};

/// Checks a copy of the suite in which one text was changed.
#[track_caller]
fn refused(file: &str, from: &str, to: &str, line: usize, reason: &str) {
    let temp = tempfile::tempdir().expect("a folder");
    let suite = temp.path().join("suite");
    for folder in ["rigs", "fixtures", "features/query"] {
        copy(&root().join(folder), &suite.join(folder));
    }
    let path = suite.join(file);
    let shipped = std::fs::read_to_string(&path).expect("readable");
    let changed = shipped.replacen(from, to, 1);
    assert_ne!(changed, shipped, "the test changes something");
    std::fs::write(&path, changed).expect("writable");
    let output = tearproof().arg("check").arg("--suite").arg(&suite).output().expect("the binary starts");
    let told = text(&output.stderr);
    assert_eq!(code(&output), 2, "{from} -> {to}: {}{told}", text(&output.stdout));
    assert!(told.contains(&format!("{file}:{line}:")) && told.contains(reason), "{line} {reason}: {told}");
    assert!(told.contains("hint: "), "{told}");
}

const CARDS: &str = "fixtures/cards/test.yaml";

/// The line of the first place at which this stands in a shipped file.
#[track_caller]
fn line_of(file: &str, needle: &str) -> usize {
    let shipped = std::fs::read_to_string(root().join(file)).expect("readable");
    shipped.lines().position(|line| line.contains(needle)).expect("it is there") + 1
}

#[test]
fn cards_that_cannot_be_meant() {
    let line = |needle: &str| line_of(CARDS, needle);
    refused(CARDS, "pan: \"6228480900000016\"", "pan: \"6228480900000017\"", line("pan:"), "check digit");
    refused(
        CARDS,
        "pan: \"6217000800000000031\"",
        "pan: \"6228480900000016\"",
        line("6217000800000000031"),
        "two cards",
    );
    refused(
        CARDS,
        "track2: \"6228480900000016",
        "track2: \"6217000800000000031",
        line("track2:"),
        "another card's",
    );
    refused(CARDS, "expiry: \"3012\"", "expiry: \"3013\"", line("expiry:"), "no such month");
    refused(CARDS, "expiry: \"3012\"", "expiry: \"3011\"", line("track2:"), "another expiry");
    refused(CARDS, "holder: 王芳", "holder: \"\"", line("holder:"), "without a holder");
    refused(CARDS, "balance_fen: 1000000", "balance_fen: -1", line("balance_fen:"), "in debt");
    let key = "issuer_master_key: 9E15204313F7318ACB79B90BD986AD29";
    refused(CARDS, key, "issuer_master_key: 9E15204313F7318A", line(key), "16 bytes");
    let key = "issuer_script_key: 3B8C57D96EA1F24C0D7F62B5E4983A10";
    refused(CARDS, key, "issuer_script_key: 3B8C57D96EA1F24C", line(key), "16 bytes");
    refused(CARDS, "faces: [stripe]", "faces: [stripe, stripe]", line("faces: [stripe]"), "twice");
}

#[test]
fn wallets_that_cannot_be_meant() {
    let li = "{ name: Li, also: [李强], holder: 李强, balance_fen: 200000 }";
    for (wallet, reason) in [
        ("{ name: Wang, also: [李强], holder: 李强, balance_fen: 1 }", "two wallets go by `Wang`"),
        ("{ name: Li, also: [王芳], holder: 李强, balance_fen: 1 }", "two wallets go by `王芳`"),
        ("{ name: 王芳, holder: 李强, balance_fen: 1 }", "two wallets go by `王芳`"),
        ("{ name: Li, also: [李强], holder: 王芳, balance_fen: 1 }", "two wallets are held by `王芳`"),
        ("{ name: \"\", holder: 李强, balance_fen: 1 }", "without a name"),
        ("{ name: Li, also: [\" \"], holder: 李强, balance_fen: 1 }", "without a name"),
        ("{ name: Li, holder: \"\", balance_fen: 1 }", "without a holder"),
        ("{ name: Li, also: [李强], holder: 李强, balance_fen: -1 }", "in debt"),
    ] {
        refused(CARDS, li, wallet, line_of(CARDS, li), reason);
    }
    let block = "name: Li\n    also:\n      - 李强\n    holder: 李强\n    balance_fen: -1";
    refused(CARDS, li, block, line_of(CARDS, li) + 4, "in debt");
    // The second card.
    refused(
        CARDS,
        "also: [李强的卡]",
        "also: [王芳的卡]",
        line_of(CARDS, "also: [李强的卡]"),
        "two cards are called `王芳的卡`",
    );
}

#[test]
fn a_card_that_has_expired_when_the_rigs_clock_starts() {
    let temp = tempfile::tempdir().expect("a folder");
    let rig = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    let path = temp.path().join("rig.yaml");
    std::fs::write(&path, rig.replace("2026-03-02", "2029-06-30")).expect("writable");
    let output = tearproof().arg("check").arg("--rig").arg(&path).output().expect("the binary starts");
    let told = text(&output.stderr);
    assert_eq!(code(&output), 2);
    let line = line_of(CARDS, "expiry: \"2808\"");
    assert!(told.contains(&format!("test.yaml:{line}:5: `Zhao's card` has expired")), "{told}");
}

#[test]
fn rigs_that_cannot_be_meant() {
    const RIG: &str = "rigs/virtual.yaml";
    let line = |needle: &str| line_of(RIG, needle);
    refused(RIG, "date: 2026-03-02", "date: 2026-02-30", line("date:"), "no such day");
    refused(RIG, "name: virtual", "name: \"\"", 2, "the name is empty");
    refused(
        RIG,
        "merchant_name: 晨光便利店",
        "merchant_name: \"a\\u0007b\"",
        line("merchant_name"),
        "control",
    );
    let wide = format!("merchant_name: {}", "店".repeat(17));
    refused(RIG, "merchant_name: 晨光便利店", &wide, line("merchant_name"), "wider than a slip");
    refused(
        RIG,
        "person_ms: { from: 350, to: 1400 }",
        "person_ms: { from: 350, to: 99999999999 }",
        line("person_ms"),
        "that long",
    );
    refused(RIG, r"code: '^CODE (\w\w)$'", r"code: '^CODE \w\w$'", line("code:"), "0 groups");
    refused(RIG, r"code: '^CODE (\w\w)$'", r"code: '^(\w*)$'", line("code:"), "nothing stands");
    refused(RIG, "duplicate: 'DUPLICATE'", "duplicate: ''", line("duplicate:"), "nothing stands");
    refused(RIG, "VOID: void", "VOID: cancel", line("words:"), "`cancel`");
    refused(
        "fixtures/profiles/strict.yaml",
        "name: strict",
        "name: lenient",
        3,
        "its file is called `strict`",
    );
}

#[test]
fn a_profile_goes_by_its_name() {
    for name in ["../profiles/strict", "/etc/passwd", ".."] {
        let output = tearproof().args(["check", "--profile", name]).output().expect("the binary starts");
        assert_eq!(code(&output), 2);
        let told = text(&output.stderr);
        assert!(
            told.contains("is no name")
                && told.contains(
                    "known profiles: foreign-answer, iso87-hex, iso87, lenient, no-slip, single-slot, strict"
                ),
            "{told}"
        );
    }
}
