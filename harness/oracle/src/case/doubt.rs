//! Doubt: whether a transaction has to be undone, whether that was done, and when it was passed over.

use journal::{Book, Event, OrderKind};

use super::{Case, Heard, Kind, Proof, Said, Txn};

/// What became of the duty to undo a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// There is none: it is claimed, was rightly declined, or cannot be reversed.
    NotOwed,
    /// The practice leaves it open.
    Practice,
    /// A reversal was settled before anything new was sent.
    Done,
    /// It waits, the terminal said so, and nothing new was sent.
    Waits,
    /// A reversal was sent that names something else; `reversal.own-original` owns what follows from it.
    Misdirected,
    /// Something new was sent, at this entry, before the first reversal; a reversal followed.
    Late { by: u64 },
    /// Reversals were sent, none was settled, something new was sent at this entry; one more reversal followed, or
    /// the terminal had said that it is still open.
    Postponed { by: u64 },
    /// Reversals were sent, none was settled, something new was sent at this entry, and none followed.
    GivenUp { by: u64 },
    /// No reversal was ever sent though something new was, at this entry, or though nobody was told.
    Never { by: Option<u64> },
}

impl<'a> Case<'a> {
    /// What became of the duty to undo a transaction.
    pub(crate) fn undo(&self, txn: &Txn<'a>) -> Undo {
        if !self.owes_undo(txn) {
            return Undo::NotOwed;
        }
        if self.excuse(txn).is_some() {
            return Undo::Practice;
        }
        let settled = self.settled_at(txn).unwrap_or(u64::MAX);
        let by = self.passed_over(txn).filter(|n| *n < settled);
        let first = self.first_reversal(txn);
        match (by, first) {
            (None, _) if settled < u64::MAX => Undo::Done,
            (None, Some(_)) => Undo::Waits,
            (_, None) if self.misdirected().iter().any(|r| r.n > txn.n) => Undo::Misdirected,
            (None, None) if self.is_told(txn) && !self.was_asked_to_reverse(txn) => Undo::Waits,
            (by, None) => Undo::Never { by },
            (Some(by), Some(first)) if first > by => Undo::Late { by },
            (Some(by), Some(_)) => {
                let again =
                    self.reversals(txn).any(|r| r.n > by) || self.stray_reversal(by, u64::MAX).is_some();
                match again || self.is_put_aside(txn, by) {
                    true => Undo::Postponed { by },
                    // The answer was under way; what was made of it is `answer.late`'s.
                    false if settled < u64::MAX => Undo::Done,
                    false => Undo::GivenUp { by },
                }
            }
        }
    }

    /// Whether the terminal has to undo a transaction: it is reversible, not rightly declined, and the terminal
    /// does not stand by it.
    fn owes_undo(&self, txn: &Txn<'a>) -> bool {
        let closed = self.settled_at(txn).is_none() && self.was_open(txn);
        txn.kind.is_reversible()
            && !txn.in_reprint
            && !self.is_claimed(txn)
            && !self.is_declined(txn)
            && !closed
    }

    /// Whether the operator dealt with it: it was declared open, or voided by hand.
    fn was_open(&self, txn: &Txn<'a>) -> bool {
        let voided = txn.kind == Kind::Sale && self.is_voided(txn, Book::Acquirer);
        voided || (self.is_declared_open(txn) && self.first_reversal(txn).is_none())
    }

    /// Whether a transaction was declared open to the operator, by its number or after it without a number.
    pub(crate) fn is_declared_open(&self, txn: &Txn<'_>) -> bool {
        let named = |w: &super::Word<'_>| w.trace.is_none_or(|trace| trace == txn.key.stan);
        self.words.iter().any(|w| w.said == Said::DeclaredOpen && w.n > txn.n && named(w))
    }

