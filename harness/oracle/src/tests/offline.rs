//! Offline sales: claimed at the counter by the chip's word, told to the host afterwards.

use journal::*;
use profile::WithoutLine;

use crate::story::*;

const CLASS: &str = "offline-sale";

/// An offline sale of this much that the counter claims in answer to an order; what the host is to be told.
fn claimed_for(story: &mut Story, order: OrderKind, stan: u32, fen: i64) -> Ask {
    let intent = story.order(order, fen);
    claim(story, intent, stan, fen)
}

fn claim(story: &mut Story, intent: u32, stan: u32, fen: i64) -> Ask {
    let upload = Ask::new(CLASS, stan, fen);
    story.show_ahead("approved", &upload);
    story.cashier(intent, Belief::Done);
    story.cardholder(intent, Belief::Done);
    upload
}

fn told(story: &mut Story, upload: Ask) -> u64 {
    let told = story.ask(upload);
    story.book(told);
    story.answer(told, "00");
    told
}

/// A practice in which a sale without a line is left to the chip.
fn asking() -> Story {
    Story::under(|profile| profile.terminal.offline.without_line = WithoutLine::AskTheChip.into())
}

#[test]
fn told_at_once_or_with_the_next_order_passes() {
    for at_once in [true, false] {
        let mut story = Story::new();
        let upload = claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
        if at_once {
            told(&mut story, upload);
            story.good_sale(2, 2_000);
        } else {
            let intent = story.order(OrderKind::Sale, 2_000);
            told(&mut story, upload);
            let sale = story.sale(2, 2_000);
            story.book(sale);
            story.answer(sale, "00");
            story.approve(intent, sale);
        }
        story.expect(Expectation::State { class: CLASS.into(), nth: 1, state: TxnState::Approved });
        story.passes();
    }
}

#[test]
fn a_sale_that_goes_out_over_it_fails() {
    let mut story = Story::new();
    claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    story.good_sale(2, 2_000);
    story.fails_by("advice.told");
}

#[test]
fn refused_for_good_is_given_over_or_fails() {
    for spoken in [true, false] {
        let mut story = Story::new();
        let upload = claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
        let refused = story.ask(upload);
        story.answer(refused, "05");
        if spoken {
            story.show("declared-open", refused);
            story.cashier(1, Belief::Open);
        }
        if spoken { story.passes() } else { drop(story.fails_by("advice.told")) }
    }
}

#[test]
fn above_the_floor_limit_fails() {
    for (fen, passes) in [(10_000, true), (10_001, false)] {
        let mut story = Story::new();
        let upload = claimed_for(&mut story, OrderKind::OfflineSale, 1, fen);
        told(&mut story, upload);
        if passes { story.passes() } else { drop(story.fails_by("offline.chip-alone")) }
    }
}

#[test]
fn an_ordinary_sale_is_left_to_the_chip_where_that_is_practised_and_nowhere_else() {
    for practised in [true, false] {
        let mut story = if practised { asking() } else { Story::new() };
        let upload = claimed_for(&mut story, OrderKind::Sale, 1, 1_200);
        told(&mut story, upload);
        story.expect(Expectation::State { class: "sale".into(), nth: 1, state: TxnState::Approved });
        story.expect(Expectation::Paid { person: "Li".into(), amount_fen: 1_200 });
        if practised { story.passes() } else { drop(story.fails_by("offline.chip-alone")) }
    }
}

#[test]
fn two_of_one_amount_are_told_apart_by_their_numbers() {
    let mut story = asking();
    let first = claimed_for(&mut story, OrderKind::Sale, 1, 1_200);
    let second = claimed_for(&mut story, OrderKind::OfflineSale, 2, 1_200);
    told(&mut story, first);
    told(&mut story, second);
    story.passes();
}

#[test]
fn an_offline_sale_beside_a_request_that_had_left_fails() {
    for lost in [true, false] {
        let mut story = asking();
        let intent = story.order(OrderKind::Sale, 1_200);
        if lost {
            story.lost("sale");
            let upload = claim(&mut story, intent, 1, 1_200);
            told(&mut story, upload);
            story.fails_by("offline.chip-alone");
        } else {
            let sale = story.sale(1, 1_200);
            story.book(sale);
            story.answer_lost(sale, "00");
            claim(&mut story, intent, 1, 1_200);
            story.order(OrderKind::Sale, 2_000);
            story.reversed(sale, "98");
            story.show_bare("failed");
            story.finds(&["offline.chip-alone"]);
        }
    }
}
