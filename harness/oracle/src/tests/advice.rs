//! Completions by advice: claimed at the counter, told to the host afterwards.

use journal::*;

use crate::story::*;

/// A pre-authorisation of 500.00 that stands, and a completion of 420.00 of it that the counter claims; the advice.
fn claimed(story: &mut Story) -> Ask {
    let held = story.good_pre_auth(1, 50_000);
    let intent = story.order_of(OrderKind::CompletionAdvice, 42_000, Some(1));
    story.supervisor();
    let advice = story.end_ask("completion-advice", 2, held, 42_000);
    story.show_ahead("approved", &advice);
    story.cashier(intent, Belief::Done);
    story.cardholder(intent, Belief::Done);
    advice
}

fn told(story: &mut Story, advice: Ask) {
    let told = story.ask(advice);
    story.hold(told, 42_000, -50_000);
    story.answer(told, "00");
}

/// A sale that goes well, with whatever its attempt sends before it.
fn sale_behind(story: &mut Story, first: impl FnOnce(&mut Story)) {
    let intent = story.order(OrderKind::Sale, 2_000);
    first(story);
    let sale = story.sale(3, 2_000);
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
}

#[test]
fn told_at_once_passes() {
    let mut story = Story::new();
    let advice = claimed(&mut story);
    told(&mut story, advice);
    story.expect(Expectation::Paid { person: "Li".into(), amount_fen: 42_000 });
    story.passes();
}

#[test]
fn told_with_the_next_order_passes() {
    let mut story = Story::new();
    let advice = claimed(&mut story);
    sale_behind(&mut story, |story| told(story, advice));
    story.expect(Expectation::State { class: "completion-advice".into(), nth: 1, state: TxnState::Approved });
    story.passes();
}

#[test]
fn not_told_while_nothing_else_goes_out_passes() {
    let mut story = Story::new();
    claimed(&mut story);
    story.passes();
}

#[test]
fn a_sale_that_goes_out_over_it_fails() {
    let mut story = Story::new();
    claimed(&mut story);
    sale_behind(&mut story, |_| {});
    story.fails_by("advice.told");
}

#[test]
fn a_try_that_is_lost_lets_the_sale_pass_and_the_next_one_not() {
    let mut story = Story::new();
    claimed(&mut story);
    sale_behind(&mut story, |story| story.lost("completion-advice"));
    story.passes();
    let mut story = Story::new();
    claimed(&mut story);
    sale_behind(&mut story, |story| story.lost("completion-advice"));
    story.good_sale(4, 700);
    story.fails_by("advice.told");
}

#[test]
fn a_settlement_over_it_fails_whatever_its_batch_unless_it_was_told_before() {
    for (batch, first) in [("000001", false), ("000002", false), ("000002", true)] {
        let mut story = Story::new();
        let advice = claimed(&mut story);
        if first {
            told(&mut story, advice);
        }
        story.order(OrderKind::Settlement, 0);
        let settlement = story.ask(Ask { batch, ..Ask::new("settlement", 9, 0) });
        story.answer(settlement, "00");
        let verdict = story.judged();
        let blamed = verdict.findings.iter().any(|finding| finding.rule == "advice.told");
        assert_eq!(blamed, !first, "{batch}: {verdict:#?}");
    }
}

#[test]
fn sent_again_until_it_is_answered_passes_and_given_up_fails() {
    for again in [true, false] {
        let mut story = Story::new();
        let advice = claimed(&mut story);
        let first = story.ask(advice.clone());
        story.hold(first, 42_000, -50_000);
        story.answer_lost(first, "00");
        sale_behind(&mut story, |story| {
            if again {
                let second = story.ask(advice);
                story.answer(second, "00");
            }
        });
        if again { story.passes() } else { drop(story.fails_by("advice.told")) }
    }
}

#[test]
fn an_unanswered_try_behind_the_sale_was_no_try_before_it() {
    for before in [true, false] {
        let mut story = Story::new();
        let advice = claimed(&mut story);
        let unanswered = |story: &mut Story| {
            let told = story.ask(advice.clone());
            story.answer_lost(told, "96");
        };
        let intent = story.order(OrderKind::Sale, 2_000);
        if before {
            unanswered(&mut story);
        }
        story.pay(intent, 3, 2_000);
        if !before {
            unanswered(&mut story);
        }
        if before { story.passes() } else { drop(story.fails_by("advice.told")) }
    }
}

#[test]
fn a_refusal_that_came_when_the_keys_were_gone_is_not_believed() {
    for (before, at_once, believed) in [(true, false, false), (false, true, false), (false, false, true)] {
        let mut story = Story::new();
        let advice = claimed(&mut story);
        let refused = story.ask(advice);
        if before {
            story.keys(false);
        }
        story.answer(refused, "61");
        if at_once {
            story.at_one_instant();
        }
        if !before {
            story.keys(false);
        }
        story.show_bare("idle");
        if believed { drop(story.fails_by("advice.told")) } else { story.passes() }
    }
}

#[test]
fn refused_for_good_is_given_over_or_fails() {
    for spoken in [true, false] {
        let mut story = Story::new();
        let advice = claimed(&mut story);
        let refused = story.ask(advice);
        story.answer(refused, "61");
        if spoken {
            story.show("declared-open", refused);
            story.cashier(2, Belief::Open);
        }
        if spoken { story.passes() } else { drop(story.fails_by("advice.told")) }
    }
}

#[test]
fn refused_for_now_waits_for_the_next_order() {
    let mut story = Story::new();
    let advice = claimed(&mut story);
    let refused = story.ask(advice.clone());
    story.answer(refused, "96");
    sale_behind(&mut story, |story| told(story, advice));
    story.passes();
}

#[test]
fn told_under_another_number_fails_as_money_that_nobody_asked_for() {
    let mut story = Story::new();
    let advice = claimed(&mut story);
    let first = story.ask(advice.clone());
    story.hold(first, 42_000, -50_000);
    story.answer_lost(first, "00");
    sale_behind(&mut story, |story| {
        let again = story.ask(Ask { stan: 9, ..advice });
        story.answer(again, "22");
    });
    story.finds(&["advice.told", "order.moves-only-what-was-asked"]);
}

#[test]
fn booked_and_never_claimed_fails() {
    let mut story = Story::new();
    let held = story.good_pre_auth(1, 50_000);
    story.order_of(OrderKind::CompletionAdvice, 42_000, Some(1));
    story.supervisor();
    let advice = story.end_ask("completion-advice", 2, held, 42_000);
    told(&mut story, advice);
    story.fails_by("advice.told");
}
