//! A chip in the slot: select, read, first and second GENERATE AC.

use device::CardFace;
use wire::Tlv;

use crate::Defect;

use super::{
    super::{App, body::ChipStart, conclude::End, entry::Presented, rows::Kind},
    Chip, ChipFault, Second,
    talk::Talk,
};

const DIRECTORY: &[u8] = b"1PAY.SYS.DDF01";
const DEBIT: &[u8] = &[0xA0, 0, 0, 3, 0x33, 1, 1, 1];
const GO_ONLINE: u8 = 0x80;
const APPROVE: u8 = 0x40;
const DECLINE: u8 = 0x00;

/// Authorisation response code of the terminal's own (EMV Book 4, annex A6): no approval could be had online.
pub(crate) const UNABLE_TO_GO_ONLINE: &str = "Z3";
/// The same, where the terminal would have the chip approve all the same.
const UNABLE_AND_APPROVED: &str = "Y3";

/// What a chip said that was asked to approve without the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spoken {
    /// TC: it approves.
    Approved,
    /// ARQC: it wants its issuer to be asked. It was told that this cannot be.
    WantsHost,
    /// AAC, or nothing that can be understood.
    Declined,
    /// It was taken away.
    Gone,
}

impl App {
    /// Switches the chip on and reads it.
    pub(crate) async fn open_contact(&mut self, kind: Kind, amount_fen: u64) -> Result<Presented, ChipFault> {
        match self.body.card_on().await {
            ChipStart::Ready => {}
            ChipStart::Mute => return Err(ChipFault::Failed),
            ChipStart::Gone => return Err(ChipFault::Gone),
        }
        let mut chip = self.start_chip(false, kind, amount_fen).await;
        let talk = Talk(&self.body);
        let name = match application(&talk).await {
            Err(ChipFault::Gone) => return Err(ChipFault::Gone),
            found => found.unwrap_or_else(|_| DEBIT.to_vec()),
        };
        chip.learn(&talk.select(&name).await?);
        let wanted = chip.data.get(0x9F38).map(|list| chip.fill(list)).unwrap_or_default();
        let options = talk.options(&wanted).await?;
        match options.get(0x80).and_then(|value| value.split_at_checked(2)) {
            Some((profile, locator)) => {
                chip.data.set(0x82, profile);
                chip.data.set(0x94, locator);
            }
            None => chip.learn(&options),
        }
        let locator = chip.data.get(0x94).ok_or(ChipFault::Failed)?.to_vec();
        for record in talk.records(&locator).await? {
            chip.learn(&record);
        }
        chip.presented(CardFace::Chip)
    }

    /// First GENERATE AC: the cryptogram for the host. A card that declines ends the order.
    pub(crate) async fn ask_cryptogram(&mut self, kind: Kind, card: &mut Presented) -> Result<(), End> {
        let Some(chip) = card.chip.as_mut().filter(|chip| chip.is_contact()) else {
            return Ok(());
        };
        let list = chip.data.get(0x8C).map(<[u8]>::to_vec).unwrap_or_default();
        match Talk(&self.body).generate(GO_ONLINE, &chip.fill(&list)).await {
            Ok(cryptogram) if cryptogram.kind == GO_ONLINE => {
                chip.learn(&cryptogram.data);
                Ok(())
            }
            Ok(_) => Err(End::Failed { kind, why: self.say("DECLINED BY CARD", "卡片拒绝") }),
            Err(ChipFault::Gone) => Err(self.card_removed(kind)),
            Err(ChipFault::Failed) => Err(End::Failed { kind, why: self.say("CHIP ERROR", "芯片错误") }),
        }
    }

