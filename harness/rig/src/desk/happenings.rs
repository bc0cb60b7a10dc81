//! What the bench reports: written down, told to host and people, and offered to the faults that wait for it.

use device::{CardFace, Hidden, Screen, ScreenKind};
use journal::{Event, FrameNote, Lane, LinkState, Port};
use wire::FrameReader;

use super::Desk;
use crate::cashier::Deed;
use crate::{Act, FaultKind, Happening};

/// The longest frame that the desk looks into.
const FRAME_LIMIT: usize = 4096;

impl Desk {
    /// Takes in one happening; acts that follow at once are appended.
    pub fn happened(&mut self, at: u64, happening: Happening, acts: &mut Vec<Act>) {
        match happening {
            Happening::PowerIs { port, on } => self.power_is(at, port, on, acts),
            Happening::KeysAre { loaded } => {
                self.stimulus = Some(self.note(at, Lane::Power, None, Event::KeysAre { loaded }));
                if !loaded {
                    self.settled(at, FaultKind::Opened, acts);
                }
            }
            Happening::LinkIs(state) => {
                self.note(at, Lane::Line, None, Event::LinkIs { state });
                if state == LinkState::Down {
                    self.settled(at, FaultKind::LineDown, acts);
                }
            }
            Happening::Shown(screen) => self.shown(at, screen, acts),
            Happening::CardIs { card, present, face } => self.card_is(at, card, present, face, acts),
            Happening::Scripted { card, command, status, decided } => {
                let pan = self.wallet.find(&card).map(|card| &card.pan);
                let card = pan.map(|pan| self.tokens.token(pan.expose())).unwrap_or_default();
                let (command, status) = (command.to_owned(), format!("{status:04X}"));
                self.scripted(at, Event::Scripted { card, command, status, decided }, acts);
            }
            Happening::Connected { line } => {
                self.host.opened(line);
                let n = self.note(at, Lane::Line, self.stimulus, Event::Connected { line });
                self.event(at, "line.connected", Some(n), acts);
            }
            Happening::NotConnected => {
                self.stimulus = Some(self.note(at, Lane::Line, self.stimulus, Event::NotConnected));
            }
            Happening::Disconnected { line } => {
                self.note(at, Lane::Line, None, Event::Disconnected { line });
                self.host.closed(at, line);
            }
            Happening::Left { line, to_host, bytes } => {
                let (note, class) = self.frame(line, to_host, &bytes);
                let cause = if to_host { self.stimulus } else { self.answered };
                let n = self.note(at, Lane::Line, cause, Event::Left(note));
                let way = if to_host { "request" } else { "answer" };
                self.event(at, &format!("line.{way}.{class}"), Some(n), acts);
            }
            Happening::Reached { line, to_host, bytes } => self.reached(at, line, to_host, &bytes, acts),
            Happening::Lost { line, to_host, bytes } => {
                let (note, _) = self.frame(line, to_host, &bytes);
                self.note(at, Lane::Line, None, Event::Lost(note));
            }
            Happening::Signed { picture } => {
                let picture = self.tokens.picture(picture.expose());
                let note = Event::Signed { intent: self.cashier.intent_in_hand(), picture };
                self.stimulus = Some(self.note(at, Lane::Cardholder, None, note));
            }
            Happening::PaperLine(text) => self.paper_line(at, &text, acts),
            Happening::PaperCut => {
                self.end_slip(at, true);
                self.event(at, "paper.cut", None, acts);
            }
            Happening::PrinterTrouble(trouble) => self.printer_trouble(at, trouble),
            Happening::Inner { name, detail } => {
                let detail = self.wallet.mask(&detail).map_or(detail, |(_, masked)| masked.into());
                // Every call is an event that a fault may wait for; only what touches store or card is worth a line.
                let worth_a_line = !name.starts_with("device.");
                let cause = worth_a_line.then(|| {
                    let noted = Event::Inner { name: name.to_string(), detail: detail.to_string() };
                    self.note(at, Lane::Inner, self.stimulus, noted)
                });
                self.answered(&name, &detail);
                self.event(at, &name, cause, acts);
                self.asked(&name, &detail);
            }
        }
    }

    fn printer_trouble(&mut self, at: u64, trouble: device::PrinterTrouble) {
        self.printer_says(trouble);
        let what = serde_json::to_value(trouble).ok().and_then(|v| v.as_str().map(str::to_owned));
        let what = what.unwrap_or_default();
        self.note(at, Lane::Paper, self.stimulus, Event::PrinterTrouble { what });
        self.end_slip(at, false);
    }

    fn power_is(&mut self, at: u64, port: Port, on: bool, acts: &mut Vec<Act>) {
        let n = self.note(at, Lane::Power, None, Event::PowerIs { port, on });
        if port == Port::Terminal {
            self.stimulus = Some(n);
            self.terminal_on = on;
            if !on {
                self.cashier.dark(at);
            }
        }
        if !on {
            if port == Port::Printer {
                self.printer_went_dark();
            }
            // Either way the job is lost; what came out of it is all of the slip.
            self.end_slip(at, false);
            self.settled(at, FaultKind::PowerOff(port), acts);
        }
    }

