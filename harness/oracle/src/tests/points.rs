//! Points come and go with the money.

use journal::*;

use crate::story::*;

/// A sale of 120.00 that brought this many points, with a point a yuan.
fn sale(points: i64) -> (Story, u64) {
    let mut story = Story::under(|profile| profile.host.points.per_yuan = 1);
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    story.post_points(sale, false, 12_000, points);
    story.answer(sale, "00");
    story.approve(intent, sale);
    (story, sale)
}

/// Its refund of so much, with this many points.
fn refund(story: &mut Story, sale: u64, stan: u32, fen: i64, points: i64) {
    let intent = story.order(OrderKind::Refund, fen);
    story.supervisor();
    let ask = story.refund_ask(stan, sale, fen);
    let refund = story.ask(ask);
    story.post(Book::Issuer, refund, false);
    story.post_points(refund, false, -fen, points);
    story.answer(refund, "00");
    story.approve(intent, refund);
}

#[test]
fn points_that_are_off_are_the_benchs() {
    sale(120).0.passes();
    for points in [0, 119, 121, -120] {
        let verdict = sale(points).0.errs_by("points.follow");
        let sentence = &verdict.findings[0].sentence;
        assert!(sentence.contains(&format!("{points} points instead of 120")), "{sentence}");
    }
}

#[test]
fn refunds_take_back_what_is_no_longer_kept_and_no_more() {
    for (first, second, passes) in [(-41, 0, true), (-40, -1, true), (0, 0, false), (-41, -1, false)] {
        let (mut story, sale) = sale(120);
        refund(&mut story, sale, 2, 4_050, first);
        refund(&mut story, sale, 3, 10, second);
        if passes {
            story.passes();
        } else {
            story.errs_by("points.follow");
        }
    }
}

#[test]
fn a_reversal_that_leaves_the_points_is_found() {
    for (back, passes) in [(-120, true), (0, false)] {
        let mut story = Story::under(|profile| profile.host.points.per_yuan = 1);
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.post(Book::Issuer, sale, false);
        story.post_points(sale, false, 12_000, 120);
        story.show("in-doubt", sale);
        story.order(OrderKind::Reverse, 0);
        let reversal = story.reversal(sale, "98");
        story.post_points(sale, true, -12_000, back);
        story.post(Book::Issuer, sale, true);
        story.answer(reversal, "00");
        let found = story.judged().findings.iter().any(|f| f.rule == "points.follow");
        assert_eq!(found, !passes);
    }
}

#[test]
fn a_person_has_the_points_of_all_cards() {
    let points = |person: &str, count| Expectation::Points { person: person.into(), count };
    let (mut story, _) = sale(120);
    story.expect(points("Li", 120));
    story.passes();
    let (mut story, _) = sale(120);
    story.expect(points("Li", 119));
    let verdict = story.fails_by("then");
    assert!(verdict.findings[0].sentence.contains("Li has 120 points"), "{verdict:#?}");
    let (mut story, _) = sale(120);
    story.expect(points("Wu", 0));
    story.errs_by("then");
}

/// A sale and what goes back of it, under a practice of the host, and this fee of the latter.
fn fee_back(class: &'static str, change: fn(&mut profile::Profile), fee: i64) -> Story {
    let mut story = Story::under(change);
    let sale = story.good_sale(1, 12_000);
    let order = if class == "void" { OrderKind::Void } else { OrderKind::Refund };
    let intent = story.order(order, 12_000);
    story.supervisor();
    let ask = if class == "void" { story.void_ask(2, sale) } else { story.refund_ask(2, sale, 12_000) };
    let back = story.ask(ask);
    story.post_legs(Book::Issuer, back, false, -12_000, 0);
    story.text(if class == "void" { Movement::Cancelled } else { Movement::Refunded }, 12_000);
    story.post_legs(Book::Acquirer, back, false, -12_000, fee);
    story.answer(back, "00");
    story.approve(intent, back);
    story
}

#[test]
fn a_fee_goes_back_with_the_money_or_stays_as_the_host_practises() {
    for class in ["void", "refund"] {
        fee_back(class, |_| {}, -46).passes();
        fee_back(class, |_| {}, 0).errs_by("fee.follows");
        let keeps = |p: &mut profile::Profile| {
            (p.host.fee.returned_on_void, p.host.fee.returned_on_refund) = (false, false);
        };
        fee_back(class, keeps, 0).passes();
        fee_back(class, keeps, -46).errs_by("fee.follows");
    }
}
