//! What the terminal said of its transactions, on the screen and on paper.
//!
//! A claim says that a transaction stands. A screen is matched to a transaction by the trace number on it, or,
//! where it shows none, by the attempt under way; a slip by its trace or reference number. `refused` is no word on
//! a transaction: nothing was sent.

use journal::{Event, Port, ScreenNote, SlipNote};

use wire::Place;

use super::{Case, Kind, Proof, Txn, kind_of, kind_ordered};

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Approved, on the screen.
    Approved,
    /// After a cut: it was committed.
    RecoveredApproved,
    /// Approved, on a complete slip on which something can be read.
    Slip,
    /// Declined or failed.
    NotDone,
    /// In doubt; will be settled.
    InDoubt,
    /// After a cut: it is or will be reversed.
    RecoveredReversed,
    /// Its reversal was confirmed.
    ReversalDone,
    /// Its wallet order is closed.
    Closed,
    /// Given over to the operator.
    DeclaredOpen,
}

impl Said {
    /// Whether it says that the transaction stands.
    pub(crate) fn is_claim(self) -> bool {
        matches!(self, Self::Approved | Self::RecoveredApproved | Self::Slip)
    }

    pub(crate) fn of_screen(kind: &str) -> Option<Self> {
        match kind {
            "approved" => Some(Self::Approved),
            "recovered-approved" => Some(Self::RecoveredApproved),
            "declined" | "failed" => Some(Self::NotDone),
            "in-doubt" => Some(Self::InDoubt),
            "recovered-reversed" => Some(Self::RecoveredReversed),
            "reversal-done" => Some(Self::ReversalDone),
            "order-closed" => Some(Self::Closed),
            "declared-open" => Some(Self::DeclaredOpen),
            _ => None,
        }
    }
}

/// A word of the terminal on a transaction.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    /// Entry number.
    pub(crate) n: u64,
    /// What was said.
    pub(crate) said: Said,
    /// Index of the transaction that is meant, where there is one.
    pub(crate) txn: Option<usize>,
    /// The kind of transaction named.
    pub(crate) kind: Option<Kind>,
    /// The amount named.
    pub(crate) amount_fen: Option<i64>,
    /// The trace number named.
    pub(crate) trace: Option<&'a str>,
    /// The slip, if it is one.
    pub(crate) slip: Option<&'a SlipNote>,
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// A right approval that came in time, or a query's word.
    Approval,
    /// The terminal's own word: it needs no approval, and has none so far.
    OwnWord,
    /// An approval that came when the terminal had given up.
    Late(u64),
    /// An approval that belongs to another transaction.
    Foreign(u64),
    /// An approval that proves nothing.
    Unproven(u64),
    /// No approval at all.
    Nothing,
}

pub(super) fn words<'a>(case: &Case<'a>) -> Vec<Word<'a>> {
    let mut words = Vec::new();
    // A slip that broke off hangs together with the next one; numbers of both stand on that strip.
    let (mut begun, mut torn) = (false, false);
    for entry in case.record.entries() {
        let word = match &entry.event {
            Event::Shown(screen) => {
                Said::of_screen(&screen.screen).and_then(|said| shown(case, entry.n, said, screen))
            }
            Event::PaperLine { .. } => {
                begun = true;
                None
            }
            Event::PrinterTrouble { .. } | Event::PowerIs { on: false, port: Port::Printer } => {
                torn |= begun;
                None
            }
            Event::Slip(slip) => {
                begun = false;
                let whole = slip.is_whole() && !std::mem::take(&mut torn);
                whole.then(|| printed(case, entry.n, slip)).flatten()
            }
            _ => None,
        };
        words.extend(word);
    }
    words
}

