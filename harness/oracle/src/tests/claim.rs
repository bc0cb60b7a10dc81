//! Charges, and what screens and slips claim.

use journal::*;

use crate::story::*;

#[test]
fn an_intent_charged_twice_fails_by_its_own_rule() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let first = story.sale(1, 12_000);
    story.book(first);
    story.cut();
    story.attempt("left in the dark");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    let verdict = story.fails_by("intent.charged-once");
    assert!(verdict.findings[0].sentence.contains("240.00"), "{verdict:#?}");
}

#[test]
fn who_was_told_and_tries_again_buys_twice() {
    let mut story = Story::new();
    let first = story.good_sale(1, 12_000);
    story.attempt("ordered");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(1, sale);
    assert_ne!(first, sale);
    story.errs_by("intent.charged-once");
}

#[test]
fn a_second_charge_that_was_voided_is_none() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.attempt("ordered");
    let second = story.sale(2, 12_000);
    story.book(second);
    story.answer(second, "00");
    story.approve(1, second);
    let intent = story.order(OrderKind::Void, 12_000);
    story.supervisor();
    let ask = story.void_ask(3, second);
    let void = story.ask(ask);
    story.book(void);
    story.answer(void, "00");
    story.approve(intent, void);
    story.passes();
}

#[test]
fn a_slip_for_a_declined_sale_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.slip(sale);
    story.fails_by("claim.paper");
}

#[test]
fn a_slip_with_another_amount_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("approved", sale);
    story.cashier(intent, Belief::Done);
    story.slip_as(sale, |slip| slip.amount_fen = Some(12_100));
    story.fails_by("claim.paper");
}

#[test]
fn a_second_print_without_its_mark_fails() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.slip_as(sale, |slip| slip.copy = journal::Copy::Cardholder);
    story.order(OrderKind::Reprint, 0);
    story.slip(sale);
    story.fails_by("claim.paper");
}

#[test]
fn blank_paper_claims_nothing() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.slip_as(sale, |slip| slip.blank = true);
    story.passes();
}

#[test]
fn strips_that_tore_or_lost_their_head_claim_nothing() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.put(Lane::Paper, Event::PaperLine { text: "TRACE 000001".into() });
    story.put(Lane::Paper, Event::PrinterTrouble { what: "paper-out".into() });
    let second = story.good_sale(2, 500);
    story.slip_as(second, |slip| (slip.trace, slip.reference, slip.transaction) = (None, Some(rrn(1)), None));
    story.slip_as(second, |slip| {
        (slip.trace, slip.reference, slip.transaction, slip.amount_fen) = (None, None, None, Some(777));
    });
    let verdict = story.judged();
    let wrong: Vec<&str> = verdict.findings.iter().map(|f| f.sentence.as_str()).collect();
    // The one that lost its head still names the other sale by its reference number, with a wrong amount.
    assert_eq!(wrong, ["a slip claims 5.00 for sale 000001 of 120.00"]);

    let mut story = Story::new();
    let first = story.good_sale(1, 12_000);
    story.put(Lane::Paper, Event::PaperLine { text: "TRACE 000001".into() });
    story.put(Lane::Power, Event::PowerIs { port: Port::Printer, on: false });
    story.slip_as(first, |slip| slip.amount_fen = Some(500));
    story.passes();
}

#[test]
fn approved_on_the_screen_after_a_decline_fails_once() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.approve(intent, sale);
    story.fails_by("claim.screen");
}

#[test]
fn approved_without_any_answer_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_lost(sale, "00");
    story.approve(intent, sale);
    story.fails_by("claim.screen");
}

#[test]
fn approved_for_what_was_never_sent_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.show_bare("approved");
    story.cashier(intent, Belief::Done);
    story.fails_by("claim.screen");
}

