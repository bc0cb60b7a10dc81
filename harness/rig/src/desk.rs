//! The desk: host, cashier, faults and the pen, around which a bench is a shell.
//!
//! No clock, socket or future in it. Every entry point takes the time in nanoseconds and appends the acts that
//! are due at once; the shell carries each out and reports what came of it. While a commanded cut is not
//! confirmed, answers of the host wait here.

mod effects;
mod faults;
mod happenings;
mod holds;
mod moves;
mod notes;
mod orders;
mod seen;
mod unmet;
mod wallets;
mod writing;

use std::collections::BTreeMap;
use std::sync::Arc;

use device::{CardFace, Hidden};
use host::Host;
use journal::{Event, Expectation, Head, Lane, Pen, Record, RecordError, TokenKey};
use profile::Profile;
use wire::Dialect;

use crate::cashier::{Cashier, Knowledge};
use crate::{Act, Fault, Lot, Moment, Readers, RigFile, Stand, Trouble, Wallet};
use faults::Faults;
use orders::Orders;

/// All that a desk is set up with.
#[derive(Debug)]
pub struct DeskSetup {
    /// What stands on the bench.
    pub stand: Stand,
    /// The head of the record.
    pub head: Head,
    /// Turns card numbers into tokens. A virtual bench derives it from the seed; a live one, where real cards
    /// may turn up, draws it at random and stores it nowhere.
    pub tokens: TokenKey,
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    rig: RigFile,
    readers: Arc<Readers>,
    wallet: Wallet,
    dialect: Arc<Dialect>,
    profile: Arc<Profile>,
    pen: Pen,
    tokens: TokenKey,
    host: Host,
    cashier: Cashier,
    faults: Faults,
    lot: Lot,
    /// The entry that answers what the terminal did last.
    stimulus: Option<u64>,
    /// The answer of the host that left last.
    answered: Option<u64>,
    /// The entry with which a request, by ticket, was taken.
    tickets: BTreeMap<u64, Ticketed>,
    held: Vec<HeldAnswer>,
    slip: Vec<String>,
    card_at_terminal: Option<(String, CardFace)>,
    terminal_on: bool,
    /// Whether the merchant's account cannot cover refunds.
    funds_are_short: bool,
    /// What the host was told and what waits for a request.
    orders: Orders,
}

/// What the desk remembers of a request.
#[derive(Clone, Debug)]
struct Ticketed {
    entry: u64,
    intent: Option<u32>,
    key: journal::TxnKey,
}

/// An answer that may not leave yet.
#[derive(Debug)]
struct HeldAnswer {
    line: u64,
    ticket: u64,
    bytes: Hidden,
}

impl Desk {
    /// Sets the desk up and opens the record.
    #[must_use]
    pub fn new(setup: DeskSetup) -> Self {
        let DeskSetup { stand, mut head, tokens } = setup;
        let seed = head.seed;
        head.token_key = tokens.id();
        let places = stand.dialect.places();
        head.places = places.map(|(place, path)| (place.name().to_owned(), path.to_owned())).collect();
        let knows = Knowledge {
            wallet: stand.wallet.clone(),
            password: stand.keys.supervisor_password.0.clone(),
            person_ms: stand.rig.latency.person_ms,
            key_ms: stand.rig.latency.key_ms,
            date: stand.rig.start.date.get(5..).unwrap_or_default().replace('-', ""),
        };
        let mut lot = Lot::new(seed, "desk");
        Self {
            cashier: Cashier::new(knows, Lot::new(seed, "cashier")),
            host: notes::host_of(&stand, lot.seed()),
            faults: Faults::default(),
            pen: Pen::open(head),
            tokens,
            rig: stand.rig,
            readers: stand.readers,
            wallet: stand.wallet,
            dialect: stand.dialect,
            profile: stand.profile,
            lot,
            stimulus: None,
            answered: None,
            tickets: BTreeMap::new(),
            held: Vec::new(),
            slip: Vec::new(),
            card_at_terminal: None,
            terminal_on: false,
            funds_are_short: false,
            orders: Orders::default(),
        }
    }

    /// Whether the terminal's statement has this.
    #[must_use]
    pub fn can(&self, capability: crate::Capability) -> bool {
        self.rig.can(capability)
    }

    /// When the desk next has something to do of its own accord.
    #[must_use]
    pub fn next_due(&self) -> Option<u64> {
        [self.host.next_due(), self.cashier.next_due(), self.faults.next_due()].into_iter().flatten().min()
    }

