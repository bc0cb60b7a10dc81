//! Which switch of the profile, if any, explains that a transaction was not undone.
//!
//! A switch explains only what follows from it: an answer without a right MAC does not excuse a dropped timeout.

use journal::{Event, LinkState};
use profile::{AfterExhaustion, DayChange, RowPolicy, Unsafe};

use super::{Case, Heard, Proof, Txn};

/// Nanoseconds of a day.
const DAY_NS: u64 = 86_400_000_000_000;

impl<'a> Case<'a> {
    /// The practice that leaves a transaction open.
    pub(crate) fn excuse(&self, txn: &Txn<'a>) -> Option<Unsafe> {
        if !txn.kind.is_reversible() || self.is_claimed(txn) {
            return None;
        }
        let practice = &self.profile.terminal.reversal;
        let sent = self.first_reversal(txn).is_some();
        let deletes = |policy: RowPolicy| policy == RowPolicy::Delete && !sent;
        let heard = self.heard(txn);
        if self.settled_loosely(txn) {
            return Some(Unsafe::LooseDoneCodes);
        }
        if self.settled_at(txn).is_some() {
            return None;
        }
        if practice.after_exhaustion == AfterExhaustion::GiveUpAndDelete && self.tries_used_up(txn) {
            return Some(Unsafe::GiveUpAndDelete);
        }
        match heard {
            Heard::Answer { proof: Proof::Mismatch { .. }, .. } if deletes(practice.on_mismatch) => {
                return Some(Unsafe::DeleteOnMismatch);
            }
            Heard::Answer { proof: Proof::BadMac { approval: false }, .. }
                if deletes(practice.on_unproven_decline) =>
            {
                return Some(Unsafe::DeleteOnUnprovenDecline);
            }
            Heard::Nothing if deletes(practice.on_send_failure) && self.send_failed(txn) => {
                return Some(Unsafe::DeleteOnSendFailure);
            }
            _ => {}
        }
        let dropped = practice.on_day_change == DayChange::Drop && !sent && self.day_changed(txn);
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

    /// Whether reversals were sent as often as the practice allows.
    fn tries_used_up(&self, txn: &Txn<'a>) -> bool {
        let lost = self.lines.strays.iter().filter(|s| s.class.ends_with("-reversal") && s.n > txn.n).count();
        let refused = if self.profile.terminal.reversal.attempts.count_connect_failures {
            let entries = self.record.entries().iter();
            entries.filter(|e| e.n > txn.n && matches!(e.event, Event::NotConnected)).count()
        } else {
            0
        };
        txn.reversals.len() + lost + refused >= usize::from(self.profile.terminal.reversal.attempts.limit)
    }

    /// Whether the line failed between the transaction and the end of its attempt.
    fn send_failed(&self, txn: &Txn<'a>) -> bool {
        let end = self.next_attempt(txn.n).unwrap_or(u64::MAX);
        let failure = |event: &Event| {
            matches!(
                event,
                Event::LinkIs { state: LinkState::Down } | Event::Disconnected { .. } | Event::NotConnected
            )
        };
        self.between(txn.n, end, failure).is_some()
    }

    /// Whether the host's date changed between the transaction and the next one, or the end.
    fn day_changed(&self, txn: &Txn<'a>) -> bool {
        let date = |r: &super::Req<'a>| r.answers.iter().find_map(|a| a.field("13").map(str::to_owned));
        let before = self
            .sends(txn)
            .find_map(date)
            .or_else(|| self.reqs.iter().filter(|r| r.n < txn.n).filter_map(date).next_back());
        let after = self.reqs.iter().filter(|r| r.n > txn.n).filter_map(date).next_back();
        if let (Some(before), Some(after)) = (&before, &after) {
            return before != after;
        }
        let at = |n: u64| self.record.entry(n).map_or(0, |e| e.at / DAY_NS);
        at(txn.n) != at(self.last)
    }
}
