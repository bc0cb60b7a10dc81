//! The rig file: what stands on the bench, and what the terminal under test says it can do.
//!
//! The statement of capabilities is fixed before the run and part of the evidence: a scenario that needs what the
//! terminal says it lacks is not applicable; a capability stated but absent is the terminal's failure.

mod check;

use device::Hidden;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use source::Flaw;
use wire::{Class, Key};

use crate::reading::ReadingPatterns;

/// A rig file, `rigs/*.yaml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RigFile {
    /// Name of the rig.
    pub name: String,
    /// What kind of bench it is.
    pub bench: BenchKind,
    /// File stem of the profile under `fixtures/profiles`, unless the command names another.
    pub profile: String,
    /// File stem of the cards under `fixtures/cards`.
    pub cards: String,
    /// File stem of the keys under `fixtures/keys`.
    pub keys: String,
    /// The date and time at which a virtual run begins.
    pub start: Start,
    /// The terminal under test.
    pub terminal: TerminalFacts,
    /// How long things take on a virtual bench, each drawn from its range.
    pub latency: Latencies,
    /// How screens and slips are read.
    pub reading: ReadingPatterns,
    /// How much one scenario may write, where it is not the usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
}

/// How much one scenario may write before it is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Entries of its record.
    pub entries: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 1_000_000 }
    }
}

/// Kinds of bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BenchKind {
    /// The reference terminal in simulated time.
    Virtual,
    /// A vendor's terminal software as a process.
    Process,
    /// A real terminal on a rig.
    Hardware,
}

impl BenchKind {
    /// The kebab-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Process => "process",
            Self::Hardware => "hardware",
        }
    }
}

/// Date and time, local to the merchant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// `YYYY-MM-DD`
    pub date: String,
    /// `HH:MM:SS`
    pub time: String,
}

/// The terminal under test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalFacts {
    /// F41, eight characters.
    pub id: String,
    /// F42, fifteen characters.
    pub merchant: String,
    /// As it stands on the slip.
    pub merchant_name: String,
    /// What it says it can do.
    pub capabilities: Vec<Capability>,
}

/// What a terminal can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Reads chips.
    Chip,
    /// Reads stripes.
    Stripe,
    /// Reads contactless cards.
    Contactless,
    /// Prints slips.
    Printer,
    /// Has its printer on a supply of its own.
    PrinterPower,
    /// Has a pad on which a cardholder signs.
    SignaturePad,
    /// Sale.
    Sale,
    /// Offline sale, approved by the chip and told to the host afterwards.
    OfflineSale,
    /// Void.
    Void,
    /// Partial reversal of a sale, where the dialect has it.
    PartialReversal,
    /// Refund.
    Refund,
    /// Refund without the card.
    RefundWithoutCard,
    /// Pre-authorisation, its void, completion and the completion's void.
    PreAuth,
    /// Completion of a pre-authorisation without a line, told to the host afterwards.
    CompletionAdvice,
    /// Plays issuer scripts and tells the host of them.
    Script,
    /// Wallets by code: both ways of paying, void, refund and query.
    Wallet,
    /// Balance.
    Balance,
    /// Transaction query.
    Query,
    /// Reprint.
    Reprint,
    /// Settlement of its batch.
    Settlement,
    /// Sign-off.
    SignOff,
    /// Test of the line.
    LineTest,
}

/// How long things take on a virtual bench.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latencies {
    /// A frame from one end of the line to the other.
    pub line_ms: Range,
    /// A connection.
    pub connect_ms: Range,
    /// The acquirer's work on a request.
    pub acquirer_ms: Range,
    /// The issuer's work on a request.
    pub issuer_ms: Range,
    /// From a screen to a person's reaction.
    pub person_ms: Range,
    /// Between two keys of one entry.
    pub key_ms: Range,
    /// An APDU exchange.
    pub apdu_ms: Range,
    /// A write to the store.
    pub store_write_ms: Range,
    /// A flush of the store.
    pub store_flush_ms: Range,
    /// A printed line.
    pub print_line_ms: Range,
    /// From a commanded switch to its effect.
    pub switch_us: Range,
    /// From power on to the terminal's first call.
    pub boot_ms: Range,
}

/// A range to draw from, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Least.
    pub from: u64,
    /// Most.
    pub to: u64,
}

/// Keys of the terminal under test, `fixtures/keys/*.yaml`: test keys only.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalKeys {
    /// Terminal master key, 16 bytes in hex.
    pub terminal_master_key: Key,
    /// The supervisor's password, digits.
    pub supervisor_password: Digits,
}

/// ASCII digits read from a fixture and kept out of `Debug`.
#[derive(Clone, Debug)]
pub struct Digits(pub Hidden);

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(D::Error::custom("digits expected, in quotes"));
        }
        Ok(Self(Hidden::new(text.into_bytes())))
    }
}

impl TerminalKeys {
    /// Reads a key file.
    ///
    /// # Errors
    /// A [`Flaw`] with the place; it never quotes a key.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Flaw> {
        source::read_yaml(file, text).map_err(|flaw: Flaw| Flaw {
            excerpt: None,
            hint: "terminal_master_key: 32 hex digits (16 bytes); supervisor_password: digits in quotes"
                .to_owned(),
            ..flaw
        })
    }
}

impl Capability {
    /// As the rig file says it.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The transactions that stand on its slips.
    pub(crate) const fn printed(self) -> &'static [Class] {
        match self {
            Self::Sale => &[Class::Sale],
            Self::OfflineSale => &[Class::OfflineSale],
            Self::Void => &[Class::Void],
            Self::PartialReversal => &[Class::PartialReversal],
            Self::Refund => &[Class::Refund],
            Self::PreAuth => &[Class::PreAuth, Class::PreAuthVoid, Class::Completion, Class::CompletionVoid],
            Self::CompletionAdvice => &[Class::CompletionAdvice],
            Self::Wallet => &[Class::WalletPay, Class::WalletCode, Class::WalletCancel, Class::WalletRefund],
            Self::Settlement => &[Class::Settlement],
            _ => &[],
        }
    }
}

impl RigFile {
    /// Whether the terminal says it can do this.
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.terminal.capabilities.contains(&capability)
    }
}

impl Start {
    /// The month as YYMM, as on a card.
    #[must_use]
    pub fn month(&self) -> String {
        self.date.chars().filter(char::is_ascii_digit).skip(2).take(4).collect()
    }

    /// Year, month, day, hour, minute, second; `None` when there is no such moment.
    #[must_use]
    pub fn parts(&self) -> Option<(u16, u8, u8, u8, u8, u8)> {
        let mut date = self.date.split('-');
        let (year, month, day) =
            (date.next()?.parse().ok()?, date.next()?.parse().ok()?, date.next()?.parse().ok()?);
        let mut time = self.time.split(':');
        let (hour, minute, second) =
            (time.next()?.parse().ok()?, time.next()?.parse().ok()?, time.next()?.parse().ok()?);
        let sound = (2000..=2099).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60
            && date.next().is_none()
            && time.next().is_none();
        sound.then_some((year, month, day, hour, minute, second))
    }
}
