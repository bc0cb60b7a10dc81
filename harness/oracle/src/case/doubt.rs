//! Doubt: whether a transaction has to be undone, whether that was done, and when it was passed over.

use journal::{Book, Event, OrderKind};

use super::{Case, Heard, Kind, Proof, Stray, Txn};

/// What became of the duty to undo a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// There is none: it is claimed, was rightly declined, or cannot be reversed.
    NotOwed,
    /// The practice leaves it open.
    Practice,
    /// A reversal was settled before anything new was sent.
    Done,
    /// It waits, the terminal said so after its last try, and nothing new was sent.
    Waits,
    /// A reversal was sent that names something else; `reversal.own-original` owns what follows from it.
    Misdirected,
    /// Something new was sent, at this entry, before the first reversal; a reversal followed.
    Late { by: u64 },
    /// Reversals were sent, none was settled, something new was sent at this entry; one more reversal followed, or
    /// the terminal had said that it is still open, or the answer that settles it came only then.
    Postponed { by: u64 },
    /// Reversals were sent, none was settled, and none followed: something new was sent at this entry, or nobody
    /// was told that it is open.
    GivenUp { by: Option<u64> },
    /// No reversal was ever sent though something new was, at this entry, or though nobody was told.
    Never { by: Option<u64> },
}

impl<'a> Case<'a> {
    /// What became of the duty to undo a transaction.
    pub(crate) fn undo(&self, txn: &Txn<'a>) -> Undo {
        match self.memo(txn) {
            Some(memo) => *memo.undo.get_or_init(|| self.weigh(txn)),
            None => self.weigh(txn),
        }
    }

    fn weigh(&self, txn: &Txn<'a>) -> Undo {
        if !self.owes_undo(txn) {
            return Undo::NotOwed;
        }
        if self.excuse(txn).is_some() {
            return Undo::Practice;
        }
        let settled = self.settled_at(txn);
        let in_time = |by: &u64| settled.is_some_and(|settled| self.precedes(settled, *by));
        let by = self.passed_over(txn).filter(|by| !in_time(by));
        match (by, self.first_reversal(txn)) {
            (None, _) if settled.is_some() => Undo::Done,
            (None, Some(_)) if self.is_called_open(txn) => Undo::Waits,
            (None, Some(_)) => Undo::GivenUp { by },
            (_, None) if self.misdirected().any(|r| r.n > txn.n) => Undo::Misdirected,
            (None, None) if self.is_told(txn) && !self.was_asked_to_reverse(txn) => Undo::Waits,
            (by, None) => Undo::Never { by },
            (Some(by), Some(first)) if first > by => Undo::Late { by },
            (Some(by), Some(_)) => {
                let again =
                    self.reversals(txn).any(|r| r.n > by) || self.stray_reversal(by, u64::MAX).is_some();
                match again || settled.is_some() || self.is_put_aside(txn, by) {
                    true => Undo::Postponed { by },
                    false => Undo::GivenUp { by: Some(by) },
                }
            }
        }
    }

    /// Whether the terminal has to undo a transaction: it is reversible, not rightly declined, the terminal does
    /// not stand by it, and nobody voided it by hand.
    fn owes_undo(&self, txn: &Txn<'a>) -> bool {
        let voided = || {
            let by_hand = self.is_voided(txn, Book::Acquirer);
            by_hand && self.settled_at(txn).is_none()
        };
        txn.kind.is_reversible()
            && !txn.unasked
            && !self.is_claimed(txn)
            && !self.is_declined(txn)
            && !voided()
    }

    /// The first reversal of a transaction that left the terminal; one that was lost under way is taken for it.
    pub(crate) fn first_reversal(&self, txn: &Txn<'a>) -> Option<u64> {
        self.reversals(txn).map(|r| r.n).chain(self.stray_reversal(txn.n, u64::MAX)).min()
    }

    /// The first reversal between two entries that left the terminal and was lost.
    pub(crate) fn stray_reversal(&self, from: u64, to: u64) -> Option<u64> {
        self.stray_reversals(from, to).next()
    }

    /// The reversals between two entries that left the terminal and were lost.
    pub(crate) fn stray_reversals(&self, from: u64, to: u64) -> impl DoubleEndedIterator<Item = u64> {
        let lost = self.lines.lost_between(from, to);
        let whole =
            |s: &&Stray<'_>| s.class.ends_with("-reversal") && s.class != Kind::PartialReversal.name();
        lost.filter(whole).map(|s| s.n)
    }

    /// The first new sale, void or refund that left the terminal in a later attempt than the transaction.
    pub(super) fn passed_over(&self, txn: &Txn<'a>) -> Option<u64> {
        self.next_financial(txn.n, txn.attempt, Some(txn))
    }

    /// Whether somebody ordered the reversal by hand after a transaction, with line and keys whole, so that the
    /// terminal cannot have known of it any more.
    fn was_asked_to_reverse(&self, txn: &Txn<'a>) -> bool {
        let ordered = self.attempts.iter().filter(|a| {
            a.n > txn.n && self.intents.get(&a.intent).is_some_and(|i| i.order == OrderKind::Reverse)
        });
        let troubled = |event: &Event| {
            matches!(
                event,
                Event::NotConnected
                    | Event::LinkIs { .. }
                    | Event::Lost(_)
                    | Event::HostCrashed
                    | Event::PowerIs { .. }
            )
        };
        ordered.map(|a| a.n).any(|n| {
            let end = self.next_attempt(n).unwrap_or(u64::MAX);
            let whole = self.between(txn.n, end, troubled).is_none() && !self.lacks_keys(txn.n, end);
            whole && self.words.iter().all(|w| w.n < n || w.n > end)
        })
    }

    /// Whether a transaction was answered with a decline that proves nothing.
    pub(crate) fn unproven_decline(&self, txn: &Txn<'a>) -> Option<u64> {
        match self.heard(txn) {
            Heard::Answer {
                n,
                proof: Proof::BadMac { approval: false } | Proof::Mismatch { approval: false },
            } => Some(n),
            _ => None,
        }
    }

    /// The sales of an intent that still take money in the issuer's book and that the terminal could have undone.
    pub(crate) fn charges(&self, intent: u32) -> Vec<&Txn<'a>> {
        let of_intent =
            self.of_intent(intent).filter(|t| (t.kind.is_first() || t.kind.is_payment()) && !t.unasked);
        of_intent
            .filter(|t| {
                self.stands(t, Book::Issuer)
                    && !self.is_voided(t, Book::Issuer)
                    && !self.is_declined(t)
                    && self.excuse(t).is_none()
                    && self.undo(t) != Undo::Misdirected
                    // The terminal did its part; that a book was left behind is the bench's.
                    && self.settled_at(t).is_none()
            })
            .collect()
    }

    /// Whether an intent took money more than once.
    pub(crate) fn is_charged_twice(&self, intent: Option<u32>) -> bool {
        intent.is_some_and(|intent| self.charges(intent).len() > 1)
    }
}
