//! The first entry: everything that a later reader needs to judge the record again without the bench.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was run, under which circumstances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Form of the record, [`crate::FORMAT`].
    pub format: u32,
    /// Name and version of the harness.
    pub harness: String,
    /// The seed of the run.
    pub seed: u64,
    /// The feature: its digest, and of its text what the scenario is made of.
    pub feature: FeatureText,
    /// The scenario in it.
    pub scenario: ScenarioHead,
    /// The kind of bench: virtual, process, hardware.
    pub bench: String,
    /// The rig file in full, terminal's statement of capabilities included.
    pub rig: Value,
    /// The profile in full.
    pub profile: Value,
    /// Where the dialect keeps what others keep elsewhere: name of the place, path of its field, e.g. `batch` and `60.2`.
    pub places: BTreeMap<String, String>,
    /// What stood on the bench as the terminal under test.
    pub terminal: String,
    /// Id of the key under which card numbers became tokens.
    pub token_key: String,
}

/// A feature's text, or what a record quotes from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureText {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the whole text, lower-case hex.
    pub sha256: String,
    /// The text; in a record only the lines of the scenario, as [`FeatureText::quoting`] gives them.
    pub text: String,
}

impl FeatureText {
    /// The same feature with these lines of its text alone, each with its number in front, as `12 | Given …`. A
    /// record of one scenario would otherwise hold all others as well, and a folder the square of them.
    #[must_use]
    pub fn quoting<'a>(&self, lines: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let text = lines.into_iter().map(|(number, line)| format!("{number} | {line}\n")).collect();
        Self { path: self.path.clone(), sha256: self.sha256.clone(), text }
    }
}

/// Which scenario of the feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioHead {
    /// Its name, placeholders filled in.
    pub name: String,
    /// Line in the feature; of the row, where it comes from a table.
    pub line: usize,
    /// Language of the feature, `en` or `zh-CN`.
    pub language: String,
    /// Case id, from `@case:…`, with the row's number where it comes from a table.
    pub case: String,
    /// Chapter, from `@chapter:…`.
    pub chapter: Option<u32>,
    /// All tags, as written.
    pub tags: Vec<String>,
}
