//! Requests as the host took them, each with its answers and the attempt in which it came.

use std::collections::BTreeMap;

use journal::{Event, OrderKind, Record, RequestNote};
use wire::Place;

use super::{Ans, Attempt, Intent, Proof, line::Lines};

pub(crate) use wire::Class as Kind;

/// A kind by the class of a request or the word on a screen or slip; none for reversals and for the line's and the batch's own business.
pub(crate) fn kind_of(class: &str) -> Option<Kind> {
    Kind::named(class).filter(|kind| !kind.is_administrative() && !kind.is_reversal())
}

/// Whether it takes back a payment as a whole.
pub(crate) const fn is_void(kind: Kind) -> bool {
    matches!(kind, Kind::Void | Kind::CompletionVoid)
}

/// Whether it ends a pre-authorisation: sets free what it holds, or pays from it.
pub(crate) const fn ends_guarantee(kind: Kind) -> bool {
    matches!(kind, Kind::PreAuthVoid | Kind::Completion | Kind::CompletionAdvice)
}

/// The kind that an order asks for.
pub(crate) fn kind_ordered(order: OrderKind) -> Option<Kind> {
    order.class().and_then(kind_of)
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Req<'a> {
    /// Entry with which the host took it.
    pub(crate) n: u64,
    /// Entry with which it left the terminal: what the terminal did is earlier or later than this, not than its
    /// arrival. Where the bench did not see it leave, the entry with which the host took it.
    pub(crate) sent: u64,
    /// The request.
    pub(crate) note: &'a RequestNote,
    /// Index of the attempt under way.
    pub(crate) attempt: Option<usize>,
    /// The intent that it belongs to: the one under way, or the earlier one that a wallet's return is repeated for, or that an
    /// advice tells of.
    pub(crate) intent: Option<u32>,
    /// Number of the wallet order that it names.
    pub(crate) order: Option<&'a str>,
    /// Number under which it pays a wallet order back.
    pub(crate) refund: Option<&'a str>,
    /// Whether it moves money that the order in hand did not ask for: another kind of order, or none.
    pub(crate) unasked: bool,
    /// Its answers; more than one only if the host answered twice.
    pub(crate) answers: Vec<Ans<'a>>,
}

impl<'a> Req<'a> {
    /// Whether it is a reversal, of whatever.
    pub(crate) fn is_reversal(&self) -> bool {
        self.note.mti.starts_with("04") || self.note.class.ends_with("-reversal")
    }

    /// Its kind, unless it is a reversal, a sign-on or unknown.
    pub(crate) fn kind(&self) -> Option<Kind> {
        if self.is_reversal() { None } else { kind_of(&self.note.class) }
    }

    /// The trace number.
    pub(crate) fn stan(&self) -> &'a str {
        &self.note.key.stan
    }

    /// What reached the terminal in answer, in order: the entry, the answer, what it proves.
    pub(crate) fn heard(&self) -> Vec<(u64, &Ans<'a>, Proof)> {
        let all =
            self.answers.iter().flat_map(|a| a.reached.iter().map(move |n| (*n, a, a.proof(self.note))));
        let mut heard: Vec<_> = all.collect();
        heard.sort_by_key(|(n, ..)| *n);
        heard
    }
}

pub(super) fn requests<'a>(
    record: &'a Record,
    lines: &Lines<'_>,
    attempts: &[Attempt],
    intents: &BTreeMap<u32, Intent<'_>>,
) -> Vec<Req<'a>> {
    let mut reqs: Vec<Req<'a>> = Vec::new();
    let mut tickets: BTreeMap<u64, usize> = BTreeMap::new();
    let path = |place: Place| record.head().places.get(place.name()).map(String::as_str);
    let (order_at, refund_at) = (path(Place::Order), path(Place::OrderRefund));
    for entry in record.entries() {
        match &entry.event {
            Event::Request(note) => {
                let (order, refund) =
                    (order_at.and_then(|path| note.field(path)), refund_at.and_then(|path| note.field(path)));
                let attempt = super::flow::under_way(attempts, entry.n);
                let intent = match kind_of(&note.class) {
                    Some(kind) if kind.is_told_afterwards() => told_for(note, &reqs, intents),
                    _ => super::wallet::intent_of(entry.n, note, order, &reqs, intents),
                };
                let asked = intent.and_then(|i| intents.get(&i)).map(|i| i.order);
                let sent = lines.sent(note.ticket).unwrap_or(entry.n);
                let answers = Vec::new();
                let mut req =
                    Req { n: entry.n, sent, note, attempt, intent, order, refund, unasked: false, answers };
                req.unasked = is_unasked(&req, asked, intents);
                tickets.entry(note.ticket).or_insert(reqs.len());
                reqs.push(req);
            }
            Event::Answer { ticket, code, fields, deviation, .. } => {
                let Some(req) = tickets.get(ticket).and_then(|i| reqs.get_mut(*i)) else {
                    continue;
                };
                // A second answer to the same request arrives as often as the first: frames tell tickets only.
                let reached =
                    if req.answers.is_empty() { lines.reached(*ticket).to_vec() } else { Vec::new() };
                req.answers.push(Ans { n: entry.n, code, fields, deviation: deviation.as_deref(), reached });
            }
            _ => {}
        }
    }
    reqs
}

/// The intent that an advice tells of, under whatever order it goes out: that of an earlier send, or else the oldest of its
/// kind and amount that was told of nowhere yet.
fn told_for(note: &RequestNote, earlier: &[Req<'_>], intents: &BTreeMap<u32, Intent<'_>>) -> Option<u32> {
    let kind = kind_of(&note.class);
    let own = || earlier.iter().filter(|r| r.kind() == kind);
    if let Some(sent) = own().find(|r| r.note.key == note.key) {
        return sent.intent;
    }
    let fits = |i: &&Intent<'_>| {
        kind_ordered(i.order) == kind
            && i.amount_fen.is_none_or(|fen| note.amount_fen == Some(fen))
            && own().all(|r| r.intent != Some(i.number))
    };
    intents.values().filter(|i| note.intent.is_none_or(|now| i.number <= now)).find(fits).map(|i| i.number)
}

/// Whether a request moves money that the order in hand did not ask for. What comes again under its identity with
/// no order in hand is no new money; nor is a refund that was open when its batch is to be settled.
fn is_unasked(req: &Req<'_>, order: Option<OrderKind>, intents: &BTreeMap<u32, Intent<'_>>) -> bool {
    let Some(kind) = req.kind().filter(|k| k.is_financial()) else {
        return false;
    };
    match order {
        _ if kind.is_told_afterwards() => req.intent.is_none(),
        Some(OrderKind::Settlement) if kind == Kind::Refund => {
            // It may have been kept and never sent, or lost on its way.
            let ordered = |i: &Intent<'_>| {
                let amount = i.amount_fen.is_none_or(|fen| req.note.amount_fen == Some(fen));
                i.order == OrderKind::Refund && i.n < req.n && amount
            };
            !req.note.repeated && !intents.values().any(ordered)
        }
        // The practice may void by a refund.
        Some(OrderKind::WalletVoid) => !matches!(kind, Kind::WalletCancel | Kind::WalletRefund),
        Some(order) => kind_ordered(order) != Some(kind),
        None => !req.note.repeated,
    }
}
