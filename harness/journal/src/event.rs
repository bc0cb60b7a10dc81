//! What can happen on a bench, as it is written down.
//!
//! Card numbers stand here as tokens and masked texts only. Amounts are whole fen. Nothing here says whether
//! what happened was right.

use serde::{Deserialize, Serialize};

use crate::{Expectation, Head};

/// Field path and masked value of a message, in the message's order.
pub type Fields = Vec<(String, String)>;

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    // --- bench ---
    /// The first entry.
    Opened(Box<Head>),
    /// A sentence of the scenario begins.
    Step {
        /// Its line in the feature.
        line: usize,
        /// The sentence, keyword included.
        text: String,
    },
    /// A Then sentence, typed; judged later from the record.
    Expected {
        /// Its line in the feature.
        line: usize,
        /// The sentence.
        text: String,
        /// What it demands.
        expectation: Expectation,
    },
    /// Something the terminal is not to blame for went wrong on the bench.
    Trouble {
        /// What, in a sentence.
        what: String,
    },
    /// The scenario needs what the terminal's statement, or the bench, does not have.
    NotApplicable {
        /// What is missing.
        reason: String,
    },
    /// Nothing is due any more.
    Quiet,
    /// The last entry.
    Closed {
        /// Entries in the record, this one included.
        entries: u64,
    },

    // --- fault ---
    /// A fault waits for its moment.
    Armed {
        /// Number of the fault in this run.
        fault: u32,
        /// What will happen.
        what: String,
        /// When.
        when: String,
        /// How long.
        lasting: String,
    },
    /// A fault's moment came; the act was commanded.
    Fired {
        /// Number of the fault.
        fault: u32,
        /// What happens.
        what: String,
    },
    /// A fault's hold was released.
    Released {
        /// Number of the fault.
        fault: u32,
    },
    /// A fault never found its moment.
    NeverFired {
        /// Number of the fault.
        fault: u32,
        /// The moment it waited for.
        when: String,
    },
    /// A misbehaviour of the host was ordered.
    HostScripted {
        /// Which, in words.
        what: String,
    },

    // --- cashier ---
    /// The cashier was told to do something: one intent, however many tries it takes.
    Intent {
        /// Number of the intent, from 1.
        intent: u32,
        /// What is wanted.
        order: OrderKind,
        /// Amount, where the order has one.
        amount_fen: Option<i64>,
        /// Whose card.
        person: String,
        /// The card, as a token; `None` when the order goes without a card.
        card: Option<String>,
        /// The intent whose transaction this one voids, refunds, queries or reprints.
        of: Option<u32>,
    },
    /// A try at an intent begins at the terminal.
    Attempt {
        /// Number of the intent.
        intent: u32,
        /// Number of the try, from 1.
        attempt: u32,
        /// Why it is made: "ordered" or "left in the dark".
        why: String,
    },
    /// What the cashier now believes of an intent.
    CashierBelieves {
        /// Number of the intent.
        intent: u32,
        /// The belief.
        belief: Belief,
        /// What it rests on: a screen, the lack of one.
        because: String,
    },
    /// A key was pressed; digits of a PIN or password never appear.
    Pressed {
        /// The key's name, `pin` and `password` for a whole entry.
        key: String,
    },
    /// A supervisor's password was entered.
    SupervisorConfirmed,

    // --- cardholder ---
    /// What a cardholder now believes of an intent.
    CardholderBelieves {
        /// Number of the intent.
        intent: u32,
        /// The belief.
        belief: Belief,
        /// What it rests on.
        because: String,
    },
    /// A card was presented or taken away.
    CardIs {
        /// Token of the card.
        card: String,
        /// Whether it is in the slot or field.
        present: bool,
        /// chip, stripe or contactless.
        face: String,
    },

    // --- power, line ---
    /// Power as read back.
    PowerIs {
        /// Whose.
        port: Port,
        /// On or off.
        on: bool,
    },
    /// The line as read back.
    LinkIs {
        /// Up or down.
        state: LinkState,
    },
    /// The terminal connected to the host.
    Connected {
        /// Number of the connection.
        line: u64,
    },
    /// A connection could not be made.
    NotConnected,
    /// A connection ended.
    Disconnected {
        /// Number of the connection.
        line: u64,
    },
    /// A frame left one end.
    Left(FrameNote),
    /// A frame reached the other end.
    Reached(FrameNote),
    /// A frame was lost under way.
    Lost(FrameNote),

    // --- host ---
    /// The host took a request off the line.
    Request(Box<RequestNote>),
    /// The host has an answer ready.
    Answer {
        /// Number of the request.
        ticket: u64,
        /// Class of the request, e.g. `sale`.
        class: String,
        /// F39.
        code: String,
        /// The answer.
        fields: Fields,
        /// In which way the answer was spoilt on order, if it was.
        deviation: Option<String>,
    },
    /// The answer waits until a commanded cut is confirmed.
    AnswerHeld {
        /// Number of the request.
        ticket: u64,
    },
    /// The answer went onto the line.
    AnswerLeft {
        /// Number of the request.
        ticket: u64,
    },
    /// The host does not answer, on order.
    Withheld {
        /// Number of the request.
        ticket: u64,
        /// On which order.
        why: String,
    },
    /// Bytes that are no message.
    Garbled {
        /// Why.
        reason: String,
        /// How many bytes.
        bytes: usize,
    },
    /// The host crashed: what it was working on is lost, its books are not.
    HostCrashed,
    /// The host is back.
    HostRestarted,
    /// Money moved in one of the books.
    Posted(Box<PostingNote>),

    // --- issuer ---
    /// The issuer's message to a cardholder.
    Texted {
        /// Token of the card.
        card: String,
        /// Whose.
        person: String,
        /// What moved.
        movement: Movement,
        /// How much, always positive.
        amount_fen: i64,
        /// The message.
        text: String,
    },

    // --- screen, paper ---
    /// A screen stands.
    Shown(ScreenNote),
    /// A line came out of the printer.
    PaperLine {
        /// As printed.
        text: String,
    },
    /// A slip ended: cut off, or broken off.
    Slip(Box<SlipNote>),
    /// The printer reported trouble.
    PrinterTrouble {
        /// Which.
        what: String,
    },
    /// Card data were seen where a person or a log can read them, or in a message field.
    Sighting(Sighting),

    // --- inner ---
    /// A call of the terminal to its store, card or clock; only benches that see inside write it.
    Inner {
        /// Name of the event, e.g. `store.write`.
        name: String,
        /// The record's name, the APDU's name, …
        detail: String,
    },
}

