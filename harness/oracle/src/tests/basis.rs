//! What a claim may rest on, and what excuses nobody.

use journal::*;
use profile::*;

use crate::story::*;

#[test]
fn a_claim_before_its_answer_fails_whatever_is_booked() {
    for arrives_later in [true, false] {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        let frame = arrives_later.then(|| story.answer_waits(sale, "00"));
        story.approve(intent, sale);
        if let Some(frame) = frame {
            story.arrives(frame);
        }
        story.fails_by("claim.screen");
    }
}

#[test]
fn a_query_confirms_what_it_names_and_what_stands() {
    let tell = |stan: &str, state: &str| {
        let mut story = Story::new();
        story.good_sale(1, 500);
        let sale = story.sale_in_doubt(2, 12_000);
        story.order(OrderKind::Query, 0);
        let query = story.ask(Ask::new("query", 3, 0).with("61.1", "000001").with("61.2", stan));
        story.answer_with(query, "00", &[("63.5", state)]);
        story.show("recovered-approved", sale);
        story
    };
    tell("000002", "APPROVED").passes();
    tell("000001", "APPROVED").fails_by("answer.late");
    tell("000002", "PENDING").fails_by("answer.late");
}

#[test]
fn a_query_may_name_what_it_asks_for_by_its_reference_number() {
    for (asked, passes) in [(2, true), (1, false)] {
        let mut story = Story::new();
        story.good_sale(1, 500);
        let sale = story.sale_in_doubt(2, 12_000);
        story.order(OrderKind::Query, 0);
        let query = story.ask(Ask::new("query", 3, 0).with("37", &rrn(asked)));
        story.answer_with(query, "00", &[("37", &rrn(asked)), ("63.5", "APPROVED")]);
        story.show("recovered-approved", sale);
        if passes { story.passes() } else { drop(story.fails_by("answer.late")) }
    }
}

#[test]
fn on_a_live_bench_what_lies_close_together_may_have_come_the_other_way_round() {
    for (bench, seconds, passes) in [("process", 0, true), ("process", 1, false), ("virtual", 0, false)] {
        let mut story = Story::on(bench, |_| {});
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        let frame = story.answer_waits(sale, "00");
        story.show("approved", sale);
        story.seconds_pass(seconds);
        story.arrives(frame);
        story.cashier(intent, Belief::Done);
        story.slip(sale);
        if passes { story.passes() } else { drop(story.fails_by("claim.screen")) }
    }
}

#[test]
fn a_part_that_was_approved_is_what_is_claimed() {
    let tell = |claimed: i64| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.post_part(sale, 5_000);
        story.answer_with(sale, "10", &[("4", "000000005000")]);
        story.show_amount("approved", sale, claimed);
        story.cashier(intent, Belief::Done);
        story.slip_as(sale, |slip| slip.amount_fen = Some(claimed));
        story
    };
    tell(5_000).passes();
    tell(12_000).fails_by("claim.screen");
}

#[test]
fn a_slip_bears_its_own_numbers() {
    let tell = |change: fn(&mut SlipNote)| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        story.show("approved", sale);
        story.cashier(intent, Belief::Done);
        story.slip_as(sale, change);
        story
    };
    tell(|_| {}).passes();
    tell(|slip| slip.reference = Some("999999999999".into())).fails_by("claim.paper");
    tell(|slip| (slip.trace, slip.reference, slip.amount_fen) = (None, None, Some(99_900)))
        .fails_by("claim.paper");
}

#[test]
fn a_lost_sale_is_not_sent_again_in_its_attempt() {
    let tell = |reversed: bool| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        story.lost("sale");
        if reversed {
            let lost = story.reversal_of("sale-reversal", 1, 12_000);
            story.answer(lost, "25");
        }
        story.pay(intent, 2, 12_000);
        story
    };
    tell(true).passes();
    tell(false).fails_by("wire.duplicate");
}

#[test]
fn a_lost_key_is_no_excuse_for_ever() {
    let mut story = Story::new();
    let sign_on = story.ask(Ask::new("sign-on", 1, 0));
    story.answer_lost(sign_on, "00");
    for stan in [2, 3] {
        story.order(OrderKind::Sale, 12_000);
        let mac = MacNote::Wrong { check_value: "AB7153CA".into() };
        let sale = story.ask(Ask { mac, ..Ask::new("sale", stan, 12_000) });
        story.answer(sale, "51");
        story.show("declined", sale);
    }
    let verdict = story.fails_by("mac.valid");
    assert_eq!(verdict.findings.len(), 1, "{verdict:#?}");
}

#[test]
fn card_numbers_have_no_place_in_other_chip_data_or_pin_blocks() {
    for (place, sound) in
        [("field.55.57", true), ("field.55.5A", true), ("field.55.9F10", false), ("field.52", false)]
    {
        let mut story = Story::new();
        story.good_sale(1, 500);
        let (card, context) = (CARD.to_owned(), "sale".to_owned());
        let (place, encoding) = (place.to_owned(), "tlv".to_owned());
        let seen = Sighting { card, place, context, encoding, clear_digits: 16, digits: 16 };
        story.put(Lane::Line, Event::Sighting(seen));
        if sound {
            story.passes();
        } else {
            story.fails_by("card-data.clear");
        }
    }
}

#[test]
fn what_happens_after_a_duty_was_passed_over_excuses_nothing() {
    // A midnight after the omission.
    let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
    story.sale_in_doubt(1, 12_000);
    story.good_sale(2, 500);
    story.days_pass(1);
    story.good_sale(3, 500);
    story.fails_by("doubt.resolved");

    // A line that is hung up after a silence.
    let mut story = Story::under(|p| p.terminal.reversal.on_send_failure = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.put(Lane::Host, Event::Withheld { ticket: sale, why: "silence".into() });
    story.put(Lane::Line, Event::Disconnected { line: 1 });
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}
