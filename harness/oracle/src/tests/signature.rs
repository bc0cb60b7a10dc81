//! Signatures on the pad: taken, uploaded under the own sale, and before the batch is settled.

use journal::*;
use wire::{BatchTotals, Side, Verdict};

use crate::story::*;

/// A sale that was signed on the pad, as the terminal said.
fn signed_sale(story: &mut Story, stan: u32, fen: i64, picture: &str) -> u64 {
    let intent = story.order(OrderKind::Sale, fen);
    let sale = story.sale(stan, fen);
    story.book(sale);
    story.answer(sale, "00");
    story.show("approved", sale);
    story.put(Lane::Cardholder, Event::Signed { intent: Some(intent), picture: picture.into() });
    story.show("signature-taken", sale);
    story.cashier(intent, Belief::Done);
    story.cardholder(intent, Belief::Done);
    sale
}

/// An upload under a trace number, which the host keeps.
fn upload(story: &mut Story, stan: u32, fen: i64, picture: &str) -> u64 {
    let ticket = story.ask(Ask::new("signature", stan, fen));
    keep(story, ticket, stan, picture);
    story.answer(ticket, "00");
    ticket
}

fn keep(story: &mut Story, ticket: u64, stan: u32, picture: &str) {
    let key = TxnKey { terminal: "10000001".into(), batch: "000001".into(), stan: format!("{stan:06}") };
    story.put(Lane::Host, Event::SignatureKept { ticket, key, picture: picture.into() });
}

fn receipt(story: &mut Story, stan: u32, transaction: Option<&str>, fen: i64) {
    let key = TxnKey { terminal: "10000001".into(), batch: "000001".into(), stan: format!("{stan:06}") };
    let (transaction, phone) = (transaction.map(str::to_owned), "138*****678".to_owned());
    story.put(Lane::Host, Event::ReceiptSent { ticket: 2, key, transaction, amount_fen: fen, phone });
}

/// A settlement of the batch with what it comes to, agreed upon.
fn settle(story: &mut Story, stan: u32, fen: u64) {
    let intent = story.order(OrderKind::Settlement, 0);
    let mut told = BatchTotals::default();
    told.add(Side::Debit, fen);
    let digits = |verdict| told.digits(verdict).expect("they fit");
    let ask =
        story.ask(Ask { mti: Some("0500"), ..Ask::new("settlement", stan, 0) }.with("48", &digits(None)));
    let (batch, next) = ("000001".to_owned(), "000002".to_owned());
    let (differences, told) = (vec![], None);
    story.put(Lane::Host, Event::BatchClosed { ticket: ask, batch, next, differences, told });
    story.answer_with(ask, "00", &[("48", &digits(Some(Verdict::Equal)))]);
    story.show_bare("settled");
    story.cashier(intent, Belief::Done);
}

#[test]
fn taken_and_uploaded_before_the_settlement_passes() {
    let mut story = Story::new();
    signed_sale(&mut story, 1, 1_000, "one");
    upload(&mut story, 1, 1_000, "one");
    settle(&mut story, 2, 1_000);
    story.expect(Expectation::SignatureHeld { nth: 1, held: true });
    story.passes();
}

#[test]
fn not_uploaded_while_nothing_is_settled_passes() {
    let mut story = Story::new();
    signed_sale(&mut story, 1, 1_000, "one");
    story.expect(Expectation::SignatureHeld { nth: 1, held: false });
    story.passes();
}

#[test]
fn settled_before_it_was_uploaded_fails() {
    for behind in [false, true] {
        let mut story = Story::new();
        signed_sale(&mut story, 1, 1_000, "one");
        settle(&mut story, 2, 1_000);
        if behind {
            upload(&mut story, 1, 1_000, "one");
        }
        story.fails_by("signature.told");
    }
}

#[test]
fn taken_on_paper_instead_lets_the_batch_be_settled() {
    let mut story = Story::new();
    let sale = signed_sale(&mut story, 1, 1_000, "one");
    let refused = story.ask(Ask::new("signature", 1, 1_000));
    story.answer(refused, "25");
    story.show("sign-on-paper", sale);
    settle(&mut story, 2, 1_000);
    story.passes();
}

#[test]
fn uploaded_under_another_sale_fails() {
    let mut story = Story::new();
    signed_sale(&mut story, 1, 1_000, "one");
    signed_sale(&mut story, 2, 2_000, "two");
    upload(&mut story, 2, 2_000, "one");
    story.fails_by("signature.told");
}

#[test]
fn sent_again_after_a_lost_answer_passes_and_after_a_right_one_fails() {
    for lost in [true, false] {
        let mut story = Story::new();
        signed_sale(&mut story, 1, 1_000, "one");
        if lost {
            let first = story.ask(Ask::new("signature", 1, 1_000));
            keep(&mut story, first, 1, "one");
            story.answer_lost(first, "00");
        } else {
            upload(&mut story, 1, 1_000, "one");
        }
        let again = story.ask(Ask::new("signature", 1, 1_000));
        story.answer(again, "00");
        if lost { story.passes() } else { drop(story.fails_by("signature.told")) }
    }
}

