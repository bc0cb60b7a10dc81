//! The body as the application sees it: one method a call, each answer in the type that fits its question.
//!
//! An answer of the wrong shape is the bench's fault; it is read as the most cautious answer the question has
//! (no key, card gone, line broken, printer off), so that nothing outside can stop the application.

use device::{
    Answer, Call, CardFace, DateTime, Hidden, Key as Pressed, LineCall, PrinterTrouble, Screen, ScreenKind,
    Sign, StoreCall, Wait, Wish,
};
use wire::Key;

use crate::machine::Mailbox;

/// The way to the body.
pub(crate) struct Body(Mailbox);

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Woke {
    Key(Pressed),
    Card(CardFace),
    Gone,
    TimedOut,
}

/// What an idle terminal is called upon for.
pub(crate) enum Called {
    Key(Pressed),
    KeysChanged,
    Nothing,
}

/// How PIN entry ended.
pub(crate) enum PinEntry {
    Typed(Hidden),
    Skipped,
    Cancelled,
    CardGone,
    TimedOut,
}

/// What came before the scanner.
pub(crate) enum Scan {
    Code(Hidden),
    Dead,
    Cancelled,
    TimedOut,
}

/// What came of the pad.
pub(crate) enum OnPad {
    Signed { picture: Hidden, phone: Hidden },
    Cancelled,
    TimedOut,
    Failed,
}

/// How the chip took power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChipStart {
    Ready,
    Mute,
    Gone,
}

/// The card is not there any more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gone;

/// The store has no room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoreFull;

/// What the line gave.
pub(crate) enum Heard {
    Bytes(Hidden),
    Broken,
    TimedOut,
}

impl Body {
    pub(crate) fn new(mailbox: Mailbox) -> Self {
        Self(mailbox)
    }

