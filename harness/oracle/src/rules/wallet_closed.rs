//! `wallet.closed-is-closed`: what is called closed is closed, and stays so.
//!
//! Owns the word itself. An order that is paid and that nobody speaks of is `doubt.resolved`'s; one that is paid after it
//! was closed is the platform's doing, and so the bench's.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use journal::Book;
use wire::Place;

use crate::{
    RuleInfo,
    case::{Case, Kind, Proof, Said, Txn, Word},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wallet.closed-is-closed",
    sentence: "the screen says that a wallet order is closed only when it is, and a closed order takes nothing",
    checks: "each word that an order is closed: that a cancellation of it had been rightly answered, or a query had told \
             so; at rest that nothing of an order stands in a book after that",
    does_not_check: "how the order came to be closed; orders of which no such word was said",
};

pub(super) struct Closed;

impl Rule for Closed {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let closings = OnceCell::new();
        let closings = || closings.get_or_init(|| Closings::of(case));
        for word in case.words.iter().filter(|w| w.said == Said::Closed) {
            match case.meant(word).filter(|t| t.kind.is_wallet_payment()) {
                Some(txn) => spoken(case, txn, word, out),
                None if !closings().any_before(word) => {
                    let trace = word.trace.unwrap_or("without a trace number");
                    let sentence =
                        format!("the screen says that an order ({trace}) is closed, and nothing closed it");
                    out.terminal(sentence, [word.n]);
                }
                None => {}
            }
        }
        for txn in case.txns.iter().filter(|t| t.kind.is_wallet_payment()) {
            if let Some(closed) = case.closed_at(txn) {
                at_rest(case, txn, closed, out);
            }
        }
    }
}

fn spoken(case: &Case<'_>, txn: &Txn<'_>, word: &Word<'_>, out: &mut Findings) {
    if case.closed_at(txn).is_some_and(|n| case.precedes(n, word.n)) {
        return;
    }
    let sentence =
        format!("the screen says that the order of {} is closed, and no answer had closed it", txn.name());
    out.terminal(sentence, [vec![txn.n, word.n], case.posted_at(txn)].concat());
}

/// When the terminal first learned of each order, by its number read backwards, that it is closed: where the host never
/// took the payment, a word on it is known by the trace number alone, in which the order's number ends.
struct Closings(BTreeMap<String, u64>);

impl Closings {
    fn of(case: &Case<'_>) -> Self {
        let path = case.path(Place::Note).unwrap_or_default();
        let mut closings: BTreeMap<String, u64> = BTreeMap::new();
        for request in &case.reqs {
            let cancels = request.kind() == Some(Kind::WalletCancel);
            if !cancels && request.kind() != Some(Kind::WalletQuery) {
                continue;
            }
            let closed = request.heard().into_iter().find(|(_, answer, proof)| {
                let told = cancels || answer.field(path).map(str::trim) == Some("CLOSED");
                *proof == Proof::Approval && told
            });
            if let Some((n, ..)) = closed {
                let number = backwards(request.order.unwrap_or_default());
                let first = closings.entry(number).or_insert(n);
                *first = n.min(*first);
            }
        }
        Self(closings)
    }

    /// Whether an order that a word may mean was closed before it.
    fn any_before(&self, word: &Word<'_>) -> bool {
        let trace = backwards(word.trace.unwrap_or_default());
        let named = self.0.range(trace.clone()..).take_while(|(number, _)| number.starts_with(&trace));
        named.into_iter().any(|(_, n)| *n < word.n)
    }
}

fn backwards(number: &str) -> String {
    number.chars().rev().collect()
}

/// What is left of a closed order in either book.
fn at_rest(case: &Case<'_>, txn: &Txn<'_>, closed: u64, out: &mut Findings) {
    let returns =
        || [Kind::WalletCancel, Kind::WalletRefund].into_iter().flat_map(|kind| case.returns_of(txn, kind));
    for book in [Book::Acquirer, Book::Issuer] {
        let left = total(returns().map(|t| case.taken(t, book)).chain([case.taken(txn, book)]));
        if left != 0 {
            let sentence = format!("the order of {} is closed, and {} stays taken", txn.name(), yuan(left));
            out.bench(sentence, [vec![txn.n, closed], case.posted_at(txn)].concat());
            return;
        }
    }
}
