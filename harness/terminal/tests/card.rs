//! The card model by its APDUs: order of commands, status words, cryptograms, counters.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test file")]

mod bench;

use bench::card_data;
use device::CardFace;
use terminal::card::{CardReady, ChipCard, Faces, Misbehaviour, Status};
use wire::{Tlv, emv};

const SELECT: &[u8] = &[0x00, 0xA4, 0x04, 0x00, 8, 0xA0, 0, 0, 3, 0x33, 1, 1, 1, 0];
const OPTIONS: &[u8] = &[0x80, 0xA8, 0, 0, 2, 0x83, 0, 0];

fn status(response: &[u8]) -> u16 {
    Status::of(response).unwrap().0
}

fn ready() -> ChipCard {
    let mut card = ChipCard::new(card_data());
    assert_eq!(card.power_on(CardFace::Chip), CardReady::Ready);
    card
}

fn generate(wish: u8, data: &[u8]) -> Vec<u8> {
    let mut command = vec![0x80, 0xAE, wish, 0, u8::try_from(data.len()).unwrap()];
    command.extend(data);
    command.push(0);
    command
}

/// Kind, counter, cryptogram, issuer data of a format 1 answer.
fn cryptogram(response: &[u8]) -> (u8, u16, [u8; 8], Vec<u8>) {
    assert_eq!(status(response), 0x9000);
    let list = Tlv::parse(&response[..response.len() - 2]).unwrap();
    let value = list.get(0x80).unwrap();
    let counter = u16::from_be_bytes([value[1], value[2]]);
    (value[0], counter, value[3..11].try_into().unwrap(), value[11..].to_vec())
}

#[test]
fn a_chip_answers_in_order_and_with_the_right_words() {
    let mut card = ChipCard::new(card_data());
    assert!(card.exchange(SELECT).is_empty(), "no power, no answer");
    card.power_on(CardFace::Chip);
    assert_eq!(status(&card.exchange(OPTIONS)), 0x6985, "nothing selected");
    assert_eq!(status(&card.exchange(&[0x00, 0xA4, 0x04, 0x00, 5, 0xA0, 0, 0, 0, 3])), 0x6A82);
    assert_eq!(status(&card.exchange(&[0x00, 0xA4, 0x00, 0x00, 2, 0x3F, 0])), 0x6A86);
    assert_eq!(
        status(&card.exchange(b"\x00\xA4\x04\x00\x0E2PAY.SYS.DDF01\x00")),
        0x6A82,
        "no PPSE in the slot"
    );
    assert_eq!(status(&card.exchange(SELECT)), 0x9000);
    assert_eq!(status(&card.exchange(&generate(0x80, &[0; 29]))), 0x6985, "not initiated");
    assert_eq!(status(&card.exchange(OPTIONS)), 0x9000);
    assert_eq!(status(&card.exchange(OPTIONS)), 0x6985, "once");
    assert_eq!(status(&card.exchange(&[0x00, 0xB2, 1, 0x0C, 0])), 0x9000);
    assert_eq!(status(&card.exchange(&[0x00, 0xB2, 9, 0x0C, 0])), 0x6A83);
    assert_eq!(status(&card.exchange(&[0x00, 0xB2, 1, 0x54, 0])), 0x6A82);
    assert_eq!(status(&card.exchange(&[0x80, 0xCA, 0x9F, 0x36, 0])), 0x9000);
    assert_eq!(status(&card.exchange(&[0x80, 0xCA, 0x9F, 0x99, 0])), 0x6A88);
    assert_eq!(status(&card.exchange(&[0x00, 0x84, 0, 0, 0])), 0x9000);
    assert_eq!(status(&card.exchange(&[0x00, 0x10, 0, 0, 0])), 0x6D00);
    assert_eq!(status(&card.exchange(&[0x40, 0xA4, 0, 0, 0])), 0x6E00);
    assert_eq!(status(&card.exchange(&[0x00, 0xA4])), 0x6700);
    assert_eq!(status(&card.exchange(&generate(0x80, &[0; 28]))), 0x6700);
}

