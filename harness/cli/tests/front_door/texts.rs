//! Texts that would have passed in silence: ids that name no file, keywords of the other language, orders and
//! names that cannot be meant, scenarios that prove nothing. Each is refused at its place.

use crate::support::{call_on, code, scenario, tearproof, text, written};

const SALE: &str = "the cashier takes a sale of 12.00 from Wang's card by chip";

/// A feature of one Chinese scenario.
fn chinese(sentences: &[&str]) -> String {
    let sentences = sentences.join("\n    ");
    format!("# language: zh-CN\n@chapter:5\n功能: F\n\n  @case:T-1\n  场景: S\n    {sentences}\n")
}

fn check(content: &str) -> (i32, String, String) {
    let temp = tempfile::tempdir().expect("a folder");
    let output = call_on(&["check"], &written(temp.path(), "f.feature", content));
    (code(&output), text(&output.stdout), text(&output.stderr))
}

/// The text is refused at this place for this reason, with this in the hint.
#[track_caller]
fn refused(content: &str, place: &str, reason: &str, hint: &str) {
    let (code, _, told) = check(content);
    assert_eq!(code, 2, "{told}");
    assert!(!told.contains("internal error"), "{told}");
    let line =
        told.lines().find(|line| line.contains(reason)).unwrap_or_else(|| panic!("{reason} in {told}"));
    assert!(line.contains(&format!("f.feature:{place}: ")), "{place} in {told}");
    assert!(told.contains(hint), "{hint} in {told}");
}

