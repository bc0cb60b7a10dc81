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

/// It speaks of nothing that is there: the text is wrong, not the terminal.
#[track_caller]
fn idle(expectation: Expectation, says: &str) {
    let mut story = story();
    story.expect(expectation);
    let verdict = story.errs_by("then");
    assert!(verdict.findings[0].sentence.contains(says), "{verdict:#?}");
}

#[test]
fn sums() {
    met(Expectation::Paid { person: "Li".into(), amount_fen: 6_000 });
    unmet(Expectation::Paid { person: "Li".into(), amount_fen: 1 }, "60.00");
    met(Expectation::PaidByWallet { person: "Li".into(), amount_fen: 0 });
    unmet(Expectation::PaidByWallet { person: "Li".into(), amount_fen: 6_000 }, "Li's wallet has paid 0.00");
    met(Expectation::Held { person: "Li".into(), amount_fen: 0 });
    unmet(Expectation::Held { person: "Li".into(), amount_fen: 1 }, "0.00 of Li's money is set aside");
    idle(Expectation::Paid { person: "Wu".into(), amount_fen: 1 }, "nobody called Wu");
    idle(Expectation::Paid { person: "Wu".into(), amount_fen: 0 }, "nobody called Wu");
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
    idle(state("sale", 4, TxnState::Approved), "no sale number 4");
    met(state("sale", Expectation::LAST, TxnState::Reversed));
    unmet(state("sale", Expectation::LAST, TxnState::Voided), "reversed");
}

#[test]
fn what_was_declined_was_never_booked() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.expect(Expectation::State { class: "sale".into(), nth: 1, state: TxnState::Unbooked });
    story.passes();
}

#[test]
fn requests() {
    met(Expectation::Requests { class: "sale".into(), count: 3 });
    unmet(Expectation::Requests { class: "balance".into(), count: 1 }, "no balance request");
    met(Expectation::ReversalReason { any_of: vec!["06".into(), "98".into()] });
    unmet(Expectation::ReversalReason { any_of: vec!["A0".into()] }, "98");
    met(Expectation::Answered { class: "sale".into(), nth: 1, code: "00".into() });
    unmet(Expectation::Answered { class: "sale".into(), nth: 3, code: "00".into() }, "not answered");
    unmet(Expectation::Answered { class: "sale".into(), nth: 1, code: "51".into() }, "was answered 00");
    idle(Expectation::Answered { class: "sale".into(), nth: 9, code: "00".into() }, "no sale number 9");
    unmet(Expectation::Answered { class: "sale-reversal".into(), nth: 2, code: "00".into() }, "number 2");
    let before = |first: &str, second: &str, nth| Expectation::Before {
        first: first.into(),
        second: second.into(),
        nth,
    };
    met(before("void", "sale", 2));
    unmet(before("void", "sale", 1), "before the first void");
    unmet(before("void", "void", 1), "before the first void");
    unmet(Expectation::NothingSent, "6 messages");
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
    // The entry itself is not since.
    for (back, passes) in [(0, true), (1, false)] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.show("in-doubt", sale);
        let entry = story.entry_of(sale) - back;
        story.expect(Expectation::NothingSince { entry });
        if passes { story.passes() } else { drop(story.fails_by("absence.bounded")) }
    }
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
    met(slips(Some("void"), None, 1));
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
fn figures_on_paper_are_meant_whole() {
    for (line, text, stands) in [
        ("AMOUNT: RMB 1120.00", "120.00", false),
        ("AMOUNT: RMB 120.00", "120.00", true),
        ("AMOUNT: RMB 120.00", "RMB 120", false),
        ("AMOUNT: RMB 120.00", "RMB 120.00", true),
        ("AMOUNT: RMB 1,120.00", "120.00", false),
        ("1120.00 120.00", "120.00", true),
        ("110 10 10", "10 10", true),
        ("VOIDED 120.00.", "120.00", true),
        ("金额120.00元", "120.00", true),
        ("120.005", "120.00", false),
        ("622848******0016", "0016", true),
        ("TRACE 3041170016", "0016", false),
    ] {
        let tell = |expectation| {
            let mut story = Story::new();
            let sale = story.good_sale(1, 500);
            story.put(Lane::Paper, Event::PaperLine { text: line.into() });
            story.slip_as(sale, |slip| slip.duplicate = true);
            story.expect(expectation);
            story
        };
        let says = tell(Expectation::PaperSays { text: text.into() });
        let silent = tell(Expectation::PaperSilent { text: text.into() });
        let digits = text.chars().all(|c| c.is_ascii_digit());
        let (met, unmet) = if stands { (says, silent) } else { (silent, says) };
        unmet.fails_by("then");
        // A piece of a number gives it away.
        if digits && !stands {
            met.fails_by("then");
        } else {
            met.passes();
        }
    }
}

