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
    story.show("in-doubt", sale);
    story.arrives(frame);
    story.approve(intent, sale);
    story.fails_by("answer.late");
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
        story.fails_by("answer.proven");
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
