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

#[test]
fn one_that_no_order_can_have_come_to_was_not_asked_for() {
    for order in [OrderKind::Balance, OrderKind::Void] {
        let mut story = Story::new();
        story.good_sale(1, 1_200);
        let upload = claimed_for(&mut story, order, 2, 1_200);
        told(&mut story, upload);
        story.fails_by("order.moves-only-what-was-asked");
    }
}

#[test]
fn two_of_one_order_each_are_told_apart_by_the_numbers_that_were_claimed() {
    let mut story = Story::new();
    claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    let second = claimed_for(&mut story, OrderKind::OfflineSale, 2, 1_200);
    told(&mut story, second);
    let state = |nth, state| Expectation::State { class: CLASS.into(), nth, state };
    story.expect(state(1, TxnState::Unbooked));
    story.expect(state(2, TxnState::Approved));
    story.passes();
}

#[test]
fn told_and_never_claimed_each_is_its_own_orders() {
    let mut story = Story::new();
    for stan in [1, 2] {
        story.order(OrderKind::OfflineSale, 1_200);
        told(&mut story, Ask::new(CLASS, stan, 1_200));
    }
    let verdict = story.fails_by("advice.told");
    assert_eq!(verdict.findings.len(), 2, "{verdict:#?}");
}

#[test]
fn told_with_another_amount_than_was_ordered_was_not_asked_for() {
    let mut story = Story::new();
    let upload = claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    told(&mut story, Ask { fen: 1_300, ..upload });
    let verdict = story.judged();
    let asked = verdict.findings.iter().find(|f| f.rule == "order.moves-only-what-was-asked");
    let sentence = asked.map(|f| f.sentence.as_str());
    assert_eq!(sentence, Some("a offline-sale (000001) was sent for the order of an offline sale"));
}

/// Two that were claimed, and a sale in whose attempt the older one is told first, with this answer or none.
fn behind_an_older_one(code: Option<&str>) -> Story {
    let mut story = Story::new();
    let first = claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    claimed_for(&mut story, OrderKind::OfflineSale, 2, 1_300);
    let intent = story.order(OrderKind::Sale, 2_000);
    let older = story.ask(first);
    match code {
        Some("00") => {
            story.book(older);
            story.answer(older, "00");
        }
        Some(code) => story.answer(older, code),
        None => story.answer_lost(older, "00"),
    }
    story.pay(intent, 3, 2_000);
    story
}

#[test]
fn one_waits_behind_an_older_one_only_while_that_has_no_answer() {
    behind_an_older_one(None).passes();
    behind_an_older_one(Some("96")).passes();
    behind_an_older_one(Some("00")).fails_by("advice.told");
}

#[test]
fn where_there_is_no_line_or_no_key_nothing_can_be_told() {
    for (hindrance, passes) in [("no line", true), ("a sign-on", true), ("a balance", false)] {
        let mut story = Story::new();
        claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
        let intent = story.order(OrderKind::Sale, 2_000);
        match hindrance {
            "no line" => drop(story.put(Lane::Line, Event::NotConnected)),
            other => {
                let class = if other == "a sign-on" { "sign-on" } else { "balance" };
                let asked = story.ask(Ask::new(class, 2, 0));
                story.answer(asked, "00");
            }
        }
        story.pay(intent, 3, 2_000);
        if passes { story.passes() } else { drop(story.fails_by("advice.told")) }
    }
}

#[test]
fn what_was_given_over_to_the_operator_is_told_no_more() {
    let mut story = Story::new();
    let upload = claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    let told = story.ask(upload);
    story.book(told);
    story.answer_lost(told, "00");
    story.show("declared-open", told);
    story.cashier(1, Belief::Open);
    story.good_sale(2, 2_000);
    story.passes();

    // One that was never claimed needs no more than that either.
    let mut story = Story::new();
    story.order(OrderKind::OfflineSale, 1_200);
    let told = story.ask(Ask::new(CLASS, 1, 1_200));
    story.book(told);
    story.answer_lost(told, "00");
    story.show("declared-open", told);
    story.passes();
}

#[test]
fn a_slip_behind_the_refusal_gives_nothing_over() {
    let mut story = Story::new();
    let upload = claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    let refused = story.ask(upload);
    story.answer(refused, "05");
    story.slip(refused);
    story.fails_by("advice.told");
}

#[test]
fn the_cashier_may_believe_what_the_host_does_not_know_yet() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::OfflineSale, 1_200);
    story.cashier(intent, Belief::Done);
    let balance = story.order(OrderKind::Balance, 0);
    story.cashier(balance, Belief::Done);
    story.passes();
}

#[test]
fn one_that_was_lost_stood_before_power_went() {
    let mut story = Story::new();
    claimed_for(&mut story, OrderKind::OfflineSale, 1, 1_200);
    story.lost(CLASS);
    story.cut();
    story.show_bare("idle");
    story.passes();
}

#[test]
fn one_that_was_never_claimed_has_to_be_told_of_after_a_cut() {
    let mut story = Story::new();
    story.order(OrderKind::OfflineSale, 1_200);
    let told = story.ask(Ask::new(CLASS, 1, 1_200));
    story.answer_lost(told, "91");
    story.cut();
    story.show_bare("idle");
    story.fails_by("doubt.announced");
}

#[test]
fn what_belongs_to_no_order_belongs_to_none_when_it_comes_again() {
    let mut story = Story::new();
    story.order(OrderKind::Balance, 0);
    let upload = Ask::new(CLASS, 1, 1_200);
    let first = story.ask(upload.clone());
    let again = story.ask(upload);
    story.answer(again, "05");
    let sent = [story.entry_of(first), story.entry_of(again)];
    let verdict = story.fails_by("order.moves-only-what-was-asked");
    for entry in sent {
        assert!(verdict.findings[0].evidence.contains(&entry), "{verdict:#?}");
    }
}
