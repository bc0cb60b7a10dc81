//! Hands at the terminal: keys, PIN, password and card, as they meet the call that waits for them.

use device::{Answer, Call, CardFace, Hidden, Key, Wait, Wish};
use rig::Happening;

use crate::shell::Shell;

/// How many keys the keypad keeps for a terminal that does not listen yet.
const KEYS_KEPT: usize = 8;

impl Shell {
    pub(crate) fn press(&mut self, key: Key) {
        if !self.terminal_on {
            return;
        }
        match self.pending.as_ref().map(|p| &p.call) {
            Some(Call::Wait(Wait { keys: true, .. })) => self.answer(Answer::Key(key)),
            Some(Call::EnterPin { .. } | Call::EnterPassword { .. } | Call::Scan { .. } | Call::Sign(_))
                if key == Key::Cancel =>
            {
                self.answer(Answer::Cancelled);
            }
            _ if self.keys.len() < KEYS_KEPT => self.keys.push_back(key),
            _ => {}
        }
    }

    pub(crate) fn type_pin(&mut self, pin: Hidden) {
        if matches!(self.pending.as_ref().map(|p| &p.call), Some(Call::EnterPin { .. })) {
            let skipped = pin.expose().is_empty();
            self.answer(if skipped { Answer::PinSkipped } else { Answer::Pin(pin) });
        }
    }

    pub(crate) fn hold_code(&mut self, code: Hidden) {
        if self.waits_for_a_code() && !self.scanner_dead {
            self.answer(Answer::Scanned(code));
        }
    }

    pub(crate) fn switch_scanner(&mut self, dead: bool) {
        self.scanner_dead = dead;
        if dead && self.waits_for_a_code() {
            self.answer(Answer::ScannerDead);
        }
    }

    fn waits_for_a_code(&self) -> bool {
        matches!(self.pending.as_ref().map(|p| &p.call), Some(Call::Scan { .. }))
    }

    pub(crate) fn type_password(&mut self, password: Hidden) {
        if matches!(self.pending.as_ref().map(|p| &p.call), Some(Call::EnterPassword { .. })) {
            self.answer(Answer::Password(password));
        }
    }

    pub(crate) fn move_card(&mut self, card: String, face: CardFace, present: bool) {
        let named = self.slot.as_ref().is_some_and(|(there, _)| *there == card);
        if !present && !named {
            return;
        }
        if let Some(chip) = self.chips.get_mut(&card) {
            chip.reset();
        }
        self.slot = present.then(|| (card.clone(), face));
        let life = self.life;
        self.report(Happening::CardIs { card, present, face });
        if life != self.life || !self.terminal_on {
            return;
        }
        // The card may have been taken again by what the report brought about.
        let present = self.slot.is_some();
        match self.pending.as_ref().map(|p| &p.call) {
            Some(Call::Wait(Wait { card: Wish::Present, .. })) if present => {
                self.answer(Answer::CardIn(face))
            }
            Some(Call::Wait(Wait { card: Wish::Absent, .. }) | Call::EnterPin { .. }) if !present => {
                self.answer(Answer::CardGone);
            }
            _ => {}
        }
    }
}