#[test]
fn cryptograms_are_real_and_the_counter_outlives_power() {
    let mut card = ready();
    for expected in 1..=3 {
        card.reset();
        card.power_on(CardFace::Chip);
        card.exchange(SELECT);
        card.exchange(OPTIONS);
        let data: Vec<u8> = (0..29).collect();
        assert_eq!(card.command_name(&generate(0x80, &data)), Some("generate-ac-1"));
        let (kind, counter, arqc, issuer_data) = cryptogram(&card.exchange(&generate(0x80, &data)));
        assert_eq!((kind, counter), (0x80, expected));
        let owner = card_data();
        let key = emv::card_key(&owner.imk, &owner.pan, owner.psn).unwrap();
        let session = emv::session_key(&key, counter, owner.session_key_rule).unwrap();
        let input = [&data[..], &[0x7C, 0], &counter.to_be_bytes(), &issuer_data].concat();
        assert_eq!(emv::cryptogram(&session, &input).unwrap(), arqc);

        let mut second = emv::arpc(&session, arqc, *b"00").unwrap().to_vec();
        second.extend(b"0000");
        second.extend(&data);
        assert_eq!(card.command_name(&generate(0x40, &second)), Some("generate-ac-2"));
        assert_eq!(cryptogram(&card.exchange(&generate(0x40, &second))).0, 0x40);
        assert_eq!(status(&card.exchange(&generate(0x40, &second))), 0x6985, "twice is all");
    }
    assert_eq!(card.counter(), 3);
}

#[test]
fn a_wrong_issuer_answer_or_a_decline_makes_the_card_decline() {
    for (spoil, code) in [(1, *b"00"), (0, *b"51")] {
        let mut card = ready();
        card.exchange(SELECT);
        card.exchange(OPTIONS);
        let (_, counter, arqc, _) = cryptogram(&card.exchange(&generate(0x80, &[0; 29])));
        let owner = card_data();
        let key = emv::card_key(&owner.imk, &owner.pan, owner.psn).unwrap();
        let session = emv::session_key(&key, counter, owner.session_key_rule).unwrap();
        let mut second = emv::arpc(&session, arqc, code).unwrap().to_vec();
        second[0] ^= spoil;
        second.extend(code);
        second.extend(code);
        second.extend([0; 29]);
        assert_eq!(cryptogram(&card.exchange(&generate(0x40, &second))).0, 0x00);
    }
}

/// PUT DATA on one of the two limits, with the issuer's MAC over what the card gave.
fn put_data(tag: u8, value: u8, counter: u16, arqc: [u8; 8]) -> Vec<u8> {
    let owner = card_data();
    let card = emv::card_key(owner.script_key.as_ref().unwrap(), &owner.pan, owner.psn).unwrap();
    let session = emv::script_key(&card, counter, arqc, owner.session_key_rule).unwrap();
    let head = [0x84, 0xDA, 0x9F, tag, 5];
    let mac = emv::script_mac(&session, head, counter, arqc, &[value]).unwrap();
    [&head[..], &[value], &mac].concat()
}

#[test]
fn a_script_writes_what_the_issuer_has_proved_and_nothing_else() {
    let mut card = ready();
    let limit = |card: &mut ChipCard| card.exchange(&[0x80, 0xCA, 0x9F, 0x58, 0])[3];
    card.exchange(SELECT);
    card.exchange(OPTIONS);
    let before = limit(&mut card);
    assert_eq!(status(&card.exchange(&put_data(0x58, 9, 1, [0; 8]))), 0x6985, "no cryptogram so far");
    let (_, counter, arqc, _) = cryptogram(&card.exchange(&generate(0x80, &[0; 29])));
    for spoilt in [put_data(0x58, 9, counter + 1, arqc), put_data(0x58, 9, counter, [0; 8])] {
        assert_eq!(status(&card.exchange(&spoilt)), 0x6988);
    }
    let mut altered = put_data(0x58, 9, counter, arqc);
    altered[5] = 8;
    assert_eq!(status(&card.exchange(&altered)), 0x6988);
    assert_eq!(status(&card.exchange(&put_data(0x17, 9, counter, arqc))), 0x6A88);
    assert_eq!(limit(&mut card), before);
    let right = put_data(0x58, 9, counter, arqc);
    assert_eq!(card.command_name(&right), Some("put-data"));
    assert_eq!(status(&card.exchange(&right)), 0x9000);
    assert_eq!(limit(&mut card), 9);
    card.misbehave(Misbehaviour { script_refused: true, ..Misbehaviour::default() });
    assert_eq!(status(&card.exchange(&put_data(0x59, 9, counter, arqc))), 0x6985);
    card.reset();
    card.power_on(CardFace::Chip);
    assert_eq!(status(&card.exchange(&right)), 0x6985, "its transaction is over");
}