#[test]
fn announcements() {
    met(Expectation::Announced { outcome: Announcement::Reversed });
    unmet(Expectation::Announced { outcome: Announcement::Approved }, "recovered-reversed");
    unmet(Expectation::Announced { outcome: Announcement::Nothing }, "recovered-reversed");
    let mut story = Story::new();
    story.expect(Expectation::Announced { outcome: Announcement::Nothing });
    assert_eq!(story.judged().outcome, Outcome::Error);
    let mut story = Story::new();
    story.cut();
    story.power(false);
    story.expect(Expectation::Announced { outcome: Announcement::Nothing });
    let verdict = story.fails_by("then");
    assert!(verdict.findings[0].sentence.contains("power was not back yet"), "{verdict:#?}");
}

#[test]
fn an_order_whose_request_never_reached_the_host_was_not_answered() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.show_bare("in-doubt");
    story.expect(Expectation::Answered { class: "sale".into(), nth: 1, code: "00".into() });
    let verdict = story.fails_by("then");
    assert!(verdict.findings[0].sentence.contains("never reached the host"), "{verdict:#?}");
}

#[test]
fn each_person_pays_with_cards_of_their_own() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.customer("Wu", "card-wu");
    let intent = story.order(OrderKind::Sale, 500);
    let sale = story.ask(Ask { card: "card-wu", ..Ask::new("sale", 2, 500) });
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.customer("An", "card-an");
    let intent = story.order(OrderKind::Sale, 700);
    let declined = story.ask(Ask { card: "card-an", ..Ask::new("sale", 3, 700) });
    story.answer(declined, "51");
    story.show("declined", declined);
    story.cashier(intent, Belief::NotDone);
    // One who takes part by a message alone has a card as well.
    story.customer("Ma", "card-ma");
    story.text(Movement::Held, 0);
    for (person, amount_fen) in [("Li", 12_000), ("Wu", 500), ("An", 0), ("Ma", 0)] {
        story.expect(Expectation::Paid { person: person.into(), amount_fen });
    }
    story.passes();
}

#[test]
fn a_sale_is_refunded_when_all_of_it_is() {
    for (fen, state) in [(12_000, TxnState::Refunded), (11_999, TxnState::PartlyRefunded)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        let intent = story.order(OrderKind::Refund, fen);
        story.supervisor();
        let ask = story.refund_ask(2, sale, fen);
        let refund = story.ask(ask);
        story.book(refund);
        story.answer(refund, "00");
        story.approve(intent, refund);
        story.expect(Expectation::State { class: "sale".into(), nth: 1, state });
        story.passes();
    }
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
    met(messages(Movement::Charged, 1, Some(10_000)));
    unmet(messages(Movement::Refunded, 2, None), "1 such message");
    met(Expectation::CashierBelieves { order: OrderKind::Sale, belief: Belief::NotDone });
    unmet(Expectation::CashierBelieves { order: OrderKind::Refund, belief: Belief::Open }, "that it is done");
    idle(
        Expectation::CashierBelieves { order: OrderKind::Query, belief: Belief::Done },
        "no order of a query",
    );
    met(Expectation::CardholderBelieves { order: OrderKind::Void, belief: Belief::Done });
    met(Expectation::Attempts { order: OrderKind::Sale, count: 1 });
    unmet(Expectation::Attempts { order: OrderKind::Sale, count: 2 }, "it took 1");
}

