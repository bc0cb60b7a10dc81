//! What a claim on screen or paper has to rest on, for the two rules that read them.
//!
//! A claim on a late or foreign approval is `answer.late`'s, on an unproven one `answer.proven`'s, and one whose
//! transaction the terminal reversed is `reversal.not-claimed`'s; a claim on a right approval that the books do
//! not bear out is the bench's (`books.agree`).

use journal::Book;

use crate::{
    case::{Basis, Case, Txn, Word},
    money::yuan,
};

/// What is wrong with a claim, as the end of a sentence, with the entries that show it.
pub(super) fn misclaim(case: &Case<'_>, word: &Word<'_>) -> Option<(String, Vec<u64>)> {
    let Some(txn) = case.meant(word) else {
        let trace = word.trace.unwrap_or("without a trace number");
        return Some((format!("a transaction ({trace}) that never reached the host"), vec![word.n]));
    };
    if txn.is_reused || txn.in_reprint {
        return None;
    }
    let evidence = [vec![txn.n, word.n], case.posted_at(txn)].concat();
    if let Some(claimed) = word.amount_fen.filter(|claimed| !is_amount_of(case, txn, *claimed)) {
        return Some((format!("{} for {}", yuan(claimed), txn.name()), evidence));
    }
    let wrong = case.basis(word) == Basis::Nothing && txn.reversals.is_empty();
    let undelivered = || case.sends(txn).all(|r| case.lines.undelivered.contains(&r.note.ticket));
    (wrong && (!case.stands_with(txn, txn.amount_fen) || undelivered()))
        .then(|| (format!("{}, of which no approval had reached the terminal", txn.name()), evidence))
}

/// Whether an amount is that of the transaction, as asked for, as approved in part, or as booked.
fn is_amount_of(case: &Case<'_>, txn: &Txn<'_>, claimed: i64) -> bool {
    let answered = || {
        let codes = case.sends(txn).flat_map(|r| &r.answers).filter(|a| a.code == "10");
        codes.filter_map(|a| a.field("4")?.parse::<i64>().ok()).any(|fen| fen == claimed)
    };
    claimed == txn.amount_fen || claimed == case.taken(txn, Book::Acquirer).abs() || answered()
}
