//! A record as text: one line an entry, chained.
//!
//! A line is one JSON object whose first member is the chain value: SHA-256 over the previous line's chain
//! value and the rest of this line, byte for byte. The chain shows damage and careless edits; it is not a
//! signature, since whoever holds the pen can write a new chain.

use sha2::{Digest, Sha256};

use crate::Entry;

/// The chain value before the first line.
pub(crate) const ORIGIN: [u8; 64] = [b'0'; 64];
/// How every line begins.
pub(crate) const PREFIX: &str = "{\"chain\":\"";
/// What stands between the chain value and the rest.
pub(crate) const INFIX: &str = "\",";

/// Entries as lines, in their order.
pub(crate) fn text_of(entries: &[Entry]) -> Vec<u8> {
    let mut text = Vec::with_capacity(64 * 1024);
    let mut chain = ORIGIN;
    let mut scratch = Vec::with_capacity(1024);
    for entry in entries {
        scratch.clear();
        // Plain data into memory: there is nothing in an entry that JSON cannot hold.
        if serde_json::to_writer(&mut scratch, entry).is_err() {
            mark_unwritable(&mut scratch, entry.n);
        }
        let rest = scratch.get(1..).unwrap_or_default();
        chain = link(&chain, rest);
        text.extend_from_slice(PREFIX.as_bytes());
        text.extend_from_slice(&chain);
        text.extend_from_slice(INFIX.as_bytes());
        text.extend_from_slice(rest);
        text.push(b'\n');
    }
    text
}

/// Keeps the record well-formed should an entry ever fail to serialise: the reader will then name this line.
fn mark_unwritable(scratch: &mut Vec<u8>, n: u64) {
    scratch.clear();
    scratch.extend_from_slice(format!("{{\"n\":{n},\"unwritable\":true}}").as_bytes());
}

/// The chain value of a line: lower-case hex of SHA-256 over the previous value and the line's rest.
pub(crate) fn link(previous: &[u8; 64], rest: &[u8]) -> [u8; 64] {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(rest);
    let mut out = [0; 64];
    for (pair, byte) in out.chunks_exact_mut(2).zip(hasher.finalize()) {
        for (slot, nibble) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *slot = if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
        }
    }
    out
}
