//! The first entry: everything that a later reader needs to judge the record again without the bench.

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
    /// The feature in full.
    pub feature: FeatureText,
    /// The scenario in it.
    pub scenario: ScenarioHead,
    /// The kind of bench: virtual, process, hardware.
    pub bench: String,
    /// The rig file in full, terminal's statement of capabilities included.
    pub rig: Value,
    /// The profile in full.
    pub profile: Value,
    /// What stood on the bench as the terminal under test.
    pub terminal: String,
    /// Id of the key under which card numbers became tokens.
    pub token_key: String,
}

/// A feature's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureText {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the text, lower-case hex.
    pub sha256: String,
    /// The text.
    pub text: String,
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
