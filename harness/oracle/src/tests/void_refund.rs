//! Voids, refunds, reprints.

use journal::*;

use crate::story::*;

const ASKED: &str = "order.moves-only-what-was-asked";

/// A void of a good sale, with or without a supervisor, changed.
fn voided(supervisor: bool, code: &str, change: impl FnOnce(Ask) -> Ask) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    void(&mut story, 2, sale, supervisor, code, change);
    story
}

fn void(
    story: &mut Story,
    stan: u32,
    sale: u64,
    supervisor: bool,
    code: &str,
    change: impl FnOnce(Ask) -> Ask,
) {
    let intent = story.order(OrderKind::Void, 0);
    if supervisor {
        story.supervisor();
    }
    let ask = change(story.void_ask(stan, sale));
    let void = story.ask(ask);
    if code == "00" {
        story.book(void);
        story.answer(void, "00");
        story.approve(intent, void);
    } else {
        story.answer(void, code);
        story.show("declined", void);
    }
}

#[test]
fn voids_have_to_be_rightful() {
    voided(true, "00", |ask| ask).passes();
    let rule = "void.rightful";
    voided(false, "00", |ask| ask).fails_by(rule);
    let verdict = voided(true, "64", |ask| Ask { fen: 11_000, ..ask }).fails_by(rule);
    let sentence = &verdict.findings[0].sentence;
    assert_eq!(sentence, "void 000002 of 110.00 takes back 110.00 of sale 000001 of 120.00");
    let verdict = voided(true, "12", |ask| ask.with("61.1", "000009")).fails_by(rule);
    let sentence = &verdict.findings[0].sentence;
    assert_eq!(sentence, "void 000002 of 120.00 takes back a sale of batch 000009; the batch is 000001");
    let verdict = voided(true, "25", |ask| ask.with("61.2", "000077")).fails_by(rule);
    let sentence = &verdict.findings[0].sentence;
    assert_eq!(sentence, "void 000002 of 120.00 names 000077, which is no sale of this terminal");
    // Another card than the one presented was sent.
    voided(true, "14", |ask| Ask { card: "card-other", ..ask }).fails_by(ASKED);
}

#[test]
fn voiding_twice_fails() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    void(&mut story, 2, sale, true, "00", |ask| ask);
    void(&mut story, 3, sale, true, "22", |ask| ask);
    story.fails_by("void.rightful");
}

#[test]
fn a_void_that_the_terminal_took_back_before_the_next_one_was_none_for_it() {
    for back_first in [true, false] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        void(&mut story, 2, sale, true, "00", |ask| ask);
        let intent = story.order(OrderKind::Void, 0);
        story.supervisor();
        let ask = story.void_ask(3, sale);
        if back_first {
            story.reversed(2, "06");
        }
        let again = story.ask(ask);
        story.answer(again, "22");
        story.show("declined", again);
        story.cashier(intent, Belief::NotDone);
        if !back_first {
            story.reversed(2, "06");
        }
        // That it was claimed is wrong in any case.
        let voided_twice = if back_first { None } else { Some("void.rightful") };
        let found: Vec<&str> = ["reversal.not-claimed"].into_iter().chain(voided_twice).collect();
        story.finds(&found);
    }
}

#[test]
fn a_void_that_was_undone_may_come_again() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Void, 0);
    story.supervisor();
    let ask = story.void_ask(2, sale);
    let first = story.ask(ask);
    story.book(first);
    story.show("in-doubt", first);
    let intent = story.order(OrderKind::Void, 0);
    story.supervisor();
    story.reversed(first, "98");
    let ask = story.void_ask(3, sale);
    let second = story.ask(ask);
    story.book(second);
    story.answer(second, "00");
    story.approve(intent, second);
    story.passes();
}

