//! Late, foreign and unproven answers.

use journal::*;

use crate::story::*;

#[test]
fn a_late_approval_that_is_believed_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    let frame = story.answer_waits(sale, "00");
    let given_up = story.show("in-doubt", sale);
    story.arrives(frame);
    story.approve(intent, sale);
    let sent = story.entry_of(sale);
    let verdict = story.fails_by("answer.late");
    // Sent, given up, answered, claimed.
    assert_eq!(verdict.findings[0].evidence, [sent, given_up, given_up + 1, given_up + 2], "{verdict:#?}");
    assert!(verdict.findings[0].sentence.starts_with("the screen claims"), "{verdict:#?}");
}

#[test]
fn another_sales_approval_that_is_believed_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let first = story.sale(1, 12_000);
    story.book(first);
    story.show("in-doubt", first);
    let intent = story.order(OrderKind::Sale, 500);
    story.reversed(first, "98");
    let next = story.sale(2, 500);
    let frame = story.answer_waits(first, "00");
    story.arrives(frame);
    story.approve(intent, next);
    story.book(next);
    story.answer(next, "00");
    story.fails_by("answer.late");
}

#[test]
fn a_reversals_answer_taken_for_a_sales_fails() {
    let mut story = Story::new();
    let first = story.sale_in_doubt(1, 12_000);
    let intent = story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(first, "98");
    story.unbook(first);
    let frame = story.answer_waits(reversal, "00");
    let next = story.sale(2, 500);
    story.arrives(frame);
    story.approve(intent, next);
    story.answer(next, "51");
    // The sale had gone out before the reversal was settled, besides.
    story.finds(&["answer.late", "reversal.first"]);
}

#[test]
fn unproven_approvals_that_are_believed_fail() {
    for deviation in ["bad-mac", "no-mac", "wrong-echo", "wrong-echo-4"] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer_spoilt(sale, "00", Some(deviation));
        story.approve(intent, sale);
        let verdict = story.fails_by("answer.proven");
        // The slip says again what the screen said.
        assert_eq!(verdict.findings.len(), 1, "{verdict:#?}");
        assert!(verdict.findings[0].sentence.starts_with("the screen claims"), "{verdict:#?}");
    }
}

#[test]
fn an_unproven_decline_of_what_is_booked_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "51", Some("bad-mac"));
    story.show("declined", sale);
    story.good_sale(2, 500);
    story.fails_by("answer.proven");
}

#[test]
fn a_doubled_answer_is_one_approval() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    let frame = story.answer_waits(sale, "00");
    story.arrives(frame.clone());
    story.arrives(frame);
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn an_answer_that_says_something_else_than_its_request_approves_nothing() {
    let tell = |path: &str, value: &str, code: &str| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer_with(sale, code, &[(path, value)]);
        story.approve(intent, sale);
        story
    };
    tell("60.2", "000009", "00").passes();
    for (path, value) in
        [("3", "200000"), ("4", "000000000001"), ("11", "000002"), ("41", "10000002"), ("42", "2")]
    {
        tell(path, value, "00").fails_by("answer.proven");
    }
    // Without a code it says nothing at all.
    tell("60.2", "000001", "").fails_by("claim.screen");
}

#[test]
fn an_answer_without_the_mac_that_its_request_had_approves_nothing() {
    let tell = |keeps: fn(&str) -> bool| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer_keeping(sale, "00", keeps);
        story.approve(intent, sale);
        story
    };
    tell(|path| path != "60.2").passes();
    tell(|path| path != "64").fails_by("answer.proven");
    // Where the bench cannot read answers, nothing is lacking.
    tell(|_| false).passes();
}

#[test]
fn a_reversal_that_left_before_the_answer_came_has_given_it_up() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    let frame = story.answer_waits(sale, "00");
    story.reversal(sale, "98");
    story.arrives(frame);
    story.approve(intent, sale);
    story.fails_by("answer.late");
}

#[test]
fn another_question_in_the_same_attempt_gives_nothing_up() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    let balance = story.ask(Ask::new("balance", 2, 0));
    story.answer(balance, "00");
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn the_answer_to_a_sign_on_is_no_other_transactions_approval() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    let sign_on = story.ask(Ask::new("sign-on", 2, 0));
    story.answer(sign_on, "00");
    story.approve(intent, sale);
    story.fails_by("claim.screen");
}

#[test]
fn the_answer_to_its_own_reversal_is_no_approval_of_a_sale() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    let reversal = story.reversal(sale, "98");
    story.unbook(sale);
    story.answer(reversal, "00");
    story.approve(intent, sale);
    story.fails_by("answer.late");
}
