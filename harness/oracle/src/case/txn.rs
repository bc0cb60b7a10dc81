//! Transactions: requests that are no reversals, one for each identity and kind, with their reversals and what
//! the terminal heard of them.

use std::collections::BTreeMap;

use journal::TxnKey;
use wire::Place;

use super::{Case, Kind, Proof, Req};
use crate::money::yuan;

/// A transaction.
#[derive(Clone, Debug)]
pub(crate) struct Txn<'a> {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Its identity.
    pub(crate) key: &'a TxnKey,
    /// Its amount, as first sent; [`Case::approved_amount`] is what of it stands.
    pub(crate) amount_fen: i64,
    /// Entry of its first request.
    pub(crate) n: u64,
    /// The intent under way when it was first sent.
    pub(crate) intent: Option<u32>,
    /// Index of the attempt under way when it was first sent.
    pub(crate) attempt: Option<usize>,
    /// Indices of its requests.
    pub(crate) sends: Vec<usize>,
    /// Indices of its reversals as a whole.
    pub(crate) reversals: Vec<usize>,
    /// Indices of its partial reversals.
    pub(crate) partials: Vec<usize>,
    /// Whether it was sent when the order in hand did not ask for it.
    pub(crate) unasked: bool,
    /// Whether its number was stolen: it came again in a later attempt for something else, or had been that of
    /// another before. The lawful repeat of a refund, alike in original, amount and card, is no theft.
    pub(crate) is_reused: bool,
    /// Its place among the transactions.
    pub(crate) index: usize,
}

impl Txn<'_> {
    /// How it is named in sentences, e.g. `sale 000012 of 120.00`.
    pub(crate) fn name(&self) -> String {
        match self.kind {
            Kind::Balance | Kind::Query | Kind::WalletQuery => {
                format!("{} {}", self.kind.name(), self.key.stan)
            }
            _ => format!("{} {} of {}", self.kind.name(), self.key.stan, yuan(self.amount_fen)),
        }
    }
}

/// What the terminal heard of a transaction while it waited for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing.
    Nothing,
    /// An answer, at this entry.
    Answer { n: u64, proof: Proof },
}

pub(super) fn transactions<'a>(reqs: &[Req<'a>]) -> Vec<Txn<'a>> {
    let mut txns: Vec<Txn<'a>> = Vec::new();
    let mut known: BTreeMap<(Kind, &TxnKey), usize> = BTreeMap::new();
    for (place, req) in reqs.iter().enumerate() {
        let Some(kind) = req.kind() else { continue };
        if let Some(txn) = known.get(&(kind, &req.note.key)).and_then(|i| txns.get_mut(*i)) {
            if req.unasked {
                continue;
            }
            let lawful = is_repeatable(kind)
                && txn.sends.first().and_then(|i| reqs.get(*i)).is_some_and(|first| is_same(first, req));
            txn.sends.push(place);
            txn.is_reused |= txn.attempt != req.attempt && !lawful;
            continue;
        }
        known.insert((kind, &req.note.key), txns.len());
        txns.push(Txn {
            kind,
            key: &req.note.key,
            amount_fen: req.note.amount_fen.unwrap_or_default(),
            n: req.n,
            intent: req.intent,
            attempt: req.attempt,
            sends: vec![place],
            reversals: Vec::new(),
            partials: Vec::new(),
            unasked: req.unasked,
            is_reused: false,
            index: txns.len(),
        });
    }
    for (place, req) in reqs.iter().enumerate().filter(|(_, r)| r.is_reversal()) {
        if let Some(txn) = original(&known, req).and_then(|i| txns.get_mut(i)) {
            // Whoever got the number only afterwards is not what was undone.
            if txn.n > req.n && txn.attempt > req.attempt {
                txn.is_reused = true;
            } else if req.is_partial() {
                txn.partials.push(place);
            } else {
                txn.reversals.push(place);
            }
        }
    }
    txns
}

/// Whether it lawfully comes again under its identity, in a later attempt as well.
pub(crate) const fn is_repeatable(kind: Kind) -> bool {
    let again = matches!(kind, Kind::Refund | Kind::WalletRefund | Kind::WalletCancel | Kind::ScriptAdvice);
    again || kind.is_told_afterwards()
}

