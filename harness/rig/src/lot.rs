//! The lot: every choice that a run leaves open is drawn here, from the seed.
//!
//! Each use draws from a stream of its own, so that a draw more in one place changes nothing in another.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64;

/// A stream of choices.
#[derive(Clone, Debug)]
pub struct Lot(Pcg64);

impl Lot {
    /// The stream of this name under this seed.
    #[must_use]
    pub fn new(seed: u64, stream: &str) -> Self {
        // FNV-1a: a fixed, public way from a name to a number.
        let salt = stream
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self(Pcg64::seed_from_u64(seed ^ salt))
    }

    /// A number from `low` to `high`, both included; `low` when they cross.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low);
        let drawn = self.0.next_u64();
        match span.checked_add(1) {
            Some(count) => low + drawn % count,
            None => drawn,
        }
    }

    /// A fresh seed for a room that keeps its own stream.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Eight unpredictable bytes.
    pub fn bytes(&mut self) -> [u8; 8] {
        self.0.next_u64().to_be_bytes()
    }
}
