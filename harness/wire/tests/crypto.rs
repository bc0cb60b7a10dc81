//! MACs, key blocks, PIN blocks and cryptograms against published values, and against the `des` crate where
//! none is published.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use cipher::{BlockCipherEncrypt as _, KeyInit as _};
use proptest::collection::vec;
use proptest::prelude::*;
use wire::emv::{SessionKeyRule, arpc, card_key, cryptogram, session_key};
use wire::{Key, KeyError, MacKind, Pan, Pin, PinBlock, PinError, WorkingKeys, hex, keys, pin};

fn key(text: &str) -> Key {
    Key::from_hex(text).unwrap()
}

fn block(text: &str) -> [u8; 8] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// One triple DES block by the `des` crate.
fn independent(key: &Key, block: [u8; 8]) -> [u8; 8] {
    let mut block = block.into();
    des::TdesEde2::new_from_slice(key.expose()).unwrap().encrypt_block(&mut block);
    block.into()
}

fn odd_parity(key: &Key) -> Vec<u8> {
    key.expose().iter().map(|b| if b.count_ones() % 2 == 0 { b ^ 1 } else { *b }).collect()
}

/// X9.9: FIPS PUB 113, appendix 2. X9.19 with zero padding: ISO/IEC 9797-1, algorithm 3, padding method 1.
#[test]
fn ansi_macs_are_those_of_the_standards() {
    let single = key("0123456789ABCDEF");
    let mac = MacKind::X9_9.compute(&single, b"7654321 Now is the time for ").unwrap();
    assert_eq!(hex::encode(&mac), "F1D30F6849312CA4");
    let double = key("0123456789ABCDEFFEDCBA9876543210");
    let mac = MacKind::X9_19.compute(&double, b"Now is the time for all ").unwrap();
    assert_eq!(hex::encode(&mac), "A1C72E74EA3FA9B6");
    let wrong = |operation, expected, got| Err(KeyError::WrongLength { operation, expected, got });
    assert_eq!(MacKind::X9_9.compute(&double, b""), wrong("an X9.9 MAC", 8, 16));
    assert_eq!(MacKind::X9_19.compute(&single, b""), wrong("an X9.19 MAC", 16, 8));
}

/// Values of the pyemv package's documentation (https://pypi.org/project/pyemv/).
#[test]
fn card_keys_follow_option_a() {
    let issuer = key("0123456789ABCDEFFEDCBA9876543210");
    for (pan, sequence, expected) in [
        ("99012345678901234", 45, "67F8292358083E5EA7AB7FDA58D53B6B"),
        ("12345678901234567", 1, "73AD54688CEF2934B0979857E3C719F1"),
        ("123456789012", 0, "FE890EC1B3FBF7EC32A880C8D6169461"),
    ] {
        let card = card_key(&issuer, &Pan::new(pan).unwrap(), sequence).unwrap();
        assert_eq!(hex::encode(card.expose()), expected);
    }
}

/// The same source; it sets odd parity on session keys, which DES does not look at.
#[test]
fn the_common_session_key_and_its_cryptograms_are_the_published_ones() {
    let session =
        session_key(&key("0123456789ABCDEFFEDCBA9876543210"), 0x001C, SessionKeyRule::EmvCommon).unwrap();
    assert_eq!(hex::encode(&odd_parity(&session)), "E9FB384AF807B940FEDCEA613461B0C4");
    let session = key("29B33180E567CE38EA4CBC9D753B0E61");
    let arqc = cryptogram(&session, &hex::decode("0123456789ABCDEF0123456789ABCDEF").unwrap()).unwrap();
    assert_eq!(hex::encode(&arqc), "FA624250B008B59A");
    assert_eq!(hex::encode(&arpc(&session, arqc, [0, 0]).unwrap()), "45D4255EEF10C920");
}

#[test]
fn the_pboc_session_key_is_the_counter_and_its_complement_enciphered() {
    let card = key("67F8292358083E5EA7AB7FDA58D53B6B");
    let session = session_key(&card, 0x1234, SessionKeyRule::Pbc).unwrap();
    let (left, right) = (block("0000000000001234"), block("000000000000EDCB"));
    assert_eq!(session.expose(), [independent(&card, left), independent(&card, right)].concat());
}

#[test]
fn chip_keys_have_sixteen_bytes() {
    let single = key("0123456789ABCDEF");
    assert!(card_key(&single, &Pan::new("99012345678901234").unwrap(), 0).is_err());
    assert!(session_key(&single, 1, SessionKeyRule::Pbc).is_err());
    assert!(cryptogram(&single, b"").is_err() && arpc(&single, [0; 8], [0; 2]).is_err());
}

