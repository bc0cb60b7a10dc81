//! A miniature bench for the terminal's front door: a body with every device, a tiny host, an operator who
//! does what the screen asks. Time passes only where a limit runs out.

#![allow(dead_code, unused_imports, reason = "each test file uses its part of the bench")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench that is set up wrongly fails its test"
)]

mod acquirer;
mod operator;

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use device::{
    Answer, Call, CardFace, DateTime, Hidden, Key, LineCall, LineTrouble, Screen, ScreenKind, StoreCall, Wish,
};
use profile::Profile;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use terminal::{
    Defect, Language, Machine, Setup, Step,
    card::{CardData, CardReady, ChipCard, Faces},
    flash::Flash,
    printer::{PrintEvent, Printer},
};
use wire::{Dialect, Envelope, MacKind, Pan, Pin, Track2, emv::SessionKeyRule};

pub(crate) use acquirer::{Acquirer, Behaviour, State};
pub(crate) use operator::{Operator, Order};

pub(crate) const TMK: &str = "CA5D92598DCA48CE8A4C76361A9269E9";
pub(crate) const IMK: &str = "9E15204313F7318ACB79B90BD986AD29";
const STRICT: &str = include_str!("../../../../fixtures/profiles/strict.yaml");
const DIALECT: &str = include_str!("../../../../fixtures/dialects/unionpay.yaml");

/// Where a power cut falls: at the n-th call, before or after the device did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) at: usize,
    pub(crate) done: bool,
    pub(crate) seed: u64,
}

pub(crate) struct Bench {
    pub(crate) setup: Arc<Setup>,
    pub(crate) flash: Flash,
    pub(crate) card: ChipCard,
    pub(crate) printer: Printer,
    pub(crate) host: Acquirer,
    pub(crate) operator: Operator,
    pub(crate) screens: Vec<Screen>,
    pub(crate) paper: Vec<String>,
    pub(crate) apdus: Vec<&'static str>,
    pub(crate) calls: usize,
    pub(crate) line_up: bool,
    pub(crate) presented: Option<CardFace>,
    /// Take the card away just before this command is exchanged.
    pub(crate) pull_before: Option<&'static str>,
    /// What comes instead of the card's own answer to this command.
    pub(crate) instead: Option<(&'static str, Vec<u8>)>,
    /// Every command with its data, as the card got it.
    pub(crate) commands: Vec<Vec<u8>>,
    /// Spoils what card, host and store give, one answer in so many.
    pub(crate) spoil: Option<(Pcg32, u32)>,
    /// What the store gives is left as it is.
    pub(crate) store_honest: bool,
    /// The clock cannot be read.
    pub(crate) clock_dead: bool,
    pub(crate) cuts: Vec<Cut>,
    inbox: Vec<Vec<u8>>,
    connected: bool,
    now_s: u64,
}

pub(crate) fn setup(defect: Option<Defect>, change: impl Fn(&str) -> String) -> Setup {
    static DIALECT_READ: OnceLock<Arc<Dialect>> = OnceLock::new();
    let read = || Arc::new(Dialect::from_yaml("unionpay.yaml", DIALECT).expect("a sound dialect"));
    let dialect = Arc::clone(DIALECT_READ.get_or_init(read));
    let practice = Profile::from_yaml("strict.yaml", &change(STRICT)).expect("a sound profile");
    Setup {
        dialect,
        practice: Arc::new(practice),
        mac: MacKind::CupEcb,
        tid: "12345678".to_owned(),
        mid: "898100012340001".to_owned(),
        merchant_name: "小店/SHOP".to_owned(),
        tmk: wire::Key::from_hex(TMK).expect("a key"),
        supervisor_password: Hidden::new(*b"123456"),
        operator: "01".to_owned(),
        first_stan: 11,
        first_batch: 1,
        envelope: Envelope::default(),
        language: Language::English,
        defect,
    }
}

pub(crate) fn card_data() -> CardData {
    CardData {
        pan: Pan::new("6228480000000016").expect("a card number"),
        psn: 1,
        expiry: "3012".to_owned(),
        track2: Track2::new("6228480000000016=30121200000012345").expect("a track"),
        imk: wire::Key::from_hex(IMK).expect("a key"),
        pin: Pin::new("246810").expect("a PIN"),
        faces: Faces::all(),
        session_key_rule: SessionKeyRule::Pbc,
        offline_pin: false,
    }
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(setup(None, str::to_owned))
    }

