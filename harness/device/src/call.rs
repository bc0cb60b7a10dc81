//! The calls and their answers.
//!
//! A call that waits carries its own limit in milliseconds; a bench never answers later than that with
//! anything but [`Answer::TimedOut`]. An answer of the wrong shape for its call is the bench's fault.

use serde::{Deserialize, Serialize};

use crate::{Hidden, Screen};

/// One thing a terminal asks of its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// The date and time of the terminal's clock. Answer: [`Answer::Clock`].
    Clock,
    /// Eight unpredictable bytes. Answer: [`Answer::Random`].
    Random,
    /// The master key of the secure module. Answers: `MasterKey`, `NoMasterKey` where the module was opened or never loaded.
    MasterKey,
    /// Shows a screen. Answer: [`Answer::Done`].
    Show(Screen),
    /// Waits for a key, for a card, or for a while. Answers: `Key`, `CardIn`, `CardGone`, `KeysChanged`, `TimedOut`.
    Wait(Wait),
    /// Collects a PIN on the keypad. Answers: `Pin`, `PinSkipped`, `Cancelled`, `CardGone`, `TimedOut`.
    EnterPin {
        /// How long the cardholder may take.
        limit_ms: u64,
    },
    /// Collects the supervisor's password. Answers: `Password`, `Cancelled`, `TimedOut`.
    EnterPassword {
        /// How long the supervisor may take.
        limit_ms: u64,
    },
    /// Reads the magnetic stripe as it passes. Answers: `Stripe`, `StripeUnreadable`.
    ReadStripe,
    /// Waits for a code before the scanner. Answers: `Scanned`, `ScannerDead`, `Cancelled`, `TimedOut`.
    Scan {
        /// How long the customer may take.
        limit_ms: u64,
    },
    /// Lets the cardholder sign on the pad. Answers: `Signed`, `PadFailed` where there is none or it does not work,
    /// `Cancelled`, `TimedOut`.
    Sign(Sign),
    /// Switches the chip (or field) on. Answers: `CardReady`, `CardMute`, `CardGone`.
    CardOn,
    /// One APDU exchange. Answers: `Apdu`, `CardGone`.
    Apdu(Hidden),
    /// Sends bytes (ESC/POS) to the printer. Answers: `Done` when the mechanism took them all, `Printer`.
    Print(Vec<u8>),
    /// The printer's state before or after printing. Answers: `Done` when ready, `Printer`.
    PrinterState,
    /// Lasting storage.
    Store(StoreCall),
    /// The line to the host.
    Line(LineCall),
}

/// What the pad is to show and to ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// 特征码: eight characters that the pad prints over the picture, so that it belongs to one transaction.
    pub code: String,
    /// How long the cardholder may take.
    pub limit_ms: u64,
}

/// What a [`Call::Wait`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Keys are listened to.
    pub keys: bool,
    /// A card presented to any of the readers ends the wait.
    pub card: Wish,
    /// A master key that is wiped or loaded ends the wait (`KeysChanged`), also when that was so since the
    /// terminal last asked or was told.
    pub master_key: bool,
    /// Ends the wait with `TimedOut`; `None` waits for ever.
    pub limit_ms: Option<u64>,
}

/// What a wait wishes of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// The card does not matter.
    Any,
    /// A card presented ends the wait (`CardIn`), also one that is already in the slot.
    Present,
    /// A card taken away ends the wait (`CardGone`), also a slot that is already empty.
    Absent,
}

/// How a card meets the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardFace {
    /// In the chip slot.
    Chip,
    /// Swiped.
    Stripe,
    /// In the contactless field.
    Contactless,
}

