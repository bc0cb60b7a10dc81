//! The chip: its files, its counters and its cryptograms.
//!
//! Contact: PSE, application, GET PROCESSING OPTIONS, records, VERIFY, GENERATE AC twice. Contactless: PPSE,
//! and a cryptogram at once in GET PROCESSING OPTIONS (qPBOC). Behind the first cryptogram of a contact chip, commands of
//! the issuer's script. Sources: EMV Book 1 (12.2) and 3 (6.5).

use std::cell::OnceCell;

use device::{CardFace, Hidden};
use wire::{
    Key, Tlv,
    emv::{self},
};

use super::{
    apdu::{Apdu, Status},
    data::{CardData, Misbehaviour, SecondDecision},
    files::{self, Files},
};

const PIN_TRIES: u8 = 3;
/// Authorisation response code of a terminal that found no host and would approve (EMV Book 4, annex A6).
const UNABLE_AND_APPROVED: &[u8] = b"Y3";
/// The limits of offline payments in a row that the card leaves the factory with.
const LIMITS: [u8; 2] = [2, 5];

/// A payment card. It outlives transactions: its counters go on.
#[derive(Clone, Debug)]
pub struct ChipCard {
    data: CardData,
    misbehaviour: Misbehaviour,
    /// Made when it is first asked for: of most cards on a bench nobody wants a cryptogram.
    key: OnceCell<Option<Key>>,
    files: Files,
    atc: u16,
    pin_tries: u8,
    /// The least and the most of offline payments in a row (9F58, 9F59), which the issuer can write.
    limits: [u8; 2],
    session: Option<Session>,
}

/// Whether the chip came to life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardReady {
    /// It answered to reset, or was selected in the field.
    Ready,
    /// It does not answer.
    Mute,
}

/// Everything that a loss of power clears.
#[derive(Clone, Debug)]
struct Session {
    face: CardFace,
    selected: bool,
    key: Option<Key>,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Started,
    Initiated,
    /// The first cryptogram was given; kept for the check of the issuer's answer.
    Asked([u8; 8]),
    /// The second one as well, or none was asked for; of a contact chip the first is kept for the issuer's script.
    Finished(Option<[u8; 8]>),
}

impl ChipCard {
    /// A new card with counters at nought. A card whose issuer key has not 16 bytes makes no cryptograms and
    /// answers 6985 where one is due.
    #[must_use]
    pub fn new(data: CardData) -> Self {
        let files = Files::of(&data);
        Self {
            data,
            misbehaviour: Misbehaviour::default(),
            key: OnceCell::new(),
            files,
            atc: 0,
            pin_tries: PIN_TRIES,
            limits: LIMITS,
            session: None,
        }
    }

    /// What the issuer wrote onto it.
    #[must_use]
    pub fn data(&self) -> &CardData {
        &self.data
    }

    /// Makes the card misbehave, or behave.
    pub fn misbehave(&mut self, misbehaviour: Misbehaviour) {
        self.misbehaviour = misbehaviour;
    }

    /// How it misbehaves at present.
    #[must_use]
    pub fn misbehaviour(&self) -> Misbehaviour {
        self.misbehaviour
    }

    /// The transaction counter (9F36) of the latest transaction.
    #[must_use]
    pub fn counter(&self) -> u16 {
        self.atc
    }

    /// The stripe as a reader sees it, `PAN=YYMMsss…` in ASCII; `None` when it cannot be read.
    #[must_use]
    pub fn stripe(&self) -> Option<Hidden> {
        let readable = self.data.faces.has(CardFace::Stripe) && !self.misbehaviour.stripe_unreadable;
        readable.then(|| Hidden::new(self.data.track2.expose().as_bytes()))
    }

    /// Switches the chip on at this face. A stripe has no chip behind it.
    pub fn power_on(&mut self, face: CardFace) -> CardReady {
        self.session = None;
        if face == CardFace::Stripe || self.misbehaviour.mute || !self.data.faces.has(face) {
            return CardReady::Mute;
        }
        self.session = Some(Session { face, selected: false, key: None, stage: Stage::Started });
        CardReady::Ready
    }

    /// Takes the power away: the card was pulled, left the field or is reset.
    pub fn reset(&mut self) {
        self.session = None;
    }