#[track_caller]
fn taken(content: &str) {
    let (code, _, told) = check(content);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn a_case_id_names_a_file_on_every_system() {
    let good = scenario(&[&format!("When {SALE}"), "Then the sale stands"]);
    taken(&good);
    for (id, reason) in [
        ("../../x", "'/'"),
        ("ok/1", "'/'"),
        (".hidden", "begins or ends"),
        ("-x", "begins or ends"),
        ("中", "'中'"),
    ] {
        refused(&good.replace("T-1", id), "4:3", reason, "e.g. @case:SALE-001");
    }
    refused(&good.replace("T-1", &"x".repeat(65)), "4:3", "65 characters", "at most 64");
    taken(&good.replace("T-1", &"x".repeat(64)));
    refused(&good.replace("T-1", "T-1 @case:T-2"), "4:3", "two case ids", "keep one");
    let twice =
        format!("{good}\n  @case:t-1\n  Scenario: Again\n    When {SALE}\n    Then the sale stands\n");
    refused(&twice, "10:3", "case id t-1 is taken", "capitals make no difference");
    refused(&good.replace("chapter:5", "chapter:five"), "1:1", "a chapter is a number", "@chapter:5");
}

#[test]
fn the_other_languages_keywords_are_no_description() {
    let english = scenario(&["当收银员收款120.00元,王芳的卡插卡", "Then Wang has paid nothing"]);
    refused(&english, "6:5", "`当` is no keyword", "write `When`");
    let chinese = chinese(&[&format!("When {SALE}"), "那么王芳分文未付"]);
    refused(&chinese, "7:5", "`When` is no keyword", "write `当`");
    let block = scenario(&[&format!("When {SALE}"), "Then the sale stands"]).replace("Scenario:", "场景:");
    refused(&block, "5:3", "`场景` is no keyword", "# language: zh-CN");
    let german = "# language: de\nFunktionalität: F\n";
    refused(german, "1:1", "nobody here speaks `de`", "`zh-CN`");
}

#[test]
fn orders_that_cannot_be_meant_are_known_before_anything_runs() {
    let order = |sentence: &str| scenario(&[&format!("When {sentence}"), "Then Wang has paid nothing"]);
    refused(&order(&SALE.replace("12.00", "0.00")), "6:5", "0.00 moves nothing", "0.01");
    refused(
        &order(&SALE.replace("Wang's", "Zhang's")),
        "6:5",
        "no card is called `Zhang's card`",
        "Wang's card (王芳的卡)",
    );
    refused(&order(&SALE.replace("Wang's", "Li's")), "6:5", "`Li's card` has no chip", "by stripe");
    refused(
        &order("the cashier voids the sale"),
        "6:5",
        "there is no sale here yet",
        "a sale that never was",
    );
    let fifth = scenario(&[
        &format!("When {SALE}"),
        "And the cashier refunds 1.00 of the fifth sale",
        "Then the sale stands",
    ]);
    refused(&fifth, "7:5", "there is no sale no. 5", "1 sale was ordered");
    taken(&scenario(&[
        &format!("When {SALE}"),
        "And the cashier voids a sale that never was",
        "Then the sale stands",
    ]));
    let zhang = chinese(&["当收银员收款1.00元,张三的卡插卡", "那么张三分文未付"]);
    refused(&zhang, "7:5", "no card is called `张三的卡`", "王芳的卡 (Wang's card)");
    refused(&zhang, "8:5", "nobody here is called `张三`", "王芳");
    let bob = scenario(&[&format!("When {SALE}"), "Then Bob has paid nothing"]);
    refused(&bob, "7:5", "nobody here is called `Bob`", "there are: Wang, Li");
    refused(&bob.replace("Bob", "Wan"), "7:5", "nobody here is called `Wan`", "Wang");
}

#[test]
fn misbehaviour_that_cannot_show_is_refused() {
    let given = |sentence: &str| {
        scenario(&[&format!("Given {sentence}"), &format!("When {SALE}"), "Then the sale stands"])
    };
    refused(&given("the host declines the next sale with code 00"), "6:5", "code of an approval", "51");
    refused(&given("the host declines the next sale with code ZZ"), "6:5", "`ZZ` is no code", "51");
    refused(
        &given("the host's answer to the next sale echoes field 99 wrongly"),
        "6:5",
        "99 is not echoed",
        "41",
    );
    refused(&given("the acquirer forgets the fee of the next query"), "6:5", "a query cannot", "sale");
    refused(&given("the host answers the next sale 0 seconds late"), "6:5", "0 is no length", "5 seconds");
    refused(&given("the terminal loses power for 100 days"), "6:5", "takes that long", "7 days");
    let zero = "the terminal loses power for 5 seconds when line 0 of the paper is printed";
    refused(&given(zero), "6:5", "means nothing", "count from 1");
    refused(&given("the line is up again"), "6:5", "nothing to mend", "hint");
}

#[test]
fn scenarios_that_prove_nothing_are_refused() {
    let sale = format!("When {SALE}");
    refused(&scenario(&[&sale]), "5:3", "demands nothing", "Then");
    refused(
        &scenario(&["When 5 seconds pass", "Then Li has paid nothing"]),
        "5:3",
        "nobody is told",
        "order",
    );
    let then = |demand: &str| scenario(&[&sale, &format!("Then {demand}")]);
    refused(&then("the paper says \"\""), "7:5", "an empty text", "words");
    refused(&then("nothing more happens for 0 seconds"), "7:5", "0 is no length", "5 seconds");
    let quoted = scenario(&[&sale, "\"\"\"", "ignored", "\"\"\"", "Then the sale stands"]);
    refused(&quoted, "7:5", "no phrase takes a doc string", "#");
    let table = scenario(&[&sale, "Then the sale stands", "| a |", "| 1 |"]);
    refused(&table, "8:5", "no phrase takes a table", "Examples");
    let unused = then("the sale stands").replace("Scenario:", "Scenario Outline:")
        + "\n    Examples:\n      | x |\n      | 1 |\n";
    refused(&unused, "10:7", "uses the column `x`", "<x>");
    refused("", "1:1", "the file is empty", "Feature:");
    let bare = then("the sale stands").replace("Feature: F\n", "");
    refused(&bare, "1:1", "no feature", "`Feature:`");
}

#[test]
fn chinese_is_taken_as_it_is_typed() {
    taken(&chinese(&[
        "当收银员收款\u{FF11}\u{FF12}\u{FF0E}00元\u{FF0C} 王芳的卡插卡",
        "那么第一笔消费成立",
        "而且主机收到1笔消费",
        "而且签购单上有\u{201C}12.00\u{201D}",
        "而且此后 5 秒内再无交易",
    ]));
    taken(&format!("\u{FEFF}{}", scenario(&[&format!("When {SALE}"), "Then the sale stands"])));
}

#[test]
fn the_word_at_fault_is_named() {
    let when = |sentence: &str| scenario(&[&format!("When {sentence}"), "Then the sale stands"]);
    refused(&when(&SALE.replace("12.00", "1,200.00")), "6:5", "`1,200.00` is no amount", "write 1200.00");
    refused(&scenario(&[&format!("Then {SALE}")]), "6:5", "is not said after Then", "When");
    let output = tearproof().arg("steps").output().expect("the binary starts");
    let book = text(&output.stdout);
    for blank in ["amount", "duration", "nth", "person", "card", "code", "codes", "int", "n"] {
        assert!(book.contains(&format!("  {{{blank}}}\n    ")), "{blank} is defined");
    }
}

#[test]
fn a_card_number_in_a_feature_is_refused_and_never_quoted() {
    for written in ["6228480900000016", "6228 4809 0000 0016", "4111111111111111"] {
        let content = scenario(&[&format!("When {SALE}"), "Then the sale stands"]);
        for content in [
            content.replace("Scenario: S", &format!("Scenario: {written}")),
            format!("{content}# {written}\n"),
        ] {
            let (code, _, told) = check(&content);
            assert_eq!(code, 2, "{told}");
            assert!(told.contains("a card number stands here") && !told.contains(written), "{told}");
        }
    }
    taken(&scenario(&[&format!("When {SALE}"), "Then the sale stands", "# trace 123456 of 20260302"]));
}
