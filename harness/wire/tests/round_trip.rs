//! What goes in comes out: messages of every kind of field, bodies, frames in pieces, chip data.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use wire::{Dialect, Envelope, FrameReader, Header, Key, MacCheck, MacKind, Message, Mti, Tlv, Tpdu};

const EVERY_KIND: &str = include_str!("dialects/every-kind.yaml");
const UNIONPAY: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");

/// Each dialect is read once: a property asks for it hundreds of times.
fn dialect(text: &str) -> &'static Dialect {
    static READ: LazyLock<[Dialect; 3]> = LazyLock::new(|| {
        [EVERY_KIND, UNIONPAY, &under_cup_ecb()]
            .map(|text| Dialect::from_yaml("dialect.yaml", text).unwrap_or_else(|flaw| panic!("{flaw}")))
    });
    let [every_kind, unionpay, under_cup_ecb] = &*READ;
    match text {
        EVERY_KIND => every_kind,
        UNIONPAY => unionpay,
        _ => under_cup_ecb,
    }
}

/// Every kind of field, under the other MAC that takes a key of double length.
fn under_cup_ecb() -> String {
    EVERY_KIND.replace("kind: x9-19", "kind: cup-ecb")
}

fn digits(least: usize, most: usize) -> BoxedStrategy<Vec<u8>> {
    vec(b'0'..=b'9', least..=most).boxed()
}

fn track(most: usize) -> BoxedStrategy<Vec<u8>> {
    vec(prop_oneof![9 => b'0'..=b'9', 1 => Just(b'=')], 0..=most).boxed()
}

fn text(pattern: &'static str) -> BoxedStrategy<Vec<u8>> {
    proptest::string::bytes_regex(pattern).unwrap().boxed()
}

fn bytes(least: usize, most: usize) -> BoxedStrategy<Vec<u8>> {
    vec(any::<u8>(), least..=most).boxed()
}

/// Printable ASCII and anything from 80 up.
fn printable(most: usize) -> BoxedStrategy<Vec<u8>> {
    vec(prop_oneof![0x20..=0x7E_u8, 0x80..=0xFF_u8], 0..=most).boxed()
}

fn chip() -> BoxedStrategy<Vec<u8>> {
    let tag = prop_oneof![
        Just(0x82_u32),
        Just(0x95),
        Just(0x9A),
        Just(0x9F26),
        Just(0x9F10),
        Just(0x9F36),
        Just(0xDF31),
        Just(0xDF8101)
    ];
    vec((tag, vec(any::<u8>(), 0..30)), 0..6)
        .prop_map(|items| {
            let mut tlv = Tlv::new();
            items.iter().for_each(|(tag, value)| tlv.push(*tag, value));
            tlv.to_bytes()
        })
        .boxed()
}

/// A value that the field of the every-kind dialect takes.
fn value(n: u8) -> BoxedStrategy<Vec<u8>> {
    match n {
        2 => digits(0, 19),
        3 | 11 => digits(6, 6),
        4 => digits(12, 12),
        5 | 13 => digits(5, 5),
        6 => digits(0, 40),
        7 => digits(0, 300),
        8 => digits(0, 20),
        9 => digits(0, 21),
        10 => digits(0, 10).prop_map(|half| [half.clone(), half].concat()).boxed(),
        12 => digits(0, 120),
        35 => track(37),
        36 => track(104),
        37 => track(36),
        40 => text("[A-Za-z]{3}"),
        41 => text("[A-Za-z0-9]{8}"),
        42 => text("[A-Za-z0-9 ]{15}"),
        43 => printable(40),
        44 => printable(260),
        52 | 53 | 64 | 128 => bytes(8, 8),
        54 => bytes(0, 300),
        55 | 56 => chip(),
        57 => bytes(0, 99),
        60 => prop_oneof![digits(0, 0), digits(2, 2), digits(7, 12)].boxed(),
        70 => digits(3, 3),
        90 => digits(42, 42),
        102 => printable(28),
        other => panic!("no values for field {other}"),
    }
}

fn message() -> impl Strategy<Value = Message> {
    let numbers: Vec<u8> = dialect(EVERY_KIND).fields().collect();
    let count = numbers.len();
    let fields = proptest::sample::subsequence(numbers, 0..=count).prop_shuffle().prop_flat_map(|chosen| {
        chosen.into_iter().map(|n| value(n).prop_map(move |v| (n, v))).collect::<Vec<_>>()
    });
    (fields, 0..=9_u16).prop_map(|(fields, class)| {
        let mut message = Message::new(Mti::new(class << 8));
        fields.iter().for_each(|(n, value)| message.set_bytes(*n, value));
        message
    })
}

