//! What an acquirer and a vendor practise: every point at which real terminals and hosts are known to differ,
//! as types, read from `fixtures/profiles/*.yaml`.
//!
//! A profile sets practice, never money: a switch whose unsafe side can lose money turns the outcome into a
//! *risk*, never into a pass. The room reads text that it is given; it opens no file.

mod check;
mod extend;
mod host;
mod practised;
mod receipt;
mod risk;
mod switch;
mod terminal;
mod wallet;

use serde::{Deserialize, Serialize};
use source::{Flaw, Text};

pub use host::{Fee, HostKeys, HostPractice, HostRefund, InFlight, Points, PreAuth, RefundScope};
pub use practised::Practice;
pub use receipt::{ReceiptPractice, SignaturePractice, SlipPractice};
pub use risk::{RiskTerms, Unsafe};
pub use switch::Switch;
pub use terminal::{
    AfterExhaustion, Attempts, ChipSessionKey, DayChange, KeyPractice, KeySet, MacKeyLength, NoSlip,
    OfflinePractice, PinFormat, RefundPractice, ReversalPractice, ReversalTrigger, RowPolicy,
    SettlementPractice, TerminalPractice, Timing, VoidPractice, WithoutLine,
};
pub use wallet::{HostWallet, WalletPractice, WalletVoid};

/// The whole practice under which a terminal is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Short name, the file's stem.
    pub name: String,
    /// One sentence on whose practice this is.
    pub title: String,
    /// File stem of the message dialect under `fixtures/dialects`.
    pub dialect: String,
    /// What the terminal does.
    pub terminal: TerminalPractice,
    /// What the acquiring host does.
    pub host: HostPractice,
    /// Who bears what a practice leaves open, and for how long.
    pub risk: RiskTerms,
}

impl Profile {
    /// Reads a profile and refuses contradictions.
    ///
    /// # Errors
    /// A [`Flaw`] with the place of an unknown key, wrong type or contradictory pair, and for one that extends another.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Flaw> {
        let text = Text { name: file.to_owned(), text: text.to_owned() };
        Self::read(&text, &|name| {
            Err(Flaw::of_file(
                file,
                format!("extends `{name}`, which is not at hand"),
                "write the profile in full",
            ))
        })
    }

    /// Reads a profile that may extend another one: `find("strict")` is asked for the text of `strict.yaml`. What is
    /// read is whole; that it was written shorter is forgotten.
    ///
    /// # Errors
    /// A [`Flaw`] as of [`Profile::from_yaml`], in the file that is at fault, and for profiles that extend each other.
    pub fn read(text: &Text, find: &dyn Fn(&str) -> Result<Text, Flaw>) -> Result<Self, Flaw> {
        extend::read(text, find, &mut Vec::new())
    }

    /// Name of the profile that a text extends, where it extends one.
    #[must_use]
    pub fn base_of(text: &Text) -> Option<String> {
        extend::base_of(text)
    }

    /// The switches of this profile that can lose money, each with what it risks.
    #[must_use]
    pub fn unsafe_switches(&self) -> Vec<Unsafe> {
        risk::unsafe_switches(self)
    }
}

#[cfg(test)]
mod tests;
