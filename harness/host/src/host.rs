//! The host: its state and its front door. Taking, working, answering and crashing stand in the files below.
//!
//! Each call takes the time as nanoseconds since the start; time must not go back. While the host is down it hears
//! nothing, but issuer and wallet platform go on.

mod outage;
mod reply;
mod settle;
mod sign_on;
mod signature;
mod take;
mod to_issuer;
mod to_platform;
mod work;

pub use settle::batch_after;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use profile::{KeySet, Profile};
use rand_core::Rng;
use rand_pcg::Pcg64;
use wire::{BatchTotals, Dialect, FrameReader, Key, Pan, Side, WorkingKeys};

use crate::agenda::Agenda;
use crate::defect;
use crate::flight::{Due, Flight, Forward, Outgoing};
use crate::issuer::{Issuer, Lapse};
use crate::misbehaviour::Scripts;
use crate::platform::Platform;
use crate::register::Register;
use crate::{
    Account, Books, Class, Defect, Effect, Enrolled, Latency, LineId, Misbehaviour, Moment, Script, Setup,
    Start, Ticket, Transaction, TxnKey,
};

/// What the acquirer keeps on a terminal.
#[derive(Debug)]
struct Station {
    enrolled: Enrolled,
    keys: Option<WorkingKeys>,
    signed_on: bool,
    batch: Option<String>,
}

/// The acquirer, with an issuer behind it.
#[derive(Debug)]
pub struct Host {
    dialect: Arc<Dialect>,
    practice: Arc<Profile>,
    /// The working keys that a sign-on brings.
    key_set: KeySet,
    defect: Option<Defect>,
    start: Start,
    latency: Latency,
    day_shift: i64,
    stations: BTreeMap<String, Station>,
    register: Register,
    issuer: Issuer,
    platform: Platform,
    agenda: Agenda<Due>,
    lines: BTreeMap<LineId, FrameReader>,
    /// Lines that the host hung up: what still comes on them is not heard.
    hung_up: BTreeSet<LineId>,
    flights: BTreeMap<Ticket, Flight>,
    /// Requests that wait for the flight of the same identity.
    parked: BTreeMap<TxnKey, Vec<Ticket>>,
    /// Answers held back, by terminal.
    held: BTreeMap<String, Vec<Outgoing>>,
    forwards: BTreeMap<u64, Forward>,
    scripts: Scripts,
    seen: BTreeSet<(TxnKey, take::Strand)>,
    tickets: u64,
    references: u64,
    forward_numbers: u64,
    up: bool,
    delays: Pcg64,
    secrets: Pcg64,
}

/// Largest frame that is read, in bytes behind the length prefix.
const FRAME_LIMIT: usize = 4096;

