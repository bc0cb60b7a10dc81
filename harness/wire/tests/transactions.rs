//! Which class a message is, how a class is written, and what a dialect may say of both.

#![expect(clippy::unwrap_used, reason = "a test may fall over")]

use wire::{Class, Dialect, Key, MacCheck, MacKind, Message, Mti, Place};

const UNIONPAY: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");
const ISO87_BINARY: &str = include_str!("../../../fixtures/dialects/iso87-binary-bitmap.yaml");
const ISO87_HEX: &str = include_str!("../../../fixtures/dialects/iso87-hex-bitmap.yaml");

fn unionpay() -> Dialect {
    Dialect::from_yaml("unionpay.yaml", UNIONPAY).unwrap()
}

fn message(mti: u16, processing: &str, function: Option<&str>) -> Message {
    let mut message = Message::new(Mti::new(mti));
    if !processing.is_empty() {
        message.set_text(3, processing);
    }
    if let Some(function) = function {
        message.set_text(60, &format!("{function}000001"));
    }
    message
}

#[test]
fn every_class_is_read_as_what_it_was_written() {
    let dialect = unionpay();
    // It cannot say what is left of a sale.
    let lacks = |class: &Class| matches!(class, Class::Other | Class::PartialReversal);
    for class in Class::ALL.into_iter().filter(|class| !lacks(class)) {
        let message = dialect.begin(class, &[(Place::Batch, "000007")]).unwrap().unwrap();
        assert_eq!(dialect.classify(&message), class);
        assert_eq!(dialect.at(&message, Place::Batch), Some("000007"), "{class}");
        let mut answer = Message::new(message.mti().response());
        for n in [3, 60] {
            if let Some(value) = message.expose(n) {
                answer.set_bytes(n, value);
            }
        }
        assert_eq!(dialect.classify(&answer), class, "an answer has the class of its request");
    }
}

#[test]
fn a_field_that_says_it_already_needs_no_other() {
    let dialect = unionpay();
    for (mti, processing, function, class) in [
        (0x0200, "000000", None, Class::Sale),
        (0x0200, "000000", Some("22"), Class::Sale),
        (0x0200, "000000", Some("36"), Class::Other),
        (0x0200, "000000", Some("20"), Class::Completion),
        (0x0400, "000000", Some("20"), Class::CompletionReversal),
        (0x0400, "200000", None, Class::VoidReversal),
        (0x0100, "000000", None, Class::Other),
        (0x0800, "", None, Class::Other),
        (0x0800, "", Some("00"), Class::Other),
        (0x0420, "000000", Some("22"), Class::Other),
    ] {
        assert_eq!(dialect.classify(&message(mti, processing, function)), class, "{mti:04x} {processing}");
    }
}

#[test]
fn places_are_filled_up_with_noughts_and_left_out_where_there_are_none() {
    let dialect = unionpay();
    let mut message = Message::new(Mti::new(0x0220));
    dialect
        .place(&mut message, &[(Place::OriginalDate, "1121"), (Place::OriginalTime, "1121120000")])
        .unwrap();
    assert_eq!(message.text(61), Some("0000000000001121"));
    dialect.place(&mut message, &[(Place::OriginalTrace, "000123")]).unwrap();
    assert_eq!(message.text(61), Some("0000000001231121"), "what was there stays");
    assert!(dialect.place(&mut message, &[(Place::OriginalTrace, "12")]).is_err());
    assert!(!dialect.has(Place::OriginalTime) && !message.has(90));
}

#[test]
fn a_dialect_that_contradicts_itself_is_refused_at_its_line() {
    let line =
        |beginning: &str| 1 + UNIONPAY.lines().position(|l| l.trim_start().starts_with(beginning)).unwrap();
    for (from, to, at, reason) in [
        ("batch: \"60.2\"", "batch: \"60.9\"", "batch:", "no field or sub-field"),
        (
            "request: \"0220\", is: { \"3\": \"200000\"",
            "request: \"0230\", is: { \"3\": \"200000\"",
            "- { class: refund",
            "no type of a request",
        ),
        ("class: echo", "class: sign-off", "- { class: echo", "stands twice"),
        ("class: echo", "class: sale-reversal", "- { class: echo", "no writing of its own"),
        (
            "{ class: refund, request",
            "{ class: refund, reversal: \"0400\", request",
            "- { class: refund",
            "is never reversed",
        ),
        (
            ", reversal: \"0400\", is: { \"3\": \"030000\"",
            ", is: { \"3\": \"030000\"",
            "- { class: pre-auth,",
            "can be reversed",
        ),
        ("\"60.3\": [\"003\", \"001\", \"004\"]", "\"60.3\": []", "- { class: sign-on", "empty list"),
        ("is: { \"3\": \"310000\"", "is: { \"5\": \"310000\"", "- { class: balance", "no field or sub-field"),
    ] {
        assert!(UNIONPAY.contains(from), "{from}");
        let flaw = Dialect::from_yaml("x.yaml", &UNIONPAY.replacen(from, to, 1)).unwrap_err();
        assert!(flaw.reason.contains(reason), "{flaw}");
        assert_eq!(flaw.place.map(|place| place.line), Some(line(at)), "{flaw}");
    }
}

fn iso87() -> [Dialect; 2] {
    [ISO87_BINARY, ISO87_HEX].map(|text| Dialect::from_yaml("iso87.yaml", text).unwrap())
}

