//! The acquiring host's side of a profile.

use serde::{Deserialize, Serialize};

use crate::{ChipSessionKey, MacKeyLength};

/// What the host does where acquirers differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HostPractice {
    /// Code for a reversal that comes again after it was done; 00 in an idempotent host.
    pub repeated_reversal: String,
    /// What is done with a reversal whose original is still under way.
    pub reversal_in_flight: InFlight,
    /// Code when a void's amount differs from its original's.
    pub void_amount_differs: String,
    /// Code when a void's original stands in another batch or on another day.
    pub void_other_batch: String,
    /// Code when a refund exceeds what is left of its original.
    pub refund_exceeds: String,
    /// Whether the transaction query (an extension, MTI 0200, F3 390000) is served.
    pub query: bool,
    /// Seconds after which the acquirer gives up on the issuer.
    pub issuer_limit_s: u32,
    /// Code given when the issuer did not answer.
    pub issuer_silent: String,
    /// What the merchant pays for a sale.
    pub fee: Fee,
    /// What the cardholder is granted for a payment; nothing when absent.
    #[serde(default)]
    pub points: Points,
    /// Which refunds are taken.
    pub refund: HostRefund,
    /// Which completions and voids of pre-authorisations are taken.
    pub pre_auth: PreAuth,
    /// What the wallet platform behind the acquirer does.
    #[serde(default)]
    pub wallet: crate::HostWallet,
    /// Keys that the host hands out and derives.
    pub keys: HostKeys,
}

/// What may follow a pre-authorisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreAuth {
    /// Days after the pre-authorisation in which it may be completed or voided.
    pub window_days: u16,
    /// Most that a completion may take, in percent of what is held.
    pub completion_percent: u16,
    /// Code when a completion takes more, or a void less or more than is held.
    pub amount_differs: String,
}

/// Which refunds the host takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HostRefund {
    /// From whom a sale's refund may come.
    pub scope: RefundScope,
    /// Days after the sale in which a refund is taken.
    pub window_days: u16,
}

/// From whom a sale's refund may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RefundScope {
    /// Any terminal of the merchant that made the sale.
    Merchant,
    /// The terminal that made the sale alone.
    Terminal,
}

/// Keys that the host hands out and derives. A terminal or card that expects others is refused by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HostKeys {
    /// Which working keys it hands out; a sign-on that asks for others is refused (40).
    #[serde(default)]
    pub set: crate::KeySet,
    /// Length of the MAC key in the sign-on answer.
    pub mac_key: MacKeyLength,
    /// How the issuer derives a chip's session key.
    pub chip_session_key: ChipSessionKey,
}

/// What is done with a reversal that overtakes its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum InFlight {
    /// Answered 25 at once; a tombstone declines the original when it comes.
    Tombstone,
    /// Answered when the original is settled.
    Wait,
}

/// What the merchant pays for a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Share of the amount, in hundredths of a percent, rounded half up to the fen.
    pub basis_points: u32,
    /// Most that is taken for one sale, in fen; 0 for no cap.
    pub cap_fen: u64,
    /// Whether a refund gives the fee back, in proportion.
    pub returned_on_refund: bool,
    /// Whether a void gives the fee back.
    pub returned_on_void: bool,
}

/// Points (积分) that the acquirer grants the cardholder for a payment, and takes back with the money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Points for each whole yuan that the merchant keeps of a payment; 0 for none.
    pub per_yuan: u32,
}
