//! What a person does when a screen appears.
//!
//! A reaction is due after a person's while and is dropped when another kind of screen comes first.

use device::{CardFace, Hidden, Key, ScreenKind};
use journal::{Belief, Event, OrderKind, ScreenNote};

use super::{Cashier, Deed};
use crate::{OnPad, PinChoice, Supervisor};

const MS: u64 = 1_000_000;
/// How often a person answers the same question before giving it up.
const ASKED_AT_MOST: u32 = 3;

impl Cashier {
    /// A screen stands; beliefs change at once, hands move after a while.
    pub(crate) fn shown(&mut self, at: u64, kind: ScreenKind, note: &ScreenNote, notes: &mut Vec<Event>) {
        let typing_goes_on = kind == self.screen && asks_for_digits(kind) && !self.queue.is_empty();
        let asked_again = kind == self.screen && !typing_goes_on && asks(kind);
        self.asked = if asked_again { self.asked + 1 } else { 0 };
        self.screen = kind;
        // What is said of a script is said of no order.
        if note.transaction.as_deref() != Some(host::Class::ScriptAdvice.name()) {
            self.learn_trace(kind, note);
            self.outcome(kind, note, notes);
        }
        if typing_goes_on {
            return;
        }
        self.queue.clear();
        if super::takes_orders(kind) {
            self.idle(at, notes);
        } else if self.asked >= ASKED_AT_MOST {
            // Nobody types the same for ever.
            self.after_a_while(at, Deed::Press(Key::Cancel));
        } else {
            self.react(at, kind);
            if kind == ScreenKind::ShowCode {
                self.scan_code(at, note);
            }
        }
    }

    fn idle(&mut self, at: u64, notes: &mut Vec<Event>) {
        let Some(active) = &self.active else { return };
        let (intent, begun, settled) = (active.intent, active.begun, active.settled);
        if !begun {
            return self.start_try(at, "ordered", notes);
        }
        if settled {
            self.active = None;
            return;
        }
        // Nothing was told but the end of an earlier one: that was the answer to the same order, and is a no to another.
        if let Some(belief) = active.told_besides {
            self.believe(intent, belief, "the terminal told of an earlier order only", notes);
            self.active = None;
            return;
        }
        if self.intents.get(intent).is_some_and(super::Intent::is_worth_another_try) {
            self.believe(intent, Belief::Unknown, "the terminal is idle and told nothing", notes);
            return self.start_try(at, "left in the dark", notes);
        }
        self.believe(intent, Belief::Unknown, "the terminal is idle and told nothing", notes);
        self.active = None;
    }

    /// Presses the key that begins the order in hand.
    pub(super) fn start_try(&mut self, at: u64, why: &str, notes: &mut Vec<Event>) {
        // A card that was held to the reader for an order that came to nothing is not left lying there.
        if matches!(self.card_there, Some((_, CardFace::Contactless))) {
            self.take_card_back(at);
        }
        let Some(active) = &mut self.active else { return };
        let Some(intent) = self.intents.get_mut(active.intent) else {
            return;
        };
        intent.attempts += 1;
        active.begun = true;
        active.settled = false;
        active.told_besides = None;
        active.presented = 0;
        active.face = intent.order.face;
        notes.push(Event::Attempt { intent: intent.number(), attempt: intent.attempts, why: why.to_owned() });
        let key = match intent.order.kind {
            OrderKind::Sale => Key::Sale,
            OrderKind::OfflineSale => Key::OfflineSale,
            OrderKind::Void => Key::Void,
            OrderKind::PartialReversal => Key::PartialReversal,
            OrderKind::Refund => Key::Refund,
            OrderKind::PreAuth => Key::PreAuth,
            OrderKind::PreAuthVoid => Key::PreAuthVoid,
            OrderKind::Completion => Key::Completion,
            OrderKind::CompletionAdvice => Key::CompletionAdvice,
            OrderKind::CompletionVoid => Key::CompletionVoid,
            OrderKind::WalletPay => Key::WalletPay,
            OrderKind::WalletCode => Key::WalletCode,
            OrderKind::WalletVoid => Key::WalletVoid,
            OrderKind::WalletRefund => Key::WalletRefund,
            OrderKind::WalletQuery => Key::WalletQuery,
            OrderKind::Balance => Key::Balance,
            OrderKind::Query => Key::Query,
            OrderKind::Reprint => Key::Reprint,
            OrderKind::SignOn => Key::SignOn,
            OrderKind::SignOff => Key::SignOff,
            OrderKind::Echo => Key::Echo,
            OrderKind::Settlement => Key::Settle,
            OrderKind::Reverse => Key::Reverse,
        };
        self.after_a_while(at, Deed::Press(key));
    }