    pub(crate) fn defective(defect: Defect) -> Self {
        Self::with(setup(Some(defect), str::to_owned))
    }

    pub(crate) fn with(setup: Setup) -> Self {
        let host = Acquirer::new(&setup);
        Self {
            setup: Arc::new(setup),
            flash: Flash::new(),
            card: ChipCard::new(card_data()),
            printer: Printer::new(),
            host,
            operator: Operator::default(),
            screens: Vec::new(),
            paper: Vec::new(),
            apdus: Vec::new(),
            calls: 0,
            line_up: true,
            presented: None,
            pull_before: None,
            instead: None,
            commands: Vec::new(),
            clock_dead: false,
            spoil: None,
            store_honest: false,
            cuts: Vec::new(),
            inbox: Vec::new(),
            connected: false,
            now_s: 12 * 3600,
        }
    }

    /// Gives orders and runs until the terminal stands idle with nothing left to do, through every cut.
    pub(crate) fn run(&mut self, orders: &[Order]) {
        self.operator.orders.extend(orders.iter().cloned());
        'life: loop {
            let mut machine = Machine::power_on(Arc::clone(&self.setup));
            let mut answer = None;
            loop {
                assert!(self.calls < 200_000, "the terminal never comes to rest");
                let Step::Call(call) = machine.step(answer.take()) else { panic!("halted") };
                self.calls += 1;
                let cut = self.cuts.first().copied().filter(|cut| cut.at == self.calls);
                if cut.is_none_or(|cut| cut.done) {
                    answer = self.device(&call);
                    answer = answer.map(|answer| self.spoilt(answer));
                }
                if let Some(cut) = cut {
                    self.cuts.remove(0);
                    drop(machine);
                    self.power_lost(cut.seed);
                    continue 'life;
                }
                match answer.as_mut() {
                    Some(_) => {
                        if call == Call::Store(StoreCall::Flush) {
                            self.flash.complete_flush();
                        }
                    }
                    None => {
                        assert!(
                            self.host.faults.is_empty()
                                || self.setup.defect.is_some()
                                || self.spoil.is_some(),
                            "{:?}",
                            self.host.faults
                        );
                        return;
                    }
                }
            }
        }
    }

    /// Screens shown from `from` on, without those that stand only while something is typed.
    pub(crate) fn kinds(&self) -> Vec<ScreenKind> {
        self.screens.iter().map(|screen| screen.kind).collect()
    }

    pub(crate) fn shown(&self, kind: ScreenKind) -> usize {
        self.screens.iter().filter(|screen| screen.kind == kind).count()
    }

    pub(crate) fn lines_of(&self, kind: ScreenKind) -> Vec<String> {
        let screen = self.screens.iter().rev().find(|screen| screen.kind == kind);
        screen.unwrap_or_else(|| panic!("no {kind:?} in {:?}", self.kinds())).lines.clone()
    }

    /// Committed rows of the journal by the record's name, torn ones left out.
    pub(crate) fn rows(&self) -> BTreeSet<String> {
        let whole = |name: &String| {
            let record = self.flash.read(name).unwrap_or_default();
            let Some((content, sum)) = record.split_last_chunk::<4>() else {
                return false;
            };
            crc32fast::hash(content) == u32::from_be_bytes(*sum)
        };
        self.flash.list("row.").into_iter().filter(whole).collect()
    }

    fn power_lost(&mut self, seed: u64) {
        self.flash.power_cut(&mut Pcg32::seed_from_u64(seed));
        self.card.reset();
        self.presented = None;
        self.inbox.clear();
        self.connected = false;
        self.operator.power_lost();
        self.now_s += 30;
    }

    fn device(&mut self, call: &Call) -> Option<Answer> {
        Some(match call {
            Call::Clock if self.clock_dead => Answer::TimedOut,
            Call::Clock => Answer::Clock(self.clock()),
            Call::Random => Answer::Random([0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]),
            Call::Show(screen) => {
                self.operator.sees(screen);
                self.screens.push(screen.clone());
                Answer::Done
            }
            Call::Wait(wait) => return self.wait(wait.card, wait.keys, wait.limit_ms),
            Call::EnterPin { .. } => self.operator.pin.clone().map_or(Answer::PinSkipped, Answer::Pin),
            Call::EnterPassword { .. } => Answer::Password(self.operator.password.clone()),
            Call::ReadStripe => self.stripe(),
            Call::CardOn => self.card_on(),
            Call::Apdu(command) => self.apdu(command.expose()),
            Call::Print(bytes) => self.print(bytes),
            Call::PrinterState => self.printer.state().map_or_else(Answer::Printer, |()| Answer::Done),
            Call::Store(call) => self.store(call),
            Call::Line(call) => self.line(call),
        })
    }

    /// A valid answer with a byte changed, a piece cut off or doubled; a record often under a right check sum.
    fn spoilt(&mut self, answer: Answer) -> Answer {
        let Some((rng, one_in)) = self.spoil.as_mut() else {
            return answer;
        };
        let bytes = match &answer {
            Answer::Record(_) if self.store_honest => return answer,
            Answer::Apdu(bytes) | Answer::Received(bytes) | Answer::Record(bytes) => bytes.expose().to_vec(),
            _ => return answer,
        };
        if bytes.is_empty() || !rng.next_u32().is_multiple_of(*one_in) {
            return answer;
        }
        let at = usize::try_from(rng.next_u32()).expect("an index") % bytes.len();
        let mut changed = bytes;
        match rng.next_u32() % 4 {
            0 | 1 => changed[at] ^= 1 << (rng.next_u32() % 8),
            2 => changed.truncate(at),
            _ => changed.extend_from_within(at..),
        }
        match answer {
            Answer::Apdu(_) => Answer::Apdu(Hidden::new(changed)),
            Answer::Received(_) => Answer::Received(Hidden::new(changed)),
            _ => {
                if changed.len() > 4 && rng.next_u32().is_multiple_of(2) {
                    changed.truncate(changed.len() - 4);
                    let sum = crc32fast::hash(&changed);
                    changed.extend(sum.to_be_bytes());
                }
                Answer::Record(Hidden::new(changed))
            }
        }
    }

    fn clock(&self) -> DateTime {
        let (day, second) = (self.now_s / 86_400, self.now_s % 86_400);
        let part = |n: u64| u8::try_from(n).expect("part of a day");
        DateTime {
            year: 2026,
            month: 11,
            day: part(20 + day),
            hour: part(second / 3600),
            minute: part(second / 60 % 60),
            second: part(second % 60),
        }
    }

    /// A night passes.
    pub(crate) fn next_day(&mut self) {
        self.now_s += 86_400;
    }

    /// The clock stands half a minute before midnight.
    pub(crate) fn just_before_midnight(&mut self) {
        self.now_s = (self.now_s / 86_400 + 1) * 86_400 - 30;
    }

    fn wait(&mut self, card: Wish, keys: bool, limit_ms: Option<u64>) -> Option<Answer> {
        if card == Wish::Absent {
            // The cardholder takes the card as soon as the terminal wants it back.
            self.presented = None;
            self.card.reset();
            return Some(Answer::CardGone);
        }
        if keys && let Some(key) = self.operator.next_key() {
            return Some(Answer::Key(key));
        }
        if card == Wish::Present
            && let Some(face) = self.operator.present()
        {
            self.presented = Some(face);
            return Some(Answer::CardIn(face));
        }
        // Nobody comes; a wait without a limit is rest.
        self.now_s += limit_ms? / 1000;
        Some(Answer::TimedOut)
    }

    fn stripe(&self) -> Answer {
        self.card.stripe().map_or(Answer::StripeUnreadable, Answer::Stripe)
    }

    fn card_on(&mut self) -> Answer {
        match self.presented.map(|face| self.card.power_on(face)) {
            Some(CardReady::Ready) => Answer::CardReady,
            Some(CardReady::Mute) => Answer::CardMute,
            None => Answer::CardGone,
        }
    }

    fn apdu(&mut self, command: &[u8]) -> Answer {
        let name = self.card.command_name(command).unwrap_or("unknown");
        if self.pull_before == Some(name) {
            self.pull_before = None;
            self.presented = None;
            self.card.reset();
        }
        if self.presented.is_none() {
            return Answer::CardGone;
        }
        self.apdus.push(name);
        self.commands.push(command.to_vec());
        if let Some((_, bytes)) = self.instead.as_ref().filter(|(of, _)| *of == name) {
            let bytes = bytes.clone();
            self.card.exchange(command);
            return Answer::Apdu(Hidden::new(bytes));
        }
        Answer::Apdu(Hidden::new(self.card.exchange(command)))
    }

    fn print(&mut self, bytes: &[u8]) -> Answer {
        let (events, trouble) = self.printer.feed(bytes);
        for event in events {
            match event {
                PrintEvent::Line(line) => self.paper.push(line),
                PrintEvent::Cut => self.paper.push("----".to_owned()),
            }
        }
        trouble.map_or(Answer::Done, Answer::Printer)
    }

    fn store(&mut self, call: &StoreCall) -> Answer {
        match call {
            StoreCall::Read(name) => {
                self.flash.read(name).map_or(Answer::NoRecord, |bytes| Answer::Record(Hidden::new(bytes)))
            }
            StoreCall::Write(name, bytes) => match self.flash.write(name, bytes.expose()) {
                Ok(()) => Answer::Done,
                Err(_) => Answer::StoreFull,
            },
            StoreCall::Erase(name) => {
                self.flash.erase(name);
                Answer::Done
            }
            StoreCall::Flush => {
                self.flash.begin_flush();
                Answer::Done
            }
            StoreCall::List(prefix) => Answer::Names(self.flash.list(prefix)),
        }
    }

    fn line(&mut self, call: &LineCall) -> Answer {
        match call {
            LineCall::Connect { .. } => {
                self.connected = self.line_up;
                if self.line_up { Answer::Done } else { Answer::Line(LineTrouble::NoConnection) }
            }
            LineCall::Send(bytes) => {
                if !self.connected {
                    return Answer::Line(LineTrouble::Broken);
                }
                let (answers, sent) = self.host.receive(bytes.expose());
                self.inbox.extend(answers);
                if sent { Answer::Done } else { Answer::Line(LineTrouble::Broken) }
            }
            LineCall::Receive { limit_ms } => {
                if !self.connected || std::mem::take(&mut self.host.reset) {
                    self.connected = false;
                    return Answer::Line(LineTrouble::Broken);
                }
                if self.inbox.is_empty() {
                    self.now_s += limit_ms / 1000;
                    self.inbox.append(&mut self.host.late);
                    return Answer::TimedOut;
                }
                self.now_s += 1;
                Answer::Received(Hidden::new(self.inbox.remove(0)))
            }
            LineCall::Close => {
                self.connected = false;
                self.inbox.clear();
                Answer::Done
            }
        }
    }
}

/// The key for a kind of order.
pub(crate) fn order_key(order: &Order) -> Key {
    match order {
        Order::Sale { .. } => Key::Sale,
        Order::Void { .. } => Key::Void,
        Order::Refund { .. } => Key::Refund,
        Order::Balance { .. } => Key::Balance,
        Order::Query { .. } => Key::Query,
        Order::Reprint { .. } => Key::Reprint,
        Order::SignOn => Key::SignOn,
        Order::Reverse => Key::Reverse,
    }
}
