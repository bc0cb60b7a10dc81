//! Pre-authorisations: what is set aside, how it ends, and what a terminal may not do on the way.

use journal::*;

use crate::story::*;

/// An order about a pre-authorisation, with the supervisor's word.
fn ordered(story: &mut Story, order: OrderKind, fen: i64, of: u32) -> u32 {
    let intent = story.order_of(order, fen, Some(of));
    story.supervisor();
    intent
}

/// A completion of 420.00 that stands.
fn completed(story: &mut Story, held: u64) -> u64 {
    let intent = ordered(story, OrderKind::Completion, 42_000, 1);
    let ask = story.end_ask("completion", 2, held, 42_000);
    let done = story.ask(ask);
    story.hold(done, 42_000, -50_000);
    story.answer(done, "00");
    story.approve(intent, done);
    done
}

#[test]
fn set_aside_completed_and_taken_back_passes() {
    let mut story = Story::new();
    let held = story.good_pre_auth(1, 50_000);
    let done = completed(&mut story, held);
    let intent = ordered(&mut story, OrderKind::CompletionVoid, 42_000, 2);
    let ask = story.end_ask("completion-void", 3, done, 42_000);
    let void = story.ask(ask);
    story.hold(void, -42_000, 50_000);
    story.answer(void, "00");
    story.approve(intent, void);
    story.expect(Expectation::Held { person: "Li".into(), amount_fen: 50_000 });
    story.expect(Expectation::Paid { person: "Li".into(), amount_fen: 0 });
    story.expect(Expectation::State { class: "pre-auth".into(), nth: 1, state: TxnState::Approved });
    story.expect(Expectation::State { class: "completion".into(), nth: 1, state: TxnState::Voided });
    story.passes();
}

#[test]
fn a_completed_one_says_so_and_holds_nothing() {
    let mut story = Story::new();
    let held = story.good_pre_auth(1, 50_000);
    completed(&mut story, held);
    story.expect(Expectation::Held { person: "Li".into(), amount_fen: 0 });
    story.expect(Expectation::Paid { person: "Li".into(), amount_fen: 42_000 });
    story.expect(Expectation::State { class: "pre-auth".into(), nth: 1, state: TxnState::Completed });
    story.passes();
}

#[test]
fn ended_again_after_a_completion_fails() {
    let mut story = Story::new();
    let held = story.good_pre_auth(1, 50_000);
    completed(&mut story, held);
    ordered(&mut story, OrderKind::Completion, 5_000, 1);
    let ask = story.end_ask("completion", 3, held, 5_000);
    let again = story.ask(ask);
    story.answer(again, "22");
    story.show("declined", again);
    story.fails_by("guarantee.ends-once");
}

#[test]
fn a_void_of_a_part_or_without_the_supervisor_fails() {
    for (fen, confirmed) in [(49_999, true), (50_000, false)] {
        let mut story = Story::new();
        let held = story.good_pre_auth(1, 50_000);
        story.order_of(OrderKind::PreAuthVoid, fen, Some(1));
        if confirmed {
            story.supervisor();
        }
        let ask = story.end_ask("pre-auth-void", 2, held, fen);
        let void = story.ask(ask);
        story.answer(void, "64");
        story.show("declined", void);
        story.fails_by("guarantee.ends-once");
    }
}

#[test]
fn a_lost_answer_that_nobody_reverses_leaves_money_set_aside() {
    let mut story = Story::new();
    story.order(OrderKind::PreAuth, 50_000);
    let held = story.ask(Ask::new("pre-auth", 1, 50_000));
    story.hold(held, 0, 50_000);
    story.answer_lost(held, "00");
    story.show("failed", held);
    story.fails_by("doubt.resolved");
}

#[test]
fn books_that_differ_in_what_is_set_aside_are_the_benchs() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::PreAuth, 50_000);
    let held = story.ask(Ask::new("pre-auth", 1, 50_000));
    story.hold_in(Book::Issuer, held, 0, 50_000);
    story.text(Movement::Held, 50_000);
    story.hold_in(Book::Acquirer, held, 0, 40_000);
    story.answer(held, "00");
    story.approve(intent, held);
    story.errs_by("books.agree");
}

#[test]
fn another_card_than_the_one_whose_money_is_set_aside_ends_nothing() {
    for (presented, rule) in
        [("card-other", "guarantee.ends-once"), (CARD, "order.moves-only-what-was-asked")]
    {
        let mut story = Story::new();
        let held = story.good_pre_auth(1, 50_000);
        story.customer("Li", presented);
        ordered(&mut story, OrderKind::Completion, 42_000, 1);
        let ask = Ask { card: "card-other", ..story.end_ask("completion", 2, held, 42_000) };
        let end = story.ask(ask);
        story.answer(end, "14");
        story.show("declined", end);
        story.fails_by(rule);
    }
}

#[test]
fn more_set_free_than_was_set_aside_is_the_benchs() {
    for (freed, sound) in [(-50_000, true), (-50_001, false)] {
        let mut story = Story::new();
        let held = story.good_pre_auth(1, 50_000);
        let intent = ordered(&mut story, OrderKind::Completion, 42_000, 1);
        let ask = story.end_ask("completion", 2, held, 42_000);
        let done = story.ask(ask);
        story.hold(done, 42_000, freed);
        story.answer(done, "00");
        story.approve(intent, done);
        if sound { story.passes() } else { drop(story.errs_by("guarantee.ends-once")) }
    }
}
