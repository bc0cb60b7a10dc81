//! What people were told of a transaction that is not settled: that it is open, given over, or undone.

use super::{Case, Said, Txn};

impl<'a> Case<'a> {
    /// Entry with which a transaction was declared open to the operator. For what can be reversed that counts only
    /// once the practice's tries were used up: until then it is the terminal's to settle.
    pub(crate) fn declared_open(&self, txn: &Txn<'a>) -> Option<u64> {
        let declared = self.words_of(txn).filter(|w| w.said == Said::DeclaredOpen).map(|w| w.n);
        declared.into_iter().find(|n| !txn.kind.is_reversible() || self.are_tries_used_up(txn, *n))
    }

    /// Whether reversals of a transaction were tried as often as the practice allows before an entry; a refused
    /// connection is a try here.
    fn are_tries_used_up(&self, txn: &Txn<'a>, until: u64) -> bool {
        let refused = self.count_between(txn.n, until, |e| matches!(e, journal::Event::NotConnected));
        self.tries(txn, until) + refused >= usize::from(self.profile.terminal.reversal.attempts.limit)
    }

    /// How many reversals of a transaction left the terminal before an entry; those that were lost count.
    pub(super) fn tries(&self, txn: &Txn<'a>, until: u64) -> usize {
        let taken = self.reversals(txn).filter(|r| r.sent < until).count();
        taken + self.stray_reversals(txn.n, until).count()
    }

    /// Whether people were told that a transaction is being settled, or could not be told for want of power.
    pub(crate) fn is_told(&self, txn: &Txn<'a>) -> bool {
        let pending = |said: Said| matches!(said, Said::InDoubt | Said::RecoveredReversed);
        self.is_dark() || self.declared_open(txn).is_some() || self.words_of(txn).any(|w| pending(w.said))
    }

    /// Whether the terminal said after its last try that a transaction is still open, or before a try that power cut
    /// short, or stands without power.
    pub(super) fn is_called_open(&self, txn: &Txn<'a>) -> bool {
        let lost = self.stray_reversals(txn.n, u64::MAX).next_back();
        let tried = self.reversals(txn).map(|r| r.sent).chain(lost).max();
        let open = |said: Said| matches!(said, Said::InDoubt | Said::DeclaredOpen | Said::RecoveredReversed);
        // Power that went behind the last try left no time for a word, and what was said before it is still true.
        let cut = tried.is_some_and(|tried| self.cut_between(tried, u64::MAX).is_some());
        let since = tried.filter(|_| !cut);
        self.is_dark() || self.words_of(txn).any(|w| since.is_none_or(|tried| w.n > tried) && open(w.said))
    }

    /// Whether the terminal said after its last try, and in the attempt that passed over the reversal, that the
    /// transaction is still open.
    pub(super) fn is_put_aside(&self, txn: &Txn<'a>, by: u64) -> bool {
        let tried = self.reversals(txn).map(|r| r.sent).filter(|n| *n < by).max();
        let open = |said: Said| matches!(said, Said::InDoubt | Said::DeclaredOpen);
        tried.is_some_and(|tried| {
            self.attempt_at(tried) == self.attempt_at(by)
                && self.words_of(txn).any(|w| w.n > tried && w.n < by && open(w.said))
        })
    }

    /// The first word that a transaction's reversal is done though none had been settled by then.
    pub(crate) fn falsely_undone(&self, txn: &Txn<'a>) -> Option<u64> {
        let settled = self.settled_at(txn);
        let done = self.words_of(txn).filter(|w| w.said == Said::ReversalDone).map(|w| w.n);
        done.into_iter().find(|n| !settled.is_some_and(|settled| self.precedes(settled, *n)))
    }
}
