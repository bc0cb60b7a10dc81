//! Every kind of Then sentence, met and unmet.

use journal::*;

use crate::{Outcome, story::*};

/// A void of one sale, a part refund of another, one in doubt and reversed after a cut.
fn story() -> Story {
    let mut story = Story::new();
    let first = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Void, 12_000);
    story.supervisor();
    let ask = story.void_ask(2, first);
    let void = story.ask(ask);
    story.book(void);
    story.answer(void, "00");
    story.approve(intent, void);
    let second = story.good_sale(3, 10_000);
    let intent = story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(4, second, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story.order(OrderKind::Sale, 700);
    let third = story.sale(5, 700);
    story.book(third);
    story.cut();
    story.show("recovered-reversed", third);
    story.cashier(5, Belief::NotDone);
    story.cardholder(5, Belief::NotDone);
    story.order(OrderKind::Reverse, 0);
    story.reversed(third, "98");
    story
}

#[track_caller]
fn met(expectation: Expectation) {
    let mut story = story();
    story.expect(expectation);
    story.passes();
}

#[track_caller]
fn unmet(expectation: Expectation, says: &str) {
    let mut story = story();
    story.expect(expectation);
    let verdict = story.fails_by("then");
    assert!(verdict.findings[0].sentence.contains(says), "{verdict:#?}");
    assert_eq!(verdict.findings[0].line, Some(7));
}

#[test]
fn sums() {
    met(Expectation::Paid { person: "Li".into(), amount_fen: 6_000 });
    unmet(Expectation::Paid { person: "Li".into(), amount_fen: 1 }, "60.00");
    unmet(Expectation::Paid { person: "Wu".into(), amount_fen: 1 }, "nobody called Wu");
    met(Expectation::Earned { amount_fen: 6_000 });
    unmet(Expectation::Earned { amount_fen: 0 }, "60.00");
    met(Expectation::Fee { amount_fen: 23 });
    unmet(Expectation::Fee { amount_fen: 38 }, "0.23");
}

#[test]
fn states() {
    let state = |class: &str, nth, state| Expectation::State { class: class.into(), nth, state };
    met(state("sale", 1, TxnState::Voided));
    met(state("sale", 2, TxnState::PartlyRefunded));
    met(state("sale", 3, TxnState::Reversed));
    met(state("void", 1, TxnState::Approved));
    unmet(state("sale", 1, TxnState::Approved), "voided");
    unmet(state("sale", 4, TxnState::Approved), "no sale number 4");
}

#[test]
fn requests() {
    met(Expectation::Requests { class: "sale".into(), count: 3 });
    unmet(Expectation::Requests { class: "balance".into(), count: 1 }, "no balance request");
    met(Expectation::ReversalReason { any_of: vec!["06".into(), "98".into()] });
    unmet(Expectation::ReversalReason { any_of: vec!["A0".into()] }, "98");
    met(Expectation::Answered { class: "sale".into(), nth: 1, code: "00".into() });
    unmet(Expectation::Answered { class: "sale".into(), nth: 3, code: "00".into() }, "not answered");
    unmet(Expectation::Answered { class: "sale".into(), nth: 9, code: "00".into() }, "no sale number 9");
    let before = |first: &str, second: &str, nth| Expectation::Before {
        first: first.into(),
        second: second.into(),
        nth,
    };
    met(before("void", "sale", 2));
    unmet(before("void", "sale", 1), "before the first void");
    unmet(Expectation::NothingSent, "6 requests");
}

#[test]
fn absence_has_a_rule_of_its_own() {
    let mut quiet = story();
    let entry = quiet.put(
        Lane::Screen,
        Event::Shown(ScreenNote {
            screen: "idle".into(),
            lines: vec![],
            transaction: None,
            amount_fen: None,
            trace: None,
            code: None,
        }),
    );
    quiet.expect(Expectation::NothingSince { entry });
    quiet.passes();
    let mut loud = story();
    loud.expect(Expectation::NothingSince { entry: 10 });
    loud.fails_by("absence.bounded");
}

#[test]
fn paper_and_screens() {
    let slips = |transaction: Option<&str>, duplicate, count| Expectation::Slips {
        transaction: transaction.map(str::to_owned),
        duplicate,
        count,
    };
    met(slips(None, None, 4));
    met(slips(Some("sale"), Some(false), 2));
    unmet(slips(Some("void"), Some(true), 1), "no such slip");
    met(Expectation::PaperSays { text: "120.00".into() });
    unmet(Expectation::PaperSays { text: "7.00".into() }, "no complete slip");
    met(Expectation::PaperSilent { text: "7.00".into() });
    unmet(Expectation::PaperSilent { text: "120.00".into() }, "a line of paper");
    met(Expectation::Screen { screen: "approved".into(), shown: true });
    unmet(Expectation::Screen { screen: "declined".into(), shown: true }, "never shown");
    unmet(Expectation::Screen { screen: "approved".into(), shown: false }, "was shown");
}

#[test]
fn announcements() {
    met(Expectation::Announced { outcome: Announcement::Reversed });
    unmet(Expectation::Announced { outcome: Announcement::Approved }, "recovered-reversed");
    unmet(Expectation::Announced { outcome: Announcement::Nothing }, "recovered-reversed");
    let mut story = Story::new();
    story.expect(Expectation::Announced { outcome: Announcement::Nothing });
    assert_eq!(story.judged().outcome, Outcome::Fail);
}

#[test]
fn people() {
    let messages = |movement, count, amount_fen| Expectation::Messages {
        person: "Li".into(),
        movement,
        count,
        amount_fen,
    };
    met(messages(Movement::Charged, 3, None));
    met(messages(Movement::Cancelled, 1, Some(700)));
    unmet(messages(Movement::Refunded, 2, None), "1 such message");
    met(Expectation::CashierBelieves { order: OrderKind::Sale, belief: Belief::NotDone });
    unmet(Expectation::CashierBelieves { order: OrderKind::Refund, belief: Belief::Open }, "that it is done");
    unmet(Expectation::CashierBelieves { order: OrderKind::Query, belief: Belief::Done }, "no such order");
    met(Expectation::CardholderBelieves { order: OrderKind::Void, belief: Belief::Done });
    met(Expectation::Attempts { order: OrderKind::Sale, count: 1 });
    unmet(Expectation::Attempts { order: OrderKind::Sale, count: 2 }, "it took 1");
}
