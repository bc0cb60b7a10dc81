//! The kernel: what the terminal says to a chip.
//!
//! Contact and contactless (qPBOC) are walked separately; data lies in one list of tags. The terminal always
//! goes online and authenticates no card offline. Sources: EMV Book 3, PBOC 3.0.

mod contact;
mod contactless;
mod talk;

use device::DateTime;
use wire::{Pan, Pin, Tlv, Track2};

use super::{
    App,
    body::Body,
    entry::Presented,
    rows::{ChipMark, Kind},
};

pub(crate) use self::talk::ChipFault;
use self::talk::Talk;

/// Tags of F55 in a request, in the order in which they are sent.
const REQUEST_TAGS: [u32; 18] = [
    0x9F26, 0x9F27, 0x9F10, 0x9F37, 0x9F36, 0x95, 0x9A, 0x9C, 0x9F02, 0x5F2A, 0x82, 0x9F1A, 0x9F03, 0x9F33,
    0x9F1E, 0x84, 0x9F09, 0x9F41,
];

/// What the terminal itself says; a card cannot change it.
const OWN_TAGS: [u32; 12] =
    [0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x9F33, 0x9F1E, 0x9F09, 0x9F66];

/// One transaction with a chip: everything known about it, by tag.
pub(crate) struct Chip {
    data: Tlv,
    contactless: bool,
}

/// How the card wants its holder verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PinWay {
    Online,
    Offline,
    None,
}

/// What the card decided after the host's approval.
pub(crate) enum Second {
    /// TC: the card agrees.
    Agreed,
    /// AAC, or nothing that can be understood.
    Refused,
}

impl Chip {
    fn new(contactless: bool) -> Self {
        Self { data: Tlv::new(), contactless }
    }

    pub(crate) fn is_contact(&self) -> bool {
        !self.contactless
    }

    /// The terminal's side of the data.
    fn set_terminal_data(
        &mut self,
        kind: Kind,
        amount_fen: u64,
        now: &DateTime,
        random: [u8; 8],
        serial: &str,
    ) {
        let [a, b, c, d, ..] = random;
        let results = if self.contactless { [0; 5] } else { [0x80, 0, 0, 0, 0] };
        for (tag, value) in [
            (0x9F02, &bcd(&format!("{amount_fen:012}"))[..]),
            (0x9F03, &[0; 6]),
            (0x9F1A, &[1, 0x56]),
            (0x95, &results),
            (0x5F2A, &[1, 0x56]),
            (0x9A, &bcd(&format!("{:02}{:02}{:02}", now.year % 100, now.month, now.day))),
            (0x9C, &[kind.chip_type()]),
            (0x9F37, &[a, b, c, d]),
            (0x9F33, &[0xE0, 0xF1, 0xC8]),
            (0x9F1E, serial.as_bytes()),
            (0x9F09, &[0, 0x30]),
            (0x9F66, &[0x26, 0, 0, 0x80]),
        ] {
            self.data.set(tag, value);
        }
    }

    /// Takes over what the card says; nested templates are opened.
    fn learn(&mut self, list: &Tlv) {
        for (tag, value) in list.iter() {
            match tag {
                0x70 | 0x77 | 0xA5 | 0x6F | 0xBF0C => {
                    if let Ok(inner) = Tlv::parse(value) {
                        self.learn(&inner);
                    }
                }
                _ if OWN_TAGS.contains(&tag) => {}
                _ => self.data.set(tag, value),
            }
        }
    }

    /// The values that a data object list asks for; what is not known is zeros.
    fn fill(&self, list: &[u8]) -> Vec<u8> {
        let mut filled = Vec::new();
        for (tag, length) in talk::list_items(list) {
            let value = self.data.get(tag).unwrap_or(&[]);
            filled.extend(value.iter().copied().chain(std::iter::repeat(0)).take(usize::from(length)));
        }
        filled
    }

