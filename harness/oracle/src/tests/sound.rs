//! Terminals that do right, whatever happens to them.

use journal::*;

use crate::story::*;

#[test]
fn nothing_happened() {
    Story::new().passes();
}

#[test]
fn a_sale_goes_well() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.good_sale(2, 500);
    story.passes();
}

#[test]
fn a_decline_is_tried_again_and_goes_well() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "55");
    story.show("declined", sale);
    story.cashier(intent, Belief::NotDone);
    story.attempt("ordered");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_wrong_pin_is_asked_again_within_one_attempt() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.answer(sale, "55");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_lost_answer_is_reversed_before_the_next_sale() {
    let mut story = Story::new();
    let first = story.sale_in_doubt(1, 12_000);
    let intent = story.order(OrderKind::Sale, 12_000);
    story.reversed(first, "98");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_lost_answer_waits_for_the_next_order_once_it_was_told() {
    let mut story = Story::new();
    story.sale_in_doubt(1, 12_000);
    story.passes();
}

#[test]
fn a_request_lost_on_the_way_is_reversed_too() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.lost("sale");
    story.show_bare("in-doubt");
    let intent = story.order(OrderKind::Sale, 12_000);
    let reversal = story.ask(Ask { class: "sale-reversal", ..Ask::new("sale", 1, 12_000) }.with("39", "98"));
    story.answer(reversal, "25");
    let sale = story.sale(2, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_sale_cut_before_it_left_may_be_reversed() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.cut();
    story.show_bare("recovered-reversed");
    story.order(OrderKind::Sale, 12_000);
    let reversal = story.ask(Ask { class: "sale-reversal", ..Ask::new("sale", 1, 12_000) }.with("39", "98"));
    story.answer(reversal, "25");
    story.passes();
}

#[test]
fn a_cut_after_booking_is_announced_and_reversed() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.cut();
    story.show("recovered-reversed", sale);
    story.cashier(intent, Belief::NotDone);
    story.attempt("ordered");
    story.reversed(sale, "98");
    let again = story.sale(2, 12_000);
    story.book(again);
    story.answer(again, "00");
    story.approve(intent, again);
    story.passes();
}

#[test]
fn a_cut_after_the_answer_may_end_either_way() {
    for approved in [true, false] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        story.cut();
        if approved {
            story.show("recovered-approved", sale);
            story.cashier(intent, Belief::Done);
            story.order(OrderKind::Reprint, 0);
            story.slip_as(sale, |slip| slip.duplicate = true);
        } else {
            story.show("recovered-reversed", sale);
            story.cashier(intent, Belief::NotDone);
            story.order(OrderKind::Sale, 100);
            story.reversed(sale, "06");
        }
        story.passes();
    }
}

#[test]
fn a_cut_for_good_is_nobodys_fault() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.power(false);
    story.passes();
}

#[test]
fn an_order_that_cannot_reach_the_host_leaves_the_reversal_waiting() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    for _ in 0..3 {
        story.lost("sale-reversal");
    }
    story.show_bare("refused");
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.answer(reversal, "96");
    story.show("in-doubt", sale);
    story.passes();
}

#[test]
fn the_issuer_is_late_and_the_acquirer_takes_it_back() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    story.answer(sale, "98");
    story.show("declined", sale);
    story.post(Book::Issuer, sale, true);
    story.good_sale(2, 12_000);
    story.passes();
}

#[test]
fn the_host_crashes_with_the_issuer_booked() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    story.put(Lane::Host, Event::HostCrashed);
    story.show("in-doubt", sale);
    story.put(Lane::Host, Event::HostRestarted);
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.post(Book::Issuer, sale, true);
    story.answer(reversal, "25");
    story.passes();
}

#[test]
fn a_late_approval_is_left_alone() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.show("in-doubt", sale);
    let intent = story.order(OrderKind::Sale, 500);
    let frame = story.answer_waits(sale, "00");
    story.arrives(frame);
    story.reversed(sale, "98");
    let next = story.sale(2, 500);
    story.book(next);
    story.answer(next, "00");
    story.approve(intent, next);
    story.passes();
}

#[test]
fn the_card_refuses_an_approval() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("in-doubt", sale);
    story.order(OrderKind::Sale, 500);
    story.reversed(sale, "06");
    story.passes();
}

#[test]
fn keys_are_lost_at_the_host_and_renewed() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let mac = MacNote::Wrong { check_value: String::new() };
    let sale = story.ask(Ask { mac, ..Ask::new("sale", 1, 12_000) });
    story.answer(sale, "A0");
    story.show("declined", sale);
    let sign_on = story.ask(Ask::new("sign-on", 2, 0));
    story.answer(sign_on, "00");
    story.attempt("ordered");
    let mac = MacNote::Valid { check_value: "11111111".into() };
    let sale = story.ask(Ask { mac, ..Ask::new("sale", 3, 12_000) });
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_line_that_doubles_frames_is_not_the_terminal() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.taken(Ask::new("sale", 1, 12_000));
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.passes();
}

#[test]
fn a_query_settles_a_doubt() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Query, 0);
    let query = story.ask(Ask::new("query", 2, 0).with("61.1", "000001").with("61.2", "000001"));
    story.answer_with(query, "00", &[("63.5", "APPROVED")]);
    story.show("recovered-approved", sale);
    story.good_sale(3, 500);
    story.passes();
}

#[test]
fn paper_runs_out_and_the_approval_stands() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("approved", sale);
    story.cashier(intent, Belief::Done);
    story.put(Lane::Paper, Event::PrinterTrouble { what: "paper-out".into() });
    story.slip_as(sale, |slip| slip.complete = false);
    story.order(OrderKind::Reprint, 0);
    story.slip(sale);
    story.slip_as(sale, |slip| slip.duplicate = true);
    story.good_sale(2, 500);
    story.passes();
}

#[test]
fn trace_numbers_wrap() {
    let mut story = Story::new();
    story.good_sale(999_999, 500);
    story.good_sale(1, 500);
    story.passes();
}
