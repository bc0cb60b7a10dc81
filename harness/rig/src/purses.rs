//! The wallets that people carry on their telephones, from the same file as the cards: test accounts only.

use serde::Deserialize;

/// An account at the wallet platform.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purse {
    /// The name of whoever holds it that features use, e.g. `Li`.
    pub name: String,
    /// Further names, e.g. the Chinese one.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whose it is.
    pub holder: String,
    /// What is on it when a run begins, in fen.
    pub balance_fen: i64,
}

impl Purse {
    /// What the platform calls it.
    #[must_use]
    pub fn id(&self) -> String {
        format!("wallet of {}", self.holder)
    }

    /// Whether a scenario calls its holder so.
    #[must_use]
    pub fn is_of(&self, person: &str) -> bool {
        self.name == person || self.holder == person || self.also.iter().any(|also| also == person)
    }
}

/// What cannot be meant about the wallets of a file.
pub(crate) fn objection(purses: &[Purse]) -> Option<(String, &'static str)> {
    for (at, purse) in purses.iter().enumerate() {
        let earlier = purses.get(..at).unwrap_or_default();
        if purse.name.trim().is_empty() || purse.holder.trim().is_empty() {
            return Some(("a wallet without a name or holder".to_owned(), "write whose it is"));
        }
        if earlier.iter().any(|other| other.holder == purse.holder) {
            let reason = format!("two wallets are held by `{}`", purse.holder);
            return Some((reason, "one wallet a person"));
        }
        if purse.balance_fen < 0 {
            return Some(("a wallet cannot begin in debt".to_owned(), "write 0 or more"));
        }
    }
    None
}
