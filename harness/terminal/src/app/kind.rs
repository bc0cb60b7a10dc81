//! The kinds of transaction as screens and slips name them, and as the chip is told them.

pub(crate) use wire::Class as Kind;

/// What people and the chip call a kind.
pub(crate) trait Called {
    /// As it stands on screens.
    fn title(self) -> &'static str;
    /// As it stands on slips beside the title.
    fn chinese(self) -> &'static str;
    /// Transaction type of the chip (9C).
    fn chip_type(self) -> u8;
}

impl Called for Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Sale => "SALE",
            Self::OfflineSale => "OFFLINE-SALE",
            Self::Void => "VOID",
            Self::PartialReversal => "PARTIAL-REVERSAL",
            Self::Refund => "REFUND",
            Self::PreAuth => "PRE-AUTH",
            Self::PreAuthVoid => "PRE-AUTH-VOID",
            Self::Completion => "COMPLETION",
            Self::CompletionAdvice => "COMPLETION-ADVICE",
            Self::CompletionVoid => "COMPLETION-VOID",
            Self::Balance => "BALANCE",
            Self::Query => "QUERY",
            Self::Settlement | Self::BatchUpload | Self::BatchEnd => "SETTLEMENT",
            Self::Signature => "SIGNATURE",
            Self::SignOff => "SIGN-OFF",
            Self::Echo => "LINE-TEST",
            Self::WalletPay => "WALLET-PAY",
            Self::WalletCode => "WALLET-CODE",
            Self::WalletQuery => "WALLET-QUERY",
            Self::WalletCancel => "WALLET-VOID",
            Self::WalletRefund => "WALLET-REFUND",
            Self::ScriptAdvice => "SCRIPT-ADVICE",
            _ => "SERVICE",
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Self::Sale => "消费",
            Self::OfflineSale => "脱机消费",
            Self::Void => "消费撤销",
            Self::PartialReversal => "部分冲正",
            Self::Refund => "退货",
            Self::PreAuth => "预授权",
            Self::PreAuthVoid => "预授权撤销",
            Self::Completion => "预授权完成",
            Self::CompletionAdvice => "预授权完成通知",
            Self::CompletionVoid => "预授权完成撤销",
            Self::Balance => "余额查询",
            Self::Query => "交易查询",
            Self::Settlement | Self::BatchUpload | Self::BatchEnd => "结算",
            Self::Signature => "电子签名",
            Self::SignOff => "签退",
            Self::Echo => "线路测试",
            Self::WalletPay => "付款码支付",
            Self::WalletCode => "收款码支付",
            Self::WalletQuery => "扫码查询",
            Self::WalletCancel => "扫码撤销",
            Self::WalletRefund => "扫码退款",
            Self::ScriptAdvice => "脚本结果通知",
            _ => "管理",
        }
    }

    fn chip_type(self) -> u8 {
        match self {
            Self::PreAuth => 0x03,
            Self::Void | Self::Refund | Self::PreAuthVoid | Self::CompletionVoid => 0x20,
            Self::Balance | Self::Query => 0x31,
            _ => 0x00,
        }
    }
}
