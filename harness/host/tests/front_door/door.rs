//! Sign-on, who may talk, MAC, form, and bytes that are nothing.

use host::{Effect, MacSeen, Misbehaviour};
use wire::{MacCheck, Message};

use crate::bench::{ALICE, Bench, MID, SECOND, answers, strict_but};

#[test]
fn a_sign_on_hands_out_keys_batch_and_time() {
    let mut bench = Bench::cold();
    bench.batch = "000042".to_owned();
    let answer = bench.sign_on();
    assert_eq!(answer.mti().to_string(), "0810");
    assert_eq!(bench.batch, "000042", "the first batch comes from the terminal");
    assert_eq!((answer.text(12), answer.text(13)), (Some("120000"), Some("1121")));
    assert_eq!(answer.expose(62).map(<[u8]>::len), Some(60));
    let keys = bench.keys.clone().unwrap();
    assert_eq!((keys.pin.length(), keys.mac.length()), (16, 8));
    assert_eq!(bench.host.mac_kcv("12345678"), Some(keys.mac.kcv()));
    bench.batch = "000007".to_owned();
    bench.sign_on();
    assert_eq!(bench.batch, "000042", "later ones are the host's");
    assert_ne!(bench.keys, Some(keys), "each sign-on brings new keys");
}

#[test]
fn a_double_length_mac_key_by_profile() {
    let mut bench = Bench::with(&strict_but("mac_key: single", "mac_key: double"));
    bench.sign_on();
    assert_eq!(bench.keys.as_ref().unwrap().mac.length(), 16);
    bench.sale(&ALICE, 1_000);
}

#[test]
fn each_set_of_keys_has_its_code_and_its_length_and_another_is_refused() {
    for (set, code, pin, track) in
        [("single", "001", 8, false), ("double", "003", 16, false), ("double-and-track", "004", 16, true)]
    {
        let mut bench = Bench::with(&strict_but("set: double-and-track", &format!("set: {set}")));
        for asked in ["001", "003", "004"] {
            let mut message = bench.sign_on_message();
            message.set_text(60, &format!("00{}{asked}", bench.batch));
            assert_eq!(bench.code(&message), if asked == code { "00" } else { "40" }, "{set}, asked {asked}");
        }
        let mut message = bench.sign_on_message();
        message.set_text(60, &format!("00{}{code}", bench.batch));
        let block = bench.ask(&message).expose(62).unwrap().to_vec();
        let keys = wire::keys::unwrap(&wire::Key::from_hex(crate::bench::TMK).unwrap(), &block).unwrap();
        assert_eq!((keys.pin.length(), keys.mac.length(), keys.track.is_some()), (pin, 8, track), "{set}");
    }
}

#[test]
fn a_track_is_read_as_its_field_53_says_and_one_that_does_not_open_is_refused() {
    let mut bench = Bench::signed_on();
    let key = bench.keys.as_ref().unwrap().track.clone().unwrap();
    let other = wire::Key::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
    for (seal, says, code) in [
        (None, '0', "00"),
        (Some(&key), '1', "00"),
        (Some(&key), '0', "30"),
        (None, '1', "30"),
        (Some(&other), '1', "30"),
    ] {
        let mut message = bench.sale_message(&ALICE, 1_000);
        message.set_text(53, &format!("26{says}0000000000000"));
        if let Some(key) = seal {
            wire::track::seal(&mut message, key).unwrap();
        }
        assert_eq!(bench.code(&message), code, "sealed: {}, says {says}", seal.is_some());
    }
    let seen = |effect: &&Effect| matches!(effect, Effect::Took { sealed, .. } if sealed == &[35]);
    assert_eq!(bench.log.iter().filter(seen).count(), 1);
    bench.assert_charged(2_000);
}

#[test]
fn strangers_are_turned_away() {
    let mut bench = Bench::signed_on();
    let mut unknown = bench.sale_message(&ALICE, 1_000);
    unknown.set_text(41, "00000000");
    assert_eq!(bench.code(&unknown), "97");
    let mut other_merchant = bench.sale_message(&ALICE, 1_000);
    other_merchant.set_text(42, "102100154110002");
    assert_eq!(bench.code(&other_merchant), "03");
    let mut sign_on = bench.sign_on_message();
    sign_on.set_text(42, "102100154110002");
    assert_eq!(bench.code(&sign_on), "03");
    let other_terminal = {
        let mut m = bench.sale_message(&ALICE, 1_000);
        m.set_text(41, "87654321");
        m
    };
    assert_eq!(bench.code(&other_terminal), "77", "enrolled, but never signed on");
    bench.assert_charged(0);
}

