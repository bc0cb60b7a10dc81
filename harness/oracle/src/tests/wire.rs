//! Trace numbers, repeats, MACs and keys.

use journal::*;

use crate::story::*;

#[test]
fn a_trace_number_used_again_after_a_cut_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.cut();
    story.show("recovered-reversed", sale);
    let intent = story.order(OrderKind::Sale, 500);
    story.reversed(sale, "98");
    let again = story.sale(1, 500);
    story.answer(again, "94");
    story.show("declined", again);
    story.cashier(intent, Belief::NotDone);
    story.fails_by("trace.unique");
}

#[test]
fn a_trace_number_that_falls_fails() {
    let mut story = Story::new();
    story.good_sale(7, 500);
    story.good_sale(5, 500);
    story.fails_by("trace.unique");
}

#[test]
fn a_request_sent_again_fails_though_the_host_forgives() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    let again = story.sale(1, 12_000);
    story.answer(again, "00");
    story.approve(intent, sale);
    story.fails_by("wire.duplicate");
}

#[test]
fn a_request_sent_again_under_a_new_number_fails() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let first = story.sale(1, 12_000);
    story.answer_lost(first, "51");
    let again = story.sale(2, 12_000);
    story.book(again);
    story.answer(again, "00");
    story.approve(intent, again);
    story.fails_by("wire.duplicate");

    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let first = story.sale(1, 12_000);
    story.book(first);
    story.answer_lost(first, "00");
    let again = story.sale(2, 12_000);
    story.book(again);
    story.answer(again, "00");
    story.approve(intent, again);
    story.fails_by("intent.charged-once");
}

#[test]
fn wrong_and_missing_macs_fail() {
    for mac in [MacNote::Absent, MacNote::Wrong { check_value: "AB7153CA".into() }] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.ask(Ask { mac, ..Ask::new("sale", 1, 12_000) });
        story.answer(sale, "A0");
        story.show("declined", sale);
        story.fails_by("mac.valid");
    }
}

#[test]
fn a_key_that_changes_without_a_sign_on_fails() {
    let mut story = Story::new();
    story.good_sale(1, 500);
    let intent = story.order(OrderKind::Sale, 500);
    let mac = MacNote::Valid { check_value: "22222222".into() };
    let sale = story.ask(Ask { mac, ..Ask::new("sale", 2, 500) });
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.fails_by("mac.valid");
}

#[test]
fn a_key_that_was_lost_on_its_way_is_not_known() {
    let mut story = Story::new();
    let sign_on = story.ask(Ask::new("sign-on", 1, 0));
    story.answer_lost(sign_on, "00");
    story.order(OrderKind::Sale, 500);
    let mac = MacNote::Wrong { check_value: "22222222".into() };
    let sale = story.ask(Ask { mac, ..Ask::new("sale", 2, 500) });
    story.answer(sale, "A0");
    story.show("declined", sale);
    story.passes();
}

#[test]
fn a_refused_key_used_again_fails() {
    for code in ["A0", "77"] {
        let mut story = Story::new();
        let mac = MacNote::Wrong { check_value: String::new() };
        story.order(OrderKind::Sale, 12_000);
        let sale = story.ask(Ask { mac: mac.clone(), ..Ask::new("sale", 1, 12_000) });
        story.answer(sale, code);
        story.show("declined", sale);
        story.order(OrderKind::Sale, 500);
        let sale = story.ask(Ask { mac, ..Ask::new("sale", 2, 500) });
        story.answer(sale, code);
        story.show("declined", sale);
        story.fails_by("keys.renewed");
    }
}

#[test]
fn a_key_with_a_wrong_check_value_fails_when_it_is_used() {
    for renewed in [true, false] {
        let mut story = Story::new();
        let sign_on = story.ask(Ask::new("sign-on", 1, 0));
        story.answer_spoilt(sign_on, "00", Some("bad-check-value"));
        if renewed {
            let sign_on = story.ask(Ask::new("sign-on", 2, 0));
            story.answer(sign_on, "00");
        }
        story.good_sale(3, 500);
        if renewed {
            story.passes();
        } else {
            story.fails_by("keys.renewed");
        }
    }
}

#[test]
fn a_reversal_under_a_refused_key_fails() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    for _ in 0..2 {
        let mac = MacNote::Wrong { check_value: String::new() };
        let ask = story.reversal_ask(sale, "98");
        let reversal = story.ask(Ask { mac, ..ask });
        story.answer(reversal, "A0");
    }
    story.show("in-doubt", sale);
    story.fails_by("keys.renewed");
}

#[test]
fn a_trace_number_that_a_reversal_named_before_fails() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    story.cut();
    story.order(OrderKind::Sale, 500);
    let reversal = story.ask(Ask { class: "sale-reversal", ..Ask::new("sale", 1, 12_000) }.with("39", "98"));
    story.answer(reversal, "25");
    story.order(OrderKind::Sale, 500);
    let sale = story.sale(1, 500);
    story.answer(sale, "22");
    story.show("declined", sale);
    story.fails_by("trace.unique");
}

/// A refused key, power that goes in the moment of the refusal or after another word, and the same key again.
fn refused_and_cut(between: impl FnOnce(&mut Story)) -> Story {
    let mut story = Story::new();
    let mac = MacNote::Wrong { check_value: String::new() };
    story.order(OrderKind::Sale, 12_000);
    let sale = story.ask(Ask { mac: mac.clone(), ..Ask::new("sale", 1, 12_000) });
    story.answer(sale, "A0");
    between(&mut story);
    story.cut();
    story.show("recovered-reversed", sale);
    story.order(OrderKind::Sale, 500);
    let ask = story.reversal_ask(sale, "98");
    let reversal = story.ask(Ask { mac, ..ask });
    story.answer(reversal, "A0");
    story.show("in-doubt", sale);
    story
}

