//! Parts of sales that are taken back.

use journal::*;
use wire::{BatchTotals, Side};

use crate::story::*;

const WHOLE: i64 = 12_000;
const BACK: i64 = 4_000;

const PLACES: [(&str, &str); 6] = [
    ("batch", "60.2"),
    ("original-batch", "61.1"),
    ("original-type", "90.1"),
    ("original-trace", "90.2"),
    ("replacement", "95.1"),
    ("totals", "48"),
];

fn story() -> Story {
    Story::placing(&PLACES)
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

/// An advice that is taken and answered with a yes, and what the terminal says then; its ticket.
fn granted(story: &mut Story, advice: Ask, back: i64) -> u64 {
    let part = story.ask(advice);
    give_back(story, part, back);
    story.answer(part, "00");
    done(story, part, back);
    part
}

/// Taken back as it should be, but for a change of what is sent.
fn taken_back(change: impl FnOnce(Ask) -> Ask) -> (Story, u64) {
    let mut story = story();
    ordered(&mut story);
    let part = granted(&mut story, change(advice(WHOLE - BACK)), BACK);
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
    granted(&mut other, advice(WHOLE - BACK), BACK);
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
        granted(&mut story, advice(WHOLE - BACK), BACK);
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

#[test]
fn a_slip_of_another_amount_fails_if_it_came_out_whole() {
    for (complete, blank, right) in [(true, false, false), (false, false, true), (true, true, true)] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        give_back(&mut story, part, BACK);
        story.answer(part, "00");
        story.show_amount("approved", part, BACK);
        story.slip_as(part, |slip| {
            (slip.amount_fen, slip.complete, slip.blank) = (Some(BACK + 1), complete, blank);
        });
        right_or_fails(story, right, RULE);
    }
}

#[test]
fn what_was_called_done_before_power_went_is_over() {
    let (mut story, _) = taken_back(|ask| ask);
    story.cut();
    let part = story.ask(again(WHOLE - BACK));
    story.answer(part, "00");
    story.fails_by(RULE);
}

#[test]
fn what_power_took_and_goes_again_with_another_amount_is_the_same_one_all_the_same() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    give_back(&mut story, part, BACK);
    story.show_amount("in-doubt", part, BACK);
    story.answer(part, "00");
    story.cut();
    let part = story.ask(again(BACK));
    story.answer(part, "00");
    done(&mut story, part, BACK);
    let verdict = story.fails_by(RULE);
    let sentence = &verdict.findings[0].sentence;
    assert!(sentence.ends_with("came again with another amount"), "{verdict:#?}");
}

#[test]
fn a_word_under_another_number_is_of_no_part_of_this_sale() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    give_back(&mut story, part, BACK);
    story.answer(part, "00");
    story.show_as("approved", part, |note| {
        (note.amount_fen, note.trace) = (Some(BACK), Some("000002".into()))
    });
    let verdict = story.fails_by(RULE);
    // Nobody was told of the one, and of the other the host never heard.
    assert_eq!(verdict.findings.len(), 2, "{verdict:#?}");
}

#[test]
fn what_the_host_never_granted_leaves_the_sale_whole() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    story.answer(part, "96");
    story.show_amount("approved", part, BACK);
    story.order_of(OrderKind::Reprint, 0, Some(1));
    story.slip_as(1, |slip| slip.duplicate = true);
    story.fails_by(RULE);
}

#[test]
fn only_the_code_of_a_whole_approval_is_a_yes() {
    let tell = |code: &str| {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        give_back(&mut story, part, BACK);
        story.answer(part, code);
        done(&mut story, part, BACK);
        story
    };
    tell("11").passes();
    let story = tell("10");
    let verdict = story.judged();
    let said = verdict.findings.iter().any(|f| f.rule == RULE && f.sentence.ends_with("and no yes had come"));
    assert!(said, "{verdict:#?}");
}

/// The order to settle, with a total of this much.
fn settled(story: &mut Story, fen: u64) {
    story.order(OrderKind::Settlement, 0);
    let mut told = BatchTotals::default();
    told.add(Side::Debit, fen);
    let ask = Ask { mti: Some("0500"), ..Ask::new("settlement", 7, 0) };
    let ask = story.ask(ask.with("48", &told.digits(None).expect("they fit")));
    story.answer(ask, "00");
}

