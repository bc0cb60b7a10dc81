//! What a card is made of, and how it can misbehave.

use std::collections::BTreeSet;

use device::CardFace;
use wire::{Key, Pan, Pin, Track2, emv::SessionKeyRule};

/// What the issuer wrote onto a card.
#[derive(Clone, Debug)]
pub struct CardData {
    /// Card number.
    pub pan: Pan,
    /// Card sequence number (5F34), 0 to 99.
    pub psn: u8,
    /// Expiry, four digits YYMM.
    pub expiry: String,
    /// Track 2 of the stripe; the chip's track 2 equivalent is made from it.
    pub track2: Track2,
    /// The issuer's master key, from which the card's own is derived.
    pub imk: Key,
    /// The issuer's master key for secure messaging; without it the card takes no commands of scripts.
    pub script_key: Option<Key>,
    /// The PIN, for VERIFY; the issuer has its own copy.
    pub pin: Pin,
    /// How the card can meet a terminal.
    pub faces: Faces,
    /// How the session key follows from the counter.
    pub session_key_rule: SessionKeyRule,
    /// Whether the chip asks for the PIN offline in plain (VERIFY) instead of online.
    pub offline_pin: bool,
    /// Most that the chip approves without its issuer, in fen; 0: nothing.
    pub offline_limit_fen: u64,
}

/// The faces a card has.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Faces(BTreeSet<CardFace>);

impl Faces {
    /// Chip, stripe and contactless.
    #[must_use]
    pub fn all() -> Self {
        [CardFace::Chip, CardFace::Stripe, CardFace::Contactless].into_iter().collect()
    }

    /// Whether the card has this face.
    #[must_use]
    pub fn has(&self, face: CardFace) -> bool {
        self.0.contains(&face)
    }
}

impl FromIterator<CardFace> for Faces {
    fn from_iter<I: IntoIterator<Item = CardFace>>(faces: I) -> Self {
        Self(faces.into_iter().collect())
    }
}

/// How a card can misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Misbehaviour {
    /// The chip does not answer to reset.
    pub mute: bool,
    /// The stripe cannot be read.
    pub stripe_unreadable: bool,
    /// What the card decides after the issuer's answer, right or not.
    pub second_decision: SecondDecision,
    /// The card takes the issuer's cryptogram for wrong.
    pub arpc_rejected: bool,
    /// The card answers 6985 to each command of an issuer's script.
    pub script_refused: bool,
}

/// The card's decision in the second GENERATE AC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum SecondDecision {
    /// As the issuer's answer and its cryptogram say.
    #[default]
    Honest,
    /// Declines whatever the issuer said.
    ForceAac,
}
