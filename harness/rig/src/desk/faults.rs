//! Faults at the desk: armed, counted towards their moment, fired, held and released.

use std::collections::{BTreeMap, BTreeSet};

use device::CardFace;
use journal::{Event, Lane, LinkState};

use super::Desk;
use crate::{Act, Fault, FaultKind, Lasting, Moment, sense};

/// All faults of a run.
#[derive(Debug, Default)]
pub(super) struct Faults {
    armed: Vec<Armed>,
    /// How many faults hold each condition.
    holds: BTreeMap<FaultKind, Vec<u32>>,
    due: BTreeSet<(u64, u32, Due)>,
    /// Cuts that were commanded and are not confirmed.
    unsettled: BTreeSet<FaultKind>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u32,
    fired: bool,
    /// Whether it met what it needs to do its work.
    met: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Fire,
    Release,
}

impl Faults {
    pub(super) fn arm(&mut self, fault: Fault) -> u32 {
        let met = sense::needs_an_effect(fault.kind).is_none();
        self.armed.push(Armed { fault, seen: 0, fired: false, met });
        self.count()
    }

    pub(super) fn next_due(&self) -> Option<u64> {
        self.due.first().map(|(at, ..)| *at)
    }

    /// How many faults were armed.
    pub(super) fn count(&self) -> u32 {
        number(self.armed.len())
    }

    /// The faults that never found their moment, or met nothing then.
    pub(super) fn unmet(&self) -> Vec<(u32, String)> {
        let unmet = self.armed.iter().zip(1..).filter(|(armed, _)| !armed.fired || !armed.met);
        unmet
            .map(|(armed, n)| {
                let Fault { kind, moment, .. } = &armed.fault;
                let needs = sense::needs_an_effect(*kind).filter(|_| armed.fired).unwrap_or_default();
                (n, format!("{moment} {needs}").trim_end().to_owned())
            })
            .collect()
    }

    /// What holds this condition does its work now.
    pub(super) fn met(&mut self, kind: FaultKind) {
        for holder in self.holds.get(&kind).cloned().unwrap_or_default() {
            self.met_by(holder);
        }
    }

    fn met_by(&mut self, fault: u32) {
        let index = fault.checked_sub(1).and_then(|n| usize::try_from(n).ok());
        if let Some(armed) = index.and_then(|index| self.armed.get_mut(index)) {
            armed.met = true;
        }
    }

    /// Whether every hold of a condition ends by itself.
    pub(super) fn release_is_due(&self, kind: FaultKind) -> bool {
        let holders = self.holds.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let ends = |holder: &u32| self.due.iter().any(|(_, n, due)| n == holder && *due == Due::Release);
        !holders.is_empty() && holders.iter().all(ends)
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
                armed.fired = true;
                ripe.push((n, *after_ns));
            }
        }
        ripe
    }

    fn fault(&self, n: u32) -> Option<&Fault> {
        let index = usize::try_from(n.checked_sub(1)?).ok()?;
        self.armed.get(index).map(|armed| &armed.fault)
    }

    /// Whether answers have to wait for a cut to be confirmed.
    pub(super) fn is_unsettled(&self) -> bool {
        !self.unsettled.is_empty()
    }

    pub(super) fn settle(&mut self, kind: FaultKind) {
        self.unsettled.remove(&kind);
    }
}

impl Desk {
    /// An event that a fault may wait for; never one of the harness's own commands.
    pub(super) fn event(&mut self, at: u64, name: &str, cause: Option<u64>, acts: &mut Vec<Act>) {
        for (fault, after_ns) in self.faults.reached(name) {
            if after_ns == 0 {
                self.fire(at, fault, cause, acts);
            } else {
                self.faults.due.insert((at + after_ns, fault, Due::Fire));
            }
        }
    }

    pub(super) fn fire_armed_now(&mut self, at: u64, fault: u32, acts: &mut Vec<Act>) {
        if self.faults.fault(fault).is_some_and(|f| f.moment == Moment::Now) {
            if let Some(armed) = self.faults.armed.last_mut() {
                armed.fired = true;
            }
            self.fire(at, fault, None, acts);
        }
    }

