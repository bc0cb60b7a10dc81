//! What a virtual bench is set up with, and how the parts of it are made from that.

use std::collections::BTreeMap;
use std::sync::Arc;

use profile::ChipSessionKey;
use rig::{Lot, Stand};
use terminal::card::{CardData, ChipCard};
use terminal::{Language, Seeded};
use wire::Envelope;
use wire::emv::SessionKeyRule;

use crate::Planted;

/// Everything that a virtual bench needs, shared between scenarios.
#[derive(Clone, Debug)]
pub struct VirtualSetup {
    /// What stands on it.
    pub stand: Stand,
    /// The defect seeded into the terminal, if any.
    pub seeded: Seeded,
}

impl VirtualSetup {
    /// A bench of this stand on which a defect sits, or none.
    #[must_use]
    pub fn new(stand: Stand, planted: Option<Planted>) -> Self {
        let host_defect = planted.and_then(Planted::in_host);
        let seeded = Seeded::new(planted.and_then(Planted::in_terminal));
        Self { stand: Stand { host_defect, ..stand }, seeded }
    }

    /// The terminal's set-up; first trace and batch number come from the seed.
    pub(crate) fn terminal(&self, lot: &mut Lot) -> Arc<terminal::Setup> {
        let number = |n: u64| u32::try_from(n).unwrap_or(1);
        Arc::new(terminal::Setup {
            dialect: Arc::clone(&self.stand.dialect),
            practice: Arc::clone(&self.stand.profile),
            tid: self.stand.rig.terminal.id.clone(),
            mid: self.stand.rig.terminal.merchant.clone(),
            merchant_name: self.stand.rig.terminal.merchant_name.clone(),
            supervisor_password: self.stand.keys.supervisor_password.0.clone(),
            operator: "01".to_owned(),
            first_stan: number(lot.between(1, 899_999)),
            first_batch: number(lot.between(1, 8_999)),
            envelope: Envelope::default(),
            language: Language::English,
            seeded: self.seeded.clone(),
        })
    }

    /// The cards as chips, by name.
    pub(crate) fn chips(&self) -> BTreeMap<String, ChipCard> {
        let session_key_rule = match self.stand.profile.terminal.keys.chip_session_key {
            ChipSessionKey::Pbc => SessionKeyRule::Pbc,
            ChipSessionKey::EmvCommon => SessionKeyRule::EmvCommon,
        };
        let chip = |card: &rig::Card| {
            ChipCard::new(CardData {
                pan: card.pan.clone(),
                psn: card.sequence,
                expiry: card.expiry.clone(),
                track2: card.track2.clone(),
                imk: card.issuer_master_key.clone(),
                script_key: card.issuer_script_key.clone(),
                pin: card.pin.clone(),
                faces: card.faces.iter().copied().collect(),
                session_key_rule,
                offline_pin: card.offline_pin,
                offline_limit_fen: card.offline_limit_fen,
            })
        };
        self.stand.wallet.cards().iter().map(|card| (card.name.clone(), chip(card))).collect()
    }
}
