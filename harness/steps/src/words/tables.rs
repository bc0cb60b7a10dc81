//! Words that stand in a table: what each means, in English and in Chinese.

use std::str::FromStr;

use cucumber::Parameter;
use device::{CardFace, ScreenKind};
use host::Class;
use journal::{Announcement, Belief, Movement, OrderKind, Port, TxnState};
use profile::{KeySet, Practice};
use rig::{CardTrouble, FaultKind, PaperTrouble};

use super::{Evidence, NoSuchWord};

/// Every table: its name and its words.
pub(crate) const VOCABULARY: &[(&str, &[&str])] = &[
    (BreakageWords::NAME, BreakageWords::WORDS),
    (MendWords::NAME, MendWords::WORDS),
    (ClassWords::NAME, ClassWords::WORDS),
    (ReversibleWords::NAME, ReversibleWords::WORDS),
    (OrderWords::NAME, OrderWords::WORDS),
    (WalletWords::NAME, WalletWords::WORDS),
    (FaceWords::NAME, FaceWords::WORDS),
    (PracticeWords::NAME, PracticeWords::WORDS),
    (KeySetWords::NAME, KeySetWords::WORDS),
    (StateWords::NAME, StateWords::WORDS),
    (BeliefWords::NAME, BeliefWords::WORDS),
    (AnnouncedWords::NAME, AnnouncedWords::WORDS),
    (MessageWords::NAME, MessageWords::WORDS),
    (ScreenWords::NAME, ScreenWords::WORDS),
    (TimesWords::NAME, TimesWords::WORDS),
    (Evidence::NAME, Evidence::WORDS),
];

macro_rules! words {
    ($doc:literal $name:ident($inner:ty) $label:literal { $($($word:literal)|+ => $value:expr),+ $(,)? }) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) $inner);

        impl $name {
            pub(crate) const WORDS: &'static [&'static str] = &[$($($word),+),+];
        }

        impl Parameter for $name {
            // The last alternative matches nothing; it lets the list end without a special case.
            const REGEX: &'static str = concat!("(?:", $($($word, "|",)+)+ r"[^\s\S])");
            const NAME: &'static str = $label;
        }

        impl FromStr for $name {
            type Err = NoSuchWord;

            fn from_str(word: &str) -> Result<Self, NoSuchWord> {
                match word {
                    $($($word)|+ => Ok(Self($value)),)+
                    _ => Err(NoSuchWord(word.to_owned())),
                }
            }
        }
    };
}

words! { "What breaks." BreakageWords(FaultKind) "breakage" {
    "the terminal loses power" | "终端断电" => FaultKind::PowerOff(Port::Terminal),
    "the printer loses power" | "打印机断电" => FaultKind::PowerOff(Port::Printer),
    "the line goes down" | "线路中断" => FaultKind::LineDown,
    "the line reports a failed send although the bytes go out" | "线路误报发送失败" => FaultKind::FalseSend,
    "the host goes down" | "主机宕机" => FaultKind::HostDown,
    "the card is pulled" | "卡片被拔出" => FaultKind::CardPulled,
    "the paper runs out" | "打印纸用完" => FaultKind::Paper(PaperTrouble::Out),
    "the paper jams" | "打印机卡纸" => FaultKind::Paper(PaperTrouble::Jam),
    "the paper comes out blank" | "打印出白纸" => FaultKind::Paper(PaperTrouble::Blank),
    "the stripe cannot be read" | "磁条无法读取" => FaultKind::Card(CardTrouble::StripeUnreadable),
    "the chip is mute" | "芯片无响应" => FaultKind::Card(CardTrouble::ChipMute),
    "the scanner is dead" | "扫码器失灵" => FaultKind::ScannerDead,
    "the signature pad is dead" | "签字板失灵" => FaultKind::PadDead,
    "the wallet platform is in maintenance" | "钱包平台维护" => FaultKind::PlatformDown,
    "the terminal is opened" | "终端被拆机" => FaultKind::Opened,
    "the chip refuses the second decision" | "芯片第二次GENERATE AC返回AAC" => FaultKind::Card(CardTrouble::RefusesSecond),
    "the card refuses the script" | "卡片拒绝执行脚本" => FaultKind::Card(CardTrouble::RefusesScripts),
}}

