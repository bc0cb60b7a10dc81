//! What was ordered and never came about: host and issuer that were to misbehave, faults that met nothing.
//!
//! A scenario whose trouble never happened has tested nothing of it; the record says so at its end, in the same
//! words as for a fault that never found its moment. What somebody could have seen of a fault stands in the file
//! beside.

use journal::{Event, Lane, Port};

use super::Desk;
use crate::FaultKind;

impl Desk {
    /// Writes down what never came about. Orders to the host are numbered behind the faults, as they were given.
    pub(super) fn note_unmet(&mut self, at: u64) {
        let mut unmet = self.faults.unmet();
        let faults = self.faults.count();
        let told = self.orders.unmet();
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
