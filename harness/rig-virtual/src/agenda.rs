//! What is due when. Things due at the same nanosecond come in an order drawn from the seed.

use std::collections::BTreeMap;

use rig::Lot;

/// Where an entry stands: time, tie, sequence.
pub(crate) type Slot = (u64, u64, u64);

/// A queue by time.
#[derive(Debug)]
pub(crate) struct Agenda<T> {
    entries: BTreeMap<Slot, T>,
    sequence: u64,
    ties: Lot,
}

impl<T> Agenda<T> {
    pub(crate) fn new(ties: Lot) -> Self {
        Self { entries: BTreeMap::new(), sequence: 0, ties }
    }

    pub(crate) fn at(&mut self, at: u64, due: T) -> Slot {
        self.sequence += 1;
        let slot = (at, self.ties.between(0, u64::MAX), self.sequence);
        self.entries.insert(slot, due);
        slot
    }

    /// Strikes an entry, if it is still there.
    pub(crate) fn strike(&mut self, slot: Slot) {
        self.entries.remove(&slot);
    }

    pub(crate) fn next_due(&self) -> Option<u64> {
        self.entries.keys().next().map(|(at, ..)| *at)
    }

    pub(crate) fn pop(&mut self) -> Option<T> {
        self.entries.pop_first().map(|(_, due)| due)
    }

    /// Takes out everything that fits, in due order.
    pub(crate) fn take(&mut self, fits: impl Fn(&T) -> bool) -> Vec<T> {
        let keys: Vec<_> = self.entries.iter().filter(|(_, due)| fits(due)).map(|(key, _)| *key).collect();
        keys.into_iter().filter_map(|key| self.entries.remove(&key)).collect()
    }
}