    /// Does one thing that is due by now. The shell drains the acts and asks [`Desk::next_due`] again.
    pub fn wake(&mut self, at: u64, acts: &mut Vec<Act>) {
        let ripe = |due: Option<u64>| due.is_some_and(|due| due <= at);
        if ripe(self.faults.next_due()) {
            self.fault_due(at, acts);
        } else if ripe(self.host.next_due()) {
            let mut effects = Vec::new();
            self.host.wake(at, &mut effects);
            self.take_effects(at, effects, acts);
        } else if let Some(deed) = self.cashier.due(at) {
            self.do_deed(at, deed, acts);
        }
    }

    /// Notes that a sentence begins.
    pub fn step(&mut self, at: u64, line: usize, text: &str) {
        let text = self.clean(text.to_owned());
        self.note(at, Lane::Bench, None, Event::Step { line, text });
    }

    /// Notes what is expected of the record.
    pub fn expect(&mut self, at: u64, line: usize, text: &str, expectation: Expectation) {
        let text = self.clean(text.to_owned());
        self.note(at, Lane::Bench, None, Event::Expected { line, text, expectation });
    }

    /// Notes what the bench or the text is to blame for.
    pub fn note_trouble(&mut self, at: u64, what: &str) {
        let what = self.clean(what.to_owned());
        self.note(at, Lane::Bench, None, Event::Trouble { what });
    }

    /// Notes that the scenario needs what is not there.
    pub fn note_not_applicable(&mut self, at: u64, reason: &str) {
        let reason = self.clean(reason.to_owned());
        self.note(at, Lane::Bench, None, Event::NotApplicable { reason });
    }

    /// Arms a fault; its number comes back.
    ///
    /// # Errors
    /// [`Trouble`] when the moment does not exist, or not on this bench, or the terminal lacks what would break.
    pub fn arm(&mut self, at: u64, fault: Fault, acts: &mut Vec<Act>) -> Result<u32, Trouble> {
        notes::check_fault(&self.rig, &fault)?;
        let fault = self.drawn(fault);
        let lasting = notes::lasting(&fault);
        let (kind, moment) = (fault.kind.name(), fault.moment.to_string());
        let number = self.faults.arm(fault);
        let armed = Event::Armed { fault: number, what: kind.to_owned(), when: moment, lasting };
        self.note(at, Lane::Fault, None, armed);
        self.fire_armed_now(at, number, acts);
        Ok(number)
    }

    /// A fault whose moment is left to the seed gets it.
    fn drawn(&mut self, fault: Fault) -> Fault {
        let Moment::Drawn { name, at_most } = fault.moment else {
            return fault;
        };
        let nth = u32::try_from(self.lot.between(1, u64::from(at_most))).unwrap_or(1);
        Fault { moment: Moment::nth(name, nth), ..fault }
    }

    /// How many entries stand in the record.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.pen.written()
    }

    /// Why the run has to end here: the record holds as many entries as one scenario may write.
    #[must_use]
    pub fn is_full(&self) -> Option<Trouble> {
        let most = self.rig.limits.unwrap_or_default().entries;
        (self.written() >= most).then(|| {
            Trouble::Bench(format!(
                "the scenario has written {most} entries and goes on; `limits: {{ entries: … }}` in the rig file allows more"
            ))
        })
    }

    /// Notes what was left open, and whether all is quiet, as the shell says; closes the record and hands it out.
    #[must_use]
    pub fn close(self, at: u64, quiet: bool) -> Vec<u8> {
        self.ended(at, quiet).close(at)
    }

    /// Closes as [`Desk::close`] does, but hands the record out for whoever judges it at once and keeps none.
    ///
    /// # Errors
    /// [`RecordError`], as reading the record back would give it.
    pub fn close_unwritten(self, at: u64, quiet: bool) -> Result<Record, RecordError> {
        self.ended(at, quiet).close_unwritten(at)
    }

    fn ended(mut self, at: u64, quiet: bool) -> Pen {
        self.end_slip(at, false);
        let waiting = self.held.len();
        if waiting > 0 {
            self.note_trouble(at, &format!("{waiting} answer(s) wait for a cut that was never confirmed"));
        }
        self.note_unmet(at);
        self.note_state_at_the_end(at);
        if quiet {
            self.note(at, Lane::Bench, None, Event::Quiet);
        }
        self.pen
    }

    fn note(&mut self, at: u64, lane: Lane, cause: Option<u64>, event: Event) -> u64 {
        // What may stand in the record may stand in the log: both are masked by their types.
        tracing::trace!(at, lane = lane.name(), ?event, "noted");
        self.pen.write(at, lane, cause, event)
    }

    /// Writes what people came to believe, wish or try.
    fn note_people(&mut self, at: u64, cause: Option<u64>, notes: Vec<Event>) {
        for event in notes {
            let lane = match event {
                Event::CardholderBelieves { .. } => Lane::Cardholder,
                _ => Lane::Cashier,
            };
            self.note(at, lane, cause, event);
        }
    }
}
