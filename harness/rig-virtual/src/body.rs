//! The terminal's body: how each call is begun and finished.

use device::{Answer, Call, CardFace, DateTime, Hidden, StoreCall, Wait, Wish};
use rig::Happening;
use terminal::card::{CardReady, Status};
use terminal::printer::{PrintEvent, PrintStep};

use crate::shell::{MS, Shell};

/// How a call that takes time ends.
#[derive(Debug)]
pub(crate) enum Finish {
    /// With this answer.
    Answer(Answer),
    /// Nothing came in time.
    TimeOut,
    /// The chip's response is out, if the card is still there.
    Apdu { response: Vec<u8>, decided: bool },
    /// The stripe has passed.
    Stripe,
    /// What was written is durable.
    Flushed,
    /// A line of the job comes out.
    PrintLine,
    /// The connection stands, or does not.
    Connected,
    /// The bytes are on the line, whatever the terminal is told.
    Sent,
}

impl Shell {
    pub(crate) fn begin(&mut self, call: Call) {
        match call {
            Call::Clock => {
                let clock = Answer::Clock(self.clock());
                self.finish_in(MS / 10, Finish::Answer(clock));
            }
            Call::Random => {
                let random = Answer::Random(self.lot.bytes());
                self.finish_in(MS / 10, Finish::Answer(random));
            }
            Call::MasterKey => {
                let key = self.vault.ask();
                self.finish_in(MS / 10, Finish::Answer(key));
            }
            Call::Show(screen) => {
                if screen.kind != self.screen {
                    self.keys.clear();
                }
                self.screen = screen.kind;
                self.finish_in(5 * MS, Finish::Answer(Answer::Done));
                self.report(Happening::Shown(screen));
            }
            Call::Wait(wait) => self.begin_wait(wait),
            Call::EnterPin { limit_ms } | Call::EnterPassword { limit_ms } => {
                self.finish_in(limit_ms * MS, Finish::TimeOut);
            }
            Call::Scan { .. } if self.scanner_dead => {
                self.finish_in(20 * MS, Finish::Answer(Answer::ScannerDead));
            }
            Call::Scan { limit_ms } => self.finish_in(limit_ms * MS, Finish::TimeOut),
            Call::Sign(sign) => self.begin_signature(sign.limit_ms),
            Call::ReadStripe => self.finish_in(120 * MS, Finish::Stripe),
            Call::CardOn => {
                let answer = self.card_on();
                let ns = self.ms(self.latency.apdu_ms);
                self.finish_in(ns, Finish::Answer(answer));
            }
            Call::Apdu(command) => self.begin_apdu(&command),
            Call::Print(job) => {
                self.printer.begin(&job);
                let ns = self.ms(self.latency.print_line_ms);
                self.finish_in(ns, Finish::PrintLine);
            }
            Call::PrinterState => {
                let answer = self.printer.state().map_or_else(Answer::Printer, |()| Answer::Done);
                self.finish_in(MS, Finish::Answer(answer));
            }
            Call::Store(store) => self.begin_store(store),
            Call::Line(line) => self.begin_line(line),
        }
    }

    pub(crate) fn finish(&mut self, finish: Finish) {
        match finish {
            Finish::Answer(answer) => self.answer(answer),
            Finish::TimeOut => self.answer(Answer::TimedOut),
            Finish::Apdu { response, decided } => {
                if self.slot.is_none() {
                    return self.answer(Answer::CardGone);
                }
                let (life, number) = (self.life, self.pending.as_ref().map_or(0, |p| p.number));
                if decided {
                    let detail = "generate-ac-2".into();
                    self.report(Happening::Inner { name: "card.decided".into(), detail });
                }
                if self.waits_in(life, number) {
                    let gone = self.slot.is_none();
                    self.answer(if gone { Answer::CardGone } else { Answer::Apdu(Hidden::new(response)) });
                }
            }
            Finish::Stripe => self.finish_stripe(),
            Finish::Flushed => {
                self.flash.complete_flush();
                let (life, number) = (self.life, self.pending.as_ref().map_or(0, |p| p.number));
                self.report(Happening::Inner { name: "store.flushed".into(), detail: "".into() });
                if self.waits_in(life, number) {
                    self.answer(Answer::Done);
                }
            }
            Finish::PrintLine => self.print_line(),
            Finish::Connected => self.finish_connect(),
            Finish::Sent => self.finish_send(),
        }
    }

    fn begin_wait(&mut self, wait: Wait) {
        if wait.master_key && self.vault.has_news() {
            return self.finish_in(MS, Finish::Answer(Answer::KeysChanged));
        }
        if wait.keys
            && let Some(key) = self.keys.pop_front()
        {
            return self.finish_in(MS, Finish::Answer(Answer::Key(key)));
        }
        match (wait.card, &self.slot) {
            (Wish::Present, Some((_, face))) => {
                let face = *face;
                return self.finish_in(MS, Finish::Answer(Answer::CardIn(face)));
            }
            (Wish::Absent, None) => return self.finish_in(MS, Finish::Answer(Answer::CardGone)),
            _ => {}
        }
        if let Some(limit_ms) = wait.limit_ms {
            self.finish_in(limit_ms * MS, Finish::TimeOut);
        }
    }

