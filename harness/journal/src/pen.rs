//! The pen: appends entries, numbers them, chains them.
//!
//! A line is one JSON object whose first member is the chain value: SHA-256 over the previous line's chain
//! value and the rest of this line, byte for byte. The chain shows damage and careless edits; it is not a
//! signature, since whoever holds the pen can write a new chain.

use sha2::{Digest, Sha256};

use crate::{Entry, Event, Head, Lane};

/// The chain value before the first line.
pub(crate) const ORIGIN: [u8; 64] = [b'0'; 64];
/// How every line begins.
pub(crate) const PREFIX: &str = "{\"chain\":\"";
/// What stands between the chain value and the rest.
pub(crate) const INFIX: &str = "\",";

/// Writes one record.
#[derive(Debug)]
pub struct Pen {
    text: Vec<u8>,
    chain: [u8; 64],
    written: u64,
    lanes: [u64; Lane::ALL.len()],
    scratch: Vec<u8>,
}

impl Pen {
    /// Opens a record with its head.
    #[must_use]
    pub fn open(head: Head) -> Self {
        let mut pen = Self {
            text: Vec::with_capacity(64 * 1024),
            chain: ORIGIN,
            written: 0,
            lanes: [0; Lane::ALL.len()],
            scratch: Vec::with_capacity(1024),
        };
        pen.write(0, Lane::Bench, None, Event::Opened(Box::new(head)));
        pen
    }

    /// Appends an entry and returns its number.
    pub fn write(&mut self, at: u64, lane: Lane, cause: Option<u64>, event: Event) -> u64 {
        self.written += 1;
        let lane_n = self.count_in(lane);
        let entry = Entry { n: self.written, at, lane, lane_n, cause, event };
        self.scratch.clear();
        // Plain data into memory: there is nothing in an entry that JSON cannot hold.
        if serde_json::to_writer(&mut self.scratch, &entry).is_err() {
            mark_unwritable(&mut self.scratch, self.written);
        }
        let rest = self.scratch.get(1..).unwrap_or_default();
        self.chain = link(&self.chain, rest);
        self.text.extend_from_slice(PREFIX.as_bytes());
        self.text.extend_from_slice(&self.chain);
        self.text.extend_from_slice(INFIX.as_bytes());
        self.text.extend_from_slice(rest);
        self.text.push(b'\n');
        self.written
    }

    /// How many entries stand in the record so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes the closing entry and hands the record out.
    #[must_use]
    pub fn close(mut self, at: u64) -> Vec<u8> {
        let entries = self.written + 1;
        self.write(at, Lane::Bench, None, Event::Closed { entries });
        self.text
    }

    fn count_in(&mut self, lane: Lane) -> u64 {
        let slot = self.lanes.iter_mut().zip(Lane::ALL).find(|(_, l)| *l == lane);
        slot.map_or(0, |(count, _)| {
            *count += 1;
            *count
        })
    }
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
