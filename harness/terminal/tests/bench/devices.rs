//! The devices behind the terminal's calls: clock, keys, card, printer, store, line to the host double.

use device::{Answer, Call, DateTime, Hidden, LineCall, LineTrouble, StoreCall, Wish};
use terminal::{card::CardReady, printer::PrintEvent};

use super::Bench;

impl Bench {
    pub(super) fn device(&mut self, call: &Call) -> Option<Answer> {
        Some(match call {
            Call::Clock if self.clock_dead => Answer::TimedOut,
            Call::Clock => Answer::Clock(self.clock()),
            Call::Random => Answer::Random([0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]),
            Call::MasterKey => self.master_key(),
            Call::Show(screen) => {
                self.operator.sees(screen);
                self.screens.push(screen.clone());
                Answer::Done
            }
            Call::Wait(wait) if wait.master_key && std::mem::take(&mut self.keys_changed) => {
                Answer::KeysChanged
            }
            Call::Wait(wait) => return self.wait(wait.card, wait.keys, wait.limit_ms),
            Call::EnterPin { .. } => self.operator.pin.clone().map_or(Answer::PinSkipped, Answer::Pin),
            Call::EnterPassword { .. } => Answer::Password(self.operator.password.clone()),
            Call::Scan { .. } => {
                self.code.map_or(Answer::ScannerDead, |code| Answer::Scanned(Hidden::new(code)))
            }
            Call::Sign(_) => self.pad.clone().unwrap_or(Answer::PadFailed),
            Call::ReadStripe => self.stripe(),
            Call::CardOn => self.card_on(),
            Call::Apdu(command) => self.apdu(command.expose()),
            Call::Print(bytes) => self.print(bytes),
            Call::PrinterState => self.printer.state().map_or_else(Answer::Printer, |()| Answer::Done),
            Call::Store(call) => self.store(call),
            Call::Line(call) => self.line(call),
        })
    }

    fn master_key(&mut self) -> Answer {
        self.keys_changed = false;
        if self.opened {
            return Answer::NoMasterKey;
        }
        Answer::MasterKey(Hidden::new(wire::hex::decode(super::TMK).expect("a key")))
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
            StoreCall::Write(name, _) if self.no_room_for.is_some_and(|full| name.starts_with(full)) => {
                Answer::StoreFull
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
