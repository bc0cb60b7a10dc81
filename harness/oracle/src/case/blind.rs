//! Reversals that name nothing the host ever took: some may, since a transaction can be begun, saved and lost.

use journal::Event;

use super::{Case, Kind, Req};

impl<'a> Case<'a> {
    /// Reversals, the first of each identity, whose original the host never took and of which no request can have
    /// been lost either.
    pub(crate) fn misdirected(&self) -> Vec<&Req<'a>> {
        let mut unknown: Vec<&Req<'a>> = Vec::new();
        for (reversal, original) in self.all_reversals() {
            if original.is_none() && unknown.iter().all(|u| u.note.key != reversal.note.key) {
                unknown.push(reversal);
            }
        }
        let blind = self.blind();
        let excused = |index: usize, r: &Req<'a>| blind.iter().filter(|n| **n < r.n).count() > index;
        let unknown = unknown.into_iter().enumerate();
        unknown.filter(|(index, r)| !excused(*index, r)).map(|(_, r)| r).collect()
    }

    /// Entries at which a sale or void may have been begun, and saved, without the host's ever taking its request.
    fn blind(&self) -> Vec<u64> {
        let mut blind: Vec<u64> = Vec::new();
        for (index, attempt) in self.attempts.iter().enumerate() {
            let end = self.next_attempt(attempt.n).unwrap_or(u64::MAX);
            let taken = self.txns.iter().any(|t| t.kind.is_reversible() && t.attempt == Some(index));
            let kind = self.intents.get(&attempt.intent).and_then(|i| Kind::ordered(i.order));
            if !taken && kind.is_some_and(Kind::is_reversible) {
                blind.extend(self.between(attempt.n, end, is_trouble));
            }
        }
        // A stray of an attempt that counts already is the same transaction.
        let counted: Vec<Option<usize>> = blind.iter().map(|n| self.attempt_at(*n)).collect();
        let strays = self.lines.strays.iter().filter(|s| Kind::of(s.class).is_some_and(Kind::is_reversible));
        blind.extend(strays.map(|s| s.n).filter(|n| !counted.contains(&self.attempt_at(*n))));
        blind.sort_unstable();
        blind
    }
}

/// What can come between a saved transaction and the host.
fn is_trouble(event: &Event) -> bool {
    matches!(
        event,
        Event::Lost(_)
            | Event::NotConnected
            | Event::Disconnected { .. }
            | Event::LinkIs { .. }
            | Event::PowerIs { on: false, .. }
            | Event::Garbled { .. }
            | Event::HostCrashed
    )
}
