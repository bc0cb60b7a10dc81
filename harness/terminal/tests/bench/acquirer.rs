//! A host double: books sales, voids, refunds and reversals, checks what the terminal sends, answers or not.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use wire::{
    BatchTotals, Detail, Dialect, Envelope, FrameReader, Key, MacCheck, Message, Mti, Pan, Tlv, Verdict,
    WorkingKeys,
    emv::{self, SessionKeyRule},
    keys,
};

/// The approval code of every pre-authorisation.
pub(crate) const PRE_AUTH_CODE: &str = "112345";

/// What the host does with the next request that is no sign-on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Behaviour {
    Normal,
    Decline(&'static str),
    /// A decline with this code whose MAC is wrong; nothing booked.
    ForgedDecline(&'static str),
    /// Books, and the answer is lost.
    AnswerLost,
    /// The request is lost on its way.
    RequestLost,
    /// Books; the connection breaks while the bytes are handed over.
    SendBroken,
    /// Books; the answer's MAC is wrong.
    BadMac,
    /// Books; the answer names another trace number, then nothing.
    ForeignTrace,
    /// Books; the answer echoes another amount.
    WrongAmount,
    /// Books; the answer comes after the terminal's limit.
    Late,
    /// Books; the answer's header asks for a new sign-on.
    AsksForSignOn,
    /// Nothing booked; bytes that are no message.
    Garbage,
    /// Books; the connection breaks while the terminal waits.
    Reset,
    /// Books this much of what was asked for, and says so.
    InPart(u64),
    /// The same, and the answer is lost.
    InPartLost(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Approved,
    Reversed,
    Declined,
}

#[derive(Clone, Debug)]
pub(crate) struct Booked {
    pub(crate) request: Message,
    pub(crate) fen: u64,
    pub(crate) state: State,
    pub(crate) times: u32,
}

/// Batch and trace.
pub(crate) type Id = (String, String);

pub(crate) struct Acquirer {
    dialect: Arc<Dialect>,
    tmk: Key,
    keys: WorkingKeys,
    pub(crate) signed_on: bool,
    pub(crate) wrong_kcv: bool,
    /// Sign-ons change the keys, and nobody hears of it.
    pub(crate) mute_at_sign_on: bool,
    pub(crate) batch: Option<&'static str>,
    pub(crate) next: VecDeque<Behaviour>,
    /// For reversals alone.
    pub(crate) at_reversal: VecDeque<Behaviour>,
    pub(crate) late: Vec<Vec<u8>>,
    pub(crate) books: BTreeMap<Id, Booked>,
    /// For what settles a batch, signs off or tests the line.
    pub(crate) at_service: VecDeque<Behaviour>,
    /// Finds every settlement's totals unequal.
    pub(crate) unequal: bool,
    /// Every message with its time in the queue of arrival.
    pub(crate) seen: Vec<Message>,
    pub(crate) arpc_right: Vec<bool>,
    /// Every sign-on brings another MAC key.
    pub(crate) rotate: bool,
    /// The connection is to break.
    pub(crate) reset: bool,
    /// What a query is told of the transaction it asks about: amount and state.
    pub(crate) queried: Option<(u64, &'static str)>,
    /// What a sound terminal never sends.
    pub(crate) faults: Vec<String>,
}

impl Acquirer {
    pub(crate) fn new(setup: &terminal::Setup) -> Self {
        let key = |text: &str| Key::from_hex(text).expect("a key");
        Self {
            dialect: Arc::clone(&setup.dialect),
            tmk: key(super::TMK),
            keys: WorkingKeys {
                pin: key("807A23AD32B36D457AE91FDF927570EA"),
                mac: key("5BB5C72CD00B7338"),
                track: Some(key("0123456789ABCDEFFEDCBA9876543210")),
            },
            signed_on: false,
            wrong_kcv: false,
            mute_at_sign_on: false,
            batch: None,
            next: VecDeque::new(),
            at_reversal: VecDeque::new(),
            at_service: VecDeque::new(),
            unequal: false,
            late: Vec::new(),
            books: BTreeMap::new(),
            seen: Vec::new(),
            arpc_right: Vec::new(),
            rotate: false,
            reset: false,
            queried: None,
            faults: Vec::new(),
        }
    }

    /// Working keys of double length, and none for tracks.
    pub(crate) fn take_double_keys(&mut self) {
        self.keys.mac = Key::from_hex("5BB5C72CD00B73380123456789ABCDEF").expect("a key");
        self.keys.track = None;
    }

    pub(crate) fn requests(&self, mti: u16) -> Vec<&Message> {
        self.seen.iter().filter(|message| message.mti() == Mti::new(mti)).collect()
    }

    pub(crate) fn part(&self, message: &Message, path: &str) -> String {
        self.dialect.part(message, path).unwrap_or_default().to_owned()
    }

    /// Net of all that is approved, in fen.
    pub(crate) fn state_of(&self, trace: &str) -> Option<State> {
        self.books.iter().find(|((_, stan), _)| stan == trace).map(|(_, booked)| booked.state)
    }

    /// Gives the answers, and whether handing over went through.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> (Vec<Vec<u8>>, bool) {
        let mut reader = FrameReader::with(self.dialect.framing(), 4096);
        reader.push(bytes);
        let frame = reader.next().expect("a frame").expect("a whole frame");
        let mut request = self.dialect.decode(&frame.body).expect("a message");
        if request.text(53).is_some_and(|how| how.as_bytes()[2] == b'1') {
            let key = self.keys.track.as_ref().expect("a track key");
            wire::track::open(&mut request, key).expect("a track under its key");
        }
        self.seen.push(request.clone());
        if request.mti() == Mti::new(0x0800) {
            if self.rotate && self.signed_on {
                self.keys.mac = Key::from_hex("1122334455667788").expect("a key");
            }
            self.signed_on = true;
            let answer = self.sign_on(&request);
            return (if self.mute_at_sign_on { Vec::new() } else { vec![answer] }, true);
        }
        if [0x0500, 0x0320, 0x0820].map(Mti::new).contains(&request.mti()) {
            let behaviour = self.at_service.pop_front().unwrap_or(Behaviour::Normal);
            if behaviour == Behaviour::RequestLost {
                self.seen.pop();
            }
            let heard = !matches!(behaviour, Behaviour::RequestLost | Behaviour::AnswerLost);
            return (if heard { vec![self.serve(&request, &behaviour)] } else { Vec::new() }, true);
        }
        let check = self.dialect.check_mac(&frame.body, &self.keys.mac);
        if check != MacCheck::Valid {
            self.faults.push(format!("MAC {check:?}"));
            return self.behave(&request, &Behaviour::Decline("A0"));
        }
        let reversal = request.mti() == Mti::new(0x0400);
        let queue = if reversal { &mut self.at_reversal } else { &mut self.next };
        let behaviour = queue.pop_front().unwrap_or(Behaviour::Normal);
        self.behave(&request, &behaviour)
    }

    fn behave(&mut self, request: &Message, behaviour: &Behaviour) -> (Vec<Vec<u8>>, bool) {
        if matches!(behaviour, Behaviour::RequestLost | Behaviour::Garbage) {
            let garbage = self.dialect.frame(&Envelope::default(), &[2, 0x10, 0xFF]).expect("a frame");
            return (if *behaviour == Behaviour::Garbage { vec![garbage] } else { Vec::new() }, true);
        }
        let code = match behaviour {
            Behaviour::Decline(code) | Behaviour::ForgedDecline(code) => (*code).to_owned(),
            Behaviour::InPart(fen) | Behaviour::InPartLost(fen) => self.book_in_part(request, *fen),
            _ => self.book(request),
        };
        if matches!(behaviour, Behaviour::Decline(_)) && request.mti() != Mti::new(0x0400) {
            self.enter(request, State::Declined);
        }
        let mut answer = self.answer(request, &code);
        match behaviour {
            Behaviour::ForeignTrace => answer.set_text(11, "999998"),
            Behaviour::InPart(fen) => answer.set_text(4, &format!("{fen:012}")),
            Behaviour::WrongAmount => answer.set_text(4, "000000000001"),
            _ => {}
        }
        let mut body = self.dialect.seal(&answer, &self.keys.mac).expect("an answer");
        if matches!(behaviour, Behaviour::BadMac | Behaviour::ForgedDecline(_))
            && let Some(last) = body.last_mut()
        {
            *last ^= 1;
        }
        let mut envelope = Envelope::default();
        if *behaviour == Behaviour::AsksForSignOn {
            envelope.header = envelope.header.with_processing_request(3);
        }
        let frame = self.dialect.frame(&envelope, &body).expect("a frame");
        match behaviour {
            Behaviour::AnswerLost | Behaviour::InPartLost(_) => (Vec::new(), true),
            Behaviour::Reset => {
                self.reset = true;
                (Vec::new(), true)
            }
            Behaviour::SendBroken => (Vec::new(), false),
            Behaviour::Late => {
                self.late.push(frame);
                (Vec::new(), true)
            }
            _ => (vec![frame], true),
        }
    }

    fn id(&self, request: &Message) -> Id {
        (self.part(request, "60.2"), request.text(11).unwrap_or_default().to_owned())
    }

    fn enter(&mut self, request: &Message, state: State) {
        let fen = request.number(4).unwrap_or(0);
        self.books.insert(self.id(request), Booked { request: request.clone(), fen, state, times: 1 });
    }

    /// Books a request and gives the code.
    fn book(&mut self, request: &Message) -> String {
        let id = self.id(request);
        if request.mti() == Mti::new(0x0400) {
            return self.reverse(&id, request);
        }
        if request.has(95) {
            return self.take_back(&id, request);
        }
        if matches!(request.text(3), Some("310000" | "390000")) {
            return "00".to_owned();
        }
        match self.books.get_mut(&id) {
            Some(known) => {
                known.times += 1;
                if request.mti() != Mti::new(0x0220) || known.request.text(3) != request.text(3) {
                    self.faults.push("trace number used twice".to_owned());
                    return "94".to_owned();
                }
            }
            None => self.enter(request, State::Approved),
        }
        "00".to_owned()
    }

    /// Leaves of a sale what the advice says is left of it.
    fn take_back(&mut self, id: &Id, request: &Message) -> String {
        let left_fen = self.part(request, "95.1").parse().expect("an amount");
        let Some(sale) = self.books.get_mut(id) else {
            return "25".to_owned();
        };
        sale.fen = left_fen;
        "00".to_owned()
    }

    fn book_in_part(&mut self, request: &Message, fen: u64) -> String {
        self.book(request);
        if let Some(booked) = self.books.get_mut(&self.id(request)) {
            booked.fen = fen;
        }
        "10".to_owned()
    }

    fn reverse(&mut self, id: &Id, request: &Message) -> String {
        let Some(original) = self.books.get_mut(id) else {
            return "25".to_owned();
        };
        if original.state == State::Declined {
            return "12".to_owned();
        }
        let differs = |field: &u8| original.request.expose(*field) != request.expose(*field);
        for field in [3, 4, 11, 22, 25, 41, 42, 60].iter().filter(|field| differs(field)) {
            self.faults.push(format!("field {field} of a reversal"));
        }
        for field in [35, 36, 37, 52].into_iter().filter(|field| request.has(*field)) {
            self.faults.push(format!("field {field} in a reversal"));
        }
        if original.request.chip().is_ok_and(|chip| chip.is_some()) && !request.has(55) {
            self.faults.push("no chip data in a reversal".to_owned());
        }
        let void = request.text(3) == Some("200000");
        original.state = State::Reversed;
        if void && self.part(request, "61.2") != id.1 {
            self.faults.push("field 61 of a void reversal".to_owned());
        }
        "00".to_owned()
    }

    /// Trace numbers and amounts of all that was uploaded, message by message.
    pub(crate) fn uploads(&self) -> Vec<Vec<Detail>> {
        let uploads = self.requests(0x0320);
        let uploads = uploads.into_iter().filter(|message| self.part(message, "60.3") == "201");
        uploads
            .map(|message| {
                let digits = std::str::from_utf8(message.expose(48).expect("F48")).expect("digits");
                Detail::read(digits).expect("details")
            })
            .collect()
    }

    /// The answer to what settles a batch, signs off or tests the line.
    fn serve(&self, request: &Message, behaviour: &Behaviour) -> Vec<u8> {
        let mut answer = Message::new(request.mti().response());
        for field in [11, 41, 42, 60] {
            if let Some(value) = request.expose(field) {
                answer.set_bytes(field, value);
            }
        }
        answer.set_text(39, if let Behaviour::Decline(code) = behaviour { code } else { "00" });
        if let Some((totals, _)) = request.text(48).and_then(BatchTotals::read) {
            let verdict = if self.unequal { Verdict::Unequal } else { Verdict::Equal };
            answer.set_text(48, &totals.digits(Some(verdict)).expect("F48"));
        }
        let body = self.dialect.encode(&answer).expect("an answer");
        self.dialect.frame(&Envelope::default(), &body).expect("a frame")
    }

    fn sign_on(&self, request: &Message) -> Vec<u8> {
        let mut answer = Message::new(request.mti().response());
        for field in [11, 41, 42, 60] {
            if let Some(value) = request.expose(field) {
                answer.set_bytes(field, value);
            }
        }
        if let Some(batch) = self.batch {
            let parts = [("60.1", "00"), ("60.2", batch), ("60.3", "004")];
            answer.set_text(60, &self.dialect.compose(60, &parts).expect("F60"));
        }
        answer.set_text(39, "00");
        let mut block = keys::wrap(&self.tmk, &self.keys).expect("a key block");
        if self.wrong_kcv
            && let Some(last) = block.last_mut()
        {
            *last ^= 1;
        }
        answer.set_bytes(62, &block);
        let body = self.dialect.encode(&answer).expect("an answer");
        self.dialect.frame(&Envelope::default(), &body).expect("a frame")
    }

    fn answer(&mut self, request: &Message, code: &str) -> Message {
        let mut answer = Message::new(request.mti().response());
        for field in [2, 3, 4, 11, 14, 23, 25, 41, 42, 49, 60] {
            if let Some(value) = request.expose(field) {
                answer.set_bytes(field, value);
            }
        }
        let stan = request.text(11).unwrap_or("000000").to_owned();
        answer.set_text(12, "120001");
        answer.set_text(13, "1120");
        answer.set_text(37, &format!("900000{stan}"));
        if matches!(code, "00" | "10") && request.mti() == Mti::new(0x0200) {
            answer.set_text(38, "A12345");
        }
        if code == "00" && request.mti() == Mti::new(0x0100) {
            answer.set_text(38, PRE_AUTH_CODE);
        }
        answer.set_text(39, code);
        if request.text(3) == Some("310000") {
            answer.set_text(54, "0202156C000000500000");
        }
        if request.text(3) == Some("390000") {
            let (fen, state) = self.queried.unwrap_or((12_000, ""));
            answer.set_text(4, &format!("{fen:012}"));
            answer.set_text(63, &format!("CUP{:60}{state}", ""));
        }
        if let Ok(Some(chip)) = request.chip()
            && request.mti() == Mti::new(0x0200)
        {
            match self.issuer(&chip, request, code) {
                Some(issuer) => answer.set_chip(&issuer),
                None => self.faults.push("no cryptogram or counter in the chip's data".to_owned()),
            }
        }
        answer
    }

    /// The issuer's answer to the chip; none where a spoilt card left out what it takes.
    fn issuer(&mut self, chip: &Tlv, request: &Message, code: &str) -> Option<Tlv> {
        const INPUT: [u32; 11] =
            [0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36, 0x9F10];
        let imk = Key::from_hex(super::IMK).expect("a key");
        let pan = Pan::new("6228480000000016").expect("a card number");
        if request.text(23) != Some("001") {
            self.faults.push("field 23".to_owned());
        }
        let card = emv::card_key(&imk, &pan, 1).expect("a card key");
        let counter = u16::from_be_bytes(chip.get(0x9F36)?.try_into().ok()?);
        let session = emv::session_key(&card, counter, SessionKeyRule::Pbc).expect("a session key");
        let mut input = Vec::new();
        for tag in INPUT {
            match chip.get(tag) {
                Some(value) => input.extend(value),
                None => self.faults.push(format!("no {tag:X} in the chip's data")),
            }
        }
        let expected = emv::cryptogram(&session, &input).expect("a cryptogram");
        let given: [u8; 8] = chip.get(0x9F26)?.try_into().ok()?;
        self.arpc_right.push(expected == given);
        let mut arc = [0; 2];
        arc.copy_from_slice(code.as_bytes());
        let mut value = emv::arpc(&session, given, arc).expect("an answer").to_vec();
        value.extend(arc);
        let mut list = Tlv::new();
        list.push(0x91, &value);
        Some(list)
    }
}