/// Whether a request asks for the very same as another: kind, original, amount and card.
pub(crate) fn is_same(one: &Req<'_>, other: &Req<'_>) -> bool {
    one.kind() == other.kind()
        && one.note.amount_fen == other.note.amount_fen
        && one.note.card == other.note.card
        && one.note.field("37") == other.note.field("37")
        && (one.order, one.refund) == (other.order, other.refund)
}

/// The transaction that a reversal names by terminal, batch and trace number: of the fitting kind, or else of any.
fn original(known: &BTreeMap<(Kind, &TxnKey), usize>, reversal: &Req<'_>) -> Option<usize> {
    let kind = Kind::named(&reversal.note.class).and_then(Kind::reverses);
    let of = |kind: Kind| known.get(&(kind, &reversal.note.key)).copied();
    kind.and_then(of).or_else(|| Kind::ALL.into_iter().filter_map(of).min())
}

impl<'a> Case<'a> {
    /// Entry at which the terminal gave up waiting for an answer: it said that it does not know or that it
    /// failed, reversed, began something new, or lost its power.
    pub(crate) fn gave_up(&self, txn: &Txn<'a>) -> Option<u64> {
        match self.memo(txn) {
            Some(memo) => *memo.gave_up.get_or_init(|| self.find_gave_up(txn)),
            None => self.find_gave_up(txn),
        }
    }

    fn find_gave_up(&self, txn: &Txn<'a>) -> Option<u64> {
        let (left, again) = self.sends(txn).last().map_or((txn.n, txn.n), |r| (r.sent, r.n));
        let said = self.words_of(txn).filter(|w| !w.said.is_claim()).map(|w| w.n).find(|n| *n > left);
        let reversed = self.reversals(txn).map(|r| r.n).find(|n| *n > again);
        let later = |r: &&Req<'_>| r.attempt != txn.attempt && r.kind().is_some();
        let after = self.reqs.partition_point(|r| r.n <= again);
        let moved_on = self.reqs.get(after..).and_then(|reqs| reqs.iter().find(later)).map(|r| r.n);
        let cut = self.cut_between(left, u64::MAX);
        [said, reversed, moved_on, cut].into_iter().flatten().min()
    }

    /// What the terminal heard of a transaction before it gave up.
    pub(crate) fn heard(&self, txn: &Txn<'a>) -> Heard {
        match self.memo(txn) {
            Some(memo) => *memo.heard.get_or_init(|| self.find_heard(txn)),
            None => self.find_heard(txn),
        }
    }

    fn find_heard(&self, txn: &Txn<'a>) -> Heard {
        let limit = self.gave_up(txn).unwrap_or(u64::MAX);
        // A decline shows on the screen after it was heard, so that the screen never hides the answer behind it.
        let all = self.sends(txn).enumerate().flat_map(|(nth, r)| {
            r.heard().into_iter().map(move |(n, a, proof)| (n, open_question(txn, nth, a.code, proof)))
        });
        // Of a request that was repeated under its identity, the answer to the last repeat is what counts; one
        // that leaves the question open does not take back what was known before.
        let weight = |(n, proof): &(u64, Proof)| (*proof != Proof::Open, *n);
        let best = all.filter(|(n, _)| *n < limit).max_by_key(weight);
        best.map_or(Heard::Nothing, |(n, proof)| Heard::Answer { n, proof })
    }

