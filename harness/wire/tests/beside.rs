//! Dialects that say the same in other bytes, and what shows that they do not.

#![expect(clippy::unwrap_used, reason = "a test may fall over")]

use std::sync::Arc;

use wire::{Class, Dialect, Key, Message, Place};

const UNIONPAY: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");
const BINARY: &str = include_str!("../../../fixtures/dialects/iso87-binary-bitmap.yaml");
const HEX: &str = include_str!("../../../fixtures/dialects/iso87-hex-bitmap.yaml");

fn dialect(text: &str) -> Dialect {
    Dialect::from_yaml("x.yaml", text).unwrap()
}

/// One dialect beside another.
fn pair(own: &str, other: &str) -> (Dialect, String) {
    let other = dialect(other);
    let name = other.name().to_owned();
    (dialect(own).beside(&Arc::new(other)), name)
}

fn sale(dialect: &Dialect) -> Message {
    dialect.begin(Class::Sale, &[(Place::Batch, "000007")]).unwrap().unwrap()
}

#[test]
fn dialects_that_differ_in_their_bytes_alone_say_the_same() {
    let (binary, hex) = (dialect(BINARY), dialect(HEX));
    assert!(binary.says_the_same_as(&hex) && hex.says_the_same_as(&binary));
    assert!(!hex.says_the_same_as(&dialect(UNIONPAY)));
    for (from, to) in [
        ("name: merchant type, content: n,", "name: merchant type, content: an,"),
        (
            "name: transaction fee with sign, content: an, encoding: ascii, length: 9",
            "name: x, content: an, encoding: ascii, length: 8",
        ),
        ("name: batch number, length: 6", "name: batch number, length: 5"),
        ("name: original batch number, length: 6", "name: original batch number, length: 5"),
        ("batch: \"60.2\"", "batch: \"60.1\""),
        ("kind: x9-19", "kind: cup-ecb"),
        ("mac: { fields: [64, 128]", "mac: { fields: [64]"),
        ("tpdu: 0", "tpdu: 5"),
        ("fill: C00000000", "fill: D00000000"),
        ("is: { \"70\": \"301\" }", "is: { \"70\": \"302\" }"),
        (
            "name: merchant type, content: n, encoding: ascii",
            "name: merchant type, content: n, encoding: bcd",
        ),
    ] {
        assert!(HEX.contains(from), "{from}");
        let changed = dialect(&HEX.replacen(from, to, 1));
        assert!(!binary.says_the_same_as(&changed), "{to}");
    }
    let renamed = HEX.replacen("name: iso87-hex-bitmap", "name: other", 1);
    assert!(binary.says_the_same_as(&dialect(&renamed)));
}

#[test]
fn what_is_written_in_one_reads_the_same_in_the_other() {
    for (own, other) in [(BINARY, HEX), (HEX, BINARY)] {
        let (own, other) = pair(own, other);
        let mut message = sale(&own);
        message.set_bytes(52, &[0xA5; 8]);
        let key = Key::new(&[7; 16]).unwrap();
        let body = own.seal(&message, &key).unwrap();
        let mut read = own.decode(&body).unwrap();
        read.set_mti(read.mti().response());
        own.encode(&read).unwrap();
        assert!(own.reads_the_same_in(&other));
        assert!(!own.reads_the_same_in("another"), "it stands beside one and no other");
        assert!(!own.reads_the_same_in(own.name()));
    }
    assert!(!dialect(BINARY).reads_the_same_in("iso87-hex-bitmap"), "nothing was tried there");
}

#[test]
fn what_only_one_of_them_can_write_tells_them_apart() {
    let key = Key::new(&[7; 16]).unwrap();
    let (own, other) = pair(BINARY, HEX);
    let mut long = sale(&own);
    long.set_bytes(62, &[0xA5; 500]);
    own.seal(&long, &key).unwrap();
    assert!(!own.reads_the_same_in(&other), "500 bytes are too long in hex");
    let (own, other) = pair(HEX, BINARY);
    own.seal(&long, &key).unwrap_err();
    assert!(!own.reads_the_same_in(&other));
    let (own, other) = pair(BINARY, HEX);
    own.encode(&long).unwrap();
    assert!(!own.reads_the_same_in(&other));
}

#[test]
fn what_may_be_too_long_for_a_frame_in_one_of_them_tells_them_apart() {
    let wide = |text: &str| {
        text.replacen(
            "max: 999, prefix: { encoding: ascii, digits: 3, unit: bytes } }",
            "max: 9999, prefix: { encoding: ascii, digits: 4, unit: bytes } }",
            1,
        )
        .replacen(
            "max: 499, prefix: { encoding: ascii, digits: 3, unit: digits } }",
            "max: 4999, prefix: { encoding: ascii, digits: 4, unit: digits } }",
            1,
        )
    };
    for (length, same) in [(1500, true), (2200, false)] {
        let (own, other) = pair(&wide(BINARY), &wide(HEX));
        let mut long = sale(&own);
        long.set_bytes(62, &vec![0xA5; length]);
        own.encode(&long).unwrap();
        assert_eq!(own.reads_the_same_in(&other), same, "{length} bytes, twice as many in hex");
    }
}

#[test]
fn what_neither_can_write_is_the_same_in_both() {
    let (own, other) = pair(BINARY, HEX);
    let mut wrong = sale(&own);
    wrong.set_text(4, "12");
    own.encode(&wrong).unwrap_err();
    assert!(own.reads_the_same_in(&other));
}

#[test]
fn bytes_that_cannot_be_read_say_nothing_of_the_other() {
    let (own, other) = pair(BINARY, HEX);
    own.decode(b"0200").unwrap_err();
    assert!(!own.reads_the_same_in(&other));
}
