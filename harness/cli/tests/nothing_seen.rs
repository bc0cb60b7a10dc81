//! Orders and faults that nobody could have noticed never pass for a test of anything: the record says that they
//! never came about, and the case ends in error.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test falls over and tells where")]
#![allow(dead_code, reason = "the support is that of the front door's tests")]

#[path = "front_door/support.rs"]
mod support;

use journal::{Event, Record};
use support::{cases, code, results, tearproof, text};

/// Runs one scenario of these sentences and returns exit code, outcome, what was told, and the record.
fn run(sentences: &[&str]) -> (i32, String, String, Record) {
    let temp = tempfile::tempdir().expect("a folder");
    let path = temp.path().join("f.feature");
    let content =
        format!("@chapter:5\nFeature: F\n\n  @case:T-1\n  Scenario: S\n    {}\n", sentences.join("\n    "));
    std::fs::write(&path, content).expect("writable");
    let out = temp.path().join("out");
    let output =
        tearproof().arg("run").arg(&path).arg("--out").arg(&out).output().expect("the binary starts");
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(code(&output) != 2, "{told}");
    let outcome = cases(&results(&out))[0]["outcome"].as_str().expect("an outcome").to_owned();
    let record = std::fs::read(out.join("journals/T-1.ndjson")).expect("a record");
    (code(&output), outcome, told, Record::read(&record).expect("whole"))
}

/// Exactly these faults never came about, each told by this part of its moment.
#[track_caller]
fn unmet(sentences: &[&str], reasons: &[&str]) {
    let (code, outcome, told, _) = run(sentences);
    assert_eq!((code, outcome.as_str()), (3, "error"), "{told}");
    let list = told.split("not passed:").next().expect("what was told of the case");
    assert_eq!(list.matches("which never came").count(), reasons.len(), "{told}");
    for reason in reasons {
        assert!(list.contains(reason), "{reason} in {told}");
    }
}

/// Everything ordered came about, and the scenario was played to its end, whatever its sentences found.
#[track_caller]
fn met(sentences: &[&str]) {
    let (code, outcome, told, record) = run(sentences);
    assert!(!told.contains("never came"), "{told}");
    let off = |event: &Event| matches!(event, Event::Trouble { .. } | Event::NotApplicable { .. });
    assert!(!record.entries().iter().any(|entry| off(&entry.event)), "{told}");
    let ended = matches!((code, outcome.as_str()), (0, "pass" | "risk") | (1, "fail"));
    assert!(ended, "{code} {outcome}: {told}");
}

const CHIP: &str = "When the cashier takes a sale of 12.00 from Wang's card by chip";
const STRIPE: &str = "When the cashier takes a sale of 12.00 from Li's card by stripe";
const SIGN_ON: &str = "When the cashier signs the terminal on";
const SHOWN: &str = "Then the terminal showed approved";

#[test]
fn blank_paper_in_a_printer_that_does_not_print() {
    let blank = "Given the paper comes out blank";
    met(&[blank, CHIP, SHOWN]);
    for stop in ["runs out", "jams"] {
        unmet(&[blank, &format!("Given the paper {stop}"), CHIP, SHOWN], &["fault 1 waited"]);
    }
    let stop = "Given the printer loses power";
    unmet(&[blank, stop, CHIP, SHOWN], &["fault 1 waited"]);
}

#[test]
fn one_trouble_of_the_paper_behind_another() {
    let (out, jam) = ("Given the paper runs out", "Given the paper jams");
    met(&[out, CHIP, SHOWN]);
    met(&[jam, CHIP, SHOWN]);
    unmet(&[out, jam, CHIP, SHOWN], &["fault 1 waited"]);
    unmet(&[jam, out, CHIP, SHOWN], &["fault 2 waited"]);
    // Once the jam is cleared, the empty roll shows.
    met(&[jam, out, CHIP, "When the jam is cleared", STRIPE, SHOWN]);
}

#[test]
fn a_printer_that_is_dark_while_nothing_prints() {
    unmet(&[CHIP, "Given the printer loses power", SHOWN], &["for something to print"]);
    let torn = "Given the printer loses power for 300 ms when line 5 of the paper is printed";
    met(&[torn, STRIPE, SHOWN]);
}

#[test]
fn a_chip_that_is_mute_when_all_is_said() {
    let mute = |moment: &str| format!("Given the chip is mute when {moment}");
    for moment in ["the chip is read", "the sale's request is under way", "the approval is shown"] {
        unmet(&[&mute(moment), CHIP, SHOWN], &["used by its chip"]);
    }
    met(&[&mute("the card is presented"), CHIP, SHOWN]);
    met(&[&mute("the chip is read"), CHIP, CHIP, SHOWN]);
}

