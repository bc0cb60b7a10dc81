//! Scenarios whose trouble never happened, or that leave the terminal dead, never pass; nor does one write for
//! ever. What did happen is told so that it can be understood.

use crate::support::{cases, code, results, root, run_into, scenario, text, written};

/// Runs one scenario of these sentences and returns exit code, outcome and what was told.
fn run(sentences: &[&str], args: &[&str]) -> (i32, String, String) {
    let temp = tempfile::tempdir().expect("a folder");
    let path = written(temp.path(), "f.feature", scenario(sentences));
    let out = temp.path().join("out");
    let output = run_into(&out, &[&[path.to_str().expect("a path")], args].concat());
    let outcome = cases(&results(&out))[0]["outcome"].as_str().expect("an outcome").to_owned();
    (code(&output), outcome, text(&output.stdout))
}

#[track_caller]
fn errs(sentences: &[&str], reason: &str) {
    let (code, outcome, told) = run(sentences, &[]);
    assert_eq!((code, outcome.as_str()), (3, "error"), "{told}");
    assert!(told.contains(reason), "{reason} in {told}");
}

const CHIP: &str = "When the cashier takes a sale of 12.00 from Wang's card by chip";
const STRIPE: &str = "When the cashier takes a sale of 12.00 from Li's card by stripe";
const STANDS: &str = "Then the sale stands";

#[test]
fn orders_to_the_host_that_never_found_their_request() {
    errs(
        &["Given the host declines the next refund with code 51", CHIP, STANDS],
        "refund to go wrong: decline 51",
    );
    errs(&["Given the host ignores the next refund, 3 times", CHIP, STANDS], "3 times more");
    errs(&["Given the merchant's account cannot cover refunds", CHIP, STANDS], "cannot cover");
    errs(&[CHIP, "And the host demands a new sign-on", STANDS], "has to sign on anew");
    let (code, ..) = run(&[CHIP, STANDS], &[]);
    assert_eq!(code, 0);
}

#[test]
fn faults_that_met_nothing() {
    errs(&["Given the chip is mute", STRIPE, STANDS], "used by its chip");
    errs(&["Given the stripe cannot be read", CHIP, STANDS], "for a card that is swiped");
    let pulled = "Given the card is pulled when the sale's request is under way";
    errs(&[pulled, STRIPE, STANDS], "that can be pulled");
    errs(&[CHIP, "Given the paper runs out", STANDS], "for something to print");
}

#[test]
fn a_terminal_without_power_at_the_end() {
    let cut = "Given the terminal loses power when the sale is booked and the answer has not left";
    errs(&[cut, CHIP, "Then Wang has paid 12.00 in all"], "no power at the end");
    errs(&[cut, CHIP, STRIPE.replace("When", "And").as_str(), STANDS], "nobody gives it back");
}

#[test]
fn a_scenario_writes_no_more_than_it_may() {
    let temp = tempfile::tempdir().expect("a folder");
    let rig = std::fs::read_to_string(root().join("rigs/virtual.yaml")).expect("readable");
    let path = temp.path().join("rig.yaml");
    std::fs::write(&path, format!("{rig}\nlimits:\n  entries: 1000\n")).expect("writable");
    let rig = path.to_str().expect("a path");
    let many: Vec<&str> = std::iter::repeat_n(CHIP, 30).chain([STANDS]).collect();
    let (code, outcome, told) = run(&many, &["--rig", rig]);
    assert_eq!((code, outcome.as_str()), (3, "error"), "{told}");
    assert!(told.contains("has written 1000 entries"), "{told}");
    let (code, ..) = run(&many[29..], &["--rig", rig]);
    assert_eq!(code, 0);
}

#[test]
fn what_failed_is_told_so_that_it_can_be_understood() {
    let (code, _, told) = run(&[CHIP, "Then the terminal showed declined", "And Wang has paid nothing"], &[]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("screens shown: ") && told.contains("approved"), "{told}");
    let list = told.split("not passed:").nth(1).expect("a list at the end");
    assert!(list.contains("T-1") && list.contains("1 scenario: 0 passed, 1 failed"), "{told}");
    // One clock for everything that is told of a case: numbers and times rise together.
    let mut seen: Vec<(u64, f64)> = Vec::new();
    for line in told.lines().map(str::trim).filter(|line| line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        seen.push((words[0][1..].parse().expect("a number"), words[1].parse().expect("seconds")));
    }
    seen.sort_by_key(|(n, _)| *n);
    assert!(seen.len() > 1 && seen.is_sorted_by(|a, b| a.1 <= b.1), "{seen:?}");
}
