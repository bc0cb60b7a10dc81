//! Then sentences, evaluated from the record alone. What cannot be evaluated, since there is no such
//! transaction or person, is unmet too, and says so.
//!
//! A sentence is judged on the whole record at rest, not on what stood before it.

mod books;
mod told;
mod wire;

use journal::{Event, Expectation};

use crate::{Blame, RuleInfo, case::Case, rule::Findings};

/// Unmet sentences of the scenario.
pub(crate) const THEN: RuleInfo = RuleInfo {
    id: "then",
    sentence: "what the scenario demands is so",
    checks: "each Then sentence against the whole record at rest",
    does_not_check: "anything that the scenario does not say",
};
/// Unmet bounded absence.
pub(crate) const ABSENCE: RuleInfo = RuleInfo {
    id: "absence.bounded",
    sentence: "nothing more happens in the time that the scenario watches",
    checks: "postings in either book and new sales, voids and refunds after the entry that the sentence names",
    does_not_check: "what happens after the end of the record",
};

/// What is so instead, and the entries that show it.
type Unmet = (String, Vec<u64>);

/// Evaluates every expectation of a record.
pub(crate) fn check(case: &Case<'_>, out: &mut Findings) {
    for entry in case.record.entries() {
        let Event::Expected { line, text, expectation } = &entry.event else {
            continue;
        };
        let Err((instead, evidence)) = evaluate(case, expectation) else {
            continue;
        };
        let absence = matches!(expectation, Expectation::NothingSince { .. });
        out.under(if absence { ABSENCE.id } else { THEN.id });
        let evidence = evidence.into_iter().chain([entry.n]);
        out.put(
            Blame::Terminal,
            format!("\u{201c}{}\u{201d}: {instead}", text.trim()),
            evidence,
            Some(*line),
        );
    }
}

fn evaluate(case: &Case<'_>, expectation: &Expectation) -> Result<(), Unmet> {
    match expectation {
        Expectation::Paid { person, amount_fen } => books::paid(case, person, *amount_fen),
        Expectation::Earned { amount_fen } => books::earned(case, *amount_fen),
        Expectation::Fee { amount_fen } => books::fee(case, *amount_fen),
        Expectation::State { class, nth, state } => books::state(case, class, *nth, *state),
        Expectation::Requests { class, count } => wire::requests(case, class, *count),
        Expectation::ReversalReason { any_of } => wire::reversal_reason(case, any_of),
        Expectation::Answered { class, nth, code } => wire::answered(case, class, *nth, code),
        Expectation::Before { first, second, nth } => wire::before(case, first, second, *nth),
        Expectation::NothingSince { entry } => wire::nothing_since(case, *entry),
        Expectation::NothingSent => wire::nothing_sent(case),
        Expectation::Slips { transaction, duplicate, count } => {
            told::slips(case, transaction.as_deref(), *duplicate, *count)
        }
        Expectation::PaperSays { text } => told::paper_says(case, text),
        Expectation::PaperSilent { text } => told::paper_silent(case, text),
        Expectation::Screen { screen, shown } => told::screen(case, screen, *shown),
        Expectation::Announced { outcome } => told::announced(case, *outcome),
        Expectation::Messages { person, movement, count, amount_fen } => {
            told::messages(case, person, *movement, *count, *amount_fen)
        }
        Expectation::CashierBelieves { order, belief } => {
            told::belief(case, *order, *belief, "cashier", |i| case.cashier_belief(i))
        }
        Expectation::CardholderBelieves { order, belief } => {
            told::belief(case, *order, *belief, "cardholder", |i| case.cardholder_belief(i))
        }
        Expectation::Attempts { order, count } => told::attempts(case, *order, *count),
    }
}

/// Unmet unless two are the same.
fn same<T: PartialEq>(
    is: &T,
    demanded: &T,
    instead: impl FnOnce() -> String,
    evidence: Vec<u64>,
) -> Result<(), Unmet> {
    if is == demanded { Ok(()) } else { Err((instead(), evidence)) }
}

/// A count in the fewest words: `1 slip`, `2 slips`, `no slips`.
fn counted(count: u64, what: &str) -> String {
    match count {
        0 => format!("there is no {what}"),
        1 => format!("there is 1 {what}"),
        n => format!("there are {n} {what}s"),
    }
}

/// The number as a count.
fn many(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
