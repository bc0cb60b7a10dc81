//! The terminal's side of a profile.

use serde::{Deserialize, Serialize};

use crate::Switch;

/// What the terminal does where vendors differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TerminalPractice {
    /// Limits of waiting.
    pub timing: Timing,
    /// Keys and PIN blocks.
    pub keys: KeyPractice,
    /// The life of a reversal.
    pub reversal: ReversalPractice,
    /// 撤销
    pub void: VoidPractice,
    /// 预授权撤销, 预授权完成, 预授权完成撤销
    pub pre_auth: VoidPractice,
    /// 退货
    pub refund: RefundPractice,
    /// 结算
    pub settlement: SettlementPractice,
    /// 扫码支付
    #[serde(default)]
    pub wallet: crate::WalletPractice,
    /// 脱机消费; none when absent.
    #[serde(default)]
    pub offline: OfflinePractice,
    /// 电子签名, 电子签购单
    #[serde(default)]
    pub receipt: crate::ReceiptPractice,
    /// What a missing slip means.
    pub no_slip: Switch<NoSlip>,
    /// Contactless up to this amount needs no PIN, in fen.
    pub contactless_no_pin_fen: u64,
    /// Whether the chip may fall back to the stripe after this many mute attempts; 0 never.
    pub fallback_after: u8,
}

/// Limits of waiting, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// For a connection.
    pub connect_limit_s: u32,
    /// For the answer to a request.
    pub reply_limit_s: u32,
    /// For the cardholder to present a card.
    pub card_limit_s: u32,
    /// For a key, password or PIN.
    pub key_limit_s: u32,
}

/// Keys and PIN blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyPractice {
    /// How the PIN block is made; F53 says which.
    pub pin_format: PinFormat,
    /// Which working keys a sign-on asks for; F60.3 says it.
    #[serde(default)]
    pub set: KeySet,
    /// Length of the MAC key in the sign-on answer.
    pub mac_key: MacKeyLength,
    /// How a chip's session key is derived.
    pub chip_session_key: ChipSessionKey,
}

/// How the PIN block is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PinFormat {
    /// F53 first digit 1.
    WithoutPan,
    /// F53 first digit 2.
    WithPan,
}

/// Which working keys a sign-on brings. With the track key, the terminal enciphers the issuer's data on a swiped track
/// (F53 digit 3 is 1); without it they travel as they are on the stripe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeySet {
    /// F60.3 001: PIN and MAC key of 8 bytes, 24 bytes in all.
    Single,
    /// F60.3 003: a PIN key of 16 bytes and a MAC key, 40 bytes in all.
    #[default]
    Double,
    /// F60.3 004: the same and a track key of 16 bytes, 60 bytes in all.
    DoubleAndTrack,
}

impl KeySet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Single, Self::Double, Self::DoubleAndTrack];

    /// F60.3 of the sign-on that asks for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Single => "001",
            Self::Double => "003",
            Self::DoubleAndTrack => "004",
        }
    }

    /// Bytes of the answer's key block.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Single => 24,
            Self::Double => 40,
            Self::DoubleAndTrack => 60,
        }
    }

    /// Whether tracks are enciphered.
    #[must_use]
    pub const fn has_track_key(self) -> bool {
        matches!(self, Self::DoubleAndTrack)
    }
}

/// Length of the MAC key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MacKeyLength {
    /// 8 bytes, single DES.
    Single,
    /// 16 bytes, two-key 3DES.
    Double,
}

/// How a chip's session key is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChipSessionKey {
    /// The PBOC way.
    Pbc,
    /// EMV common session key.
    EmvCommon,
}

/// The life of a reversal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReversalPractice {
    /// When a pending reversal is sent.
    pub trigger: Switch<ReversalTrigger>,
    /// How often it is tried.
    pub attempts: Attempts,
    /// What happens when the tries are used up.
    pub after_exhaustion: Switch<AfterExhaustion>,
    /// The row when handing the request to the line failed (bytes may have arrived).
    pub on_send_failure: Switch<RowPolicy>,
    /// The row when the answer echoes F3, F4, F11, F41 or F42 wrongly or lacks F39.
    pub on_mismatch: Switch<RowPolicy>,
    /// The row when a decline comes with a MAC that is wrong or missing.
    pub on_unproven_decline: Switch<RowPolicy>,
    /// The row when the calendar day has changed.
    pub on_day_change: Switch<DayChange>,
    /// Codes of a reversal answer that settle it.
    pub done_codes: Vec<String>,
    /// Whether F55 of a reversal carries the transaction counter (9F36) even when no answer was decoded.
    pub counter_without_answer: Switch<bool>,
}

/// When a pending reversal is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReversalTrigger {
    /// Before the next online transaction.
    NextTransaction,
    /// At once after the failure, and again before the next online transaction.
    Immediate,
}

/// How often a reversal is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// Sends until it counts as exhausted; the count survives a restart.
    pub limit: u8,
    /// Whether a failed connection counts as a try.
    pub count_connect_failures: bool,
}

/// What happens when a reversal's tries are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AfterExhaustion {
    /// The row stays, the count starts anew with the next order, and new transactions are refused until it is done.
    KeepAndRefuse,
    /// The row is deleted, failure is shown, the next transaction proceeds. Can lose money.
    GiveUpAndDelete,
}

/// What happens to the reversal row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RowPolicy {
    /// The row stays: the transaction will be reversed.
    Keep,
    /// The row is deleted: nothing will be reversed. Can lose money.
    Delete,
}

/// What happens to a reversal row of an earlier day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DayChange {
    /// It is sent all the same.
    Keep,
    /// It is dropped unsent. Can lose money.
    Drop,
}

/// What is asked for before something earlier is taken back or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoidPractice {
    /// Whether the supervisor's password is asked for.
    pub supervisor: Switch<bool>,
    /// Whether the card has to be presented again.
    pub card: Switch<bool>,
    /// Whether the PIN is asked for.
    pub pin: Switch<bool>,
}

/// 退货
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RefundPractice {
    /// Whether the supervisor's password is asked for.
    pub supervisor: bool,
    /// Most that one refund may pay, in fen.
    pub limit_fen: u64,
    /// Days after the sale in which a refund is possible.
    pub window_days: u16,
    /// Whether a refund may go without the card, by the original's reference number alone.
    pub without_card: bool,
}

/// 结算
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettlementPractice {
    /// Transactions that a batch takes; then it has to be settled before another one.
    pub capacity: u16,
}

/// 脱机消费: sales that a chip approves without the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfflinePractice {
    /// Floor limit in fen: most that a chip may approve without the host. 0: nothing, there are no offline sales.
    #[serde(default)]
    pub floor_limit_fen: u64,
    /// What becomes of a sale by chip for which no connection is made.
    #[serde(default)]
    pub without_line: Switch<WithoutLine>,
}

/// What becomes of a sale by chip for which no connection is made, so that nothing has left the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WithoutLine {
    /// It fails.
    #[default]
    Decline,
    /// Up to the floor limit the chip is told that the terminal is unable to go online, and its TC makes the sale an
    /// offline one.
    AskTheChip,
}

/// What a missing slip means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoSlip {
    /// An approval stands; the slip can be reprinted.
    ApprovalStands,
    /// The sale is reversed when no slip could be printed. Can lose money.
    Reverse,
}
