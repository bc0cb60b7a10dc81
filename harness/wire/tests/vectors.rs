//! Messages that an independent codec wrote: read as it meant them, and written as it wrote them.
//!
//! `ci/vectors/pyiso8583.py` makes the vectors; each dialect they name is one that ships.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use wire::{Dialect, Message, Mti, hex};

const VECTORS: &str = include_str!("../../../fixtures/vectors/pyiso8583.yaml");
const DIALECTS: [(&str, &str); 3] = [
    ("iso87-hex-bitmap", include_str!("../../../fixtures/dialects/iso87-hex-bitmap.yaml")),
    ("iso87-binary-bitmap", include_str!("../../../fixtures/dialects/iso87-binary-bitmap.yaml")),
    ("unionpay", include_str!("../../../fixtures/dialects/unionpay.yaml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    dialect: String,
    mti: String,
    fields: BTreeMap<u8, String>,
    wire: String,
}

fn is_bytes(number: u8) -> bool {
    matches!(number, 52 | 62 | 64 | 128)
}

#[test]
fn an_independent_codec_writes_and_reads_the_same() {
    let dialects = DIALECTS.map(|(name, text)| (name, Dialect::from_yaml(name, text).unwrap()));
    let vectors: Vec<Vector> = serde_yaml::from_str(VECTORS).unwrap();
    let mut seen = BTreeSet::new();
    for (index, vector) in vectors.iter().enumerate() {
        let (name, dialect) = dialects.iter().find(|(name, _)| *name == vector.dialect).unwrap();
        let mut message = Message::new(Mti::new(u16::from_str_radix(&vector.mti, 16).unwrap()));
        for (number, value) in &vector.fields {
            seen.insert((*name, *number));
            if is_bytes(*number) {
                message.set_bytes(*number, &hex::decode(value).unwrap());
            } else {
                message.set_text(*number, value);
            }
        }
        let wire = hex::decode(&vector.wire).unwrap();
        let ours = dialect.encode(&message).unwrap_or_else(|e| panic!("vector {index}: {e}"));
        assert_eq!(hex::encode(&ours), vector.wire, "vector {index} of {name}");
        let back = dialect.decode(&wire).unwrap_or_else(|e| panic!("vector {index}: {e}"));
        assert_eq!(back.mti(), message.mti());
        for number in vector.fields.keys() {
            assert_eq!(back.expose(*number), message.expose(*number), "vector {index}, field {number}");
        }
    }
    for (name, dialect) in &dialects {
        // Of the UnionPay fields those count that the vectors can hold: no sub-fields, no chip data.
        let missing: Vec<u8> = dialect.fields().filter(|n| !seen.contains(&(*name, *n))).collect();
        let left_out: &[u8] =
            if *name == "unionpay" { &[44, 48, 54, 55, 57, 58, 59, 60, 61, 62, 63] } else { &[55] };
        assert_eq!(missing, left_out, "{name}");
    }
}
