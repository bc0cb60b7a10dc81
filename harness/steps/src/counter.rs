//! What a scenario keeps while it runs: the bench, the sentence in hand, and the first trouble.
//!
//! Step functions keep typed trouble here, because cucumber passes errors of steps on as panic texts only.

use std::fmt;

use device::CardFace;
use journal::{Expectation, OrderKind};
use rig::{Bench, Done, Fault, Move, Order, Trouble, Which};

/// The world of a scenario.
#[derive(cucumber::World)]
#[world(init = Self::off_bench)]
pub struct Counter {
    bench: Option<Box<dyn Bench>>,
    line: usize,
    text: String,
    trouble: Option<Trouble>,
    moved: bool,
    /// Card and face of each sale; voids and refunds use them unless they say otherwise.
    cards: Vec<(OrderKind, String, CardFace)>,
    /// Amounts of the sales and pre-authorisations so far, drawn ones too.
    amounts: Vec<(OrderKind, u64)>,
    /// Whether the cashier tries again when left in the dark.
    pub(crate) tries_again: bool,
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counter")
            .field("line", &self.line)
            .field("trouble", &self.trouble)
            .finish_non_exhaustive()
    }
}

impl Counter {
    /// A counter without a bench; every sentence is trouble there.
    #[must_use]
    pub fn off_bench() -> Self {
        Self {
            bench: None,
            line: 0,
            text: String::new(),
            trouble: None,
            moved: false,
            cards: Vec::new(),
            amounts: Vec::new(),
            tries_again: true,
        }
    }

    /// A counter at a bench.
    #[must_use]
    pub fn at(bench: Box<dyn Bench>) -> Self {
        Self { bench: Some(bench), ..Self::off_bench() }
    }

    /// Notes the sentence that begins.
    pub(crate) async fn begin(&mut self, line: usize, text: String) {
        self.line = line;
        self.text = text;
        if let Some(bench) = &mut self.bench {
            let noted = bench.step(line, &self.text).await;
            self.keep(noted);
        }
    }

    /// The bench back, and the first trouble.
    pub(crate) fn leave(self) -> (Option<Box<dyn Bench>>, Option<Trouble>) {
        (self.bench, self.trouble)
    }

    pub(crate) fn is_in_trouble(&self) -> bool {
        self.trouble.is_some()
    }

    /// The first trouble, taken out so that the next one is kept.
    pub(crate) fn take_trouble(&mut self) -> Option<Trouble> {
        self.trouble.take()
    }

    /// Whether anybody was let do anything: an order, or power switched off and on.
    pub(crate) fn has_moved(&self) -> bool {
        self.moved
    }

    pub(crate) async fn arm(&mut self, fault: Fault) {
        if let Some(bench) = &mut self.bench {
            let armed = bench.arm(fault).await.map(|_| ());
            self.keep(armed);
        }
    }

    pub(crate) async fn perform(&mut self, step: Move) -> Done {
        self.moved |= matches!(step, Move::Order(_) | Move::Again(_) | Move::Restart { .. });
        let Some(bench) = &mut self.bench else {
            return Done::default();
        };
        let done = bench.perform(step).await;
        self.keep(done)
    }

    /// Gives the cashier an order; card and face of a sale are remembered.
    pub(crate) async fn order(&mut self, mut order: Order) {
        order.tries_again = self.tries_again;
        if let (true, Some(card)) = (order.kind.is_first(), &order.card) {
            self.cards.push((order.kind, card.clone(), order.face));
        }
        let kind = order.kind;
        let done = self.perform(Move::Order(order)).await;
        if let (true, Some(fen)) = (kind.is_first(), done.amount_fen) {
            self.amounts.push((kind, fen));
        }
    }

    pub(crate) async fn expect(&mut self, expectation: Expectation) {
        if let Some(bench) = &mut self.bench {
            let noted = bench.expect(self.line, &self.text, expectation).await;
            self.keep(noted);
        }
    }

    /// An order of this kind about an earlier sale or pre-authorisation, with its card.
    pub(crate) fn with_same_card(&self, kind: OrderKind, of: Which) -> Order {
        let mut order = Order { of, ..Order::new(kind) };
        let first = first_of(kind);
        let mut own = self.cards.iter().filter(|(kind, ..)| *kind == first);
        let deal = match of {
            Which::Latest | Which::Last(_) | Which::Unknown => own.next_back(),
            Which::Nth(nth) => usize::try_from(nth).ok().and_then(|nth| own.nth(nth.checked_sub(1)?)),
        };
        if let Some((_, card, face)) = deal {
            order.card = Some(card.clone());
            order.face = *face;
        }
        order
    }

    /// An order of this kind about the last order of another kind, with its card.
    pub(crate) fn with_card_of(&self, kind: OrderKind, last: OrderKind) -> Order {
        let mut order = Order { of: Which::Last(last), ..Order::new(kind) };
        if let Some((_, card, face)) = self.cards.iter().rfind(|(kind, ..)| *kind == last) {
            order.card = Some(card.clone());
            order.face = *face;
        }
        order
    }

    /// The holder that a scenario calls by this name.
    pub(crate) fn person(&mut self, name: &str) -> String {
        let found = match &self.bench {
            Some(bench) => bench.facts().person(name),
            None => return name.to_owned(),
        };
        self.keep(found)
    }

    /// The holder of a wallet that a scenario calls by this name.
    pub(crate) fn user(&mut self, name: &str) -> String {
        let found = match &self.bench {
            Some(bench) => bench.facts().user(name),
            None => return name.to_owned(),
        };
        self.keep(found)
    }

    /// Goes on only where this is what is practised.
    pub(crate) fn assume(&mut self, practice: profile::Practice) {
        if let Some(practised) = self.bench.as_ref().map(|bench| bench.facts().practises(practice)) {
            self.keep(practised);
        }
    }

    /// The amount of the last sale; `None` before there is one.
    pub(crate) fn last_amount(&self) -> Option<u64> {
        self.last_of(OrderKind::Sale)
    }

    /// The amount of the last pre-authorisation; `None` before there is one.
    pub(crate) fn held_amount(&self) -> Option<u64> {
        self.last_of(OrderKind::PreAuth)
    }

    fn last_of(&self, kind: OrderKind) -> Option<u64> {
        self.amounts.iter().rfind(|(own, _)| *own == kind).map(|(_, fen)| *fen)
    }

    /// Keeps the first trouble.
    pub(crate) fn keep<T: Default>(&mut self, result: Result<T, Trouble>) -> T {
        result.unwrap_or_else(|trouble| {
            self.trouble.get_or_insert(trouble);
            T::default()
        })
    }
}

/// The kind of order with which a deal began that an order of this kind is about.
fn first_of(kind: OrderKind) -> OrderKind {
    kind.follows().map_or(kind, first_of)
}