#[test]
fn a_chip_approves_alone_up_to_its_limit_and_not_a_fen_more() {
    for (limit, kind) in [(1_200, 0x40), (1_199, 0x80), (0, 0x80)] {
        let mut data = card_data();
        data.offline_limit_fen = limit;
        let mut card = ChipCard::new(data);
        card.power_on(CardFace::Chip);
        card.exchange(SELECT);
        card.exchange(OPTIONS);
        let amount = [&[0, 0, 0, 0, 0x12, 0][..], &[0; 23]].concat();
        let (given, counter, certificate, history) = cryptogram(&card.exchange(&generate(0x40, &amount)));
        assert_eq!(given, kind, "{limit}");
        let owner = card_data();
        let key = emv::card_key(&owner.imk, &owner.pan, owner.psn).unwrap();
        let session = emv::session_key(&key, counter, owner.session_key_rule).unwrap();
        let input = [&amount[..], &[0x7C, 0], &counter.to_be_bytes(), &history].concat();
        assert_eq!(emv::cryptogram(&session, &input).unwrap(), certificate);

        // The same where it is told behind an ARQC that the terminal is unable to go online.
        card.power_on(CardFace::Chip);
        card.exchange(SELECT);
        card.exchange(OPTIONS);
        assert_eq!(cryptogram(&card.exchange(&generate(0x80, &amount))).0, 0x80);
        let unable = [&[0; 10][..], b"Y3", &amount].concat();
        let second = cryptogram(&card.exchange(&generate(0x40, &unable))).0;
        assert_eq!(second, if kind == 0x40 { 0x40 } else { 0x00 }, "{limit}");
    }
}

#[test]
fn three_wrong_pins_block_the_chip_across_power() {
    let mut card = ready();
    let verify = |digits: &[u8]| [&[0x00, 0x20, 0x00, 0x80, 8][..], digits].concat();
    let wrong = verify(&[0x26, 0x11, 0x11, 0x11, 0xFF, 0xFF, 0xFF, 0xFF]);
    let right = verify(&[0x26, 0x24, 0x68, 0x10, 0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(status(&card.exchange(&wrong)), 0x63C2);
    assert_eq!(status(&card.exchange(&right)), 0x9000);
    for left in [0x63C2, 0x63C1, 0x63C0] {
        card.reset();
        card.power_on(CardFace::Chip);
        assert_eq!(status(&card.exchange(&wrong)), left);
    }
    assert_eq!(status(&card.exchange(&right)), 0x6983);
}

#[test]
fn a_card_is_mute_where_it_has_no_face() {
    let mut data = card_data();
    data.faces = Faces::from_iter([CardFace::Stripe]);
    let mut card = ChipCard::new(data);
    assert_eq!(card.power_on(CardFace::Chip), CardReady::Mute);
    assert!(card.stripe().is_some());
    card.misbehave(Misbehaviour { stripe_unreadable: true, ..Misbehaviour::default() });
    assert!(card.stripe().is_none());
    let mut card = ready();
    card.misbehave(Misbehaviour { mute: true, ..Misbehaviour::default() });
    assert_eq!(card.power_on(CardFace::Contactless), CardReady::Mute);
}
