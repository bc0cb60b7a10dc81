//! Faults at the desk: armed, counted towards their moment, fired. What they hold stands in the file beside.

use std::collections::{BTreeMap, BTreeSet};

use device::CardFace;
use journal::{Event, Lane};

use super::Desk;
use super::holds::{Holder, Holds};
use crate::{Act, Fault, FaultKind, Moment, sense};

/// All faults of a run.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// By number.
    armed: BTreeMap<u32, Armed>,
    /// Who holds which condition.
    pub(super) holds: Holds,
    due: BTreeSet<(u64, Due)>,
    /// Nothing fires any more.
    disarmed: bool,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u32,
    fired: bool,
    /// Whether it met what it needs to do its work.
    met: bool,
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
        let met = sense::needs_an_effect(fault.kind).is_none();
        let number = self.count().saturating_add(1);
        self.armed.insert(number, Armed { fault, seen: 0, fired: false, met });
        number
    }

    /// How many faults were armed; the number of the last.
    pub(super) fn count(&self) -> u32 {
        self.armed.last_key_value().map_or(0, |(number, _)| *number)
    }

    pub(super) fn next_due(&self) -> Option<u64> {
        self.due.first().map(|(at, ..)| *at)
    }

    /// The faults that never found their moment, or met nothing then.
    pub(super) fn unmet(&self) -> Vec<(u32, String)> {
        let unmet = self.armed.iter().filter(|(_, armed)| !armed.fired || !armed.met);
        unmet
            .map(|(n, armed)| {
                let Fault { kind, moment, .. } = &armed.fault;
                let needs = sense::needs_an_effect(*kind).filter(|_| armed.fired).unwrap_or_default();
                (*n, format!("{moment} {needs}").trim_end().to_owned())
            })
            .collect()
    }

    /// What holds this condition does its work now.
    pub(super) fn met(&mut self, kind: FaultKind) {
        for holder in self.holds.of(kind) {
            if let Holder::Fault(fault) = holder {
                self.met_by(fault);
            }
        }
    }

    fn met_by(&mut self, fault: u32) {
        if let Some(armed) = self.armed.get_mut(&fault) {
            armed.met = true;
        }
    }

    /// Whether every hold of a condition ends by itself.
    pub(super) fn release_is_due(&self, kind: FaultKind) -> bool {
        let holders = self.holds.of(kind);
        let ends = |holder: &Holder| {
            self.holds.waits(*holder) || self.due.iter().any(|(_, due)| *due == Due::Release(*holder))
        };
        !holders.is_empty() && holders.iter().all(ends)
    }

    /// Lets nothing fire any more, neither what waits for its moment nor what is put off.
    pub(super) fn disarm(&mut self) {
        self.disarmed = true;
        self.due.retain(|(_, due)| !matches!(due, Due::Fire(_)));
    }

    /// The faults whose moment this event is: those that fire at once, and those put off by their offset.
    fn reached(&mut self, event: &str) -> Vec<(u32, u64)> {
        let mut ripe = Vec::new();
        if self.disarmed {
            return ripe;
        }
        for (n, armed) in &mut self.armed {
            let Moment::Event { name, nth, after_ns } = &armed.fault.moment else {
                continue;
            };
            if armed.fired || name != event {
                continue;
            }
            armed.seen += 1;
            if armed.seen == *nth {
                ripe.push((*n, *after_ns));
            }
        }
        ripe
    }

    fn fault(&self, n: u32) -> Option<&Fault> {
        self.armed.get(&n).map(|armed| &armed.fault)
    }

    fn mark_fired(&mut self, n: u32) {
        if let Some(armed) = self.armed.get_mut(&n) {
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
        let face = self.card_at_terminal.as_ref().map(|(_, face)| *face);
        if kind == FaultKind::CardPulled {
            // A card that is swiped is in nobody's slot.
            if face.is_some_and(|face| face != CardFace::Stripe) {
                self.faults.met_by(fault);
            }
            self.pull_card(acts);
        } else {
            self.hold(at, kind, Holder::Fault(fault), lasting, acts);
            self.card_lies_there();
        }
    }

    /// A deed: it is done each time, and nothing holds it.
    pub(super) fn pull_card(&self, acts: &mut Vec<Act>) {
        if let Some((card, face)) = self.card_at_terminal.clone() {
            acts.push(Act::Card { card, face, present: false });
        }
    }
}
