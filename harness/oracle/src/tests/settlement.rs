//! Batches: what a settlement says they come to, what may come before and after it, and what is uploaded.

use journal::*;
use wire::{BatchTotals, Side, Verdict};

use crate::story::*;

/// Where these stories keep totals.
const TOTALS: &str = "48";
pub(super) const NEXT: &str = "000002";

pub(super) fn totals(all: &[(Side, u64)]) -> BatchTotals {
    let mut totals = BatchTotals::default();
    for (side, fen) in all {
        totals.add(*side, *fen);
    }
    totals
}

/// Two sales, of 120.00 and 5.00, and what they come to.
pub(super) fn sold(story: &mut Story) -> BatchTotals {
    story.good_sale(1, 12_000);
    story.good_sale(2, 500);
    totals(&[(Side::Debit, 12_000), (Side::Debit, 500)])
}

fn of_batch(class: &'static str, stan: u32) -> Ask {
    Ask { mti: Some(if class == "settlement" { "0500" } else { "0320" }), ..Ask::new(class, stan, 0) }
}

/// The order to settle, and the settlement that the host takes.
pub(super) fn settlement(story: &mut Story, stan: u32, told: BatchTotals, verdict: Verdict) -> u64 {
    story.order(OrderKind::Settlement, 0);
    let digits = |verdict| told.digits(verdict).expect("they fit");
    let ask = story.ask(of_batch("settlement", stan).with(TOTALS, &digits(None)));
    if verdict == Verdict::Equal {
        closed(story, ask, None);
    }
    story.answer_with(ask, "00", &[(TOTALS, &digits(Some(verdict)))]);
    ask
}

fn closed(story: &mut Story, ticket: u64, told: Option<u32>) {
    let (batch, next) = ("000001".to_owned(), NEXT.to_owned());
    story.put(Lane::Host, Event::BatchClosed { ticket, batch, next, differences: vec![], told });
}

pub(super) fn upload(story: &mut Story, stan: u32, details: &[(u32, i64)]) {
    let ask = story.ask(of_batch("batch-upload", stan));
    let detail = |(stan, amount_fen): &(u32, i64)| DetailNote {
        stan: format!("{stan:06}"),
        card: None,
        amount_fen: *amount_fen,
    };
    story.put(Lane::Host, Event::Uploaded { ticket: ask, details: details.iter().map(detail).collect() });
    story.answer(ask, "00");
}

/// The end of an upload, with its count, and the screen after it.
pub(super) fn end(story: &mut Story, stan: u32, told: Option<u32>) {
    let ask = story.ask(of_batch("batch-end", stan));
    closed(story, ask, told);
    story.answer(ask, "00");
    story.show_bare("settled");
}

/// A settlement slip, whole, with these totals or none that can be read.
fn slip(story: &mut Story, told: Option<BatchTotals>) {
    slip_as(story, told, |_| {});
}

fn slip_as(story: &mut Story, told: Option<BatchTotals>, change: impl FnOnce(&mut SlipNote)) {
    let of = |sum: wire::Sum| (u64::from(sum.count), i64::try_from(sum.amount_fen).expect("small"));
    let note = told.map(|told| {
        let ((debits, debit_fen), (credits, credit_fen)) = (of(told.debit), of(told.credit));
        TotalsNote { debits, debit_fen, credits, credit_fen }
    });
    let mut slip = SlipNote {
        copy: journal::Copy::Merchant,
        complete: true,
        duplicate: false,
        transaction: Some("settlement".into()),
        amount_fen: None,
        trace: None,
        batch: Some("000001".into()),
        reference: None,
        auth: None,
        totals: note,
        lines: 5,
        blank: false,
    };
    change(&mut slip);
    story.put(Lane::Paper, Event::Slip(Box::new(slip)));
}

#[test]
fn a_batch_that_is_settled_with_what_the_books_hold_passes() {
    let mut story = Story::new();
    story.good_sale(1, 12_000);
    let voided = story.good_sale(2, 500);
    let intent = story.order_of(OrderKind::Void, 500, Some(2));
    story.supervisor();
    let ask = story.void_ask(3, voided);
    let void = story.ask(ask);
    story.book(void);
    story.answer(void, "00");
    story.approve(intent, void);
    let undone = story.sale_in_doubt(4, 700);
    story.reversed(undone, "98");
    story.cashier(4, Belief::NotDone);
    let told = totals(&[(Side::Debit, 12_000), (Side::Debit, 500), (Side::Credit, 500)]);
    settlement(&mut story, 5, told, Verdict::Equal);
    slip(&mut story, Some(told));
    story.show_bare("settled");
    story.passes();
}