    fn react(&mut self, at: u64, kind: ScreenKind) {
        match kind {
            ScreenKind::EnterAmount => {
                let fen = self.in_hand().and_then(|i| i.order.amount_fen).unwrap_or_default();
                self.type_digits(at, &fen.to_string());
                if self.in_hand().is_some_and(|i| i.order.pad.is_some()) {
                    self.ask_for_the_pad();
                }
            }
            ScreenKind::EnterTrace => {
                let trace =
                    self.original().and_then(super::Intent::trace).unwrap_or_else(|| "999999".to_owned());
                self.type_digits(at, &trace);
            }
            ScreenKind::EnterReference => {
                let reference = self.original().and_then(super::Intent::reference);
                self.type_digits(at, &reference.unwrap_or_else(|| "999999999999".to_owned()));
            }
            ScreenKind::EnterDate => {
                let date = self.original().and_then(super::Intent::date);
                self.type_digits(at, &date.unwrap_or_else(|| self.knows.date.clone()));
            }
            ScreenKind::EnterAuth => {
                let code = self.original().and_then(super::Intent::auth);
                self.type_digits(at, &code.unwrap_or_else(|| "999999".to_owned()));
            }
            ScreenKind::ScanCode => self.show_code(at),
            ScreenKind::PresentCard | ScreenKind::PresentAgain => self.present(at, kind),
            ScreenKind::EnterPin => self.pin(at),
            ScreenKind::SignPad => self.sign(at),
            ScreenKind::EnterPassword => self.confirm(at),
            ScreenKind::PrinterTrouble => self.after_a_while(at, Deed::Press(Key::Cancel)),
            ScreenKind::RemoveCard => self.take_card_away(at),
            ScreenKind::Processing => {
                if self.active.as_ref().is_some_and(|a| a.face == CardFace::Contactless && a.presented > 0) {
                    self.take_card_back(at);
                }
            }
            ScreenKind::Dark
            | ScreenKind::Booting
            | ScreenKind::Idle
            | ScreenKind::KeysLost
            | ScreenKind::Reversing
            | ScreenKind::Settling
            | ScreenKind::ShowCode
            | ScreenKind::SendingSignature
            | ScreenKind::SigningOn => {}
            _ => self.after_a_while(at, Deed::Press(Key::Enter)),
        }
    }

    fn present(&mut self, at: u64, kind: ScreenKind) {
        let Some(card) = self.in_hand().and_then(|i| i.order.card.clone()) else {
            return self.after_a_while(at, Deed::Press(Key::Enter));
        };
        let faces = self.knows.wallet.find(&card).map(|c| c.faces.clone()).unwrap_or_default();
        let still_there = self.card_there.as_ref().is_some_and(|(there, _)| *there == card);
        let Some(active) = &mut self.active else { return };
        if !still_there {
            active.presented += 1;
            if kind == ScreenKind::PresentAgain {
                active.face = other_way(active.face, active.presented, &faces);
            }
        }
        if active.presented > 6 {
            return self.after_a_while(at, Deed::Press(Key::Cancel));
        }
        let face = active.face;
        if self.card_there.is_some() && (!still_there || kind == ScreenKind::PresentAgain) {
            // Somebody else's card was left behind, or this one has to come out before it is read anew.
            self.take_card_away(at);
        }
        self.after_a_while(at, Deed::Card { card, face, present: true });
    }

    fn pin(&mut self, at: u64) {
        let choice = self.in_hand().map_or(PinChoice::Skips, |i| i.order.pin);
        let card = self.in_hand().and_then(|i| i.order.card.clone());
        let pin = card
            .and_then(|c| self.knows.wallet.find(&c))
            .map(|c| c.pin.expose().to_owned())
            .unwrap_or_default();
        let deed = match choice {
            PinChoice::Right => Deed::Pin(Hidden::new(pin.into_bytes())),
            PinChoice::Wrong => Deed::Pin(Hidden::new(other_digits(&pin).into_bytes())),
            PinChoice::Skips => Deed::Pin(Hidden::default()),
            PinChoice::Cancels => Deed::Press(Key::Cancel),
        };
        self.after_a_while(at, deed);
    }