    pub(super) fn fault_due(&mut self, at: u64, acts: &mut Vec<Act>) {
        match self.faults.due.pop_first() {
            Some((_, fault, Due::Fire)) => self.fire(at, fault, None, acts),
            Some((_, fault, Due::Release)) => self.release(at, fault, acts),
            None => {}
        }
    }

    fn fire(&mut self, at: u64, fault: u32, cause: Option<u64>, acts: &mut Vec<Act>) {
        let Some(Fault { kind, lasting, .. }) = self.faults.fault(fault).cloned() else {
            return;
        };
        self.note(at, Lane::Fault, cause, Event::Fired { fault, what: kind.name().to_owned() });
        let holders = self.faults.holds.entry(kind).or_default();
        holders.push(fault);
        let first = holders.len() == 1;
        if let Lasting::For(ns) = lasting {
            self.faults.due.insert((at + ns, fault, Due::Release));
        }
        match &self.card_at_terminal {
            // A card that is swiped is in nobody's slot; one that lies there shows a fault of its own at once.
            Some((_, face)) if *face != CardFace::Stripe && kind == FaultKind::CardPulled => {
                self.faults.met_by(fault);
            }
            Some((_, face)) => self.card_meets_faults(*face),
            None => {}
        }
        if first {
            self.act_on(at, kind, true, acts);
        }
    }

    fn release(&mut self, at: u64, fault: u32, acts: &mut Vec<Act>) {
        let Some(kind) = self.faults.fault(fault).map(|f| f.kind) else {
            return;
        };
        let Some(holders) = self.faults.holds.get_mut(&kind) else {
            return;
        };
        if !holders.contains(&fault) {
            return;
        }
        holders.retain(|holder| *holder != fault);
        let last = holders.is_empty();
        self.note(at, Lane::Fault, None, Event::Released { fault });
        if last {
            self.act_on(at, kind, false, acts);
        }
    }

    /// Mends a condition whoever holds it; false when nobody does.
    pub(super) fn mend(&mut self, at: u64, kind: FaultKind, acts: &mut Vec<Act>) -> bool {
        let holders = self.faults.holds.get(&kind).cloned().unwrap_or_default();
        for fault in &holders {
            self.release(at, *fault, acts);
        }
        !holders.is_empty()
    }

    fn act_on(&mut self, at: u64, kind: FaultKind, on: bool, acts: &mut Vec<Act>) {
        let cuts = on && matches!(kind, FaultKind::PowerOff(_) | FaultKind::LineDown);
        if cuts {
            self.faults.unsettled.insert(kind);
        }
        match kind {
            FaultKind::PowerOff(port) => acts.push(Act::Power { port, on: !on }),
            FaultKind::LineDown => acts.push(Act::Link(if on { LinkState::Down } else { LinkState::Up })),
            FaultKind::FalseSend => acts.push(Act::FalseSend(on)),
            FaultKind::Paper(trouble) => acts.push(Act::Paper { trouble, on }),
            FaultKind::Card(trouble) => acts.push(Act::CardTrouble { trouble, on }),
            FaultKind::CardPulled => {
                if let (true, Some((card, face))) = (on, self.card_at_terminal.clone()) {
                    acts.push(Act::Card { card, face, present: false });
                }
            }
            FaultKind::HostDown => {
                let mut effects = Vec::new();
                if on {
                    self.host.crash(at, None, &mut effects);
                } else {
                    self.host.restart(at, &mut effects);
                }
                self.take_effects(at, effects, acts);
            }
        }
    }

    /// A cut is confirmed: what waited for it may go.
    pub(super) fn settled(&mut self, kind: FaultKind, acts: &mut Vec<Act>) {
        self.faults.settle(kind);
        if self.faults.is_unsettled() {
            return;
        }
        for held in std::mem::take(&mut self.held) {
            acts.push(Act::Answer { line: held.line, bytes: held.bytes });
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
