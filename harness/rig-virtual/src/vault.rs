//! The secure module of the terminal: one master key, wiped at once when the terminal is opened, power or not.
//!
//! It models neither the switches that notice the opening nor the battery behind them.

use device::{Answer, Call, Hidden, Wait};
use rig::Happening;

use crate::shell::Shell;

/// The secure module.
#[derive(Debug)]
pub(crate) struct Vault {
    master_key: Option<Hidden>,
    /// The key was wiped or loaded, and the terminal has neither asked since nor been told.
    news: bool,
}

impl Vault {
    pub(crate) fn new(master_key: &wire::Key) -> Self {
        Self { master_key: Some(Hidden::new(master_key.expose())), news: false }
    }

    /// The answer to the terminal's question.
    pub(crate) fn ask(&mut self) -> Answer {
        self.news = false;
        self.master_key.clone().map_or(Answer::NoMasterKey, Answer::MasterKey)
    }

    /// Whether there is something to tell; it is told once.
    pub(crate) fn has_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }
}

impl Shell {
    /// Somebody opens the terminal.
    pub(crate) fn open(&mut self) {
        self.key_is(None);
    }

    /// A technician loads a master key.
    pub(crate) fn load_key(&mut self, key: Hidden) {
        self.key_is(Some(key));
    }

    fn key_is(&mut self, key: Option<Hidden>) {
        let loaded = key.is_some();
        self.vault.master_key = key;
        self.vault.news = true;
        self.report(Happening::KeysAre { loaded });
        let waits = matches!(
            self.pending.as_ref().map(|pending| &pending.call),
            Some(Call::Wait(Wait { master_key: true, .. }))
        );
        if waits && self.vault.has_news() {
            self.answer(Answer::KeysChanged);
        }
    }
}
