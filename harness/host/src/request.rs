//! A request as the acquirer understands it: identity, card, amount, PIN, chip.
//!
//! It reads and checks form, not sense: code 30 where something is missing or malformed, 13 for an amount of
//! nought. What may follow what is decided in `register`.

use wire::{
    BatchTotals, Detail, Dialect, Message, Pan, Pin, PinBlock, Place, Receipt, ScriptResult, Tlv,
    WorkingKeys, pin, script,
};

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
    /// Batch and trace number of what it goes back to, when both are there and not nought.
    pub(crate) original: Option<(String, String)>,
    /// The original's date, MMDD.
    pub(crate) original_date: Option<String>,
    /// The original's time of sending, MMDDhhmmss, where the dialect tells it.
    pub(crate) original_time: Option<String>,
    /// Whether the original is said to be of a type that this cannot go back to.
    pub(crate) is_misdirected: bool,
    /// When it was sent, MMDDhhmmss, where the dialect tells it.
    pub(crate) sent_at: Option<String>,
    /// The field in which a message of the batch says what it is about.
    pub(crate) batch_field: Option<u8>,
    /// What a reversal leaves of the original's amount, as it stands there; none where it undoes the whole.
    pub(crate) replacement: Option<String>,
    /// Numbers of a wallet order.
    pub(crate) wallet: Numbers,
    /// Whether the tracks that are said to be enciphered opened.
    pub(crate) opens: bool,
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
    pub(crate) fn read(dialect: &Dialect, class: Class, message: Message, opens: bool) -> Self {
        let text = |n: u8| message.text(n).map(str::to_owned);
        let at = |place: Place| dialect.at(&message, place).map(str::to_owned);
        // Where originals are named in full, a reversal goes by the name and not by its own number.
        let by_name = class.is_reversal() && dialect.has(Place::OriginalType);
        let stan = if by_name { at(Place::OriginalTrace) } else { text(11) };
        let key = TxnKey {
            tid: text(41).unwrap_or_default(),
            batch: at(Place::Batch).unwrap_or_default(),
            stan: stan.unwrap_or_default(),
        };
        let track = message.track2();
        let pan = message.pan().or_else(|| track.as_ref().map(wire::Track2::pan));
        let expiry = text(14).or_else(|| track.as_ref().map(|t| t.expiry().to_owned()));
        // What is reversed is of the reversal's own batch.
        let batch = at(Place::OriginalBatch).or_else(|| by_name.then(|| key.batch.clone()));
        let original =
            batch.zip(at(Place::OriginalTrace)).filter(|(batch, stan)| batch != "000000" || stan != "000000");
        let filled = |text: &String| text.bytes().any(|digit| digit != b'0');
        let types = class.reverses().map_or_else(|| class.follows().to_vec(), |of| vec![of]);
        let is_misdirected = at(Place::OriginalType).filter(filled).is_some_and(|named| {
            !types.iter().filter_map(|of| dialect.type_of(*of)).any(|mti| mti.to_string() == named)
        });
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
            original_time: at(Place::OriginalTime).filter(filled),
            is_misdirected: is_misdirected && class != Class::Query,
            sent_at: at(Place::Time),
            batch_field: dialect.field_of(if class == Class::Settlement {
                Place::Totals
            } else {
                Place::Details
            }),
            replacement: at(Place::Replacement).filter(|_| class.is_reversal()),
            opens,
            message,
        }
    }

    /// The code for a fault of form, if there is one.
    pub(crate) fn fault(&self, dialect: &Dialect) -> Option<&'static str> {
        if self.class == Class::Other {
            return None;
        }
        if self.class.is_wallet() {
            return wallet::fault(self);
        }
        let named = [Place::OriginalBatch, Place::OriginalTrace, Place::OriginalDate];
        let names_none = || named.iter().all(|place| dialect.at(&self.message, *place).is_none());
        if required(self.class).iter().any(|n| !self.message.has(*n))
            || dialect.has(Place::Time) && self.sent_at.is_none()
            || self.class == Class::Refund && names_none()
        {
            return Some("30");
        }
        if !self.key.is_numbered() {
            return Some("30");
        }
        if self.message.text(49).is_some_and(|currency| currency != "156") || !self.card_is_readable() {
            return Some("30");
        }
        if !self.load_is_readable(dialect) {
            return Some("30");
        }
        if self.replacement.is_some() && self.replacement_fen().is_none() {
            return Some("30");
        }
        let moves = self.class.is_financial() || self.class.is_reversal();
        if moves && self.amount_fen == 0 {
            return Some("13");
        }
        if (self.class.is_first() || self.class == Class::Balance) && self.pan.is_none() {
            return Some("30");
        }
        if self.shows_card() && !self.verification_is_whole() {
            return Some("30");
        }
        let misses_original = match self.class {
            Class::Void | Class::CompletionVoid => self.original.is_none(),
            Class::ScriptAdvice => self.original.is_none() || self.script_results().is_none(),
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

    /// Whether card and cardholder stand behind it; what only goes back to that says how the card was read, no more.
    fn shows_card(&self) -> bool {
        !self.class.is_reversal() && self.class != Class::ScriptAdvice
    }

    /// What a message brings besides itself: of a batch, or of a signature.
    fn load_is_readable(&self, dialect: &Dialect) -> bool {
        match self.class {
            Class::Signature => self.has_picture(dialect),
            class if class.settles() => self.batch_is_readable(),
            _ => true,
        }
    }

    /// A picture, whatever is on it, and receipt data that read as such where there are any.
    fn has_picture(&self, dialect: &Dialect) -> bool {
        let picture = dialect.field_of(Place::Picture).and_then(|field| self.message.expose(field));
        let readable = !self.message.has(55) || self.chip().as_ref().and_then(Receipt::read).is_some();
        picture.is_some_and(|picture| !picture.is_empty()) && readable
    }

    /// Totals, details, or how many there were.
    fn batch_is_readable(&self) -> bool {
        match self.class {
            Class::Settlement => self.totals().is_some(),
            Class::BatchUpload => self.details().is_some(),
            _ => self.told_count().is_some(),
        }
    }

    /// How many transactions the terminal has uploaded, as it says where an upload ends.
    pub(crate) fn told_count(&self) -> Option<u32> {
        self.batch_digits().filter(|_| self.class == Class::BatchEnd)?.parse().ok()
    }

    /// What a message of the batch says of it. In an upload it holds card numbers.
    fn batch_digits(&self) -> Option<&str> {
        std::str::from_utf8(self.message.expose(self.batch_field?)?).ok()
    }

    /// What a settlement says the batch comes to.
    pub(crate) fn totals(&self) -> Option<BatchTotals> {
        BatchTotals::read(self.batch_digits()?).map(|(totals, _)| totals)
    }

    /// The transactions of a batch upload.
    pub(crate) fn details(&self) -> Option<Vec<Detail>> {
        Detail::read(self.batch_digits()?)
    }

    /// What a reversal leaves of the original's amount; 0 where it undoes the whole, none where that is no amount.
    pub(crate) fn replacement_fen(&self) -> Option<i64> {
        let Some(text) = &self.replacement else {
            return Some(0);
        };
        if text.bytes().all(|digit| digit.is_ascii_digit()) { text.parse().ok() } else { None }
    }

    /// F2 and F35, where they are there, read as what they are and say the same card.
    fn card_is_readable(&self) -> bool {
        let track = self.message.track2();
        let readable = self.message.has(2) <= self.message.pan().is_some();
        let track_readable = self.message.has(35) <= track.is_some();
        let same = self.message.pan().zip(track).is_none_or(|(pan, track)| pan == track.pan());
        readable && track_readable && same && self.opens
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

    /// Whether the card stands in the slot, so that it can be told something.
    pub(crate) fn is_by_contact_chip(&self) -> bool {
        self.message.text(22).is_some_and(|entry| entry.starts_with("05"))
    }

    /// What a terminal tells of the issuer's scripts.
    pub(crate) fn script_results(&self) -> Option<Vec<ScriptResult>> {
        ScriptResult::read_all(self.chip()?.get(script::RESULTS)?)
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
        let fields = [3, 4, 25, 37, 38].map(|n| self.message.expose(n).map(<[u8]>::to_vec));
        let original = (self.original.clone(), self.original_date.clone());
        let batch = self.batch_digits().map(|digits| digits.as_bytes().to_vec());
        let order = self.wallet.named();
        let chip = self.message.expose(55).filter(|_| self.class != Class::Refund).map(<[u8]>::to_vec);
        Content { class: self.class, pan: self.pan.clone(), fields, original, batch, order, chip }
    }
}

/// What a request asks for, to be compared with a later one of the same identity.
#[derive(Clone)]
pub(crate) struct Content {
    class: Class,
    pan: Option<Pan>,
    fields: [Option<Vec<u8>>; 5],
    original: (Option<(String, String)>, Option<String>),
    batch: Option<Vec<u8>>,
    /// Order and refund number.
    order: [Option<String>; 2],
    chip: Option<Vec<u8>>,
}

impl Content {
    /// Whether both ask for the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let lenient = self.class == Class::Refund && (self.pan.is_none() || other.pan.is_none());
        let same_card = lenient || self.pan == other.pan;
        self.class == other.class
            && same_card
            && self.fields == other.fields
            && self.original == other.original
            && self.batch == other.batch
            && self.order == other.order
            && self.chip == other.chip
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

/// What a message of a class needs that has one number in every dialect; batch and original, which have not, are looked for
/// by their places.
const fn required(class: Class) -> &'static [u8] {
    match class {
        Class::SignOn | Class::SignOff | Class::Echo | Class::BatchUpload | Class::BatchEnd => &[11, 41, 42],
        Class::Balance => &[3, 11, 22, 25, 41, 42, 49],
        Class::Query => &[3, 11, 41, 42],
        Class::ScriptAdvice => &[3, 11, 25, 41, 42, 55],
        Class::Settlement => &[11, 41, 42, 49],
        Class::Signature => &[4, 11, 37, 41, 42],
        Class::Sale | Class::PreAuth | Class::Void | Class::CompletionVoid => &[3, 4, 11, 22, 25, 41, 42, 49],
        Class::OfflineSale => &[3, 4, 11, 22, 25, 41, 42, 49, 55],
        Class::Refund => &[3, 4, 11, 22, 25, 37, 41, 42, 49],
        Class::PreAuthVoid | Class::Completion | Class::CompletionAdvice => {
            &[3, 4, 11, 22, 25, 38, 41, 42, 49]
        }
        Class::SaleReversal
        | Class::PartialReversal
        | Class::PreAuthReversal
        | Class::VoidReversal
        | Class::PreAuthVoidReversal
        | Class::CompletionReversal
        | Class::CompletionVoidReversal => &[3, 4, 11, 22, 25, 39, 41, 42, 49],
        _ => &[],
    }
}
