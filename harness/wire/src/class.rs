//! The transactions of a payment counter, by the trade's names, and what kind each is.
//!
//! It says what a class means for everybody (host, terminal, judge): whether it moves money, what it undoes or follows.
//! How a class is written on the wire is the dialect's word; which codes answer it, the host's.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Side;

/// Kind of a request, or of the request that an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 签到
    SignOn,
    /// 签退
    SignOff,
    /// 回响测试
    Echo,
    /// 余额查询
    Balance,
    /// 消费
    Sale,
    /// 脱机消费: the chip approved it, and the host is told afterwards.
    OfflineSale,
    /// 消费撤销
    Void,
    /// 退货
    Refund,
    /// 预授权
    PreAuth,
    /// 预授权撤销
    PreAuthVoid,
    /// 预授权完成（请求）
    Completion,
    /// 预授权完成（通知）
    CompletionAdvice,
    /// 预授权完成撤销
    CompletionVoid,
    /// 交易查询, an extension of some acquirers.
    Query,
    /// 批结算
    Settlement,
    /// 批上送
    BatchUpload,
    /// 批上送结束
    BatchEnd,
    /// 电子签名上送: the picture of a signature that was made on the terminal's pad.
    Signature,
    /// 消费冲正
    SaleReversal,
    /// 部分冲正: undoes a part of a sale, where the dialect can say what is left.
    PartialReversal,
    /// 撤销冲正
    VoidReversal,
    /// 预授权冲正
    PreAuthReversal,
    /// 预授权撤销冲正
    PreAuthVoidReversal,
    /// 预授权完成冲正
    CompletionReversal,
    /// 预授权完成撤销冲正
    CompletionVoidReversal,
    /// 付款码支付（被扫）: the customer shows a code.
    WalletPay,
    /// 收款码支付（主扫）: the customer scans the terminal's code.
    WalletCode,
    /// 扫码查询
    WalletQuery,
    /// 扫码撤销: closes what is unpaid, gives back what is paid.
    WalletCancel,
    /// 扫码退款
    WalletRefund,
    /// 脚本结果通知: what a card did with the issuer's script.
    ScriptAdvice,
    /// Everything else.
    Other,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 32] = [
        Self::SignOn,
        Self::SignOff,
        Self::Echo,
        Self::Balance,
        Self::Sale,
        Self::OfflineSale,
        Self::Void,
        Self::Refund,
        Self::PreAuth,
        Self::PreAuthVoid,
        Self::Completion,
        Self::CompletionAdvice,
        Self::CompletionVoid,
        Self::Query,
        Self::Settlement,
        Self::BatchUpload,
        Self::BatchEnd,
        Self::Signature,
        Self::SaleReversal,
        Self::PartialReversal,
        Self::VoidReversal,
        Self::PreAuthReversal,
        Self::PreAuthVoidReversal,
        Self::CompletionReversal,
        Self::CompletionVoidReversal,
        Self::WalletPay,
        Self::WalletCode,
        Self::WalletQuery,
        Self::WalletCancel,
        Self::WalletRefund,
        Self::ScriptAdvice,
        Self::Other,
    ];

    /// Its name in records, dialects and scenarios.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignOn => "sign-on",
            Self::SignOff => "sign-off",
            Self::Echo => "echo",
            Self::Balance => "balance",
            Self::Sale => "sale",
            Self::OfflineSale => "offline-sale",
            Self::Void => "void",
            Self::Refund => "refund",
            Self::PreAuth => "pre-auth",
            Self::PreAuthVoid => "pre-auth-void",
            Self::Completion => "completion",
            Self::CompletionAdvice => "completion-advice",
            Self::CompletionVoid => "completion-void",
            Self::Query => "query",
            Self::Settlement => "settlement",
            Self::BatchUpload => "batch-upload",
            Self::BatchEnd => "batch-end",
            Self::Signature => "signature",
            Self::SaleReversal => "sale-reversal",
            Self::PartialReversal => "partial-reversal",
            Self::VoidReversal => "void-reversal",
            Self::PreAuthReversal => "pre-auth-reversal",
            Self::PreAuthVoidReversal => "pre-auth-void-reversal",
            Self::CompletionReversal => "completion-reversal",
            Self::CompletionVoidReversal => "completion-void-reversal",
            Self::WalletPay => "wallet-pay",
            Self::WalletCode => "wallet-code",
            Self::WalletQuery => "wallet-query",
            Self::WalletCancel => "wallet-cancel",
            Self::WalletRefund => "wallet-refund",
            Self::ScriptAdvice => "script-advice",
            Self::Other => "other",
        }
    }

    /// The class of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether it is the line's own business (keys, echo) and asks nothing of money or cards.
    #[must_use]
    pub const fn is_management(self) -> bool {
        matches!(self, Self::SignOn | Self::SignOff | Self::Echo | Self::Other)
    }

    /// Whether it settles a batch: tells of transactions that have happened, and moves nothing.
    #[must_use]
    pub const fn settles(self) -> bool {
        matches!(self, Self::Settlement | Self::BatchUpload | Self::BatchEnd)
    }

    /// Whether no card and no money of its own stand behind it.
    #[must_use]
    pub const fn is_administrative(self) -> bool {
        self.is_management() || self.settles() || matches!(self, Self::Signature)
    }

    /// On which side of a batch's totals it counts; `None` for what pays nobody.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Sale | Self::OfflineSale | Self::Completion | Self::CompletionAdvice => Some(Side::Debit),
            Self::Void | Self::CompletionVoid | Self::Refund => Some(Side::Credit),
            _ => None,
        }
    }

    /// Whether it asks to move or to hold money in its own right. Reversals only undo.
    #[must_use]
    pub const fn is_financial(self) -> bool {
        self.reversal().is_some()
            || matches!(self, Self::Refund)
            || self.is_told_afterwards()
            || (self.is_wallet() && !matches!(self, Self::WalletQuery))
    }

    /// Whether it goes to a wallet platform and not to a card's issuer. Such a one names an order by its number; its
    /// unknown outcome is asked for and never reversed.
    #[must_use]
    pub const fn is_wallet(self) -> bool {
        matches!(
            self,
            Self::WalletPay | Self::WalletCode | Self::WalletQuery | Self::WalletCancel | Self::WalletRefund
        )
    }

    /// Whether it makes a wallet order that somebody can pay.
    #[must_use]
    pub const fn is_wallet_payment(self) -> bool {
        matches!(self, Self::WalletPay | Self::WalletCode)
    }

    /// Whether it begins a deal with a card: what follows it (void, refund, completion) names it.
    #[must_use]
    pub const fn is_first(self) -> bool {
        matches!(self, Self::Sale | Self::OfflineSale | Self::PreAuth)
    }

    /// Whether it has happened when it is sent: the terminal stands by its own word, and tells of it until it is answered.
    /// A refund travels as an advice too, and happens by its answer only.
    #[must_use]
    pub const fn is_told_afterwards(self) -> bool {
        matches!(self, Self::CompletionAdvice | Self::OfflineSale)
    }

    /// Whether the merchant is paid by it.
    #[must_use]
    pub const fn is_payment(self) -> bool {
        matches!(self, Self::Sale | Self::OfflineSale | Self::Completion | Self::CompletionAdvice)
            || self.is_wallet_payment()
    }

    /// Whether it undoes an earlier request.
    #[must_use]
    pub const fn is_reversal(self) -> bool {
        self.reverses().is_some()
    }

    /// What undoes it when its outcome is not known; `None` for what is never reversed.
    #[must_use]
    pub const fn reversal(self) -> Option<Self> {
        match self {
            Self::Sale => Some(Self::SaleReversal),
            Self::Void => Some(Self::VoidReversal),
            Self::PreAuth => Some(Self::PreAuthReversal),
            Self::PreAuthVoid => Some(Self::PreAuthVoidReversal),
            Self::Completion => Some(Self::CompletionReversal),
            Self::CompletionVoid => Some(Self::CompletionVoidReversal),
            _ => None,
        }
    }

    /// Whether a reversal can undo it.
    #[must_use]
    pub const fn is_reversible(self) -> bool {
        self.reversal().is_some()
    }

    /// What a reversal undoes.
    #[must_use]
    pub const fn reverses(self) -> Option<Self> {
        match self {
            Self::SaleReversal | Self::PartialReversal => Some(Self::Sale),
            Self::VoidReversal => Some(Self::Void),
            Self::PreAuthReversal => Some(Self::PreAuth),
            Self::PreAuthVoidReversal => Some(Self::PreAuthVoid),
            Self::CompletionReversal => Some(Self::Completion),
            Self::CompletionVoidReversal => Some(Self::CompletionVoid),
            _ => None,
        }
    }

    /// The classes of which it can name an original; none for what stands alone.
    #[must_use]
    pub const fn follows(self) -> &'static [Self] {
        match self {
            Self::Void => &[Self::Sale],
            Self::Refund => &[Self::Sale, Self::OfflineSale, Self::Completion, Self::CompletionAdvice],
            Self::PreAuthVoid | Self::Completion | Self::CompletionAdvice => &[Self::PreAuth],
            Self::CompletionVoid => &[Self::Completion],
            Self::ScriptAdvice => &[Self::Sale, Self::PreAuth],
            Self::WalletCancel | Self::WalletRefund => &[Self::WalletPay, Self::WalletCode],
            _ => &[],
        }
    }

    /// What takes back the whole of it at the counter; `None` where nothing does.
    #[must_use]
    pub fn voided_by(self) -> Option<Self> {
        [Self::Void, Self::PreAuthVoid, Self::CompletionVoid, Self::WalletCancel]
            .into_iter()
            .find(|void| void.follows().contains(&self))
    }

    /// What pays it back, in part or whole; `None` where nothing does.
    #[must_use]
    pub fn refunded_by(self) -> Option<Self> {
        [Self::Refund, Self::WalletRefund].into_iter().find(|refund| refund.follows().contains(&self))
    }

    /// Whether its messages carry a MAC.
    #[must_use]
    pub const fn needs_mac(self) -> bool {
        !self.is_administrative() || matches!(self, Self::Signature)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reversal_undoes_what_it_is_the_reversal_of() {
        for class in Class::ALL {
            assert_eq!(class.reversal().and_then(Class::reverses), class.reversal().map(|_| class));
            assert_eq!(Class::named(class.name()), Some(class));
            assert!(class.follows().iter().all(|of| of.is_financial()), "{class}");
            assert!(class.side().is_none() || class.is_financial(), "{class}");
        }
    }
}
