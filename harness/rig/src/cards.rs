//! The cards on the bench, `fixtures/cards/*.yaml`: test numbers only.

use std::collections::BTreeSet;
use std::sync::Arc;

use device::CardFace;
use serde::Deserialize;
use source::{Flaw, Place};
use wire::{Key, Pan, Pin, Track2};

use crate::Purse;
use crate::masking::{Found, Number, mask_cards};
use crate::numbers::{checks, digit};
use crate::purses;

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
    /// Issuer master key for secure messaging, 16 bytes in hex; a card without it is sent no scripts.
    #[serde(default)]
    pub issuer_script_key: Option<Key>,
    /// Whether the chip checks the PIN itself, in plain, instead of the issuer.
    #[serde(default)]
    pub offline_pin: bool,
    /// Most that the chip approves without the host, in fen; 0: nothing.
    #[serde(default)]
    pub offline_limit_fen: u64,
    /// How it can meet a terminal.
    pub faces: Vec<CardFace>,
    /// What is on the account when a run begins, in fen.
    pub balance_fen: i64,
}

impl Card {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.also.iter().any(|also| also == name)
    }
}

/// All cards of a bench.
#[derive(Clone, Debug)]
pub struct Wallet {
    cards: Arc<[Card]>,
    /// Their numbers, as they are looked for in every text; by card.
    numbers: Arc<[Number]>,
    purses: Arc<[Purse]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardFile {
    cards: Vec<Card>,
    #[serde(default)]
    wallets: Vec<Purse>,
}

impl Wallet {
    /// Reads a card file.
    ///
    /// # Errors
    /// A [`Flaw`] with the place; it never quotes a number, track, PIN or key.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Flaw> {
        let CardFile { cards, wallets } = source::read_yaml::<CardFile>(file, text).map_err(|flaw| Flaw {
            // The line at fault may hold a secret.
            excerpt: None,
            hint: "pan: 13 to 19 digits; track2: pan=YYMM, service code, more digits; pin: 4 to 12 digits; \
                   issuer_master_key and issuer_script_key: \
                   32 hex digits (16 bytes); all in quotes"
                .to_owned(),
            ..flaw
        })?;
        for (card, index) in cards.iter().zip(1..) {
            let before = cards.get(..index - 1).unwrap_or_default();
            let objection = objection(card, before).map(|(key, reason, hint)| (key, reason.to_owned(), hint));
            if let Some((key, reason, hint)) = objection.or_else(|| called_alike(card, before)) {
                let mut flaw = Flaw::of_file(file, reason, hint);
                flaw.place = place_of(text, "cards:", index, key);
                return Err(flaw);
            }
        }
        for (purse, index) in wallets.iter().zip(1..) {
            let before = wallets.get(..index - 1).unwrap_or_default();
            if let Some((key, reason, hint)) = purses::objection(purse, before) {
                return Err(match place_of(text, "wallets:", index, key) {
                    Some(place) => Flaw::at(file, text, place, reason, hint),
                    None => Flaw::of_file(file, reason, hint),
                });
            }
        }
        let numbers = cards.iter().map(|card| Number::of(&card.pan)).collect();
        Ok(Self { cards: cards.into(), numbers, purses: wallets.into() })
    }

    /// Refuses cards that are no longer valid when a run begins, `month` as YYMM.
    ///
    /// # Errors
    /// A [`Flaw`] at the expiry.
    pub(crate) fn refuse_expired(&self, file: &str, text: &str, month: &str) -> Result<(), Flaw> {
        match self.cards.iter().zip(1..).find(|(card, _)| card.expiry.as_str() < month) {
            None => Ok(()),
            Some((card, index)) => {
                let reason = format!("`{}` has expired when the rig's clock starts", card.name);
                let mut flaw = Flaw::of_file(file, reason, "write a later YYMM, also in its track 2");
                flaw.place = place_of(text, "cards:", index, "expiry:");
                Err(flaw)
            }
        }
    }

    /// The card of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.is_called(name))
    }

    /// The wallet of whom a scenario calls so.
    #[must_use]
    pub fn purse(&self, person: &str) -> Option<&Purse> {
        self.purses.iter().find(|purse| purse.is_of(person))
    }

    /// All wallets at the platform.
    #[must_use]
    pub fn purses(&self) -> &[Purse] {
        &self.purses
    }

    /// All cards.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// Whether this begins as the second track of one of the cards: number, expiry and service code. What is enciphered
    /// does not, but by a chance of one in ten millions.
    pub(crate) fn shows_track(&self, track: &[u8]) -> bool {
        let beginning = |card: &Card| card.pan.expose().len() + "=YYMMsss".len();
        let begins = |card: &Card| {
            let own = card.track2.expose().as_bytes().get(..beginning(card));
            own.is_some_and(|own| track.starts_with(own))
        };
        self.cards.iter().any(begins)
    }

    /// The text with every number of these cards masked, and what was found; `None` when there is none.
    pub(crate) fn mask(&self, text: &str) -> Option<(Vec<Found>, String)> {
        mask_cards(text, &self.numbers)
    }
}