    /// Card number, expiry, sequence number and track, as the files have them.
    fn presented(self, face: device::CardFace) -> Result<Presented, ChipFault> {
        let track =
            self.data.get(0x57).and_then(|track| Track2::new(hex_digits(track).trim_end_matches('F')).ok());
        let number = self.data.get(0x5A).and_then(|pan| Pan::new(hex_digits(pan).trim_end_matches('F')).ok());
        let pan = number.or_else(|| track.as_ref().map(Track2::pan)).ok_or(ChipFault::Failed)?;
        let expiry = self.data.get(0x5F24).and_then(|date| hex_digits(date).get(..4).map(str::to_owned));
        let psn =
            self.data.get(0x5F34).map(|psn| format!("0{}", hex_digits(psn))).filter(|psn| psn.len() == 3);
        Ok(Presented { face, pan, expiry, psn, track, fallback: false, chip: Some(Box::new(self)) })
    }

    /// What the cardholder verification list asks for first, of what this terminal can do.
    pub(crate) fn pin_way(&self) -> PinWay {
        if self.contactless {
            return PinWay::Online;
        }
        let rules = self.data.get(0x8E).and_then(|list| list.get(8..)).unwrap_or(&[]);
        let known = rules.as_chunks::<2>().0.iter().find_map(|[rule, _]| match rule & 0x3F {
            0x02 => Some(PinWay::Online),
            0x01 => Some(PinWay::Offline),
            0x1E | 0x1F => Some(PinWay::None),
            _ => None,
        });
        known.unwrap_or(PinWay::Online)
    }

    /// An online PIN was entered: the verification results say so (contact only; a contactless card has made
    /// its cryptogram already).
    pub(crate) fn note_online_pin(&mut self) {
        if !self.contactless {
            self.mark_results(2, 0x04);
        }
    }

    fn mark_results(&mut self, byte: usize, bit: u8) {
        let mut results = self.data.get(0x95).unwrap_or(&[0; 5]).to_vec();
        if let Some(byte) = results.get_mut(byte) {
            *byte |= bit;
        }
        self.data.set(0x95, &results);
    }

    /// F55 of a request; `None` before the card gave a cryptogram.
    pub(crate) fn request_data(&self, stan: u32) -> Option<Tlv> {
        self.data.get(0x9F26)?;
        let mut list = Tlv::new();
        for tag in REQUEST_TAGS {
            if tag == 0x9F41 {
                list.push(tag, &bcd(&format!("{stan:08}")));
            } else if let Some(value) = self.data.get(tag) {
                list.push(tag, value);
            }
        }
        Some(list)
    }

    /// What a reversal will say of the chip.
    pub(crate) fn mark(&self) -> Option<ChipMark> {
        let hex = |tag| self.data.get(tag).map(wire::hex::encode);
        self.data.get(0x9F26)?;
        Some(ChipMark { results: hex(0x95)?, issuer_data: hex(0x9F10)?, counter: hex(0x9F36)? })
    }

    /// Shows a PIN to the card. `false` when it is wrong and may be tried again.
    pub(crate) async fn verify(&self, body: &Body, pin: &Pin) -> Result<bool, ChipFault> {
        Talk(body).verify(pin).await
    }
}

impl App {
    /// The data that every chip transaction starts from.
    async fn start_chip(&mut self, contactless: bool, kind: Kind, amount_fen: u64) -> Chip {
        let mut chip = Chip::new(contactless);
        let now = self.body.clock().await;
        let random = self.body.random().await;
        chip.set_terminal_data(kind, amount_fen, &now, random, &self.setup.tid);
        chip
    }
}

/// Digits, two a byte; an odd one stands left.
fn bcd(digits: &str) -> Vec<u8> {
    let nibbles: Vec<u8> = digits.bytes().map(|digit| digit & 15).collect();
    nibbles.chunks(2).map(|pair| (pair.first().unwrap_or(&0) << 4) | pair.get(1).unwrap_or(&0)).collect()
}

fn hex_digits(bytes: &[u8]) -> String {
    wire::hex::encode(bytes)
}
