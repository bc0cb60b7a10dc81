//! Signatures: what the acquirer keeps, what it refuses, and the receipt that follows.

use host::Effect;
use wire::{Message, Mti, Phone, Receipt};

use crate::bench::{ALICE, Bench, MID, TID};

impl Bench {
    /// The signature on a sale, with a receipt by phone or without.
    fn signature(&self, sale: &(Message, Message), picture: &[u8], phone: Option<&str>) -> Message {
        let (asked, answered) = sale;
        let mut message = Message::new(Mti::new(0x0820));
        message.set_text(4, asked.text(4).unwrap());
        message.set_text(11, asked.text(11).unwrap());
        message.set_text(15, answered.text(15).unwrap());
        message.set_text(37, answered.text(37).unwrap());
        message.set_text(41, TID);
        message.set_text(42, MID);
        let receipt = Receipt {
            merchant: "晨光便利店".to_owned(),
            title: "消费/SALE".to_owned(),
            when: "20260302093000".to_owned(),
            auth: None,
            phone: phone.map(|digits| Phone::new(digits).unwrap()),
        };
        message.set_chip(&receipt.to_tlv());
        message.set_text(60, &format!("07{}800", self.batch));
        message.set_bytes(62, picture);
        message
    }

    fn kept(&self) -> Vec<Vec<u8>> {
        let kept = self.log.iter().filter_map(|effect| match effect {
            Effect::SignatureKept { picture, .. } => Some(picture.expose().to_vec()),
            _ => None,
        });
        kept.collect()
    }

    fn receipts(&self) -> Vec<(i64, String)> {
        let sent = self.log.iter().filter_map(|effect| match effect {
            Effect::ReceiptSent { amount_fen, receipt, .. } => {
                Some((*amount_fen, receipt.phone.as_ref().map(Phone::masked).unwrap_or_default()))
            }
            _ => None,
        });
        sent.collect()
    }
}

#[test]
fn a_signature_is_kept_once_and_its_receipt_sent_once() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let signature = bench.signature(&sale, b"a picture", Some("13812345678"));
    for _ in 0..2 {
        let answer = bench.ask(&signature);
        assert_eq!((answer.mti(), answer.text(39)), (Mti::new(0x0830), Some("00")));
        assert_eq!(answer.text(37), sale.1.text(37));
    }
    assert_eq!(bench.kept(), [b"a picture".to_vec()]);
    assert_eq!(bench.receipts(), [(12_000, "138*****678".to_owned())]);
    bench.assert_charged(12_000);
}

#[test]
fn another_picture_of_the_same_sale_is_refused() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let (one, other) = (bench.signature(&sale, b"one", None), bench.signature(&sale, b"other", None));
    assert_eq!(bench.code(&one), "00");
    assert_eq!(bench.code(&other), "94");
    assert_eq!(bench.kept(), [b"one".to_vec()]);
    assert!(bench.receipts().is_empty(), "nobody asked for one");
}

#[test]
fn what_the_host_does_not_have_takes_no_signature() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let right = bench.signature(&sale, b"one", None);
    for (field, value) in [(4, "000000012001"), (11, "999999"), (37, "000000000001")] {
        let mut wrong = right.clone();
        wrong.set_text(field, value);
        assert_eq!(bench.code(&wrong), "25", "field {field}");
    }
    for field in [4, 37, 62] {
        let mut bare = right.clone();
        bare.clear(field);
        assert_eq!(bench.code(&bare), "30", "field {field}");
    }
    let mut unreadable = right.clone();
    unreadable.set_bytes(55, &[0xFF, 0x06, 1, 0x20]);
    assert_eq!(bench.code(&unreadable), "30");
    assert!(bench.kept().is_empty());
    assert_eq!(bench.code(&right), "00");
}

#[test]
fn a_reversed_sale_takes_none_and_a_voided_one_gets_no_receipt() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let signature = bench.signature(&sale, b"one", Some("13812345678"));
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!(bench.code(&signature), "22");
    let sale = bench.sale(&ALICE, 5_000);
    let signature = bench.signature(&sale, b"two", Some("13812345678"));
    bench.void(&sale, &ALICE);
    assert_eq!(bench.code(&signature), "00");
    assert_eq!(bench.kept(), [b"two".to_vec()]);
    assert!(bench.receipts().is_empty(), "the money is back");
    bench.assert_charged(0);
}

#[test]
fn a_signature_without_a_right_mac_is_not_kept() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let signature = bench.signature(&sale, b"one", None);
    let mut bytes = bench.frame(&signature);
    *bytes.last_mut().unwrap() ^= 1;
    bench.send_bytes(&bytes);
    bench.rest();
    assert!(bench.kept().is_empty());
}
