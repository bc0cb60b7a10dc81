//! The shell's heart: one agenda entry, one happening, its acts drained before the next.
//!
//! What is resumed carries the number of the machine's life and of its call, so that nothing meant for a
//! terminal before a power cut reaches the one after it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use device::{Answer, Call, CardFace, Hidden, Key, ScreenKind};
use journal::{Head, TokenKey};
use rig::{Act, CardTrouble, Desk, DeskSetup, Happening, Lot, PaperTrouble, Range};
use terminal::card::{ChipCard, Misbehaviour, SecondDecision};
use terminal::flash::Flash;
use terminal::printer::Printer;
use terminal::{Machine, Step};

use crate::agenda::{Agenda, Slot};
use crate::body::Finish;
use crate::line::Line;
use crate::setup::VirtualSetup;
use crate::switches::Switch;
use crate::vault::Vault;

pub(crate) const MS: u64 = 1_000_000;

/// Something due at a known time.
#[derive(Debug)]
pub(crate) enum Due {
    /// A call of the terminal is finished.
    Finish { life: u32, call: u64, finish: Finish },
    /// A frame arrives.
    Arrive { line: u64, to_host: bool, bytes: Hidden },
    /// The terminal's application begins to run.
    Boot { life: u32 },
    /// A commanded switch takes effect.
    Switch(Act),
}

/// The call that the terminal waits in.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) number: u64,
    pub(crate) call: Call,
    /// When it will be finished, as far as that is known.
    due: Option<Slot>,
}

/// When the next thing is due on the bench, and at the desk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NextDue {
    agenda: Option<u64>,
    desk: Option<u64>,
}

impl NextDue {
    /// When, at either; `None` where nothing is due.
    pub(crate) fn at(self) -> Option<u64> {
        [self.agenda, self.desk].into_iter().flatten().min()
    }
}

/// A virtual bench.
#[derive(Debug)]
pub(crate) struct Shell {
    pub(crate) now: u64,
    pub(crate) desk: Desk,
    pub(crate) agenda: Agenda<Due>,
    pub(crate) lot: Lot,
    pub(crate) latency: rig::Latencies,
    pub(crate) start: (u16, u8, u8, u8, u8, u8),
    setup: Arc<terminal::Setup>,
    pub(crate) machine: Option<Machine>,
    pub(crate) terminal_on: bool,
    pub(crate) life: u32,
    calls: u64,
    pub(crate) pending: Option<Pending>,
    pub(crate) keys: VecDeque<Key>,
    pub(crate) screen: ScreenKind,
    pub(crate) flash: Flash,
    pub(crate) vault: Vault,
    pub(crate) chips: BTreeMap<String, ChipCard>,
    pub(crate) slot: Option<(String, CardFace)>,
    pub(crate) printer: Printer,
    pub(crate) scanner_dead: bool,
    pub(crate) pad_dead: bool,
    pub(crate) line: Line,
    /// When the last command to a switch takes effect, while it has not.
    pub(crate) switching: BTreeMap<Switch, u64>,
    acts: VecDeque<Act>,
    draining: bool,
}

impl Shell {
    pub(crate) fn new(setup: &VirtualSetup, head: Head) -> Self {
        let seed = head.seed;
        let mut lot = Lot::new(seed, "bench");
        let tokens = TokenKey::from_seed(seed);
        let desk = Desk::new(DeskSetup { stand: setup.stand.clone(), head, tokens });
        Self {
            now: 0,
            desk,
            agenda: Agenda::new(Lot::new(seed, "ties")),
            latency: setup.stand.rig.latency.clone(),
            start: setup.stand.rig.start.parts().unwrap_or((2026, 1, 1, 0, 0, 0)),
            setup: setup.terminal(&mut lot),
            lot,
            machine: None,
            terminal_on: false,
            life: 0,
            calls: 0,
            pending: None,
            keys: VecDeque::new(),
            screen: ScreenKind::Dark,
            flash: Flash::new(),
            vault: Vault::new(&setup.stand.keys.terminal_master_key),
            chips: setup.chips(),
            slot: None,
            printer: Printer::new(),
            scanner_dead: false,
            pad_dead: false,
            line: Line::default(),
            switching: BTreeMap::new(),
            acts: VecDeque::new(),
            draining: false,
        }
    }

