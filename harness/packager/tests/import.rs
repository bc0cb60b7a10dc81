//! Packagers as labs have them: what becomes of each class, and what is refused by name.

#![expect(clippy::expect_used, reason = "a test says what it expects")]

use packager::import;
use source::Flaw;
use wire::{Dialect, Message, Mti};

/// A field's element.
fn field(id: u32, length: u32, class: &str, more: &str) -> String {
    format!(
        "  <isofield id=\"{id}\" length=\"{length}\" name=\"field {id}\" class=\"org.jpos.iso.{class}\" {more}/>\n"
    )
}

fn packager(fields: &[String]) -> String {
    let head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE isopackager SYSTEM \"genericpackager.dtd\">\n";
    format!("{head}<isopackager>\n{}</isopackager>\n", fields.concat())
}

fn ascii(more: &[String]) -> String {
    let head = [field(0, 4, "IFA_NUMERIC", ""), field(1, 16, "IFA_BITMAP", "")];
    packager(&[&head, more].concat())
}

fn dialect(xml: &str) -> Dialect {
    let import = import("lab.xml", xml, "lab", false).expect("every class is known");
    Dialect::from_yaml("lab.yaml", &import.yaml).expect("what is imported is a dialect")
}

fn refusals(xml: &str) -> Vec<Flaw> {
    import("lab.xml", xml, "lab", false).expect_err("refused")
}

fn hex(bytes: &[u8]) -> String {
    wire::hex::encode(bytes)
}

#[test]
fn ascii_classes_give_the_bytes_that_the_packager_gives() {
    let dialect = dialect(&ascii(&[
        field(2, 19, "IFA_LLNUM", ""),
        field(3, 6, "IFA_NUMERIC", ""),
        field(28, 9, "IFA_AMOUNT", ""),
        field(35, 37, "IFA_LLNUM", ""),
        field(41, 8, "IF_CHAR", ""),
        field(48, 999, "IFA_LLLCHAR", ""),
        field(52, 8, "IFA_BINARY", ""),
        field(90, 42, "IFA_NUMERIC", ""),
    ]));
    let mut message = Message::new(Mti::new(0x0200));
    message.set_text(2, "4000001234567899");
    message.set_text(3, "000000");
    message.set_text(28, "C00000100");
    message.set_text(35, "4000001234567899=30122011");
    message.set_text(41, "TERM0001");
    message.set_text(48, "hello");
    message.set_bytes(52, &[0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0]);
    message.set_text(90, &"0".repeat(42));
    let body = dialect.encode(&message).expect("encodes");
    let expected = [
        "0200",
        "E000001020811000", // a second bitmap, 2, 3, 28, 35, 41, 48, 52
        "0000004000000000", // 90
        "164000001234567899",
        "000000",
        "C00000100",
        "254000001234567899=30122011",
        "TERM0001",
        "005hello",
        "123456789ABCDEF0",
        &"0".repeat(42),
    ];
    assert_eq!(String::from_utf8(body.clone()).expect("ASCII"), expected.concat());
    assert_eq!(dialect.decode(&body).expect("decodes").expose(35), message.expose(35));
}

#[test]
fn packed_classes_lie_left_or_right_as_pad_says() {
    let head = [field(0, 4, "IFB_NUMERIC", "pad=\"true\""), field(1, 8, "IFB_BITMAP", "")];
    let body = [
        field(2, 19, "IFB_LLNUM", "pad=\"false\""),
        field(22, 3, "IFB_NUMERIC", "pad=\"false\""),
        field(23, 3, "IFB_NUMERIC", "pad=\"true\""),
        field(32, 11, "IFB_FLLNUM", ""),
        field(44, 25, "IFB_LLCHAR", ""),
        field(55, 255, "IFB_LLLHBINARY", ""),
    ];
    let dialect = dialect(&packager(&[&head[..], &body].concat()));
    let mut message = Message::new(Mti::new(0x0200));
    message.set_text(2, "12345");
    message.set_text(22, "051");
    message.set_text(23, "001");
    message.set_text(32, "123");
    message.set_text(44, "ok");
    message.set_bytes(55, &[0x9A]);
    let body = dialect.encode(&message).expect("encodes");
    assert_eq!(hex(&body), "02004000060100100200051234500510000103123F026F6B00019A");
}

