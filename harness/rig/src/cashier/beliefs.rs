//! What cashier and cardholder come to believe, and on what grounds.

use device::ScreenKind;
use journal::{Belief, Event, Movement, OrderKind, ScreenNote, SlipNote};
use wire::Class;

use super::{Cashier, Numbers};

/// Orders by which a merchant is paid.
const PAYMENTS: [OrderKind; 6] = [
    OrderKind::Sale,
    OrderKind::OfflineSale,
    OrderKind::Completion,
    OrderKind::CompletionAdvice,
    OrderKind::WalletPay,
    OrderKind::WalletCode,
];

/// Orders by which a payment, or a part of it, is taken back.
const TAKEN_BACK: [OrderKind; 4] =
    [OrderKind::Void, OrderKind::CompletionVoid, OrderKind::WalletVoid, OrderKind::PartialReversal];

impl Cashier {
    /// Notes the cashier's belief, when it is news.
    pub(super) fn believe(&mut self, intent: usize, belief: Belief, because: &str, notes: &mut Vec<Event>) {
        let Some(known) = self.intents.get_mut(intent) else {
            return;
        };
        if known.cashier == belief && belief != Belief::Unknown {
            return;
        }
        known.cashier = belief;
        let because = because.to_owned();
        notes.push(Event::CashierBelieves { intent: known.number(), belief, because });
    }

    fn cardholder_believes(&mut self, intent: usize, belief: Belief, because: &str, notes: &mut Vec<Event>) {
        let Some(known) = self.intents.get_mut(intent).filter(|i| i.cardholder != belief) else {
            return;
        };
        known.cardholder = belief;
        let because = because.to_owned();
        notes.push(Event::CardholderBelieves { intent: known.number(), belief, because });
    }

    /// A screen that tells an outcome changes what people believe.
    pub(super) fn outcome(&mut self, kind: ScreenKind, note: &ScreenNote, notes: &mut Vec<Event>) {
        let belief = match kind {
            ScreenKind::Approved
            | ScreenKind::RecoveredApproved
            | ScreenKind::Balance
            | ScreenKind::QueryResult
            | ScreenKind::SignedOn
            | ScreenKind::SignedOff
            | ScreenKind::LineTested
            | ScreenKind::Settled => Belief::Done,
            ScreenKind::Declined
            | ScreenKind::Failed
            | ScreenKind::Refused
            | ScreenKind::RecoveredReversed
            | ScreenKind::ReversalDone
            | ScreenKind::OrderClosed
            | ScreenKind::SignOnFailed => Belief::NotDone,
            ScreenKind::InDoubt | ScreenKind::SettlementOpen => Belief::Pending,
            ScreenKind::DeclaredOpen => Belief::Open,
            _ => return,
        };
        let Some(intent) = self.meant(kind, note) else {
            return;
        };
        // A sign-on on the way to something else says nothing of that; nor does a batch that is still half settled.
        let ordered = self.intents.get(intent).map(|known| known.order.kind);
        let own = match kind {
            ScreenKind::SignedOn => Some(OrderKind::SignOn),
            ScreenKind::Settled | ScreenKind::SettlementOpen => Some(OrderKind::Settlement),
            _ => ordered,
        };
        if ordered != own {
            return;
        }
        if let (Some(trace), Some(known)) = (&note.trace, self.intents.get_mut(intent))
            && !known.traces.contains(trace)
        {
            known.traces.push(trace.clone());
        }
        let is_earlier = self.earlier(kind, note).is_some();
        self.believe(intent, belief, note.screen.as_str(), notes);
        self.cardholder_believes(intent, belief, note.screen.as_str(), notes);
        if is_earlier {
            let alike = self.is_like_the_one_in_hand(intent);
            if let Some(active) = &mut self.active {
                active.told_besides = Some(if alike { belief } else { Belief::NotDone });
            }
        }
        if let Some(active) = self.active.as_mut().filter(|a| a.intent == intent && a.begun) {
            active.settled = true;
        }
    }

