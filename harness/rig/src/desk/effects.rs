//! What the host did: requests, answers, postings and messages, written down and passed on.

use device::Hidden;
use host::{CardholderText, Effect, MacSeen, Posting};
use journal::{DetailNote, Event, Lane, Leg, MacNote, Movement, PostingNote, RequestNote, Sighting, TxnKey};
use wire::{MacCheck, Message, ScriptPhase, ScriptResult};

use super::{Desk, HeldAnswer, Ticketed};
use crate::Act;
use crate::cashier::Numbers;

impl Desk {
    pub(super) fn take_effects(&mut self, at: u64, effects: Vec<Effect>, acts: &mut Vec<Act>) {
        for effect in effects {
            self.take_effect(at, effect, acts);
        }
    }

    pub(super) fn take_effect(&mut self, at: u64, effect: Effect, acts: &mut Vec<Act>) {
        match effect {
            Effect::BatchClosed { ticket, batch, next, differences, told, .. } => {
                let differences = differences.iter().map(ToString::to_string).collect();
                let (ticket, cause) = (ticket.0, self.entry_of(Some(ticket.0)));
                self.note(
                    at,
                    Lane::Host,
                    cause,
                    Event::BatchClosed { ticket, batch, next, differences, told },
                );
            }
            Effect::Took {
                line,
                ticket,
                class,
                message,
                sealed,
                mac,
                mac_kcv,
                key,
                repeated,
                misbehaviour,
                ..
            } => {
                if let Some(misbehaviour) = misbehaviour {
                    self.will_misbehave(ticket.0, class, &misbehaviour);
                }
                self.orders.request_came(class);
                let (fields, sightings) = self.fields(&message, class.name());
                for sighting in sightings {
                    self.note(at, Lane::Line, None, Event::Sighting(sighting));
                }
                let note = RequestNote {
                    ticket: ticket.0,
                    line,
                    class: class.name().to_owned(),
                    mti: message.mti().to_string(),
                    key: key_note(&key),
                    amount_fen: message.number(4).and_then(|fen| i64::try_from(fen).ok()),
                    card: self.card_of(&message),
                    fields,
                    mac: mac_note(mac, mac_kcv),
                    repeated,
                    intent: self.cashier.intent_in_hand(),
                };
                self.take_request(at, note, &message, &sealed, acts);
            }
            Effect::Posted { ticket, posting } => self.take_posting(at, ticket.map(|t| t.0), &posting, acts),
            Effect::Texted { ticket, text } => self.take_text(at, ticket.map(|t| t.0), text),
            Effect::Answer { line, ticket, class, code, message, bytes, deviation } => {
                if brings_script(&message) {
                    self.orders.scripted(ticket.0);
                }
                self.orders.answered(ticket.0, class, &code);
                let class = class.name();
                // What the host sends is not the terminal's doing: masked, and no sighting.
                let (fields, _) = self.fields(&message, class);
                let deviation = deviation.map(|d| d.name().to_owned());
                let note =
                    Event::Answer { ticket: ticket.0, class: class.to_owned(), code, fields, deviation };
                let n = self.note(at, Lane::Host, self.entry_of(Some(ticket.0)), note);
                self.answered = Some(n);
                self.event(at, &format!("host.answered.{class}"), Some(n), acts);
                let bytes = Hidden::new(bytes.into_bytes());
                self.answer(at, HeldAnswer { line, ticket: ticket.0, bytes }, acts);
            }
            other => self.take_lesser_effect(at, other, acts),
        }
    }

    /// Transactions of a batch, as the terminal has them.
    fn take_upload(&mut self, at: u64, ticket: u64, details: &[wire::Detail]) {
        let detail = |told: &wire::Detail| DetailNote {
            stan: told.stan.clone(),
            card: told.card.as_ref().map(|card| self.tokens.token(card.expose())),
            amount_fen: i64::try_from(told.amount_fen).unwrap_or(i64::MAX),
        };
        let details = details.iter().map(detail).collect();
        self.note(at, Lane::Host, self.entry_of(Some(ticket)), Event::Uploaded { ticket, details });
    }

    /// The host learns what a card did with the issuer's scripts.
    fn script_told(&mut self, at: u64, ticket: u64, original: &host::TxnKey, results: &[ScriptResult]) {
        let bytes: Vec<u8> = results.iter().flat_map(|result| result.to_bytes()).collect();
        let (original, results) = (key_note(original), wire::hex::encode(&bytes));
        let told = Event::ScriptTold { ticket, original, results };
        self.note(at, Lane::Host, self.entry_of(Some(ticket)), told);
    }

