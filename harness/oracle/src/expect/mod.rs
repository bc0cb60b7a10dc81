//! Then sentences, evaluated from the record alone, each on the record as it stood when the sentence was written:
//! moves run until the bench is quiet, so that a sentence in the middle speaks of books at rest.
//!
//! What cannot be evaluated, since there is no such order, person, paper or cut, is the text's fault.

mod books;
mod evidence;
mod orders;
mod settlement;
mod told;
mod wire;

use journal::{Entry, Event, Expectation, Record};

use crate::{Blame, RuleInfo, case::Case, rule::Findings};

/// Unmet sentences of the scenario.
pub(crate) const THEN: RuleInfo = RuleInfo {
    id: "then",
    sentence: "what the scenario demands is so",
    checks: "each Then sentence against the record as it stood then; that what it speaks of is there at all",
    does_not_check: "anything that the scenario does not say",
};
/// Unmet bounded absence.
pub(crate) const ABSENCE: RuleInfo = RuleInfo {
    id: "absence.bounded",
    sentence: "nothing more happens in the time that the scenario watches",
    checks: "postings in either book and new sales, voids and refunds after the entry that the sentence names",
    does_not_check: "what happens after the time that was watched",
};

/// Why a sentence is not met, and the entries that show it.
pub(crate) enum Unmet {
    /// Something else is so.
    Else(String, Vec<u64>),
    /// There is nothing that it could speak of.
    NoSubject(String),
}

/// Evaluates every expectation of a record.
pub(crate) fn check(case: &Case<'_>, out: &mut Findings) {
    let now = last_happening(case.record);
    let expected = |entry: &&Entry| matches!(entry.event, Event::Expected { .. });
    let expected: Vec<&Entry> = case.record.entries().iter().filter(expected).collect();
    // Sentences that follow one another speak of the same moment.
    for moment in expected.chunk_by(|one, next| !happened(case.record, one.n, next.n)) {
        match moment.first().filter(|first| first.n <= now) {
            Some(first) => {
                let stood = case.record.until(first.n);
                check_at(&Case::of(&stood, case.profile), moment, out);
            }
            None => check_at(case, moment, out),
        }
    }
}

/// Evaluates expectations of one moment, at which the record stood as in `case`.
fn check_at(case: &Case<'_>, moment: &[&Entry], out: &mut Findings) {
    for entry in moment {
        let Event::Expected { line, text, expectation } = &entry.event else {
            continue;
        };
        let Err(unmet) = evaluate(case, expectation) else { continue };
        let absence = matches!(expectation, Expectation::NothingSince { .. });
        out.under(if absence { ABSENCE.id } else { THEN.id });
        let (blame, instead, evidence) = match unmet {
            Unmet::Else(instead, evidence) => (Blame::Terminal, instead, evidence),
            Unmet::NoSubject(what) => (Blame::Bench, what, Vec::new()),
        };
        let evidence = evidence.into_iter().chain([entry.n]);
        out.put(blame, format!("\u{201c}{}\u{201d}: {instead}", text.trim()), evidence, Some(*line));
    }
}

/// Whether an event is something that a sentence can speak of.
fn is_happening(event: &Event) -> bool {
    !matches!(
        event,
        Event::Expected { .. }
            | Event::Step { .. }
            | Event::Quiet
            | Event::Closed { .. }
            | Event::NeverFired { .. }
    )
}

fn last_happening(record: &Record) -> u64 {
    record.entries().iter().rfind(|e| is_happening(&e.event)).map_or(0, |e| e.n)
}

fn happened(record: &Record, from: u64, to: u64) -> bool {
    record
        .entries()
        .iter()
        .skip_while(|e| e.n <= from)
        .take_while(|e| e.n < to)
        .any(|e| is_happening(&e.event))
}

fn evaluate(case: &Case<'_>, expectation: &Expectation) -> Result<(), Unmet> {
    match expectation {
        Expectation::Paid { person, amount_fen } => books::paid(case, person, *amount_fen),
        Expectation::PaidByWallet { person, amount_fen } => books::paid_by_wallet(case, person, *amount_fen),
        Expectation::Held { person, amount_fen } => books::held(case, person, *amount_fen),
        Expectation::PaidOnce { person } => books::paid_once(case, person),
        Expectation::Earned { amount_fen } => books::earned(case, *amount_fen),
        Expectation::Fee { amount_fen } => books::fee(case, *amount_fen),
        Expectation::Points { person, count } => books::points(case, person, *count),
        Expectation::Evidence { nth, names } => evidence::on_sale(case, *nth, names),
        Expectation::State { class, nth, state } => books::state(case, class, *nth, *state),
        Expectation::Requests { class, count } => wire::requests(case, class, *count),
        Expectation::ReversalReason { any_of } => wire::reversal_reason(case, any_of),
        Expectation::Answered { class, nth, code } => wire::answered(case, class, *nth, code),
        Expectation::Before { first, second, nth } => wire::before(case, first, second, *nth),
        Expectation::ScriptTold { failed } => wire::script_told(case, *failed),
        Expectation::ReversalTellsScript => wire::reversal_tells_script(case),
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
        Expectation::SignatureHeld { nth, held } => told::signature(case, *nth, *held),
        Expectation::Receipts { count, amount_fen } => told::receipts(case, *count, *amount_fen),
        Expectation::BatchesClosed { count } => settlement::closed(case, *count),
        Expectation::Settled { debits, debit_fen, credits, credit_fen } => {
            settlement::settled(case, (*debits, *debit_fen), (*credits, *credit_fen))
        }
        Expectation::SettledAll => settlement::settled_all(case),
        Expectation::Uploaded { count } => settlement::uploaded(case, *count),
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
    if is == demanded { Ok(()) } else { Err(Unmet::Else(instead(), evidence)) }
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