#[test]
fn nothing_goes_before_sign_on_or_in_another_batch() {
    let mut bench = Bench::cold();
    let message = bench.sale_message(&ALICE, 1_000);
    assert_eq!(bench.code(&message), "77");
    bench.sign_on();
    bench.batch = "000002".to_owned();
    let message = bench.sale_message(&ALICE, 1_000);
    assert_eq!(bench.code(&message), "77");
    bench.batch = "000001".to_owned();
    bench.host.demand_sign_on("12345678");
    let message = bench.sale_message(&ALICE, 1_000);
    assert_eq!(bench.code(&message), "77");
    bench.sign_on();
    bench.sale(&ALICE, 1_000);
    bench.host.set_batch("12345678", "000009");
    let message = bench.sale_message(&ALICE, 1_000);
    assert_eq!(bench.code(&message), "77");
    bench.sign_on();
    assert_eq!(bench.batch, "000009");
    bench.assert_charged(1_000);
}

#[test]
fn a_wrong_or_missing_mac_books_nothing() {
    let mut bench = Bench::signed_on();
    let message = bench.sale_message(&ALICE, 1_000);
    let mut bytes = bench.frame(&message);
    *bytes.last_mut().unwrap() ^= 1;
    bench.send_bytes(&bytes);
    bench.rest();
    let Some(Effect::Took { mac, mac_kcv, .. }) =
        bench.log.iter().rev().find(|e| matches!(e, Effect::Took { .. }))
    else {
        panic!("taken all the same")
    };
    assert_eq!(*mac, MacSeen::Checked(MacCheck::Wrong));
    assert_eq!(*mac_kcv, bench.host.mac_kcv("12345678"));
    let body = bench.dialect.encode(&message).unwrap();
    bench.send_bytes(&bench.dialect.frame(&wire::Envelope::default(), &body).unwrap());
    bench.rest();
    let codes: Vec<_> = answers(&bench.log).iter().map(|a| a.text(39).unwrap().to_owned()).collect();
    assert_eq!(codes, ["00", "A0", "A0"]);
    bench.host.clear_working_keys("12345678");
    assert_eq!(bench.code(&message), "A0", "the host has lost its keys");
    bench.assert_charged(0);
}

#[test]
fn form_is_checked_before_anything_moves() {
    let mut bench = Bench::signed_on();
    type Spoil = fn(&mut Message);
    let spoil: [(&str, Spoil); 12] = [
        ("13", |m| m.set_text(4, "000000000000")),
        ("30", |m| m.clear(4)),
        ("30", |m| m.clear(22)),
        ("30", |m| m.clear(25)),
        ("30", |m| m.clear(49)),
        ("30", |m| m.clear(60)),
        ("30", |m| m.set_text(49, "840")),
        ("30", |m| m.clear(35)),
        ("30", |m| m.clear(52)),
        ("30", |m| m.clear(53)),
        ("30", |m| m.set_text(22, "051")),
        ("30", |m| m.set_pan(&wire::Pan::new("6228480402564890026").unwrap())),
    ];
    for (n, (code, spoil)) in spoil.into_iter().enumerate() {
        let mut message = bench.sale_message(&ALICE, 1_000);
        spoil(&mut message);
        assert_eq!(bench.code(&message), code, "case {n}");
    }
    bench.assert_charged(0);
}

