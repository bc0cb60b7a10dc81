//! Whose money a posting moves: a cardholder's by the card's number, or a wallet's by its name.

use wire::Pan;

/// Who pays, or is paid back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Payer {
    /// Whoever holds this card.
    Card(Pan),
    /// Whoever holds this wallet at the platform.
    Wallet(String),
}

impl Payer {
    /// What tells the payer from others; a card's number in full, which the caller keeps out of records.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Card(pan) => pan.expose(),
            Self::Wallet(wallet) => wallet,
        }
    }
}
