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
mod devices;
mod given;
mod operator;
mod spoiler;

use std::{collections::BTreeSet, sync::Arc};

use device::{Answer, Call, CardFace, Screen, ScreenKind, StoreCall};
use rand_core::SeedableRng;
use rand_pcg::Pcg32;
use terminal::{Defect, Machine, Setup, Step, card::ChipCard, flash::Flash, printer::Printer};

pub(crate) use acquirer::{Acquirer, Behaviour, State};
pub(crate) use given::{IMK, TMK, card_data, setup, setup_of_the_second_family};
pub(crate) use operator::{Operator, Order};

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
    /// What comes of the signature pad; nothing where there is none.
    pub(crate) pad: Option<Answer>,
    /// The code that a customer shows; the scanner is dead where there is none.
    pub(crate) code: Option<&'static str>,
    /// The store takes no record whose name begins so.
    pub(crate) no_room_for: Option<&'static str>,
    pub(crate) cuts: Vec<Cut>,
    /// The terminal is opened at the n-th call, before the device did it: its master key is gone.
    pub(crate) opened_at: Option<usize>,
    pub(crate) opened: bool,
    keys_changed: bool,
    inbox: Vec<Vec<u8>>,
    connected: bool,
    now_s: u64,
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
            pad: None,
            code: None,
            no_room_for: None,
            cuts: Vec::new(),
            opened_at: None,
            opened: false,
            keys_changed: false,
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
                if self.opened_at == Some(self.calls) {
                    self.open();
                }
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
                                || Defect::ALL.into_iter().any(|defect| self.setup.has(defect))
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

    /// Somebody opens the terminal.
    pub(crate) fn open(&mut self) {
        (self.opened, self.keys_changed) = (true, true);
    }

    /// A technician loads the master key.
    pub(crate) fn load_keys(&mut self) {
        (self.opened, self.keys_changed) = (false, true);
    }

    /// A night passes.
    pub(crate) fn next_day(&mut self) {
        self.now_s += 86_400;
    }

    /// The clock stands half a minute before midnight.
    pub(crate) fn just_before_midnight(&mut self) {
        self.now_s = (self.now_s / 86_400 + 1) * 86_400 - 30;
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
}
