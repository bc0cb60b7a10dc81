//! The people at the counter: a cashier who takes orders and reads the screen, and the cardholder opposite.
//!
//! They know only what a person would: what the screen shows, what the slip says, what the bank's message
//! tells. A cashier whom the terminal leaves in the dark tries again. What each of them believes of an intent is
//! part of the record. They do not judge.

mod beliefs;
mod intent;
mod reactions;
mod wallet;

use std::collections::VecDeque;

use device::{CardFace, Hidden, Key, ScreenKind};
use journal::{Belief, Event};

use crate::{Lot, Order, Range};
use intent::Intent;
pub(crate) use intent::Numbers;

/// What the counter does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Press(Key),
    Pin(Hidden),
    Password(Hidden),
    /// The cardholder signs on the pad, and may type a phone number.
    Sign {
        phone: bool,
    },
    Card {
        card: String,
        face: CardFace,
        present: bool,
    },
    /// The customer's wallet shows a payment code; it may ask to confirm what is paid with it.
    ShowCode {
        wallet: String,
        confirm: bool,
    },
    /// The customer's wallet scans the code that stands on the screen.
    ScanCode {
        wallet: String,
        code: String,
    },
    /// The customer says yes or no in the wallet.
    Confirm {
        order: String,
        yes: bool,
    },
}

/// What people know before anything happens.
#[derive(Debug)]
pub(crate) struct Knowledge {
    pub(crate) wallet: crate::Wallet,
    pub(crate) password: Hidden,
    pub(crate) person_ms: Range,
    pub(crate) key_ms: Range,
    /// MMDD of the day on which the run begins: what is typed of a transaction that has no date.
    pub(crate) date: String,
}

/// The counter.
#[derive(Debug)]
pub(crate) struct Cashier {
    knows: Knowledge,
    lot: Lot,
    intents: Vec<Intent>,
    active: Option<Active>,
    queue: VecDeque<(u64, Deed)>,
    /// What the cardholder does whatever the screen shows: taking the card back, using the wallet.
    hands: VecDeque<(u64, Deed)>,
    card_there: Option<(String, CardFace)>,
    screen: ScreenKind,
    /// How often the screen's question came again, unanswered or refused.
    asked: u32,
}

/// The order in hand.
#[derive(Debug)]
struct Active {
    /// Index of the intent.
    intent: usize,
    /// Whether keys were pressed for the present try.
    begun: bool,
    /// Whether an outcome was shown.
    settled: bool,
    /// What follows for the present try from the end of an earlier order that was shown in it.
    told_besides: Option<Belief>,
    /// How often the card was presented in the present try.
    presented: u32,
    /// How the card is presented next.
    face: CardFace,
}

impl Cashier {
    pub(crate) fn new(knows: Knowledge, lot: Lot) -> Self {
        Self {
            knows,
            lot,
            intents: Vec::new(),
            active: None,
            queue: VecDeque::new(),
            hands: VecDeque::new(),
            card_there: None,
            screen: ScreenKind::Dark,
            asked: 0,
        }
    }

    /// Takes an order; what was in hand is put aside as it is.
    pub(crate) fn take(&mut self, at: u64, order: Order, card_token: Option<String>, notes: &mut Vec<Event>) {
        self.put_aside(notes);
        let of = self.meant_by(&order);
        let by_card = order.card.as_deref().and_then(|c| self.knows.wallet.find(c)).map(|c| c.holder.clone());
        let person = by_card.or_else(|| Some(self.purse_of(&order)?.holder.clone()));
        let face = order.face;
        let intent = Intent::new(self.intents.len(), order, person.unwrap_or_default(), card_token, of);
        notes.push(intent.note());
        self.intents.push(intent);
        self.begin(at, self.intents.len() - 1, face, notes);
    }

    /// Takes up the last intent of this kind again, if there is one.
    pub(crate) fn take_again(&mut self, at: u64, kind: journal::OrderKind, notes: &mut Vec<Event>) {
        self.put_aside(notes);
        let Some(index) = self.intents.iter().rposition(|i| i.order.kind == kind) else {
            return;
        };
        let face = self.intents.get(index).map_or(CardFace::Chip, |i| i.order.face);
        self.begin(at, index, face, notes);
    }

