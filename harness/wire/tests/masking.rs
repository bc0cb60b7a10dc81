//! No secret in anything that is shown: Debug, Display, Serialize, pairs, errors.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

use proptest::prelude::*;
use wire::{
    Dialect, Envelope, Frame, FrameReader, Key, Message, Mti, Pan, Pin, PinBlock, Tlv, Track2, WorkingKeys,
    hex, keys,
};

const UNIONPAY: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");

fn unionpay() -> Dialect {
    Dialect::from_yaml("unionpay.yaml", UNIONPAY).unwrap_or_else(|flaw| panic!("{flaw}"))
}

const PAN: &str = "6228480402564890018";
const TRACK: &str = "6228480402564890018=30122010000012345";
const PIN: &str = "739518";
const KEY: &str = "807A23AD32B36D457AE91FDF927570EA";
const BLOCK: &str = "F4C1D2A3B4958677";

/// What must not be found, in any of the forms in which it could slip out.
fn assert_hidden(shown: &str) {
    let flat: String = shown.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    // The digits between the shown six and four, and what stands behind the card number on the tracks.
    for secret in ["040256489", "3012201", PIN, KEY, &KEY[..16], BLOCK, "ZHANGSAN"] {
        assert!(!flat.contains(secret), "{secret} in {shown}");
        let as_ascii = hex::encode(secret.as_bytes());
        assert!(!flat.contains(&as_ascii), "{secret} as ASCII in hex in {shown}");
        let as_list = format!("{:?}", secret.as_bytes());
        assert!(!shown.contains(as_list.trim_matches(['[', ']'])), "{secret} as a list of bytes in {shown}");
    }
}

fn secret_message(mti: u16) -> Message {
    let mut message = Message::new(Mti::new(mti));
    message.set_pan(&Pan::new(PAN).unwrap());
    message.set_track2(&Track2::new(TRACK).unwrap());
    message.set_text(36, &format!("99{TRACK}"));
    message.set_text(45, &format!("B{PAN}^ZHANG SAN^3012201"));
    message.set_pin_block(&PinBlock::new(hex::decode(BLOCK).unwrap().try_into().unwrap()));
    let mut chip = Tlv::new();
    chip.push(0x57, &hex::decode("6228480402564890018D30122010000012345F").unwrap());
    chip.push(0x5A, &hex::decode("6228480402564890018F").unwrap());
    chip.push(0x5F20, b"ZHANG SAN");
    chip.push(0x9F36, &[0x12, 0x34]);
    chip.push(0x9F6B, &hex::decode("6228480402564890018D30122010000012345F").unwrap());
    chip.push(0x56, format!("B{PAN}^ZHANG SAN^3012201").as_bytes());
    chip.push(0x70, &hex::decode("5A0A6228480402564890018F").unwrap());
    message.set_chip(&chip);
    message
}

#[test]
fn a_payment_code_is_masked_and_other_text_in_its_field_is_not() {
    let dialect =
        wire::Dialect::from_yaml("unionpay.yaml", include_str!("../../../fixtures/dialects/unionpay.yaml"))
            .unwrap();
    let order = "10000001000001000012";
    let places = [(wire::Place::Order, order), (wire::Place::PayCode, "134512345678907890")];
    let pay = dialect.begin(wire::Class::WalletPay, &places).unwrap().unwrap();
    assert_eq!(pay.text(62), None);
    assert_eq!(dialect.pay_code(&pay).unwrap().expose(), "134512345678907890");
    let shown = format!("{pay:?} {:?}", dialect.masked_pairs(&pay));
    assert!(!shown.contains("1345123") && shown.contains("13************7890"), "{shown}");
    assert_eq!(dialect.at(&pay, wire::Place::Order), Some(order));
    let mut answer = pay.clone();
    answer.set_text(62, "https://wallet.example/q/1");
    assert_eq!((answer.text(62), dialect.pay_code(&answer)), (Some("https://wallet.example/q/1"), None));
}

#[test]
fn each_secret_shows_itself_masked_everywhere() {
    let key = Key::from_hex(KEY).unwrap();
    let (pan, track, pin) = (Pan::new(PAN).unwrap(), Track2::new(TRACK).unwrap(), Pin::new(PIN).unwrap());
    let block = PinBlock::new(hex::decode(BLOCK).unwrap().try_into().unwrap());
    for shown in [
        format!("{pan} {pan:?} {}", serde_json::to_string(&pan).unwrap()),
        format!("{track} {track:?} {}", serde_json::to_string(&track).unwrap()),
        format!("{pin} {pin:?} {}", serde_json::to_string(&pin).unwrap()),
        format!("{block} {block:?} {}", serde_json::to_string(&block).unwrap()),
        format!("{key} {key:?} {}", serde_json::to_string(&key).unwrap()),
        format!("{:?}", WorkingKeys { pin: key.clone(), mac: key.clone(), track: Some(key.clone()) }),
    ] {
        assert_hidden(&shown);
    }
    assert_eq!(format!("{key:?}"), "Key(16 bytes, kcv 8D0A74B8)");
    assert_eq!(serde_json::to_string(&key).unwrap(), "\"Key(16 bytes, kcv 8D0A74B8)\"");
    assert_eq!(serde_json::to_string(&pan).unwrap(), "\"622848*********0018\"");
}

