//! Conditions that somebody holds: power off, line down, host down, keys gone, paper and card troubles.
//!
//! The first holder brings a condition about, the last release ends it; a restart and a host that crashed as
//! ordered hold theirs like any fault. A cut counts from when the bench confirmed it, and while one is not
//! confirmed the host's answers wait.

use std::collections::BTreeMap;

use device::Hidden;
use host::{Class, Misbehaviour};
use journal::{Event, Lane, LinkState};

use super::faults::Due;
use super::{Desk, HeldAnswer};
use crate::{Act, FaultKind, Lasting};

/// Who holds a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    /// The fault of this number.
    Fault(u32),
    /// Whoever switches off and on again, for the n-th time.
    Restart(u32),
    /// Whoever opens the terminal, for the n-th time.
    Opener(u32),
    /// The host, which crashed as ordered, for the n-th time.
    Crash(u32),
}

/// All holds of a run.
#[derive(Debug, Default)]
pub(super) struct Holds {
    holders: BTreeMap<FaultKind, Vec<Holder>>,
    /// Cuts that were commanded and are not confirmed: how many of each.
    unsettled: BTreeMap<FaultKind, u32>,
    /// Holders whose time begins when their cut is confirmed.
    waiting: Vec<(FaultKind, Holder, u64)>,
    /// How long the crash lasts that a request will meet.
    crash_ns: Option<u64>,
    /// How many restarts and crashes there were.
    numbers: u32,
}

impl Holds {
    /// A number for a restart or a crash.
    pub(super) fn number(&mut self) -> u32 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    /// Who holds this condition.
    pub(super) fn of(&self, kind: FaultKind) -> Vec<Holder> {
        self.holders.get(&kind).cloned().unwrap_or_default()
    }

    /// Whether a holder's time begins when its cut is confirmed.
    pub(super) fn waits(&self, holder: Holder) -> bool {
        self.waiting.iter().any(|(_, waits, _)| *waits == holder)
    }

    pub(super) fn is_held(&self, kind: FaultKind) -> bool {
        self.holders.get(&kind).is_some_and(|holders| !holders.is_empty())
    }

    /// Whether answers have to wait for a cut to be confirmed.
    pub(super) fn is_unsettled(&self) -> bool {
        !self.unsettled.is_empty()
    }

    /// Adds a holder; true for the first.
    fn add(&mut self, kind: FaultKind, holder: Holder) -> bool {
        let holders = self.holders.entry(kind).or_default();
        holders.push(holder);
        holders.len() == 1
    }

    /// Takes a holder out; what it held, and whether it was the last.
    fn take(&mut self, holder: Holder) -> Option<(FaultKind, bool)> {
        self.waiting.retain(|(_, waits, _)| *waits != holder);
        let (kind, holders) = self.holders.iter_mut().find(|(_, holders)| holders.contains(&holder))?;
        holders.retain(|other| *other != holder);
        Some((*kind, holders.is_empty()))
    }

    /// One cut is confirmed; the holders whose time begins with it, once none of its kind is outstanding.
    fn settle(&mut self, kind: FaultKind) -> Vec<(Holder, u64)> {
        match self.unsettled.get_mut(&kind) {
            Some(count) if *count > 1 => {
                *count -= 1;
                return Vec::new();
            }
            Some(_) => {
                self.unsettled.remove(&kind);
            }
            None => {}
        }
        let (begun, waiting) = self.waiting.drain(..).partition(|(cut, ..)| *cut == kind);
        self.waiting = waiting;
        let begun: Vec<(FaultKind, Holder, u64)> = begun;
        begun.into_iter().map(|(_, holder, ns)| (holder, ns)).collect()
    }
}

impl Desk {
    /// A request will meet this misbehaviour; a crash lasts as long as it was ordered to.
    pub(super) fn will_misbehave(&mut self, ticket: u64, class: Class, misbehaviour: &Misbehaviour) {
        if let Some(
            Misbehaviour::CrashBeforeBooking { down_ns } | Misbehaviour::CrashAfterBooking { down_ns },
        ) = self.orders.taken_up(ticket, class, misbehaviour)
        {
            self.faults.holds.crash_ns = down_ns;
        }
    }

    /// Somebody begins to hold a condition.
    pub(super) fn hold(
        &mut self,
        at: u64,
        kind: FaultKind,
        holder: Holder,
        lasting: Lasting,
        acts: &mut Vec<Act>,
    ) {
        if self.faults.holds.add(kind, holder) {
            self.act_on(at, kind, true, acts);
        }
        let Lasting::For(ns) = lasting else { return };
        if self.faults.holds.unsettled.contains_key(&kind) {
            self.faults.holds.waiting.push((kind, holder, ns));
        } else {
            self.faults.put_off(at.saturating_add(ns), Due::Release(holder));
        }
    }

