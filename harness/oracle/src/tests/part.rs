//! Parts of sales that are taken back.

use journal::*;

use crate::story::*;

const WHOLE: i64 = 12_000;
const BACK: i64 = 4_000;

fn story() -> Story {
    Story::placing(&[
        ("batch", "60.2"),
        ("original-batch", "61.1"),
        ("original-type", "90.1"),
        ("original-trace", "90.2"),
        ("replacement", "95.1"),
    ])
}

/// A good sale, and the order to take a part of it back, confirmed.
fn ordered(story: &mut Story) -> u64 {
    let sale = story.good_sale(1, WHOLE);
    story.order_of(OrderKind::PartialReversal, BACK, Some(1));
    story.supervisor();
    sale
}

fn advice(left: i64) -> Ask {
    let ask = Ask { class: "partial-reversal", mti: Some("0420"), ..Ask::new("sale", 1, WHOLE) };
    ask.with("39", "32").with("90.2", "000001").with("95.1", &format!("{left:012}"))
}

fn again(left: i64) -> Ask {
    Ask { mti: Some("0421"), ..advice(left) }
}

/// Both books give a part back.
fn give_back(story: &mut Story, advice: u64, back: i64) {
    let fee = |fen: i64| (fen * 38 + 5_000) / 10_000;
    let fee = fee(WHOLE - back) - fee(WHOLE);
    story.post_legs(Book::Acquirer, advice, false, -back, fee);
    story.post_legs(Book::Issuer, advice, false, -back, 0);
    story.text(Movement::Cancelled, back);
}

fn done(story: &mut Story, advice: u64, back: i64) {
    story.show_amount("approved", advice, back);
    story.slip_as(advice, |slip| slip.amount_fen = Some(back));
}

/// Taken back as it should be, but for a change of what is sent.
fn taken_back(change: impl FnOnce(Ask) -> Ask) -> (Story, u64) {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(change(advice(WHOLE - BACK)));
    give_back(&mut story, part, BACK);
    story.answer(part, "00");
    done(&mut story, part, BACK);
    (story, part)
}

/// A story that passes where it is right, and fails by this rule where it is not.
#[track_caller]
fn right_or_fails(story: Story, right: bool, rule: &str) {
    if right {
        story.passes();
    } else {
        story.fails_by(rule);
    }
}

const RULE: &str = "reversal.in-part";

#[test]
fn a_part_that_was_ordered_is_taken_back() {
    taken_back(|ask| ask).0.passes();
}

#[test]
fn a_part_of_another_amount_or_of_another_sale_fails() {
    let mut other = story();
    ordered(&mut other);
    let part = other.ask(advice(BACK));
    give_back(&mut other, part, WHOLE - BACK);
    other.answer(part, "00");
    done(&mut other, part, WHOLE - BACK);
    other.fails_by(RULE);

    let mut other = story();
    other.good_sale(1, WHOLE);
    other.good_sale(2, WHOLE);
    other.order_of(OrderKind::PartialReversal, BACK, Some(2));
    other.supervisor();
    let part = other.ask(advice(WHOLE - BACK));
    give_back(&mut other, part, BACK);
    other.answer(part, "00");
    done(&mut other, part, BACK);
    other.fails_by(RULE);
}

#[test]
fn a_part_that_nobody_ordered_or_confirmed_fails() {
    for confirmed in [None, Some(false), Some(true)] {
        let mut story = story();
        story.good_sale(1, WHOLE);
        if let Some(confirmed) = confirmed {
            story.order_of(OrderKind::PartialReversal, BACK, Some(1));
            if confirmed {
                story.supervisor();
            }
        }
        let part = story.ask(advice(WHOLE - BACK));
        give_back(&mut story, part, BACK);
        story.answer(part, "00");
        done(&mut story, part, BACK);
        right_or_fails(story, confirmed == Some(true), RULE);
    }
}

#[test]
fn a_part_of_a_sale_that_never_stood_fails() {
    let mut story = story();
    let intent = story.order(OrderKind::Sale, WHOLE);
    let sale = story.sale(1, WHOLE);
    story.answer(sale, "51");
    story.show("declined", sale);
    story.order_of(OrderKind::PartialReversal, BACK, Some(intent));
    story.supervisor();
    let part = story.ask(advice(WHOLE - BACK));
    story.answer(part, "12");
    story.show_amount("declined", part, BACK);
    story.fails_by(RULE);
}