#[test]
fn a_secret_is_read_from_text_and_never_quoted_when_wrong() {
    assert_eq!(
        serde_json::from_str::<Key>(&format!("\"{KEY}\"")).unwrap().expose(),
        hex::decode(KEY).unwrap()
    );
    assert_eq!(serde_yaml::from_str::<Pan>(&format!("\"{PAN}\"")).unwrap().expose(), PAN);
    for (said, name) in [
        (serde_json::from_str::<Key>(&format!("\"{KEY}A\"")).unwrap_err().to_string(), "key"),
        (serde_json::from_str::<Pan>(&format!("\"{PAN}x\"")).unwrap_err().to_string(), "card number"),
        (serde_json::from_str::<Pan>(PAN).unwrap_err().to_string(), "quoted text"),
        (serde_yaml::from_str::<Pan>(&format!("[{PAN}]")).unwrap_err().to_string(), "quoted text"),
        (serde_json::from_str::<Pin>(PIN).unwrap_err().to_string(), "quoted text"),
        (serde_yaml::from_str::<Pin>(PIN).unwrap_err().to_string(), "quoted text"),
        (serde_yaml::from_str::<Pan>(PAN).unwrap_err().to_string(), "quoted text"),
        (serde_json::from_str::<Track2>(&format!("\"{TRACK}x\"")).unwrap_err().to_string(), "track 2"),
    ] {
        assert!(said.contains(name), "{said}");
        assert_hidden(&said);
    }
}

#[test]
fn messages_pairs_chip_data_and_frames_hide_what_they_carry() {
    let dialect = unionpay();
    for mti in [0x0200, 0x0320, 0x0810] {
        let message = secret_message(mti);
        assert_hidden(&format!("{message:?}"));
        assert_hidden(&format!("{:?}", dialect.masked_pairs(&message)));
        assert_hidden(&format!("{:?}", message.chip()));
        for n in [2, 35, 36, 45, 52, 55] {
            assert_eq!(
                (message.text(n), message.bytes(n), message.number(n)),
                (None, None, None),
                "field {n}"
            );
            assert!(message.expose(n).is_some());
        }
    }
    let body = b"6228480402564890018".to_vec();
    let frame = Frame { envelope: Envelope::default(), body: body.clone() };
    assert_hidden(&format!("{frame:?}"));
    let mut reader = FrameReader::new(100);
    reader.push(&body);
    assert_hidden(&format!("{reader:?}"));
}

#[test]
fn keys_and_batch_details_are_counted_not_shown() {
    let dialect = unionpay();
    let key = Key::from_hex(KEY).unwrap();
    let mut answer = Message::new(Mti::new(0x0810));
    let wrapped = keys::wrap(&key, &WorkingKeys { pin: key.clone(), mac: key.left(), track: None }).unwrap();
    answer.set_bytes(62, &wrapped);
    assert_eq!(answer.bytes(62), None);
    assert_eq!(dialect.masked_pairs(&answer), [("62".to_owned(), "<40 bytes>".to_owned())]);
    answer.set_text(62, KEY);
    assert_eq!(answer.text(62), None);
    let mut details = Message::new(Mti::new(0x0320));
    details.set_text(48, "0622848040256489001800000001200");
    assert_eq!(details.text(48), None);
    assert_eq!(dialect.masked_pairs(&details), [("48".to_owned(), "<31 digits>".to_owned())]);
    let mut totals = Message::new(Mti::new(0x0500));
    totals.set_text(48, "00000001200000100000000000000000");
    assert!(totals.text(48).is_some());
}

#[test]
fn pairs_name_sub_fields_and_tags() {
    let dialect = unionpay();
    let mut message = secret_message(0x0200);
    message.clear(36);
    message.clear(45);
    message.set_text(11, "000123");
    message.set_text(44, "01020000   03050000   ");
    message.set_text(60, "22000001000");
    message.set_text(61, "000001000122");
    message.set_bytes(63, &[b"CUP".as_slice(), &[0xBD, 0xBB, 0xD2, 0xD7], &[b' '; 16]].concat());
    message.set_bytes(64, b"8A9E91B8");
    insta::assert_debug_snapshot!(dialect.masked_pairs(&message));
    assert_eq!(dialect.part(&message, "60.2"), Some("000001"));
    assert_eq!(dialect.part(&message, "60.4"), None);
    assert_eq!(dialect.part(&message, "44.2"), Some("03050000   "));
    assert_eq!(dialect.part(&message, "11"), Some("000123"));
    assert_eq!(dialect.part(&message, "2"), None);
    assert_eq!(dialect.part_bytes(&message, "63.2").map(<[u8]>::len), Some(20));
    assert_eq!(dialect.label("60.2"), Some("batch number"));
    for path in ["60.0", "60.9", "60.x", "", ".", "300", "60.2.1"] {
        assert_eq!(dialect.part(&message, path), None, "{path}");
    }
}

proptest! {
    /// Whatever is done to a body with a card number in it, no error repeats the number.
    #[test]
    fn errors_never_repeat_a_card_number(
        at in any::<proptest::sample::Index>(),
        change in 1..=255_u8,
        cut in any::<proptest::sample::Index>(),
    ) {
        let dialect = unionpay();
        let mut message = secret_message(0x0200);
        message.clear(45);
        message.set_text(36, "99622848040256489001830122010000012345");
        let mut body = dialect.encode(&message).unwrap();
        let at = at.index(body.len());
        if let Some(byte) = body.get_mut(at) {
            *byte ^= change;
        }
        if let Err(error) = dialect.decode(&body) {
            assert_hidden(&format!("{error} {error:?}"));
        }
        if let Err(error) = dialect.decode(body.get(..cut.index(body.len())).unwrap_or_default()) {
            assert_hidden(&format!("{error} {error:?}"));
        }
    }
}