fn refund(story: &mut Story, stan: u32, sale: u64, fen: i64, code: &str) -> u64 {
    let intent = story.order(OrderKind::Refund, fen);
    story.supervisor();
    let ask = story.refund_ask(stan, sale, fen);
    let refund = story.ask(ask);
    if code == "00" {
        story.post_refund(refund, fen);
        story.answer(refund, "00");
        story.approve(intent, refund);
    } else {
        story.answer(refund, code);
        story.show("declined", refund);
    }
    refund
}

impl Story {
    fn post_refund(&mut self, refund: u64, fen: i64) {
        self.book(refund);
        assert!(fen > 0);
    }
}

#[test]
fn refunds_stay_within_the_sale() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    refund(&mut story, 2, sale, 4_000, "00");
    refund(&mut story, 3, sale, 8_000, "00");
    story.passes();

    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    refund(&mut story, 2, sale, 4_000, "00");
    refund(&mut story, 3, sale, 8_001, "61");
    story.fails_by("refund.within");
}

#[test]
fn the_host_must_not_book_too_much_either() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 12_001);
    story.supervisor();
    let ask = story.refund_ask(1, sale, 12_001);
    let refund = story.ask(Ask { batch: "000002", ..ask });
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story.errs_by("returns.conserve");
}

#[test]
fn a_refund_beyond_the_limit_or_without_supervisor_fails() {
    for (fen, sound) in [(2_000_000, true), (2_000_001, false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 3_000_000);
        refund(&mut story, 2, sale, fen, "00");
        if sound { story.passes() } else { drop(story.fails_by("refund.within")) }
    }

    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 4_000);
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(intent, refund);
    story.fails_by("refund.within");
}

/// A refund whose answer was lost, taken up again under this number.
fn refunded_again(stan: u32) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let first = story.ask(ask);
    story.book(first);
    story.answer_lost(first, "00");
    story.show("in-doubt", first);
    story.attempt("ordered");
    story.supervisor();
    let ask = story.refund_ask(stan, sale, 4_000);
    let second = story.ask(ask);
    if stan != 2 {
        story.book(second);
    }
    story.answer(second, "00");
    story.approve(intent, second);
    story
}

#[test]
fn a_refund_is_repeated_under_its_own_number_only() {
    refunded_again(2).passes();
    refunded_again(3).fails_by("refund.within");
}

#[test]
fn a_reprint_that_sends_fails() {
    for stan in [1, 2] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Reprint, 0);
        let again = story.sale(stan, 12_000);
        if stan == 2 {
            story.book(again);
        }
        story.answer(again, "00");
        story.slip_as(sale, |slip| slip.duplicate = true);
        story.fails_by("order.moves-only-what-was-asked");
    }
}

/// An approved refund, and one more of the same order.
fn refund_wanted_twice(why: &str, told: bool) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Refund, 100);
    for stan in [2, 3] {
        if stan == 3 {
            story.attempt(why);
        }
        story.supervisor();
        let ask = story.refund_ask(stan, sale, 100);
        let refund = story.ask(ask);
        story.book(refund);
        story.answer(refund, "00");
        if told || stan == 3 {
            story.approve(intent, refund);
        } else {
            story.slip(refund);
        }
    }
    story
}

#[test]
fn who_orders_a_refund_again_that_is_done_is_wrong_and_not_the_terminal() {
    refund_wanted_twice("ordered", true).errs_by("refund.within");
    refund_wanted_twice("left in the dark", true).fails_by("refund.within");
    refund_wanted_twice("ordered", false).fails_by("refund.within");
    // In that second try the terminal pays twice all by itself.
    let mut story = refund_wanted_twice("ordered", true);
    let ask = story.refund_ask(4, 1, 100);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "00");
    story.approve(2, refund);
    assert_eq!(story.judged().outcome, crate::Outcome::Fail);
}

/// A sale of 120.00 of which 80.00 was approved.
fn sale_in_part(story: &mut Story) -> u64 {
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post_part(sale, 8_000);
    story.answer_with(sale, "10", &[("4", "000000008000")]);
    story.show_amount("approved", sale, 8_000);
    story.cashier(intent, Belief::Done);
    story.cardholder(intent, Belief::Done);
    story.slip_as(sale, |slip| slip.amount_fen = Some(8_000));
    sale
}