    /// The pad is asked for with a key of its own, right before the Enter behind the amount.
    fn ask_for_the_pad(&mut self) {
        let Some((enter, _)) = self.queue.back().cloned() else { return };
        let due = enter.saturating_sub(self.knows.key_ms.from * MS / 2);
        let place = self.queue.len().saturating_sub(1);
        self.queue.insert(place, (due, Deed::Press(Key::Pad)));
    }

    /// The pad lies before the cardholder. Whoever was not told otherwise signs.
    fn sign(&mut self, at: u64) {
        let deed = match self.in_hand().and_then(|i| i.order.pad).unwrap_or(OnPad::Signs) {
            OnPad::Signs => Deed::Sign { phone: false },
            OnPad::SignsForReceipt => Deed::Sign { phone: true },
            OnPad::Cancels => Deed::Press(Key::Cancel),
            OnPad::Never => return,
        };
        self.after_a_while(at, deed);
    }

    fn confirm(&mut self, at: u64) {
        let right = self.knows.password.clone();
        let deed = match self.in_hand().map_or(Supervisor::Refuses, |i| i.order.supervisor) {
            Supervisor::Confirms => Deed::Password(right),
            Supervisor::Mistypes => {
                let wrong = other_digits(right.expose_text().unwrap_or_default());
                Deed::Password(Hidden::new(wrong.into_bytes()))
            }
            Supervisor::Refuses => Deed::Press(Key::Cancel),
        };
        self.after_a_while(at, deed);
    }

    fn take_card_away(&mut self, at: u64) {
        if let Some((card, face)) = self.card_there.clone() {
            self.after_a_while(at, Deed::Card { card, face, present: false });
        }
    }

    pub(super) fn in_hand(&self) -> Option<&super::Intent> {
        self.active.as_ref().and_then(|a| self.intents.get(a.intent))
    }

    fn original(&self) -> Option<&super::Intent> {
        self.in_hand().and_then(|i| i.of).and_then(|of| self.intents.get(of))
    }

    fn type_digits(&mut self, at: u64, digits: &str) {
        let mut due = at + self.lot.between(self.knows.person_ms.from, self.knows.person_ms.to) * MS;
        let keys =
            digits.bytes().filter(u8::is_ascii_digit).map(|b| Key::Digit(b - b'0')).chain([Key::Enter]);
        for key in keys.collect::<Vec<_>>() {
            self.queue.push_back((due, Deed::Press(key)));
            due += self.lot.between(self.knows.key_ms.from, self.knows.key_ms.to) * MS;
        }
    }

    /// Queues a deed a person's while after the last one queued, or after now.
    pub(super) fn after_a_while(&mut self, at: u64, deed: Deed) {
        let from = self.queue.back().map_or(at, |(due, _)| *due);
        let due = from + self.lot.between(self.knows.person_ms.from, self.knows.person_ms.to) * MS;
        self.queue.push_back((due, deed));
    }
}

/// Whether the screen asks for something to be typed.
fn asks(kind: ScreenKind) -> bool {
    asks_for_digits(kind) || matches!(kind, ScreenKind::EnterPin | ScreenKind::EnterPassword)
}

fn asks_for_digits(kind: ScreenKind) -> bool {
    matches!(
        kind,
        ScreenKind::EnterAmount
            | ScreenKind::EnterTrace
            | ScreenKind::EnterReference
            | ScreenKind::EnterDate
            | ScreenKind::EnterAuth
    )
}

/// How a card is presented after the terminal asked again: the same way first, then another that it has.
fn other_way(face: CardFace, presented: u32, faces: &[CardFace]) -> CardFace {
    if presented <= 2 && face != CardFace::Stripe {
        return face;
    }
    let order = match face {
        CardFace::Stripe => [CardFace::Chip, CardFace::Stripe],
        CardFace::Chip if presented <= 3 => [CardFace::Chip, CardFace::Stripe],
        CardFace::Chip => [CardFace::Stripe, CardFace::Chip],
        CardFace::Contactless if presented <= 3 => [CardFace::Contactless, CardFace::Chip],
        CardFace::Contactless => [CardFace::Chip, CardFace::Contactless],
    };
    order.into_iter().find(|f| faces.contains(f)).unwrap_or(face)
}

/// Digits of the same length that are certainly others.
fn other_digits(digits: &str) -> String {
    digits.bytes().map(|b| if b == b'9' { '0' } else { char::from(b + 1) }).collect()
}