    /// Whether the terminal said after its last try, and in the attempt that passed over the reversal, that the
    /// transaction is still open.
    fn is_put_aside(&self, txn: &Txn<'a>, by: u64) -> bool {
        let tried = self.reversals(txn).map(|r| r.n).filter(|n| *n < by).max();
        let open = |said: Said| matches!(said, Said::InDoubt | Said::DeclaredOpen);
        tried.is_some_and(|tried| {
            self.attempt_at(tried) == self.attempt_at(by)
                && self.words_of(txn).any(|w| w.n > tried && w.n < by && open(w.said))
        })
    }

    /// Whether people were told that a transaction is being settled, or could not be told for want of power.
    pub(crate) fn is_told(&self, txn: &Txn<'_>) -> bool {
        self.words_of(txn).any(|w| w.said.is_announcement()) || self.is_declared_open(txn) || self.is_dark()
    }

    /// The first reversal of a transaction that left the terminal; one that was lost under way is taken for it.
    pub(crate) fn first_reversal(&self, txn: &Txn<'a>) -> Option<u64> {
        self.reversals(txn).map(|r| r.n).chain(self.stray_reversal(txn.n, u64::MAX)).min()
    }

    /// The first reversal between two entries that left the terminal and was lost.
    pub(crate) fn stray_reversal(&self, from: u64, to: u64) -> Option<u64> {
        let lost = |s: &&super::line::Stray<'_>| s.class.ends_with("-reversal") && s.n > from && s.n < to;
        self.lines.strays.iter().find(lost).map(|s| s.n)
    }

    /// The first new sale, void or refund that left the terminal in a later attempt than the transaction.
    fn passed_over(&self, txn: &Txn<'a>) -> Option<u64> {
        self.next_financial(txn.n, txn.attempt, Some(txn))
    }

    /// The first new sale, void or refund after an entry and in a later attempt than the one given.
    pub(crate) fn next_financial(
        &self,
        n: u64,
        attempt: Option<usize>,
        but: Option<&Txn<'a>>,
    ) -> Option<u64> {
        let other = |t: &&Txn<'a>| {
            but.is_none_or(|b| b.key != t.key || b.kind != t.kind)
                && t.kind.is_financial()
                && !t.in_reprint
                && t.n > n
                && t.attempt != attempt
        };
        let taken = self.txns.iter().filter(other).map(|t| t.n);
        let strays = self.lines.strays.iter().filter(|s| {
            s.n > n && Kind::of(s.class).is_some_and(Kind::is_financial) && self.attempt_at(s.n) != attempt
        });
        taken.chain(strays.map(|s| s.n)).min()
    }

    /// Whether somebody ordered the reversal by hand after a transaction and the line was whole, so that the
    /// terminal cannot have known of it any more.
    fn was_asked_to_reverse(&self, txn: &Txn<'a>) -> bool {
        let ordered = self.attempts.iter().enumerate().filter(|(_, a)| {
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
        ordered.map(|(_, a)| a.n).any(|n| {
            let end = self.next_attempt(n).unwrap_or(u64::MAX);
            self.between(txn.n, end, troubled).is_none() && self.words.iter().all(|w| w.n < n || w.n > end)
        })
    }

    /// Whether a transaction was answered with a decline that proves nothing.
    pub(crate) fn unproven_decline(&self, txn: &Txn<'_>) -> Option<u64> {
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
            self.txns.iter().filter(|t| t.kind == Kind::Sale && t.intent == Some(intent) && !t.in_reprint);
        of_intent
            .filter(|t| {
                self.stands(t, Book::Issuer)
                    && !self.is_voided(t, Book::Issuer)
                    && !self.is_declined(t)
                    && self.excuse(t).is_none()
                    && self.undo(t) != Undo::Misdirected
                    // The terminal did its part; that the issuer was not told is the bench's.
                    && (self.settled_at(t).is_none() || self.stands(t, Book::Acquirer))
            })
            .collect()
    }

    /// Whether an intent took money more than once.
    pub(crate) fn is_charged_twice(&self, intent: Option<u32>) -> bool {
        intent.is_some_and(|intent| self.charges(intent).len() > 1)
    }
}