words! { "What is mended." MendWords(FaultKind) "mend" {
    "the terminal has power again" | "终端恢复供电" => FaultKind::PowerOff(Port::Terminal),
    "the printer has power again" | "打印机恢复供电" => FaultKind::PowerOff(Port::Printer),
    "the line is up again" | "线路恢复" => FaultKind::LineDown,
    "the line reports sends truly again" | "线路不再误报" => FaultKind::FalseSend,
    "the host is up again" | "主机恢复" => FaultKind::HostDown,
    "the keys are loaded again" | "密钥重新灌装" => FaultKind::Opened,
    "the scanner works again" | "扫码器恢复" => FaultKind::ScannerDead,
    "the signature pad works again" | "签字板恢复" => FaultKind::PadDead,
    "the wallet platform is back" | "钱包平台恢复" => FaultKind::PlatformDown,
    "new paper is put in" | "换上新纸" => FaultKind::Paper(PaperTrouble::Out),
    "the jam is cleared" | "卡纸排除" => FaultKind::Paper(PaperTrouble::Jam),
    "the roll is put in the right way round" | "纸卷装正" => FaultKind::Paper(PaperTrouble::Blank),
}}

words! { "A class of message." ClassWords(Class) "class" {
    "sale" | "消费" => Class::Sale,
    "void" | "撤销" => Class::Void,
    "refund" | "退货" => Class::Refund,
    "balance enquiry" | "余额查询" => Class::Balance,
    "query" | "queries" | "交易查询" => Class::Query,
    "sign-on" | "签到" => Class::SignOn,
    "sign-off" | "签退" => Class::SignOff,
    "line test" | "线路测试" => Class::Echo,
    "settlement" | "结算" => Class::Settlement,
    "batch upload" | "批上送" => Class::BatchUpload,
    "batch end" | "批上送结束" => Class::BatchEnd,
    "signature" | "电子签名" => Class::Signature,
    "sale reversal" | "消费冲正" => Class::SaleReversal,
    "partial reversal" | "部分冲正" => Class::PartialReversal,
    "void reversal" | "撤销冲正" => Class::VoidReversal,
    "pre-authorisation" | "预授权" => Class::PreAuth,
    "pre-authorisation void" | "预授权撤销" => Class::PreAuthVoid,
    "completion" | "预授权完成" => Class::Completion,
    "completion advice" | "预授权完成通知" => Class::CompletionAdvice,
    "offline sale" | "脱机消费" => Class::OfflineSale,
    "completion void" | "预授权完成撤销" => Class::CompletionVoid,
    "pre-authorisation reversal" | "预授权冲正" => Class::PreAuthReversal,
    "pre-authorisation void reversal" | "预授权撤销冲正" => Class::PreAuthVoidReversal,
    "completion reversal" | "预授权完成冲正" => Class::CompletionReversal,
    "completion void reversal" | "预授权完成撤销冲正" => Class::CompletionVoidReversal,
    "script advice" | "脚本结果通知" => Class::ScriptAdvice,
    "wallet payment" | "付款码支付" => Class::WalletPay,
    "code payment" | "收款码支付" => Class::WalletCode,
    "wallet query" | "wallet queries" | "扫码查询" => Class::WalletQuery,
    "wallet cancellation" | "扫码撤销" => Class::WalletCancel,
    "wallet refund" | "扫码退款" => Class::WalletRefund,
}}

words! { "A class that is booked." ReversibleWords(Class) "booked class" {
    "sale" | "消费" => Class::Sale,
    "void" | "撤销" => Class::Void,
    "refund" | "退货" => Class::Refund,
    "pre-authorisation" | "预授权" => Class::PreAuth,
    "pre-authorisation void" | "预授权撤销" => Class::PreAuthVoid,
    "completion" | "预授权完成" => Class::Completion,
    "completion advice" | "预授权完成通知" => Class::CompletionAdvice,
    "offline sale" | "脱机消费" => Class::OfflineSale,
    "completion void" | "预授权完成撤销" => Class::CompletionVoid,
    "wallet payment" | "付款码支付" => Class::WalletPay,
    "code payment" | "收款码支付" => Class::WalletCode,
    "wallet cancellation" | "扫码撤销" => Class::WalletCancel,
    "wallet refund" | "扫码退款" => Class::WalletRefund,
}}

