//! Sentences on the books: paid, earned, fee, state.

use std::collections::BTreeSet;

use journal::{Book, Event, OrderKind, PostingNote, TxnState};

use super::{Unmet, orders, same};
use crate::{
    case::{Case, Kind, Txn, kind_of, kind_ordered, legs},
    money::{total, yuan},
};

/// Orders by which somebody buys.
const PURCHASES: [OrderKind; 4] =
    [OrderKind::Sale, OrderKind::OfflineSale, OrderKind::WalletPay, OrderKind::WalletCode];

pub(super) fn paid(case: &Case<'_>, person: &str, amount_fen: i64) -> Result<(), Unmet> {
    // What is set aside is not paid.
    let (left, evidence) = sum_of_person(case, person, &PAYERS, &["cardholder", "held", "wallet"])?;
    let paid = left.saturating_neg();
    same(&paid, &amount_fen, || format!("{person} has paid {}", yuan(paid)), evidence)
}

/// What a person has paid by wallet, at rest.
pub(super) fn paid_by_wallet(case: &Case<'_>, person: &str, amount_fen: i64) -> Result<(), Unmet> {
    let (left, evidence) = sum_of_person(case, person, &PAYERS, &["wallet"])?;
    let paid = left.saturating_neg();
    same(&paid, &amount_fen, || format!("{person}'s wallet has paid {}", yuan(paid)), evidence)
}

/// What is set aside of a person's money, at rest.
pub(super) fn held(case: &Case<'_>, person: &str, amount_fen: i64) -> Result<(), Unmet> {
    let (held, evidence) = sum_of_person(case, person, &PAYERS, &["held"])?;
    same(&held, &amount_fen, || format!("{} of {person}'s money is set aside", yuan(held)), evidence)
}

/// The books in which persons pay.
const PAYERS: [Book; 2] = [Book::Issuer, Book::Wallet];

/// How many points a person's cards hold, at rest.
pub(super) fn points(case: &Case<'_>, person: &str, count: i64) -> Result<(), Unmet> {
    let (points, evidence) = sum_of_person(case, person, &[Book::Acquirer], &["points"])?;
    same(&points, &count, || format!("{person} has {points} points"), evidence)
}

/// Sum over accounts of a person's cards and wallet in some books, with the postings that make it.
fn sum_of_person(
    case: &Case<'_>,
    person: &str,
    books: &[Book],
    accounts: &[&str],
) -> Result<(i64, Vec<u64>), Unmet> {
    let cards: BTreeSet<&str> =
        case.record.entries().iter().filter_map(|e| card_of(&e.event, person)).collect();
    if cards.is_empty() {
        return Err(Unmet::NoSubject(format!("nobody called {person} took part with a card")));
    }
    let of_person = |note: &PostingNote| books.contains(&note.book) && cards.contains(note.card.as_str());
    let own = || case.postings().iter().filter(|p| of_person(p.note));
    let moved = own().flat_map(|p| accounts.iter().map(|account| legs(p.note, account)));
    Ok((total(moved), own().map(|p| p.n).collect()))
}

