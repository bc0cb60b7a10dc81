//! How an outcome is made of what was found.

use journal::*;

use crate::{Outcome, Verdict, judge, rules, story::*};

fn troubled(bench: &str) -> Story {
    let mut story = Story::on(bench, |_| {});
    story.put(Lane::Bench, Event::NeverFired { fault: 1, when: "screen.idle".into() });
    story
}

fn doubly_charged(story: &mut Story) {
    let intent = story.order(OrderKind::Sale, 12_000);
    let first = story.sale(1, 12_000);
    story.book(first);
    story.cut();
    story.attempt("left in the dark");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
}

#[test]
fn a_missed_fault_is_an_error_on_the_virtual_bench_and_inconclusive_elsewhere() {
    assert_eq!(troubled("virtual").judged().outcome, Outcome::Error);
    assert_eq!(troubled("hardware").judged().outcome, Outcome::Inconclusive);
}

#[test]
fn a_fail_stands_beside_a_missed_fault() {
    let mut story = troubled("virtual");
    doubly_charged(&mut story);
    assert_eq!(story.judged().outcome, Outcome::Fail);
}

#[test]
fn what_is_not_there_is_not_applicable_unless_the_terminal_fails_on_the_way() {
    let lacking = || Event::NotApplicable { reason: "the terminal's statement has no `void`".into() };
    let mut story = Story::new();
    story.put(Lane::Bench, lacking());
    story.expect(Expectation::Requests { class: "void".into(), count: 1 });
    assert_eq!(story.judged().outcome, Outcome::NotApplicable);
    let mut story = Story::new();
    doubly_charged(&mut story);
    story.put(Lane::Bench, lacking());
    assert_eq!(story.judged().outcome, Outcome::Fail);
}

#[test]
fn a_fail_after_trouble_does_not_stand() {
    let mut story = Story::new();
    story.put(Lane::Bench, Event::Trouble { what: "the line broke".into() });
    doubly_charged(&mut story);
    assert_eq!(story.judged().outcome, Outcome::Error);

    let mut story = Story::new();
    doubly_charged(&mut story);
    story.put(Lane::Bench, Event::Trouble { what: "the line broke".into() });
    assert_eq!(story.judged().outcome, Outcome::Fail);
}

#[test]
fn an_unmet_sentence_proves_nothing_when_a_fault_was_missed() {
    let mut story = troubled("virtual");
    story.expect(Expectation::Requests { class: "sale".into(), count: 1 });
    assert_eq!(story.judged().outcome, Outcome::Error);
}

#[test]
fn without_quiet_nothing_is_judged_at_rest() {
    let mut story = Story::new();
    doubly_charged(&mut story);
    story.expect(Expectation::Requests { class: "sale".into(), count: 7 });
    let verdict = judge(&story.closed());
    assert_eq!(verdict.outcome, Outcome::Error, "{verdict:#?}");
    assert_eq!(verdict.findings[0].rule, "bench.quiet");
    let mut live = Story::on("process", |_| {});
    doubly_charged(&mut live);
    assert_eq!(judge(&live.closed()).outcome, Outcome::Inconclusive, "another try may establish it");
}

#[test]
fn a_verdict_reads_back_as_written() {
    let mut story = Story::new();
    doubly_charged(&mut story);
    let verdict = story.judged();
    let text = serde_json::to_string(&verdict).expect("plain data");
    assert!(
        text.starts_with(
            r#"{"outcome":"fail","findings":[{"rule":"intent.charged-once","blame":"terminal","#
        )
    );
    assert_eq!(serde_json::from_str::<Verdict>(&text).expect("as written"), verdict);
}

#[test]
fn a_fail_weighs_most() {
    let order = ["not-applicable", "pass", "risk", "inconclusive", "error", "fail"];
    let outcomes = [
        Outcome::Fail,
        Outcome::Pass,
        Outcome::Error,
        Outcome::NotApplicable,
        Outcome::Inconclusive,
        Outcome::Risk,
    ];
    let mut sorted = outcomes.to_vec();
    sorted.sort_by_key(|o| o.severity());
    assert_eq!(sorted.iter().map(|o| o.name()).collect::<Vec<_>>(), order);
    assert_eq!(Outcome::Error.worse(Outcome::Fail), Outcome::Fail);
    assert_eq!(Outcome::Risk.worse(Outcome::Pass), Outcome::Risk);
}

#[test]
fn every_rule_has_an_id_of_its_own_and_says_what_it_leaves() {
    let ids: std::collections::BTreeSet<&str> = rules().iter().map(|r| r.id).collect();
    assert_eq!(ids.len(), rules().len());
    for rule in rules() {
        assert!(!rule.sentence.is_empty() && !rule.checks.is_empty() && !rule.does_not_check.is_empty());
        assert!(!rule.sentence.contains("  ") && !rule.checks.contains("  "), "{}", rule.id);
    }
}
