//! The few words that events are told with: kinds of order, beliefs, ports, books.

use serde::{Deserialize, Serialize};

/// What a cashier is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderKind {
    /// 消费
    Sale,
    /// 脱机消费
    OfflineSale,
    /// 撤销
    Void,
    /// 部分冲正
    PartialReversal,
    /// 退货
    Refund,
    /// 预授权
    PreAuth,
    /// 预授权撤销
    PreAuthVoid,
    /// 预授权完成
    Completion,
    /// 预授权完成通知
    CompletionAdvice,
    /// 预授权完成撤销
    CompletionVoid,
    /// 付款码支付
    WalletPay,
    /// 收款码支付
    WalletCode,
    /// 扫码撤销
    WalletVoid,
    /// 扫码退款
    WalletRefund,
    /// 扫码查询
    WalletQuery,
    /// 余额查询
    Balance,
    /// 交易查询
    Query,
    /// 重打印
    Reprint,
    /// 签到
    SignOn,
    /// 签退
    SignOff,
    /// 回响测试
    Echo,
    /// 结算
    Settlement,
    /// Sends a pending reversal by hand.
    Reverse,
}

impl OrderKind {
    /// Its name as scenarios and reports say it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::OfflineSale => "offline sale",
            Self::Void => "void",
            Self::PartialReversal => "partial reversal",
            Self::Refund => "refund",
            Self::PreAuth => "pre-authorisation",
            Self::PreAuthVoid => "void of a pre-authorisation",
            Self::Completion => "completion",
            Self::CompletionAdvice => "completion advice",
            Self::CompletionVoid => "void of a completion",
            Self::WalletPay => "wallet payment",
            Self::WalletCode => "code payment",
            Self::WalletVoid => "void of a wallet payment",
            Self::WalletRefund => "refund of a wallet payment",
            Self::WalletQuery => "query of a wallet payment",
            Self::Balance => "balance enquiry",
            Self::Query => "query",
            Self::Reprint => "reprint",
            Self::SignOn => "sign-on",
            Self::SignOff => "sign-off",
            Self::Echo => "line test",
            Self::Settlement => "settlement",
            Self::Reverse => "reversal by hand",
        }
    }

    /// The class of request by which it is asked for, as events name it; `None` for what is not sent, or is whatever was.
    #[must_use]
    pub const fn class(self) -> Option<&'static str> {
        Some(match self {
            Self::Sale => "sale",
            Self::OfflineSale => "offline-sale",
            Self::Void => "void",
            Self::PartialReversal => "partial-reversal",
            Self::Refund => "refund",
            Self::PreAuth => "pre-auth",
            Self::PreAuthVoid => "pre-auth-void",
            Self::Completion => "completion",
            Self::CompletionAdvice => "completion-advice",
            Self::CompletionVoid => "completion-void",
            Self::WalletPay => "wallet-pay",
            Self::WalletCode => "wallet-code",
            Self::WalletVoid => "wallet-cancel",
            Self::WalletRefund => "wallet-refund",
            Self::WalletQuery => "wallet-query",
            Self::Balance => "balance",
            Self::Query => "query",
            Self::SignOn => "sign-on",
            Self::SignOff => "sign-off",
            Self::Echo => "echo",
            Self::Settlement => "settlement",
            Self::Reprint | Self::Reverse => return None,
        })
    }

    /// The kind of order that one of this kind is about; `None` for what stands alone.
    #[must_use]
    pub const fn follows(self) -> Option<Self> {
        match self {
            Self::Void | Self::PartialReversal | Self::Refund | Self::Query | Self::Reprint => {
                Some(Self::Sale)
            }
            Self::PreAuthVoid | Self::Completion | Self::CompletionAdvice => Some(Self::PreAuth),
            Self::CompletionVoid => Some(Self::Completion),
            Self::WalletVoid | Self::WalletRefund | Self::WalletQuery => Some(Self::WalletPay),
            _ => None,
        }
    }

    /// Whether it begins a deal with a card, so that its amount may be left open.
    #[must_use]
    pub const fn is_first(self) -> bool {
        matches!(self, Self::Sale | Self::OfflineSale | Self::PreAuth | Self::WalletPay | Self::WalletCode)
    }

    /// Whether it goes to a wallet platform.
    #[must_use]
    pub const fn is_wallet(self) -> bool {
        matches!(
            self,
            Self::WalletPay | Self::WalletCode | Self::WalletVoid | Self::WalletRefund | Self::WalletQuery
        )
    }

    /// Whether money is moved or held by it.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        matches!(
            self,
            Self::Sale
                | Self::OfflineSale
                | Self::Void
                | Self::PartialReversal
                | Self::Refund
                | Self::PreAuth
                | Self::PreAuthVoid
                | Self::CompletionAdvice
                | Self::Completion
                | Self::CompletionVoid
                | Self::WalletPay
                | Self::WalletCode
                | Self::WalletVoid
                | Self::WalletRefund
        )
    }
}

/// What a person holds to be true of an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Belief {
    /// It happened.
    Done,
    /// It did not happen, or was undone.
    NotDone,
    /// It is being settled; the terminal said so.
    Pending,
    /// The terminal gave it over to the operator.
    Open,
    /// Nobody told.
    Unknown,
}

/// Whose power.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Port {
    /// The terminal's.
    Terminal,
    /// The printer's.
    Printer,
}

/// The line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkState {
    /// Frames pass.
    Up,
    /// Nothing passes.
    Down,
}

/// Whose book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Book {
    /// The acquirer's.
    Acquirer,
    /// The issuer's.
    Issuer,
    /// The wallet platform's.
    Wallet,
}

/// What a message to the cardholder is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Movement {
    /// Money was taken.
    Charged,
    /// A charge was taken back (reversal, void).
    Cancelled,
    /// Money was paid back (refund).
    Refunded,
    /// A cancellation was itself undone: the charge stands again.
    ChargedAgain,
    /// Money was set aside for a merchant (pre-authorisation).
    Held,
    /// What was set aside is free again.
    Released,
}

/// Which copy of a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Copy {
    /// The merchant's.
    Merchant,
    /// The cardholder's.
    Cardholder,
    /// It does not say.
    Unmarked,
}