fn shown<'a>(case: &Case<'a>, n: u64, said: Said, screen: &'a ScreenNote) -> Option<Word<'a>> {
    // What is said of a batch is said of no transaction in it, and what is said of a part not of the whole.
    if screen.transaction.as_deref().and_then(Kind::named).is_some_and(is_of_no_transaction) {
        return None;
    }
    let kind = screen.transaction.as_deref().and_then(kind_of);
    if kind.is_some_and(|k| !k.is_financial()) {
        return None;
    }
    let trace = screen.trace.as_deref();
    let attempt = case.attempt_at(n);
    let fits = |t: &Txn<'_>| {
        // A refund that is tried again is spoken of in the attempt of the repeat.
        let here = t.attempt == attempt || case.sends(t).any(|r| r.n < n && r.attempt == attempt);
        let tried = !t.reversals.is_empty();
        let in_reach = match said {
            Said::NotDone => here,
            Said::ReversalDone => tried || trace.is_some(),
            Said::DeclaredOpen | Said::InDoubt => trace.is_some() || here || (tried && kind == Some(t.kind)),
            _ => trace.is_some() || here,
        };
        let named = kind.is_none_or(|k| k == t.kind) && trace.is_none_or(|trace| t.key.stan == trace);
        // A terminal whose send failed can say so, with its trace number, before the frame reaches the host.
        let doubted = matches!(said, Said::DeclaredOpen | Said::InDoubt) && here && trace.is_some();
        (can_be_meant(t, n, kind) || doubted) && t.kind.is_financial() && named && in_reach
    };
    let find = |places: &[usize]| {
        let fits = |i: &&usize| case.txns.get(**i).is_some_and(fits);
        places.iter().rev().find(fits).copied()
    };
    let txn = match (trace, said) {
        (Some(trace), _) => case.index.traces.get(trace).and_then(|places| find(places)),
        (None, Said::ReversalDone | Said::DeclaredOpen | Said::InDoubt) => case.txns.iter().rposition(fits),
        (None, _) => case.index.by_attempt.get(&attempt).and_then(|places| find(places)),
    };
    // A screen that says neither kind nor number may belong to an order that moves no money.
    let kind = kind.or_else(|| ordered(case, n)).filter(|k| k.is_financial());
    (txn.is_some() || kind.is_some()).then_some(Word {
        n,
        said,
        txn,
        kind,
        amount_fen: screen.amount_fen,
        trace,
        slip: None,
    })
}

/// Whether what is said of it is said of no transaction: of a batch, or of a part that is taken back.
fn is_of_no_transaction(kind: Kind) -> bool {
    kind.is_administrative() || kind == Kind::PartialReversal
}

/// Whether a word at an entry, which names this kind or none, can mean a transaction: one that the host had by then, or
/// that stands before the host knows of it.
fn can_be_meant(txn: &Txn<'_>, n: u64, kind: Option<Kind>) -> bool {
    txn.n < n || (txn.kind.is_told_afterwards() && kind == Some(txn.kind))
}

/// The kind of transaction that the attempt under way asks for.
fn ordered(case: &Case<'_>, n: u64) -> Option<Kind> {
    let attempt = case.attempts.get(case.attempt_at(n)?)?;
    case.intents.get(&attempt.intent).and_then(|i| kind_ordered(i.order))
}

fn printed<'a>(case: &Case<'a>, n: u64, slip: &'a SlipNote) -> Option<Word<'a>> {
    if slip.transaction.as_deref() == Some(Kind::PartialReversal.name()) {
        return None;
    }
    let kind = slip.transaction.as_deref().and_then(kind_of);
    if kind.is_some_and(|k| !k.is_financial()) {
        return None;
    }
    let fits = |t: &Txn<'_>| {
        can_be_meant(t, n, kind)
            && t.kind.is_financial()
            && kind.is_none_or(|k| k == t.kind)
            && slip.batch.as_ref().is_none_or(|b| *b == t.key.batch)
    };
    let find = |places: &[usize]| {
        let fits = |i: &&usize| case.txns.get(**i).is_some_and(fits);
        places.iter().rev().find(fits).copied()
    };
    let txn = match (slip.trace.as_deref(), slip.reference.as_deref()) {
        (Some(trace), _) => case.index.traces.get(trace).and_then(|places| find(places)),
        // A slip that lost its head is known by its reference number, or not at all.
        (None, Some(rrn)) => {
            let booked = case.booked_as(rrn);
            booked.and_then(|key| case.index.traces.get(key.stan.as_str())).and_then(|places| {
                let named = |i: &&usize| case.txns.get(**i).is_some_and(|t| booked == Some(t.key) && fits(t));
                places.iter().rev().find(named).copied()
            })
        }
        // One that names a kind and no number belongs to the order in hand.
        (None, None) if kind.is_some() => {
            case.index.by_attempt.get(&case.attempt_at(n)).and_then(|places| find(places))
        }
        (None, None) => None,
    };
    if txn.is_none() && (kind.is_none() || slip.trace.is_none()) {
        return None;
    }
    let trace = slip.trace.as_deref();
    Some(Word { n, said: Said::Slip, txn, kind, amount_fen: slip.amount_fen, trace, slip: Some(slip) })
}