    /// Which intent an outcome speaks of: the one whose trace number it shows; else the one in hand; else the
    /// last one that nobody knows the end of.
    fn meant(&self, kind: ScreenKind, note: &ScreenNote) -> Option<usize> {
        if is_part(note) {
            return self.part_meant(note);
        }
        let by_trace = || self.named(note);
        let in_hand = self.active.as_ref().filter(|a| a.begun).map(|a| a.intent);
        let unsettled_besides = |active: Option<usize>| {
            self.intents.iter().enumerate().rev().find_map(|(index, intent)| {
                let open = matches!(intent.cashier, Belief::Unknown | Belief::Pending) && intent.attempts > 0;
                (open && Some(index) != active).then_some(index)
            })
        };
        match kind {
            // The terminal was cut off in the middle of the order in hand, and speaks of it now.
            ScreenKind::RecoveredApproved | ScreenKind::RecoveredReversed => {
                by_trace().or(in_hand).or_else(|| unsettled_besides(None))
            }
            // An earlier transaction was taken back on the way to the order in hand.
            ScreenKind::ReversalDone => by_trace().or_else(|| unsettled_besides(in_hand)),
            // An earlier order, or the one in hand.
            ScreenKind::OrderClosed => by_trace().or(in_hand),
            _ => self.earlier(kind, note).or(in_hand).or_else(by_trace).or_else(|| unsettled_besides(None)),
        }
    }

    /// The latest intent that the terminal told the trace number of a screen of. A part that is taken back has its sale's,
    /// and what is said of the one is not said of the other.
    fn named(&self, note: &ScreenNote) -> Option<usize> {
        let trace = note.trace.as_ref()?;
        let part = |i: &super::Intent| i.order.kind == OrderKind::PartialReversal;
        let alike = |i: &super::Intent| note.transaction.is_none() || part(i) == is_part(note);
        self.intents.iter().rposition(|i| i.traces.contains(trace) && alike(i))
    }

    /// The order of the part that an outcome speaks of: by its trace number, else the latest one that was begun.
    fn part_meant(&self, note: &ScreenNote) -> Option<usize> {
        let begun = |i: &super::Intent| i.order.kind == OrderKind::PartialReversal && i.attempts > 0;
        self.named(note).or_else(|| self.intents.iter().rposition(begun))
    }

    /// The intent, other than the one in hand, that an outcome speaks of by its trace number: one whose end nobody knows
    /// yet, told on the way to the order in hand. A number that comes again behind an end is another transaction's.
    fn earlier(&self, kind: ScreenKind, note: &ScreenNote) -> Option<usize> {
        let ends = matches!(
            kind,
            ScreenKind::Approved
                | ScreenKind::Declined
                | ScreenKind::Failed
                | ScreenKind::InDoubt
                | ScreenKind::DeclaredOpen
        );
        note.trace.as_ref().filter(|_| ends)?;
        let in_hand = self.active.as_ref().filter(|a| a.begun)?.intent;
        let told = self.named(note).filter(|i| *i != in_hand)?;
        if is_part(note) {
            return Some(told);
        }
        let open = [Belief::Unknown, Belief::Pending, Belief::Open];
        // What stands by the terminal's own word is done until the host says no.
        let refused = kind == ScreenKind::DeclaredOpen && is_told_afterwards(note);
        self.intents.get(told).is_some_and(|i| refused || open.contains(&i.cashier)).then_some(told)
    }

    /// Whether somebody at the counter may take an earlier intent for the one in hand: the same kind and amount.
    fn is_like_the_one_in_hand(&self, earlier: usize) -> bool {
        let like = |one: &super::Intent, other: &super::Intent| {
            (one.order.kind, one.order.amount_fen) == (other.order.kind, other.order.amount_fen)
        };
        self.in_hand().zip(self.intents.get(earlier)).is_some_and(|(one, other)| like(one, other))
    }

    /// The terminal's own screens of an order in hand tell its trace number.
    pub(super) fn learn_trace(&mut self, kind: ScreenKind, note: &ScreenNote) {
        let own = matches!(
            kind,
            ScreenKind::Processing
                | ScreenKind::Approved
                | ScreenKind::Declined
                | ScreenKind::Failed
                | ScreenKind::ShowCode
                | ScreenKind::OrderClosed
                | ScreenKind::InDoubt
        );
        // The host is told of what was made before; its number is known since then.
        let own = own && !(kind == ScreenKind::Processing && is_told_afterwards(note));
        let Some(trace) = note.trace.as_ref().filter(|_| own && self.earlier(kind, note).is_none()) else {
            return;
        };
        let Some(active) = self.active.as_ref().filter(|a| a.begun) else {
            return;
        };
        if let Some(intent) = self.intents.get_mut(active.intent)
            && intent.traces.last() != Some(trace)
            && (note.transaction.is_none()
                || is_part(note) == (intent.order.kind == OrderKind::PartialReversal))
        {
            intent.traces.push(trace.clone());
        }
    }