    /// How many orders of this kind there were so far.
    pub(crate) fn orders(&self, kind: journal::OrderKind) -> usize {
        self.intents.iter().filter(|intent| intent.order.kind == kind).count()
    }

    /// Number of the intent in hand.
    pub(crate) fn intent_in_hand(&self) -> Option<u32> {
        let active = self.active.as_ref().filter(|a| a.begun)?;
        self.intents.get(active.intent).map(Intent::number)
    }

    /// The supervisor's password.
    pub(crate) fn password(&self) -> Hidden {
        self.knows.password.clone()
    }

    /// When the next deed is due.
    pub(crate) fn next_due(&self) -> Option<u64> {
        [self.queue.front(), self.hands.front()].into_iter().flatten().map(|(at, _)| *at).min()
    }

    /// The deed that is due now.
    pub(crate) fn due(&mut self, now: u64) -> Option<Deed> {
        let ripe = |queue: &VecDeque<(u64, Deed)>| queue.front().is_some_and(|(at, _)| *at <= now);
        let queue = if ripe(&self.hands) {
            &mut self.hands
        } else if ripe(&self.queue) {
            &mut self.queue
        } else {
            return None;
        };
        queue.pop_front().map(|(_, deed)| deed)
    }

    /// A card is, or is no longer, at the terminal.
    pub(crate) fn card_is(&mut self, card: &str, face: CardFace, present: bool) {
        self.card_there = present.then(|| (card.to_owned(), face));
    }

    /// The terminal lost power: nothing on the screen, nothing to press; the cardholder takes the card back.
    pub(crate) fn dark(&mut self, at: u64) {
        self.queue.clear();
        self.take_card_back(at);
        self.screen = ScreenKind::Dark;
        if let Some(active) = &mut self.active {
            active.told_besides = None;
        }
    }

    /// The cardholder takes the card back after a while, whatever the screen shows by then.
    fn take_card_back(&mut self, at: u64) {
        if let Some((card, face)) = self.card_there.clone() {
            let due = at + self.lot.between(self.knows.person_ms.from, self.knows.person_ms.to) * 1_000_000;
            self.with_free_hands(due, Deed::Card { card, face, present: false });
        }
    }

    /// Queues what is done whatever the screen shows.
    fn with_free_hands(&mut self, due: u64, deed: Deed) {
        let place = self.hands.partition_point(|(other, _)| *other <= due);
        self.hands.insert(place, (due, deed));
    }

    fn begin(&mut self, at: u64, intent: usize, face: CardFace, notes: &mut Vec<Event>) {
        self.active =
            Some(Active { intent, begun: false, settled: false, told_besides: None, presented: 0, face });
        self.queue.clear();
        if takes_orders(self.screen) {
            self.start_try(at, "ordered", notes);
        }
    }

    fn put_aside(&mut self, notes: &mut Vec<Event>) {
        if let Some(active) = self.active.take()
            && !active.settled
        {
            self.believe(active.intent, Belief::Unknown, "another order came first", notes);
        }
    }

    /// Which earlier intent an order refers to.
    fn meant_by(&self, order: &Order) -> Option<usize> {
        let followed = order.kind.follows()?;
        let of_kind = |kind: journal::OrderKind| {
            self.intents.iter().enumerate().filter(move |(_, i)| i.order.kind == kind).map(|(n, _)| n)
        };
        match order.of {
            crate::Which::Latest => of_kind(followed).next_back(),
            crate::Which::Nth(nth) => of_kind(followed).nth(usize::try_from(nth.saturating_sub(1)).ok()?),
            crate::Which::Last(kind) => of_kind(kind).next_back(),
            crate::Which::Unknown => None,
        }
    }
}

/// Whether a terminal with this screen waits for the next order; what it says to one is another matter.
fn takes_orders(screen: ScreenKind) -> bool {
    matches!(screen, ScreenKind::Idle | ScreenKind::KeysLost)
}

#[cfg(test)]
mod tests;