    /// What neither asks, books, tells nor answers.
    fn take_lesser_effect(&mut self, at: u64, effect: Effect, acts: &mut Vec<Act>) {
        match effect {
            Effect::Garbled { reason, bytes_len, .. } => {
                self.note(at, Lane::Host, None, Event::Garbled { reason, bytes: bytes_len });
            }
            Effect::SignatureKept { ticket, key, picture } => {
                let (ticket, cause) = (ticket.0, self.entry_of(Some(ticket.0)));
                let picture = self.tokens.picture(picture.expose());
                let note = Event::SignatureKept { ticket, key: key_note(&key), picture };
                self.note(at, Lane::Host, cause, note);
            }
            Effect::ReceiptSent { ticket, key, amount_fen, receipt } => {
                let (ticket, cause) = (ticket.0, self.entry_of(Some(ticket.0)));
                let transaction = self.readers.meaning(&receipt.title);
                let phone = receipt.phone.as_ref().map(wire::Phone::masked).unwrap_or_default();
                let note = Event::ReceiptSent { ticket, key: key_note(&key), transaction, amount_fen, phone };
                self.note(at, Lane::Host, cause, note);
            }
            Effect::Uploaded { ticket, details } => self.take_upload(at, ticket.0, &details),
            Effect::ScriptTold { ticket, original, results } => {
                self.script_told(at, ticket.0, &original, &results);
            }
            Effect::AskedIssuer { ticket } => self.orders.issuer_asked(ticket.0),
            Effect::Undelivered { ticket, class, code, .. } => {
                self.orders.answered(ticket.0, class, &code);
                let why = format!("the line is gone; {} would have been answered {code}", class.name());
                let cause = self.entry_of(Some(ticket.0));
                self.note(at, Lane::Host, cause, Event::Withheld { ticket: ticket.0, why });
            }
            Effect::Unwritable { ticket, class, code } => {
                let what =
                    format!("the host cannot write the answer {code} to {} in its dialect", class.name());
                self.note(at, Lane::Bench, self.entry_of(Some(ticket.0)), Event::Trouble { what });
            }
            Effect::Withheld { ticket, misbehaviour } => {
                let why = misbehaviour.name().to_owned();
                let cause = self.entry_of(Some(ticket.0));
                self.note(at, Lane::Host, cause, Event::Withheld { ticket: ticket.0, why });
            }
            Effect::AskedUser { wallet, order } => self.cashier.asked_to_confirm(at, &wallet, order),
            Effect::HangUp { line } => acts.push(Act::HangUp { line }),
            Effect::Crashed => self.crashed_as_ordered(at, acts),
            Effect::Restarted => {
                self.note(at, Lane::Host, None, Event::HostRestarted);
                acts.push(Act::Listen(true));
            }
            _ => {}
        }
    }

    /// The bank's message goes to its cardholder.
    fn take_text(&mut self, at: u64, ticket: Option<u64>, text: CardholderText) {
        let card = self.tokens.token(text.payer.expose());
        let (movement, amount_fen) = (movement(text.movement), text.amount_fen);
        let words = self.clean(text.text);
        let note =
            Event::Texted { card: card.clone(), person: text.holder, movement, amount_fen, text: words };
        let n = self.note(at, Lane::Issuer, self.entry_of(ticket), note);
        let mut notes = Vec::new();
        self.cashier.texted(&card, movement, amount_fen, &mut notes);
        self.note_people(at, Some(n), notes);
    }

    fn take_request(
        &mut self,
        at: u64,
        note: RequestNote,
        message: &Message,
        sealed: &[u8],
        acts: &mut Vec<Act>,
    ) {
        let class = note.class.clone();
        let ticketed = Ticketed { entry: 0, intent: note.intent, key: note.key.clone() };
        let ticket = note.ticket;
        self.sight_fields(at, message, sealed, &class);
        let n = self.note(at, Lane::Host, self.stimulus, Event::Request(Box::new(note)));
        self.tickets.insert(ticket, Ticketed { entry: n, ..ticketed });
        self.event(at, &format!("host.took.{class}"), Some(n), acts);
    }

    fn take_posting(&mut self, at: u64, ticket: Option<u64>, posting: &Posting, acts: &mut Vec<Act>) {
        let (lane, book, whose) = match posting.book {
            host::Book::Acquirer => (Lane::Host, journal::Book::Acquirer, "host"),
            host::Book::Issuer => (Lane::Issuer, journal::Book::Issuer, "issuer"),
            host::Book::Wallet => (Lane::Issuer, journal::Book::Wallet, "platform"),
        };
        let class = posting.class.name();
        let note = PostingNote {
            book,
            number: posting.number,
            class: class.to_owned(),
            key: key_note(&posting.key),
            original: posting.original.as_ref().map(key_note),
            rrn: posting.rrn.clone(),
            card: self.tokens.token(posting.payer.expose()),
            legs: posting
                .legs
                .iter()
                .map(|leg| Leg { account: leg.account.name().to_owned(), amount_fen: leg.amount_fen })
                .collect(),
        };
        let n = self.note(at, lane, self.entry_of(ticket), Event::Posted(Box::new(note)));
        self.tell_cashier(ticket, posting);
        self.event(at, &format!("{whose}.booked.{class}"), Some(n), acts);
    }