proptest! {
    #[test]
    fn a_message_of_any_fields_comes_back(message in message()) {
        let dialect = dialect(EVERY_KIND);
        let body = dialect.encode(&message).unwrap();
        prop_assert_eq!(dialect.decode(&body).unwrap(), message);
    }

    /// Every cut of a good body is refused, and so is anything behind it.
    #[test]
    fn a_body_cut_short_or_prolonged_is_refused(message in message(), cut in any::<proptest::sample::Index>()) {
        let dialect = dialect(EVERY_KIND);
        let mut body = dialect.encode(&message).unwrap();
        let cut = cut.index(body.len());
        prop_assert!(dialect.decode(&body[..cut]).is_err());
        body.push(b'0');
        prop_assert!(dialect.decode(&body).is_err());
    }

    /// One byte changed: refused, or read as something that is written back the same.
    #[test]
    fn what_is_accepted_is_written_back(
        message in message(),
        at in any::<proptest::sample::Index>(),
        change in 1..=255_u8,
    ) {
        let dialect = dialect(EVERY_KIND);
        let mut body = dialect.encode(&message).unwrap();
        let at = at.index(body.len());
        body[at] ^= change;
        match dialect.decode(&body) {
            Ok(read) => prop_assert_eq!(dialect.encode(&read).unwrap(), body),
            Err(error) => prop_assert!(error.offset() <= body.len() && !error.to_string().is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(body in vec(any::<u8>(), 0..200)) {
        for text in [UNIONPAY, EVERY_KIND] {
            let dialect = dialect(text);
            if let Ok(message) = dialect.decode(&body) {
                prop_assert_eq!(dialect.encode(&message).unwrap(), body.clone());
            }
            let _ = dialect.check_mac(&body, &Key::new(&[7; 16]).unwrap());
        }
    }

    #[test]
    fn a_sealed_message_is_valid_until_a_bit_changes(
        message in message(),
        key in vec(any::<u8>(), 16),
        at in any::<proptest::sample::Index>(),
        bit in 0..8_u32,
    ) {
        let key = Key::new(&key).unwrap();
        for (text, kind) in [(EVERY_KIND, MacKind::X9_19), ("under cup-ecb", MacKind::CupEcb)] {
            let dialect = dialect(text);
            prop_assert_eq!(dialect.mac_kind(), Some(kind));
            let mut body = dialect.seal(&message, &key).unwrap();
            prop_assert_eq!(dialect.check_mac(&body, &key), MacCheck::Valid);
            prop_assert!(dialect.decode(&body).is_ok());
            let at = at.index(body.len());
            body[at] ^= 1 << bit;
            prop_assert_ne!(dialect.check_mac(&body, &key), MacCheck::Valid);
        }
    }

    #[test]
    fn frames_come_out_of_any_pieces(
        bodies in vec(vec(any::<u8>(), 0..80), 0..6),
        cuts in vec(1..20_usize, 1..40),
    ) {
        let dialect = dialect(UNIONPAY);
        let envelope = Envelope { tpdu: Tpdu([0x60, 0, 9, 0x30, 0x19]), header: Header::default() };
        let stream: Vec<u8> = bodies.iter().flat_map(|body| dialect.frame(&envelope, body).unwrap()).collect();
        let mut reader = FrameReader::new(100);
        let (mut found, mut rest, mut cuts) = (Vec::new(), stream.as_slice(), cuts.iter().cycle());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at((*cuts.next().unwrap()).min(rest.len()));
            reader.push(piece);
            while let Some(frame) = reader.next().unwrap() {
                prop_assert_eq!(frame.envelope, envelope);
                found.push(frame.body);
            }
            rest = after;
        }
        prop_assert_eq!(reader.pending(), 0);
        prop_assert_eq!(found, bodies);
    }

    #[test]
    fn chip_data_survive(bytes in chip(), noise in vec(any::<u8>(), 0..60)) {
        let tlv = Tlv::parse(&bytes).unwrap();
        prop_assert_eq!(tlv.to_bytes(), bytes);
        if let Ok(tlv) = Tlv::parse(&noise) {
            prop_assert_eq!(Tlv::parse(&tlv.to_bytes()).unwrap(), tlv);
        }
    }

    /// Setting and clearing in any order is the same as a sorted map of values.
    #[test]
    fn a_message_behaves_like_a_map(steps in vec((0..=140_u8, proptest::option::of(vec(any::<u8>(), 0..5))), 0..60)) {
        let mut message = Message::new(Mti::new(0x0200));
        let mut map = std::collections::BTreeMap::new();
        for (n, value) in steps {
            match value {
                Some(value) => {
                    message.set_bytes(n, &value);
                    if (2..=128).contains(&n) {
                        map.insert(n, value);
                    }
                }
                None => {
                    message.clear(n);
                    map.remove(&n);
                }
            }
        }
        prop_assert_eq!(message.fields().collect::<Vec<_>>(), map.keys().copied().collect::<Vec<_>>());
        for n in 0..=255 {
            prop_assert_eq!(message.expose(n), map.get(&n).map(Vec::as_slice));
        }
    }
}
