//! Sentences on the books: paid, earned, fee, state.

use std::collections::BTreeSet;

use journal::{Book, Event, TxnState};

use super::{Unmet, same};
use crate::{
    case::{Case, Kind, Txn, legs},
    money::yuan,
};

pub(super) fn paid(case: &Case<'_>, person: &str, amount_fen: i64) -> Result<(), Unmet> {
    let cards: BTreeSet<&str> =
        case.record.entries().iter().filter_map(|e| card_of(&e.event, person)).collect();
    if cards.is_empty() && amount_fen != 0 {
        return Err((format!("nobody called {person} took part"), vec![]));
    }
    let own = case
        .postings()
        .iter()
        .filter(|p| p.note.book == Book::Issuer && cards.contains(p.note.card.as_str()));
    let (mut paid, mut evidence) = (0, Vec::new());
    for posting in own {
        paid -= legs(posting.note, "cardholder");
        evidence.push(posting.n);
    }
    same(&paid, &amount_fen, || format!("{person} has paid {}", yuan(paid)), evidence)
}

/// The card of a person, where an event names both.
fn card_of<'e>(event: &'e Event, of: &str) -> Option<&'e str> {
    match event {
        Event::Intent { person, card, .. } if person == of => card.as_deref(),
        Event::Texted { person, card, .. } if person == of => Some(card),
        _ => None,
    }
}

pub(super) fn earned(case: &Case<'_>, amount_fen: i64) -> Result<(), Unmet> {
    let (earned, evidence) = sum(case, "clearing-issuer");
    same(&-earned, &amount_fen, || format!("the merchant has earned {}", yuan(-earned)), evidence)
}

pub(super) fn fee(case: &Case<'_>, amount_fen: i64) -> Result<(), Unmet> {
    let (fee, evidence) = sum(case, "fee-income");
    same(&fee, &amount_fen, || format!("the fee is {}", yuan(fee)), evidence)
}

/// Sum over an account of the acquirer's book, with the postings that make it.
fn sum(case: &Case<'_>, account: &str) -> (i64, Vec<u64>) {
    let own = case.postings().iter().filter(|p| p.note.book == Book::Acquirer);
    own.fold((0, Vec::new()), |(sum, mut evidence), p| {
        evidence.push(p.n);
        (sum + legs(p.note, account), evidence)
    })
}

pub(super) fn state(case: &Case<'_>, class: &str, nth: u32, demanded: TxnState) -> Result<(), Unmet> {
    let of_class = case.txns.iter().filter(|t| t.kind.name() == class);
    let index = usize::try_from(nth.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(txn) = of_class.clone().nth(index) else {
        return Err((
            format!("there is no {class} number {nth}; the host took {}", of_class.count()),
            vec![],
        ));
    };
    let state = state_of(case, txn);
    let evidence = [vec![txn.n], case.posted_at(txn)].concat();
    same(&state, &demanded, || format!("{} is {}", txn.name(), name(state)), evidence)
}

/// State of a transaction in the acquirer's book.
fn state_of(case: &Case<'_>, txn: &Txn<'_>) -> TxnState {
    let book = Book::Acquirer;
    if !case.was_posted(txn, book) {
        return TxnState::Unbooked;
    }
    if !case.stands(txn, book) {
        return TxnState::Reversed;
    }
    if txn.kind == Kind::Sale && case.is_voided(txn, book) {
        return TxnState::Voided;
    }
    let refunded: i64 = case.returns_of(txn, Kind::Refund).map(|t| -case.taken(t, book)).sum();
    match refunded {
        0 => TxnState::Approved,
        all if all >= case.taken(txn, book) => TxnState::Refunded,
        _ => TxnState::PartlyRefunded,
    }
}

fn name(state: TxnState) -> &'static str {
    match state {
        TxnState::Unbooked => "not booked",
        TxnState::Approved => "booked and stands",
        TxnState::Reversed => "reversed",
        TxnState::Voided => "voided",
        TxnState::PartlyRefunded => "refunded in part",
        TxnState::Refunded => "refunded",
    }
}
