//! The lasting store as a model: named records, a flush that takes an interval, and what a power cut does to
//! everything since the last completed flush.
//!
//! It does not model wear, bad blocks or a controller that lies about a completed flush.

use std::collections::{BTreeMap, BTreeSet};

use rand_core::Rng;

/// Named records; what is durable and what is still under way.
#[derive(Clone, Debug, Default)]
pub struct Flash {
    durable: BTreeMap<String, Vec<u8>>,
    /// Taken by a flush that has begun and not completed. `None` is an erase.
    flushing: BTreeMap<String, Option<Vec<u8>>>,
    /// Written or erased since. `None` is an erase.
    pending: BTreeMap<String, Option<Vec<u8>>>,
    room: Option<usize>,
}

/// The store has no room for the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// What a power cut did to one record that was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The old record, or none, is still there.
    Old,
    /// The new record, or the erase, is complete.
    New,
    /// The beginning of the new record, perhaps with garbage behind it.
    Torn,
}

impl Flash {
    /// An empty store with room for everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the store to this many bytes over all records; `None` lifts the limit.
    pub fn limit(&mut self, bytes: Option<usize>) {
        self.room = bytes;
    }

    /// Writes a record whole. Durable after the next completed flush.
    ///
    /// # Errors
    /// [`Full`] when the record does not fit; nothing changed then.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Full> {
        if let Some(room) = self.room {
            let held: usize = self
                .names("")
                .filter(|held| *held != name)
                .filter_map(|held| self.read(held))
                .map(<[u8]>::len)
                .sum();
            if held + bytes.len() > room {
                return Err(Full);
            }
        }
        self.pending.insert(name.to_owned(), Some(bytes.to_vec()));
        Ok(())
    }

    /// Removes a record. Durable after the next completed flush.
    pub fn erase(&mut self, name: &str) {
        self.pending.insert(name.to_owned(), None);
    }

    /// The record as the running machine sees it.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<&[u8]> {
        let latest = self.pending.get(name).or_else(|| self.flushing.get(name));
        match latest {
            Some(change) => change.as_deref(),
            None => self.durable.get(name).map(Vec::as_slice),
        }
    }

    /// Names that begin so, in order, as the running machine sees them.
    #[must_use]
    pub fn list(&self, prefix: &str) -> Vec<String> {
        self.names(prefix).map(str::to_owned).collect()
    }

    fn names<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let all: BTreeSet<&str> = self
            .durable
            .keys()
            .chain(self.flushing.keys())
            .chain(self.pending.keys())
            .map(String::as_str)
            .collect();
        all.into_iter().filter(move |name| name.starts_with(prefix) && self.read(name).is_some())
    }

    /// Whether anything waits for a flush, begun or not.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.flushing.is_empty() && self.pending.is_empty()
    }

    /// A flush begins: everything so far is on its way to the cells, none of it certain yet.
    pub fn begin_flush(&mut self) {
        let taken = std::mem::take(&mut self.pending);
        self.flushing.extend(taken);
    }

    /// The flush that began completes: what it took is durable.
    pub fn complete_flush(&mut self) {
        for (name, change) in std::mem::take(&mut self.flushing) {
            self.settle(name, change);
        }
    }

    /// The power goes. Each record under way, for itself and as `rng` decides, stays old, becomes new or is
    /// torn. An erase is done or not done. Returns the fates, by record.
    pub fn power_cut<R: Rng + ?Sized>(&mut self, rng: &mut R) -> BTreeMap<String, Fate> {
        let mut under_way = std::mem::take(&mut self.flushing);
        under_way.extend(std::mem::take(&mut self.pending));
        // Drawn for all of them first: what becomes of one record does not depend on how long another is.
        let drawn: Vec<_> = under_way.iter().map(|_| (rng.next_u32(), Tear::draw(rng))).collect();
        let mut fates = BTreeMap::new();
        for ((name, change), (fate, tear)) in under_way.into_iter().zip(drawn) {
            let fate = match (fate % 3, &change) {
                (0, _) | (2, None) => Fate::Old,
                (1, _) => Fate::New,
                _ => Fate::Torn,
            };
            let result = match (fate, change) {
                (Fate::Old, _) => None,
                (Fate::Torn, Some(bytes)) => Some(Some(tear.of(&bytes, rng))),
                (_, change) => Some(change),
            };
            if let Some(change) = result {
                self.settle(name.clone(), change);
            }
            fates.insert(name, fate);
        }
        fates
    }

    fn settle(&mut self, name: String, change: Option<Vec<u8>>) {
        match change {
            Some(bytes) => self.durable.insert(name, bytes),
            None => self.durable.remove(&name),
        };
    }
}

