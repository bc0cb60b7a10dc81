//! What customers do in their wallets: at the platform, and before the terminal's scanner.

use device::Hidden;
use journal::{Event, Lane};

use super::Desk;
use crate::cashier::Deed;
use crate::{Act, FaultKind};

impl Desk {
    /// Carries out what a customer does in the wallet.
    pub(super) fn do_in_wallet(&mut self, at: u64, deed: Deed, acts: &mut Vec<Act>) {
        let mut effects = Vec::new();
        let what = match &deed {
            Deed::ShowCode { .. } => "a payment code is shown in the wallet",
            Deed::ScanCode { .. } => "the shown code is scanned with the wallet",
            Deed::Confirm { yes: true, .. } => "the order is confirmed in the wallet",
            _ => "the order is refused in the wallet",
        };
        self.note(at, Lane::Cardholder, None, Event::Moved { what: what.to_owned() });
        match deed {
            Deed::ShowCode { wallet, confirm } => {
                let code = self.host.show_code(&wallet, confirm);
                acts.extend(code.map(|code| Act::Scan(Hidden::new(code.expose().as_bytes()))));
            }
            Deed::ScanCode { wallet, code } => self.host.scan_code(at, &wallet, &code, &mut effects),
            Deed::Confirm { order, yes } => self.host.confirm_order(at, &order, yes, &mut effects),
            _ => {}
        }
        self.take_effects(at, effects, acts);
    }

    /// The terminal asks for a code: a scanner that is dead shows.
    pub(super) fn scanner_is_needed(&mut self) {
        self.faults.met(FaultKind::ScannerDead);
    }
}