#[test]
fn card_numbers_in_clear_fail() {
    let sighting = |place: &str, clear_digits| {
        let card = CARD.to_owned();
        let (place, context, encoding) = (place.to_owned(), "slip".to_owned(), "text".to_owned());
        Event::Sighting(Sighting { card, place, context, encoding, clear_digits, digits: 16 })
    };
    let mut story = Story::new();
    story.put(Lane::Paper, sighting("paper", 10));
    story.put(Lane::Line, sighting("field.2", 16));
    story.put(Lane::Line, sighting("field.55.57", 16));
    story.passes();
    for place in ["paper", "screen", "field.63"] {
        let mut story = Story::new();
        story.put(Lane::Paper, sighting(place, 16));
        story.fails_by("card-data.clear");
    }
}

#[test]
fn what_was_never_sent_and_is_claimed_twice_is_one_misdeed_only_under_one_number() {
    for (printed, rules) in [(1, &["claim.screen"][..]), (2, &["claim.paper", "claim.screen"])] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        story.show_ahead("approved", &Ask::new("sale", 1, 12_000));
        story.cashier(intent, Belief::Done);
        story.slip_ahead(&Ask::new("sale", printed, 12_000));
        story.finds(rules);
    }
    // A screen without a number spoke of the same.
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.show_bare("approved");
    story.slip_ahead(&Ask::new("sale", 1, 12_000));
    story.fails_by("claim.screen");
}

#[test]
fn money_that_is_set_aside_or_taken_twice_for_one_order_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::PreAuth, 50_000);
    let first = story.ask(Ask::new("pre-auth", 1, 50_000));
    story.hold(first, 0, 50_000);
    story.cut();
    story.attempt("left in the dark");
    let second = story.ask(Ask::new("pre-auth", 2, 50_000));
    story.hold(second, 0, 50_000);
    story.answer(second, "00");
    story.approve(intent, second);
    story.fails_by("intent.charged-once");
}

#[test]
fn a_sale_that_was_not_asked_for_is_no_second_charge_of_the_order_in_hand() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::PreAuth, 50_000);
    let held = story.ask(Ask::new("pre-auth", 1, 50_000));
    story.hold(held, 0, 50_000);
    story.answer(held, "00");
    story.approve(intent, held);
    let sale = story.sale(2, 50_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("approved", sale);
    story.expect(Expectation::State { class: "pre-auth".into(), nth: 1, state: TxnState::Approved });
    story.fails_by("order.moves-only-what-was-asked");
}

#[test]
fn a_part_that_was_learnt_by_asking_is_what_is_voided() {
    for (fen, passes) in [(5_000, true), (12_000, false)] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.post_part(sale, 5_000);
        story.answer_lost_with(sale, "10", &[("4", "000000005000")]);
        story.show("in-doubt", sale);
        story.order(OrderKind::Query, 0);
        let query = story.ask(Ask::new("query", 2, 0).with("61.1", "000001").with("61.2", "000001"));
        story.answer_with(query, "00", &[("63.5", "APPROVED")]);
        story.show_amount("recovered-approved", sale, 5_000);
        story.cashier(intent, Belief::Done);
        let void = story.order(OrderKind::Void, 0);
        story.supervisor();
        let ask = Ask { fen, ..story.void_ask(3, sale) };
        let voided = story.ask(ask);
        story.answer(voided, "64");
        story.show("declined", voided);
        story.cashier(void, Belief::NotDone);
        if passes { story.passes() } else { drop(story.fails_by("void.rightful")) }
    }
}

#[test]
fn a_claim_on_what_was_not_asked_for_is_part_of_that_misdeed() {
    let mut story = Story::new();
    story.order(OrderKind::Balance, 0);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "51");
    story.show("approved", sale);
    story.fails_by("order.moves-only-what-was-asked");
}

#[test]
fn each_copy_of_a_slip_is_printed_once_without_a_mark() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.slip_as(sale, |slip| slip.copy = journal::Copy::Cardholder);
    story.passes();
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.slip_as(sale, |slip| slip.copy = journal::Copy::Cardholder);
    story.slip_as(sale, |slip| slip.copy = journal::Copy::Cardholder);
    let verdict = story.fails_by("claim.paper");
    let sentence =
        "the cardholder's copy of sale 000001 of 120.00 was printed again without a duplicate mark";
    assert_eq!(verdict.findings[0].sentence, sentence);
    assert_eq!(verdict.findings.len(), 1, "{verdict:#?}");
}