#[test]
fn a_batch_comes_to_what_is_left_of_its_sales() {
    for (fen, right) in [(8_000, true), (12_000, false)] {
        let (mut story, _) = taken_back(|ask| ask);
        settled(&mut story, fen);
        right_or_fails(story, right, "settlement.totals");
    }
    // While the terminal does not know that a part was given back, nothing is settled.
    for fen in [8_000, 12_000] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        give_back(&mut story, part, BACK);
        story.answer_lost(part, "00");
        story.show_amount("in-doubt", part, BACK);
        settled(&mut story, fen);
        story.fails_by(RULE);
    }
}

#[test]
fn a_part_that_power_kept_back_goes_out_on_whatever_occasion_comes_first() {
    let mut story = story();
    ordered(&mut story);
    story.cut();
    story.order(OrderKind::Balance, 0);
    granted(&mut story, advice(WHOLE - BACK), BACK);
    story.passes();
}

#[test]
fn what_was_said_of_a_refused_part_is_not_said_of_the_next_one() {
    let mut story = story();
    ordered(&mut story);
    let refused = story.ask(advice(WHOLE - BACK));
    story.answer(refused, "22");
    story.show_amount("declined", refused, BACK);
    story.order_of(OrderKind::PartialReversal, BACK, Some(1));
    story.supervisor();
    granted(&mut story, again(WHOLE - BACK), BACK);
    story.passes();
}

#[test]
fn a_part_is_never_called_reversed_and_is_called_open_behind_its_last_try() {
    for (before, between, right) in
        [("in-doubt", "idle", false), ("idle", "in-doubt", true), ("reversal-done", "in-doubt", false)]
    {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        story.answer_lost(part, "96");
        story.show_amount(before, part, BACK);
        let part = story.ask(again(WHOLE - BACK));
        story.answer_lost(part, "96");
        story.show_amount(between, part, BACK);
        right_or_fails(story, right, RULE);
    }
}

#[test]
fn a_practice_that_gives_up_goes_on_once_it_has_said_so() {
    use profile::AfterExhaustion::{GiveUpAndDelete, KeepAndRefuse};
    for (practice, screen, before, right) in [
        (GiveUpAndDelete, "declared-open", true, true),
        (GiveUpAndDelete, "declared-open", false, false),
        (GiveUpAndDelete, "in-doubt", true, false),
        (KeepAndRefuse, "declared-open", true, false),
    ] {
        let mut story =
            Story::placing_under(&PLACES, |p| p.terminal.reversal.after_exhaustion = practice.into());
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        story.answer_lost(part, "96");
        if before {
            story.show_amount(screen, part, BACK);
        }
        story.good_sale(2, 500);
        if !before {
            story.show_amount(screen, part, BACK);
        }
        if right {
            story.risks("give-up-and-delete", BACK);
        } else {
            story.fails_by(RULE);
        }
    }
}

#[test]
fn a_yes_that_moves_nothing_is_the_benchs() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    story.answer(part, "00");
    done(&mut story, part, BACK);
    let verdict = story.judged();
    let bench = verdict.findings.iter().find(|f| f.rule == RULE).map(|f| f.blame);
    assert_eq!(bench, Some(crate::Blame::Bench), "{verdict:#?}");
}

#[test]
fn a_refusal_of_what_comes_again_need_not_be_one_of_the_part() {
    for (code, right) in [("94", false), ("58", false), ("22", true), ("12", true)] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        story.answer_lost(part, "00");
        let part = story.ask(again(WHOLE - BACK));
        story.answer(part, code);
        story.show_amount("declined", part, BACK);
        right_or_fails(story, right, RULE);
    }
}

#[test]
fn a_yes_that_was_heard_and_forgotten_fails_with_the_next_order() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    give_back(&mut story, part, BACK);
    story.answer(part, "00");
    story.show_amount("in-doubt", part, BACK);
    story.good_sale(2, 500);
    story.fails_by(RULE);
}