#[test]
fn a_cut_behind_the_answer_excuses_one_more() {
    let mut story = Story::new();
    signed_sale(&mut story, 1, 1_000, "one");
    upload(&mut story, 1, 1_000, "one");
    story.cut();
    let again = story.ask(Ask::new("signature", 1, 1_000));
    story.answer(again, "00");
    story.passes();
}

#[test]
fn a_receipt_says_what_the_books_say_or_fails_as_paper_does() {
    for (transaction, fen, right) in [
        (Some("sale"), 1_000, true),
        (Some("sale"), 1_001, false),
        (Some("void"), 1_000, false),
        (None, 1_000, false),
    ] {
        let mut story = Story::new();
        signed_sale(&mut story, 1, 1_000, "one");
        upload(&mut story, 1, 1_000, "one");
        receipt(&mut story, 1, transaction, fen);
        story.expect(Expectation::Receipts { count: 1, amount_fen: Some(fen) });
        if right { story.passes() } else { drop(story.fails_by("claim.paper")) }
    }
}

#[test]
fn what_a_scenario_demands_of_signatures_and_receipts_is_met_or_unmet() {
    let tell = |kept: Option<&str>, sentence: Expectation| {
        let mut story = Story::new();
        signed_sale(&mut story, 1, 1_000, "one");
        signed_sale(&mut story, 2, 1_000, "two");
        if let Some(picture) = kept {
            upload(&mut story, 1, 1_000, picture);
        }
        receipt(&mut story, 1, Some("sale"), 1_000);
        story.expect(sentence);
        let verdict = story.judged();
        !verdict.findings.iter().any(|f| f.rule == "then")
    };
    let held = |nth, held| Expectation::SignatureHeld { nth, held };
    assert!(tell(Some("one"), held(1, true)));
    assert!(!tell(Some("one"), held(1, false)));
    assert!(tell(Some("one"), held(2, false)));
    assert!(!tell(None, held(1, true)));
    // Somebody else's is none.
    assert!(!tell(Some("two"), held(1, true)));
    let receipts = |count, amount_fen| Expectation::Receipts { count, amount_fen };
    assert!(tell(None, receipts(1, None)));
    assert!(!tell(None, receipts(2, None)));
    assert!(tell(None, receipts(0, Some(999))));
}

#[test]
fn a_signature_that_the_terminal_did_not_say_it_has_taken_owes_nothing() {
    let mut story = Story::new();
    let sale = story.good_sale(1, 1_000);
    story.put(Lane::Cardholder, Event::Signed { intent: Some(1), picture: "one".into() });
    story.show("sign-on-paper", sale);
    settle(&mut story, 2, 1_000);
    story.passes();
}

#[test]
fn a_signature_is_of_the_sale_whose_number_is_shown() {
    let mut story = Story::new();
    let first = story.good_sale(1, 1_000);
    story.good_sale(2, 2_000);
    story.put(Lane::Cardholder, Event::Signed { intent: Some(1), picture: "one".into() });
    story.show("signature-taken", first);
    upload(&mut story, 1, 1_000, "one");
    story.passes();
}

#[test]
fn each_signature_is_kept_under_its_own_sale() {
    let mut story = Story::new();
    for (stan, picture) in [(1, "one"), (2, "two")] {
        signed_sale(&mut story, stan, 1_000, picture);
        upload(&mut story, stan, 1_000, picture);
    }
    story.passes();
}

#[test]
fn a_settlement_of_another_batch_waits_for_no_signature() {
    let mut story = Story::new();
    signed_sale(&mut story, 1, 1_000, "one");
    story.order(OrderKind::Settlement, 0);
    let digits = BatchTotals::default().digits(None).expect("they fit");
    let ask = Ask { mti: Some("0500"), batch: "000002", ..Ask::new("settlement", 2, 0) };
    let other = story.ask(ask.with("48", &digits));
    story.answer(other, "00");
    story.passes();
}

#[test]
fn only_the_word_for_paper_takes_it_from_the_pad() {
    let mut story = Story::new();
    let sale = signed_sale(&mut story, 1, 1_000, "one");
    story.show("approved", sale);
    settle(&mut story, 2, 1_000);
    story.fails_by("signature.told");
}

#[test]
fn an_answer_that_is_not_right_says_not_that_the_host_has_it() {
    for (code, deviation, known) in
        [("00", None, true), ("94", None, true), ("96", None, false), ("00", Some("bad-mac"), false)]
    {
        let mut story = Story::new();
        signed_sale(&mut story, 1, 1_000, "one");
        let first = story.ask(Ask::new("signature", 1, 1_000));
        story.answer_spoilt(first, code, deviation);
        upload(&mut story, 1, 1_000, "one");
        if known { drop(story.fails_by("signature.told")) } else { story.passes() }
    }
}