/// Bytes of the keys from which a card's own are derived.
const ISSUER_KEY: usize = 16;

/// What cannot be meant about a card, with its key and a hint; `before` are the cards in front of it.
fn objection(card: &Card, before: &[Card]) -> Option<(&'static str, &'static str, &'static str)> {
    let month = card.expiry.get(2..).and_then(|month| month.parse::<u8>().ok());
    let digits = card.expiry.len() == 4 && card.expiry.bytes().all(|b| b.is_ascii_digit());
    if card.name.trim().is_empty() || card.also.iter().any(|also| also.trim().is_empty()) {
        Some(("name:", "a card without a name", "write the name that features use, e.g. Wang's card"))
    } else if card.holder.trim().is_empty() {
        Some(("holder:", "a card without a holder", "write whose it is"))
    } else if !checks(card.pan.expose().chars().filter_map(digit)) {
        Some((
            "pan:",
            "the number's check digit is wrong",
            "write a test number whose last digit fits (Luhn)",
        ))
    } else if before.iter().any(|other| other.pan.expose() == card.pan.expose()) {
        Some(("pan:", "two cards have this number", "give each card a number of its own"))
    } else if !digits || !month.is_some_and(|month| (1..=12).contains(&month)) {
        Some(("expiry:", "no such month", "write YYMM, e.g. 3012"))
    } else if card.track2.pan().expose() != card.pan.expose() {
        Some(("track2:", "the track is another card's", "write the card's own number in front of `=`"))
    } else if card.track2.expiry() != card.expiry {
        Some(("track2:", "the track says another expiry", "write the card's own YYMM behind `=`"))
    } else if card.issuer_master_key.length() != ISSUER_KEY {
        Some(("issuer_master_key:", "an issuer's key has 16 bytes", "write 32 hex digits"))
    } else if card.issuer_script_key.as_ref().is_some_and(|key| key.length() != ISSUER_KEY) {
        Some(("issuer_script_key:", "an issuer's key has 16 bytes", "write 32 hex digits"))
    } else if card.faces.is_empty() {
        Some(("faces:", "a card that nothing can read", "write chip, stripe or contactless"))
    } else if card.faces.iter().collect::<BTreeSet<_>>().len() < card.faces.len() {
        Some(("faces:", "a face that the card has twice", "write chip, stripe and contactless once each"))
    } else if card.balance_fen < 0 {
        Some(("balance_fen:", "an account cannot begin in debt", "write 0 or more"))
    } else {
        None
    }
}

/// Whether a card has a name that one in front of it has.
fn called_alike(card: &Card, before: &[Card]) -> Option<(&'static str, String, &'static str)> {
    let also = card.also.iter().map(|also| ("also:", also));
    let taken = |name: &str| before.iter().any(|other| other.is_called(name));
    let (key, name) = also.chain([("name:", &card.name)]).find(|(_, name)| taken(name))?;
    Some((key, format!("two cards are called `{name}`"), "give each a name of its own"))
}

/// Where a key of the n-th item of a list stands, from 1; the item itself where the key cannot be found in it.
fn place_of(text: &str, list: &str, nth: usize, key: &str) -> Option<Place> {
    let indent = |line: &str| line.chars().take_while(|c| *c == ' ').count();
    let behind = text.lines().zip(1..).skip_while(|(line, _)| !line.starts_with(list)).skip(1);
    // The list ends with the next key of the file's own.
    let lines = behind.take_while(|(line, _)| line.is_empty() || line.starts_with([' ', '-', '#']));
    let (mut item, mut depth, mut begins) = (0, None, None);
    for (line, number) in lines {
        let trimmed = line.trim_start();
        let bare = trimmed.strip_prefix("- ").map(str::trim_start);
        let written = bare.unwrap_or(trimmed);
        let column = line.chars().count() - written.chars().count() + 1;
        if bare.is_some() && *depth.get_or_insert(indent(line)) == indent(line) {
            item += 1;
            begins = (item == nth).then_some(Place { line: number, column }).or(begins);
        }
        // An item may be written in one line.
        let at = if written.starts_with('{') {
            written.find(key)
        } else {
            written.find(key).filter(|at| *at == 0)
        };
        if let Some(before) = at.filter(|_| item == nth).and_then(|at| written.get(..at)) {
            return Some(Place { line: number, column: column + before.chars().count() });
        }
    }
    begins
}