    /// What the command would be called in the card's present state: as [`Apdu::name`], but `generate-ac-1`
    /// and `generate-ac-2` told apart. `None` for what is no command of a payment card.
    #[must_use]
    pub fn command_name(&self, command: &[u8]) -> Option<&'static str> {
        let name = Apdu::parse(command)?.name()?;
        if name != "generate-ac" {
            return Some(name);
        }
        let second = self.session.as_ref().is_some_and(|session| matches!(session.stage, Stage::Asked(_)));
        Some(if second { "generate-ac-2" } else { "generate-ac-1" })
    }

    /// Whether the contact chip has made its second decision in this session.
    #[must_use]
    pub fn has_decided(&self) -> bool {
        self.session.as_ref().is_some_and(|session| matches!(session.stage, Stage::Finished(Some(_))))
    }

    /// One exchange: a command APDU in, a response with its status words out. Empty without power.
    pub fn exchange(&mut self, command: &[u8]) -> Vec<u8> {
        let Some(mut session) = self.session.take() else {
            return Vec::new();
        };
        let response = match Apdu::parse(command) {
            None => Status::LENGTH.alone(),
            Some(apdu) if !matches!(apdu.class, 0x00 | 0x80 | 0x84) => Status::CLASS.alone(),
            Some(apdu) => self.answer(&mut session, &apdu).unwrap_or_else(Status::alone),
        };
        self.session = Some(session);
        response
    }

    fn answer(&mut self, session: &mut Session, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        match (apdu.class, apdu.instruction) {
            (0x00, 0xA4) => self.select(session, apdu),
            (0x80, 0xA8) => self.initiate(session, apdu),
            (0x00, 0xB2) => {
                self.files.record(session.face, apdu.p1, apdu.p2 >> 3).map(|data| Status::DONE.with(data))
            }
            (0x80, 0xCA) => self.get_data(apdu),
            (0x00, 0x20) => self.verify(apdu),
            (0x00, 0x84) => self.challenge(),
            (0x80, 0xAE) => self.generate(session, apdu),
            (0x84, 0xDA) => self.put_data(session, apdu),
            _ => Err(Status::INSTRUCTION),
        }
    }

    fn select(&self, session: &mut Session, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        if (apdu.p1, apdu.p2) != (4, 0) {
            return Err(Status::PARAMETERS);
        }
        let response = self.files.select(session.face, apdu.data).ok_or(Status::NOT_FOUND)?;
        session.selected = apdu.data.starts_with(&files::RID);
        session.stage = Stage::Started;
        Ok(Status::DONE.with(response))
    }

    fn initiate(&mut self, session: &mut Session, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        if !session.selected || session.stage != Stage::Started {
            return Err(Status::NOT_NOW);
        }
        let given = Tlv::parse(apdu.data).map_err(|_| Status::LENGTH)?;
        let given = given.get(0x83).ok_or(Status::LENGTH)?;
        let Some(counted) = self.atc.checked_add(1) else {
            return Err(Status::NOT_NOW);
        };
        self.atc = counted;
        let card_key = self.card_key().ok_or(Status::NOT_NOW)?;
        session.key = emv::session_key(card_key, self.atc, self.data.session_key_rule).ok();
        session.stage = Stage::Initiated;
        if session.face == CardFace::Chip {
            return Ok(Status::DONE.with(self.files.options()));
        }
        // PDOL: four bytes of terminal qualifiers, then the data of the cryptogram.
        let data = given.get(4..).filter(|data| data.len() == files::CDOL1_LENGTH).ok_or(Status::LENGTH)?;
        let history = files::history(0xA0);
        let cryptogram = self.cryptogram(session, data, &history)?;
        session.stage = Stage::Finished(None);
        Ok(Status::DONE.with(self.files.contactless_options(self.atc, cryptogram, &history)))
    }

    fn generate(&mut self, session: &mut Session, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        if session.face != CardFace::Chip {
            return Err(Status::NOT_NOW);
        }
        match session.stage {
            Stage::Initiated => self.first(session, apdu),
            Stage::Asked(arqc) => self.second(session, apdu, arqc),
            Stage::Started | Stage::Finished(_) => Err(Status::NOT_NOW),
        }
    }

    fn first(&self, session: &mut Session, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        if apdu.data.len() != files::CDOL1_LENGTH {
            return Err(Status::LENGTH);
        }
        // It approves up to its limit where that is asked for, goes online above it, and declines when it is asked to.
        let (kind, decisions) = match apdu.p1 & 0xC0 {
            0x00 => (0x00, 0x80),
            0x40 if self.approves_alone(apdu.data) => (0x40, 0x90),
            _ => (0x80, 0xA0),
        };
        let history = files::history(decisions);
        let cryptogram = self.cryptogram(session, apdu.data, &history)?;
        session.stage = if kind == 0x80 { Stage::Asked(cryptogram) } else { Stage::Finished(None) };
        Ok(Status::DONE.with(files::cryptogram_answer(kind, self.atc, cryptogram, &history)))
    }

    fn second(&self, session: &mut Session, apdu: &Apdu<'_>, arqc: [u8; 8]) -> Result<Vec<u8>, Status> {
        let (issuer, rest) = apdu.data.split_first_chunk::<10>().ok_or(Status::LENGTH)?;
        let data = rest.get(2..).filter(|data| data.len() == files::CDOL1_LENGTH).ok_or(Status::LENGTH)?;
        let alone = rest.starts_with(UNABLE_AND_APPROVED) && self.approves_alone(data);
        let approved = apdu.p1 & 0xC0 == 0x40
            && self.misbehaviour.second_decision == SecondDecision::Honest
            && (alone || self.issuer_agrees(session, issuer, arqc));
        let (kind, decisions) = if approved { (0x40, 0x60) } else { (0x00, 0x20) };
        let history = files::history(decisions);
        let cryptogram = self.cryptogram(session, data, &history)?;
        session.stage = Stage::Finished(Some(arqc));
        Ok(Status::DONE.with(files::cryptogram_answer(kind, self.atc, cryptogram, &history)))
    }

    /// Whether the amount, the first of the data in either list, is one that the chip approves without its issuer.
    fn approves_alone(&self, data: &[u8]) -> bool {
        let amount = data.get(..6).map(wire::hex::encode).and_then(|digits| digits.parse::<u64>().ok());
        amount.is_some_and(|fen| fen > 0 && fen <= self.data.offline_limit_fen)
    }

    fn issuer_agrees(&self, session: &Session, issuer: &[u8; 10], arqc: [u8; 8]) -> bool {
        let [given @ .., a, b] = *issuer;
        let expected = session.key.as_ref().and_then(|key| emv::arpc(key, arqc, [a, b]).ok());
        let approves = matches!(&[a, b], b"00" | b"10" | b"11");
        approves && !self.misbehaviour.arpc_rejected && expected == Some(given)
    }

    fn cryptogram(&self, session: &Session, data: &[u8], history: &[u8]) -> Result<[u8; 8], Status> {
        let key = session.key.as_ref().ok_or(Status::NOT_NOW)?;
        let mut input = data.to_vec();
        input.extend(files::AIP);
        input.extend(self.atc.to_be_bytes());
        input.extend(history);
        emv::cryptogram(key, &input).map_err(|_| Status::NOT_NOW)
    }

    fn verify(&mut self, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        if apdu.p2 != 0x80 {
            return Err(Status::PARAMETERS);
        }
        if self.pin_tries == 0 {
            return Err(Status::BLOCKED);
        }
        if apdu.data.len() != 8 {
            return Err(Status::LENGTH);
        }
        if apdu.data == files::plain_pin(self.data.pin.expose()) {
            self.pin_tries = PIN_TRIES;
            return Ok(Status::DONE.alone());
        }
        self.pin_tries -= 1;
        Err(Status(0x63C0 | u16::from(self.pin_tries)))
    }

    /// PUT DATA of an issuer's script: the issuer's MAC stands behind the value.
    fn put_data(&mut self, session: &Session, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        let (Stage::Asked(arqc) | Stage::Finished(Some(arqc))) = session.stage else {
            return Err(Status::NOT_NOW);
        };
        if self.misbehaviour.script_refused {
            return Err(Status::NOT_NOW);
        }
        let (value, mac) = apdu.data.split_last_chunk::<4>().ok_or(Status::LENGTH)?;
        let length = u8::try_from(apdu.data.len()).map_err(|_| Status::LENGTH)?;
        let head = [apdu.class, apdu.instruction, apdu.p1, apdu.p2, length];
        let right = self.script_mac(head, arqc, value).ok_or(Status::NOT_NOW)?;
        if right != *mac {
            return Err(Status::UNPROVEN);
        }
        let [least, most] = &mut self.limits;
        let limit = match (apdu.p1, apdu.p2) {
            (0x9F, 0x58) => least,
            (0x9F, 0x59) => most,
            _ => return Err(Status::NO_DATA),
        };
        let [value] = value else { return Err(Status::LENGTH) };
        *limit = *value;
        Ok(Status::DONE.alone())
    }

    fn script_mac(&self, head: [u8; 5], arqc: [u8; 8], value: &[u8]) -> Option<[u8; 4]> {
        let data = &self.data;
        let card = emv::card_key(data.script_key.as_ref()?, &data.pan, data.psn).ok()?;
        let session = emv::script_key(&card, self.atc, arqc, data.session_key_rule).ok()?;
        emv::script_mac(&session, head, self.atc, arqc, value).ok()
    }

    fn get_data(&self, apdu: &Apdu<'_>) -> Result<Vec<u8>, Status> {
        let mut found = Tlv::new();
        let [least, most] = self.limits;
        match (apdu.p1, apdu.p2) {
            (0x9F, 0x36) => found.push(0x9F36, &self.atc.to_be_bytes()),
            (0x9F, 0x17) => found.push(0x9F17, &[self.pin_tries]),
            (0x9F, 0x58) => found.push(0x9F58, &[least]),
            (0x9F, 0x59) => found.push(0x9F59, &[most]),
            _ => return Err(Status::NO_DATA),
        }
        Ok(Status::DONE.with(found.to_bytes()))
    }

    fn card_key(&self) -> Option<&Key> {
        let CardData { imk, pan, psn, .. } = &self.data;
        self.key.get_or_init(|| emv::card_key(imk, pan, *psn).ok()).as_ref()
    }

    /// Eight bytes that differ with every transaction; a model needs no more of a challenge.
    fn challenge(&self) -> Result<Vec<u8>, Status> {
        let key = self.card_key().ok_or(Status::NOT_NOW)?;
        let [a, b] = self.atc.to_be_bytes();
        Ok(Status::DONE.with(key.encrypt_block([0x84, 0, 0, 0, 0, 0, a, b]).to_vec()))
    }
}
