//! Reversals: their content, and what they may be of.

use journal::*;

use crate::{judge, story::*};

/// A sale in doubt whose reversal is this.
fn reversed_as(change: impl FnOnce(Ask) -> Ask) -> Story {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let ask = change(story.reversal_ask(sale, "98"));
    let reversal = story.ask(ask);
    story.unbook(sale);
    story.answer(reversal, "00");
    story
}

#[test]
fn a_reversal_that_is_not_its_originals_fails() {
    reversed_as(|ask| ask).passes();
    let rule = "reversal.own-original";
    for (fen, says) in [(0, "amount none instead of 120.00"), (500, "amount 5.00 instead of 120.00")] {
        let verdict = reversed_as(|ask| Ask { fen, ..ask }).fails_by(rule);
        assert!(verdict.findings[0].sentence.ends_with(says), "{verdict:#?}");
    }
    reversed_as(|ask| ask.with("3", "200000")).fails_by(rule);
    reversed_as(|ask| ask.with("25", "06")).fails_by(rule);
    reversed_as(|ask| ask.with("22", "051")).fails_by(rule);
    reversed_as(|ask| ask.with("35", "masked")).fails_by(rule);
    reversed_as(|ask| ask.with("52", "masked")).fails_by(rule);
    reversed_as(|ask| Ask { card: "card-other", ..ask }).fails_by(rule);
    // Only the processing code has to be there.
    reversed_as(|ask| Ask { without: &["3", "61.3"], ..ask }).fails_by(rule);
    reversed_as(|ask| Ask { without: &["22", "61.3"], ..ask }).passes();
}

#[test]
fn a_reversal_under_a_new_number_or_batch_fails() {
    for change in [|ask| Ask { stan: 2, ..ask }, |ask| Ask { batch: "000002", ..ask }] {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        let intent = story.order(OrderKind::Sale, 500);
        let ask = change(story.reversal_ask(sale, "98"));
        let reversal = story.ask(ask);
        story.answer(reversal, "25");
        let next = story.sale(3, 500);
        story.book(next);
        story.answer(next, "00");
        story.approve(intent, next);
        story.fails_by("reversal.own-original");
    }
}

#[test]
fn a_reversal_of_what_the_host_never_took_is_of_what_was_lost() {
    // Lost was a sale of 120.00; what is reversed is that, or another amount, or had not been lost yet.
    let tell = |fen: i64, before: bool| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        if before {
            story.lost("sale");
        }
        let reversal = story.reversal_of("sale-reversal", 1, fen);
        story.answer(reversal, "25");
        if !before {
            story.lost("sale");
            let again = story.reversal_of("sale-reversal", 2, 12_000);
            story.answer(again, "25");
        }
        story.pay(intent, 3, 12_000);
        story
    };
    tell(12_000, true).passes();
    tell(500, true).fails_by("reversal.own-original");
    tell(12_000, false).fails_by("reversal.own-original");
}

#[test]
fn a_reversal_beside_the_sale_that_is_owed_one_fails_though_that_is_reversed_later() {
    let tell = |owed: bool| {
        let mut story = Story::new();
        let sale = owed.then(|| story.sale_in_doubt(1, 12_000));
        let intent = story.order(OrderKind::Sale, 12_000);
        story.lost("sale");
        let beside = story.reversal_of("sale-reversal", 7, 12_000);
        story.answer(beside, "25");
        if let Some(sale) = sale {
            story.reversed(sale, "98");
        }
        story.pay(intent, 3, 12_000);
        story
    };
    tell(false).passes();
    let verdict = tell(true).judged();
    assert!(verdict.findings.iter().any(|f| f.rule == "reversal.own-original"), "{verdict:#?}");
}

#[test]
fn what_needs_no_rest_is_found_on_a_bench_that_never_came_to_rest() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let reversal = story.ask(Ask { stan: 2, ..story.reversal_ask(sale, "98") });
    story.answer(reversal, "25");
    let verdict = judge(&story.closed());
    let found: Vec<&str> = verdict.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert!(found.contains(&"reversal.own-original"), "{found:?}");
    assert!(found.contains(&"bench.quiet"), "{found:?}");
}

#[test]
fn a_reversal_of_what_was_lost_beside_a_declined_sale_is_lawful() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 700);
    story.lost("sale");
    let reversal = story.reversal_of("sale-reversal", 1, 700);
    story.answer(reversal, "25");
    story.order(OrderKind::Sale, 12_000);
    let declined = story.sale(2, 12_000);
    story.answer(declined, "55");
    story.lost("sale");
    let reversal = story.reversal_of("sale-reversal", 3, 12_000);
    story.answer(reversal, "25");
    story.passes();
}

#[test]
fn a_reversal_of_what_was_refused_at_the_counter_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.show_bare("refused");
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal_of("sale-reversal", 1, 12_000);
    story.answer(reversal, "25");
    story.fails_by("reversal.own-original");
}

