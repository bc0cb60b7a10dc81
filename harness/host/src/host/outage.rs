//! Crashing and coming back.
//!
//! A crash loses what the acquirer was working on: requests in flight, answers that had not left, bytes of half frames.
//! Books, keys, batches, answers given and undoings not yet confirmed survive. On restart, whatever was under way is
//! declined with 96 and taken back at the issuer, so that the books agree in the end.

use super::Host;
use crate::flight::Due;
use crate::{Effect, LineId, Misbehaviour};

impl Host {
    /// The acquirer goes down, for a while or (with `None`) until it is restarted. Its lines are hung up.
    pub fn crash(&mut self, now_ns: u64, down_ns: Option<u64>, effects: &mut Vec<Effect>) {
        if !self.up {
            return;
        }
        self.up = false;
        effects.push(Effect::Crashed);
        let lines: Vec<LineId> = self.lines.keys().copied().collect();
        for line in lines {
            self.hang_up(line, effects);
        }
        self.flights.clear();
        self.parked.clear();
        self.held.clear();
        self.agenda.retain(Due::survives_crash);
        if let Some(down_ns) = down_ns {
            self.agenda.note(now_ns.saturating_add(down_ns), Due::Restart);
        }
    }

    /// The acquirer comes back.
    pub fn restart(&mut self, now_ns: u64, effects: &mut Vec<Effect>) {
        if self.up {
            return;
        }
        self.up = true;
        self.agenda.retain(|due| !matches!(due, Due::Restart));
        effects.push(Effect::Restarted);
        self.send_all_forwards(now_ns);
        for transaction in self.register.settle_after_crash() {
            self.note_undoing(now_ns, &transaction, 0, None, None);
        }
        self.learn_all(effects);
    }

    /// The issuer goes out of reach until [`Host::issuer_up`]: orders to it are lost.
    pub fn issuer_down(&mut self) {
        tracing::debug!(misbehaviour = Misbehaviour::IssuerDown.name(), "the issuer is out of reach");
        self.issuer.set_up(false);
    }

    /// The issuer is back; what was kept for it is sent.
    pub fn issuer_up(&mut self, now_ns: u64) {
        if !self.issuer.is_up() {
            self.issuer.set_up(true);
            if self.up {
                self.send_all_forwards(now_ns);
            }
        }
    }
}
