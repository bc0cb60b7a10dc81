//! What was ordered and never came about: host and issuer that were to misbehave, faults that met nothing.
//!
//! A scenario whose trouble never happened has tested nothing of it; the record says so at its end, in the same
//! words as for a fault that never found its moment.

use journal::{Event, Lane, Port};

use super::{Desk, notes};
use crate::{CardTrouble, FaultKind};

/// Something that was ordered of the host and waits for a request.
#[derive(Debug)]
pub(super) struct Awaited {
    /// The class of request; any for `None`.
    class: Option<&'static str>,
    /// What never came, if it never does.
    what: &'static str,
}

impl Desk {
    /// The host was told something that shows with the next request of this class.
    pub(super) fn await_request(&mut self, class: Option<&'static str>, what: &'static str) {
        self.awaited.push(Awaited { class, what });
    }

    /// A request came.
    pub(super) fn request_came(&mut self, class: &str) {
        self.awaited.retain(|awaited| awaited.class.is_some_and(|wanted| wanted != class));
    }

    /// Writes down what never came about.
    pub(super) fn note_unmet(&mut self, at: u64) {
        let mut unmet = self.faults.unmet();
        let scripts = self.host.open_scripts().iter().map(|script| {
            let class = script.on.map_or("any request", host::Class::name);
            let times =
                if script.times == 1 { String::new() } else { format!(", {} times more", script.times) };
            format!("{class} to go wrong: {}{times}", notes::misbehaviour(&script.misbehaviour))
        });
        let awaited = self.awaited.iter().map(|awaited| awaited.what.to_owned());
        let mut number = self.faults.count();
        for when in scripts.chain(awaited) {
            number += 1;
            unmet.push((number, when));
        }
        for (fault, when) in unmet {
            self.note(at, Lane::Fault, None, Event::NeverFired { fault, when });
        }
    }

    /// A card was presented: what is wrong with cards shows now.
    pub(super) fn card_meets_faults(&mut self, face: device::CardFace) {
        let kinds: &[FaultKind] = match face {
            device::CardFace::Stripe => &[FaultKind::Card(CardTrouble::StripeUnreadable)],
            device::CardFace::Chip => {
                &[FaultKind::Card(CardTrouble::ChipMute), FaultKind::Card(CardTrouble::RefusesSecond)]
            }
            device::CardFace::Contactless => &[FaultKind::Card(CardTrouble::ChipMute)],
        };
        for kind in kinds {
            self.faults.met(*kind);
        }
    }

    /// Paper moves, or was to move: what is wrong with it shows now.
    pub(super) fn paper_meets_faults(&mut self) {
        for trouble in [crate::PaperTrouble::Out, crate::PaperTrouble::Jam, crate::PaperTrouble::Blank] {
            self.faults.met(FaultKind::Paper(trouble));
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