impl Host {
    /// A host that is up, with nobody signed on.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let stations = setup
            .terminals
            .into_iter()
            .map(|enrolled| {
                let tid = enrolled.tid.clone();
                (tid, Station { enrolled, keys: None, signed_on: false, batch: None })
            })
            .collect();
        let seed = u128::from(setup.seed);
        Self {
            dialect: setup.dialect,
            start: setup.start,
            latency: setup.latency,
            day_shift: 0,
            stations,
            register: Register::new(setup.practice.clone()),
            issuer: Issuer::new(setup.accounts, setup.practice.host.keys.chip_session_key),
            platform: Platform::new(setup.purses, setup.practice.clone()),
            key_set: setup.practice.host.keys.set,
            practice: setup.practice,
            defect: setup.defect,
            agenda: Agenda::default(),
            lines: BTreeMap::new(),
            hung_up: BTreeSet::new(),
            flights: BTreeMap::new(),
            parked: BTreeMap::new(),
            held: BTreeMap::new(),
            forwards: BTreeMap::new(),
            scripts: Scripts::default(),
            seen: BTreeSet::new(),
            tickets: 0,
            references: 0,
            forward_numbers: 0,
            up: true,
            delays: Pcg64::new(seed, 1),
            secrets: Pcg64::new(seed, 2),
        }
    }

    /// Whether this defect is seeded.
    pub(crate) fn has(&self, defect: Defect) -> bool {
        self.defect == Some(defect)
    }

    /// What the issuer leaves out of an order, since it was told to or the defect has it so.
    pub(crate) fn lapse(
        &self,
        class: Class,
        undo: bool,
        misbehaviour: Option<&Misbehaviour>,
    ) -> Option<Lapse> {
        let own = match self.defect {
            Some(Defect::UndoingNotPassedOn) if undo => Some(Lapse::Booking),
            Some(Defect::CreditNotBooked) if !undo && class.side() == Some(Side::Credit) => {
                Some(Lapse::Booking)
            }
            // What undoes a credit is a charge.
            Some(Defect::MessagesOfChargesOnly) if undo != defect::gives_back(class) => Some(Lapse::Message),
            _ => None,
        };
        Lapse::ordered(misbehaviour).or(own)
    }

    /// A terminal connected. Optional: the first bytes of a line do the same.
    pub fn opened(&mut self, line: LineId) {
        if self.up && !self.hung_up.contains(&line) {
            let framing = self.dialect.framing();
            self.lines.entry(line).or_insert_with(|| FrameReader::with(framing, FRAME_LIMIT));
        }
    }

    /// The terminal hung up. Work on its requests goes on; their answers will be undelivered.
    pub fn closed(&mut self, _now_ns: u64, line: LineId) {
        self.lines.remove(&line);
    }

    /// When the host wants to be woken next.
    #[must_use]
    pub fn next_due(&self) -> Option<u64> {
        self.agenda.next_due()
    }

    /// Does everything that is due at `now_ns` or before, each at its own time.
    pub fn wake(&mut self, now_ns: u64, effects: &mut Vec<Effect>) {
        while let Some((at, due)) = self.agenda.pop(now_ns) {
            match due {
                Due::Work(ticket) => self.work(at, ticket, effects),
                Due::Order { order, ticket, answer_at, forward } => {
                    self.order_arrives(at, &order, ticket, answer_at, forward, effects);
                }
                Due::Reply { ticket, reply } => self.reply_arrives(at, ticket, reply, effects),
                Due::Platform { ask, ticket, answer_at } => {
                    self.platform_acts(at, &ask, ticket, answer_at, effects);
                }
                Due::Told { ticket, told } => self.platform_told(at, ticket, *told, effects),
                Due::News(order) => self.order_news(&order, effects),
                Due::GiveUp(ticket) => self.give_up(at, ticket, effects),
                Due::Forward(number) => self.send_forward(at, number, effects),
                Due::Leave(outgoing) => self.leave(*outgoing, effects),
                Due::Restart => self.restart(at, effects),
            }
        }
    }

    /// Orders a misbehaviour; orders that match the same request are served in turn.
    pub fn script(&mut self, script: Script) {
        self.scripts.add(script);
    }

    /// Orders that are still open.
    #[must_use]
    pub fn open_scripts(&self) -> &[Script] {
        self.scripts.open()
    }

    /// Takes all open orders back.
    pub fn clear_scripts(&mut self) {
        self.scripts.clear();
    }

    /// Whether the acquirer takes connections.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.up
    }

    /// Shifts the host's civil date by whole days (within a million), from now on.
    pub fn set_day_shift(&mut self, days: i64) {
        self.day_shift = days.clamp(-1_000_000, 1_000_000);
    }

    /// The host's civil time.
    #[must_use]
    pub fn moment(&self, now_ns: u64) -> Moment {
        let moment = Moment::after(self.start, now_ns);
        Moment { day_number: moment.day_number.saturating_add(self.day_shift), ..moment }
    }

    /// Moves a terminal to another batch (six digits); its next request is answered 77 until it has signed on.
    pub fn set_batch(&mut self, tid: &str, batch: &str) {
        if let Some(station) = self.stations.get_mut(tid) {
            station.batch = Some(batch.to_owned());
        }
    }

    /// The batch that the host expects of a terminal.
    #[must_use]
    pub fn batch(&self, tid: &str) -> Option<&str> {
        self.stations.get(tid)?.batch.as_deref()
    }

    /// What a batch of a terminal comes to by the register.
    #[must_use]
    pub fn batch_totals(&self, tid: &str, batch: &str) -> BatchTotals {
        self.register.totals(tid, batch)
    }

    /// Ends a terminal's sign-on: its next request is answered 77.
    pub fn demand_sign_on(&mut self, tid: &str) {
        if let Some(station) = self.stations.get_mut(tid) {
            station.signed_on = false;
        }
    }

    /// Loses a terminal's working keys: its next request is answered A0, without a MAC.
    pub fn clear_working_keys(&mut self, tid: &str) {
        if let Some(station) = self.stations.get_mut(tid) {
            station.keys = None;
        }
    }

    /// A technician loaded this master key into a terminal: the working keys under the old one hold no more.
    pub fn set_master_key(&mut self, tid: &str, key: Key) {
        if let Some(station) = self.stations.get_mut(tid) {
            station.enrolled.tmk = key;
            station.keys = None;
            station.signed_on = false;
        }
    }

    /// Hands out this set of keys with the next sign-on.
    pub const fn set_key_set(&mut self, set: KeySet) {
        self.key_set = set;
    }

    /// Check value of a terminal's current MAC key.
    #[must_use]
    pub fn mac_kcv(&self, tid: &str) -> Option<[u8; 4]> {
        Some(self.stations.get(tid)?.keys.as_ref()?.mac.kcv())
    }

    /// The merchant's account must not fall below this by a refund; `None` for no bound.
    pub fn set_merchant_floor(&mut self, mid: &str, least_fen: Option<i64>) {
        self.register.set_floor(mid, least_fen);
    }

    /// Lets the issuer look at a card's PIN again after three wrong ones.
    pub fn unlock_pin(&mut self, pan: &Pan) {
        self.issuer.unlock_pin(pan);
    }

    /// The issuer's accounts as set up; `balance_fen` is the opening balance.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.issuer.accounts()
    }

    /// What a cardholder has now.
    #[must_use]
    pub fn account_balance(&self, pan: &Pan) -> Option<i64> {
        self.issuer.balance(pan)
    }

    /// The acquirer's sales, voids and refunds, in the order in which they were opened.
    pub fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        self.register.transactions()
    }

    /// One of them.
    #[must_use]
    pub fn transaction(&self, key: &TxnKey) -> Option<&Transaction> {
        self.register.transaction(key)
    }

    /// All ledgers.
    #[must_use]
    pub const fn books(&self) -> Books<'_> {
        Books {
            acquirer: self.register.ledger(),
            issuer: self.issuer.ledger(),
            wallet: self.platform.ledger(),
        }
    }

    /// Undoings that the issuer has not confirmed.
    #[must_use]
    pub fn unconfirmed(&self) -> usize {
        self.forwards.len()
    }

    /// Ends a connection for good.
    fn hang_up(&mut self, line: LineId, effects: &mut Vec<Effect>) {
        self.lines.remove(&line);
        self.hung_up.insert(line);
        effects.push(Effect::HangUp { line });
    }

    fn draw(&mut self, (least, most): (u64, u64)) -> u64 {
        let drawn = self.delays.next_u64();
        least + most.saturating_sub(least).checked_add(1).map_or(drawn, |width| drawn % width)
    }

    /// A reference number: day of the year and hour, then a counter. Unique in a run.
    fn next_rrn(&mut self, at: Moment) -> String {
        self.references += 1;
        let (year, _, _) = at.civil();
        let (day, hour) = (at.day_of_year(), at.second_of_day / 3600);
        format!("{}{day:03}{hour:02}{:06}", year.rem_euclid(10), self.references % 1_000_000)
    }

    fn mac_key_of(&self, class: Class, tid: &str) -> Option<wire::Key> {
        let keys = self.stations.get(tid)?.keys.as_ref()?;
        class.needs_mac().then(|| keys.mac.clone())
    }
}