#[test]
fn a_second_part_fails_and_so_does_one_of_what_was_voided() {
    let (mut second, _) = taken_back(|ask| ask);
    second.order_of(OrderKind::PartialReversal, 8_000, Some(1));
    second.supervisor();
    let part = second.ask(advice(BACK));
    second.answer(part, "22");
    second.show_amount("declined", part, 8_000);
    second.fails_by(RULE);

    let mut voided = story();
    let sale = voided.good_sale(1, WHOLE);
    let intent = voided.order_of(OrderKind::Void, WHOLE, Some(1));
    voided.supervisor();
    let void = Ask { original: Some(sale), ..Ask::new("void", 2, WHOLE) };
    let void = voided.ask(void.with("61.1", "000001").with("90.2", "000001"));
    voided.book(void);
    voided.answer(void, "00");
    voided.approve(intent, void);
    voided.order_of(OrderKind::PartialReversal, BACK, Some(1));
    voided.supervisor();
    let part = voided.ask(advice(WHOLE - BACK));
    voided.answer(part, "22");
    voided.show_amount("declined", part, BACK);
    voided.fails_by(RULE);
}

#[test]
fn what_is_sent_again_is_the_same() {
    for (left, left_again) in [(WHOLE - BACK, WHOLE - BACK), (WHOLE - BACK, BACK)] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(left));
        give_back(&mut story, part, BACK);
        story.answer_lost(part, "00");
        let part = story.ask(again(left_again));
        story.answer(part, "00");
        done(&mut story, part, BACK);
        right_or_fails(story, left == left_again, RULE);
    }
}

#[test]
fn one_that_comes_again_says_so() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    give_back(&mut story, part, BACK);
    story.answer_lost(part, "00");
    let part = story.ask(advice(WHOLE - BACK));
    story.answer(part, "00");
    done(&mut story, part, BACK);
    story.fails_by("reversal.own-original");
}

#[test]
fn only_a_yes_is_called_done_and_only_a_refusal_off() {
    for (code, screen, right) in [
        ("00", "approved", true),
        ("22", "approved", false),
        ("96", "approved", false),
        ("22", "declined", true),
        ("96", "declined", false),
        ("96", "in-doubt", true),
        ("96", "reversal-done", false),
        ("96", "idle", false),
        ("00", "in-doubt", true),
        ("00", "declined", false),
    ] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        if code == "00" {
            give_back(&mut story, part, BACK);
        }
        story.answer(part, code);
        story.show_amount(screen, part, BACK);
        right_or_fails(story, right, RULE);
    }
}

#[test]
fn a_claim_of_another_amount_fails_and_so_does_one_of_what_was_never_sent() {
    let mut other = story();
    ordered(&mut other);
    let part = other.ask(advice(WHOLE - BACK));
    give_back(&mut other, part, BACK);
    other.answer(part, "00");
    done(&mut other, part, WHOLE - BACK);
    other.fails_by(RULE);

    let mut unsent = story();
    ordered(&mut unsent);
    unsent.show_ahead("approved", &advice(WHOLE - BACK));
    unsent.fails_by(RULE);
}

#[test]
fn nothing_new_goes_before_the_answer() {
    for answered in [false, true] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        give_back(&mut story, part, BACK);
        if answered {
            story.answer(part, "00");
            done(&mut story, part, BACK);
        } else {
            story.answer_lost(part, "00");
            story.show_amount("in-doubt", part, BACK);
        }
        story.good_sale(2, 500);
        right_or_fails(story, answered, RULE);
    }
}

#[test]
fn what_power_took_before_a_word_of_it_goes_again_and_is_no_second_one() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    give_back(&mut story, part, BACK);
    story.answer(part, "00");
    story.cut();
    story.show_amount("in-doubt", part, BACK);
    let part = story.ask(again(WHOLE - BACK));
    story.answer(part, "00");
    done(&mut story, part, BACK);
    story.passes();
}

#[test]
fn an_acquirer_that_gives_another_part_back_is_the_bench() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    give_back(&mut story, part, 1_000);
    story.answer(part, "00");
    done(&mut story, part, BACK);
    story.errs_by(RULE);
}

#[test]
fn what_is_said_of_the_sale_afterwards_is_of_what_is_left() {
    for (fen, right) in [(WHOLE, false), (WHOLE - BACK, true)] {
        let (mut story, _) = taken_back(|ask| ask);
        story.order_of(OrderKind::Reprint, 0, Some(1));
        story.slip_as(1, |slip| {
            slip.duplicate = true;
            slip.amount_fen = Some(fen);
        });
        right_or_fails(story, right, "claim.paper");
    }
}

#[test]
fn a_part_of_anything_but_a_sale_fails() {
    let mut story = story();
    story.good_pre_auth(1, WHOLE);
    story.order_of(OrderKind::PartialReversal, BACK, Some(1));
    let part = story.ask(advice(WHOLE - BACK));
    story.answer(part, "40");
    story.show_amount("declined", part, BACK);
    story.fails_by("reversal.own-original");
}