/// A message of a class as a terminal would begin it, with the original that its reversal names.
fn begun(dialect: &Dialect, class: Class) -> Message {
    let of = class.reverses().and_then(|of| dialect.type_of(of)).map(|mti| mti.to_string());
    let mut values = vec![(Place::Batch, "000007"), (Place::Time, "0302093000")];
    if let Some(of) = &of {
        values.extend([(Place::OriginalType, of.as_str()), (Place::OriginalTrace, "000123")]);
    }
    if class == Class::PartialReversal {
        values.push((Place::Replacement, "000000008000"));
    }
    dialect.begin(class, &values).unwrap().unwrap()
}

#[test]
fn the_second_family_reads_every_class_as_what_it_was_written() {
    for dialect in iso87() {
        for class in Class::ALL.into_iter().filter(|class| *class != Class::Other) {
            let mut message = begun(&dialect, class);
            let key = Key::new(&[7; 16]).unwrap();
            let body = dialect.seal(&message, &key).unwrap();
            assert_eq!(dialect.check_mac(&body, &key), MacCheck::Valid);
            assert_eq!(dialect.check_mac(&body, &Key::new(&[9; 16]).unwrap()), MacCheck::Wrong);
            let read = dialect.decode(&body).unwrap();
            assert_eq!(dialect.classify(&read), class);
            assert_eq!(dialect.at(&read, Place::Batch), Some("000007"), "{class}");
            message.set_mti(message.mti().response());
            assert_eq!(dialect.classify(&message), class, "an answer has the class of its request");
        }
    }
}

#[test]
fn a_reversal_of_the_second_family_is_an_advice_that_says_when_it_comes_again() {
    for dialect in iso87() {
        assert_eq!(dialect.mac_kind(), Some(MacKind::X9_19));
        assert_eq!(dialect.type_of(Class::SaleReversal), Some(Mti::new(0x0420)));
        assert_eq!(dialect.type_of_repeat(Class::SaleReversal), Some(Mti::new(0x0421)));
        assert_eq!(dialect.type_of_repeat(Class::Sale), None);
        for (mti, of, class) in [
            (0x0420, "0100", Class::PreAuthVoidReversal),
            (0x0421, "0200", Class::VoidReversal),
            (0x0400, "0200", Class::VoidReversal),
            (0x0430, "0200", Class::VoidReversal),
            (0x0410, "0100", Class::PreAuthVoidReversal),
            (0x0420, "0220", Class::Other),
        ] {
            let mut message = Message::new(Mti::new(mti));
            message.set_text(3, "020000");
            dialect.place(&mut message, &[(Place::OriginalType, of)]).unwrap();
            assert_eq!(dialect.classify(&message), class, "{mti:04x} of {of}");
        }
    }
    assert_eq!(unionpay().type_of_repeat(Class::SaleReversal), None);
    assert_eq!(unionpay().type_of(Class::PartialReversal), None, "it cannot say what is left");
    assert_eq!(unionpay().mac_kind(), Some(MacKind::CupEcb));
}

#[test]
fn fields_of_fixed_length_are_filled_up_as_the_dialect_says() {
    for dialect in iso87() {
        let mut message = begun(&dialect, Class::SaleReversal);
        dialect.place(&mut message, &[(Place::Replacement, "000000008000")]).unwrap();
        assert_eq!(message.text(90), Some(format!("0200000123{:032}", 0).as_str()));
        assert_eq!(message.text(95), Some("000000008000000000000000C00000000C00000000"));
        assert_eq!(dialect.classify(&message), Class::PartialReversal);
        assert_eq!(dialect.type_of(Class::PartialReversal), Some(Mti::new(0x0420)));
        dialect.place(&mut message, &[(Place::Replacement, "000000000000")]).unwrap();
        assert_eq!(dialect.classify(&message), Class::SaleReversal, "nothing is left");
        dialect.place(&mut message, &[(Place::Replacement, "000000008000")]).unwrap();
        let key = Key::new(&[7; 16]).unwrap();
        assert!(dialect.decode(&dialect.seal(&message, &key).unwrap()).unwrap().has(128));
    }
}

#[test]
fn a_second_family_that_contradicts_itself_is_refused() {
    for (from, to, reason) in [
        ("kind: x9-19", "kind: x9-20", "unknown variant"),
        ("mac: { fields: [64, 128], kind: x9-19 }", "mac: { fields: [64, 128] }", "missing field `kind`"),
        (
            "mac: { fields: [64, 128], kind: x9-19 }",
            "mac: { fields: [], kind: x9-19 }",
            "a MAC without a field",
        ),
        ("fill: C00000000", "fill: C0000000", "cannot be filled"),
        ("reversal: [\"0420\", \"0400\"], repeat: \"0421\"", "repeat: \"0421\"", "can be reversed"),
        ("repeat: \"0421\"", "repeat: \"0431\"", "no type of a request"),
        (
            "class: refund, request: \"0220\"",
            "class: refund, repeat: \"0421\", request: \"0220\"",
            "is never reversed",
        ),
        ("original-trace: \"90.2\"", "original-trace: \"90.7\"", "no field or sub-field"),
    ] {
        for text in [ISO87_BINARY, ISO87_HEX] {
            assert!(text.contains(from), "{from}");
            let flaw = Dialect::from_yaml("x.yaml", &text.replacen(from, to, 1)).unwrap_err();
            assert!(flaw.reason.contains(reason), "{flaw}");
        }
    }
}