#[test]
fn a_reversal_is_known_by_its_type_or_by_its_class() {
    for (class, mti) in [("sale-reversal", "0200"), ("sale", "0400")] {
        reversed_as(|ask| Ask { class, mti: Some(mti), ..ask }).passes();
        reversed_as(|ask| Ask { class, mti: Some(mti), ..ask.with("25", "06") })
            .fails_by("reversal.own-original");
    }
}

#[test]
fn a_reversal_that_overtakes_its_sale_is_its_own() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let reversal = story.reversal_of("sale-reversal", 1, 12_000);
    story.answer(reversal, "25");
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.show("in-doubt", sale);
    // It was settled, and the books keep the sale.
    story.errs_by("books.agree");
}

#[test]
fn a_reversal_without_its_chip_data_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.ask(Ask::new("sale", 1, 12_000).with("55.9F26", "masked"));
    story.book(sale);
    story.show("in-doubt", sale);
    story.order(OrderKind::Sale, 500);
    let ask = story.reversal_ask(sale, "98");
    let reversal = story.ask(Ask { without: &["55.9F26"], ..ask });
    story.unbook(sale);
    story.answer(reversal, "00");
    story.fails_by("reversal.own-original");
}

#[test]
fn a_voids_reversal_points_at_the_void() {
    for right in [true, false] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Void, 12_000);
        story.supervisor();
        let ask = story.void_ask(2, sale);
        let void = story.ask(ask);
        story.book(void);
        story.answer_lost(void, "00");
        story.show("in-doubt", void);
        story.order(OrderKind::Sale, 500);
        let ask = story.reversal_ask(void, "98");
        let reversal = story.ask(if right { ask } else { ask.with("61.2", "000001") });
        story.unbook(void);
        story.answer(reversal, "00");
        if right {
            story.passes();
        } else {
            story.fails_by("reversal.own-original");
        }
    }
}

/// A sale in doubt, its advice, which nobody answers, and the advice once more.
fn advised_twice(change: impl FnOnce(Ask) -> Ask) -> Story {
    let mut story = Story::of_advices();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let ask = story.reversal_ask(sale, "98").with("90.1", "0200").with("90.2", "000001");
    story.ask(Ask { mti: Some("0420"), ..ask.clone() });
    story.unbook(sale);
    let again = story.ask(change(Ask { mti: Some("0421"), ..ask }));
    story.answer(again, "00");
    story
}

#[test]
fn an_advice_that_comes_again_says_so_under_its_originals_number() {
    advised_twice(|ask| ask).passes();
    let rule = "reversal.own-original";
    advised_twice(|ask| Ask { mti: Some("0420"), ..ask }).fails_by(rule);
    advised_twice(|ask| ask.with("11", "000007")).fails_by(rule);
}

#[test]
fn reversing_what_is_claimed_fails() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Sale, 500);
    story.reversed(sale, "06");
    story.fails_by("reversal.not-claimed");
}

#[test]
fn claiming_what_was_reversed_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.cut();
    story.show("recovered-reversed", sale);
    story.cashier(intent, Belief::NotDone);
    story.order(OrderKind::Sale, 500);
    story.reversed(sale, "96");
    story.order(OrderKind::Reprint, 0);
    story.slip_as(sale, |slip| slip.duplicate = true);
    let verdict = story.fails_by("reversal.not-claimed");
    assert!(verdict.findings[0].sentence.ends_with("which a slip claimed later"), "{verdict:#?}");
}

#[test]
fn what_had_been_claimed_is_wrongly_reversed_and_nothing_else() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer(sale, "00");
    story.show("approved", sale);
    story.cut();
    story.show("recovered-reversed", sale);
    let intent = story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "96");
    story.answer(reversal, "96");
    story.pay(intent, 2, 500);
    story.order(OrderKind::Reverse, 0);
    story.reversed(sale, "96");
    story.fails_by("reversal.not-claimed");
}

#[test]
fn what_is_in_the_reversal_of_a_claimed_sale_does_not_matter_any_more() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let ask = Ask { fen: 500, ..story.reversal_ask(sale, "06") };
    let reversal = story.ask(ask);
    story.answer(reversal, "12");
    let verdict = story.fails_by("reversal.not-claimed");
    assert!(verdict.findings[0].sentence.ends_with("which the screen had claimed"), "{verdict:#?}");
}

#[test]
fn an_acquirer_that_undoes_another_amount_is_the_bench() {
    for (fen, wrong) in [(-12_000, false), (-11_000, true)] {
        let mut story = Story::new();
        let sale = story.sale_in_doubt(1, 12_000);
        story.order(OrderKind::Sale, 500);
        let reversal = story.reversal(sale, "98");
        story.post_legs(Book::Acquirer, sale, true, fen, -46);
        story.post(Book::Issuer, sale, true);
        story.answer(reversal, "00");
        story.show("reversal-done", sale);
        let verdict = story.judged();
        let found = verdict.findings.iter().find(|f| f.rule == "reversal.own-original");
        let blamed = found.map(|f| (f.blame, f.sentence.as_str()));
        let sentence = "the acquirer undid sale 000001 of 120.00 with another amount";
        assert_eq!(blamed, wrong.then_some((crate::Blame::Bench, sentence)), "{verdict:#?}");
    }
}