    /// A slip came out whole: its numbers are known, and a reprint that was asked for is done.
    pub(crate) fn slip(&mut self, slip: &SlipNote, notes: &mut Vec<Event>) {
        if !slip.is_whole() {
            return;
        }
        let found = slip
            .trace
            .as_ref()
            .and_then(|trace| self.intents.iter_mut().rev().find(|i| i.traces.contains(trace)));
        if let (Some(intent), Some(trace), Some(reference)) = (found, &slip.trace, &slip.reference) {
            let (trace, reference, auth) = (trace.clone(), reference.clone(), slip.auth.clone());
            intent.slip = Some(Numbers { trace, reference, auth, date: None });
        }
        let Some(active) = &mut self.active else { return };
        let index = active.intent;
        if self.intents.get(index).is_some_and(|i| i.order.kind == OrderKind::Reprint) {
            active.settled = true;
            self.believe(index, Belief::Done, "the slip came out", notes);
        }
    }

    /// A query was answered: what was in doubt about the transaction queried is known now.
    pub(crate) fn queried(&mut self, stands: Option<bool>, code: Option<&str>, notes: &mut Vec<Event>) {
        let queried = self
            .in_hand()
            .filter(|i| matches!(i.order.kind, OrderKind::Query | OrderKind::WalletQuery))
            .and_then(|i| i.of);
        let not_found = code == Some("25");
        let belief = match stands {
            Some(true) => Belief::Done,
            Some(false) => Belief::NotDone,
            None if not_found => Belief::NotDone,
            None => return,
        };
        if let Some(intent) = queried {
            self.believe(intent, belief, "the query", notes);
        }
    }

    /// The merchant's back office shows what the acquirer booked.
    pub(crate) fn booked(&mut self, numbers: Numbers, intent: Option<u32>) {
        let index = intent.and_then(|n| usize::try_from(n.checked_sub(1)?).ok());
        if let Some(intent) = index.and_then(|i| self.intents.get_mut(i)) {
            intent.record = Some(numbers);
        }
    }

    /// The latest intent that the terminal told this trace number of.
    pub(crate) fn intent_of(&self, trace: &str) -> Option<u32> {
        let known = self.intents.iter().rfind(|i| i.traces.iter().any(|own| own == trace));
        known.map(super::Intent::number)
    }

    /// The bank's message reached the cardholder.
    pub(crate) fn texted(&mut self, card: &str, movement: Movement, amount_fen: i64, notes: &mut Vec<Event>) {
        let (kinds, belief) = match movement {
            Movement::Charged | Movement::ChargedAgain => (&PAYMENTS[..], Belief::Done),
            Movement::Held => (&[OrderKind::PreAuth][..], Belief::Done),
            Movement::Refunded => (&[OrderKind::Refund, OrderKind::WalletRefund][..], Belief::Done),
            // What was asked for is what the cardholder waited for; otherwise the sale is off.
            Movement::Cancelled => match self.find(&TAKEN_BACK, card, amount_fen) {
                Some(void) if self.began(void) => {
                    return self.cardholder_believes(void, Belief::Done, "the bank's message", notes);
                }
                _ => (&PAYMENTS[..], Belief::NotDone),
            },
            Movement::Released => match self.find(&[OrderKind::PreAuthVoid], card, amount_fen) {
                Some(void) if self.began(void) => {
                    return self.cardholder_believes(void, Belief::Done, "the bank's message", notes);
                }
                _ => (&[OrderKind::PreAuth][..], Belief::NotDone),
            },
        };
        if let Some(intent) = self.find(kinds, card, amount_fen) {
            self.cardholder_believes(intent, belief, "the bank's message", notes);
        }
    }

    fn began(&self, intent: usize) -> bool {
        self.intents.get(intent).is_some_and(|i| i.attempts > 0)
    }

    fn find(&self, kinds: &[OrderKind], card: &str, amount_fen: i64) -> Option<usize> {
        let amount = |i: &super::Intent| i.order.amount_fen.and_then(|fen| i64::try_from(fen).ok());
        let own =
            |i: &super::Intent| kinds.contains(&i.order.kind) && i.card.as_deref().is_none_or(|c| c == card);
        // One of this very amount weighs more than one that names none.
        let exact = self.intents.iter().rposition(|i| own(i) && amount(i) == Some(amount_fen));
        exact.or_else(|| self.intents.iter().rposition(|i| own(i) && amount(i).is_none()))
    }
}

/// Whether a screen speaks of a part of a sale that is taken back.
fn is_part(note: &ScreenNote) -> bool {
    note.transaction.as_deref() == Some(Class::PartialReversal.name())
}

/// Whether a screen speaks of something that stands before the host knows of it.
fn is_told_afterwards(note: &ScreenNote) -> bool {
    note.transaction.as_deref().and_then(Class::named).is_some_and(Class::is_told_afterwards)
}
