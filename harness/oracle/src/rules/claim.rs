//! What a claim on screen or paper has to rest on, for the two rules that read them.
//!
//! A claim on a late or foreign approval is `answer.late`'s, on an unproven one `answer.proven`'s, and one whose
//! transaction the terminal reversed is `reversal.not-claimed`'s; a claim on a right approval that the books do
//! not bear out is the bench's (`books.agree`).

use journal::{Book, Event};

use crate::{
    case::{Basis, Case, Kind, Txn, Word},
    money::yuan,
};

/// What is wrong with a claim, as the end of a sentence, with the entries that show it.
pub(super) fn misclaim(case: &Case<'_>, word: &Word<'_>) -> Option<(String, Vec<u64>)> {
    let Some(txn) = case.meant(word) else {
        if word.kind.is_some_and(Kind::is_told_afterwards) {
            // It stands before the host knows of it; whether it is told is `advice.told`'s.
            return None;
        }
        let trace = word.trace.unwrap_or("without a trace number");
        return Some((format!("a transaction ({trace}) that never reached the host"), vec![word.n]));
    };
    if txn.is_reused || txn.unasked {
        return None;
    }
    let evidence = [vec![txn.n, word.n], case.posted_at(txn)].concat();
    if let Some(claimed) = word.amount_fen.filter(|claimed| !is_amount_of(case, txn, *claimed, word.n)) {
        let left = match txn.partials.is_empty() {
            true => String::new(),
            false => format!(", of which {} is left", yuan(case.amount_at(txn, word.n))),
        };
        return Some((format!("{} for {}{left}", yuan(claimed), txn.name()), evidence));
    }
    let owned = || case.basis(word) == Basis::Approval;
    if let Some(other) = other_reference(case, word, txn).filter(|_| owned()) {
        return Some((
            format!("{} under the reference number {other}, which is not its own", txn.name()),
            evidence,
        ));
    }
    let wrong = case.basis(word) == Basis::Nothing && txn.reversals.is_empty();
    wrong.then(|| (format!("{}, of which no approval had reached the terminal", txn.name()), evidence))
}

/// Whether an amount is that of the transaction at an entry: less what was taken back by then; as approved in part, else as
/// asked for or as booked.
fn is_amount_of(case: &Case<'_>, txn: &Txn<'_>, claimed: i64, n: u64) -> bool {
    if !txn.partials.is_empty() {
        return claimed == case.amount_at(txn, n)
            || begun_before(case, n).is_some_and(|n| claimed == case.amount_at(txn, n));
    }
    let booked = || case.moved(txn, Book::Acquirer).saturating_abs();
    claimed == case.approved_amount(txn) || (case.approved_part(txn).is_none() && claimed == booked())
}

/// Where a slip was broken off before this one, when that was: a printer prints to its end what it was given before.
fn begun_before(case: &Case<'_>, n: u64) -> Option<u64> {
    let until = usize::try_from(n.saturating_sub(1)).ok()?;
    let mut earlier = case.record.entries().get(..until)?.iter().rev();
    let slip = earlier.find(|e| matches!(e.event, Event::Slip(_)))?;
    matches!(&slip.event, Event::Slip(slip) if !slip.complete).then_some(slip.n)
}

/// The reference number on a slip that no answer and no posting of its transaction had.
fn other_reference<'w>(case: &Case<'_>, word: &Word<'w>, txn: &Txn<'_>) -> Option<&'w str> {
    let printed = word.slip?.reference.as_deref()?;
    let given = |a: &crate::case::Ans<'_>| a.field("37").is_some_and(|rrn| rrn == printed);
    let answered = case.sends(txn).any(|r| r.answers.iter().any(given));
    let posted = || case.booked_as(printed).is_some_and(|key| key == txn.key);
    (!answered && !posted()).then_some(printed)
}
