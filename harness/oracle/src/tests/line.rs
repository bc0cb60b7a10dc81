//! Which answer a frame carries.

use journal::*;

use crate::story::*;

#[test]
fn an_answer_comes_on_the_connection_of_its_request() {
    // Whether the first one's answer is under way when the second one's leaves.
    for first_left in [true, false] {
        let mut story = Story::new();
        let first = story.order(OrderKind::Sale, 700);
        let declined = story.sale(1, 700);
        let second = story.order(OrderKind::Sale, 12_000);
        story.line(2);
        let sale = story.sale(2, 12_000);
        story.line(1);
        let frame = story.answer_event(declined, "51", None);
        if first_left {
            story.put(Lane::Line, Event::Left(frame));
        }
        story.line(2);
        story.book(sale);
        story.answer(sale, "00");
        story.approve(second, sale);
        story.cashier(first, Belief::NotDone);
        // Nobody reversed the first one, whose decline never came; the second one's approval did.
        story.fails_by("reversal.first");
    }
}

#[test]
fn an_answer_is_of_its_requests_class() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_event(sale, "51", None);
    story.show("in-doubt", sale);
    story.order(OrderKind::Reverse, 0);
    story.reversed(sale, "98");
    story.passes();
}

#[test]
fn an_answer_that_was_held_back_comes_on_whatever_connection_there_is() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    let held = story.answer_event(sale, "00", Some("hold-back"));
    story.show("in-doubt", sale);
    story.order(OrderKind::Reverse, 0);
    story.line(2);
    let reversal = story.reversal(sale, "98");
    story.unbook(sale);
    story.answer_event(reversal, "00", None);
    let held = FrameNote { line: 2, ..held };
    story.put(Lane::Line, Event::Left(held.clone()));
    story.arrives(held);
    // What came was the sale's approval, not the end of the reversal.
    story.show("reversal-done", sale);
    story.fails_by("claim.undone");
}
