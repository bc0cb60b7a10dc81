//! A request as the acquirer understands it: identity, card, amount, PIN, chip.
//!
//! It reads and checks form, not sense: code 30 where something is missing or malformed, 13 for an amount of
//! nought. What may follow what is decided in `register`.

use wire::{Dialect, Message, Pan, Pin, PinBlock, Place, Tlv, WorkingKeys, pin};

use crate::wallet::{self, Numbers};
use crate::{Class, TxnKey};

/// What a request says.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) class: Class,
    pub(crate) key: TxnKey,
    pub(crate) mid: String,
    pub(crate) message: Message,
    /// From F2, or from the track in F35.
    pub(crate) pan: Option<Pan>,
    /// `YYMM`, from F14 or the track.
    pub(crate) expiry: Option<String>,
    pub(crate) amount_fen: i64,
    /// F61.1 and F61.2, when both are there and not nought.
    pub(crate) original: Option<(String, String)>,
    /// F61.3.
    pub(crate) original_date: Option<String>,
    /// Numbers of a wallet order.
    pub(crate) wallet: Numbers,
}

/// A PIN as it came.
#[derive(Clone, Debug)]
pub(crate) enum PinOffered {
    None,
    Read(Pin),
    Unreadable,
}

impl Request {
    /// Reads identity and contents; nothing is refused here.
    pub(crate) fn read(dialect: &Dialect, class: Class, message: Message) -> Self {
        let text = |n: u8| message.text(n).map(str::to_owned);
        let at = |place: Place| dialect.at(&message, place).map(str::to_owned);
        let key = TxnKey {
            tid: text(41).unwrap_or_default(),
            batch: at(Place::Batch).unwrap_or_default(),
            stan: text(11).unwrap_or_default(),
        };
        let track = message.track2();
        let pan = message.pan().or_else(|| track.as_ref().map(wire::Track2::pan));
        let expiry = text(14).or_else(|| track.as_ref().map(|t| t.expiry().to_owned()));
        let original = at(Place::OriginalBatch)
            .zip(at(Place::OriginalTrace))
            .filter(|(batch, stan)| batch != "000000" || stan != "000000");
        Self {
            class,
            key,
            mid: text(42).unwrap_or_default(),
            pan,
            expiry,
            amount_fen: message.number(4).and_then(|n| i64::try_from(n).ok()).unwrap_or(0),
            original,
            wallet: Numbers::read(dialect, class, &message),
            original_date: at(Place::OriginalDate).filter(|date| date.len() == 4 && date != "0000"),
            message,
        }
    }