#[test]
fn a_part_of_another_sale_goes_behind_the_one_that_is_owed() {
    for settled in [false, true] {
        let mut story = story();
        story.good_sale(1, WHOLE);
        story.good_sale(2, WHOLE);
        story.order_of(OrderKind::PartialReversal, BACK, Some(1));
        story.supervisor();
        story.show_ahead("in-doubt", &advice(WHOLE - BACK));
        story.order_of(OrderKind::PartialReversal, 3_000, Some(2));
        story.supervisor();
        // The one that is owed is the first that the host sees.
        let part = story.ask(advice(WHOLE - BACK));
        if settled {
            give_back(&mut story, part, BACK);
            story.answer(part, "00");
            done(&mut story, part, BACK);
        } else {
            story.answer_lost(part, "96");
            story.show_amount("in-doubt", part, BACK);
        }
        let other = Ask { class: "partial-reversal", mti: Some("0420"), ..Ask::new("sale", 2, WHOLE) };
        let other = other.with("39", "32").with("90.2", "000002").with("95.1", "000000009000");
        granted(&mut story, other, 3_000);
        right_or_fails(story, settled, RULE);
    }
}

#[test]
fn one_that_was_refused_and_cut_short_is_not_the_next_one() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    story.answer(part, "22");
    story.cut();
    story.show_amount("failed", part, BACK);
    story.order_of(OrderKind::PartialReversal, BACK, Some(1));
    story.supervisor();
    granted(&mut story, advice(WHOLE - BACK), BACK);
    story.passes();
}

#[test]
fn power_that_goes_behind_the_last_try_leaves_no_time_for_a_word() {
    let mut story = story();
    ordered(&mut story);
    let part = story.ask(advice(WHOLE - BACK));
    story.answer_lost(part, "96");
    story.cut();
    story.show_amount("in-doubt", part, BACK);
    story.order(OrderKind::Balance, 0);
    story.ask(again(WHOLE - BACK));
    story.cut();
    story.passes();
}

#[test]
fn a_part_of_another_day_or_of_a_closed_batch_fails() {
    for days in [0, 1] {
        let mut story = story();
        story.good_sale(1, WHOLE);
        story.days_pass(days);
        story.order_of(OrderKind::PartialReversal, BACK, Some(1));
        story.supervisor();
        granted(&mut story, advice(WHOLE - BACK), BACK);
        right_or_fails(story, days == 0, RULE);
    }
}

#[test]
fn a_part_has_its_own_reason() {
    taken_back(|ask| ask.with("39", "06")).0.fails_by(RULE);
}

#[test]
fn what_was_refunded_is_not_taken_back_as_well() {
    for (refunded, right) in [(1_000, true), (9_000, false)] {
        let mut story = story();
        let sale = story.good_sale(1, WHOLE);
        let intent = story.order_of(OrderKind::Refund, refunded, Some(1));
        story.supervisor();
        let refund = story.refund_ask(2, sale, refunded);
        let refund = story.ask(refund);
        story.book(refund);
        story.answer(refund, "00");
        story.approve(intent, refund);
        story.order_of(OrderKind::PartialReversal, BACK, Some(1));
        story.supervisor();
        let part = story.ask(advice(WHOLE - BACK));
        story.answer(part, "22");
        story.show_amount("declined", part, BACK);
        right_or_fails(story, right, RULE);
    }
}

#[test]
fn after_a_cut_a_part_is_spoken_of() {
    for told in [true, false] {
        let mut story = story();
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        give_back(&mut story, part, BACK);
        story.answer_lost(part, "00");
        story.cut();
        if told {
            story.show_amount("in-doubt", part, BACK);
        }
        let intent = story.order(OrderKind::Sale, 500);
        let part = story.ask(again(WHOLE - BACK));
        story.answer(part, "00");
        done(&mut story, part, BACK);
        story.pay(intent, 2, 500);
        right_or_fails(story, told, "doubt.announced");
    }
}

#[test]
fn a_part_that_the_practice_gave_up_is_risk() {
    let gives_up = |profile: &mut profile::Profile| {
        profile.terminal.reversal.after_exhaustion = profile::AfterExhaustion::GiveUpAndDelete.into();
    };
    for (booked, anew) in [(true, false), (false, false), (false, true)] {
        let mut story = Story::placing_under(&PLACES, gives_up);
        ordered(&mut story);
        let part = story.ask(advice(WHOLE - BACK));
        if booked {
            give_back(&mut story, part, BACK);
        }
        story.answer_lost(part, "00");
        story.show_amount("declared-open", part, BACK);
        if anew {
            story.order_of(OrderKind::PartialReversal, BACK, Some(1));
            story.supervisor();
            granted(&mut story, advice(WHOLE - BACK), BACK);
        }
        story.good_sale(2, 500);
        if anew {
            story.passes();
        } else {
            story.risks("give-up-and-delete", BACK);
        }
    }
}