#[test]
fn a_chip_that_refuses_what_it_is_not_asked() {
    let refuses = |moment: &str| format!("Given the chip refuses the second decision when {moment}");
    unmet(&[&refuses("the card has decided"), CHIP, SHOWN], &["used by its chip"]);
    met(&[&refuses("the card makes its second decision"), CHIP, SHOWN]);
}

#[test]
fn money_that_came_before_the_refund_did() {
    let short = "Given the merchant's account cannot cover refunds";
    let funds = "When money comes into the merchant's account";
    let refund = "When the cashier refunds 2.00 of the sale";
    met(&[CHIP, short, refund, funds, SHOWN]);
    unmet(&[CHIP, short, funds, refund, SHOWN], &["cannot cover"]);
    unmet(&[CHIP, short, funds, SHOWN], &["cannot cover"]);
}

#[test]
fn a_new_batch_or_day_that_no_request_meets() {
    let (batch, day) = (
        "Given the acquirer opens a new batch",
        "Given the host's calendar day passes before the terminal's",
    );
    unmet(&[CHIP, batch, SHOWN], &["the old batch"]);
    unmet(&[CHIP, day, SHOWN], &["calendar"]);
    met(&[CHIP, batch, SIGN_ON, SHOWN]);
    met(&[CHIP, day, CHIP, SHOWN]);
    // A reversal goes by its original's batch, whichever is open.
    let silent = "Given the host books the next sale but never answers";
    unmet(
        &[silent, CHIP, batch, "When the cashier sends the pending reversal by hand", SHOWN],
        &["the old batch"],
    );
}

#[test]
fn a_sign_on_that_would_have_come_anyway() {
    for order in ["the host demands a new sign-on", "the host loses the terminal's working keys"] {
        let order = format!("Given {order}");
        unmet(&[CHIP, &order, SIGN_ON, SHOWN], &["has to sign on anew"]);
        met(&[CHIP, &order, STRIPE, SHOWN]);
    }
}

#[test]
fn a_crash_that_never_came_is_told_as_it_was_ordered() {
    let crash = "Given the host crashes for 5 seconds before it books the next refund";
    unmet(&[crash, CHIP, SHOWN], &["crash-before-booking for 5000 ms"]);
    let two = "Given the host crashes for 7 seconds after it booked the next void";
    unmet(&[crash, two, CHIP, SHOWN], &["for 5000 ms", "crash-after-booking for 7000 ms"]);
}

#[test]
fn what_the_host_never_did_goes_by_its_place_behind_the_faults() {
    let sentences = [
        "Given the host declines the next sale with code 51",
        "Given the line goes down for 1 second when the refund's request is under way",
        "Given the host ignores the next void",
        "Given the stripe cannot be read",
        CHIP,
        "Then the sale was answered 51",
    ];
    let reasons = [
        "fault 1 waited for `line.request.refund`",
        "fault 4 waited for `void to go wrong: silence-unbooked`",
        "fault 2 waited for `now and then for a card that is swiped`",
    ];
    unmet(&sentences, &reasons);
}

#[test]
fn a_pre_authorisation_meets_what_a_sale_meets() {
    let hold = "When the cashier takes a pre-authorisation of 12.00 from Wang's card by chip";
    for order in ["the host demands a new sign-on", "the acquirer opens a new batch"] {
        let order = format!("Given {order}");
        met(&[CHIP, &order, hold, SHOWN]);
    }
    met(&[CHIP, "Given the host's calendar day passes before the terminal's", hold, SHOWN]);
}

#[test]
fn funds_that_a_refused_refund_never_asked_for() {
    let short = "Given the merchant's account cannot cover refunds";
    unmet(&[short, "When the cashier refunds 5.00 of a sale that never was", SHOWN], &["cannot cover"]);
    let refund = "When the cashier refunds 2.00 of the sale";
    let ordered = "Given the host declines the next refund with code 51";
    unmet(&[CHIP, short, ordered, refund, SHOWN], &["cannot cover"]);
}

#[test]
fn an_order_that_the_door_kept_from_coming_about() {
    let demand = "Given the host demands a new sign-on";
    for (order, told) in [
        ("the host declines the next sale with code 51", "sale to go wrong: decline"),
        ("the host's database fails at the next sale", "sale to go wrong: database-error"),
        ("the issuer is unavailable at the next sale", "sale to go wrong: issuer-down"),
        ("the host ignores the next sale", "sale to go wrong: silence-unbooked"),
    ] {
        let order = format!("Given {order}");
        unmet(&[CHIP, demand, &order, STRIPE, SHOWN], &[told]);
        met(&[CHIP, &order, STRIPE, SHOWN]);
    }
    // What spoils any answer spoils that of a refusal too.
    met(&[CHIP, demand, "Given the host answers the next sale twice", STRIPE, SHOWN]);
}