#[test]
fn a_refusal_that_power_took_away_is_not_known() {
    refused_and_cut(|_| {}).passes();
    refused_and_cut(|story| {
        story.show_bare("processing");
    })
    .fails_by("keys.renewed");
    refused_and_cut(|story| story.lost("balance")).fails_by("keys.renewed");
}

#[test]
fn a_wrong_check_value_that_power_took_away_is_not_known() {
    for shown in [false, true] {
        let mut story = Story::new();
        let sign_on = story.ask(Ask::new("sign-on", 1, 0));
        story.answer_spoilt(sign_on, "00", Some("bad-check-value"));
        if shown {
            story.show_bare("sign-on-failed");
        }
        story.cut();
        story.good_sale(3, 500);
        if shown {
            story.fails_by("keys.renewed");
        } else {
            story.passes();
        }
    }
}

#[test]
fn a_track_in_clear_fails_where_the_practice_has_a_track_key() {
    let sighting = |encoding: &str, context: &str| {
        Event::Sighting(Sighting {
            card: CARD.into(),
            place: "field.35".into(),
            context: context.into(),
            encoding: encoding.into(),
            clear_digits: 16,
            digits: 16,
        })
    };
    let sale_with = |set, encoding: &str| {
        let mut story = Story::under(|profile| profile.terminal.keys.set = set);
        story.put(Lane::Line, sighting(encoding, "sale"));
        story.good_sale(1, 500);
        story
    };
    sale_with(profile::KeySet::DoubleAndTrack, "bcd").fails_by("card-data.clear");
    sale_with(profile::KeySet::DoubleAndTrack, "sealed").passes();
    sale_with(profile::KeySet::Double, "bcd").passes();
}

#[test]
fn a_key_is_known_from_the_answer_to_its_sign_on_onwards() {
    for (in_time, fails) in [(true, true), (false, false)] {
        let mut story = Story::new();
        let sign_on = story.ask(Ask::new("sign-on", 1, 0));
        let frame = story.answer_waits(sign_on, "00");
        if in_time {
            story.arrives(frame.clone());
        }
        story.order(OrderKind::Sale, 500);
        let mac = MacNote::Wrong { check_value: "22222222".into() };
        let sale = story.ask(Ask { mac, ..Ask::new("sale", 2, 500) });
        if !in_time {
            story.arrives(frame);
        }
        story.answer(sale, "51");
        story.show("declined", sale);
        if fails { drop(story.fails_by("mac.valid")) } else { story.passes() }
    }
}

#[test]
fn a_sign_on_that_was_lost_after_the_refusal_was_a_try() {
    for (before, fails) in [(false, false), (true, true)] {
        let mut story = Story::new();
        let mac = MacNote::Wrong { check_value: String::new() };
        if before {
            story.lost("sign-on");
        }
        story.order(OrderKind::Sale, 12_000);
        let sale = story.ask(Ask { mac: mac.clone(), ..Ask::new("sale", 1, 12_000) });
        story.answer(sale, "A0");
        story.show("declined", sale);
        story.order(OrderKind::Sale, 500);
        if !before {
            story.lost("sign-on");
        }
        let sale = story.ask(Ask { mac, ..Ask::new("sale", 2, 500) });
        story.answer(sale, "A0");
        story.show("declined", sale);
        story.lost("sign-on");
        if fails { drop(story.fails_by("keys.renewed")) } else { story.passes() }
    }
}

#[test]
fn a_key_is_brought_by_the_sign_on_and_by_no_other_answer() {
    let mut story = Story::new();
    let sign_on = story.ask(Ask::new("sign-on", 1, 0));
    story.answer(sign_on, "00");
    story.order(OrderKind::Balance, 0);
    let balance = story.ask(Ask::new("balance", 2, 0));
    story.answer_lost(balance, "00");
    story.order(OrderKind::Sale, 500);
    let mac = MacNote::Wrong { check_value: "22222222".into() };
    let sale = story.ask(Ask { mac, ..Ask::new("sale", 3, 500) });
    story.answer(sale, "51");
    story.show("declined", sale);
    story.fails_by("mac.valid");
}

#[test]
fn a_refusal_that_nobody_waited_for_is_not_known() {
    for (in_time, fails) in [(true, true), (false, false)] {
        let mut story = Story::new();
        let mac = MacNote::Wrong { check_value: String::new() };
        story.order(OrderKind::Sale, 12_000);
        let sale = story.ask(Ask { mac: mac.clone(), ..Ask::new("sale", 1, 12_000) });
        let frame = story.answer_event(sale, "A0", Some("no-mac"));
        story.put(Lane::Line, Event::Left(frame.clone()));
        if in_time {
            story.arrives(frame.clone());
        }
        story.show("in-doubt", sale);
        if !in_time {
            story.arrives(frame);
        }
        story.order(OrderKind::Sale, 500);
        let ask = story.reversal_ask(sale, "98");
        let reversal = story.ask(Ask { mac, ..ask });
        story.answer(reversal, "A0");
        story.show("in-doubt", sale);
        if fails { drop(story.fails_by("keys.renewed")) } else { story.passes() }
    }
}

#[test]
fn an_answer_that_asks_for_a_sign_on_refuses_the_key_whatever_its_code() {
    for (deviation, fails) in [(Some("asks-for-sign-on"), true), (None, false)] {
        let mut story = Story::new();
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.answer_spoilt(sale, "58", deviation);
        story.show("declined", sale);
        story.good_sale(2, 500);
        if fails { drop(story.fails_by("keys.renewed")) } else { story.passes() }
    }
}
