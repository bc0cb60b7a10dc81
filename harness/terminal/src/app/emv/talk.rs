//! Commands to the card and what its answers say, one exchange at a time.

use wire::{Pin, Tlv};

use crate::card::Status;

use super::super::body::Body;

/// Why a card could not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChipFault {
    /// It was taken away.
    Gone,
    /// It is mute, or says something that cannot be gone on with.
    Failed,
}

/// The card, through the body.
pub(crate) struct Talk<'a>(pub(crate) &'a Body);

/// Answer to GENERATE AC.
pub(crate) struct Cryptogram {
    pub(crate) kind: u8,
    pub(crate) data: Tlv,
}

impl Talk<'_> {
    async fn exchange(&self, command: Vec<u8>) -> Result<(Status, Vec<u8>), ChipFault> {
        let response = self.0.apdu(command).await.map_err(|_| ChipFault::Gone)?;
        let (data, words) = response.expose().split_last_chunk::<2>().ok_or(ChipFault::Failed)?;
        Ok((Status(u16::from_be_bytes(*words)), data.to_vec()))
    }

    async fn done(&self, command: Vec<u8>) -> Result<Vec<u8>, ChipFault> {
        let (status, data) = self.exchange(command).await?;
        if status == Status::DONE { Ok(data) } else { Err(ChipFault::Failed) }
    }

    async fn list(&self, command: Vec<u8>) -> Result<Tlv, ChipFault> {
        Tlv::parse(&self.done(command).await?).map_err(|_| ChipFault::Failed)
    }

    /// SELECT by name.
    pub(crate) async fn select(&self, name: &[u8]) -> Result<Tlv, ChipFault> {
        self.list(command([0x00, 0xA4, 0x04, 0x00], name, true)).await
    }

    /// GET PROCESSING OPTIONS.
    pub(crate) async fn options(&self, data: &[u8]) -> Result<Tlv, ChipFault> {
        let mut template = Tlv::new();
        template.push(0x83, data);
        self.list(command([0x80, 0xA8, 0x00, 0x00], &template.to_bytes(), true)).await
    }

    /// READ RECORD.
    pub(crate) async fn record(&self, file: u8, number: u8) -> Result<Tlv, ChipFault> {
        self.list(command([0x00, 0xB2, number, (file << 3) | 4], &[], true)).await
    }

    /// Every record that a file locator names; thirty at most.
    pub(crate) async fn records(&self, locator: &[u8]) -> Result<Vec<Tlv>, ChipFault> {
        let mut records = Vec::new();
        for [file, first, last, _] in locator.as_chunks::<4>().0 {
            for number in *first..=*last {
                if records.len() == 30 {
                    return Err(ChipFault::Failed);
                }
                records.push(self.record(file >> 3, number).await?);
            }
        }
        Ok(records)
    }

    /// VERIFY in plain. `false` for a wrong PIN that may be tried again.
    pub(crate) async fn verify(&self, pin: &Pin) -> Result<bool, ChipFault> {
        let digits = pin.expose();
        let text = format!("2{:X}{digits:F<14}", digits.len() & 15);
        let block = wire::hex::decode(&text).map_err(|_| ChipFault::Failed)?;
        match self.exchange(command([0x00, 0x20, 0x00, 0x80], &block, false)).await? {
            (Status::DONE, _) => Ok(true),
            (Status(words), _) if words & 0xFFF0 == 0x63C0 && words & 0x0F > 0 => Ok(false),
            _ => Err(ChipFault::Failed),
        }
    }

    /// GENERATE AC, in either format of answer.
    pub(crate) async fn generate(&self, wish: u8, data: &[u8]) -> Result<Cryptogram, ChipFault> {
        let answer = self.list(command([0x80, 0xAE, wish, 0x00], data, true)).await?;
        let data = match answer.get(0x77) {
            Some(inner) => Tlv::parse(inner).map_err(|_| ChipFault::Failed)?,
            None => format_one(answer.get(0x80).ok_or(ChipFault::Failed)?).ok_or(ChipFault::Failed)?,
        };
        let kind = data.get(0x9F27).and_then(<[u8]>::first).ok_or(ChipFault::Failed)? & 0xC0;
        Ok(Cryptogram { kind, data })
    }
}

/// Kind, counter, cryptogram and issuer application data without tags.
fn format_one(value: &[u8]) -> Option<Tlv> {
    let (kind, rest) = value.split_at_checked(1)?;
    let (counter, rest) = rest.split_at_checked(2)?;
    let (cryptogram, issuer_data) = rest.split_at_checked(8)?;
    let mut list = Tlv::new();
    for (tag, value) in [(0x9F27, kind), (0x9F36, counter), (0x9F26, cryptogram), (0x9F10, issuer_data)] {
        list.push(tag, value);
    }
    Some(list)
}

fn command(head: [u8; 4], data: &[u8], answered: bool) -> Vec<u8> {
    let mut bytes = head.to_vec();
    if let Ok(length @ 1..) = u8::try_from(data.len()) {
        bytes.push(length);
        bytes.extend(data);
    }
    if answered {
        bytes.push(0);
    }
    bytes
}

/// Tags and lengths of a data object list; a list cut short ends early.
pub(crate) fn list_items(mut list: &[u8]) -> Vec<(u32, u8)> {
    let mut items = Vec::new();
    while let Some((first, rest)) = list.split_first() {
        let mut tag = u32::from(*first);
        let mut rest = rest;
        if first & 0x1F == 0x1F {
            let Some((second, behind)) = rest.split_first() else {
                break;
            };
            tag = (tag << 8) | u32::from(*second);
            rest = behind;
        }
        let Some((length, behind)) = rest.split_first() else {
            break;
        };
        items.push((tag, *length));
        list = behind;
    }
    items
}