#[test]
fn totals_that_the_books_do_not_hold_fail() {
    for wrong in [
        totals(&[(Side::Debit, 12_000)]),
        totals(&[(Side::Debit, 12_000), (Side::Debit, 501)]),
        totals(&[(Side::Debit, 12_000), (Side::Credit, 500)]),
        totals(&[(Side::Debit, 12_500)]),
    ] {
        let mut story = Story::new();
        sold(&mut story);
        settlement(&mut story, 3, wrong, Verdict::Unequal);
        story.fails_by("settlement.totals");
    }
}

#[test]
fn a_settlement_without_totals_that_can_be_read_fails() {
    let mut story = Story::new();
    sold(&mut story);
    story.order(OrderKind::Settlement, 0);
    let ask = story.ask(of_batch("settlement", 3).with(TOTALS, "12"));
    story.answer(ask, "00");
    story.fails_by("settlement.totals");
}

#[test]
fn a_settlement_that_the_host_refused_settled_nothing() {
    let mut story = Story::new();
    sold(&mut story);
    story.order(OrderKind::Settlement, 0);
    let digits = BatchTotals::default().digits(None).expect("they fit");
    let ask = story.ask(of_batch("settlement", 3).with(TOTALS, &digits));
    story.answer(ask, "96");
    story.good_sale(4, 100);
    story.passes();
}

#[test]
fn totals_are_read_where_the_dialect_keeps_them() {
    for (place, fails) in [("57.1", true), (TOTALS, false)] {
        let mut story = Story::placing(&[("batch", "60.2"), ("totals", "57.1")]);
        let right = sold(&mut story);
        let wrong = totals(&[(Side::Debit, 1)]);
        story.order(OrderKind::Settlement, 0);
        let digits = |of: BatchTotals| of.digits(None).expect("they fit");
        let other = if fails { TOTALS } else { "57.1" };
        let ask = of_batch("settlement", 3).with(place, &digits(wrong)).with(other, &digits(right));
        let ask = story.ask(ask);
        story.answer(ask, "00");
        if fails {
            story.fails_by("settlement.totals");
        } else {
            story.passes();
        }
    }
}

#[test]
fn a_settled_batch_takes_what_moves_no_money_of_it() {
    for class in ["balance", "wallet-pay"] {
        let mut story = Story::new();
        let told = sold(&mut story);
        settlement(&mut story, 3, told, Verdict::Equal);
        story.show_bare("settled");
        if class == "balance" {
            story.order(OrderKind::Balance, 0);
            let balance = story.ask(Ask::new("balance", 4, 0));
            story.answer(balance, "00");
        } else {
            let intent = story.order(OrderKind::WalletPay, 300);
            let paid = story.ask(Ask::new("wallet-pay", 4, 300).with("59.1", "10000001000001000004"));
            story.by_wallet(paid, 300);
            story.answer(paid, "00");
            story.approve(intent, paid);
        }
        story.passes();
    }
}

#[test]
fn a_settlement_slip_that_did_not_come_out_whole_says_nothing() {
    for torn in [true, false] {
        let mut story = Story::new();
        let told = sold(&mut story);
        settlement(&mut story, 3, told, Verdict::Equal);
        slip_as(&mut story, None, |slip| (slip.complete, slip.blank) = (!torn, !torn));
        story.passes();
    }
}

#[test]
fn the_slip_says_what_was_sent() {
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Equal);
    slip(&mut story, Some(totals(&[(Side::Debit, 12_000)])));
    story.fails_by("settlement.totals");

    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Equal);
    slip(&mut story, Some(totals(&[(Side::Debit, 12_000), (Side::Debit, 501)])));
    story.fails_by("settlement.totals");

    for settled_behind in [false, true] {
        let mut story = Story::new();
        let told = sold(&mut story);
        slip(&mut story, Some(told));
        if settled_behind {
            settlement(&mut story, 3, told, Verdict::Equal);
        }
        story.fails_by("settlement.totals");
    }

    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Equal);
    slip(&mut story, None);
    story.errs_by("settlement.totals");
}

#[test]
fn a_batch_is_settled_once_however_often_it_is_sent() {
    for (stan, fails) in [(3, false), (4, true)] {
        let mut story = Story::new();
        let told = sold(&mut story);
        story.order(OrderKind::Settlement, 0);
        let digits = told.digits(None).expect("they fit");
        let first = story.ask(of_batch("settlement", 3).with(TOTALS, &digits));
        closed(&mut story, first, None);
        story.answer_lost(first, "00");
        let again = story.ask(of_batch("settlement", stan).with(TOTALS, &digits));
        story.answer(again, "00");
        story.show_bare("settled");
        if fails {
            story.fails_by("settlement.in-order");
        } else {
            story.passes();
        }
    }
}

