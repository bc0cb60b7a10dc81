//! Any bytes as a message body: decoding never panics, and what it accepts encodes to the same bytes.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wire::{Dialect, Key, Message, Mti};

static DIALECTS: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    [
        include_str!("../../../fixtures/dialects/unionpay.yaml"),
        include_str!("../../../harness/wire/tests/dialects/every-kind.yaml"),
    ]
    .map(|text| Dialect::from_yaml("dialect.yaml", text).expect("the dialect is sound"))
    .into()
});

fuzz_target!(|data: &[u8]| {
    let Some((&choice, body)) = data.split_first() else { return };
    let dialect = &DIALECTS[usize::from(choice) % DIALECTS.len()];
    let key = Key::new(&[0x11; 16]).expect("sixteen bytes");
    let _ = dialect.check_mac(body, &key);
    let mut message = Message::new(Mti::new(0));
    if let Err(error) = dialect.decode_into(body, &mut message) {
        // An error can be shown, names a place inside the body, and leaves nothing behind.
        assert!(!error.to_string().is_empty());
        assert!(error.offset() <= body.len(), "{error}");
        assert_eq!(message.fields().count(), 0);
        return;
    }
    assert_eq!(dialect.encode(&message).expect("what was read can be written"), body);
    let _ = (dialect.masked_pairs(&message), format!("{message:?}"));
    let _ = (message.pan(), message.track2(), message.pin_block(), message.chip());
});