#[test]
fn what_was_approved_in_part_goes_back_in_that_part() {
    for (fen, right) in [(8_000, true), (12_000, false)] {
        let mut story = Story::new();
        let sale = sale_in_part(&mut story);
        let code = if right { "00" } else { "64" };
        void(&mut story, 2, sale, true, code, |ask| Ask { fen, ..ask });
        if right {
            story.passes();
        } else {
            story.fails_by("void.rightful");
        }
    }
    let mut story = Story::new();
    let sale = sale_in_part(&mut story);
    refund(&mut story, 2, sale, 5_000, "00");
    refund(&mut story, 3, sale, 3_000, "00");
    story.passes();
    let mut story = Story::new();
    let sale = sale_in_part(&mut story);
    refund(&mut story, 2, sale, 8_001, "61");
    story.fails_by("refund.within");
}

#[test]
fn who_paid_the_part_that_was_approved_paid_once() {
    let mut story = Story::new();
    sale_in_part(&mut story);
    story.expect(Expectation::PaidOnce { person: "Li".into() });
    story.passes();
}

#[test]
fn a_host_that_books_another_part_than_it_approved_is_wrong() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post_part(sale, 7_000);
    story.answer_with(sale, "10", &[("4", "000000008000")]);
    story.show_amount("approved", sale, 8_000);
    story.cashier(intent, Belief::Done);
    story.slip_as(sale, |slip| slip.amount_fen = Some(8_000));
    story.errs_by("intent.charged-once");
}

#[test]
fn a_sale_that_the_terminal_claims_only_later_was_not_known_to_be_exceeded() {
    for first in [true, false] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        if first {
            story.approve(intent, sale);
        }
        refund(&mut story, 2, sale, 12_001, "61");
        if first {
            story.fails_by("refund.within");
        } else {
            story.approve(intent, sale);
            let verdict = story.judged();
            assert!(verdict.findings.iter().all(|f| f.rule != "refund.within"), "{verdict:#?}");
        }
    }
}

#[test]
fn voiding_what_was_reversed_fails() {
    for (reversed_first, rule) in [(true, "void.rightful"), (false, "reversal.first")] {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        let by_hand = |story: &mut Story| {
            story.order(OrderKind::Reverse, 0);
            story.reversed(sale, "98");
        };
        if reversed_first {
            by_hand(&mut story);
        }
        void(&mut story, 2, sale, true, "25", |ask| ask);
        if !reversed_first {
            by_hand(&mut story);
        }
        story.fails_by(rule);
    }
}

#[test]
fn a_supervisor_is_asked_as_the_practice_has_it_for_sales_and_for_guarantees() {
    for (voids, guarantees) in [(false, true), (true, false)] {
        let practice = || {
            Story::under(|p| {
                p.terminal.void.supervisor = voids.into();
                p.terminal.pre_auth.supervisor = guarantees.into();
            })
        };
        let mut story = practice();
        let sale = story.good_sale(1, 12_000);
        void(&mut story, 2, sale, false, "00", |ask| ask);
        if voids {
            drop(story.fails_by("void.rightful"))
        } else {
            story.passes()
        }

        let mut story = practice();
        let held = story.good_pre_auth(1, 50_000);
        let intent = story.order_of(OrderKind::Completion, 42_000, Some(1));
        story.supervisor();
        let ask = story.end_ask("completion", 2, held, 42_000);
        let done = story.ask(ask);
        story.hold(done, 42_000, -50_000);
        story.answer(done, "00");
        story.approve(intent, done);
        let intent = story.order_of(OrderKind::CompletionVoid, 42_000, Some(2));
        let ask = story.end_ask("completion-void", 3, done, 42_000);
        let back = story.ask(ask);
        story.hold(back, -42_000, 50_000);
        story.answer(back, "00");
        story.approve(intent, back);
        if guarantees { drop(story.fails_by("void.rightful")) } else { story.passes() }
    }
}
