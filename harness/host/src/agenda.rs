//! What the host wants to do later, ordered by time and then by when it was noted.

use std::collections::BTreeMap;

/// A queue of due things.
#[derive(Debug)]
pub(crate) struct Agenda<T> {
    entries: BTreeMap<(u64, u64), T>,
    next: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), next: 0 }
    }
}

impl<T> Agenda<T> {
    /// Notes something for `due_ns`.
    pub(crate) fn note(&mut self, due_ns: u64, what: T) {
        self.entries.insert((due_ns, self.next), what);
        self.next += 1;
    }

    /// When the next thing is due.
    pub(crate) fn next_due(&self) -> Option<u64> {
        self.entries.first_key_value().map(|(&(due, _), _)| due)
    }

    /// Takes the next thing that is due at `now_ns` or before, with its time.
    pub(crate) fn pop(&mut self, now_ns: u64) -> Option<(u64, T)> {
        let first = self.entries.first_entry()?;
        let &(due, _) = first.key();
        (due <= now_ns).then(|| (due, first.remove()))
    }

    /// Forgets what `keep` does not want.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.entries.retain(|_, what| keep(what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_together_comes_in_the_order_noted() {
        let mut agenda = Agenda::default();
        agenda.note(5, 'b');
        agenda.note(5, 'c');
        agenda.note(1, 'a');
        assert_eq!(agenda.next_due(), Some(1));
        let drained: String = std::iter::from_fn(|| agenda.pop(5)).map(|(_, what)| what).collect();
        assert_eq!(drained, "abc");
        assert_eq!(agenda.next_due(), None);
    }

    #[test]
    fn nothing_comes_before_its_time() {
        let mut agenda = Agenda::default();
        agenda.note(5, 'a');
        assert_eq!(agenda.pop(4), None);
        assert_eq!(agenda.pop(5), Some((5, 'a')));
    }
}