words! { "A kind of order." OrderWords(OrderKind) "order" {
    "sale" | "消费" => OrderKind::Sale,
    "void" | "撤销" => OrderKind::Void,
    "partial reversal" | "部分冲正" => OrderKind::PartialReversal,
    "refund" | "退货" => OrderKind::Refund,
    "pre-authorisation" | "预授权" => OrderKind::PreAuth,
    "pre-authorisation void" | "预授权撤销" => OrderKind::PreAuthVoid,
    "completion" | "预授权完成" => OrderKind::Completion,
    "completion advice" | "预授权完成通知" => OrderKind::CompletionAdvice,
    "offline sale" | "脱机消费" => OrderKind::OfflineSale,
    "completion void" | "预授权完成撤销" => OrderKind::CompletionVoid,
    "wallet payment" | "付款码支付" => OrderKind::WalletPay,
    "code payment" | "收款码支付" => OrderKind::WalletCode,
    "wallet void" | "扫码撤销" => OrderKind::WalletVoid,
    "wallet refund" | "扫码退款" => OrderKind::WalletRefund,
    "wallet query" | "扫码查询" => OrderKind::WalletQuery,
    "balance enquiry" | "余额查询" => OrderKind::Balance,
    "query" | "交易查询" => OrderKind::Query,
    "reprint" | "重打印" => OrderKind::Reprint,
    "sign-on" | "签到" => OrderKind::SignOn,
    "sign-off" | "签退" => OrderKind::SignOff,
    "line test" | "线路测试" => OrderKind::Echo,
    "settlement" | "结算" => OrderKind::Settlement,
}}

words! { "A payment by wallet." WalletWords(OrderKind) "wallet payment" {
    "wallet payment" | "付款码支付" => OrderKind::WalletPay,
    "code payment" | "收款码支付" => OrderKind::WalletCode,
}}

words! { "How the card meets the terminal." FaceWords(CardFace) "face" {
    "by chip" | "插卡" => CardFace::Chip,
    "by stripe" | "刷卡" => CardFace::Stripe,
    "by tap" | "挥卡" => CardFace::Contactless,
}}

words! { "What is practised." PracticeWords(Practice) "practice" {
    "keeps a reversal until it is confirmed" | "冲正确认前一直保留" => Practice::KeepsReversals,
    "gives a reversal up when its tries are used" | "冲正次数用完即删除" => Practice::GivesReversalsUp,
    "lets an approval stand without a slip" | "未出签购单交易仍成立" => Practice::ApprovalStandsWithoutSlip,
    "reverses what has no slip" | "未出签购单即冲正" => Practice::ReversesWithoutSlip,
    "has a supervisor confirm voids" | "撤销须主管授权" => Practice::SupervisorConfirmsVoids,
    "lets the cashier void alone" | "撤销无须主管授权" => Practice::VoidsWithoutSupervisor,
    "keeps the reversal when an answer does not match" | "应答不符仍保留冲正" => Practice::KeepsReversalOnMismatch,
    "declines without a line" | "无法联机即拒绝" => Practice::DeclinesWithoutLine,
    "asks the chip where there is no line" | "无法联机时由卡片决定" => Practice::AsksChipWithoutLine,
    "enciphers tracks" | "磁道加密上送" => Practice::EnciphersTracks,
    "drops the reversal when an answer does not match" | "应答不符即删除冲正" => Practice::DropsReversalOnMismatch,
}}

words! { "A set of working keys." KeySetWords(KeySet) "key set" {
    "single-length keys" | "单倍长密钥" => KeySet::Single,
    "double-length keys without a track key" | "双倍长密钥,不含磁道密钥" => KeySet::Double,
    "double-length keys and a track key" | "双倍长密钥和磁道密钥" => KeySet::DoubleAndTrack,
}}

words! { "State of a transaction in the acquirer's book." StateWords(TxnState) "state" {
    "was never booked" | "未记账" => TxnState::Unbooked,
    "stands" | "成立" => TxnState::Approved,
    "is reversed" | "已冲正" => TxnState::Reversed,
    "is voided" | "已撤销" => TxnState::Voided,
    "is partly refunded" | "已部分退货" => TxnState::PartlyRefunded,
    "is refunded" | "已全额退货" => TxnState::Refunded,
    "is completed" | "已完成" => TxnState::Completed,
}}