    /// The part of a sale's amount that was approved to the terminal, where it was not the whole.
    pub(crate) fn approved_part(&self, txn: &Txn<'a>) -> Option<i64> {
        let part = |r: &Req<'a>| {
            let heard = r.heard();
            heard.iter().filter(|(.., proof)| *proof == Proof::Approval).find_map(|(_, a, _)| a.part_fen())
        };
        self.sends(txn).filter(|_| txn.kind == Kind::Sale).find_map(part)
    }

    /// The amount of a transaction that stands if it stands and nothing was taken back of it: as approved in part, or as
    /// booked in part where the terminal may have learnt that by asking, else as asked for.
    pub(crate) fn approved_amount(&self, txn: &Txn<'a>) -> i64 {
        let booked = || {
            let book = journal::Book::Acquirer;
            let fen = self.taken(txn, book).saturating_add(self.given_back(txn, book));
            Some(fen).filter(|fen| txn.kind == Kind::Sale && (1..txn.amount_fen).contains(fen))
        };
        self.approved_part(txn).or_else(booked).unwrap_or(txn.amount_fen)
    }

    /// How a transaction is named where its amount matters, e.g. `sale 000012 of 120.00, approved for 60.00`.
    pub(crate) fn name_with_part(&self, txn: &Txn<'a>) -> String {
        match self.approved_part(txn) {
            Some(part) => format!("{}, approved for {}", txn.name(), yuan(part)),
            None => txn.name(),
        }
    }

    /// Whether a right decline reached the terminal in time.
    pub(crate) fn is_declined(&self, txn: &Txn<'a>) -> bool {
        matches!(self.heard(txn), Heard::Answer { proof: Proof::Decline, .. })
    }

    /// Entry at which a reversal of the transaction was settled for the terminal: a right answer with a code
    /// that the practice takes as done reached it.
    pub(crate) fn settled_at(&self, txn: &Txn<'_>) -> Option<u64> {
        let find = || self.reversals_of(txn).filter_map(|r| self.settled_by(r)).min();
        self.memo(txn).map_or_else(find, |memo| *memo.settled.get_or_init(find))
    }

    fn reversals_of(&self, txn: &Txn<'_>) -> impl Iterator<Item = &Req<'a>> {
        txn.reversals.iter().filter_map(|i| self.reqs.get(*i))
    }

    /// Entry at which this reversal was settled for the terminal.
    pub(crate) fn settled_by(&self, reversal: &Req<'_>) -> Option<u64> {
        let done = &self.profile.terminal.reversal.done_codes;
        let right = |proof: Proof| matches!(proof, Proof::Approval | Proof::Decline);
        let heard = reversal.heard();
        heard.iter().find(|(_, a, proof)| right(*proof) && done.iter().any(|c| c == a.code)).map(|(n, ..)| *n)
    }

    /// The transaction with an identity, of a kind.
    pub(crate) fn find(&self, kind: Kind, key: &TxnKey) -> Option<&Txn<'a>> {
        self.txns.get(*self.index.txns.get(&(kind, key))?)
    }

    /// The transaction of this terminal that a void or completion names by its numbers.
    pub(crate) fn named_by(&self, later: &Txn<'_>) -> Option<&Txn<'a>> {
        if later.kind.is_wallet() {
            return self.payment_behind(later);
        }
        let note = self.reqs.get(*later.sends.first()?)?.note;
        let (batch, stan) =
            (self.placed(note, Place::OriginalBatch)?, self.placed(note, Place::OriginalTrace)?);
        let terminal = note.key.terminal.clone();
        let key = TxnKey { terminal, batch: batch.to_owned(), stan: stan.to_owned() };
        later.kind.follows().iter().find_map(|kind| self.find(*kind, &key))
    }

    /// The sale that a refund names by reference number in F37.
    pub(crate) fn refunded_by(&self, refund: &Txn<'_>) -> Option<&Txn<'a>> {
        if refund.kind.is_wallet() {
            return self.payment_behind(refund);
        }
        let rrn = self.reqs.get(*refund.sends.first()?)?.note.field("37")?;
        let paid = |key| refund.kind.follows().iter().find_map(|kind| self.find(*kind, key));
        let booked = self.booked_as(rrn).and_then(paid);
        booked.or_else(|| self.txns.get(*self.index.answered.get(rrn)?))
    }
}

/// A decline that leaves a refund open: 68 and 98 leave the issuer's side unknown, and what is said of a repeat
/// without a word on the identity itself says nothing about the first time.
fn open_question(txn: &Txn<'_>, nth: usize, code: &str, proof: Proof) -> Proof {
    let unknown = matches!(code, "68" | "98");
    let of_the_repeat = matches!(code, "77" | "A0" | "96" | "91" | "03" | "30" | "58" | "94" | "97");
    let open = unknown || (nth > 0 && of_the_repeat);
    // An order that waits for its user, or whose platform is in trouble, may still be paid.
    let waits = txn.kind.is_wallet() && matches!(code, "09" | "96");
    let asked = txn.kind == Kind::Refund || txn.kind.is_wallet();
    if asked && proof == Proof::Decline && (open || waits) { Proof::Open } else { proof }
}
