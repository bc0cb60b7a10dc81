//! Reversals that name nothing the host ever took: some may, since a transaction can be begun, saved and lost.
//!
//! Each attempt that may have lost one licenses one such reversal, of its own amount and card, and never while a
//! transaction of that amount and card is there that is still to be undone.

use journal::Event;

use super::{Case, Kind, Req, Txn, kind_of, kind_ordered};

/// Leave for one reversal of something that the host never took.
struct Licence<'a> {
    n: u64,
    attempt: Option<usize>,
    amount_fen: Option<i64>,
    card: Option<&'a str>,
}

impl<'a> Case<'a> {
    /// Reversals, the first of each identity, whose original the host never took and of which no request can have
    /// been lost either.
    pub(crate) fn misdirected(&self) -> impl Iterator<Item = &Req<'a>> {
        let found = self.misdirected.get_or_init(|| self.find_misdirected());
        found.iter().filter_map(|i| self.reqs.get(*i))
    }

    fn find_misdirected(&self) -> Vec<usize> {
        let mut unknown: Vec<usize> = Vec::new();
        let mut named = std::collections::BTreeSet::new();
        for (index, reversal) in self.reqs.iter().enumerate().filter(|(_, r)| r.is_reversal()) {
            if !self.index.reverses.contains_key(&index) && named.insert(&reversal.note.key) {
                unknown.push(index);
            }
        }
        if unknown.is_empty() {
            return unknown;
        }
        let mut licences = self.licences();
        unknown.retain(|index| {
            let Some(reversal) = self.reqs.get(*index) else {
                return false;
            };
            if self.txns.iter().any(|t| self.is_meant(t, reversal)) {
                return true;
            }
            let fits = |l: &Licence<'_>| {
                l.n < reversal.n
                    && agree(l.amount_fen.as_ref(), reversal.note.amount_fen.as_ref())
                    && agree(l.card, reversal.note.card.as_deref())
            };
            match licences.iter().position(fits) {
                Some(licence) => {
                    licences.remove(licence);
                    false
                }
                None => true,
            }
        });
        unknown
    }

    /// Whether a transaction is still to be undone when a reversal of its amount and card names something else.
    fn is_meant(&self, txn: &Txn<'a>, reversal: &Req<'a>) -> bool {
        let card = self.sends(txn).find_map(|r| r.note.card.as_deref());
        txn.kind.is_reversible()
            && !txn.unasked
            && txn.n < reversal.n
            && reversal.note.amount_fen == Some(txn.amount_fen)
            && agree(card, reversal.note.card.as_deref())
            && !self.is_declined(txn)
            && self.claimed_before(txn, reversal.n).is_none()
            && self.settled_at(txn).is_none_or(|n| n > reversal.n)
    }

    /// At most one for each attempt at which a sale or void may have been begun, and saved, without the host's ever
    /// taking its request.
    fn licences(&self) -> Vec<Licence<'a>> {
        let mut licences: Vec<Licence<'a>> = Vec::new();
        for (index, attempt) in self.attempts.iter().enumerate() {
            let Some(intent) = self.intents.get(&attempt.intent) else { continue };
            if !kind_ordered(intent.order).is_some_and(Kind::is_reversible) {
                continue;
            }
            let end = self.next_attempt(attempt.n).unwrap_or(u64::MAX);
            let taken = self.of_attempt(Some(index)).any(|t| t.kind.is_reversible());
            if let Some(n) = self.between(attempt.n, end, is_trouble).filter(|_| !taken) {
                let (amount_fen, card) = (intent.amount_fen, intent.card);
                licences.push(Licence { n, attempt: Some(index), amount_fen, card });
            }
        }
        // A stray of an attempt that counts already is the same transaction.
        for stray in self.lines.strays.iter().filter(|s| kind_of(s.class).is_some_and(Kind::is_reversible)) {
            let attempt = self.attempt_at(stray.n);
            if licences.iter().any(|l| l.attempt == attempt) {
                continue;
            }
            let intent = attempt.and_then(|i| self.attempts.get(i)).and_then(|a| self.intents.get(&a.intent));
            let amount_fen = intent.and_then(|i| i.amount_fen);
            licences.push(Licence { n: stray.n, attempt, amount_fen, card: intent.and_then(|i| i.card) });
        }
        licences.sort_by_key(|l| l.n);
        licences
    }
}

/// Whether two things that may be unknown are not known to differ.
fn agree<T: PartialEq + ?Sized>(one: Option<&T>, other: Option<&T>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
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
