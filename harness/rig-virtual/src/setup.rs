//! What a virtual bench is set up with, and how the parts of it are made from that.

use std::collections::BTreeMap;
use std::sync::Arc;

use profile::{ChipSessionKey, Profile};
use rig::{Lot, Readers, RigFile, TerminalKeys, Wallet};
use terminal::card::{CardData, ChipCard};
use terminal::{Defect, Language};
use wire::emv::SessionKeyRule;
use wire::{Dialect, Envelope, MacKind};

/// Everything that a virtual bench needs, shared between scenarios.
#[derive(Clone, Debug)]
pub struct VirtualSetup {
    /// The rig file.
    pub rig: RigFile,
    /// Its patterns, compiled.
    pub readers: Readers,
    /// The cards.
    pub wallet: Wallet,
    /// The terminal's keys.
    pub keys: TerminalKeys,
    /// The practice.
    pub profile: Arc<Profile>,
    /// The dialect on the wire.
    pub dialect: Arc<Dialect>,
    /// The defect seeded into the terminal.
    pub defect: Option<Defect>,
}

impl VirtualSetup {
    /// The terminal's set-up; first trace and batch number come from the seed.
    pub(crate) fn terminal(&self, lot: &mut Lot) -> Arc<terminal::Setup> {
        let number = |n: u64| u32::try_from(n).unwrap_or(1);
        Arc::new(terminal::Setup {
            dialect: Arc::clone(&self.dialect),
            practice: Arc::clone(&self.profile),
            mac: MacKind::CupEcb,
            tid: self.rig.terminal.id.clone(),
            mid: self.rig.terminal.merchant.clone(),
            merchant_name: self.rig.terminal.merchant_name.clone(),
            tmk: self.keys.terminal_master_key.clone(),
            supervisor_password: self.keys.supervisor_password.0.clone(),
            operator: "01".to_owned(),
            first_stan: number(lot.between(1, 899_999)),
            first_batch: number(lot.between(1, 8_999)),
            envelope: Envelope::default(),
            language: Language::English,
            defect: self.defect,
        })
    }

    /// The cards as chips, by name.
    pub(crate) fn chips(&self) -> BTreeMap<String, ChipCard> {
        let session_key_rule = match self.profile.terminal.keys.chip_session_key {
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
                pin: card.pin.clone(),
                faces: card.faces.iter().copied().collect(),
                session_key_rule,
                offline_pin: card.offline_pin,
            })
        };
        self.wallet.cards().iter().map(|card| (card.name.clone(), chip(card))).collect()
    }
}
