//! Which transaction a screen or a slip speaks of.

use journal::*;

use crate::story::*;

#[test]
fn a_failure_is_of_the_attempt_in_which_it_is_shown() {
    for (screen, passes) in [("failed", true), ("declared-open", false)] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Balance, 0);
        story.show(screen, sale);
        story.cashier(1, Belief::Done);
        if passes { story.passes() } else { drop(story.fails_by("doubt.resolved")) }
    }
}

#[test]
fn a_reversal_that_is_called_done_without_a_number_is_the_last_one_that_was_tried() {
    let mut story = Story::new();
    let sale = story.sale_in_doubt(1, 12_000);
    story.order(OrderKind::Reverse, 0);
    let reversal = story.reversal(sale, "98");
    story.answer(reversal, "96");
    story.show_bare("reversal-done");
    let verdict = story.fails_by("claim.undone");
    assert!(verdict.findings[0].sentence.contains("sale 000001 of 120.00 is reversed"), "{verdict:#?}");
}

#[test]
fn a_claim_before_the_host_has_the_request_is_of_nothing() {
    let mut story = Story::new();
    story.order(OrderKind::Sale, 12_000);
    let under_way = story.leaves("sale");
    let ask = Ask::new("sale", 1, 12_000);
    story.show_ahead("approved", &ask);
    story.arrives(under_way);
    let sale = story.taken(ask);
    story.book(sale);
    story.answer(sale, "00");
    story.show("approved", sale);
    let verdict = story.fails_by("claim.screen");
    assert!(verdict.findings[0].sentence.contains("never reached the host"), "{verdict:#?}");
}

#[test]
fn a_doubt_may_be_told_before_the_host_has_the_request() {
    for screen in ["in-doubt", "declared-open"] {
        let mut story = Story::new();
        let sale = story.good_sale(1, 12_000);
        story.order(OrderKind::Refund, 8_000);
        story.supervisor();
        let under_way = story.leaves("refund");
        let ask = story.refund_ask(2, sale, 8_000);
        story.show_ahead(screen, &ask);
        story.arrives(under_way);
        let refund = story.taken(ask);
        story.book(refund);
        story.answer_lost(refund, "00");
        // It is open, and no second refund of the sale beside itself.
        story.passes();
    }
}

#[test]
fn a_screen_that_names_nothing_speaks_of_the_order_in_hand() {
    for (order, fails) in [(OrderKind::Sale, true), (OrderKind::Balance, false)] {
        let mut story = Story::new();
        story.order(order, 12_000);
        story.show_bare("approved");
        if fails { drop(story.fails_by("claim.screen")) } else { story.passes() }
    }
}

/// Two sales that stand, and a slip of the first one, changed.
fn printed(change: impl FnOnce(&mut SlipNote)) -> Story {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    story.good_sale(2, 500);
    story.order(OrderKind::Reprint, 0);
    story.slip_as(sale, |slip| {
        slip.duplicate = true;
        change(slip);
    });
    story
}

#[test]
fn a_slip_is_of_the_transaction_whose_kind_number_and_batch_it_has() {
    printed(|_| {}).passes();
    printed(|slip| slip.transaction = None).passes();
    printed(|slip| slip.batch = None).passes();
    printed(|slip| slip.transaction = Some("void".into())).fails_by("claim.paper");
    printed(|slip| slip.batch = Some("000002".into())).fails_by("claim.paper");
    printed(|slip| slip.trace = Some("000009".into())).fails_by("claim.paper");
    printed(|slip| slip.transaction = Some("balance".into())).passes();
}

#[test]
fn a_slip_that_has_too_little_left_of_it_claims_nothing() {
    // Its amount is that of neither sale.
    let torn = |transaction: Option<&str>, trace: Option<&str>, reference: Option<String>| {
        let transaction = transaction.map(str::to_owned);
        let trace = trace.map(str::to_owned);
        printed(move |slip| {
            (slip.transaction, slip.trace, slip.reference) = (transaction, trace, reference);
            slip.amount_fen = Some(777);
        })
    };
    torn(None, None, None).passes();
    torn(None, Some("000009"), None).passes();
    torn(Some("sale"), None, Some(rrn(9))).passes();
    torn(Some("sale"), None, Some(rrn(1))).fails_by("claim.paper");
    torn(None, None, Some(rrn(1))).fails_by("claim.paper");
}

#[test]
fn a_void_under_the_number_of_its_sale_is_booked_apart_from_it() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Void, 0);
    story.supervisor();
    let ask = story.void_ask(1, sale);
    let void = story.ask(ask);
    story.book(void);
    story.answer(void, "00");
    story.approve(intent, void);
    story.fails_by("trace.unique");
}

#[test]
fn a_slip_that_lost_its_head_is_of_what_was_booked_under_its_reference_number() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 12_000);
    let intent = story.order(OrderKind::Sale, 500);
    // Of another batch, under the same trace number.
    story.spoil_postings(|note| note.rrn = "000000000007".into());
    let other = story.ask(Ask { batch: "000002", ..Ask::new("sale", 1, 500) });
    story.book(other);
    story.answer_with(other, "00", &[("37", "000000000007")]);
    story.show("approved", other);
    story.cashier(intent, Belief::Done);
    story.order(OrderKind::Reprint, 0);
    story.slip_as(sale, |slip| (slip.trace, slip.batch, slip.duplicate) = (None, None, true));
    story.passes();
}
