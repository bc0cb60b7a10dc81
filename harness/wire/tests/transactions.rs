//! Which class a message is, how a class is written, and what a dialect may say of both.

#![expect(clippy::unwrap_used, reason = "a test may fall over")]

use wire::{Class, Dialect, Message, Mti, Place};

const UNIONPAY: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");

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
    for class in Class::ALL.into_iter().filter(|class| *class != Class::Other) {
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
