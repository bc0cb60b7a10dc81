//! What a practice leaves open, and at whose risk.

use journal::*;
use profile::*;

use crate::story::*;

#[test]
fn a_practice_that_gives_up_is_at_risk() {
    let give_up =
        |p: &mut Profile| p.terminal.reversal.after_exhaustion = AfterExhaustion::GiveUpAndDelete.into();
    let mut story = Story::under(give_up);
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    for _ in 0..3 {
        let reversal = story.reversal(sale, "98");
        story.answer_lost(reversal, "96");
    }
    story.good_sale(2, 500);
    story.risks("give-up-and-delete", 12_000);

    // What was lost is a try, and a refused connection where the practice counts it.
    let mut story = Story::under(give_up);
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    story.lost("sale-reversal");
    for _ in 0..2 {
        let reversal = story.reversal(sale, "98");
        story.answer_lost(reversal, "96");
    }
    story.good_sale(2, 500);
    story.risks("give-up-and-delete", 12_000);
    for counted in [true, false] {
        let mut story = Story::under(|p| {
            give_up(p);
            p.terminal.reversal.attempts.count_connect_failures = counted;
        });
        let sale = story.sale_in_doubt(1, 12_000);
        story.order(OrderKind::Sale, 500);
        for _ in 0..2 {
            let reversal = story.reversal(sale, "98");
            story.answer_lost(reversal, "96");
        }
        story.put(Lane::Line, Event::NotConnected);
        story.good_sale(2, 500);
        if counted {
            story.risks("give-up-and-delete", 12_000);
        } else {
            story.fails_by("reversal.persistent");
        }
    }

    let mut story = Story::under(give_up);
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.answer_lost(reversal, "96");
    story.good_sale(2, 500);
    story.fails_by("reversal.persistent");
}

#[test]
fn a_second_charge_under_a_practice_is_at_risk() {
    let mut story =
        Story::under(|p| p.terminal.reversal.after_exhaustion = AfterExhaustion::GiveUpAndDelete.into());
    let sale = story.sale_in_doubt(1, 12_000);
    story.attempt("ordered");
    for _ in 0..3 {
        let reversal = story.reversal(sale, "98");
        story.answer(reversal, "96");
    }
    let again = story.sale(2, 12_000);
    story.book(again);
    story.answer(again, "00");
    story.approve(1, again);
    story.risks("give-up-and-delete", 12_000);
}

#[test]
fn a_practice_that_drops_yesterday_is_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
    story.sale_in_doubt(1, 12_000);
    story.days_pass(1);
    story.good_sale(2, 500);
    story.risks("drop-stale", 12_000);

    let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
    story.sale_in_doubt(1, 12_000);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}

#[test]
fn yesterday_is_what_the_hosts_date_says() {
    for (date, dropped) in [("0303", true), ("0302", false)] {
        let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
        let intent = story.order(OrderKind::Sale, 700);
        let dated = story.sale(1, 700);
        story.book(dated);
        story.answer_with(dated, "00", &[("13", "0302")]);
        story.approve(intent, dated);
        story.sale_in_doubt(2, 12_000);
        if !dropped {
            story.days_pass(1);
        }
        let intent = story.order(OrderKind::Sale, 500);
        let next = story.sale(3, 500);
        story.book(next);
        story.answer_with(next, "00", &[("13", date)]);
        story.approve(intent, next);
        if dropped { story.risks("drop-stale", 12_000) } else { drop(story.fails_by("doubt.resolved")) }
    }
}

#[test]
fn where_no_answer_has_the_hosts_date_the_bench_has_it() {
    for its_own in [true, false] {
        let mut story = Story::under(|p| p.terminal.reversal.on_day_change = DayChange::Drop.into());
        let intent = story.order(OrderKind::Sale, 700);
        let dated = story.sale(1, 700);
        story.book(dated);
        story.answer_with(dated, "00", if its_own { &[] } else { &[("13", "0302")] });
        story.approve(intent, dated);
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(2, 12_000);
        story.book(sale);
        story.answer_lost_with(sale, "00", if its_own { &[("13", "0302")] } else { &[] });
        story.show("in-doubt", sale);
        story.days_pass(1);
        story.good_sale(3, 500);
        story.risks("drop-stale", 12_000);
    }
}

