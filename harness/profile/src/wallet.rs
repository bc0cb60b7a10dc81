//! What acquirers, platforms and vendors practise with wallets by code (扫码支付).
//!
//! A profile that does not speak of wallets means the defaults, which are the cautious side of what platforms ask for:
//! query first, cancel only if still unclear, not before 15 s and within 7 days.

use serde::{Deserialize, Serialize};

/// The terminal's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WalletPractice {
    /// Seconds between two queries of an order whose outcome is not known; 5.
    pub poll_every_s: u32,
    /// Seconds from the order on in which it is queried before it is cancelled; 60.
    pub poll_for_s: u32,
    /// Seconds from the order on before which it is not cancelled; 15.
    pub cancel_not_before_s: u32,
    /// Days after the order within which it can be cancelled; 7.
    pub cancel_within_days: u16,
    /// How often a cancellation, or the repeat of a refund, is tried at one go; 3.
    pub tries: u8,
    /// Whether the supervisor's password is asked for before money goes back; yes.
    pub supervisor: bool,
    /// What takes a payment back as a whole at the counter; a cancellation.
    pub void_by: WalletVoid,
}

impl Default for WalletPractice {
    fn default() -> Self {
        Self {
            poll_every_s: 5,
            poll_for_s: 60,
            cancel_not_before_s: 15,
            cancel_within_days: 7,
            tries: 3,
            supervisor: true,
            void_by: WalletVoid::Cancel,
        }
    }
}

/// What takes a wallet payment back as a whole at the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WalletVoid {
    /// The order is cancelled.
    Cancel,
    /// The whole of it is refunded.
    Refund,
}

/// The platform's side, behind the acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HostWallet {
    /// Up to this amount a shown code pays at once, in fen; above it the user confirms; 100000.
    pub confirm_above_fen: u64,
    /// Seconds for which an order waits for its user; 600.
    pub order_valid_s: u32,
    /// Code for every request while the platform is in maintenance: it was not even looked at; 91.
    pub maintenance: String,
    /// Days after an order within which it can be cancelled; 7.
    pub cancel_within_days: u16,
    /// Days after an order within which it can be refunded; 365.
    pub refund_within_days: u16,
}

impl Default for HostWallet {
    fn default() -> Self {
        Self {
            confirm_above_fen: 100_000,
            order_valid_s: 600,
            maintenance: "91".to_owned(),
            cancel_within_days: 7,
            refund_within_days: 365,
        }
    }
}
