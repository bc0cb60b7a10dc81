//! The ports between the desk and its bench: what was seen there, and what is to be done there.

use std::borrow::Cow;

use device::{CardFace, Hidden, Key, Screen};
use journal::{LinkState, Port};
use serde::{Deserialize, Serialize};

/// Something seen on the bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Power as read back.
    PowerIs {
        /// Whose.
        port: Port,
        /// On or off.
        on: bool,
    },
    /// The terminal's master key as read back: loaded, or wiped.
    KeysAre {
        /// Whether there is one.
        loaded: bool,
    },
    /// The line as read back.
    LinkIs(LinkState),
    /// The terminal shows a screen.
    Shown(Screen),
    /// A card is, or is no longer, at the terminal.
    CardIs {
        /// Name of the card in the wallet.
        card: String,
        /// Whether it is.
        present: bool,
        /// How it meets the terminal.
        face: CardFace,
    },
    /// A card carried a command of the issuer's script out, or refused to; the terminal has not heard.
    Scripted {
        /// Name of the card in the wallet.
        card: String,
        /// The command's name.
        command: &'static str,
        /// Its status words.
        status: u16,
        /// Whether the card had made its second decision before.
        decided: bool,
    },
    /// The terminal connected.
    Connected {
        /// Number of the connection.
        line: u64,
    },
    /// The terminal could not connect.
    NotConnected,
    /// The terminal hung up, or was cut off.
    Disconnected {
        /// Number of the connection.
        line: u64,
    },
    /// Bytes left one end of the line.
    Left {
        /// Number of the connection.
        line: u64,
        /// Towards the host, or from it.
        to_host: bool,
        /// The bytes.
        bytes: Hidden,
    },
    /// Bytes reached the other end.
    Reached {
        /// Number of the connection.
        line: u64,
        /// Towards the host, or from it.
        to_host: bool,
        /// The bytes.
        bytes: Hidden,
    },
    /// Bytes were lost under way.
    Lost {
        /// Number of the connection.
        line: u64,
        /// Towards the host, or from it.
        to_host: bool,
        /// The bytes.
        bytes: Hidden,
    },
    /// The cardholder signed on the pad.
    Signed {
        /// The picture as the terminal gets it.
        picture: Hidden,
    },
    /// A line came out of the printer.
    PaperLine(String),
    /// The slip was cut off.
    PaperCut,
    /// The printer reported trouble.
    PrinterTrouble(device::PrinterTrouble),
    /// Something inside the terminal, where the bench can see it.
    Inner {
        /// Name of the event.
        name: Cow<'static, str>,
        /// The record, APDU or call that it was about.
        detail: Cow<'static, str>,
    },
}

/// Something to be done on the bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Press a key.
    Press(Key),
    /// Type a PIN and Enter; an empty one is Enter alone.
    Pin(Hidden),
    /// Type a supervisor's password and Enter.
    Password(Hidden),
    /// Present a card, or take it away.
    Card {
        /// Name of the card in the wallet.
        card: String,
        /// How it meets the terminal.
        face: CardFace,
        /// Present or take away.
        present: bool,
    },
    /// Sign on the pad.
    Sign {
        /// The strokes.
        strokes: Hidden,
        /// The phone number that is typed, ASCII digits; empty for none.
        phone: Hidden,
    },
    /// Break the signature pad, or mend it.
    Pad(bool),
    /// Hold a payment code to the scanner.
    Scan(Hidden),
    /// Kill the scanner, or bring it back.
    Scanner(bool),
    /// Put bytes from the host on the line.
    Answer {
        /// Number of the connection.
        line: u64,
        /// The bytes.
        bytes: Hidden,
    },
    /// The host hangs up.
    HangUp {
        /// Number of the connection.
        line: u64,
    },
    /// The host takes connections, or refuses them.
    Listen(bool),
    /// Switch power.
    Power {
        /// Whose.
        port: Port,
        /// On or off.
        on: bool,
    },
    /// Open the terminal, so that its master key is wiped.
    Open,
    /// Load a master key.
    LoadKey(Hidden),
    /// Cut or join the line.
    Link(LinkState),
    /// Carry what the terminal sends and tell it that the send failed, or tell the truth again.
    FalseSend(bool),
    /// Bring about, or mend, a paper trouble.
    Paper {
        /// Which.
        trouble: PaperTrouble,
        /// Bring about or mend.
        on: bool,
    },
    /// Bring about, or mend, a card trouble.
    CardTrouble {
        /// Which.
        trouble: CardTrouble,
        /// Bring about or mend.
        on: bool,
    },
}

/// What can be wrong with the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperTrouble {
    /// No paper; the printer says so.
    Out,
    /// Paper jammed; the printer says so.
    Jam,
    /// Paper comes out blank; the printer says nothing.
    Blank,
}

/// What can be wrong with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardTrouble {
    /// The stripe cannot be read.
    StripeUnreadable,
    /// The chip does not answer.
    ChipMute,
    /// The chip declines at the second GENERATE AC.
    RefusesSecond,
    /// The chip answers 6985 to each command of an issuer's script.
    RefusesScripts,
}
