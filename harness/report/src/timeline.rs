//! The evidence of a finding as a short timeline.

use journal::Record;

use crate::sentence;

/// One line for each entry: its number, seconds since the first of them, lane and sentence.
#[must_use]
pub fn timeline(record: &Record, evidence: &[u64]) -> Vec<String> {
    let entries: Vec<_> = evidence.iter().filter_map(|n| record.entry(*n)).collect();
    let begun = entries.first().map_or(0, |entry| entry.at);
    entries
        .iter()
        .map(|entry| {
            let ms = entry.at.saturating_sub(begun) / 1_000_000;
            let (seconds, rest) = (ms / 1000, ms % 1000);
            format!(
                "#{:<4} +{seconds:>4}.{rest:03} s  {:<10} {}",
                entry.n,
                entry.lane.name(),
                sentence(entry)
            )
        })
        .collect()
}
