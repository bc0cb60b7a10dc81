//! The evidence of a finding as a short timeline.

use journal::{Entry, Record};

use crate::sentence;

/// One line for each entry: its number, seconds since the record began, lane and sentence. The clock is the same
/// for everything that is told of a record.
#[must_use]
pub fn timeline(record: &Record, evidence: &[u64]) -> Vec<String> {
    let line = |entry: &Entry| {
        let ms = entry.at / 1_000_000;
        let (seconds, rest) = (ms / 1000, ms % 1000);
        format!("#{:<4} {seconds:>5}.{rest:03} s  {:<10} {}", entry.n, entry.lane.name(), sentence(entry))
    };
    evidence.iter().filter_map(|n| record.entry(*n)).map(line).collect()
}