    /// Second GENERATE AC, with the issuer's answer. A contactless card has left already and is not asked.
    pub(crate) async fn ask_second(
        &mut self,
        card: Option<&mut Presented>,
        answer: Option<Tlv>,
        code: &str,
    ) -> Result<Second, ChipFault> {
        let Some(chip) = card.and_then(|card| card.chip.as_mut()).filter(|chip| chip.is_contact()) else {
            return Ok(Second::Agreed);
        };
        if chip.data.get(0x9F26).is_none() {
            return Ok(Second::Agreed);
        }
        let wanted = second_data(chip, answer.as_ref(), code);
        match Talk(&self.body).generate(APPROVE, &wanted).await {
            Ok(cryptogram) if cryptogram.kind == APPROVE => Ok(Second::Agreed),
            Ok(cryptogram) => {
                // The issuer's authentication failed, as far as the terminal can tell.
                chip.mark_results(4, 0x40);
                chip.learn(&cryptogram.data);
                Ok(Second::Refused)
            }
            Err(ChipFault::Failed) => Ok(Second::Refused),
            Err(ChipFault::Gone) => {
                self.chip_in = false;
                Err(ChipFault::Gone)
            }
        }
    }

    /// First GENERATE AC of a sale without the host: the chip is asked for its approval.
    pub(crate) async fn ask_for_approval(&mut self, card: &mut Presented) -> Spoken {
        let spoken = self.ask_alone(card, |chip| {
            let list = chip.data.get(0x8C).map(<[u8]>::to_vec).unwrap_or_default();
            chip.fill(&list)
        });
        let spoken = spoken.await;
        if spoken == Spoken::WantsHost {
            self.tell_chip_no(Some(card), None, UNABLE_TO_GO_ONLINE).await;
        }
        spoken
    }

    /// Second GENERATE AC where no connection was made: the chip may approve all the same.
    pub(crate) async fn ask_unable_online(&mut self, card: &mut Presented) -> Spoken {
        self.ask_alone(card, |chip| second_data(chip, None, UNABLE_AND_APPROVED)).await
    }

    async fn ask_alone(&mut self, card: &mut Presented, data: impl FnOnce(&mut Chip) -> Vec<u8>) -> Spoken {
        let Some(chip) = card.chip.as_mut().filter(|chip| chip.is_contact()) else {
            return Spoken::Declined;
        };
        let wanted = data(chip);
        match Talk(&self.body).generate(APPROVE, &wanted).await {
            Ok(cryptogram) => {
                chip.learn(&cryptogram.data);
                match cryptogram.kind {
                    APPROVE => Spoken::Approved,
                    GO_ONLINE if self.has(Defect::AnyCryptogramApproves) => Spoken::Approved,
                    GO_ONLINE => Spoken::WantsHost,
                    _ => Spoken::Declined,
                }
            }
            Err(ChipFault::Failed) => Spoken::Declined,
            Err(ChipFault::Gone) => {
                self.chip_in = false;
                Spoken::Gone
            }
        }
    }

    /// Second GENERATE AC where there is no approval: the card is asked to decline, so that it does not stand in
    /// the middle. What it says to that changes nothing.
    pub(crate) async fn tell_chip_no(
        &mut self,
        card: Option<&mut Presented>,
        answer: Option<Tlv>,
        code: &str,
    ) {
        let chip = card.and_then(|card| card.chip.as_mut()).filter(|chip| chip.is_contact());
        let Some(chip) = chip.filter(|chip| chip.data.get(0x9F26).is_some()) else {
            return;
        };
        let wanted = second_data(chip, answer.as_ref(), code);
        if let Err(ChipFault::Gone) = Talk(&self.body).generate(DECLINE, &wanted).await {
            self.chip_in = false;
        }
    }
}

/// What the second GENERATE AC is given: the issuer's answer, where there is one, and its code.
fn second_data(chip: &mut Chip, answer: Option<&Tlv>, code: &str) -> Vec<u8> {
    let issuer = answer.and_then(|answer| answer.get(0x91)).unwrap_or(&[]).to_vec();
    chip.data.set(0x91, &issuer);
    chip.data.set(0x8A, issuer.get(8..10).unwrap_or(code.as_bytes()));
    let list = chip.data.get(0x8D).map(<[u8]>::to_vec).unwrap_or_default();
    chip.fill(&list)
}

/// The application that the card's directory names.
async fn application(talk: &Talk<'_>) -> Result<Vec<u8>, ChipFault> {
    let directory = talk.select(DIRECTORY).await?;
    let file = directory.get_nested(0x88).and_then(<[u8]>::first).copied().ok_or(ChipFault::Failed)?;
    let record = talk.record(file, 1).await?;
    record.get_nested(0x4F).map(<[u8]>::to_vec).ok_or(ChipFault::Failed)
}
