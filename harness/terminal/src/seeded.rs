//! The defect in a terminal, and which defects its application ever came to.
//!
//! The terminal is deterministic and a defect shows only where it is asked for: what was never asked for in a run of
//! the sound terminal would not have changed that run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Defect;

/// The defect seeded into a terminal, if any. Copies share what was asked.
#[derive(Clone, Debug, Default)]
pub struct Seeded {
    defect: Option<Defect>,
    asked: Arc<[AtomicU64; WORDS]>,
}

/// Bits in a word.
const BITS: usize = 64;
/// Words in which each defect has its bit.
const WORDS: usize = Defect::ALL.len().div_ceil(BITS);

impl Seeded {
    /// Seeds this defect, or none; nothing was asked so far.
    #[must_use]
    pub fn new(defect: Option<Defect>) -> Self {
        Self { defect, ..Self::default() }
    }

    /// Whether this defect is seeded; that it was asked for is noted.
    pub(crate) fn has(&self, defect: Defect) -> bool {
        if let Some((word, bit)) = self.place(defect) {
            word.fetch_or(bit, Ordering::Relaxed);
        }
        self.defect == Some(defect)
    }

    /// Whether any terminal that is set up with this ever asked for the defect.
    #[must_use]
    pub fn was_asked(&self, defect: Defect) -> bool {
        self.place(defect).is_some_and(|(word, bit)| word.load(Ordering::Relaxed) & bit != 0)
    }

    fn place(&self, defect: Defect) -> Option<(&AtomicU64, u64)> {
        let n = defect as usize;
        Some((self.asked.get(n / BITS)?, 1 << (n % BITS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_defect_is_noted_by_itself_and_copies_share_it() {
        for seeded in [None, Some(Defect::RowOnlyInRam)] {
            for asked in Defect::ALL {
                let terminal = Seeded::new(seeded);
                let copy = terminal.clone();
                assert_eq!(copy.has(asked), seeded == Some(asked));
                for other in Defect::ALL {
                    assert_eq!(terminal.was_asked(other), other == asked, "{asked}: {other}");
                }
            }
        }
    }
}
