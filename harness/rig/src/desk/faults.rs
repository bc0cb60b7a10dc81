//! Faults at the desk: armed, counted towards their moment, fired. What they hold stands in the file beside.

use std::collections::BTreeSet;

use journal::{Event, Lane};

use super::Desk;
use super::holds::{Holder, Holds};
use crate::{Act, Fault, FaultKind, Moment};

/// All faults of a run.
#[derive(Debug, Default)]
pub(super) struct Faults {
    armed: Vec<Armed>,
    /// Who holds which condition.
    pub(super) holds: Holds,
    due: BTreeSet<(u64, Due)>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u32,
    fired: bool,
}

/// What a fault or a hold has put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The fault of this number fires.
    Fire(u32),
    /// A holder lets go.
    Release(Holder),
}

impl Faults {
    pub(super) fn arm(&mut self, fault: Fault) -> u32 {
        self.armed.push(Armed { fault, seen: 0, fired: false });
        number(self.armed.len())
    }

    pub(super) fn next_due(&self) -> Option<u64> {
        self.due.first().map(|(at, ..)| *at)
    }

    pub(super) fn never_fired(&self) -> Vec<(u32, String)> {
        let waiting = self.armed.iter().zip(1..).filter(|(armed, _)| !armed.fired);
        waiting.map(|(armed, n)| (n, armed.fault.moment.to_string())).collect()
    }

    /// The faults whose moment this event is: those that fire at once, and those put off by their offset.
    fn reached(&mut self, event: &str) -> Vec<(u32, u64)> {
        let mut ripe = Vec::new();
        for (armed, n) in self.armed.iter_mut().zip(1..) {
            let Moment::Event { name, nth, after_ns } = &armed.fault.moment else {
                continue;
            };
            if armed.fired || name != event {
                continue;
            }
            armed.seen += 1;
            if armed.seen == *nth {
                ripe.push((n, *after_ns));
            }
        }
        ripe
    }

    fn fault(&self, n: u32) -> Option<&Fault> {
        let index = usize::try_from(n.checked_sub(1)?).ok()?;
        self.armed.get(index).map(|armed| &armed.fault)
    }

    fn mark_fired(&mut self, n: u32) {
        let index = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
        if let Some(armed) = index.and_then(|index| self.armed.get_mut(index)) {
            armed.fired = true;
        }
    }

    pub(super) fn put_off(&mut self, at: u64, due: Due) {
        self.due.insert((at, due));
    }
}

impl Desk {
    /// An event that a fault may wait for; never one of the harness's own commands.
    pub(super) fn event(&mut self, at: u64, name: &str, cause: Option<u64>, acts: &mut Vec<Act>) {
        for (fault, after_ns) in self.faults.reached(name) {
            if after_ns == 0 {
                self.fire(at, fault, cause, acts);
            } else {
                self.faults.put_off(at.saturating_add(after_ns), Due::Fire(fault));
            }
        }
    }

    pub(super) fn fire_armed_now(&mut self, at: u64, fault: u32, acts: &mut Vec<Act>) {
        if self.faults.fault(fault).is_some_and(|f| f.moment == Moment::Now) {
            self.fire(at, fault, None, acts);
        }
    }

    pub(super) fn fault_due(&mut self, at: u64, acts: &mut Vec<Act>) {
        match self.faults.due.pop_first() {
            Some((_, Due::Fire(fault))) => self.fire(at, fault, None, acts),
            Some((_, Due::Release(holder))) => self.release(at, holder, acts),
            None => {}
        }
    }

    fn fire(&mut self, at: u64, fault: u32, cause: Option<u64>, acts: &mut Vec<Act>) {
        let Some(Fault { kind, lasting, .. }) = self.faults.fault(fault).cloned() else {
            return;
        };
        self.faults.mark_fired(fault);
        self.note(at, Lane::Fault, cause, Event::Fired { fault, what: kind.name().to_owned() });
        if kind == FaultKind::CardPulled {
            self.pull_card(acts);
        } else {
            self.hold(at, kind, Holder::Fault(fault), lasting, acts);
        }
    }

    /// A deed: it is done each time, and nothing holds it.
    pub(super) fn pull_card(&self, acts: &mut Vec<Act>) {
        if let Some((card, face)) = self.card_at_terminal.clone() {
            acts.push(Act::Card { card, face, present: false });
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
