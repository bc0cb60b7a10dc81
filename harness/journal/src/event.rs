//! What can happen on a bench, as it is written down.
//!
//! Card numbers stand here as tokens and masked texts only. Amounts are whole fen. Nothing here says whether
//! what happened was right.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Belief, DetailNote, Expectation, Fields, FrameNote, Head, LinkState, Movement, OrderKind, Port,
    PostingNote, RequestNote, ScreenNote, Sighting, SlipNote, TxnKey,
};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    // --- bench ---
    /// The first entry.
    Opened(Arc<Head>),
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
    /// Something that is no order was done around the counter: mended, switched off and on again, waited.
    Moved {
        /// What, in words.
        what: String,
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

    /// A card was given a command of the issuer's script, and answered it.
    Scripted {
        /// Token of the card.
        card: String,
        /// The command's name, e.g. `put-data`.
        command: String,
        /// Its status words, four hex digits.
        status: String,
        /// Whether the card had made its second decision before.
        decided: bool,
    },
    /// A cardholder signed on the pad.
    Signed {
        /// The intent in hand.
        intent: Option<u32>,
        /// The picture, as a token: the same one is known again, and what is on it stays on the pad.
        picture: String,
    },

    // --- power, keys, line ---
    /// Power as read back.
    PowerIs {
        /// Whose.
        port: Port,
        /// On or off.
        on: bool,
    },
    /// The terminal's master key: loaded, or wiped because the terminal was opened.
    KeysAre {
        /// Whether the secure module holds one.
        loaded: bool,
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
    /// The host was told what a card did with the issuer's scripts, for the first time.
    ScriptTold {
        /// Number of the request.
        ticket: u64,
        /// The transaction whose answer brought them.
        original: TxnKey,
        /// The results, five bytes a script, as hex.
        results: String,
    },
    /// Transactions of a batch were uploaded.
    Uploaded {
        /// Number of the request.
        ticket: u64,
        /// As the terminal has them, in its order.
        details: Vec<DetailNote>,
    },
    /// The host keeps the picture of a signature.
    SignatureKept {
        /// Number of the request.
        ticket: u64,
        /// What was signed.
        key: TxnKey,
        /// The picture, as a token.
        picture: String,
    },
    /// The acquirer sent a cardholder the receipt of what was signed.
    ReceiptSent {
        /// Number of the request.
        ticket: u64,
        /// What it is of.
        key: TxnKey,
        /// The kind of transaction that stands on it, as a class where it is known.
        transaction: Option<String>,
        /// The amount on it.
        amount_fen: i64,
        /// Where it went, masked.
        phone: String,
    },
    /// The host closed a batch.
    BatchClosed {
        /// Number of the request that closed it.
        ticket: u64,
        /// Which.
        batch: String,
        /// The one that follows.
        next: String,
        /// How the upload differs from the host's register, in words; empty where nothing had to be uploaded.
        differences: Vec<String>,
        /// How many transactions the terminal said it had uploaded; none where nothing had to be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told: Option<u32>,
    },
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