    /// A holder lets go.
    pub(super) fn release(&mut self, at: u64, holder: Holder, acts: &mut Vec<Act>) {
        let Some((kind, last)) = self.faults.holds.take(holder) else {
            return;
        };
        if let Holder::Fault(fault) = holder {
            self.note(at, Lane::Fault, None, Event::Released { fault });
        }
        if last {
            self.act_on(at, kind, false, acts);
        }
    }

    /// Mends a condition whoever holds it.
    pub(super) fn mend(&mut self, at: u64, kind: FaultKind, acts: &mut Vec<Act>) {
        for holder in self.faults.holds.of(kind) {
            self.release(at, holder, acts);
        }
    }

    /// Disarms everything, ends every hold and has the card taken out.
    pub fn make_safe(&mut self, at: u64, acts: &mut Vec<Act>) {
        self.faults.disarm();
        self.host.clear_scripts();
        let held: Vec<FaultKind> = self.faults.holds.holders.keys().copied().collect();
        for kind in held {
            self.mend(at, kind, acts);
        }
        self.pull_card(acts);
    }

    fn act_on(&mut self, at: u64, kind: FaultKind, on: bool, acts: &mut Vec<Act>) {
        if on && matches!(kind, FaultKind::PowerOff(_) | FaultKind::LineDown | FaultKind::Opened) {
            *self.faults.holds.unsettled.entry(kind).or_default() += 1;
        }
        match kind {
            FaultKind::PowerOff(port) => acts.push(Act::Power { port, on: !on }),
            FaultKind::LineDown => acts.push(Act::Link(if on { LinkState::Down } else { LinkState::Up })),
            FaultKind::FalseSend => acts.push(Act::FalseSend(on)),
            FaultKind::Paper(trouble) => acts.push(Act::Paper { trouble, on }),
            FaultKind::Card(trouble) => acts.push(Act::CardTrouble { trouble, on }),
            FaultKind::HostDown => self.switch_host(at, on, acts),
            FaultKind::ScannerDead => acts.push(Act::Scanner(on)),
            FaultKind::PadDead => acts.push(Act::Pad(on)),
            FaultKind::Opened if on => acts.push(Act::Open),
            FaultKind::Opened => self.load_key(acts),
            FaultKind::PlatformDown if on => self.host.platform_down(),
            FaultKind::PlatformDown => self.host.platform_up(),
            // A deed, held by nobody.
            FaultKind::CardPulled => {}
        }
    }

    /// A technician loads a fresh master key, which the acquirer knows: the old one may have been read out.
    fn load_key(&mut self, acts: &mut Vec<Act>) {
        let bytes: Vec<u8> = [self.lot.bytes(), self.lot.bytes()].concat();
        if let Ok(key) = wire::Key::new(&bytes) {
            self.host.set_master_key(&self.rig.terminal.id, key);
            acts.push(Act::LoadKey(Hidden::new(bytes)));
        }
    }

    fn switch_host(&mut self, at: u64, down: bool, acts: &mut Vec<Act>) {
        let mut effects = Vec::new();
        if down {
            self.host.crash(at, None, &mut effects);
        } else {
            self.host.restart(at, &mut effects);
        }
        for effect in effects {
            match effect {
                host::Effect::Crashed => self.host_crashed(at, acts),
                effect => self.take_effect(at, effect, acts),
            }
        }
    }

    /// The host crashed as ordered, and stays down for as long as the order said.
    pub(super) fn crashed_as_ordered(&mut self, at: u64, acts: &mut Vec<Act>) {
        self.host_crashed(at, acts);
        let holds = &mut self.faults.holds;
        let lasting = holds.crash_ns.take().map_or(Lasting::UntilMended, Lasting::For);
        let holder = Holder::Crash(holds.number());
        // It is down already: nothing is to be done about that.
        holds.add(FaultKind::HostDown, holder);
        if let Lasting::For(ns) = lasting {
            self.faults.put_off(at.saturating_add(ns), Due::Release(holder));
        }
    }

    fn host_crashed(&mut self, at: u64, acts: &mut Vec<Act>) {
        self.note(at, Lane::Host, None, Event::HostCrashed);
        acts.push(Act::Listen(false));
    }

    /// A cut is confirmed: its time begins, and what waited for it may go.
    pub(super) fn settled(&mut self, at: u64, kind: FaultKind, acts: &mut Vec<Act>) {
        for (holder, ns) in self.faults.holds.settle(kind) {
            self.faults.put_off(at.saturating_add(ns), Due::Release(holder));
        }
        if self.faults.holds.is_unsettled() {
            return;
        }
        for held in std::mem::take(&mut self.held) {
            self.let_go(at, held, acts);
        }
    }

    /// An answer goes onto the line.
    pub(super) fn let_go(&mut self, at: u64, answer: HeldAnswer, acts: &mut Vec<Act>) {
        let cause = self.entry_of(Some(answer.ticket));
        self.note(at, Lane::Host, cause, Event::AnswerLeft { ticket: answer.ticket });
        acts.push(Act::Answer { line: answer.line, bytes: answer.bytes });
    }
}