#[test]
fn an_answer_echoes_its_request_and_comes_back_by_the_same_way() {
    let mut bench = Bench::signed_on();
    let mut message = bench.sale_message(&ALICE, 1_000);
    message.set_text(53, "2610000000000000");
    let track = bench.keys.as_ref().unwrap().track.clone().unwrap();
    wire::track::seal(&mut message, &track).unwrap();
    let body = bench.dialect.seal(&message, &bench.keys.as_ref().unwrap().mac).unwrap();
    let envelope = wire::Envelope { tpdu: wire::Tpdu([0x60, 0, 9, 3, 0x19]), ..Default::default() };
    bench.send_bytes(&bench.dialect.frame(&envelope, &body).unwrap());
    bench.rest();
    let Some(Effect::Answer { message: answer, bytes, code, .. }) = bench.log.last() else {
        panic!("an answer")
    };
    assert_eq!(code, "00");
    assert_eq!(bytes.expose()[2..7], [0x60, 3, 0x19, 0, 9], "source and destination are exchanged");
    assert_eq!(bench.mac_of(bytes.expose()), MacCheck::Valid);
    for n in [3, 4, 11, 25, 41, 42, 49, 60] {
        assert_eq!(answer.text(n), message.text(n), "field {n}");
    }
    for n in [12, 13, 15, 32, 37, 38, 39, 44, 53, 63, 64] {
        assert!(answer.has(n), "field {n}");
    }
    for n in [2, 22, 26, 35, 52] {
        assert!(!answer.has(n), "field {n}");
    }
    assert_eq!(answer.text(53), Some("2600000000000000"), "the track is not encrypted in an answer");
    assert_eq!((answer.text(37).map(str::len), answer.text(38).map(str::len)), (Some(12), Some(6)));
}

#[test]
fn what_is_not_served_is_40_and_echo_is_answered() {
    let mut bench = Bench::signed_on();
    let mut other = Message::new(wire::Mti::new(0x0500));
    other.set_text(11, "000500");
    other.set_text(41, "12345678");
    other.set_text(42, MID);
    other.set_text(60, "00000001999");
    assert_eq!(bench.code(&other), "40");
    let mut echo = other.clone();
    echo.set_mti(wire::Mti::new(0x0820));
    echo.set_text(60, "00000001301");
    assert_eq!(bench.code(&echo), "00");
    echo.set_text(60, "00000001002");
    assert_eq!(bench.code(&echo), "00");
    let message = bench.sale_message(&ALICE, 1_000);
    assert_eq!(bench.code(&message), "77", "signed off");
    let refund_reversal = {
        let mut m = bench.reversal_message(&message);
        m.set_text(60, "25000001000");
        m
    };
    assert_eq!(bench.code(&refund_reversal), "40", "a refund cannot be reversed");
}

#[test]
fn garbage_is_reported_and_the_next_request_still_works() {
    let mut bench = Bench::signed_on();
    bench.send_bytes(&[0, 14, 0x60, 0, 0, 0, 0, 0x60, 0x31, 0, 0x31, 0x10, 3, 0xFF, 0xFF, 0xFF]);
    let answer_where_a_request_belongs = {
        let mut m = bench.sale_message(&ALICE, 1);
        m.set_mti(wire::Mti::new(0x0210));
        bench.frame(&m)
    };
    bench.send_bytes(&answer_where_a_request_belongs);
    bench.sale(&ALICE, 1_000);
    bench.send_bytes(&[0xFF, 0xFF, 1, 2, 3]);
    let garbled = bench.log.iter().filter(|e| matches!(e, Effect::Garbled { .. })).count();
    assert_eq!(garbled, 3);
    assert!(matches!(bench.log.last(), Some(Effect::HangUp { line: 1 })), "the stream is lost");
    bench.sale(&ALICE, 1_000);
    bench.assert_charged(2_000);
}

#[test]
fn a_request_in_single_bytes_is_one_request() {
    let mut bench = Bench::signed_on();
    let message = bench.sale_message(&ALICE, 1_000);
    for byte in bench.frame(&message) {
        bench.send_bytes(&[byte]);
    }
    bench.rest();
    bench.assert_charged(1_000);
}

#[test]
fn an_answer_to_a_line_that_is_gone_is_undelivered() {
    let mut bench = Bench::signed_on();
    let message = bench.sale_message(&ALICE, 1_000);
    bench.send(&message);
    bench.host.closed(bench.now, bench.line);
    bench.rest();
    assert!(matches!(bench.log.last(), Some(Effect::Undelivered { line: 1, .. })));
    bench.assert_charged(1_000);
    bench.line = 2;
    let repeat = bench.ask(&message);
    assert_eq!(repeat.text(39), Some("00"));
    bench.assert_charged(1_000);
}

#[test]
fn misbehaviour_has_one_spelling() {
    let text = r#"{"crash-before-booking":{"down_ns":null}}"#;
    let read: Misbehaviour = serde_json::from_str(text).unwrap();
    assert_eq!(read, Misbehaviour::CrashBeforeBooking { down_ns: None });
    assert_eq!(serde_json::to_string(&Misbehaviour::HoldBack).unwrap(), r#""hold-back""#);
    assert_eq!(Misbehaviour::Delay { ns: SECOND }.name(), "delay");
}
