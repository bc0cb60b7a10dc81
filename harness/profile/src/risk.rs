//! Which switches of a profile can lose money, and who bears it.

use serde::{Deserialize, Serialize};

use crate::{AfterExhaustion, DayChange, NoSlip, Profile, RowPolicy};

/// Who bears what a practice leaves open, and for how long it can be claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RiskTerms {
    /// Who bears the loss until it is found: merchant, acquirer, issuer or cardholder.
    pub owner: String,
    /// Days until it can no longer be claimed back.
    pub expires_after_days: u16,
}

/// A switch that stands on its unsafe side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unsafe {
    /// Reversals are deleted when their tries are used up.
    GiveUpAndDelete,
    /// Yesterday's reversals are dropped unsent.
    DropStale,
    /// A failed send deletes the reversal though the bytes may have arrived.
    DeleteOnSendFailure,
    /// A mismatched answer deletes the reversal.
    DeleteOnMismatch,
    /// An unproven decline deletes the reversal.
    DeleteOnUnprovenDecline,
    /// No slip means reversal.
    NoSlipReverses,
    /// A reversal answer other than 00, 12 and 25 counts as done.
    LooseDoneCodes,
}

pub(crate) fn unsafe_switches(profile: &Profile) -> Vec<Unsafe> {
    let reversal = &profile.terminal.reversal;
    let loose = reversal.done_codes.iter().any(|code| !matches!(code.as_str(), "00" | "12" | "25"));
    [
        (reversal.after_exhaustion == AfterExhaustion::GiveUpAndDelete, Unsafe::GiveUpAndDelete),
        (reversal.on_day_change == DayChange::Drop, Unsafe::DropStale),
        (reversal.on_send_failure == RowPolicy::Delete, Unsafe::DeleteOnSendFailure),
        (reversal.on_mismatch == RowPolicy::Delete, Unsafe::DeleteOnMismatch),
        (reversal.on_unproven_decline == RowPolicy::Delete, Unsafe::DeleteOnUnprovenDecline),
        (profile.terminal.no_slip == NoSlip::Reverse, Unsafe::NoSlipReverses),
        (loose, Unsafe::LooseDoneCodes),
    ]
    .into_iter()
    .filter_map(|(stands, switch)| stands.then_some(switch))
    .collect()
}
