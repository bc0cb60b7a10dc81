//! What goes back of a sale, and whether it was asked for.

use journal::*;

use crate::story::*;

const CONSERVE: &str = "returns.conserve";
const ASKED: &str = "order.moves-only-what-was-asked";

impl Story {
    /// A return that goes well, changed; the order goes back to the sale of an intent.
    fn back(&mut self, kind: OrderKind, ask: Ask, of: Option<u32>, fen: i64) -> u64 {
        let intent = self.order_of(kind, fen, of);
        self.supervisor();
        let back = self.ask(ask);
        self.book(back);
        self.answer(back, "00");
        self.approve(intent, back);
        back
    }

    fn refund(&mut self, stan: u32, sale: u64, fen: i64) -> u64 {
        let ask = self.refund_ask(stan, sale, fen);
        self.back(OrderKind::Refund, ask, None, fen)
    }

    fn void(&mut self, stan: u32, sale: u64) -> u64 {
        let ask = self.void_ask(stan, sale);
        self.back(OrderKind::Void, ask, None, 0)
    }
}

#[test]
fn a_voided_sale_gives_nothing_back_any_more() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.void(2, sale);
    story.refund(3, sale, 4_000);
    story.fails_by(CONSERVE);
}

#[test]
fn a_refunded_sale_is_not_voided() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.refund(2, sale, 4_000);
    story.void(3, sale);
    story.fails_by(CONSERVE);
}

#[test]
fn a_host_that_refuses_such_a_void_saves_the_money() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.refund(2, sale, 4_000);
    story.order(OrderKind::Void, 0);
    story.supervisor();
    let ask = story.void_ask(3, sale);
    let void = story.ask(ask);
    story.answer(void, "22");
    story.show("declined", void);
    story.passes();
}

#[test]
fn a_reversed_sale_gives_nothing_back() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Reverse, 0);
    story.reversed(sale, "98");
    story.refund(2, sale, 4_000);
    story.errs_by(CONSERVE);
}

#[test]
fn money_goes_back_to_a_sale_and_to_its_card() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    let ask = Ask::new("refund", 2, 4_000).with("37", "000000000000");
    story.back(OrderKind::Refund, ask, None, 4_000);
    story.errs_by(CONSERVE);

    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.refund(2, sale, 4_000);
    let ask = story.refund_ask(3, sale, 4_000);
    let booked_twice = story.back(OrderKind::Refund, ask, None, 4_000);
    story.book(booked_twice);
    story.errs_by(CONSERVE);
}

#[test]
fn what_goes_back_goes_back_in_time() {
    for (days, sound) in [(30, true), (31, false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.days_pass(days);
        story.refund(2, sale, 4_000);
        if sound {
            story.passes();
        } else {
            story.fails_by(CONSERVE);
        }
    }
    for code in ["00", "22"] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.days_pass(1);
        if code == "00" {
            story.void(2, sale);
        } else {
            story.order(OrderKind::Void, 0);
            story.supervisor();
            let ask = story.void_ask(2, sale);
            let void = story.ask(ask);
            story.answer(void, code);
            story.show("declined", void);
        }
        story.fails_by(CONSERVE);
    }
}

#[test]
fn a_refund_that_no_book_has_and_that_was_left_open_counts_against_the_next_one() {
    for (next, sound) in [(2_000, true), (2_001, false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 10_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 10_000);
        let open = story.ask(ask);
        story.answer_lost(open, "00");
        story.show("declared-open", open);
        story.refund(3, sale, next);
        if sound { story.passes() } else { drop(story.fails_by("refund.within")) }
    }
}

#[test]
fn a_sale_is_known_by_the_number_that_its_answer_had_though_no_book_has_it() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Sale, 12_000);
    let unbooked = story.sale(2, 12_000);
    story.answer(unbooked, "00");
    story.approve(intent, unbooked);
    story.order_of(OrderKind::Refund, 4_000, Some(1));
    story.supervisor();
    let ask = story.refund_ask(3, unbooked, 4_000);
    let refund = story.ask(ask);
    story.answer(refund, "25");
    story.show("declined", refund);
    story.finds(&["books.agree", ASKED]);
}

