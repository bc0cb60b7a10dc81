//! Cells: small records that change in place without ever being torn.
//!
//! A cell has two slots, `<name>.0` and `<name>.1`. A change goes into the slot that is not the latest, with
//! the next generation; a reader takes the valid slot of the highest generation. So a torn change leaves the
//! old value. Erasing writes a tombstone the same way. Journal rows are written once and need no cell.
//!
//! One change a flush: two unflushed changes of one cell would leave no old value to fall back on.
//!
//! Every record says which version of this program's records it is. One that is whole and of another version is
//! neither there nor absent: nobody may build on it.

use std::collections::BTreeMap;

use super::body::{Body, StoreFull};

/// What is known of the cells: which slot is the latest, and its generation.
#[derive(Default)]
pub(crate) struct Cells(BTreeMap<String, Latest>);

/// What a record is found to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept<T> {
    /// There is none, or a torn one, which is none.
    Nothing,
    Here(T),
    /// Whole, and not to be understood.
    Foreign,
}

#[derive(Clone, Copy)]
struct Latest {
    slot: u8,
    generation: u32,
    live: bool,
}

/// A cell that was never written: its first change goes into slot 0 with generation 1.
const BLANK: Latest = Latest { slot: 1, generation: 0, live: false };

const LIVE: u8 = 1;
const DEAD: u8 = 0;

/// Version of the records that this program writes, and the only one that it reads.
const VERSION: u8 = 1;

impl Cells {
    /// Reads a cell; nothing when it is blank or erased.
    pub(crate) async fn read(&mut self, body: &Body, name: &str) -> Kept<Vec<u8>> {
        let (mut latest, mut found, mut foreign) = (BLANK, Vec::new(), false);
        for slot in 0..2 {
            let Some(record) = body.read(&slot_name(name, slot)).await else {
                continue;
            };
            match opened(record.expose()) {
                Kept::Nothing => {}
                Kept::Foreign => foreign = true,
                Kept::Here((generation, state, payload)) => {
                    if generation > latest.generation {
                        latest = Latest { slot, generation, live: state == LIVE };
                        found = payload.to_vec();
                    }
                }
            }
        }
        self.0.insert(name.to_owned(), latest);
        match (foreign, latest.live) {
            (true, _) => Kept::Foreign,
            (false, true) => Kept::Here(found),
            (false, false) => Kept::Nothing,
        }
    }

    /// Writes a cell; durable after the next flush.
    pub(crate) async fn write(&mut self, body: &Body, name: &str, payload: &[u8]) -> Result<(), StoreFull> {
        self.change(body, name, LIVE, payload).await
    }

    /// Erases a cell; durable after the next flush. Says whether there is anything to flush.
    pub(crate) async fn erase(&mut self, body: &Body, name: &str) -> bool {
        // A tombstone is smaller than what it replaces. Should the store still be full, the old value stays,
        // which every reader of a cell can live with.
        self.latest(body, name).await.live && self.change(body, name, DEAD, &[]).await.is_ok()
    }

    /// Removes both records of a cell that is erased. The older one goes first and durably, so that no cut can
    /// bring its value back.
    pub(crate) async fn sweep(&mut self, body: &Body, name: &str) {
        let latest = self.latest(body, name).await;
        if latest.live || latest.generation == 0 {
            return;
        }
        for slot in [1 - latest.slot, latest.slot] {
            body.erase(&slot_name(name, slot)).await;
            body.flush().await;
        }
        self.0.remove(name);
    }

    /// What is known of a cell; one that was not read in this life is read first.
    async fn latest(&mut self, body: &Body, name: &str) -> Latest {
        if !self.0.contains_key(name) {
            self.read(body, name).await;
        }
        self.0.get(name).copied().unwrap_or(BLANK)
    }

    async fn change(&mut self, body: &Body, name: &str, state: u8, payload: &[u8]) -> Result<(), StoreFull> {
        let latest = self.latest(body, name).await;
        let (slot, generation) = (1 - latest.slot, latest.generation.saturating_add(1));
        let mut record = generation.to_be_bytes().to_vec();
        record.push(state);
        record.extend(payload);
        body.write(slot_name(name, slot), sealed(&record)).await?;
        self.0.insert(name.to_owned(), Latest { slot, generation, live: state == LIVE });
        Ok(())
    }
}

/// Puts the version before a record and a check sum behind both.
pub(crate) fn sealed(record: &[u8]) -> Vec<u8> {
    let mut sealed = vec![VERSION];
    sealed.extend(record);
    let sum = crc32fast::hash(&sealed);
    sealed.extend(sum.to_be_bytes());
    sealed
}

/// Takes version and check sum off.
pub(crate) fn unsealed(record: &[u8]) -> Kept<&[u8]> {
    let Some((content, sum)) = record.split_last_chunk::<4>() else {
        return Kept::Nothing;
    };
    if crc32fast::hash(content) != u32::from_be_bytes(*sum) {
        return Kept::Nothing;
    }
    match content.split_first() {
        // The sum of nothing is nought: four blank bytes are no record.
        None => Kept::Nothing,
        Some((&VERSION, rest)) => Kept::Here(rest),
        Some(_) => Kept::Foreign,
    }
}

fn opened(record: &[u8]) -> Kept<(u32, u8, &[u8])> {
    let content = match unsealed(record) {
        Kept::Here(content) => content,
        Kept::Nothing => return Kept::Nothing,
        Kept::Foreign => return Kept::Foreign,
    };
    let parts = content.split_first_chunk::<4>().and_then(|(generation, rest)| {
        let (state, payload) = rest.split_first()?;
        Some((u32::from_be_bytes(*generation), *state, payload))
    });
    parts.map_or(Kept::Foreign, Kept::Here)
}

fn slot_name(name: &str, slot: u8) -> String {
    format!("{name}.{slot}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_record_is_told_from_a_whole_one() {
        let whole = sealed(b"abc");
        assert_eq!(unsealed(&whole), Kept::Here(b"abc".as_slice()));
        for cut in 0..whole.len() {
            assert_eq!(unsealed(&whole[..cut]), Kept::Nothing, "cut at {cut}");
        }
        assert_eq!(unsealed(&[0; 4]), Kept::Nothing, "the sum of nothing is nought");
    }

    #[test]
    fn a_whole_record_of_another_version_is_neither_there_nor_absent() {
        let mut other = vec![VERSION + 1, 0, 0, 0, 1, LIVE];
        let sum = crc32fast::hash(&other);
        other.extend(sum.to_be_bytes());
        assert_eq!(unsealed(&other), Kept::Foreign);
        assert_eq!(opened(&sealed(b"abc")), Kept::Foreign, "too short for a cell");
    }
}