    /// The code for a fault of form, if there is one.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.class == Class::Other {
            return None;
        }
        if self.class.is_wallet() {
            return wallet::fault(self);
        }
        let required: &[u8] = match self.class {
            Class::SignOn | Class::SignOff | Class::Echo => &[11, 41, 42, 60],
            Class::Balance => &[3, 11, 22, 25, 41, 42, 49, 60],
            Class::Query => &[3, 11, 41, 42, 60],
            Class::Sale | Class::PreAuth => &[3, 4, 11, 22, 25, 41, 42, 49, 60],
            Class::Void | Class::CompletionVoid => &[3, 4, 11, 22, 25, 41, 42, 49, 60, 61],
            Class::Refund => &[3, 4, 11, 22, 25, 37, 41, 42, 49, 60, 61],
            Class::PreAuthVoid | Class::Completion | Class::CompletionAdvice => {
                &[3, 4, 11, 22, 25, 38, 41, 42, 49, 60, 61]
            }
            Class::SaleReversal | Class::PreAuthReversal => &[3, 4, 11, 22, 25, 39, 41, 42, 49, 60],
            Class::VoidReversal
            | Class::PreAuthVoidReversal
            | Class::CompletionReversal
            | Class::CompletionVoidReversal => &[3, 4, 11, 22, 25, 39, 41, 42, 49, 60, 61],
            _ => &[],
        };
        if required.iter().any(|n| !self.message.has(*n)) {
            return Some("30");
        }
        let numbered = |text: &str| text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        if !(numbered(&self.key.stan) && numbered(&self.key.batch)) {
            return Some("30");
        }
        if self.message.text(49).is_some_and(|currency| currency != "156") || !self.card_is_readable() {
            return Some("30");
        }
        let moves = self.class.is_financial() || self.class.is_reversal();
        if moves && self.amount_fen == 0 {
            return Some("13");
        }
        if (self.class.is_first() || self.class == Class::Balance) && self.pan.is_none() {
            return Some("30");
        }
        if !self.class.is_reversal() && !self.verification_is_whole() {
            return Some("30");
        }
        let misses_original = match self.class {
            Class::Void | Class::CompletionVoid => self.original.is_none(),
            // A guarantee may be of another day and terminal: then its date and approval code say which.
            Class::PreAuthVoid | Class::Completion | Class::CompletionAdvice => {
                self.original.is_none() && self.original_date.is_none()
            }
            class if class.reverses().is_some_and(|of| !of.follows().is_empty()) => self.original.is_none(),
            Class::Query => self.original.is_none() && !self.message.has(37),
            _ => false,
        };
        misses_original.then_some("30")
    }

    /// F2 and F35, where they are there, read as what they are and say the same card.
    fn card_is_readable(&self) -> bool {
        let track = self.message.track2();
        let readable = self.message.has(2) <= self.message.pan().is_some();
        let track_readable = self.message.has(35) <= track.is_some();
        let same = self.message.pan().zip(track).is_none_or(|(pan, track)| pan == track.pan());
        readable && track_readable && same
    }

    /// A PIN that is announced is there and says its format; a chip's data read as such, and are there where
    /// the card was read by chip and money is asked for.
    fn verification_is_whole(&self) -> bool {
        let entry = self.message.text(22).unwrap_or_default();
        let announced = entry.as_bytes().get(2) == Some(&b'1');
        let has_pin = self.message.has(52);
        let format = self.message.text(53).and_then(|f| f.as_bytes().first().copied());
        if announced != has_pin && !entry.is_empty() || has_pin && !matches!(format, Some(b'1' | b'2')) {
            return false;
        }
        let by_chip = entry.starts_with("05") || entry.starts_with("07");
        match self.message.chip() {
            Err(_) => false,
            Ok(None) => !(by_chip && self.class.is_first()),
            Ok(Some(_)) => true,
        }
    }

    pub(crate) fn chip(&self) -> Option<Tlv> {
        self.message.chip().ok().flatten()
    }

    /// F23 as a number, 0 when absent.
    pub(crate) fn sequence(&self) -> u64 {
        self.message.number(23).unwrap_or(0)
    }

    /// The PIN under the terminal's PIN key.
    pub(crate) fn pin(&self, keys: Option<&WorkingKeys>) -> PinOffered {
        if !self.message.has(52) {
            return PinOffered::None;
        }
        let block: Option<PinBlock> = self.message.pin_block();
        let with_pan = self.message.text(53).is_some_and(|format| format.starts_with('2'));
        let pan = self.pan.as_ref().filter(|_| with_pan);
        match (block, keys) {
            (Some(block), Some(keys)) => {
                pin::decrypt(&block, pan, &keys.pin).map_or(PinOffered::Unreadable, PinOffered::Read)
            }
            _ => PinOffered::Unreadable,
        }
    }

    /// What has to be the same for a request to count as sent again: everything that says which money is to move,
    /// and the chip's data. The PIN block is left out, since a new sign-on changes it. A refund may be tried again
    /// with the card presented anew, or without it, so there the chip's data are left out too.
    pub(crate) fn content(&self) -> Content {
        let fields = [3, 4, 25, 37, 38, 59, 61].map(|n| self.message.expose(n).map(<[u8]>::to_vec));
        let chip = self.message.expose(55).filter(|_| self.class != Class::Refund).map(<[u8]>::to_vec);
        Content { class: self.class, pan: self.pan.clone(), fields, chip }
    }
}

/// What a request asks for, to be compared with a later one of the same identity.
#[derive(Clone)]
pub(crate) struct Content {
    class: Class,
    pan: Option<Pan>,
    fields: [Option<Vec<u8>>; 7],
    chip: Option<Vec<u8>>,
}

impl Content {
    /// Whether both ask for the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let lenient = self.class == Class::Refund && (self.pan.is_none() || other.pan.is_none());
        let same_card = lenient || self.pan == other.pan;
        self.class == other.class && same_card && self.fields == other.fields && self.chip == other.chip
    }

    pub(crate) const fn class(&self) -> Class {
        self.class
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Content({} {:?})", self.class, self.pan)
    }
}
