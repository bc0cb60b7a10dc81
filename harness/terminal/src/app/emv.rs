//! The kernel: what the terminal says to a chip.
//!
//! Contact and contactless (qPBOC) are walked separately; data lies in one list of tags. The terminal goes
//! online, or asks a contact chip for its approval where no host is to be asked; it authenticates no card offline. Sources: EMV Book 3, PBOC 3.0.

mod contact;
mod contactless;
mod talk;

use device::DateTime;
use wire::{Pan, Pin, ScriptPhase, Tlv, Track2};

use super::{
    App,
    body::Body,
    entry::Presented,
    kind::Called as _,
    rows::{ChipMark, Kind},
};

use self::talk::Talk;
pub(crate) use self::{
    contact::{Spoken, UNABLE_TO_GO_ONLINE},
    talk::{ChipFault, give},
};

/// Tags of F55 in a request, in the order in which they are sent.
const REQUEST_TAGS: [u32; 18] = [
    0x9F26, 0x9F27, 0x9F10, 0x9F37, 0x9F36, 0x95, 0x9A, 0x9C, 0x9F02, 0x5F2A, 0x82, 0x9F1A, 0x9F03, 0x9F33,
    0x9F1E, 0x84, 0x9F09, 0x9F41,
];

/// What the terminal itself says; a card cannot change it.
const OWN_TAGS: [u32; 12] =
    [0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x9F33, 0x9F1E, 0x9F09, 0x9F66];

/// What comes with every cryptogram: itself and the transaction counter. The issuer's application data may.
const CRYPTOGRAM_TAGS: [u32; 2] = [0x9F26, 0x9F36];

/// Templates within templates that are opened; deeper ones say nothing.
const DEPTH: u8 = 8;

/// Data of format n: they stand right, with zeros in front (EMV Book 3, 5.4).
const NUMERIC_TAGS: [u32; 18] = [
    0x9F02, 0x9F03, 0x9F1A, 0x5F2A, 0x9A, 0x9C, 0x9F21, 0x9F41, 0x9F35, 0x9F15, 0x9F01, 0x9F39, 0x5F24,
    0x5F25, 0x5F28, 0x5F34, 0x5F36, 0x9F11,
];
/// Data of format cn: they stand left, with F behind.
const PACKED_TAGS: [u32; 2] = [0x5A, 0x9F20];

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

    /// Takes over what the card says; nested templates are opened, down to a depth that no card needs.
    fn learn(&mut self, list: &Tlv) {
        self.learn_within(list, DEPTH);
    }

    fn learn_within(&mut self, list: &Tlv, depth: u8) {
        for (tag, value) in list.iter() {
            match tag {
                0x70 | 0x77 | 0xA5 | 0x6F | 0xBF0C => {
                    if let Some((depth, inner)) = depth.checked_sub(1).zip(Tlv::parse(value).ok()) {
                        self.learn_within(&inner, depth);
                    }
                }
                _ if OWN_TAGS.contains(&tag) || !has_due_length(tag, value) => {}
                _ => self.data.set(tag, value),
            }
        }
    }

    /// The values that a data object list asks for; what is not known is zeros.
    fn fill(&self, list: &[u8]) -> Vec<u8> {
        let mut filled = Vec::new();
        for (tag, length) in talk::list_items(list) {
            filled.extend(fitted(tag, self.data.get(tag), usize::from(length)));
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

    /// A script failed: the verification results say so, and when.
    fn note_script_failure(&mut self, phase: ScriptPhase) {
        let bit = match phase {
            ScriptPhase::BeforeDecision => 0x20,
            ScriptPhase::AfterDecision => 0x10,
        };
        self.mark_results(4, bit);
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
        Some(ChipMark {
            results: hex(0x95)?,
            issuer_data: hex(0x9F10).unwrap_or_default(),
            counter: hex(0x9F36)?,
        })
    }

    /// Shows a PIN to the card. `false` when it is wrong and may be tried again.
    pub(crate) async fn verify(&self, body: &Body, pin: &Pin) -> Result<bool, ChipFault> {
        Talk(body).verify(pin).await
    }
}

impl Presented {
    /// Whether it is a contact chip that has given a cryptogram.
    pub(crate) fn can_be_scripted(&self) -> bool {
        self.chip.as_ref().is_some_and(|chip| chip.is_contact() && chip.data.get(0x9F26).is_some())
    }

    /// A script failed, before the card's second decision or behind it.
    pub(crate) fn note_script_failure(&mut self, phase: ScriptPhase) {
        if let Some(chip) = self.chip.as_mut() {
            chip.note_script_failure(phase);
        }
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

/// Whether a value that goes into messages has the length that it can have (EMV Book 3, annex A).
fn has_due_length(tag: u32, value: &[u8]) -> bool {
    match tag {
        0x9F26 => value.len() == 8,
        0x9F36 => value.len() == 2,
        0x9F10 => value.len() <= 32,
        _ => true,
    }
}

/// A value in the length that a list asks for: numbers give way on the left, everything else on the right.
fn fitted(tag: u32, value: Option<&[u8]>, length: usize) -> Vec<u8> {
    let known = value.unwrap_or(&[]);
    let missing = length.saturating_sub(known.len());
    if NUMERIC_TAGS.contains(&tag) {
        let kept = known.get(known.len().saturating_sub(length)..).unwrap_or(known);
        return std::iter::repeat_n(0, missing).chain(kept.iter().copied()).collect();
    }
    let pad = if value.is_some() && PACKED_TAGS.contains(&tag) { 0xFF } else { 0 };
    known.iter().copied().take(length).chain(std::iter::repeat_n(pad, missing)).collect()
}

/// Digits, two a byte; an odd one stands left.
fn bcd(digits: &str) -> Vec<u8> {
    let nibbles: Vec<u8> = digits.bytes().map(|digit| digit & 15).collect();
    nibbles.chunks(2).map(|pair| (pair.first().unwrap_or(&0) << 4) | pair.get(1).unwrap_or(&0)).collect()
}

fn hex_digits(bytes: &[u8]) -> String {
    wire::hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_gives_way_on_the_side_of_its_format() {
        let amount: &[u8] = &[0, 0, 0, 1, 0x20, 0];
        assert_eq!(fitted(0x9F02, Some(amount), 8), [0, 0, 0, 0, 0, 1, 0x20, 0]);
        assert_eq!(fitted(0x9F02, Some(amount), 3), [1, 0x20, 0]);
        assert_eq!(fitted(0x9F37, Some(&[1, 2, 3, 4]), 6), [1, 2, 3, 4, 0, 0]);
        assert_eq!(fitted(0x9F37, Some(&[1, 2, 3, 4]), 2), [1, 2]);
        assert_eq!(fitted(0x5A, Some(&[0x62, 0x28]), 3), [0x62, 0x28, 0xFF]);
        assert_eq!(fitted(0x5A, None, 2), [0, 0]);
    }

    #[test]
    fn a_template_in_too_many_templates_is_not_opened() {
        let mut inner = vec![0x5F, 0x34, 1, 7];
        let mut chip = Chip::new(false);
        for _ in 0..40 {
            let mut outer = vec![0x70, u8::try_from(inner.len()).unwrap_or(0)];
            outer.append(&mut inner);
            inner = outer;
        }
        chip.learn(&Tlv::parse(&inner).unwrap_or_default());
        assert_eq!(chip.data.get(0x5F34), None);
        chip.learn(&Tlv::parse(&[0x70, 6, 0x70, 4, 0x5F, 0x34, 1, 7]).unwrap_or_default());
        assert_eq!(chip.data.get(0x5F34), Some([7].as_slice()));
    }
}
