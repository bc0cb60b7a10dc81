//! Published vectors, byte for byte: `fixtures/vectors/cup.yaml` says where each comes from.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stop the test"
)]

use serde::Deserialize;
use wire::{Dialect, Key, MacCheck, MacKind, hex, keys};

const DIALECT: &str = include_str!("../../../fixtures/dialects/unionpay.yaml");
const VECTORS: &str = include_str!("../../../fixtures/vectors/cup.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Vectors {
    keys: KeyVector,
    macs: Vec<MacVector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyVector {
    master: Key,
    field_62: String,
    pin: Key,
    pin_check: String,
    mac: Key,
    mac_check: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MacVector {
    name: String,
    master: Key,
    wrapped_mac_key: String,
    mac_key: Key,
    data: String,
    folded: String,
    first: String,
    mixed: String,
    second: String,
    mac: String,
}

fn vectors() -> Vectors {
    source::read_yaml("cup.yaml", VECTORS).unwrap()
}

fn unionpay() -> Dialect {
    Dialect::from_yaml("unionpay.yaml", DIALECT).unwrap_or_else(|flaw| panic!("{flaw}"))
}

fn block(bytes: &[u8]) -> [u8; 8] {
    bytes.try_into().unwrap()
}

fn xor(a: [u8; 8], b: [u8; 8]) -> [u8; 8] {
    std::array::from_fn(|i| a[i] ^ b[i])
}

#[test]
fn the_sign_on_answer_gives_the_published_keys() {
    let vector = vectors().keys;
    let field = hex::decode(&vector.field_62).unwrap();
    let found = keys::unwrap(&vector.master, &field).unwrap();
    assert_eq!(found.pin.expose(), vector.pin.expose());
    assert_eq!(found.mac.expose(), vector.mac.expose());
    assert_eq!(found.track, None);
    assert_eq!(hex::encode(&found.pin.kcv()), vector.pin_check);
    assert_eq!(hex::encode(&found.mac.kcv()), vector.mac_check);
    assert_eq!(keys::wrap(&vector.master, &found).unwrap(), field);
}

/// The steps are taken here once more with the key's block cipher, so that each published value is met.
#[test]
fn the_published_macs_come_out_with_every_value_on_the_way() {
    for vector in vectors().macs {
        let wrapped = hex::decode(&vector.wrapped_mac_key).unwrap();
        let key = Key::new(&vector.master.decrypt_ecb(&wrapped).unwrap()).unwrap();
        assert_eq!(key.expose(), vector.mac_key.expose(), "{}", vector.name);
        let data = hex::decode(&vector.data).unwrap();
        let mut padded = data.clone();
        padded.resize(data.len().next_multiple_of(8), 0);
        let folded = padded.chunks(8).fold([0; 8], |sum, chunk| xor(sum, block(chunk)));
        assert_eq!(hex::encode(&folded), vector.folded, "{}", vector.name);
        let text = hex::encode(&folded);
        let first = key.encrypt_block(block(&text.as_bytes()[..8]));
        assert_eq!(hex::encode(&first), vector.first, "{}", vector.name);
        let mixed = xor(first, block(&text.as_bytes()[8..]));
        assert_eq!(hex::encode(&mixed), vector.mixed, "{}", vector.name);
        let second = key.encrypt_block(mixed);
        assert_eq!(hex::encode(&second), vector.second, "{}", vector.name);
        let mac = MacKind::CupEcb.compute(&key, &data).unwrap();
        assert_eq!(hex::encode(&mac), vector.mac, "{}", vector.name);
    }
}

#[test]
fn the_published_request_is_a_whole_message_of_the_dialect() {
    let vector = &vectors().macs[0];
    let dialect = unionpay();
    let mut body = hex::decode(&vector.data).unwrap();
    body.extend(hex::decode(&vector.mac).unwrap());
    let message = dialect.decode(&body).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(dialect.check_mac(&body, &vector.mac_key), MacCheck::Valid);
    assert_eq!(dialect.encode(&message).unwrap(), body);
    assert_eq!(dialect.seal(&message, &vector.mac_key).unwrap(), body);
    insta::assert_debug_snapshot!(dialect.masked_pairs(&message));
}