    /// Draws from a range of milliseconds.
    pub(crate) fn ms(&mut self, range: Range) -> u64 {
        self.lot.between(range.from * MS, range.to * MS)
    }

    /// Reports a happening and carries out whatever follows at once.
    pub(crate) fn report(&mut self, happening: Happening) {
        let mut acts = Vec::new();
        self.desk.happened(self.now, happening, &mut acts);
        self.carry_out(acts);
    }

    /// Carries acts out, first come first done; acts that they bring about queue behind them. What breaks or
    /// mends something does so on the spot: the event that it waited for must not go a step further.
    pub(crate) fn carry_out(&mut self, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Power { .. }
                | Act::Link(_)
                | Act::FalseSend(_)
                | Act::Paper { .. }
                | Act::CardTrouble { .. }
                | Act::Pad(_)
                | Act::Open
                | Act::LoadKey(_)
                | Act::Listen(_) => {
                    self.act(act);
                }
                Act::Card { present: false, .. } if self.draining => self.act(act),
                act => self.acts.push_back(act),
            }
        }
        if self.draining {
            return;
        }
        self.draining = true;
        while let Some(act) = self.acts.pop_front() {
            self.act(act);
        }
        self.draining = false;
    }

    /// What is due next.
    pub(crate) fn next_due(&self) -> NextDue {
        NextDue { agenda: self.agenda.next_due(), desk: self.desk.next_due() }
    }

    /// Does the next due thing.
    pub(crate) fn advance(&mut self, NextDue { agenda, desk }: NextDue) {
        let desk_first = match (agenda, desk) {
            (Some(agenda), Some(desk)) if agenda == desk => self.lot.between(0, 1) == 0,
            (Some(agenda), Some(desk)) => desk < agenda,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if desk_first {
            self.now = self.now.max(desk.unwrap_or_default());
            let mut acts = Vec::new();
            self.desk.wake(self.now, &mut acts);
            self.carry_out(acts);
        } else if let Some(due) = self.agenda.pop() {
            self.now = self.now.max(agenda.unwrap_or_default());
            self.meet(due);
        }
    }

    fn meet(&mut self, due: Due) {
        match due {
            Due::Boot { life } if life == self.life && self.terminal_on => {
                self.machine = Some(Machine::power_on(Arc::clone(&self.setup)));
                self.resume(None);
            }
            Due::Finish { life, call, finish } if self.waits_in(life, call) => self.finish(finish),
            Due::Arrive { line, to_host, bytes } => self.arrive(line, to_host, bytes),
            Due::Switch(act) => self.switched(act),
            Due::Boot { .. } | Due::Finish { .. } => {}
        }
    }

    pub(crate) fn waits_in(&self, life: u32, call: u64) -> bool {
        life == self.life && self.pending.as_ref().is_some_and(|pending| pending.number == call)
    }

    /// Answers the call that the terminal waits in, now.
    pub(crate) fn answer(&mut self, answer: Answer) {
        let Some(pending) = &self.pending else { return };
        let (life, call) = (self.life, pending.number);
        let detail = call_name(&pending.call).into();
        self.report(Happening::Inner { name: "device.answer".into(), detail });
        // The report may have cut the power; then nobody is told.
        if self.waits_in(life, call) {
            self.forget_pending();
            self.resume(Some(answer));
        }
    }

    /// The call that was waited in is over; nothing is due for it any more.
    pub(crate) fn forget_pending(&mut self) {
        if let Some(slot) = self.pending.take().and_then(|pending| pending.due) {
            self.agenda.strike(slot);
        }
    }

    /// Runs the terminal up to its next call and begins that.
    fn resume(&mut self, answer: Option<Answer>) {
        let Some(machine) = &mut self.machine else { return };
        let Step::Call(call) = machine.step(answer) else {
            return;
        };
        self.calls += 1;
        let (life, number) = (self.life, self.calls);
        let detail = call_name(&call);
        // A call holds what is printed and shown in clear; the log gets its name only.
        tracing::trace!(at = self.now, life, call = number, detail, "asked");
        self.pending = Some(Pending { number, call: call.clone(), due: None });
        self.report(Happening::Inner { name: "device.call".into(), detail: detail.into() });
        if self.waits_in(life, number) {
            self.begin(call);
        }
    }

    /// The pending call will be finished after a while.
    pub(crate) fn finish_in(&mut self, ns: u64, finish: Finish) {
        let Some(pending) = &mut self.pending else { return };
        let due = Due::Finish { life: self.life, call: pending.number, finish };
        let slot = self.agenda.at(self.now + ns, due);
        if let Some(earlier) = pending.due.replace(slot) {
            self.agenda.strike(earlier);
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Press(key) => self.press(key),
            Act::Pin(pin) => self.type_pin(pin),
            Act::Password(password) => self.type_password(password),
            Act::Card { card, face, present } => self.move_card(card, face, present),
            Act::Scan(code) => self.hold_code(code),
            Act::Scanner(dead) => self.switch_scanner(dead),
            Act::Sign { strokes, phone } => self.sign(&strokes, phone),
            Act::Pad(dead) => self.switch_pad(dead),
            Act::Answer { line, bytes } => self.send_to_terminal(line, bytes),
            Act::HangUp { line } => self.host_hangs_up(line),
            Act::Listen(on) => self.line.listening = on,
            Act::Power { .. } | Act::Link(_) => self.command(act),
            Act::Open => self.open(),
            Act::LoadKey(key) => self.load_key(key),
            Act::FalseSend(on) => self.line.false_send = on,
            Act::Paper { trouble, on } => match trouble {
                PaperTrouble::Out => self.printer.set_paper(on.then_some(0)),
                PaperTrouble::Jam => self.printer.set_jam(on),
                PaperTrouble::Blank => self.printer.set_blank(on),
            },
            Act::CardTrouble { trouble, on } => self.trouble_cards(trouble, on),
        }
    }

    fn trouble_cards(&mut self, trouble: CardTrouble, on: bool) {
        for chip in self.chips.values_mut() {
            let was = chip.misbehaviour();
            chip.misbehave(match trouble {
                CardTrouble::StripeUnreadable => Misbehaviour { stripe_unreadable: on, ..was },
                CardTrouble::RefusesScripts => Misbehaviour { script_refused: on, ..was },
                CardTrouble::ChipMute => Misbehaviour { mute: on, ..was },
                CardTrouble::RefusesSecond => {
                    let second_decision = if on { SecondDecision::ForceAac } else { SecondDecision::Honest };
                    Misbehaviour { second_decision, ..was }
                }
            });
        }
    }
}

/// What a call is called in records.
pub(crate) fn call_name(call: &Call) -> &'static str {
    match call {
        Call::Clock => "clock",
        Call::Random => "random",
        Call::MasterKey => "master-key",
        Call::Show(_) => "show",
        Call::Wait(_) => "wait",
        Call::EnterPin { .. } => "enter-pin",
        Call::EnterPassword { .. } => "enter-password",
        Call::Scan { .. } => "scan",
        Call::Sign(_) => "sign",
        Call::ReadStripe => "read-stripe",
        Call::CardOn => "card-on",
        Call::Apdu(_) => "apdu",
        Call::Print(_) => "print",
        Call::PrinterState => "printer-state",
        Call::Store(_) => "store",
        Call::Line(_) => "line",
    }
}
