//! Requests as the host took them, each with its answers and the attempt in which it came.

use std::collections::BTreeMap;

use journal::{Event, OrderKind, Record, RequestNote, TxnKey};
use wire::Place;

use super::wallet::Owners;
use super::{Ans, Attempt, Intent, Proof, Said, is_repeatable, is_same, line::Lines, place_in};

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

/// Whether an order can come to a transaction of this kind: its own, the offline sale that the chip makes of a sale, or
/// the refund by which a practice voids what a wallet paid.
pub(crate) fn comes_to(order: OrderKind, kind: Kind) -> bool {
    let otherwise = [(OrderKind::Sale, Kind::OfflineSale), (OrderKind::WalletVoid, Kind::WalletRefund)];
    kind_ordered(order) == Some(kind) || otherwise.contains(&(order, kind))
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
    /// The wallet order that it names.
    pub(crate) order: Option<&'a str>,
    /// The number under which it pays a wallet order back.
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

    /// Whether it is a reversal of the whole of what it names.
    pub(crate) fn is_whole_reversal(&self) -> bool {
        self.is_reversal() && !self.is_partial()
    }

    /// Whether it takes back a part of what it names.
    pub(crate) fn is_partial(&self) -> bool {
        self.note.class == Kind::PartialReversal.name()
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
    intents: &BTreeMap<u32, Intent<'a>>,
) -> Vec<Req<'a>> {
    let mut taken = Taken::of(record, lines, attempts, intents);
    let mut tickets: BTreeMap<u64, usize> = BTreeMap::new();
    for entry in record.entries() {
        match &entry.event {
            Event::Request(note) => {
                tickets.entry(note.ticket).or_insert(taken.reqs.len());
                taken.take(entry.n, note);
            }
            Event::Answer { ticket, code, fields, deviation, .. } => {
                let Some(req) = tickets.get(ticket).and_then(|i| taken.reqs.get_mut(*i)) else {
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
    taken.reqs
}

/// The requests so far, and what is known by them of the next one.
struct Taken<'c, 'a> {
    record: &'a Record,
    lines: &'c Lines<'c>,
    attempts: &'c [Attempt],
    intents: &'c BTreeMap<u32, Intent<'a>>,
    owners: Owners<'c, 'a>,
    reqs: Vec<Req<'a>>,
    /// The first request of each kind and identity that an order asked for.
    asked: BTreeMap<(Kind, &'a TxnKey), usize>,
}

impl<'c, 'a> Taken<'c, 'a> {
    fn of(
        record: &'a Record,
        lines: &'c Lines<'_>,
        attempts: &'c [Attempt],
        intents: &'c BTreeMap<u32, Intent<'a>>,
    ) -> Self {
        let owners = Owners::of(lines, attempts, intents);
        Self { record, lines, attempts, intents, owners, reqs: Vec::new(), asked: BTreeMap::new() }
    }

    fn take(&mut self, n: u64, note: &'a RequestNote) {
        let placed = |place| place_in(self.record, place).and_then(|path| note.field(path));
        let mut req = Req {
            n,
            sent: self.lines.sent(note.ticket).unwrap_or(n),
            note,
            attempt: super::flow::under_way(self.attempts, n),
            intent: note.intent,
            order: placed(Place::Order),
            refund: placed(Place::OrderRefund),
            unasked: false,
            answers: Vec::new(),
        };
        let Some(kind) = req.kind() else {
            self.reqs.push(req);
            return;
        };
        let first = self.asked.get(&(kind, &note.key)).and_then(|i| self.reqs.get(*i));
        let first = first.filter(|first| is_same(first, &req));
        let order_of = |intent: Option<u32>| intent.and_then(|i| self.intents.get(&i)).map(|i| i.order);
        // Whoever orders an open refund once more means it; of a wallet order, what is open is seen through first.
        let meant = kind == Kind::Refund && order_of(note.intent) == Some(OrderKind::Refund);
        req.intent = match first {
            Some(first) if is_repeatable(kind) && !meant => first.intent,
            None if kind == Kind::Refund && order_of(note.intent) == Some(OrderKind::Settlement) => {
                self.owners.kept_refund(&req).or(note.intent)
            }
            _ if kind.is_told_afterwards() => self.told_by(&req, kind),
            _ => self.owners.intent_of(&req, kind),
        };
        let again = note.repeated || first.is_some();
        let order = order_of(req.intent);
        req.unasked = kind.is_financial() && is_unasked(&req, kind, order, again);
        self.owners.learn(&req, kind);
        if !req.unasked {
            self.asked.entry((kind, &note.key)).or_insert(self.reqs.len());
        }
        self.reqs.push(req);
    }

    /// The intent that an advice tells of for the first time, under whatever order it goes out: the one in which it was
    /// claimed under its number, else the oldest of its kind and amount that no other has told of.
    fn told_by(&self, req: &Req<'a>, kind: Kind) -> Option<u32> {
        let told = |number: u32| self.reqs.iter().any(|r| r.kind() == Some(kind) && r.intent == Some(number));
        let fits = |i: &&Intent<'_>| {
            kind_ordered(i.order) == Some(kind)
                && i.n < req.n
                && i.amount_fen.is_none_or(|fen| req.note.amount_fen == Some(fen))
                && !told(i.number)
        };
        self.claimed_for(req, kind).or_else(|| self.intents.values().find(fits).map(|i| i.number))
    }

    /// The intent in whose attempt a screen last claimed what an advice tells of, by its trace number.
    fn claimed_for(&self, req: &Req<'a>, kind: Kind) -> Option<u32> {
        let claims = |entry: &&journal::Entry| {
            let Event::Shown(screen) = &entry.event else { return false };
            screen.trace.as_deref() == Some(req.stan())
                && screen.transaction.as_deref() == Some(kind.name())
                && Said::of_screen(&screen.screen).is_some_and(Said::is_claim)
        };
        let before = usize::try_from(req.n).unwrap_or(usize::MAX).min(self.record.entries().len());
        let shown = self.record.entries().get(..before)?.iter().rfind(claims)?;
        let attempt = self.attempts.get(super::flow::under_way(self.attempts, shown.n)?)?;
        let intent = self.intents.get(&attempt.intent)?;
        let same = intent.amount_fen.is_none_or(|fen| req.note.amount_fen == Some(fen));
        (same && comes_to(intent.order, kind)).then_some(intent.number)
    }
}

/// Whether a request moves money that its order did not ask for. What comes again under its identity with no order in
/// hand is no new money.
fn is_unasked(req: &Req<'_>, kind: Kind, order: Option<OrderKind>, again: bool) -> bool {
    match order {
        _ if kind.is_told_afterwards() => req.intent.is_none(),
        Some(OrderKind::Settlement) if kind == Kind::Refund => !again,
        Some(order) => !comes_to(order, kind),
        None => !again,
    }
}
