//! What a terminal is given before it is switched on: who it is, how it speaks, what it practises.
//!
//! None of this changes in a life; what changes lies in the store.

use std::sync::Arc;

use device::Hidden;
use profile::Profile;
use wire::{Dialect, Envelope};

use crate::{Defect, Seeded};

/// The lasting set-up of one terminal.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How messages lie on the wire.
    pub dialect: Arc<Dialect>,
    /// What the terminal practises.
    pub practice: Arc<Profile>,
    /// Terminal number, eight characters (F41).
    pub tid: String,
    /// Merchant number, fifteen characters (F42).
    pub mid: String,
    /// Merchant's name on the slips.
    pub merchant_name: String,
    /// The supervisor's password, ASCII digits.
    pub supervisor_password: Hidden,
    /// Operator number, two digits; goes into a sign-on and onto the slips.
    pub operator: String,
    /// First trace number, used when the store is blank.
    pub first_stan: u32,
    /// First batch number, used when the store is blank.
    pub first_batch: u32,
    /// TPDU and header in front of every message.
    pub envelope: Envelope,
    /// Language of the screens' free lines; slips are bilingual.
    pub language: Language,
    /// The defect seeded into this terminal, if any.
    pub seeded: Seeded,
}

impl Setup {
    /// Whether this defect is seeded.
    #[must_use]
    pub fn has(&self, defect: Defect) -> bool {
        self.seeded.has(defect)
    }
}

/// Language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Chinese.
    Chinese,
}