#[test]
fn a_practice_that_deletes_on_a_failed_send_is_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.on_send_failure = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.put(Lane::Line, Event::LinkIs { state: LinkState::Down });
    story.book(sale);
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.risks("delete-on-send-failure", 12_000);
}

#[test]
fn a_line_that_fails_is_a_failed_send_and_one_that_is_hung_up_only_if_the_host_was_not_silent() {
    let down = || Event::LinkIs { state: LinkState::Down };
    let hung_up = || Event::Disconnected { line: 1 };
    for (failure, silent, seconds, excused) in [
        (down(), true, 59, true),
        (down(), true, 60, false),
        (down(), false, 0, true),
        (hung_up(), false, 0, true),
        (hung_up(), true, 0, false),
    ] {
        let mut story = Story::under(|p| p.terminal.reversal.on_send_failure = RowPolicy::Delete.into());
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        if silent {
            story.put(Lane::Host, Event::Withheld { ticket: sale, why: "silence".into() });
        }
        if seconds != 0 {
            story.seconds_after(story.entry_of(sale), seconds);
        }
        story.put(Lane::Line, failure);
        story.show("failed", sale);
        story.good_sale(2, 500);
        if excused {
            story.risks("delete-on-send-failure", 12_000);
        } else {
            story.fails_by("doubt.resolved");
        }
    }
}

#[test]
fn a_practice_that_keeps_excuses_nothing_on_a_bad_answer() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "00", Some("wrong-echo"));
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.fails_by("doubt.resolved");
}

#[test]
fn only_what_is_booked_and_was_asked_for_is_at_risk() {
    for (order, booked) in [(OrderKind::Sale, false), (OrderKind::Balance, true)] {
        let mut story = Story::under(|p| p.terminal.reversal.on_send_failure = RowPolicy::Delete.into());
        story.order(order, 0);
        let sale = story.sale(1, 12_000);
        story.put(Lane::Line, Event::LinkIs { state: LinkState::Down });
        if booked {
            story.book(sale);
        }
        story.show("failed", sale);
        let verdict = story.judged();
        assert!(verdict.risks.is_empty(), "{verdict:#?}");
    }
}

#[test]
fn what_is_claimed_is_no_risk_of_the_practice() {
    let mut story = Story::under(|p| p.terminal.reversal.on_mismatch = RowPolicy::Delete.into());
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "00", Some("wrong-echo"));
    story.approve(intent, sale);
    let verdict = story.fails_by("answer.proven");
    assert!(verdict.risks.is_empty(), "{verdict:#?}");
}

#[test]
fn practices_that_delete_on_bad_answers_are_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.on_mismatch = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "00", Some("wrong-echo"));
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.risks("delete-on-mismatch", 12_000);

    let mut story = Story::under(|p| p.terminal.reversal.on_unproven_decline = RowPolicy::Delete.into());
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.book(sale);
    story.answer_spoilt(sale, "51", Some("bad-mac"));
    story.show("declined", sale);
    story.risks("delete-on-unproven-decline", 12_000);
}

#[test]
fn a_practice_with_loose_codes_is_at_risk() {
    let mut story = Story::under(|p| p.terminal.reversal.done_codes.push("96".into()));
    let sale = story.sale_in_doubt(1, 12_000);
    let intent = story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.answer(reversal, "96");
    story.show("reversal-done", sale);
    let next = story.sale(2, 500);
    story.book(next);
    story.answer(next, "00");
    story.approve(intent, next);
    story.risks("loose-done-codes", 12_000);
}

#[test]
fn a_practice_that_reverses_for_want_of_a_slip_is_at_risk() {
    let no_slip = |p: &mut Profile| p.terminal.no_slip = NoSlip::Reverse.into();
    let tell = |mut story: Story, approved: bool| {
        story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        story.book(sale);
        story.answer(sale, "00");
        if approved {
            story.show("approved", sale);
        }
        story.put(Lane::Paper, Event::PrinterTrouble { what: "paper-out".into() });
        story.show("in-doubt", sale);
        story.order(OrderKind::Sale, 500);
        story.reversed(sale, "06");
        story
    };
    tell(Story::under(no_slip), false).risks("no-slip-reverses", 12_000);
    tell(Story::under(no_slip), true).fails_by("reversal.not-claimed");
    let verdict = tell(Story::new(), false).fails_by("reversal.warranted");
    assert!(verdict.risks.is_empty(), "{verdict:#?}");
}
