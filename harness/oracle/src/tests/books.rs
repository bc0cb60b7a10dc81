//! One book without the other, and what the host makes of fees and messages.

use journal::*;

use crate::story::*;

#[test]
fn books_that_stay_one_sided_are_the_benchs() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Acquirer, sale, false);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.errs_by("books.agree");
}

/// A sale in doubt that stands in these books and is reversed at the acquirer alone: the sale, and its reversal.
fn undone_at_the_acquirer(story: &mut Story, booked: &[Book]) -> (u64, u64) {
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    for book in booked {
        story.post(*book, sale, false);
    }
    story.answer_lost(sale, "00");
    story.show("in-doubt", sale);
    let reversal = story.reversal(sale, "98");
    story.post(Book::Acquirer, sale, true);
    (sale, reversal)
}

#[test]
fn what_the_issuer_never_booked_is_the_benchs_though_nothing_is_left_of_it() {
    let mut story = Story::new();
    let (sale, reversal) = undone_at_the_acquirer(&mut story, &[Book::Acquirer]);
    story.answer(reversal, "00");
    story.show("reversal-done", sale);
    story.errs_by("books.agree");
}

#[test]
fn an_undoing_that_stops_at_the_acquirer_is_the_benchs_though_the_terminal_does_not_know_of_it() {
    let mut story = Story::new();
    let (sale, reversal) = undone_at_the_acquirer(&mut story, &[Book::Issuer, Book::Acquirer]);
    story.answer_lost(reversal, "00");
    story.show("in-doubt", sale);
    story.errs_by("books.agree");
}

#[test]
fn what_a_scenario_demands_is_not_held_against_the_terminal_when_the_host_is_wrong() {
    let demanding = |booked: &[Book]| {
        let mut story = Story::new();
        let intent = story.order(OrderKind::Sale, 12_000);
        let sale = story.sale(1, 12_000);
        for book in booked {
            story.post(*book, sale, false);
        }
        story.answer(sale, "00");
        story.approve(intent, sale);
        story.expect(Expectation::Paid { person: "Li".into(), amount_fen: 0 });
        story.judged().outcome
    };
    assert_eq!(demanding(&[Book::Issuer, Book::Acquirer]), crate::Outcome::Fail);
    assert_eq!(demanding(&[Book::Issuer]), crate::Outcome::Error);
}

#[test]
fn a_missing_reversal_leaves_the_issuer_alone_with_it() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    story.put(Lane::Host, Event::HostCrashed);
    story.show("failed", sale);
    story.good_sale(2, 500);
    story.fails_by("books.agree");
}

#[test]
fn messages_that_do_not_add_up_are_the_benchs() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    story.text(Movement::Charged, 12_000);
    story.errs_by("claim.message");
}

#[test]
fn a_fee_that_is_off_is_the_benchs() {
    let mut story = Story::new();
    let intent = story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    story.post_legs(Book::Acquirer, sale, false, 12_000, 45);
    story.answer(sale, "00");
    story.approve(intent, sale);
    let verdict = story.errs_by("fee.follows");
    assert!(verdict.findings[0].sentence.contains("0.46"), "{verdict:#?}");
}

#[test]
fn a_fee_kept_after_a_reversal_is_the_benchs() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Sale, 500);
    let reversal = story.reversal(sale, "98");
    story.post_legs(Book::Acquirer, sale, true, -12_000, 0);
    story.post(Book::Issuer, sale, true);
    story.answer(reversal, "00");
    story.errs_by("fee.follows");
}

/// A sale without a right answer that only the issuer has booked, and what the terminal says of it.
fn at_the_issuer_alone(answer: Option<(&str, &str)>, said: &str) -> Story {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    match answer {
        Some((code, deviation)) => story.answer_spoilt(sale, code, Some(deviation)),
        None => drop(story.put(Lane::Host, Event::HostCrashed)),
    }
    story.show(said, sale);
    story
}

#[test]
fn what_only_the_issuer_booked_is_not_held_against_whoever_says_that_it_is_open() {
    at_the_issuer_alone(None, "in-doubt").passes();
    at_the_issuer_alone(None, "failed").fails_by("books.agree");
    at_the_issuer_alone(Some(("51", "bad-mac")), "declined").fails_by("answer.proven");
}

#[test]
fn books_that_differ_in_what_they_took_are_covered_by_the_reversal_that_is_missing() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let sale = story.sale(1, 12_000);
    story.post(Book::Issuer, sale, false);
    story.post_legs(Book::Acquirer, sale, false, 11_900, 45);
    story.show("failed", sale);
    story.fails_by("doubt.resolved");
}

#[test]
fn a_refund_or_a_wallets_payment_that_one_book_has_is_open_as_long_as_somebody_says_so() {
    for said in ["declared-open", "in-doubt", "failed"] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 4_000);
        story.supervisor();
        let ask = story.refund_ask(2, sale, 4_000);
        let refund = story.ask(ask);
        story.post(Book::Issuer, refund, false);
        story.answer_lost(refund, "98");
        story.show(said, refund);
        if said == "failed" {
            drop(story.errs_by("books.agree"))
        } else {
            story.passes()
        }

        let mut story = Story::new();
        story.order(OrderKind::WalletPay, 12_000);
        let paid = story.ask(Ask::new("wallet-pay", 1, 12_000).with("59.1", "10000001000001000001"));
        story.by_wallet_in(Book::Wallet, paid, 12_000);
        story.text(Movement::Charged, 12_000);
        story.answer_lost(paid, "09");
        story.show(said, paid);
        if said == "failed" { drop(story.errs_by("books.agree")) } else { story.passes() }
    }
}

#[test]
fn a_refund_that_was_rightly_declined_and_is_booked_is_the_benchs() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.order(OrderKind::Refund, 4_000);
    story.supervisor();
    let ask = story.refund_ask(2, sale, 4_000);
    let refund = story.ask(ask);
    story.book(refund);
    story.answer(refund, "61");
    story.show("declined", refund);
    story.errs_by("books.agree");
}

#[test]
fn messages_are_shown_against_the_issuers_book_alone() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.text(Movement::Charged, 12_000);
    let sent = story.entry_of(sale);
    let verdict = story.errs_by("claim.message");
    // The issuer's posting, its message, and the one too many.
    assert_eq!(verdict.findings[0].evidence.len(), 3, "{verdict:#?}");
    assert_eq!(verdict.findings[0].evidence[..2], [sent + 1, sent + 2], "{verdict:#?}");
}