    /// The merchant's back office shows what the acquirer booked of a request itself; what a reversal on the way
    /// to it, or the issuer, moved is no business of hers.
    fn tell_cashier(&mut self, ticket: Option<u64>, posting: &Posting) {
        let own = ticket.and_then(|t| self.tickets.get(&t)).filter(|t| t.key == key_note(&posting.key));
        let (host::Book::Acquirer, true, Some(own)) = (posting.book, posting.class.is_financial(), own)
        else {
            return;
        };
        let booked = self.host.transaction(&posting.key);
        let numbers = Numbers {
            trace: posting.key.stan.clone(),
            reference: posting.rrn.clone(),
            auth: booked.map(|own| own.auth_code.clone()).filter(|code| !code.is_empty()),
            date: Some(booked.map(|own| own.date.clone()).unwrap_or_default()),
        };
        // What is told afterwards is told under whatever order.
        let told = posting.class.is_told_afterwards();
        let intent = told.then(|| self.cashier.intent_of(&numbers.trace)).flatten().or(own.intent);
        self.cashier.booked(numbers, intent);
    }

    /// Lets an answer go, or keeps it while a commanded cut is not confirmed.
    fn answer(&mut self, at: u64, answer: HeldAnswer, acts: &mut Vec<Act>) {
        let cause = self.entry_of(Some(answer.ticket));
        if self.faults.holds.is_unsettled() {
            self.note(at, Lane::Host, cause, Event::AnswerHeld { ticket: answer.ticket });
            self.held.push(answer);
        } else {
            self.let_go(at, answer, acts);
        }
    }

    pub(super) fn entry_of(&self, ticket: Option<u64>) -> Option<u64> {
        self.tickets.get(&ticket?).map(|t| t.entry)
    }

    fn card_of(&self, message: &Message) -> Option<String> {
        let pan = message.pan().or_else(|| wire::track::number(message))?;
        Some(self.tokens.token(pan.expose()))
    }

    /// Notes where in a message card data stand.
    fn sight_fields(&mut self, at: u64, message: &Message, sealed: &[u8], class: &str) {
        let chip = message.chip().ok().flatten();
        let in_chip = |tag| chip.as_ref().is_some_and(|tlv| tlv.get(tag).is_some());
        // A host without the right key cannot open it, and what is enciphered may read as a track by chance: in clear is
        // what begins as on a card.
        let on_a_card = || self.wallet.shows_track(message.expose(35).unwrap_or_default());
        let unopened = |n| wire::track::says_sealed(message) && (n == 36 || n == 35 && !on_a_card());
        let written = |n| match self.dialect.is_packed(n) {
            // The card number in front of the block is clear all the same.
            _ if sealed.contains(&n) || unopened(n) => "sealed",
            true => "bcd",
            false => "ascii",
        };
        let places = [
            ("field.2", written(2), message.has(2)),
            ("field.35", written(35), message.has(35)),
            ("field.36", written(36), message.has(36)),
            ("field.52", "encrypted", message.has(52)),
            ("field.55.57", "tlv", in_chip(0x57)),
            ("field.55.5A", "tlv", in_chip(0x5A)),
        ];
        let pan = message.pan().or_else(|| wire::track::number(message));
        let digits = pan.as_ref().map_or(0, |pan| pan.expose().len());
        let card = pan.map(|pan| self.tokens.token(pan.expose())).unwrap_or_default();
        for (place, encoding, _) in places.into_iter().filter(|(.., there)| *there) {
            let clear_digits = if encoding == "encrypted" { 0 } else { digits };
            let sighting = Sighting {
                card: card.clone(),
                place: place.to_owned(),
                context: class.to_owned(),
                encoding: encoding.to_owned(),
                clear_digits,
                digits,
            };
            self.note(at, Lane::Line, None, Event::Sighting(sighting));
        }
    }
}

/// Whether an answer brings the card a script.
fn brings_script(answer: &Message) -> bool {
    let chip = answer.chip().ok().flatten();
    chip.is_some_and(|chip| ScriptPhase::ALL.iter().any(|phase| chip.get(phase.tag()).is_some()))
}

fn key_note(key: &host::TxnKey) -> TxnKey {
    TxnKey { terminal: key.tid.clone(), batch: key.batch.clone(), stan: key.stan.clone() }
}

fn mac_note(mac: MacSeen, kcv: Option<[u8; 4]>) -> MacNote {
    let check_value = kcv.map(|bytes| wire::hex::encode(&bytes)).unwrap_or_default();
    match mac {
        MacSeen::NotRequired => MacNote::NotRequired,
        MacSeen::Checked(MacCheck::Valid) => MacNote::Valid { check_value },
        MacSeen::Checked(MacCheck::Absent) => MacNote::Absent,
        MacSeen::NoKey | MacSeen::Checked(MacCheck::Wrong) => MacNote::Wrong { check_value },
    }
}

fn movement(movement: host::Movement) -> Movement {
    match movement {
        host::Movement::Charged => Movement::Charged,
        host::Movement::Cancelled => Movement::Cancelled,
        host::Movement::Refunded => Movement::Refunded,
        host::Movement::ChargedAgain => Movement::ChargedAgain,
        host::Movement::Held => Movement::Held,
        host::Movement::Released => Movement::Released,
    }
}
