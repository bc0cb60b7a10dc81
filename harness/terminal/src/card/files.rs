//! What lies in the chip's files, and how its answers are laid out.

use device::CardFace;
use wire::Tlv;

use super::{apdu::Status, data::CardData};

/// Application of the scheme: debit.
pub(crate) const AID: [u8; 8] = [0xA0, 0, 0, 3, 0x33, 1, 1, 1];
/// The scheme's registered identifier, the beginning of its applications.
pub(crate) const RID: [u8; 5] = [0xA0, 0, 0, 3, 0x33];
/// Application interchange profile (82).
pub(crate) const AIP: [u8; 2] = [0x7C, 0];
/// Bytes that the first data object list asks for.
pub(crate) const CDOL1_LENGTH: usize = 29;

const PSE: &[u8] = b"1PAY.SYS.DDF01";
const PPSE: &[u8] = b"2PAY.SYS.DDF01";
/// 9F02 9F03 9F1A 95 5F2A 9A 9C 9F37
const CDOL1: &[u8] =
    &[0x9F, 0x02, 6, 0x9F, 0x03, 6, 0x9F, 0x1A, 2, 0x95, 5, 0x5F, 0x2A, 2, 0x9A, 3, 0x9C, 1, 0x9F, 0x37, 4];

/// The records of one card.
#[derive(Clone)]
pub(crate) struct Files {
    contact: Vec<(u8, u8, Vec<u8>)>,
    contactless: Vec<(u8, u8, Vec<u8>)>,
    track: Vec<u8>,
    psn: u8,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files").field("contact", &self.contact.len()).finish_non_exhaustive()
    }
}

impl Files {
    /// Lays the issuer's data out in records.
    pub(crate) fn of(data: &CardData) -> Self {
        let track = packed(&data.track2.expose().replace('=', "D"));
        let pan = packed(data.pan.expose());
        let psn = ((data.psn / 10 % 10) << 4) | (data.psn % 10);
        // The last day is not on the stripe; the end of a month is never earlier than the 28th.
        let expiry = packed(&format!("{}28", data.expiry));
        let rules: &[u8] = if data.offline_pin { &[0x41, 3, 0x42, 3, 0x1F, 0] } else { &[0x42, 3, 0x1F, 0] };
        let methods = [&[0; 8], rules].concat();
        let cdol2 = [&[0x91, 10, 0x8A, 2], CDOL1].concat();
        let number: &[(u32, &[u8])] =
            &[(0x5A, &pan), (0x5F24, &expiry), (0x5F34, &[psn]), (0x5F28, &[1, 0x56]), (0x9F07, &[0xFF, 0])];
        let lists: &[(u32, &[u8])] = &[(0x8C, CDOL1), (0x8D, &cdol2), (0x8E, &methods), (0x9F08, &[0, 0x30])];
        let contact = vec![
            (1, 1, record(&[(0x57, &track), (0x5F20, b"TEARPROOF/TEST")])),
            (1, 2, record(number)),
            (2, 1, record(lists)),
        ];
        Self { contact, contactless: vec![(3, 1, record(number))], track, psn }
    }

    /// Answer to SELECT by name; `None` when there is no such file at this face.
    pub(crate) fn select(&self, face: CardFace, name: &[u8]) -> Option<Vec<u8>> {
        let application = !name.is_empty() && AID.starts_with(name);
        let proprietary = match face {
            CardFace::Chip if name == PSE => template(&[(0x88, &[7])]),
            CardFace::Contactless if name == PPSE => {
                let entry = template(&[(0x4F, &AID), (0x50, b"UNIONPAY"), (0x87, &[1])]);
                template(&[(0xBF0C, &template(&[(0x61, &entry)]))])
            }
            CardFace::Chip if application => template(&[(0x50, b"UNIONPAY DEBIT")]),
            CardFace::Contactless if application => {
                let list = [&[0x9F, 0x66, 4], CDOL1].concat();
                template(&[(0x50, b"UNIONPAY DEBIT"), (0x9F38, &list)])
            }
            _ => return None,
        };
        let full: &[u8] = if application { &AID } else { name };
        Some(template(&[(0x6F, &template(&[(0x84, full), (0xA5, &proprietary)]))]))
    }

    /// A record of a file.
    pub(crate) fn record(&self, face: CardFace, number: u8, file: u8) -> Result<Vec<u8>, Status> {
        if face == CardFace::Chip && file == 7 && number == 1 {
            let entry = template(&[(0x4F, &AID), (0x50, b"UNIONPAY DEBIT"), (0x87, &[1])]);
            return Ok(record(&[(0x61, &entry)]));
        }
        let records = if face == CardFace::Chip { &self.contact } else { &self.contactless };
        if !records.iter().any(|(at, _, _)| *at == file) {
            return Err(Status::NOT_FOUND);
        }
        let found = records.iter().find(|(at, n, _)| (*at, *n) == (file, number));
        found.map(|(_, _, bytes)| bytes.clone()).ok_or(Status::NO_RECORD)
    }

    /// Contact answer to GET PROCESSING OPTIONS, format 1: profile and file locator.
    pub(crate) fn options(&self) -> Vec<u8> {
        let locator = [1 << 3, 1, 2, 0, 2 << 3, 1, 1, 0];
        template(&[(0x80, &[&AIP[..], &locator].concat())])
    }

    /// Contactless answer to GET PROCESSING OPTIONS: everything for an online request.
    pub(crate) fn contactless_options(&self, atc: u16, cryptogram: [u8; 8], history: &[u8]) -> Vec<u8> {
        let inner = template(&[
            (0x82, &AIP),
            (0x94, &[3 << 3, 1, 1, 0]),
            (0x9F36, &atc.to_be_bytes()),
            (0x9F26, &cryptogram),
            (0x9F27, &[0x80]),
            (0x9F10, history),
            (0x57, &self.track),
            (0x5F34, &[self.psn]),
        ]);
        template(&[(0x77, &inner)])
    }
}

/// Issuer application data (9F10): derivation 1, version 1, and what the card decided.
pub(crate) fn history(decisions: u8) -> [u8; 8] {
    [7, 1, 1, 3, decisions, 0, 0, 1]
}

/// Answer to GENERATE AC, format 1: kind, counter, cryptogram, issuer application data.
pub(crate) fn cryptogram_answer(kind: u8, atc: u16, cryptogram: [u8; 8], history: &[u8]) -> Vec<u8> {
    template(&[(0x80, &[&[kind][..], &atc.to_be_bytes(), &cryptogram, history].concat())])
}

/// A PIN as VERIFY carries it in plain: format 2.
pub(crate) fn plain_pin(digits: &str) -> [u8; 8] {
    let text = format!("2{:X}{digits:F<14}", digits.len() & 15);
    let mut block = [0xFF; 8];
    block.iter_mut().zip(packed(&text)).for_each(|(to, from)| *to = from);
    block
}

fn record(items: &[(u32, &[u8])]) -> Vec<u8> {
    template(&[(0x70, &template(items))])
}

fn template(items: &[(u32, &[u8])]) -> Vec<u8> {
    let mut list = Tlv::new();
    for (tag, value) in items {
        list.push(*tag, value);
    }
    list.to_bytes()
}

/// Hex digits into nibbles, filled up with F.
fn packed(digits: &str) -> Vec<u8> {
    let nibbles: Vec<u8> = digits.bytes().map(|digit| wire::hex::nibble(digit).unwrap_or(15)).collect();
    nibbles.chunks(2).map(|pair| (pair.first().unwrap_or(&15) << 4) | pair.get(1).unwrap_or(&15)).collect()
}
