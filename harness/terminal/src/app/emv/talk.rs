//! Commands to the card and what its answers say, one exchange at a time.

use wire::{Pin, Tlv};

use crate::card::Status;

use super::{super::body::Body, CRYPTOGRAM_TAGS, has_due_length};

/// A short answer: 256 bytes and two status words.
const LONGEST_RESPONSE: usize = 258;

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

/// Hands a command of the issuer's to the card as it is, and tells its status words.
pub(crate) async fn give(body: &Body, command: Vec<u8>) -> Result<Status, ChipFault> {
    Talk(body).exchange(Some(command)).await.map(|(status, _)| status)
}

impl Talk<'_> {
    async fn exchange(&self, command: Option<Vec<u8>>) -> Result<(Status, Vec<u8>), ChipFault> {
        let response = self.0.apdu(command.ok_or(ChipFault::Failed)?).await.map_err(|_| ChipFault::Gone)?;
        if response.expose().len() > LONGEST_RESPONSE {
            return Err(ChipFault::Failed);
        }
        let (data, words) = response.expose().split_last_chunk::<2>().ok_or(ChipFault::Failed)?;
        Ok((Status(u16::from_be_bytes(*words)), data.to_vec()))
    }

    async fn done(&self, command: Option<Vec<u8>>) -> Result<Vec<u8>, ChipFault> {
        let (status, data) = self.exchange(command).await?;
        if status == Status::DONE { Ok(data) } else { Err(ChipFault::Failed) }
    }

    async fn list(&self, command: Option<Vec<u8>>) -> Result<Tlv, ChipFault> {
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
        // Data of another length than theirs cannot go into messages, and least of all into a reversal.
        let complete = CRYPTOGRAM_TAGS.iter().all(|tag| data.get(*tag).is_some());
        if !complete || data.iter().any(|(tag, value)| !has_due_length(tag, value)) {
            return Err(ChipFault::Failed);
        }
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

/// A short command; `None` for data that do not fit into one.
fn command(head: [u8; 4], data: &[u8], answered: bool) -> Option<Vec<u8>> {
    let mut bytes = head.to_vec();
    let length = u8::try_from(data.len()).ok()?;
    if length > 0 {
        bytes.push(length);
        bytes.extend(data);
    }
    if answered {
        bytes.push(0);
    }
    Some(bytes)
}

/// Tags and lengths of a data object list; a list cut short ends early.
pub(crate) fn list_items(mut list: &[u8]) -> Vec<(u32, u8)> {
    let mut items = Vec::new();
    while let Some((first, rest)) = list.split_first() {
        let mut tag = u32::from(*first);
        let mut rest = rest;
        let mut more = first & 0x1F == 0x1F;
        while more {
            let Some((next, behind)) = rest.split_first() else {
                return items;
            };
            tag = (tag << 8) | u32::from(*next);
            rest = behind;
            more = next & 0x80 != 0;
        }
        let Some((length, behind)) = rest.split_first() else {
            break;
        };
        items.push((tag, *length));
        list = behind;
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_a_list_have_as_many_bytes_as_they_say() {
        let list = [0x9A, 3, 0x9F, 0x02, 6, 0xDF, 0x81, 0x29, 1, 0x95, 5, 0x9F];
        assert_eq!(list_items(&list), [(0x9A, 3), (0x9F02, 6), (0x00DF_8129, 1), (0x95, 5)]);
        assert_eq!(list_items(&[0x9F, 0x81]), []);
    }

    #[test]
    fn data_that_do_not_fit_make_no_command() {
        assert_eq!(command([0, 0xA4, 4, 0], &[], true), Some(vec![0, 0xA4, 4, 0, 0]));
        assert!(command([0, 0xA4, 4, 0], &[0; 255], true).is_some());
        assert_eq!(command([0, 0xA4, 4, 0], &[0; 256], true), None);
    }
}
