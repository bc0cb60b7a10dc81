//! Cells: small records that change in place without ever being torn.
//!
//! A cell has two slots, `<name>.0` and `<name>.1`. A change goes into the slot that is not the latest, with
//! the next generation; a reader takes the valid slot of the highest generation. So a torn change leaves the
//! old value. Erasing writes a tombstone the same way. Journal rows are written once and need no cell.
//!
//! One change a flush: two unflushed changes of one cell would leave no old value to fall back on.

use std::collections::BTreeMap;

use super::body::{Body, StoreFull};

/// What is known of the cells: which slot is the latest, and its generation.
#[derive(Default)]
pub(crate) struct Cells(BTreeMap<String, Latest>);

#[derive(Clone, Copy, Default)]
struct Latest {
    slot: u8,
    generation: u32,
    live: bool,
}

const LIVE: u8 = 1;
const DEAD: u8 = 0;

impl Cells {
    /// Reads a cell; `None` when it is blank or erased.
    pub(crate) async fn read(&mut self, body: &Body, name: &str) -> Option<Vec<u8>> {
        let mut latest: Option<(Latest, Vec<u8>)> = None;
        for slot in 0..2 {
            let Some(record) = body.read(&slot_name(name, slot)).await else {
                continue;
            };
            let Some((generation, state, payload)) = opened(record.expose()) else {
                continue;
            };
            if latest.as_ref().is_none_or(|(known, _)| generation > known.generation) {
                latest = Some((Latest { slot, generation, live: state == LIVE }, payload.to_vec()));
            }
        }
        let (known, payload) = latest?;
        self.0.insert(name.to_owned(), known);
        known.live.then_some(payload)
    }

    /// Writes a cell; durable after the next flush.
    pub(crate) async fn write(&mut self, body: &Body, name: &str, payload: &[u8]) -> Result<(), StoreFull> {
        self.change(body, name, LIVE, payload).await
    }

    /// Erases a cell; durable after the next flush. Says whether there is anything to flush.
    pub(crate) async fn erase(&mut self, body: &Body, name: &str) -> bool {
        // A tombstone is smaller than what it replaces. Should the store still be full, the old value stays,
        // which every reader of a cell can live with.
        self.0.get(name).is_some_and(|latest| latest.live) && self.change(body, name, DEAD, &[]).await.is_ok()
    }

    async fn change(&mut self, body: &Body, name: &str, state: u8, payload: &[u8]) -> Result<(), StoreFull> {
        let next = match self.0.get(name) {
            Some(latest) => (1 - latest.slot, latest.generation.wrapping_add(1)),
            None => (0, 1),
        };
        let next = Latest { slot: next.0, generation: next.1, live: state == LIVE };
        let mut record = next.generation.to_be_bytes().to_vec();
        record.push(state);
        record.extend(payload);
        body.write(slot_name(name, next.slot), sealed(record)).await?;
        self.0.insert(name.to_owned(), next);
        Ok(())
    }
}

/// Puts a check sum behind a record.
pub(crate) fn sealed(mut record: Vec<u8>) -> Vec<u8> {
    let sum = crc32fast::hash(&record);
    record.extend(sum.to_be_bytes());
    record
}

/// Takes the check sum off; `None` for a record that is torn.
pub(crate) fn unsealed(record: &[u8]) -> Option<&[u8]> {
    let (content, sum) = record.split_last_chunk::<4>()?;
    (crc32fast::hash(content) == u32::from_be_bytes(*sum)).then_some(content)
}

fn opened(record: &[u8]) -> Option<(u32, u8, &[u8])> {
    let (generation, rest) = unsealed(record)?.split_first_chunk::<4>()?;
    let (state, payload) = rest.split_first()?;
    Some((u32::from_be_bytes(*generation), *state, payload))
}

fn slot_name(name: &str, slot: u8) -> String {
    format!("{name}.{slot}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_record_is_told_from_a_whole_one() {
        let whole = sealed(b"abc".to_vec());
        assert_eq!(unsealed(&whole), Some(b"abc".as_slice()));
        for cut in 0..whole.len() {
            assert_eq!(unsealed(&whole[..cut]), None, "cut at {cut}");
        }
        assert_eq!(unsealed(&[0; 4]), Some([].as_slice()), "the sum of nothing is nought");
        assert!(opened(&[0; 4]).is_none());
    }
}
