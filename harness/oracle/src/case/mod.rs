//! A record, indexed once for all rules.

use journal::Record;
use profile::Profile;

/// A record, indexed.
pub(crate) struct Case<'a> {
    pub(crate) record: &'a Record,
    pub(crate) profile: Profile,
    pub(crate) at_rest: bool,
    pub(crate) last: u64,
}

impl<'a> Case<'a> {
    pub(crate) fn of(record: &'a Record) -> Option<Self> {
        let profile = serde_json::from_value(record.head().profile.clone()).ok()?;
        Some(Self { record, profile, at_rest: true, last: 1 })
    }
}
