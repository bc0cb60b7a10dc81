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

/// What cannot be meant about a wallet, with its key and a hint; `before` are the wallets in front of it.
pub(crate) fn objection(purse: &Purse, before: &[Purse]) -> Option<(&'static str, String, &'static str)> {
    if purse.also.iter().chain([&purse.name]).any(|name| name.trim().is_empty()) {
        return Some(("name:", "a wallet without a name".to_owned(), "write the name that features use"));
    }
    if purse.holder.trim().is_empty() {
        return Some(("holder:", "a wallet without a holder".to_owned(), "write whose it is"));
    }
    if before.iter().any(|other| other.holder == purse.holder) {
        let reason = format!("two wallets are held by `{}`", purse.holder);
        return Some(("holder:", reason, "one wallet a person"));
    }
    let also = purse.also.iter().map(|also| ("also:", also));
    let mut known_by = [("name:", &purse.name), ("holder:", &purse.holder)].into_iter().chain(also);
    if let Some((key, name)) = known_by.find(|(_, name)| before.iter().any(|other| other.is_of(name))) {
        let reason = format!("two wallets go by `{name}`");
        return Some((key, reason, "give each names of its own; that of its holder counts"));
    }
    if purse.balance_fen < 0 {
        let reason = "a wallet cannot begin in debt".to_owned();
        return Some(("balance_fen:", reason, "write 0 or more"));
    }
    None
}
