//! The signature pad under every practice, and where there is none.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod stand;

use std::sync::Arc;

use device::CardFace;
use futures::executor::block_on;
use journal::{Event, OrderKind, Record};
use profile::{Profile, SignaturePractice, SlipPractice};
use rig::{Bench, Capability, Move, OnPad, Order, Trouble};
use rig_virtual::{VirtualBench, VirtualSetup};
use stand::{head, run_on, sale, setup};

fn practising(change: impl FnOnce(&mut Profile)) -> VirtualSetup {
    let mut setup = setup();
    change(Arc::make_mut(&mut setup.stand.profile));
    setup
}

fn signed(pad: OnPad) -> Move {
    Move::Order(Order {
        amount_fen: Some(12_000),
        card: Some("Wang's card".into()),
        pad: Some(pad),
        ..Order::new(OrderKind::Sale)
    })
}

fn count(record: &Record, fits: impl Fn(&Event) -> bool) -> usize {
    record.entries().iter().filter(|entry| fits(&entry.event)).count()
}

fn kept(record: &Record) -> usize {
    count(record, |event| matches!(event, Event::SignatureKept { .. }))
}

fn slips(record: &Record) -> usize {
    count(record, |event| matches!(event, Event::Slip(_)))
}

fn refused(setup: &VirtualSetup) -> String {
    let mut bench = VirtualBench::new(setup, head(1)).expect("the bench comes to rest");
    match block_on(bench.perform(signed(OnPad::Signs))) {
        Err(Trouble::NotApplicable(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn where_every_sale_is_signed_on_the_pad_nobody_has_to_ask() {
    let electronic = practising(|profile| {
        profile.terminal.receipt.signature = SignaturePractice::Electronic;
    });
    let record = run_on(&electronic, 1, vec![], vec![sale(CardFace::Stripe, "Li's card")]);
    assert_eq!((kept(&record), slips(&record)), (1, 2));
    let record = run_on(&setup(), 1, vec![], vec![sale(CardFace::Stripe, "Li's card")]);
    assert_eq!((kept(&record), slips(&record)), (0, 2));
}

#[test]
fn where_the_receipt_is_left_no_slip_comes_out_and_without_one_it_does() {
    let paperless = practising(|profile| profile.terminal.receipt.slip = SlipPractice::UnlessLeft);
    for (pad, printed, sent) in
        [(OnPad::SignsForReceipt, 0, 1), (OnPad::Signs, 2, 0), (OnPad::Cancels, 2, 0), (OnPad::Never, 2, 0)]
    {
        let record = run_on(&paperless, 1, vec![], vec![signed(pad)]);
        let receipts = count(&record, |event| matches!(event, Event::ReceiptSent { .. }));
        assert_eq!((slips(&record), receipts), (printed, sent), "{pad:?}");
        assert_eq!(owed_by_issuer(&record), 12_000, "{pad:?}");
    }
}

/// What the issuer owes the acquirer, by its book.
fn owed_by_issuer(record: &Record) -> i64 {
    let legs = record.entries().iter().filter_map(|entry| match &entry.event {
        Event::Posted(posting) if posting.book == journal::Book::Issuer => Some(&posting.legs),
        _ => None,
    });
    legs.flatten().filter(|leg| leg.account == "clearing-acquirer").map(|leg| leg.amount_fen).sum()
}

#[test]
fn what_has_no_pad_signs_on_paper_and_takes_no_such_order() {
    let mut bare = practising(|profile| {
        profile.terminal.receipt.signature = SignaturePractice::Electronic;
    });
    bare.stand.rig.terminal.capabilities.retain(|capability| *capability != Capability::SignaturePad);
    let record = run_on(&bare, 1, vec![], vec![sale(CardFace::Stripe, "Li's card")]);
    let on_paper = |event: &Event| matches!(event, Event::Shown(note) if note.screen == "sign-on-paper");
    assert_eq!((kept(&record), slips(&record), count(&record, on_paper)), (0, 2, 1));
    assert!(refused(&bare).contains("signature-pad"));
    let paper = practising(|profile| profile.terminal.receipt.signature = SignaturePractice::Paper);
    assert!(refused(&paper).contains("nobody signs on a pad"));
}

#[test]
fn no_record_shows_a_phone_number_or_a_picture() {
    let record = run_on(&setup(), 1, vec![], vec![signed(OnPad::SignsForReceipt)]);
    let phone = record.entries().iter().find_map(|entry| match &entry.event {
        Event::ReceiptSent { phone, .. } => Some(phone.clone()),
        _ => None,
    });
    let phone = phone.expect("a receipt was sent");
    assert_eq!((phone.len(), phone.get(3..8)), (11, Some("*****")));
    for entry in record.entries() {
        if let Event::Request(note) = &entry.event
            && note.class == "signature"
        {
            for path in ["62", "55.FF0B"] {
                let shown = note.field(path).unwrap_or_default();
                assert!(shown.starts_with('<') && shown.ends_with(" bytes>"), "{path}: {shown}");
            }
        }
    }
}
