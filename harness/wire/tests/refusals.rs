//! What is refused, and in which words: received bodies, messages to be written, dialect files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

use wire::{Dialect, FrameError, FrameReader, Message, Mti, Tlv, TlvError, hex};

const UNIONPAY: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");

fn unionpay() -> Dialect {
    Dialect::from_yaml("unionpay.yaml", UNIONPAY).unwrap_or_else(|flaw| panic!("{flaw}"))
}

/// A 0200 whose bitmap announces these fields, with this in them.
fn body(fields: &[u8], data: &str) -> Vec<u8> {
    let map = fields.iter().fold(0_u64, |map, n| map | 1 << (64 - n));
    [hex::decode("0200").unwrap(), map.to_be_bytes().to_vec(), hex::decode(data).unwrap()].concat()
}

#[test]
fn received_bodies_are_refused_with_path_and_byte() {
    let cases: &[(&str, Vec<u8>)] = &[
        ("nothing", vec![]),
        ("letters in the message type", hex::decode("02A0").unwrap()),
        ("no bitmap", hex::decode("02003020").unwrap()),
        ("a second bitmap", body(&[1, 3], "000000")),
        ("a field the dialect lacks", body(&[3, 7], "000000")),
        ("a letter nibble in the amount", body(&[3, 4], "0000000000000120A0")),
        ("a pad nibble in the entry mode", body(&[22], "0215")),
        ("a pad nibble in the sequence number", body(&[23], "5001")),
        ("a letter nibble in the card number", body(&[2], "19622848040256489A0180")),
        ("a pad nibble in the card number", body(&[2], "1962284804025648900185")),
        ("a card number of 20 digits", body(&[2], "2062284804025648900180")),
        ("letters in a length", body(&[2], "1A62284804025648900180")),
        ("a track cut short", body(&[35], "376228480402564890018D30122010")),
        ("a control character in the terminal number", body(&[41], "3132330035363738")),
        ("a blank in the reference number", body(&[37], "303132333435363738392041")),
        ("field 60 ending in the batch number", body(&[60], "00052200001000")),
        ("field 61 ending in the date", body(&[61], "001400000100012307").to_vec()),
        ("chip data that reach too far", body(&[55], "00089F2608010203049F")),
        ("a tag that stands twice", body(&[55], "00109F360200019F36020002")),
        ("chip data with a nought", body(&[55], "00059A01000000")),
        ("bytes behind the end", body(&[3], "00000000")),
    ];
    let told: Vec<String> = cases
        .iter()
        .map(|(what, body)| match unionpay().decode(body) {
            Ok(message) => format!("{what}: taken as {message:?}"),
            Err(error) => format!("{what}: {error}"),
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn messages_are_refused_with_their_path() {
    let cases: &[(u8, &str)] = &[
        (7, "0712101112"),
        (11, "12345"),
        (4, "00000001200x"),
        (2, "62284804025648900181"),
        (35, "6228480402564890018D3012201"),
        (37, "07121000 123"),
        (39, "0"),
        (41, "1234\u{7}678"),
        (60, "2200000"),
        (55, "\u{9f}"),
    ];
    let told: Vec<String> = cases
        .iter()
        .map(|(n, value)| {
            let mut message = Message::new(Mti::new(0x0200));
            message.set_text(*n, value);
            unionpay().encode(&message).unwrap_err().to_string()
        })
        .chain([unionpay().encode(&Message::new(Mti::new(0x02A0))).unwrap_err().to_string()])
        .chain([
            unionpay().compose(60, &[("60.2", "000001")]).unwrap_err().to_string(),
            unionpay().compose(60, &[("60.1", "22"), ("60.2", "00001")]).unwrap_err().to_string(),
            unionpay().compose(60, &[("60.1", "2x")]).unwrap_err().to_string(),
            unionpay().compose(61, &[("60.1", "22")]).unwrap_err().to_string(),
            unionpay().compose(7, &[]).unwrap_err().to_string(),
        ])
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn dialects_that_contradict_themselves_are_refused_in_their_place() {
    let head = "name: x\nframing: { length-prefix: 2-bytes-big-endian, tpdu: 5, header: 6 }\nmti: { encoding: bcd }\n\
                bitmap: { encoding: binary, fields: 64 }\nfields:\n  - { number: 3, name: a, content: n, encoding: bcd, length: 6 }\n";
    let ll = "prefix: { encoding: bcd, digits: 2, unit: digits }";
    let fields = [
        "number: 3, name: b, content: n, encoding: bcd, length: 6".to_owned(),
        "number: 1, name: b, content: b, encoding: binary, length: 8".to_owned(),
        "number: 70, name: b, content: n, encoding: bcd, length: 2".to_owned(),
        "number: 4, name: b, content: ans, encoding: bcd, length: 6".to_owned(),
        "number: 4, name: b, content: b, encoding: ascii, length: 6".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 3".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 4, align: left".to_owned(),
        "number: 4, name: b, content: an, encoding: ascii, length: 4, pad: 1".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 3, align: left, pad: 16".to_owned(),
        format!("number: 4, name: b, content: n, encoding: bcd, max: 100, align: left, {ll}"),
        format!("number: 4, name: b, content: b, encoding: binary, max: 10, {ll}"),
        format!("number: 4, name: b, content: n, encoding: bcd, length: 4, {ll}"),
        "number: 4, name: b, content: n, encoding: bcd, max: 4".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 0".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 4, parts: [{ name: p, length: 5 }]"
            .to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 4, whole-parts: true".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 4, inside: tlv".to_owned(),
        "number: 4, name: b, content: n, encoding: bcd, length: 4, colour: red".to_owned(),
        "number: 4, name: b, content: x, encoding: bcd, length: 4".to_owned(),
    ];
    let mut told: Vec<String> = fields
        .iter()
        .map(|field| {
            Dialect::from_yaml("x.yaml", &format!("{head}  - {{ {field} }}\n")).unwrap_err().to_string()
        })
        .collect();
    for amount in ["content: n, encoding: bcd, length: 10", "content: ans, encoding: ascii, length: 12"] {
        let text = format!("{head}  - {{ number: 4, name: b, {amount} }}\n");
        told.push(Dialect::from_yaml("x.yaml", &text).unwrap_err().to_string());
    }
    for (from, to) in [
        ("fields: 64", "fields: 65"),
        ("tpdu: 5", "tpdu: 4"),
        ("mti:", "mac: { fields: [64], kind: cup-ecb }\nmti:"),
    ] {
        told.push(Dialect::from_yaml("x.yaml", &head.replace(from, to)).unwrap_err().to_string());
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn an_impossible_length_ends_the_stream() {
    let mut reader = FrameReader::new(100);
    reader.push(&[0, 101]);
    assert_eq!(reader.next(), Err(FrameError::TooLong { declared: 101, max: 100 }));
    reader.push(&[0; 5000]);
    assert_eq!(reader.next(), Err(FrameError::TooLong { declared: 101, max: 100 }));
    assert_eq!(reader.pending(), 0);
    let mut reader = FrameReader::new(100);
    reader.push(&[0, 10]);
    assert_eq!(reader.next(), Err(FrameError::TooShort { declared: 10, least: 11 }));
}

#[test]
fn chip_data_are_found_at_any_depth_and_refused_when_broken() {
    let tlv = Tlv::parse(&hex::decode("770D820219809F360200019F270180").unwrap()).unwrap();
    assert_eq!(tlv.get(0x9F36), None);
    assert_eq!(tlv.get_nested(0x9F36), Some([0, 1].as_slice()));
    assert_eq!(tlv.get_nested(0x9F10), None);
    for (bytes, error) in [
        ("9F", TlvError::Truncated { offset: 0 }),
        ("9A0300", TlvError::Length { tag: 0x9A, offset: 0, declared: 3, left: 1 }),
        ("9A80", TlvError::Form { tag: 0x9A, offset: 0 }),
        ("9A0100000100", TlvError::Tag { offset: 3 }),
        ("9A01009A0101", TlvError::Duplicate { tag: 0x9A }),
        ("9F8182838400", TlvError::Tag { offset: 0 }),
    ] {
        assert_eq!(Tlv::parse(&hex::decode(bytes).unwrap()), Err(error), "{bytes}");
    }
    let long = [vec![0x71, 0x82, 1, 0], vec![0xAB; 256]].concat();
    assert_eq!(Tlv::parse(&long).unwrap().to_bytes(), long);
}