    pub(crate) async fn clock(&self) -> DateTime {
        let unreadable = DateTime { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
        self.read_clock().await.unwrap_or(unreadable)
    }

    /// The clock, when it can be read and says a day that there is.
    pub(crate) async fn read_clock(&self) -> Option<DateTime> {
        match self.0.ask(Call::Clock).await {
            Answer::Clock(now) if (1..=12).contains(&now.month) && (1..=31).contains(&now.day) => Some(now),
            _ => None,
        }
    }

    pub(crate) async fn random(&self) -> [u8; 8] {
        match self.0.ask(Call::Random).await {
            Answer::Random(bytes) => bytes,
            _ => [0; 8],
        }
    }

    /// The master key; `None` where the secure module was opened.
    pub(crate) async fn master_key(&self) -> Option<Key> {
        match self.0.ask(Call::MasterKey).await {
            Answer::MasterKey(key) => Key::new(key.expose()).ok(),
            _ => None,
        }
    }

    pub(crate) async fn show(&self, kind: ScreenKind, lines: Vec<String>) {
        self.0.ask(Call::Show(Screen { kind, lines })).await;
    }

    pub(crate) async fn wait(&self, keys: bool, card: Wish, limit_ms: Option<u64>) -> Woke {
        match self.0.ask(Call::Wait(Wait { keys, card, master_key: false, limit_ms })).await {
            Answer::Key(key) => Woke::Key(key),
            Answer::CardIn(face) => Woke::Card(face),
            Answer::CardGone => Woke::Gone,
            _ => Woke::TimedOut,
        }
    }

    /// Waits for the next order, or for news of the master key.
    pub(crate) async fn wait_for_order(&self) -> Called {
        let wait = Wait { keys: true, card: Wish::Any, master_key: true, limit_ms: None };
        match self.0.ask(Call::Wait(wait)).await {
            Answer::Key(key) => Called::Key(key),
            Answer::KeysChanged => Called::KeysChanged,
            _ => Called::Nothing,
        }
    }

    pub(crate) async fn enter_pin(&self, limit_ms: u64) -> PinEntry {
        match self.0.ask(Call::EnterPin { limit_ms }).await {
            Answer::Pin(typed) => PinEntry::Typed(typed),
            Answer::PinSkipped => PinEntry::Skipped,
            Answer::Cancelled => PinEntry::Cancelled,
            Answer::CardGone => PinEntry::CardGone,
            _ => PinEntry::TimedOut,
        }
    }

    /// The password as typed; `None` when it was given up or took too long.
    pub(crate) async fn enter_password(&self, limit_ms: u64) -> Option<Hidden> {
        match self.0.ask(Call::EnterPassword { limit_ms }).await {
            Answer::Password(typed) => Some(typed),
            _ => None,
        }
    }

    pub(crate) async fn read_stripe(&self) -> Option<Hidden> {
        match self.0.ask(Call::ReadStripe).await {
            Answer::Stripe(track) => Some(track),
            _ => None,
        }
    }

    pub(crate) async fn scan(&self, limit_ms: u64) -> Scan {
        match self.0.ask(Call::Scan { limit_ms }).await {
            Answer::Scanned(code) => Scan::Code(code),
            Answer::Cancelled => Scan::Cancelled,
            Answer::TimedOut => Scan::TimedOut,
            _ => Scan::Dead,
        }
    }

    /// Lets the cardholder sign under this code.
    pub(crate) async fn sign(&self, code: String, limit_ms: u64) -> OnPad {
        match self.0.ask(Call::Sign(Sign { code, limit_ms })).await {
            Answer::Signed { picture, phone } => OnPad::Signed { picture, phone },
            Answer::Cancelled => OnPad::Cancelled,
            Answer::TimedOut => OnPad::TimedOut,
            _ => OnPad::Failed,
        }
    }

    pub(crate) async fn card_on(&self) -> ChipStart {
        match self.0.ask(Call::CardOn).await {
            Answer::CardReady => ChipStart::Ready,
            Answer::CardMute => ChipStart::Mute,
            _ => ChipStart::Gone,
        }
    }

    pub(crate) async fn apdu(&self, command: Vec<u8>) -> Result<Hidden, Gone> {
        match self.0.ask(Call::Apdu(Hidden::new(command))).await {
            Answer::Apdu(response) => Ok(response),
            _ => Err(Gone),
        }
    }

    pub(crate) async fn print(&self, bytes: Vec<u8>) -> Result<(), PrinterTrouble> {
        printed(self.0.ask(Call::Print(bytes)).await)
    }

    pub(crate) async fn printer_state(&self) -> Result<(), PrinterTrouble> {
        printed(self.0.ask(Call::PrinterState).await)
    }

    pub(crate) async fn read(&self, name: &str) -> Option<Hidden> {
        match self.store(StoreCall::Read(name.to_owned())).await {
            Answer::Record(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) async fn write(&self, name: String, bytes: Vec<u8>) -> Result<(), StoreFull> {
        match self.store(StoreCall::Write(name, Hidden::new(bytes))).await {
            Answer::Done => Ok(()),
            _ => Err(StoreFull),
        }
    }

    pub(crate) async fn erase(&self, name: &str) {
        self.store(StoreCall::Erase(name.to_owned())).await;
    }

    pub(crate) async fn flush(&self) {
        self.store(StoreCall::Flush).await;
    }

    pub(crate) async fn list(&self, prefix: &str) -> Vec<String> {
        match self.store(StoreCall::List(prefix.to_owned())).await {
            Answer::Names(names) => names,
            _ => Vec::new(),
        }
    }

    async fn store(&self, call: StoreCall) -> Answer {
        self.0.ask(Call::Store(call)).await
    }

    pub(crate) async fn connect(&self, limit_ms: u64) -> bool {
        self.line(LineCall::Connect { limit_ms }).await == Answer::Done
    }

    /// True when the bytes were handed over, which is not to say delivered.
    pub(crate) async fn send(&self, bytes: Vec<u8>) -> bool {
        self.line(LineCall::Send(Hidden::new(bytes))).await == Answer::Done
    }

    pub(crate) async fn receive(&self, limit_ms: u64) -> Heard {
        match self.line(LineCall::Receive { limit_ms }).await {
            Answer::Received(bytes) => Heard::Bytes(bytes),
            Answer::TimedOut => Heard::TimedOut,
            _ => Heard::Broken,
        }
    }

    pub(crate) async fn close(&self) {
        self.line(LineCall::Close).await;
    }

    async fn line(&self, call: LineCall) -> Answer {
        self.0.ask(Call::Line(call)).await
    }
}

fn printed(answer: Answer) -> Result<(), PrinterTrouble> {
    match answer {
        Answer::Done => Ok(()),
        Answer::Printer(trouble) => Err(trouble),
        _ => Err(PrinterTrouble::Off),
    }
}
