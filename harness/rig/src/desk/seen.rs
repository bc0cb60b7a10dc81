//! What somebody could have seen of a fault: paper that does not come or comes out blank, a card that does not do
//! what it is asked.
//!
//! A condition that is held and shows nowhere has tested nothing. Of several that keep a printer from printing only
//! the one in front shows. Where the bench sees the terminal's calls, a card's fault shows in the call that it
//! spoils; elsewhere the card's presence has to do.

use device::{CardFace, PrinterTrouble};
use journal::Port;

use super::Desk;
use crate::{CardTrouble, FaultKind, PaperTrouble, Sight};

/// What keeps a printer from printing, what hides the others first.
const STOPS: [FaultKind; 3] = [
    FaultKind::PowerOff(Port::Printer),
    FaultKind::Paper(PaperTrouble::Jam),
    FaultKind::Paper(PaperTrouble::Out),
];

impl Desk {
    fn sees_inside(&self) -> bool {
        Sight::Inner.on(self.rig.bench)
    }

    /// A card was presented.
    pub(super) fn card_presented(&mut self, face: CardFace) {
        if self.sees_inside() {
            return;
        }
        match face {
            CardFace::Stripe => self.faults.met(FaultKind::Card(CardTrouble::StripeUnreadable)),
            CardFace::Chip => {
                self.faults.met(FaultKind::Card(CardTrouble::ChipMute));
                self.faults.met(FaultKind::Card(CardTrouble::RefusesSecond));
                self.faults.met(FaultKind::Card(CardTrouble::RefusesScripts));
            }
            CardFace::Contactless => self.faults.met(FaultKind::Card(CardTrouble::ChipMute)),
        }
    }

    /// A fault began while a card lay there.
    pub(super) fn card_lies_there(&mut self) {
        if let Some((_, face)) = self.card_at_terminal {
            self.card_presented(face);
        }
    }

    /// The terminal asks its body for something, and what is to break at this moment is broken.
    pub(super) fn asked(&mut self, name: &str, detail: &str) {
        let face = self.card_at_terminal.as_ref().map(|(_, face)| *face);
        match (name, detail, face) {
            ("device.call", "card-on", Some(CardFace::Chip | CardFace::Contactless)) => {
                self.faults.met(FaultKind::Card(CardTrouble::ChipMute));
            }
            ("apdu.generate-ac-2", _, Some(CardFace::Chip)) => {
                self.faults.met(FaultKind::Card(CardTrouble::RefusesSecond));
            }
            ("apdu.put-data", _, Some(CardFace::Chip)) => {
                self.faults.met(FaultKind::Card(CardTrouble::RefusesScripts));
            }
            _ => {}
        }
    }

    /// The terminal's body did what it was asked; nothing that breaks from now on changes that.
    pub(super) fn answered(&mut self, name: &str, detail: &str) {
        if (name, detail) == ("device.answer", "read-stripe") {
            self.faults.met(FaultKind::Card(CardTrouble::StripeUnreadable));
        }
    }

    /// The printer says why it does not print.
    pub(super) fn printer_says(&mut self, trouble: PrinterTrouble) {
        self.faults.met(match trouble {
            PrinterTrouble::Off => FaultKind::PowerOff(Port::Printer),
            PrinterTrouble::Jam => FaultKind::Paper(PaperTrouble::Jam),
            PrinterTrouble::PaperOut => FaultKind::Paper(PaperTrouble::Out),
        });
    }

    /// The terminal, which asked its printer first, shows that nothing is printed.
    pub(super) fn printing_is_refused(&mut self) {
        if let Some(kind) = STOPS.into_iter().find(|kind| self.faults.holds.is_held(*kind)) {
            self.faults.met(kind);
        }
    }

    /// A line came out of the printer.
    pub(super) fn line_came_out(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.faults.met(FaultKind::Paper(PaperTrouble::Blank));
        }
    }

    /// The printer has no power: a slip that is half out shows it.
    pub(super) fn printer_went_dark(&mut self) {
        if !self.slip.is_empty() {
            self.faults.met(FaultKind::PowerOff(Port::Printer));
        }
    }
}