#[test]
fn an_order_moves_what_it_names() {
    let of_another = |kind: OrderKind, of: u32| {
        let mut story = Story::new();
        story.good_sale(1, 12_000);
        let second = story.good_sale(2, 12_000);
        let (ask, fen) = match kind {
            OrderKind::Void => (story.void_ask(3, second), 0),
            _ => (story.refund_ask(3, second, 4_000), 4_000),
        };
        story.back(kind, ask, Some(of), fen);
        story
    };
    for kind in [OrderKind::Void, OrderKind::Refund] {
        of_another(kind, 2).passes();
        of_another(kind, 1).fails_by(ASKED);
    }
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let ask = story.refund_ask(2, sale, 8_000);
    story.back(OrderKind::Refund, ask, Some(1), 800);
    story.fails_by(ASKED);
}

#[test]
fn no_sale_goes_out_for_another_order_or_for_none() {
    for order in [Some(OrderKind::Balance), Some(OrderKind::Query), None] {
        let mut story = Story::new();
        story.good_sale(1, 12_000);
        match order {
            Some(order) => {
                story.order(order, 0);
            }
            None => story.cut(),
        }
        let sale = story.sale(2, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        story.show("approved", sale);
        story.slip(sale);
        story.fails_by(ASKED);
    }
}

#[test]
fn what_nobody_ordered_is_found_once_though_the_line_doubles_it() {
    for class in ["refund", "sale"] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Settlement, 0);
        let ask =
            if class == "refund" { story.refund_ask(2, sale, 4_000) } else { Ask::new("sale", 2, 4_000) };
        let first = story.ask(ask.clone());
        story.answer(first, "22");
        let between = story.show_bare("idle");
        let twice = story.taken(ask);
        story.answer(twice, "22");
        let verdict = story.judged();
        let found = verdict.findings.iter().find(|f| f.rule == ASKED).expect("nobody ordered it");
        // A refund that comes again is its own repeat; a sale never is.
        assert_eq!(found.evidence.iter().any(|n| *n > between), class == "sale", "{verdict:#?}");
        assert_eq!(found.evidence.iter().filter(|n| **n < between).count(), 2, "{verdict:#?}");
        assert!(found.sentence.ends_with("was sent for a settlement"), "{verdict:#?}");
    }
}

/// A refund that stays open, and what the cashier does next.
fn open_refund(code: Option<&str>) -> (Story, u64, u64) {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    match code {
        Some(code) => story.answer(refund, code),
        None => story.answer_lost(refund, "00"),
    }
    (story, sale, refund)
}

#[test]
fn codes_that_leave_the_issuer_unknown_decline_no_refund() {
    let (mut story, _, refund) = open_refund(Some("98"));
    story.show("declared-open", refund);
    story.passes();
    let (mut story, _, refund) = open_refund(Some("98"));
    story.show("declined", refund);
    story.fails_by("doubt.resolved");
}

#[test]
fn an_open_refund_is_not_paid_again_by_another_order() {
    let (mut story, sale, refund) = open_refund(None);
    story.show("declared-open", refund);
    story.refund(3, sale, 4_000);
    story.fails_by("refund.within");
}

#[test]
fn what_a_host_says_of_a_repeat_says_nothing_of_the_first() {
    for (code, sound) in [("96", false), ("A0", false), ("22", true)] {
        let (mut story, sale, refund) = open_refund(None);
        story.show("declared-open", refund);
        story.attempt("ordered");
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let again = story.ask(ask);
        story.unbook(refund);
        story.answer(again, code);
        story.show("declined", again);
        if code == "A0" {
            let sign_on = story.ask(Ask::new("sign-on", 9, 0));
            story.answer(sign_on, "00");
        }
        story.refund(10, sale, 4_000);
        if sound {
            story.passes();
        } else {
            story.fails_by("refund.within");
        }
    }
}

