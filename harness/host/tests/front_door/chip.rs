//! Chip cards: the cryptogram is checked for real, and answered for real.

use wire::{Message, Tlv, emv};

use crate::bench::{ALICE, Bench, IMK, strict_but};
use crate::messages::session_key;

fn chip_sale(bench: &mut Bench, atc: u16) -> Message {
    let mut message = bench.request(0x0200, "000000", "22");
    message.set_text(4, "000000001000");
    bench.insert(&mut message, &ALICE, atc);
    message
}

fn change(message: &mut Message, tag: u32, value: &[u8]) {
    let mut chip = message.chip().unwrap().unwrap();
    chip.set(tag, value);
    message.set_chip(&chip);
}

#[test]
fn a_right_cryptogram_is_answered_with_one_of_the_issuer() {
    let mut bench = Bench::signed_on();
    let message = chip_sale(&mut bench, 5);
    let answer = bench.ask(&message);
    assert_eq!(answer.text(39), Some("00"));
    assert_eq!(answer.pan(), Some(ALICE.pan()));
    let arqc: [u8; 8] = message.chip().unwrap().unwrap().get(0x9F26).unwrap().try_into().unwrap();
    let arpc = emv::arpc(&session_key(&ALICE, 5), arqc, *b"00").unwrap();
    let chip: Tlv = answer.chip().unwrap().unwrap();
    assert_eq!(chip.get(0x91), Some([arpc.as_slice(), b"00"].concat().as_slice()));
    bench.assert_charged(1_000);
}

#[test]
fn a_decline_is_proved_to_the_card_too() {
    let mut bench = Bench::signed_on();
    let mut message = bench.request(0x0200, "000000", "22");
    message.set_text(4, "000000200000");
    bench.insert(&mut message, &ALICE, 5);
    let answer = bench.ask(&message);
    assert_eq!(answer.text(39), Some("51"));
    assert_eq!(answer.chip().unwrap().unwrap().get(0x91).map(|v| v[8..].to_vec()), Some(b"51".to_vec()));
}

#[test]
fn what_the_cryptogram_covers_cannot_be_changed() {
    let mut bench = Bench::signed_on();
    for (tag, value) in [
        (0x9F26, &[0u8; 8][..]),
        (0x9F37, &[9, 9, 9, 9]),
        (0x9F36, &[0, 9]),
        (0x95, &[0x80, 0, 0, 0, 0]),
        (0x9F10, &[7, 1, 3, 0, 0, 0, 0]),
        (0x9F02, &[0, 0, 0, 0, 0x20, 0]),
        (0x9F27, &[0x40]),
    ] {
        let mut message = chip_sale(&mut bench, 7);
        change(&mut message, tag, value);
        assert_eq!(bench.code(&message), "05", "tag {tag:X}");
    }
    let mut other_amount = chip_sale(&mut bench, 8);
    other_amount.set_text(4, "000000000999");
    assert_eq!(bench.code(&other_amount), "05");
    let mut other_sequence = chip_sale(&mut bench, 9);
    other_sequence.set_text(23, "002");
    assert_eq!(bench.code(&other_sequence), "14");
    let mut no_data = chip_sale(&mut bench, 10);
    no_data.clear(55);
    assert_eq!(bench.code(&no_data), "30");
    bench.assert_charged(0);
}

#[test]
fn a_cryptogram_pays_once() {
    let mut bench = Bench::signed_on();
    let message = chip_sale(&mut bench, 5);
    assert_eq!(bench.code(&message), "00");
    let replayed = chip_sale(&mut bench, 5);
    assert_eq!(bench.code(&replayed), "05");
    bench.assert_charged(1_000);
}

fn offline_sale(bench: &mut Bench, atc: u16, fen: i64, information: u8) -> Message {
    let mut message = bench.request(0x0220, "000000", "36");
    message.set_text(4, &format!("{fen:012}"));
    bench.insert(&mut message, &ALICE, atc);
    change(&mut message, 0x9F27, &[information]);
    message
}