    fn card_on(&mut self) -> Answer {
        let Some((card, face)) = self.slot.clone() else {
            return Answer::CardGone;
        };
        match self.chips.get_mut(&card).map(|chip| chip.power_on(face)) {
            Some(CardReady::Ready) => Answer::CardReady,
            Some(CardReady::Mute) => Answer::CardMute,
            None => Answer::CardGone,
        }
    }

    fn begin_apdu(&mut self, command: &Hidden) {
        let Some((card, _)) = self.slot.clone() else {
            return self.finish_in(MS, Finish::Answer(Answer::CardGone));
        };
        let name =
            self.chips.get(&card).and_then(|chip| chip.command_name(command.expose())).unwrap_or("unknown");
        let (life, number) = (self.life, self.pending.as_ref().map_or(0, |p| p.number));
        self.report(Happening::Inner { name: format!("apdu.{name}").into(), detail: "".into() });
        if !self.waits_in(life, number) {
            return;
        }
        let ns = self.ms(self.latency.apdu_ms);
        let Some(chip) = self.chips.get_mut(&card).filter(|_| self.slot.is_some()) else {
            return self.finish_in(ns, Finish::Answer(Answer::CardGone));
        };
        let decided = chip.has_decided();
        let response = chip.exchange(command.expose());
        if let ("put-data", Some(status)) = (name, Status::of(&response)) {
            self.report(Happening::Scripted { card, command: name, status: status.0, decided });
            if !self.waits_in(life, number) {
                return;
            }
        }
        self.finish_in(ns, Finish::Apdu { response, decided: name == "generate-ac-2" });
    }

    fn finish_stripe(&mut self) {
        let stripe = match &self.slot {
            Some((card, CardFace::Stripe)) => self.chips.get(card).and_then(terminal::card::ChipCard::stripe),
            _ => None,
        };
        if let Some((card, face)) = self.slot.take() {
            self.report(Happening::CardIs { card, present: false, face });
        }
        self.answer(stripe.map_or(Answer::StripeUnreadable, Answer::Stripe));
    }

    fn begin_store(&mut self, store: StoreCall) {
        let (life, number) = (self.life, self.pending.as_ref().map_or(0, |p| p.number));
        let tell = match &store {
            StoreCall::Write(name, _) => Some(("store.write", name.clone())),
            StoreCall::Erase(name) => Some(("store.erase", name.clone())),
            StoreCall::Flush => Some(("store.flush", String::new())),
            StoreCall::Read(_) | StoreCall::List(_) => None,
        };
        if let Some((name, detail)) = tell {
            self.report(Happening::Inner { name: name.into(), detail: detail.into() });
            if !self.waits_in(life, number) {
                return;
            }
        }
        let write = self.latency.store_write_ms;
        let (ns, finish) = match store {
            StoreCall::Read(name) => {
                let record = self.flash.read(&name).map(Hidden::new);
                (MS / 5, Finish::Answer(record.map_or(Answer::NoRecord, Answer::Record)))
            }
            StoreCall::Write(name, bytes) => {
                let full = self.flash.write(&name, bytes.expose()).is_err();
                let answer = if full { Answer::StoreFull } else { Answer::Done };
                (self.ms(write), Finish::Answer(answer))
            }
            StoreCall::Erase(name) => {
                self.flash.erase(&name);
                (self.ms(write), Finish::Answer(Answer::Done))
            }
            StoreCall::Flush => {
                self.flash.begin_flush();
                (self.ms(self.latency.store_flush_ms), Finish::Flushed)
            }
            StoreCall::List(prefix) => (MS / 5, Finish::Answer(Answer::Names(self.flash.list(&prefix)))),
        };
        self.finish_in(ns, finish);
    }

    /// Prints one line of the job; the call ends with the job, or with the printer's trouble.
    fn print_line(&mut self) {
        let (life, number) = (self.life, self.pending.as_ref().map_or(0, |p| p.number));
        match self.printer.next_line() {
            PrintStep::Out(event) => {
                let ns = self.ms(self.latency.print_line_ms);
                self.report(match event {
                    PrintEvent::Line(text) => Happening::PaperLine(text),
                    PrintEvent::Cut => Happening::PaperCut,
                });
                if self.waits_in(life, number) {
                    self.finish_in(ns, Finish::PrintLine);
                }
            }
            PrintStep::Done => self.answer(Answer::Done),
            PrintStep::Trouble(trouble) => {
                self.report(Happening::PrinterTrouble(trouble));
                if self.waits_in(life, number) {
                    self.answer(Answer::Printer(trouble));
                }
            }
        }
    }

    /// The terminal's clock: the start of the run plus the time since, in the Gregorian calendar.
    fn clock(&self) -> DateTime {
        let (year, month, day, hour, minute, second) = self.start;
        let since_midnight = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
        let seconds = since_midnight + self.now / 1_000_000_000;
        let mut date = (year, month, day);
        for _ in 0..seconds / 86_400 {
            date = next_day(date);
        }
        let part = |n: u64| u8::try_from(n).unwrap_or_default();
        let rest = seconds % 86_400;
        DateTime {
            year: date.0,
            month: date.1,
            day: date.2,
            hour: part(rest / 3600),
            minute: part(rest / 60 % 60),
            second: part(rest % 60),
        }
    }
}

fn next_day((year, month, day): (u16, u8, u8)) -> (u16, u8, u8) {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    if day < days {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}