/// How a record is torn: the beginning of its bytes; half of the time the rest is garbage of the full length.
#[derive(Clone, Copy)]
struct Tear {
    kept: u32,
    filled: bool,
}

impl Tear {
    fn draw<R: Rng + ?Sized>(rng: &mut R) -> Self {
        Self { kept: rng.next_u32(), filled: rng.next_u32().is_multiple_of(2) }
    }

    fn of<R: Rng + ?Sized>(self, bytes: &[u8], rng: &mut R) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).max(1);
        let kept = usize::try_from(self.kept % length).unwrap_or(0);
        let mut torn: Vec<u8> = bytes.iter().copied().take(kept).collect();
        if self.filled {
            let mut rest = vec![0; bytes.len() - kept];
            rng.fill_bytes(&mut rest);
            torn.extend(rest);
        }
        torn
    }
}

#[cfg(test)]
mod tests {
    use rand_core::SeedableRng;
    use rand_pcg::Pcg32;

    use super::*;

    #[test]
    fn a_completed_flush_survives_every_cut() {
        let mut flash = Flash::new();
        flash.write("a", b"one").unwrap();
        flash.begin_flush();
        flash.complete_flush();
        assert!(flash.is_settled());
        assert!(flash.power_cut(&mut Pcg32::seed_from_u64(1)).is_empty());
        assert_eq!(flash.read("a"), Some(b"one".as_slice()));
    }

    #[test]
    fn what_becomes_of_a_record_does_not_depend_on_how_long_another_is() {
        let fates = |seed: u64, first: &[u8]| {
            let mut flash = Flash::new();
            flash.write("a", first).unwrap();
            flash.write("b", b"second").unwrap();
            flash.write("c", b"third").unwrap();
            flash.begin_flush();
            flash.power_cut(&mut Pcg32::seed_from_u64(seed))
        };
        for seed in 0..200 {
            assert_eq!(fates(seed, b"short"), fates(seed, &[7; 999]), "seed {seed}");
        }
    }

    #[test]
    fn a_cut_leaves_old_new_or_torn_and_reaches_all_three() {
        let mut seen = BTreeSet::new();
        for seed in 0..60 {
            let mut flash = Flash::new();
            flash.write("a", b"old-old-old").unwrap();
            flash.begin_flush();
            flash.complete_flush();
            flash.write("a", b"new-new-new").unwrap();
            if seed % 2 == 0 {
                flash.begin_flush();
            }
            let fates = flash.power_cut(&mut Pcg32::seed_from_u64(seed));
            let fate = fates["a"];
            seen.insert(fate);
            let left = flash.read("a").unwrap();
            match fate {
                Fate::Old => assert_eq!(left, b"old-old-old"),
                Fate::New => assert_eq!(left, b"new-new-new"),
                Fate::Torn => assert_ne!(left, b"new-new-new"),
            }
            assert!(flash.is_settled());
        }
        assert_eq!(seen.len(), 3);
    }

    #[test]
    fn the_running_machine_sees_its_own_writes_and_erases() {
        let mut flash = Flash::new();
        flash.write("row.1", b"x").unwrap();
        flash.begin_flush();
        flash.erase("row.1");
        flash.write("row.2", b"y").unwrap();
        assert_eq!(flash.read("row.1"), None);
        assert_eq!(flash.list("row."), ["row.2"]);
        flash.complete_flush();
        assert_eq!(flash.read("row.1"), None);
    }

    #[test]
    fn a_full_store_refuses_and_keeps_what_it_has() {
        let mut flash = Flash::new();
        flash.limit(Some(4));
        flash.write("a", b"1234").unwrap();
        assert_eq!(flash.write("b", b"5"), Err(Full));
        assert_eq!(flash.write("a", b"4321"), Ok(()));
        assert_eq!(flash.list(""), ["a"]);
    }
}
