//! What was ordered and never came about: host and issuer that were to misbehave, faults that met nothing.
//!
//! A scenario whose trouble never happened has tested nothing of it; the record says so at its end, in the same
//! words as for a fault that never found its moment. What somebody could have seen of a fault stands in the file
//! beside.

use host::{Class, Misbehaviour, Script};
use journal::{Event, Lane, Port};

use super::{Desk, notes};
use crate::FaultKind;

/// What the host was told and what waits for a request. The host serves the same orders in the same turn.
///
/// Each is numbered by its place among all that the host was told, met or not.
#[derive(Debug, Default)]
pub(super) struct Orders {
    given: u32,
    scripts: Vec<(u32, Script)>,
    changes: Vec<Change>,
}

/// A change at the host that nobody has noticed so far.
#[derive(Debug)]
struct Change {
    number: u32,
    /// The classes of request that notice it.
    classes: &'static [Class],
    /// What never came, if it never does.
    what: &'static str,
    /// It was taken back before anybody noticed, so that nobody will.
    over: bool,
}

/// Classes that hear of a change in every answer.
pub(super) const ALL: &[Class] = &[
    Class::SignOn,
    Class::Sale,
    Class::Void,
    Class::Refund,
    Class::Balance,
    Class::Query,
    Class::SaleReversal,
    Class::VoidReversal,
];
/// Classes that go by the batch which is open, or learn of it; a reversal goes by its original's.
pub(super) const OF_A_BATCH: &[Class] =
    &[Class::SignOn, Class::Sale, Class::Void, Class::Refund, Class::Balance, Class::Query];
/// Classes that are refused without a sign-on.
pub(super) const SIGNED_ON: &[Class] = &[
    Class::Sale,
    Class::Void,
    Class::Refund,
    Class::Balance,
    Class::Query,
    Class::SaleReversal,
    Class::VoidReversal,
];
/// What a merchant's empty account shows with.
pub(super) const REFUNDS: &[Class] = &[Class::Refund];

impl Orders {
    fn number(&mut self) -> u32 {
        self.given = self.given.saturating_add(1);
        self.given
    }

    /// Keeps an order as it was given, and returns it as the host gets it: the desk itself ends a crash, since others
    /// may hold the host down too.
    pub(super) fn keep(&mut self, script: Script) -> Script {
        let number = self.number();
        let misbehaviour = as_sent(&script.misbehaviour);
        self.scripts.push((number, script.clone()));
        Script { misbehaviour, ..script }
    }

    /// A request will meet this misbehaviour, the first order that fits; how it was ordered.
    pub(super) fn met(&mut self, class: Class, misbehaviour: &Misbehaviour) -> Option<Misbehaviour> {
        let fits =
            |s: &Script| s.on.is_none_or(|on| on == class) && as_sent(&s.misbehaviour) == *misbehaviour;
        let at = self.scripts.iter().position(|(_, script)| fits(script))?;
        let (_, script) = self.scripts.get_mut(at)?;
        script.times = script.times.saturating_sub(1);
        let ordered = script.misbehaviour.clone();
        if script.times == 0 {
            self.scripts.remove(at);
        }
        Some(ordered)
    }

    /// The host was told something that shows with the next request of one of these classes.
    pub(super) fn await_request(&mut self, classes: &'static [Class], what: &'static str) {
        let number = self.number();
        self.changes.push(Change { number, classes, what, over: false });
    }

    /// A change for these classes is taken back, which is an order too.
    pub(super) fn take_back(&mut self, classes: &'static [Class]) {
        self.number();
        for change in self.changes.iter_mut().filter(|change| change.classes == classes) {
            change.over = true;
        }
    }

    /// A request came.
    pub(super) fn request_came(&mut self, class: Class) {
        self.changes.retain(|change| change.over || !change.classes.contains(&class));
    }

    /// What nobody has met, by number.
    fn unmet(&self) -> Vec<(u32, String)> {
        let scripts = self.scripts.iter().map(|(number, script)| {
            let class = script.on.map_or("any request", Class::name);
            let times =
                if script.times == 1 { String::new() } else { format!(", {} times more", script.times) };
            (*number, format!("{class} to go wrong: {}{times}", notes::misbehaviour(&script.misbehaviour)))
        });
        let changes = self.changes.iter().map(|change| (change.number, change.what.to_owned()));
        scripts.chain(changes).collect()
    }
}

/// A misbehaviour as the host gets it.
fn as_sent(misbehaviour: &Misbehaviour) -> Misbehaviour {
    match misbehaviour {
        Misbehaviour::CrashBeforeBooking { .. } => Misbehaviour::CrashBeforeBooking { down_ns: None },
        Misbehaviour::CrashAfterBooking { .. } => Misbehaviour::CrashAfterBooking { down_ns: None },
        other => other.clone(),
    }
}

impl Desk {
    /// Writes down what never came about. Orders to the host are numbered behind the faults, as they were given.
    pub(super) fn note_unmet(&mut self, at: u64) {
        let mut unmet = self.faults.unmet();
        let faults = self.faults.count();
        let mut told = self.orders.unmet();
        told.sort();
        unmet.extend(told.into_iter().map(|(place, when)| (faults.saturating_add(place), when)));
        for (fault, when) in unmet {
            self.note(at, Lane::Fault, None, Event::NeverFired { fault, when });
        }
    }

    /// The state that things are left in when the scenario ends.
    pub(super) fn note_state_at_the_end(&mut self, at: u64) {
        if !self.terminal_on {
            self.note_trouble(
                at,
                "the terminal has no power at the end, so nothing it owes could be seen: give power back \
                 (`the terminal has power again`, 终端恢复供电), or cut it for a time",
            );
        }
    }

    /// Whether the terminal gets power back by itself.
    pub(super) fn power_is_due(&self) -> bool {
        self.faults.release_is_due(FaultKind::PowerOff(Port::Terminal))
    }
}