#[test]
fn macs_are_found_and_the_frame_is_left_to_the_reader() {
    let import = import(
        "lab.xml",
        &ascii(&[field(64, 8, "IFA_BINARY", ""), field(52, 8, "IFA_BINARY", "")]),
        "lab",
        false,
    );
    let yaml = import.expect("sound").yaml;
    assert!(yaml.contains("mac: { fields: [64], kind: x9-19 }"), "{yaml}");
    assert!(yaml.contains("# A packager says nothing of the frame"), "{yaml}");
}

#[test]
fn what_no_dialect_can_say_is_listed_exactly() {
    let xml = ascii(&[
        field(3, 6, "IFE_NUMERIC", ""),
        field(28, 9, "IFB_AMOUNT", ""),
        field(47, 9, "IFA_QUUX", ""),
        field(65, 1, "IFA_BINARY", ""),
    ]);
    let told: Vec<_> =
        refusals(&xml).iter().map(|f| (f.place.map(|p| (p.line, p.column)), f.reason.clone())).collect();
    assert_eq!(
        told,
        [
            (Some((6, 3)), "field 3: class org.jpos.iso.IFE_NUMERIC: EBCDIC".to_owned()),
            (
                Some((7, 3)),
                "field 28: class org.jpos.iso.IFB_AMOUNT: a sign character before packed digits is no single encoding"
                    .to_owned()
            ),
            (Some((8, 3)), "field 47: class org.jpos.iso.IFA_QUUX is not known".to_owned()),
        ]
    );
    let rest = import("lab.xml", &xml, "lab", true).expect("the rest is sound");
    assert_eq!(rest.left_out.len(), 4, "{:?}", rest.left_out);
    assert!(rest.yaml.contains("# Left out: line 8: field 47: class org.jpos.iso.IFA_QUUX is not known"));
    assert!(!rest.yaml.contains("number: 47"));
}

#[test]
fn broken_files_are_refused_with_their_place() {
    let one = |xml: &str| {
        let flaws = refusals(xml);
        let flaw = flaws.first().expect("one at least").clone();
        (flaw.place.map(|p| p.line), flaw.reason)
    };
    assert_eq!(one("<isopackager>\n<isofield id=/>\n</isopackager>").0, Some(2));
    assert_eq!(one("<beans/>"), (Some(1), "<beans> is no packager".to_owned()));
    let twice = ascii(&[field(3, 6, "IFA_NUMERIC", ""), field(3, 6, "IFA_NUMERIC", "")]);
    assert_eq!(one(&twice), (Some(7), "the field stands twice".to_owned()));
    let long = ascii(&[field(3, 70_000, "IFA_NUMERIC", "")]);
    assert!(one(&long).1.contains("length 70000"), "{:?}", one(&long));
    let words =
        ascii(&["<isofield id=\"three\" length=\"6\" class=\"org.jpos.iso.IFA_NUMERIC\"/>".to_owned()]);
    assert_eq!(one(&words), (Some(6), "id=\"three\" is no number".to_owned()));
    let nested =
        ascii(
            &["<isofieldpackager id=\"48\" length=\"255\" class=\"org.jpos.iso.IFA_LLLCHAR\"/>".to_owned()],
        );
    assert_eq!(one(&nested).1, "field 48: <isofieldpackager> describes fields inside a field");
    assert!(one("<isopackager/>").1.contains("no bitmap"));
}

#[test]
fn names_cannot_break_out_of_their_quotes() {
    let xml = packager(&[
        field(0, 4, "IFA_NUMERIC", ""),
        field(1, 16, "IFA_BITMAP", ""),
        "<isofield id=\"3\" length=\"6\" name=\"a &quot;: } #&#10;- x\" class=\"org.jpos.iso.IFA_NUMERIC\"/>"
            .to_owned(),
    ]);
    assert_eq!(dialect(&xml).label("3"), Some("a \": } #\n- x"));
}
