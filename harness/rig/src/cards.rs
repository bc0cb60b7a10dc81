//! The cards on the bench, `fixtures/cards/*.yaml`: test numbers only.

use std::sync::Arc;

use device::CardFace;
use serde::Deserialize;
use source::Flaw;
use wire::{Key, Pan, Pin, Track2};

/// One card and the account behind it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The name that features use, e.g. `the debit card of Wang`.
    pub name: String,
    /// Further names, e.g. the Chinese one.
    pub also: Vec<String>,
    /// Whose it is, as on the card.
    pub holder: String,
    /// The number.
    pub pan: Pan,
    /// Sequence number.
    pub sequence: u8,
    /// YYMM.
    pub expiry: String,
    /// Track 2 as on the stripe.
    pub track2: Track2,
    /// The PIN.
    pub pin: Pin,
    /// Issuer master key for application cryptograms, 16 bytes in hex.
    pub issuer_master_key: Key,
    /// Whether the chip checks the PIN itself, in plain, instead of the issuer.
    #[serde(default)]
    pub offline_pin: bool,
    /// How it can meet a terminal.
    pub faces: Vec<CardFace>,
    /// What is on the account when a run begins, in fen.
    pub balance_fen: i64,
}

/// All cards of a bench.
#[derive(Clone, Debug)]
pub struct Wallet {
    cards: Arc<[Card]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardFile {
    cards: Vec<Card>,
}

impl Wallet {
    /// Reads a card file.
    ///
    /// # Errors
    /// A [`Flaw`] with the place; it never quotes a number, track, PIN or key.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Flaw> {
        let CardFile { cards } = source::read_yaml::<CardFile>(file, text).map_err(|mut flaw| {
            // The line at fault may hold a secret.
            flaw.excerpt = None;
            flaw
        })?;
        let mut names: Vec<&str> =
            cards.iter().flat_map(|c| c.also.iter().map(String::as_str).chain([c.name.as_str()])).collect();
        names.sort_unstable();
        if let Some(twice) =
            names.windows(2).find_map(|pair| (pair.first() == pair.last()).then(|| pair.first()))
        {
            let name = twice.copied().unwrap_or_default();
            return Err(Flaw::of_file(
                file,
                format!("two cards are called `{name}`"),
                "give each a name of its own",
            ));
        }
        Ok(Self { cards: cards.into() })
    }

    /// The card of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.name == name || card.also.iter().any(|also| also == name))
    }

    /// All cards.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }
}