#[test]
fn a_sentence_in_the_middle_speaks_of_its_own_moment() {
    let state = |state| Expectation::State { class: "sale".into(), nth: 1, state };
    let paid = |amount_fen| Expectation::Paid { person: "Li".into(), amount_fen };
    let tell = |then: &dyn Fn(&mut Story), later: &dyn Fn(&mut Story)| {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        then(&mut story);
        story.order(OrderKind::Reverse, 0);
        story.reversed(sale, "98");
        later(&mut story);
        story
    };
    tell(
        &|story| {
            story.expect(state(TxnState::Approved));
            story.expect(paid(12_000));
        },
        &|story| {
            story.expect(state(TxnState::Reversed));
            story.expect(paid(0));
        },
    )
    .passes();
    tell(&|story| story.expect(state(TxnState::Reversed)), &|_| {}).fails_by("then");
    let shown = Expectation::Screen { screen: "reversal-done".into(), shown: true };
    tell(&|story| story.expect(shown.clone()), &|_| {}).fails_by("then");
}

/// One order, two tries: the first is reversed, the second as told.
fn two_tries(good: bool) -> Story {
    let mut story = Story::new();
    let first = story.sale_in_doubt(1, 12_000);
    story.attempt("ordered");
    story.reversed(first, "98");
    let second = story.sale(2, 12_000);
    if good {
        story.book(second);
        story.answer(second, "00");
        story.approve(1, second);
    } else {
        story.answer(second, "51");
        story.show("declined", second);
    }
    story
}

#[test]
fn an_order_of_several_tries_is_one_sale() {
    let state = |nth, state| Expectation::State { class: "sale".into(), nth, state };
    for (good, is) in [(true, TxnState::Approved), (false, TxnState::Reversed)] {
        let mut story = two_tries(good);
        story.expect(state(1, is));
        story.expect(Expectation::Requests { class: "sale".into(), count: 2 });
        story.passes();
    }
    let mut story = two_tries(true);
    story.expect(state(2, TxnState::Approved));
    story.errs_by("then");
    let mut story = two_tries(true);
    story.expect(Expectation::PaidOnce { person: "Li".into() });
    story.passes();
    let mut story = two_tries(false);
    story.expect(Expectation::PaidOnce { person: "Li".into() });
    story.fails_by("then");
    let mut story = two_tries(true);
    story.expect(Expectation::PaidOnce { person: "Wu".into() });
    story.errs_by("then");
}

#[test]
fn what_left_and_was_lost_was_sent() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.show_bare("failed");
    story.expect(Expectation::NothingSent);
    story.fails_by("then");
}

#[test]
fn paper_that_never_came_is_silent_about_nothing() {
    let mut story = Story::new();
    story.expect(Expectation::PaperSilent { text: "7.00".into() });
    story.errs_by("then");
}

#[test]
fn a_sale_that_was_voided_was_not_paid_for_once() {
    let told = |voided: bool| {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        if voided {
            let intent = story.order(OrderKind::Void, 12_000);
            story.supervisor();
            let ask = story.void_ask(2, sale);
            let void = story.ask(ask);
            story.book(void);
            story.answer(void, "00");
            story.approve(intent, void);
        }
        story.expect(Expectation::PaidOnce { person: "Li".into() });
        story
    };
    told(false).passes();
    told(true).fails_by("then");
}

#[test]
fn where_the_bench_sees_no_frames_what_the_host_took_was_sent() {
    let tell = |signed_on: bool, sold: bool| {
        let mut story = Story::new();
        if signed_on {
            story.taken(Ask::new("sign-on", 1, 0));
        }
        story.order(OrderKind::Balance, 0);
        if sold {
            story.taken(Ask::new("balance", 2, 0));
        }
        story.expect(Expectation::NothingSent);
        story
    };
    tell(false, false).passes();
    tell(true, false).passes();
    let verdict = tell(true, true).fails_by("then");
    assert!(verdict.findings[0].sentence.contains("1 message"), "{verdict:#?}");
}
