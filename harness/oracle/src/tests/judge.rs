//! How an outcome is made of what was found.

use journal::*;
use profile::RowPolicy;

use crate::{Outcome, Verdict, accusers, judge, rules, rules_of_money, story::*};

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

    // Trouble that is itself the last thing takes part in what the end shows.
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.put(Lane::Bench, Event::Quiet);
    story.put(Lane::Bench, Event::Trouble { what: "the line broke".into() });
    let verdict = judge(&story.closed());
    assert_eq!(verdict.findings.last().map(|f| f.rule.as_str()), Some("doubt.resolved"));
    assert_eq!(verdict.outcome, Outcome::Error, "{verdict:#?}");
}

#[test]
fn a_profile_that_cannot_be_read_is_an_error_on_every_bench_whatever_went_wrong() {
    for bench in ["virtual", "hardware"] {
        for troubled in [false, true] {
            let mut story = Story::of_no_practice(bench);
            doubly_charged(&mut story);
            if troubled {
                story.put(Lane::Bench, Event::Trouble { what: "the line broke".into() });
            }
            let verdict = story.judged();
            assert_eq!(verdict.outcome, Outcome::Error, "{verdict:#?}");
            assert_eq!(verdict.findings.last().map(|f| f.rule.as_str()), Some("bench.profile"));
        }
    }
}

#[test]
fn the_accusers_are_the_rules_that_stand_against_the_terminal_each_once() {
    let unmet = Expectation::Requests { class: "sale".into(), count: 7 };
    let accused = |missed: bool| {
        let mut story = if missed { troubled("virtual") } else { Story::new() };
        doubly_charged(&mut story);
        story.good_sale(7, 500);
        story.good_sale(5, 500);
        story.good_sale(3, 500);
        story.expect(unmet.clone());
        story.put(Lane::Bench, Event::Quiet);
        let record = story.closed();
        accusers(&record, &judge(&record))
    };
    assert_eq!(accused(false), ["intent.charged-once", "trace.unique", "then"]);
    // What a scenario demands counts for nothing where a fault was missed.
    assert_eq!(accused(true), ["intent.charged-once", "trace.unique"]);
}

#[test]
fn what_is_found_twice_is_said_once_with_all_its_evidence_and_once_for_each_line() {
    let verdict = |lines: [usize; 2]| {
        let mut story = Story::new();
        for line in lines {
            let expectation = Expectation::Requests { class: "sale".into(), count: 1 };
            story.put(Lane::Bench, Event::Expected { line, text: "Then a sale".into(), expectation });
        }
        story.judged()
    };
    let once = verdict([7, 7]);
    assert_eq!(once.findings.len(), 1, "{once:#?}");
    assert_eq!(once.findings[0].evidence, [2, 3], "{once:#?}");
    let lines: Vec<_> = verdict([7, 8]).findings.iter().map(|f| f.line).collect();
    assert_eq!(lines, [Some(7), Some(8)]);
}

#[test]
fn the_rules_of_money_are_all_but_the_practices_and_what_the_bench_owes() {
    let ids: Vec<&str> = rules_of_money().map(|rule| rule.id).collect();
    let bench = ["then", "absence.bounded", "bench.trouble", "bench.profile", "bench.quiet"];
    let all = rules().iter().map(|rule| rule.id);
    let money: Vec<&str> = all.filter(|id| *id != "practice.risk" && !bench.contains(id)).collect();
    let sorted = |mut ids: Vec<&'static str>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(sorted(ids), sorted(money));
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

#[test]
fn what_happens_behind_the_rest_has_to_come_to_rest_again() {
    for again in [true, false] {
        let mut story = Story::new();
        story.put(Lane::Bench, Event::Quiet);
        story.good_sale(1, 500);
        if again {
            story.put(Lane::Bench, Event::Quiet);
        }
        let verdict = judge(&story.closed());
        let rules: Vec<&str> = verdict.findings.iter().map(|f| f.rule.as_str()).collect();
        assert_eq!(rules.contains(&"bench.quiet"), !again, "{verdict:#?}");
    }
}

type Tell = fn(&mut Story);

/// What a rule that needs rest finds, as it comes to be.
const AT_REST: [(&str, Tell); 17] = [
    ("advice.told", |story| {
        story.order(OrderKind::OfflineSale, 1_200);
        story.show_ahead("approved", &Ask::new("offline-sale", 1, 1_200));
        story.good_sale(2, 500);
    }),
    ("answer.proven", |story| {
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.answer_spoilt(sale, "00", Some("bad-mac"));
        story.approve(intent, sale);
    }),
    ("books.agree", |story| {
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.post(Book::Acquirer, sale, false);
        story.answer(sale, "00");
        story.approve(intent, sale);
    }),
    ("claim.message", |story| story.text(Movement::Charged, 12_000)),
    ("claim.paper", |story| story.slip_ahead(&Ask::new("sale", 1, 12_000))),
    ("claim.screen", |story| {
        story.show_ahead("approved", &Ask::new("sale", 1, 12_000));
    }),
    ("claim.undone", |story| {
        story.order(OrderKind::Sale, 12_000);
        story.show_bare("reversal-done");
    }),
    ("doubt.announced", |story| {
        story.order(OrderKind::Sale, 12_000);
        story.lost("sale");
        story.cut();
    }),
    ("doubt.resolved", |story| {
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
    }),
    ("fee.follows", |story| {
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.post(Book::Issuer, sale, false);
        story.post_legs(Book::Acquirer, sale, false, 12_000, 45);
        story.answer(sale, "00");
        story.approve(intent, sale);
    }),
    ("points.follow", |story| {
        let sale = story.good_sale(1, 12_000);
        story.post_one_leg(sale, "points", 5);
    }),
    ("returns.conserve", |story| {
        story.order(OrderKind::Refund, 500);
        story.supervisor();
        let refund = story.ask(Ask::new("refund", 1, 500).with("37", "000000000000"));
        story.book(refund);
        story.answer(refund, "00");
        story.show("approved", refund);
    }),
    ("practice.risk", |story| {
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer_spoilt(sale, "00", Some("wrong-echo"));
        story.show("failed", sale);
    }),
    ("reversal.in-part", |story| {
        story.show_ahead("approved", &Ask::new("partial-reversal", 1, 4_000));
    }),
    ("script.told", |story| {
        let advice = story.ask(Ask::new("script-advice", 2, 12_000).with("55.DF31", "2000000001"));
        story.answer(advice, "00");
    }),
    ("signature.told", |story| {
        for _ in 0..2 {
            let upload = story.ask(Ask::new("signature", 1, 1_000));
            story.answer(upload, "00");
        }
    }),
    ("wallet.closed-is-closed", |story| {
        story.order(OrderKind::WalletPay, 12_000);
        story.show_ahead("order-closed", &Ask::new("wallet-pay", 1, 12_000));
    }),
];

#[test]
fn a_rule_that_needs_rest_is_silent_without_it() {
    for (rule, tell) in AT_REST {
        let found = |rest: bool| {
            let mut story = Story::under(|p| p.terminal.reversal.on_mismatch = RowPolicy::Delete.into());
            tell(&mut story);
            if rest {
                story.put(Lane::Bench, Event::Quiet);
            }
            let verdict = judge(&story.closed());
            let risks = verdict.risks.iter().map(|_| "practice.risk".to_owned());
            risks.chain(verdict.findings.iter().map(|f| f.rule.clone())).collect::<Vec<_>>()
        };
        assert!(found(true).iter().any(|found| found == rule), "{rule}: {:?}", found(true));
        assert_eq!(found(false), ["bench.quiet"], "{rule}");
    }
}