/// What a cashier is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderKind {
    /// 消费
    Sale,
    /// 撤销
    Void,
    /// 退货
    Refund,
    /// 余额查询
    Balance,
    /// 交易查询
    Query,
    /// 重打印
    Reprint,
    /// 签到
    SignOn,
    /// Sends a pending reversal by hand.
    Reverse,
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

/// A frame on the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameNote {
    /// Number of the connection.
    pub line: u64,
    /// `to-host` or `to-terminal`.
    pub direction: String,
    /// Class of the message, e.g. `sale`, or `garbled`.
    pub class: String,
    /// Bytes of the frame.
    pub bytes: usize,
}

/// The identity of a request in the acquirer's eyes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TxnKey {
    /// F41.
    pub terminal: String,
    /// F60.2.
    pub batch: String,
    /// F11.
    pub stan: String,
}

/// A request as the host took it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestNote {
    /// Number of the request in this run.
    pub ticket: u64,
    /// Number of the connection.
    pub line: u64,
    /// `sale`, `void`, `refund`, `balance`, `query`, `sign-on`, `sale-reversal`, `void-reversal`, `other`.
    pub class: String,
    /// Four digits.
    pub mti: String,
    /// Its identity.
    pub key: TxnKey,
    /// F4, where there is one.
    pub amount_fen: Option<i64>,
    /// Token of the card, from F2 or F35.
    pub card: Option<String>,
    /// All fields, masked.
    pub fields: Fields,
    /// The MAC as the host found it.
    pub mac: MacNote,
    /// Whether an earlier request had the same identity.
    pub repeated: bool,
    /// The intent that was under way, if one was.
    pub intent: Option<u32>,
}

impl RequestNote {
    /// Masked value of a field or sub-field, e.g. `39` or `60.2`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&str> {
        self.fields.iter().find(|(p, _)| p == path).map(|(_, value)| value.as_str())
    }
}

/// A MAC as found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum MacNote {
    /// Right under the key with this check value.
    Valid {
        /// First four bytes of the check value, hex.
        check_value: String,
    },
    /// Wrong under the key with this check value.
    Wrong {
        /// First four bytes of the check value, hex.
        check_value: String,
    },
    /// There is none, and there should be.
    Absent,
    /// There is none, and none is asked for.
    NotRequired,
}

/// Whose book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Book {
    /// The acquirer's.
    Acquirer,
    /// The issuer's.
    Issuer,
}

/// A posting: its legs add up to nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingNote {
    /// In which book.
    pub book: Book,
    /// Number in that book.
    pub number: u64,
    /// Class of the message that moved it.
    pub class: String,
    /// The transaction that was made, or the one that a reversal undoes.
    pub key: TxnKey,
    /// The original that a void or refund refers to.
    pub original: Option<TxnKey>,
    /// The reference number.
    pub rrn: String,
    /// Token of the card.
    pub card: String,
    /// The legs.
    pub legs: Vec<Leg>,
}

/// One leg of a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// `cardholder`, `merchant`, `fee-income`, `clearing-issuer`, `clearing-acquirer`.
    pub account: String,
    /// Positive: the account receives.
    pub amount_fen: i64,
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
}

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenNote {
    /// The kind's name, e.g. `approved`.
    pub screen: String,
    /// The lines, card data masked.
    pub lines: Vec<String>,
    /// The transaction type read off it: sale, void, refund, balance, query.
    pub transaction: Option<String>,
    /// The amount read off it.
    pub amount_fen: Option<i64>,
    /// The trace number read off it.
    pub trace: Option<String>,
    /// The code read off it.
    pub code: Option<String>,
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

/// A slip as read off the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipNote {
    /// Whose copy.
    pub copy: Copy,
    /// Whether it reached its cut.
    pub complete: bool,
    /// Whether it is marked as a duplicate.
    pub duplicate: bool,
    /// The transaction type read off it.
    pub transaction: Option<String>,
    /// The amount.
    pub amount_fen: Option<i64>,
    /// The trace number.
    pub trace: Option<String>,
    /// The batch number.
    pub batch: Option<String>,
    /// The reference number.
    pub reference: Option<String>,
    /// How many lines came out.
    pub lines: usize,
    /// Whether anything can be read on it.
    pub blank: bool,
}

/// Card data seen somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// Token of the card.
    pub card: String,
    /// Where: `field.2`, `field.35`, `field.55.57`, `paper`, `screen`.
    pub place: String,
    /// Message class for a field, slip copy or screen kind otherwise.
    pub context: String,
    /// `bcd`, `ascii`, `tlv`, `text`.
    pub encoding: String,
    /// How many digits of the number could be read there.
    pub clear_digits: usize,
    /// How many digits the number has.
    pub digits: usize,
}
