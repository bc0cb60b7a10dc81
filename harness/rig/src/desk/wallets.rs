//! What customers do in their wallets: at the platform, and before the terminal's scanner.

use device::Hidden;

use super::Desk;
use crate::cashier::Deed;
use crate::{Act, FaultKind};

impl Desk {
    /// Carries out what a customer does in the wallet.
    pub(super) fn do_in_wallet(&mut self, at: u64, deed: Deed, acts: &mut Vec<Act>) {
        let mut effects = Vec::new();
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