#[test]
fn an_offline_sale_is_booked_by_the_chips_certificate_and_by_nothing_else() {
    let mut bench = Bench::signed_on();
    for (atc, information) in [(5, 0x80), (6, 0x00)] {
        let message = offline_sale(&mut bench, atc, 1_000, information);
        assert_eq!(bench.code(&message), "05", "{information:X}");
    }
    let mut spoilt = offline_sale(&mut bench, 7, 1_000, 0x40);
    change(&mut spoilt, 0x9F26, &[1; 8]);
    assert_eq!(bench.code(&spoilt), "05");
    let mut bare = offline_sale(&mut bench, 8, 1_000, 0x40);
    bare.clear(55);
    assert_eq!(bench.code(&bare), "30");
    let mut other_amount = offline_sale(&mut bench, 9, 1_000, 0x40);
    other_amount.set_text(4, "000000001001");
    assert_eq!(bench.code(&other_amount), "05");
    bench.assert_charged(0);
    let message = offline_sale(&mut bench, 10, 1_000, 0x40);
    let answer = bench.ask(&message);
    assert_eq!(answer.text(39), Some("00"));
    assert!(answer.has(37) && !answer.has(38) && !answer.has(55), "it asked for no approval");
    bench.assert_charged(1_000);
}

#[test]
fn an_offline_sale_that_is_told_again_is_booked_once_and_its_certificate_pays_no_other() {
    let mut bench = Bench::signed_on();
    let message = offline_sale(&mut bench, 5, 1_000, 0x40);
    assert_eq!(bench.code(&message), "00");
    assert_eq!(bench.code(&message), "00");
    let another = offline_sale(&mut bench, 5, 1_000, 0x40);
    assert_eq!(bench.code(&another), "05");
    bench.assert_charged(1_000);
}

#[test]
fn an_offline_sale_of_a_batch_that_was_closed_meanwhile_is_booked_in_that_batch() {
    let mut bench = Bench::signed_on();
    let message = offline_sale(&mut bench, 5, 1_000, 0x40);
    let online = chip_sale(&mut bench, 6);
    bench.host.set_batch("12345678", "000002");
    bench.sign_on();
    assert_eq!(bench.code(&message), "00");
    let debits = |batch: &str| bench.host.batch_totals("12345678", batch).debit.amount_fen;
    assert_eq!((debits("000001"), debits("000002")), (1_000, 0));
    assert_eq!(bench.code(&online), "77", "what asks for an approval is of the batch that is open");
    bench.assert_charged(1_000);
}

#[test]
fn the_issuer_pays_what_its_chip_approved_though_nothing_is_left() {
    let mut bench = Bench::signed_on();
    let message = offline_sale(&mut bench, 5, 200_000_000, 0x40);
    assert_eq!(bench.code(&message), "00");
    bench.assert_charged(200_000_000);
}

#[test]
fn contactless_is_checked_the_same_way() {
    let mut bench = Bench::signed_on();
    let mut message = chip_sale(&mut bench, 5);
    message.set_text(22, "072");
    assert_eq!(bench.code(&message), "00");
    let mut spoilt = chip_sale(&mut bench, 6);
    spoilt.set_text(22, "072");
    change(&mut spoilt, 0x9F26, &[1; 8]);
    assert_eq!(bench.code(&spoilt), "05");
}

#[test]
fn the_session_key_follows_the_profile() {
    let mut bench = Bench::with(&strict_but("chip_session_key: pbc", "chip_session_key: emv-common"));
    bench.sign_on();
    let mut message = chip_sale(&mut bench, 5);
    assert_eq!(bench.code(&message), "05", "a cryptogram made the other way");
    let card = emv::card_key(&wire::Key::from_hex(IMK).unwrap(), &ALICE.pan(), 1).unwrap();
    let session = emv::session_key(&card, 5, emv::SessionKeyRule::EmvCommon).unwrap();
    let input = host::cryptogram_input(&message.chip().unwrap().unwrap()).unwrap();
    change(&mut message, 0x9F26, &emv::cryptogram(&session, &input).unwrap());
    message.set_text(11, "000777");
    assert_eq!(bench.code(&message), "00");
}