/// Lasting storage: named records. A write is durable only after the flush that follows it was answered;
/// a power cut before that may leave the old record, the new one, or a torn new one, each record for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreCall {
    /// Reads a record. Answers: `Record`, `NoRecord`.
    Read(String),
    /// Writes a record whole. Answers: `Done`, `StoreFull`.
    Write(String, Hidden),
    /// Removes a record. Answer: `Done`, also when there was none.
    Erase(String),
    /// Makes everything written and erased so far durable. Answer: `Done`.
    Flush,
    /// The names that begin so, in order. Answer: `Names`.
    List(String),
}

/// The line to the host: one connection at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineCall {
    /// Opens the connection. Answers: `Done`, `Line`, `TimedOut`.
    Connect {
        /// How long it may take.
        limit_ms: u64,
    },
    /// Hands bytes to the connection. Answers: `Done` (handed over, not delivered), `Line`.
    Send(Hidden),
    /// Waits for bytes. Answers: `Received`, `Line`, `TimedOut`.
    Receive {
        /// How long it may take.
        limit_ms: u64,
    },
    /// Closes the connection. Answer: `Done`.
    Close,
}

/// A key of the terminal's keypad. Digits of PINs and passwords never come this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// 0 to 9.
    Digit(u8),
    /// 确认
    Enter,
    /// 取消
    Cancel,
    /// 清除
    Clear,
    /// 电子签名: while the amount is typed, that this one is to be signed on the pad.
    Pad,
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
    /// 付款码支付: the customer shows a code.
    WalletPay,
    /// 收款码支付: the customer scans the terminal's code.
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
    Settle,
    /// 冲正 by hand: sends a pending reversal now.
    Reverse,
}

/// The terminal's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateTime {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// Why the printer did not take the bytes. Blank paper is not among these: no printer can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrinterTrouble {
    /// No paper.
    PaperOut,
    /// Paper jammed.
    Jam,
    /// No answer from the printer: its power is off.
    Off,
}

/// Why the line did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineTrouble {
    /// No connection could be made.
    NoConnection,
    /// The connection broke; bytes handed over earlier may or may not have arrived.
    Broken,
}

/// What the body says to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Done.
    Done,
    /// The clock.
    Clock(DateTime),
    /// Unpredictable bytes.
    Random([u8; 8]),
    /// The master key; it opens the working keys of a sign-on.
    MasterKey(Hidden),
    /// The secure module holds no master key.
    NoMasterKey,
    /// The master key was wiped or loaded.
    KeysChanged,
    /// A key was pressed.
    Key(Key),
    /// A card was presented.
    CardIn(CardFace),
    /// The card is not there (any more).
    CardGone,
    /// The limit passed.
    TimedOut,
    /// The PIN as typed, ASCII digits.
    Pin(Hidden),
    /// The cardholder pressed Enter without a PIN.
    PinSkipped,
    /// The password as typed, ASCII digits.
    Password(Hidden),
    /// Cancel was pressed.
    Cancelled,
    /// Track 2 as read, `PAN=YYMMsss…` in ASCII.
    Stripe(Hidden),
    /// The stripe could not be read.
    StripeUnreadable,
    /// A code as scanned, ASCII.
    Scanned(Hidden),
    /// The scanner does not answer.
    ScannerDead,
    /// The cardholder signed, and may have typed a phone number for the receipt.
    Signed {
        /// The picture, with the code over it, as the pad packs it.
        picture: Hidden,
        /// ASCII digits; empty where none was typed.
        phone: Hidden,
    },
    /// There is no pad, or it does not answer.
    PadFailed,
    /// The chip answered to reset, or the contactless card is selected.
    CardReady,
    /// There is a card, but it does not answer.
    CardMute,
    /// Response APDU, status words at its end.
    Apdu(Hidden),
    /// The printer has trouble.
    Printer(PrinterTrouble),
    /// A record of the store.
    Record(Hidden),
    /// No such record.
    NoRecord,
    /// Names of records.
    Names(Vec<String>),
    /// The store has no room.
    StoreFull,
    /// Bytes from the host.
    Received(Hidden),
    /// The line has trouble.
    Line(LineTrouble),
}
