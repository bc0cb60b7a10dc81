//! Which switch of the profile, if any, explains that a transaction was not undone.
//!
//! A switch explains only what follows from it, and only what had happened when the duty was passed over: an
//! answer without a right MAC does not excuse a dropped timeout, nor a later midnight an earlier omission.

use journal::{Event, LinkState};
use profile::{AfterExhaustion, DayChange, RowPolicy, Switch, Unsafe};

use super::{Case, Heard, Proof, Txn};

/// Nanoseconds of a day.
pub(crate) const DAY_NS: u64 = 86_400_000_000_000;

impl<'a> Case<'a> {
    /// The practice that leaves a transaction open.
    pub(crate) fn excuse(&self, txn: &Txn<'a>) -> Option<Unsafe> {
        match self.memo(txn) {
            Some(memo) => memo.excuse.get_or_init(|| self.find_excuse(txn)).clone(),
            None => self.find_excuse(txn),
        }
    }

    fn find_excuse(&self, txn: &Txn<'a>) -> Option<Unsafe> {
        if !txn.kind.is_reversible() || self.is_claimed(txn) {
            return None;
        }
        let practice = &self.profile.terminal.reversal;
        let sent = self.first_reversal(txn).is_some();
        let deletes = |policy: &Switch<RowPolicy>| *policy == RowPolicy::Delete && !sent;
        if self.settled_loosely(txn) {
            return Some(Unsafe::LooseDoneCodes);
        }
        if self.settled_at(txn).is_some() {
            return None;
        }
        let by = self.passed_over(txn).unwrap_or(u64::MAX);
        if practice.after_exhaustion == AfterExhaustion::GiveUpAndDelete && self.gave_up_by_rule(txn, by) {
            return Some(Unsafe::GiveUpAndDelete);
        }
        match self.heard(txn) {
            Heard::Answer { proof: Proof::Mismatch { .. }, .. } if deletes(&practice.on_mismatch) => {
                return Some(Unsafe::DeleteOnMismatch);
            }
            Heard::Answer { proof: Proof::BadMac { approval: false }, .. }
                if deletes(&practice.on_unproven_decline) =>
            {
                return Some(Unsafe::DeleteOnUnprovenDecline);
            }
            Heard::Nothing if deletes(&practice.on_send_failure) && self.send_failed(txn) => {
                return Some(Unsafe::DeleteOnSendFailure);
            }
            _ => {}
        }
        let dropped = practice.on_day_change == DayChange::Drop && !sent && self.day_changed(txn, by);
        dropped.then_some(Unsafe::DropStale)
    }

    /// Whether a reversal was settled only by a code that is no proof of anything.
    fn settled_loosely(&self, txn: &Txn<'a>) -> bool {
        let by = |r: &super::Req<'_>, sound: bool| {
            let is_sound = |code: &str| matches!(code, "00" | "12" | "25");
            r.heard().iter().any(|(n, a, _)| self.settled_by(r) == Some(*n) && is_sound(a.code) == sound)
        };
        self.reversals(txn).any(|r| by(r, false)) && !self.reversals(txn).any(|r| by(r, true))
    }

    /// Whether reversals had been sent as often as the practice allows when something new went out.
    fn gave_up_by_rule(&self, txn: &Txn<'a>, by: u64) -> bool {
        let attempts = &self.profile.terminal.reversal.attempts;
        let refused = match attempts.count_connect_failures {
            true => self.count_between(txn.n, by, |e| matches!(e, Event::NotConnected)),
            false => 0,
        };
        self.tries(txn, by) + refused >= usize::from(attempts.limit)
    }

    /// Whether the line failed while the terminal waited for the answer: before the limit of waiting and before
    /// its first word.
    fn send_failed(&self, txn: &Txn<'a>) -> bool {
        let end = self.next_attempt(txn.n).unwrap_or(u64::MAX);
        let word = self.words_of(txn).map(|w| w.n).next().unwrap_or(end).min(end);
        let limit_ns = u64::from(self.profile.terminal.timing.reply_limit_s).saturating_mul(1_000_000_000);
        let until = self.at(txn.n).saturating_add(limit_ns);
        let failure = |event: &Event| {
            matches!(
                event,
                Event::LinkIs { state: LinkState::Down } | Event::Disconnected { .. } | Event::NotConnected
            )
        };
        let withheld = |event: &Event| {
            matches!(event, Event::Withheld { ticket, .. }
            if self.sends(txn).any(|r| r.note.ticket == *ticket))
        };
        // A host that keeps silent leaves the line whole; the terminal hangs up when its patience ends.
        let failed = self.between(txn.n, word, failure).filter(|n| self.at(*n) < until);
        failed.is_some_and(|n| {
            let down = self.record.entry(n).is_some_and(|e| !matches!(e.event, Event::Disconnected { .. }));
            down || self.between(txn.n, n, withheld).is_none()
        })
    }

    /// Whether the host's date changed between the transaction and what passed it over, or the end.
    fn day_changed(&self, txn: &Txn<'a>, by: u64) -> bool {
        let date = |r: &super::Req<'a>| r.answers.iter().find_map(|a| a.field("13").map(str::to_owned));
        let before = self
            .sends(txn)
            .find_map(date)
            .or_else(|| self.reqs.iter().filter(|r| r.n < txn.n).filter_map(date).next_back());
        let after = self.reqs.iter().filter(|r| r.n > txn.n && r.n <= by).filter_map(date).next_back();
        if let (Some(before), Some(after)) = (&before, &after) {
            return before != after;
        }
        let day = |n: u64| self.at(n) / DAY_NS;
        day(txn.n) != day(by.min(self.last))
    }
}
