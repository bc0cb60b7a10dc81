//! Transactions: requests that are no reversals, one for each identity and kind, with their reversals and what
//! the terminal heard of them.

use journal::TxnKey;

use super::{Case, Kind, Proof, Req};
use crate::money::yuan;

/// A transaction.
#[derive(Clone, Debug)]
pub(crate) struct Txn<'a> {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Its identity.
    pub(crate) key: &'a TxnKey,
    /// Its amount, as first sent.
    pub(crate) amount_fen: i64,
    /// Entry of its first request.
    pub(crate) n: u64,
    /// The intent under way when it was first sent.
    pub(crate) intent: Option<u32>,
    /// Index of the attempt under way when it was first sent.
    pub(crate) attempt: Option<usize>,
    /// Indices of its requests.
    pub(crate) sends: Vec<usize>,
    /// Indices of its reversals.
    pub(crate) reversals: Vec<usize>,
    /// Whether it was sent when all that was asked for was a reprint.
    pub(crate) in_reprint: bool,
    /// Whether its identity came again in a later attempt, or had been that of another before.
    pub(crate) is_reused: bool,
}

impl Txn<'_> {
    /// How it is named in sentences, e.g. `sale 000012 of 120.00`.
    pub(crate) fn name(&self) -> String {
        match self.kind {
            Kind::Balance | Kind::Query => format!("{} {}", self.kind.name(), self.key.stan),
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
    for (index, req) in reqs.iter().enumerate() {
        let Some(kind) = req.kind() else { continue };
        if let Some(known) = txns.iter_mut().find(|t| t.kind == kind && *t.key == req.note.key) {
            if req.in_reprint {
                continue;
            }
            known.sends.push(index);
            known.is_reused |= known.attempt != req.attempt;
            continue;
        }
        txns.push(Txn {
            kind,
            key: &req.note.key,
            amount_fen: req.note.amount_fen.unwrap_or_default(),
            n: req.n,
            intent: req.note.intent,
            attempt: req.attempt,
            sends: vec![index],
            reversals: Vec::new(),
            in_reprint: req.in_reprint,
            is_reused: false,
        });
    }
    for (index, req) in reqs.iter().enumerate().filter(|(_, r)| r.is_reversal()) {
        if let Some(txn) = original(&mut txns, req) {
            // Whoever got the number only afterwards is not what was undone.
            if txn.n > req.n && txn.attempt > req.attempt {
                txn.is_reused = true;
            } else {
                txn.reversals.push(index);
            }
        }
    }
    txns
}

/// The transaction that a reversal names by terminal, batch and trace number: of the fitting kind, or else of any.
fn original<'t, 'a>(txns: &'t mut [Txn<'a>], reversal: &Req<'a>) -> Option<&'t mut Txn<'a>> {
    let kind = reversal.note.class.strip_suffix("-reversal").and_then(Kind::of);
    let named = |t: &Txn<'_>| *t.key == reversal.note.key;
    let index =
        txns.iter().position(|t| named(t) && Some(t.kind) == kind).or_else(|| txns.iter().position(named));
    txns.get_mut(index?)
}

impl<'a> Case<'a> {
    /// Entry at which the terminal gave up waiting for an answer: it said that it does not know or that it
    /// failed, reversed, began something new, or lost its power.
    pub(crate) fn gave_up(&self, txn: &Txn<'_>) -> Option<u64> {
        let said = self.words_of(txn).filter(|w| !w.said.is_claim()).map(|w| w.n);
        let reversed = self.reversals(txn).map(|r| r.n);
        let later = |r: &&Req<'_>| r.n > txn.n && r.attempt != txn.attempt && r.kind().is_some();
        let moved_on = self.reqs.iter().filter(later).map(|r| r.n);
        let cut = self.power.iter().filter(|(n, on)| !on && *n > txn.n).map(|(n, _)| *n);
        let again = self.sends(txn).map(|r| r.n).last().unwrap_or(txn.n);
        said.chain(reversed).chain(moved_on).chain(cut).filter(|n| *n > again).min()
    }

    /// What the terminal heard of a transaction before it gave up.
    pub(crate) fn heard(&self, txn: &Txn<'_>) -> Heard {
        let limit = self.gave_up(txn).unwrap_or(u64::MAX);
        // A decline shows on the screen after it was heard, so that the screen never hides the answer behind it.
        let heard = self.sends(txn).flat_map(|r| r.heard().into_iter().map(|(n, _, proof)| (n, proof)));
        // Of a request that was repeated under its identity, the answer to the last repeat is what counts.
        match heard.filter(|(n, _)| *n < limit).max_by_key(|(n, _)| *n) {
            Some((n, proof)) => Heard::Answer { n, proof },
            None => Heard::Nothing,
        }
    }

    /// Whether a right decline reached the terminal in time.
    pub(crate) fn is_declined(&self, txn: &Txn<'_>) -> bool {
        matches!(self.heard(txn), Heard::Answer { proof: Proof::Decline, .. })
    }

    /// Entry at which a reversal of the transaction was settled for the terminal: a right answer with a code
    /// that the practice takes as done reached it.
    pub(crate) fn settled_at(&self, txn: &Txn<'_>) -> Option<u64> {
        self.reversals(txn).filter_map(|r| self.settled_by(r)).min()
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
        self.txns.iter().find(|t| t.kind == kind && t.key == key)
    }

    /// The sale that a void names in F61.
    pub(crate) fn voided_by(&self, void: &Txn<'_>) -> Option<&Txn<'a>> {
        let note = self.sends(void).next()?.note;
        let (batch, stan) = (note.field("61.1")?, note.field("61.2")?);
        self.txns.iter().find(|t| {
            t.kind == Kind::Sale
                && t.key.terminal == note.key.terminal
                && t.key.batch == batch
                && t.key.stan == stan
        })
    }

    /// The sale that a refund names by reference number in F37.
    pub(crate) fn refunded_by(&self, refund: &Txn<'_>) -> Option<&Txn<'a>> {
        let rrn = self.sends(refund).next()?.note.field("37")?;
        let posted = self.booked_as(rrn);
        let answered =
            |t: &&Txn<'a>| self.sends(t).any(|r| r.answers.iter().any(|a| is_sound_rrn(a.field("37"), rrn)));
        let sales = || self.txns.iter().filter(|t| t.kind == Kind::Sale);
        sales().find(|t| Some(t.key) == posted).or_else(|| sales().find(answered))
    }
}

fn is_sound_rrn(answered: Option<&str>, rrn: &str) -> bool {
    !rrn.is_empty() && answered == Some(rrn)
}