#[test]
fn a_repeat_by_a_new_order_is_that_orders_refund() {
    let (mut story, sale, refund) = open_refund(None);
    story.show("declared-open", refund);
    let intent = story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let again = story.ask(ask);
    story.answer(again, "00");
    story.approve(intent, again);
    story.passes();
}

#[test]
fn a_repeat_that_nobody_answered_is_not_claimed() {
    let (mut story, sale, refund) = open_refund(None);
    story.show("declared-open", refund);
    story.attempt("ordered");
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let again = story.ask(ask);
    story.approve(2, again);
    story.fails_by("claim.screen");
}

#[test]
fn a_refunds_number_for_another_original_is_stolen() {
    let mut story = Story::new();
    let first = story.good_sale(1, 12_000);
    let second = story.good_sale(2, 12_000);
    story.refund(3, first, 4_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(3, second, 4_000);
    let refund = story.ask(ask);
    story.answer(refund, "94");
    story.show("declined", refund);
    story.fails_by("trace.unique");
}

/// A refund that is sent with this card, and whose postings are spoilt.
fn refund_to(sent: &'static str, spoils: fn(&mut PostingNote)) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order_of(OrderKind::Refund, 4_000, Some(1));
    story.supervisor();
    let ask = Ask { card: sent, ..story.refund_ask(2, sale, 4_000) };
    let refund = story.ask(ask);
    story.spoil_postings(spoils);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story
}

#[test]
fn a_refund_to_another_card_is_whoevers_it_is() {
    refund_to(CARD, |_| {}).passes();
    let blamed = |story: Story| {
        let verdict = story.judged();
        let found = verdict.findings.into_iter().find(|f| f.rule == CONSERVE);
        found.expect("to another card").blame
    };
    assert_eq!(blamed(refund_to("card-other", |_| {})), crate::Blame::Terminal);
    let other = |note: &mut PostingNote| note.card = "card-other".into();
    assert_eq!(blamed(refund_to(CARD, other)), crate::Blame::Bench);
}

#[test]
fn a_refund_over_what_is_left_is_the_benchs_only_where_the_terminal_cannot_know() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.refund(2, sale, 10_000);
    story.refund(3, sale, 10_000);
    let verdict = story.judged();
    assert!(verdict.findings.iter().all(|f| f.rule == "refund.within"), "{verdict:#?}");

    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let booked_twice = story.refund(2, sale, 10_000);
    story.book(booked_twice);
    let verdict = story.errs_by(CONSERVE);
    // Of the refund itself, and of its sale.
    assert_eq!(verdict.findings.len(), 2, "{verdict:#?}");
}

#[test]
fn a_sale_of_another_amount_is_no_order_that_was_changed_but_a_wrong_charge() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    story.pay(intent, 1, 1_200);
    story.fails_by("intent.charged-once");
}

#[test]
fn a_refund_that_was_paid_twice_is_found_once() {
    let (mut story, sale, refund) = open_refund(None);
    story.show("failed", refund);
    story.attempt("ordered");
    story.supervisor();
    let ask = story.refund_ask(3, sale, 4_000);
    let again = story.ask(ask);
    story.book(again);
    story.answer(again, "00");
    story.approve(2, again);
    story.fails_by("refund.within");
}

#[test]
fn what_was_open_when_the_next_refund_went_counts_though_it_was_confirmed_later() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 10_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 10_000);
    let open = story.ask(ask.clone());
    story.book(open);
    story.answer_lost(open, "00");
    story.show("declared-open", open);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let next = story.refund_ask(3, sale, 4_000);
    let refused = story.ask(next);
    story.answer(refused, "61");
    story.show("declined", refused);
    let intent = story.order(OrderKind::Refund, 10_000);
    story.supervisor();
    let again = story.ask(ask);
    story.answer(again, "00");
    story.approve(intent, again);
    story.fails_by("refund.within");
}