impl<'a> Case<'a> {
    /// The transaction that a word means.
    pub(crate) fn meant(&self, word: &Word<'_>) -> Option<&Txn<'a>> {
        self.txns.get(word.txn?)
    }

    /// The words on a transaction, in order.
    pub(crate) fn words_of(&self, txn: &Txn<'_>) -> impl Iterator<Item = &Word<'a>> {
        let own = self.index.words.get(&txn.index);
        own.into_iter().flatten().filter_map(|i| self.words.get(*i))
    }

    /// The last word on a transaction.
    pub(crate) fn last_word(&self, txn: &Txn<'_>) -> Option<&Word<'a>> {
        self.words_of(txn).last()
    }

    /// Whether the last word on a transaction claims that it stands.
    pub(crate) fn is_claimed(&self, txn: &Txn<'_>) -> bool {
        self.last_word(txn).is_some_and(|w| w.said.is_claim())
    }

    /// Entry with which the terminal first claimed, before another entry, that a transaction stands.
    pub(crate) fn claimed_before(&self, txn: &Txn<'_>, n: u64) -> Option<u64> {
        self.words_of(txn).find(|w| w.said.is_claim() && w.n < n).map(|w| w.n)
    }

    /// What a claim rests on.
    pub(crate) fn basis(&self, word: &Word<'_>) -> Basis {
        let Some(txn) = self.meant(word) else {
            return Basis::Nothing;
        };
        if txn.kind.is_told_afterwards() {
            let approved = self.sends(txn).flat_map(super::Req::heard).any(|(.., p)| p == Proof::Approval);
            return if approved { Basis::Approval } else { Basis::OwnWord };
        }
        let own: Vec<(u64, Proof)> = self
            .sends(txn)
            .flat_map(|r| r.heard().into_iter().map(|(n, _, proof)| (n, proof)))
            .filter(|(n, _)| self.precedes(*n, word.n))
            .collect();
        let right = own.iter().filter(|(_, p)| *p == Proof::Approval).map(|(n, _)| *n).min();
        let limit = self.gave_up(txn).unwrap_or(u64::MAX);
        if right.is_some_and(|n| n < limit) || self.was_queried(txn, word.n) {
            return Basis::Approval;
        }
        let unproven =
            |p: &Proof| matches!(p, Proof::BadMac { approval: true } | Proof::Mismatch { approval: true });
        if let Some(n) = own.iter().find(|(_, p)| unproven(p)).map(|(n, _)| *n) {
            return Basis::Unproven(n);
        }
        if let Some(n) = right {
            return Basis::Late(n);
        }
        self.foreign_approval(txn, word.n).map_or(Basis::Nothing, Basis::Foreign)
    }

    /// Whether a query that named the transaction was told, before an entry, that it stands.
    fn was_queried(&self, txn: &Txn<'a>, until: u64) -> bool {
        if txn.kind.is_wallet() {
            return self.told_by_query(txn, until);
        }
        let after = self.reqs.partition_point(|r| r.n <= txn.n);
        let until_then = self.reqs.get(after..).unwrap_or_default().iter().take_while(|r| r.n < until);
        until_then.filter(|r| r.kind() == Some(Kind::Query) && self.asks_about(r, txn)).any(|r| {
            r.heard().iter().any(|(n, answer, proof)| {
                let state = self.path(Place::Note).and_then(|path| answer.field(path)).map(str::trim);
                let stands = matches!(state, Some("APPROVED" | "PARTLY REFUNDED" | "REFUNDED"));
                *n < until && *proof == Proof::Approval && stands
            })
        })
    }

    /// Whether a query names a transaction, by its batch and trace number or by its reference number.
    pub(crate) fn asks_about(&self, query: &super::Req<'_>, txn: &Txn<'a>) -> bool {
        let at = |place| self.placed(query.note, place);
        match (at(Place::OriginalBatch), at(Place::OriginalTrace), query.note.field("37")) {
            (Some(batch), Some(stan), _) => {
                let key = txn.key;
                key.terminal == query.note.key.terminal && key.batch == batch && key.stan == stan
            }
            (_, _, Some(rrn)) => self.booked_as(rrn) == Some(txn.key),
            _ => false,
        }
    }

    /// An approval of another transaction that reached the terminal between a transaction and an entry.
    fn foreign_approval(&self, txn: &Txn<'a>, until: u64) -> Option<u64> {
        let own = |r: &super::Req<'_>| r.note.key == *txn.key && r.kind() == Some(txn.kind);
        let others = self.reqs.iter().filter(|r| (r.kind().is_some() || r.is_reversal()) && !own(r));
        let heard = others
            .flat_map(|r| r.heard().into_iter().filter(|(.., p)| *p == Proof::Approval).map(|(n, ..)| n));
        heard.filter(|n| *n > txn.n && *n < until).min()
    }
}