#[test]
fn a_settled_batch_takes_no_new_sale() {
    for (batch, fails) in [("000001", true), (NEXT, false)] {
        let mut story = Story::new();
        let told = sold(&mut story);
        settlement(&mut story, 3, told, Verdict::Equal);
        story.show_bare("settled");
        let intent = story.order(OrderKind::Sale, 300);
        let sale = story.ask(Ask { batch, ..Ask::new("sale", 4, 300) });
        story.book(sale);
        story.answer(sale, "00");
        story.approve(intent, sale);
        if fails {
            story.fails_by("settlement.in-order");
        } else {
            story.passes();
        }
    }
}

#[test]
fn what_is_owed_is_reversed_before_the_batch_is_settled() {
    for reversed in [true, false] {
        let mut story = Story::new();
        story.good_sale(1, 12_000);
        let open = story.sale_in_doubt(2, 500);
        // Nobody can say what a batch comes to whose sale is booked and not stood by.
        settlement(&mut story, 3, BatchTotals::default(), Verdict::Unequal);
        if reversed {
            story.reversed(open, "98");
            story.cashier(2, Belief::NotDone);
        }
        story.fails_by("settlement.in-order");
    }
}

#[test]
fn a_batch_that_is_uploaded_whole_passes() {
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Unequal);
    upload(&mut story, 4, &[(1, 12_000)]);
    upload(&mut story, 5, &[(2, 500)]);
    end(&mut story, 6, Some(2));
    story.passes();
}

#[test]
fn an_upload_that_is_not_the_batch_fails() {
    for details in [
        &[(1, 12_000)][..],
        &[(1, 12_000), (2, 500), (2, 500)],
        &[(1, 12_000), (2, 501)],
        &[(1, 12_000), (2, 500), (9, 100)],
    ] {
        let mut story = Story::new();
        let told = sold(&mut story);
        settlement(&mut story, 3, told, Verdict::Unequal);
        upload(&mut story, 4, details);
        end(&mut story, 5, u32::try_from(details.len()).ok());
        let verdict = story.fails_by("settlement.whole");
        assert_eq!(verdict.findings.len(), 1, "{verdict:#?}");
    }
}

#[test]
fn the_count_at_the_end_of_an_upload_is_what_came() {
    for (told, fails) in [(1, true), (2, false), (3, true)] {
        let mut story = Story::new();
        let totals = sold(&mut story);
        settlement(&mut story, 3, totals, Verdict::Unequal);
        upload(&mut story, 4, &[(1, 12_000), (2, 500)]);
        end(&mut story, 5, Some(told));
        if fails {
            let verdict = story.fails_by("settlement.whole");
            let sentence = format!("ended with a count of {told}, and 2 had come");
            assert!(verdict.findings[0].sentence.contains(&sentence), "{verdict:#?}");
        } else {
            story.passes();
        }
    }
}

#[test]
fn a_batch_is_not_called_settled_before_the_host_closed_it() {
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Unequal);
    story.show_bare("settled");
    story.fails_by("settlement.whole");
}

#[test]
fn each_batch_has_a_settlement_of_its_own() {
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Equal);
    let intent = story.order(OrderKind::Sale, 300);
    let sale = story.ask(Ask { batch: NEXT, ..Ask::new("sale", 4, 300) });
    story.book(sale);
    story.answer(sale, "00");
    story.approve(intent, sale);
    story.order(OrderKind::Settlement, 0);
    let digits = totals(&[(Side::Debit, 300)]).digits(None).expect("they fit");
    let ask = story.ask(Ask { batch: NEXT, ..of_batch("settlement", 5) }.with(TOTALS, &digits));
    story.answer(ask, "00");
    story.passes();
}

#[test]
fn what_was_uploaded_more_than_once_is_shown_by_its_uploads() {
    let mut story = Story::new();
    let told = sold(&mut story);
    settlement(&mut story, 3, told, Verdict::Unequal);
    let mut uploads = Vec::new();
    for (stan, details) in [(4, &[(2, 500)][..]), (5, &[(1, 12_000)]), (6, &[(2, 500)])] {
        upload(&mut story, stan, details);
        uploads.push(story.show_bare("uploading"));
    }
    end(&mut story, 7, Some(3));
    let verdict = story.fails_by("settlement.whole");
    let finding = &verdict.findings[0];
    assert!(finding.sentence.ends_with("was uploaded more than once: 000002"), "{verdict:#?}");
    let [first, between, last] = uploads[..] else { panic!("three") };
    assert!(matches!(finding.evidence[..], [one, two] if one < first && between < two && two < last));
}
