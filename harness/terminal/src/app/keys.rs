//! The master key, and what follows when it is gone.
//!
//! The secure module wipes it when the terminal is opened. The terminal asks for it before every message that leaves
//! and before every answer that has to prove something; where it is gone the working keys are forgotten with it,
//! durably, and nothing is sent until it is loaded again. What is owed stays on record.

use profile::ReversalTrigger;
use wire::{Key, WorkingKeys, keys};

use crate::Defect;

use super::{App, conclude::End, reversal::Settled, rows::Kind};

impl App {
    pub(crate) fn keys_lost(&self) -> String {
        self.say("KEYS LOST, CALL SERVICE", "密钥丢失，请联系维护")
    }

    pub(crate) fn refused_without_keys(&self, kind: Kind) -> End {
        End::Refused { kind, why: self.keys_lost() }
    }

    /// The master key as the module has it now. Where there is none, nothing that it opened is used any more.
    pub(crate) async fn master_key(&mut self) -> Option<Key> {
        let master = self.body.master_key().await;
        self.keys_gone = master.is_none();
        if self.keys_gone && self.keys.is_some() {
            self.lose_keys().await;
        }
        master
    }

    /// Opens the working keys on record, as long as there is what opens them.
    pub(crate) async fn open_keys(&mut self) {
        let block = self.load_key_block().await;
        match (self.master_key().await, block) {
            (Some(master), Some(block)) => {
                self.keys = self.unwrapped(&master, &block).map(|keys| (keys, block))
            }
            (None, Some(_)) => self.lose_keys().await,
            (_, None) => {}
        }
    }

    async fn lose_keys(&mut self) {
        self.drop_keys().await;
        if self.has(Defect::TamperErasesAll) {
            self.clear_pending().await;
            self.clear_notice().await;
        }
    }

    /// Whether the module still holds the key under which everything else stands.
    pub(crate) async fn keys_stand(&mut self) -> bool {
        if self.keys.is_some() && self.has(Defect::KeysStayInRam) {
            return true;
        }
        self.master_key().await.is_some()
    }

    /// The master key was wiped, or loaded while the terminal stood idle: a terminal that has one signs on.
    pub(crate) async fn keys_changed(&mut self) {
        if !self.keys_stand().await || self.keys.is_some() || !self.sign_on().await {
            return;
        }
        if self.setup.practice.terminal.reversal.trigger == ReversalTrigger::Immediate
            && self.settle_pending().await == Settled::NotYet
        {
            self.still_owed().await;
        }
    }

    /// The working keys of a block, as far as they can be trusted.
    pub(crate) fn unwrapped(&self, master: &Key, block: &[u8]) -> Option<WorkingKeys> {
        let unchecked = || keys::unwrap_unchecked(master, block);
        let checked = keys::unwrap(master, block);
        checked.or_else(|wrong| if self.has(Defect::KeyCheckIgnored) { unchecked() } else { Err(wrong) }).ok()
    }
}