words! { "What somebody believes." BeliefWords(Belief) "belief" {
    "went through" | "已成功" => Belief::Done,
    "did not go through" | "未成功" => Belief::NotDone,
    "is still being settled" | "待处理" => Belief::Pending,
    "is left to the operator" | "需人工处理" => Belief::Open,
    "ended nobody knows how" | "结果不明" => Belief::Unknown,
}}

words! { "What a terminal announces after a cut." AnnouncedWords(Announcement) "outcome" {
    "that the transaction stands" | "提示交易成立" => Announcement::Approved,
    "that the transaction is reversed" | "提示交易将冲正" => Announcement::Reversed,
    "that the order is closed" | "提示订单已关闭" => Announcement::Closed,
    "that the transaction is open" | "提示交易需人工处理" => Announcement::Open,
    "nothing" | "未作任何提示" => Announcement::Nothing,
}}

words! { "What the bank's message is about." MessageWords(Movement) "movement" {
    "charge" | "扣款" => Movement::Charged,
    "cancellation" | "冲正入账" | "撤销入账" => Movement::Cancelled,
    "refund" | "退货入账" => Movement::Refunded,
    "renewed charge" | "重新扣款" => Movement::ChargedAgain,
    "hold" | "冻结" => Movement::Held,
    "release" | "解冻" => Movement::Released,
}}

words! { "A screen." ScreenWords(ScreenKind) "screen" {
    "approved" | "交易成功" => ScreenKind::Approved,
    "declined" | "交易被拒" => ScreenKind::Declined,
    "failed" | "交易失败" => ScreenKind::Failed,
    "in doubt" | "结果待定" => ScreenKind::InDoubt,
    "refused" | "终端拒绝" => ScreenKind::Refused,
    "declared open" | "需人工处理" => ScreenKind::DeclaredOpen,
    "order closed" | "订单已关闭" => ScreenKind::OrderClosed,
    "a code to scan" | "收款码" => ScreenKind::ShowCode,
    "the code prompt" | "付款码提示" => ScreenKind::ScanCode,
    "reversal done" | "冲正成功" => ScreenKind::ReversalDone,
    "recovered as approved" | "断电恢复:交易成立" => ScreenKind::RecoveredApproved,
    "recovered as reversed" | "断电恢复:交易将冲正" => ScreenKind::RecoveredReversed,
    "the signature prompt" | "签名提示" => ScreenKind::SignPad,
    "signature taken" | "已签名" => ScreenKind::SignatureTaken,
    "sign on paper" | "请在签购单上签名" => ScreenKind::SignOnPaper,
    "printer trouble" | "打印机故障" => ScreenKind::PrinterTrouble,
    "present again" | "请重新出示" => ScreenKind::PresentAgain,
    "the PIN prompt" | "输密提示" => ScreenKind::EnterPin,
    "the password prompt" | "主管密码提示" => ScreenKind::EnterPassword,
    "a balance" | "余额" => ScreenKind::Balance,
    "a query result" | "查询结果" => ScreenKind::QueryResult,
    "signed on" | "签到成功" => ScreenKind::SignedOn,
    "sign-on failed" | "签到失败" => ScreenKind::SignOnFailed,
    "signed off" | "已签退" => ScreenKind::SignedOff,
    "line tested" | "线路正常" => ScreenKind::LineTested,
    "settled" | "结算完成" => ScreenKind::Settled,
    "keys lost" | "密钥丢失" => ScreenKind::KeysLost,
    "settlement open" | "结算未完成" => ScreenKind::SettlementOpen,
}}

words! { "How many." TimesWords(u64) "how many" {
    "no" => 0,
    "one" | "一笔" | "一次" => 1,
    "two" | "两笔" | "两次" => 2,
    "three" | "三笔" | "三次" => 3,
    "four" | "四笔" | "四次" => 4,
    "five" | "五笔" | "五次" => 5,
    "six" | "六笔" | "六次" => 6,
}}