/// The person's own last sale took its amount, or the part that was approved, in the issuer's book, and once.
pub(super) fn paid_once(case: &Case<'_>, person: &str) -> Result<(), Unmet> {
    let own = case.intents.values().rfind(|i| i.person == person && PURCHASES.contains(&i.order));
    let Some(intent) = own else {
        return Err(Unmet::NoSubject(format!("no sale was ordered for {person}")));
    };
    let kind = kind_ordered(intent.order).unwrap_or(Kind::Sale);
    let tries = orders::txns(case, intent, kind);
    let standing: Vec<&&Txn<'_>> = tries.iter().filter(|t| case.stands(t, Book::Issuer)).collect();
    // What went back by a void or a refund was not paid in the end.
    let mut moved = Vec::new();
    for sale in &standing {
        moved.push(case.taken(sale, Book::Issuer));
        for kind in sale.kind.voided_by().into_iter().chain(sale.kind.refunded_by()) {
            moved.extend(case.returns_of(sale, kind).map(|back| case.taken(back, Book::Issuer)));
        }
    }
    let paid = total(moved);
    let evidence = tries.iter().flat_map(|t| [vec![t.n], case.posted_at(t)].concat());
    let evidence: Vec<u64> = [intent.n].into_iter().chain(evidence).collect();
    let part = standing.first().map(|sale| (case.approved_amount(sale), sale.amount_fen));
    let due = part.filter(|(approved, asked)| approved != asked).map(|(fen, _)| fen).or(intent.amount_fen);
    if standing.len() == 1 && Some(paid) == due {
        return Ok(());
    }
    let times = standing.len();
    Err(Unmet::Else(format!("{person} has paid for it {times} times, {} in all", yuan(paid)), evidence))
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
    let (by_card, evidence) = sum(case, "clearing-issuer");
    let (by_wallet, _) = sum(case, "clearing-wallet");
    let earned = by_card.saturating_add(by_wallet);
    same(
        &earned.saturating_neg(),
        &amount_fen,
        || format!("the merchant has earned {}", yuan(earned.saturating_neg())),
        evidence,
    )
}

pub(super) fn fee(case: &Case<'_>, amount_fen: i64) -> Result<(), Unmet> {
    let (fee, evidence) = sum(case, "fee-income");
    same(&fee, &amount_fen, || format!("the fee is {}", yuan(fee)), evidence)
}

/// Sum over an account of the acquirer's book, with the postings that make it.
fn sum(case: &Case<'_>, account: &str) -> (i64, Vec<u64>) {
    let own = || case.postings().iter().filter(|p| p.note.book == Book::Acquirer);
    (total(own().map(|p| legs(p.note, account))), own().map(|p| p.n).collect())
}

pub(super) fn state(case: &Case<'_>, class: &str, nth: u32, demanded: TxnState) -> Result<(), Unmet> {
    let (Some(order), Some(kind)) = (orders::kind_of(class), kind_of(class)) else {
        return Err(Unmet::NoSubject(format!("a {class} has no state")));
    };
    let intent = orders::nth(case, order, nth)?;
    let tries = orders::txns(case, intent, kind);
    let evidence = tries.iter().flat_map(|t| [vec![t.n], case.posted_at(t)].concat());
    let evidence: Vec<u64> = [intent.n].into_iter().chain(evidence).collect();
    let standing: Vec<&&Txn<'_>> = tries.iter().filter(|t| case.stands(t, Book::Acquirer)).collect();
    if let [_, _, ..] = standing.as_slice() {
        let names: Vec<String> = standing.iter().map(|t| t.name()).collect();
        return Err(Unmet::Else(
            format!("more than one of its tries stands: {}", names.join(", ")),
            evidence,
        ));
    }
    let states = || tries.iter().map(|t| state_of(case, t));
    let state = match standing.first() {
        Some(txn) => state_of(case, txn),
        None if states().any(|s| s == TxnState::Reversed) => TxnState::Reversed,
        None => TxnState::Unbooked,
    };
    let name_of = || tries.last().map_or_else(|| format!("the {class}"), |t| t.name());
    same(&state, &demanded, || format!("{} is {}", name_of(), name(state)), evidence)
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
    if case.is_voided(txn, book) {
        return TxnState::Voided;
    }
    let ends = [Kind::Completion, Kind::CompletionAdvice];
    if ends
        .into_iter()
        .flat_map(|kind| case.returns_of(txn, kind))
        .any(|t| case.stands(t, book) && !case.is_voided(t, book))
    {
        return TxnState::Completed;
    }
    let refunds = txn.kind.refunded_by().into_iter().flat_map(|kind| case.returns_of(txn, kind));
    let refunded = total(refunds.map(|t| case.taken(t, book))).saturating_neg();
    match refunded {
        0 => TxnState::Approved,
        all if all >= case.moved(txn, book) => TxnState::Refunded,
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
        TxnState::Completed => "completed",
    }
}
