//! One intent: what a person wanted, however many tries it took, and what is known of it.

use journal::{Belief, Event, OrderKind};

use crate::Order;

/// An intent and what people know of it.
#[derive(Debug)]
pub(crate) struct Intent {
    index: usize,
    pub(super) order: Order,
    person: String,
    pub(super) card: Option<String>,
    pub(super) of: Option<usize>,
    pub(super) attempts: u32,
    pub(super) cashier: Belief,
    pub(super) cardholder: Belief,
    /// Trace numbers that the terminal showed for it, oldest first.
    pub(super) traces: Vec<String>,
    /// What the merchant's record says of the approved transaction.
    pub(super) record: Option<Numbers>,
    /// What the slip says.
    pub(super) slip: Option<Numbers>,
}

/// What a later order about a transaction has to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// The trace number.
    pub(crate) trace: String,
    /// The reference number.
    pub(crate) reference: String,
    /// The approval code, where there is one.
    pub(crate) auth: Option<String>,
    /// The date, MMDD, where it is told.
    pub(crate) date: Option<String>,
}

impl Intent {
    pub(super) fn new(
        index: usize,
        order: Order,
        person: String,
        card: Option<String>,
        of: Option<usize>,
    ) -> Self {
        Self {
            index,
            order,
            person,
            card,
            of,
            attempts: 0,
            cashier: Belief::Unknown,
            cardholder: Belief::Unknown,
            traces: Vec::new(),
            record: None,
            slip: None,
        }
    }

    /// Its number in the record, from 1.
    pub(super) fn number(&self) -> u32 {
        number(self.index)
    }

    pub(super) fn note(&self) -> Event {
        Event::Intent {
            intent: self.number(),
            order: self.order.kind,
            amount_fen: self.order.amount_fen.and_then(|fen| i64::try_from(fen).ok()),
            person: self.person.clone(),
            card: self.card.clone(),
            of: self.of.map(number),
        }
    }

    /// The trace number under which its transaction can be found: from the slip, the record, the screen.
    pub(super) fn trace(&self) -> Option<String> {
        self.told(|numbers| Some(numbers.trace.clone())).or_else(|| self.traces.last().cloned())
    }

    /// The reference number, from the slip or the record.
    pub(super) fn reference(&self) -> Option<String> {
        self.told(|numbers| Some(numbers.reference.clone()))
    }

    /// The date of its transaction, from the slip or the record.
    pub(super) fn date(&self) -> Option<String> {
        self.told(|numbers| numbers.date.clone())
    }

    /// The approval code, from the slip or the record.
    pub(super) fn auth(&self) -> Option<String> {
        self.told(|numbers| numbers.auth.clone())
    }

    fn told(&self, number: impl Fn(&Numbers) -> Option<String>) -> Option<String> {
        self.slip.as_ref().and_then(&number).or_else(|| self.record.as_ref().and_then(&number))
    }

    /// Whether somebody left in the dark about it would try again.
    pub(super) fn is_worth_another_try(&self) -> bool {
        let matters = self.order.kind.moves_money() || self.order.kind == OrderKind::Settlement;
        matters && self.order.tries_again && self.attempts < 2
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}