/// Clear block of the ISO 9564-1 format 0 example used by public calculators.
#[test]
fn a_pin_block_is_length_pin_and_fill_over_the_card_number() {
    let key = key("0123456789ABCDEFFEDCBA9876543210");
    let pan = Pan::new("43219876543210987").unwrap();
    let with = pin::encrypt(&Pin::new("1234").unwrap(), Some(&pan), &key);
    assert_eq!(hex::encode(&key.decrypt_block(*with.expose())), "0412AC89ABCDEF67");
    let without = pin::encrypt(&Pin::new("123456").unwrap(), None, &key);
    assert_eq!(hex::encode(&key.decrypt_block(*without.expose())), "06123456FFFFFFFF");
}

#[test]
fn a_block_that_holds_no_pin_says_why() {
    let key = key("0123456789ABCDEFFEDCBA9876543210");
    for (clear, error) in [
        ("16123456FFFFFFFF", PinError::Format),
        ("03123FFFFFFFFFFF", PinError::Length),
        ("0D12345678901234", PinError::Length),
        ("0612A456FFFFFFFF", PinError::Digit),
        ("06123456FFFFFFF0", PinError::Fill),
    ] {
        let block = PinBlock::new(key.encrypt_block(block(clear)));
        assert_eq!(pin::decrypt(&block, None, &key), Err(error), "{clear}");
    }
}

#[test]
fn a_wrong_check_value_is_found_and_only_believed_by_the_defect() {
    let master = key("CA5D92598DCA48CE8A4C76361A9269E9");
    let wide = WorkingKeys {
        pin: key("807A23AD32B36D457AE91FDF927570EA"),
        mac: key("5BB5C72CD00B7338"),
        track: Some(key("00112233445566778899AABBCCDDEEFF")),
    };
    let block = keys::wrap(&master, &wide).unwrap();
    assert_eq!(block.len(), 60);
    for (at, which) in [(16, "pin"), (36, "mac"), (56, "track")] {
        let mut block = block.clone();
        block[at] ^= 1;
        assert_eq!(keys::unwrap(&master, &block), Err(KeyError::CheckValue { which }));
        assert_eq!(keys::unwrap_unchecked(&master, &block).unwrap(), wide);
    }
    assert_eq!(keys::unwrap(&master, &block[..41]), Err(KeyError::Layout(41)));
    let long = WorkingKeys { pin: Key::new(&[3; 24]).unwrap(), ..wide };
    assert!(keys::wrap(&master, &long).is_err());
}

proptest! {
    #[test]
    fn working_keys_survive_each_layout(
        master in vec(any::<u8>(), 16),
        (pin, mac, track) in (1..=2_usize, 1..=2_usize, proptest::option::of(1..=2_usize)),
        bytes in vec(1..=255_u8, 16),
    ) {
        let of = |halves: usize| Key::new(&bytes[..halves * 8]).unwrap();
        let keys = WorkingKeys { pin: of(pin), mac: of(mac), track: track.map(of) };
        let master = Key::new(&master).unwrap();
        let block = keys::wrap(&master, &keys).unwrap();
        let expected = if track.is_some() { 60 } else if pin + mac == 2 { 24 } else { 40 };
        prop_assert_eq!(block.len(), expected);
        prop_assert_eq!(keys::unwrap(&master, &block).unwrap(), keys);
    }

    #[test]
    fn any_block_of_keys_is_read_or_refused(master in vec(any::<u8>(), 16), block in vec(any::<u8>(), 0..70)) {
        let master = Key::new(&master).unwrap();
        let checked = keys::unwrap(&master, &block);
        prop_assert_eq!(keys::unwrap_unchecked(&master, &block).is_ok(), [24, 40, 60].contains(&block.len()));
        prop_assert!(checked.is_err() || [24, 40, 60].contains(&block.len()));
    }

    #[test]
    fn a_pin_comes_back_under_its_key_and_card(
        digits in "[0-9]{4,12}",
        pan in "[0-9]{12,19}",
        other in "[0-9]{12,19}",
        bytes in vec(any::<u8>(), 24),
        length in 1..=3_usize,
        noise in any::<[u8; 8]>(),
    ) {
        let key = Key::new(&bytes[..length * 8]).unwrap();
        let (secret, pan, other) = (Pin::new(&digits).unwrap(), Pan::new(&pan).unwrap(), Pan::new(&other).unwrap());
        for card in [None, Some(&pan)] {
            let block = pin::encrypt(&secret, card, &key);
            prop_assert_eq!(pin::decrypt(&block, card, &key), Ok(secret.clone()));
        }
        let _ = pin::decrypt(&pin::encrypt(&secret, Some(&pan), &key), Some(&other), &key);
        let _ = pin::decrypt(&PinBlock::new(noise), Some(&pan), &key);
    }

    #[test]
    fn ecb_goes_block_by_block_and_back(bytes in vec(any::<u8>(), 16), data in vec(any::<u8>(), 0..60)) {
        let key = Key::new(&bytes).unwrap();
        match key.encrypt_ecb(&data) {
            Ok(enciphered) => prop_assert_eq!(key.decrypt_ecb(&enciphered).unwrap(), data),
            Err(error) => prop_assert_eq!(error, KeyError::Blocks(data.len())),
        }
    }
}