    fn shown(&mut self, at: u64, screen: Screen, acts: &mut Vec<Act>) {
        if screen.kind == ScreenKind::ScanCode {
            self.scanner_is_needed();
        }
        if screen.kind == ScreenKind::SignPad {
            self.faults.met(FaultKind::PadDead);
        }
        if screen.kind == ScreenKind::PrinterTrouble {
            self.printing_is_refused();
        }
        let name = screen.kind.name();
        let lines: Vec<String> =
            screen.lines.iter().map(|text| self.mask_text(at, "screen", name, text)).collect();
        let note = self.readers.screen(name, lines);
        let n = self.note(at, Lane::Screen, self.stimulus, Event::Shown(note.clone()));
        let mut notes = Vec::new();
        if screen.kind == ScreenKind::QueryResult {
            let stands = self.readers.stands(&note.lines);
            self.cashier.queried(stands, note.code.as_deref(), &mut notes);
        }
        self.cashier.shown(at, screen.kind, &note, &mut notes);
        self.note_people(at, Some(n), notes);
        self.event(at, &format!("screen.{name}"), Some(n), acts);
    }

    fn card_is(&mut self, at: u64, card: String, present: bool, face: CardFace, acts: &mut Vec<Act>) {
        self.cashier.card_is(&card, face, present);
        self.card_at_terminal = present.then(|| (card.clone(), face));
        if present {
            self.card_presented(face);
        }
        let token = self.wallet.find(&card).map(|c| self.tokens.token(c.pan.expose())).unwrap_or_default();
        let note = Event::CardIs { card: token, present, face: super::notes::face_name(face).to_owned() };
        let n = self.note(at, Lane::Cardholder, None, note);
        self.stimulus = Some(n);
        self.event(at, if present { "card.in" } else { "card.out" }, Some(n), acts);
    }

    fn reached(&mut self, at: u64, line: u64, to_host: bool, bytes: &Hidden, acts: &mut Vec<Act>) {
        let (note, class) = self.frame(line, to_host, bytes);
        let n = self.note(at, Lane::Line, None, Event::Reached(note));
        if to_host {
            let mut effects = Vec::new();
            self.host.receive(at, line, bytes.expose(), &mut effects);
            self.take_effects(at, effects, acts);
        } else {
            self.stimulus = Some(n);
            self.event(at, &format!("line.delivered.{class}"), Some(n), acts);
        }
    }

    fn paper_line(&mut self, at: u64, text: &str, acts: &mut Vec<Act>) {
        self.line_came_out(text);
        let text = self.mask_text(at, "paper", "slip", text);
        let first = self.slip.is_empty();
        self.slip.push(text.clone());
        let n = self.note(at, Lane::Paper, self.stimulus, Event::PaperLine { text });
        if first {
            self.event(at, "paper.first-line", Some(n), acts);
        }
        self.event(at, "paper.line", Some(n), acts);
    }

    /// A slip ends: at its cut, or broken off.
    pub(super) fn end_slip(&mut self, at: u64, complete: bool) {
        let lines = std::mem::take(&mut self.slip);
        if lines.is_empty() {
            return;
        }
        let slip = self.readers.slip(&lines, complete);
        let n = self.note(at, Lane::Paper, None, Event::Slip(Box::new(slip.clone())));
        let mut notes = Vec::new();
        self.cashier.slip(&slip, &mut notes);
        self.note_people(at, Some(n), notes);
    }

    /// A card did, or refused, what a script asks of it.
    fn scripted(&mut self, at: u64, noted: Event, acts: &mut Vec<Act>) {
        let n = self.note(at, Lane::Cardholder, None, noted);
        self.event(at, "card.scripted", Some(n), acts);
    }

    /// Carries out what a person does.
    pub(super) fn do_deed(&mut self, at: u64, deed: Deed, acts: &mut Vec<Act>) {
        match deed {
            Deed::Press(key) => {
                self.press(at, super::notes::key_name(key));
                acts.push(Act::Press(key));
            }
            Deed::Pin(pin) => {
                self.press(at, if pin.expose().is_empty() { "enter" } else { "pin" }.to_owned());
                acts.push(Act::Pin(pin));
            }
            Deed::Password(password) => {
                self.press(at, "password".to_owned());
                if password == self.cashier.password() {
                    self.note(at, Lane::Cashier, None, Event::SupervisorConfirmed);
                }
                acts.push(Act::Password(password));
            }
            Deed::Sign { phone } => {
                let (strokes, phone) = self.signature(phone);
                acts.push(Act::Sign { strokes, phone });
            }
            Deed::Card { card, face, present } => acts.push(Act::Card { card, face, present }),
            deed => self.do_in_wallet(at, deed, acts),
        }
    }

    /// Strokes as nobody makes them twice, and the digits of a phone.
    fn signature(&mut self, with_phone: bool) -> (Hidden, Hidden) {
        let points = self.lot.between(20, 40);
        let strokes: Vec<u8> = (0..points).flat_map(|_| self.lot.bytes()).collect();
        let phone = if with_phone {
            format!("138{:08}", self.lot.between(0, 99_999_999)).into_bytes()
        } else {
            Vec::new()
        };
        (Hidden::new(strokes), Hidden::new(phone))
    }

    fn press(&mut self, at: u64, key: String) {
        self.stimulus = Some(self.note(at, Lane::Cashier, None, Event::Pressed { key }));
    }

    fn frame(&self, line: u64, to_host: bool, bytes: &Hidden) -> (FrameNote, &'static str) {
        let class = self.class_of(bytes.expose());
        let direction = if to_host { "to-host" } else { "to-terminal" }.to_owned();
        (FrameNote { line, direction, class: class.to_owned(), bytes: bytes.expose().len() }, class)
    }

    fn class_of(&self, bytes: &[u8]) -> &'static str {
        let mut reader = FrameReader::with(self.dialect.framing(), FRAME_LIMIT);
        reader.push(bytes);
        let message = reader.next().ok().flatten().and_then(|frame| self.dialect.decode(&frame.body).ok());
        message.map_or("garbled", |message| self.dialect.classify(&message).name())
    }
}
