//! Sentences on requests and answers.

use journal::{Event, RequestNote};

use super::{Unmet, counted, many, same};
use crate::case::{Case, Kind, Req};

fn of_class<'c, 'a>(case: &'c Case<'a>, class: &str) -> Vec<&'c Req<'a>> {
    case.reqs.iter().filter(|r| r.note.class == class).collect()
}

fn nth<'c, 'a>(case: &'c Case<'a>, class: &str, nth: u32) -> Result<&'c Req<'a>, Unmet> {
    let all = of_class(case, class);
    let index = usize::try_from(nth.saturating_sub(1)).unwrap_or(usize::MAX);
    all.get(index).copied().ok_or_else(|| {
        (
            format!("there is no {class} number {nth}; the host took {}", all.len()),
            all.iter().map(|r| r.n).collect(),
        )
    })
}

pub(super) fn requests(case: &Case<'_>, class: &str, count: u64) -> Result<(), Unmet> {
    let all = of_class(case, class);
    let taken = many(all.len());
    same(&taken, &count, || counted(taken, &format!("{class} request")), all.iter().map(|r| r.n).collect())
}

pub(super) fn reversal_reason(case: &Case<'_>, any_of: &[String]) -> Result<(), Unmet> {
    let reversals: Vec<&Req<'_>> = case.reqs.iter().filter(|r| r.is_reversal()).collect();
    if reversals.is_empty() {
        return Err(("the host took no reversal".to_owned(), vec![]));
    }
    let reason = |note: &RequestNote| note.field("39").unwrap_or("none").to_owned();
    let other: Vec<&&Req<'_>> = reversals.iter().filter(|r| !any_of.contains(&reason(r.note))).collect();
    let given: Vec<String> = other.iter().map(|r| reason(r.note)).collect();
    if given.is_empty() {
        return Ok(());
    }
    Err((format!("a reversal gives reason {}", given.join(", ")), other.iter().map(|r| r.n).collect()))
}

pub(super) fn answered(case: &Case<'_>, class: &str, number: u32, code: &str) -> Result<(), Unmet> {
    let request = nth(case, class, number)?;
    let codes: Vec<&str> = request.answers.iter().map(|a| a.code).collect();
    if codes.contains(&code) {
        return Ok(());
    }
    let evidence = [request.n].into_iter().chain(request.answers.iter().map(|a| a.n)).collect();
    let given =
        if codes.is_empty() { "not answered".to_owned() } else { format!("answered {}", codes.join(", ")) };
    Err((format!("{class} number {number} was {given}"), evidence))
}

pub(super) fn before(case: &Case<'_>, first: &str, second: &str, number: u32) -> Result<(), Unmet> {
    let later = nth(case, second, number)?;
    let earlier = nth(case, first, 1)?;
    if earlier.n < later.n {
        return Ok(());
    }
    Err((format!("{second} number {number} came before the first {first}"), vec![later.n, earlier.n]))
}

pub(super) fn nothing_since(case: &Case<'_>, entry: u64) -> Result<(), Unmet> {
    let posted = case.postings().iter().map(|p| (p.n, "money moved"));
    let sent = case
        .reqs
        .iter()
        .filter(|r| r.kind().is_some_and(Kind::is_financial))
        .map(|r| (r.n, "a request came"));
    let mut since: Vec<(u64, &str)> = posted.chain(sent).filter(|(n, _)| *n > entry).collect();
    since.sort_unstable();
    match since.first() {
        Some((_, what)) => Err(((*what).to_owned(), since.iter().map(|(n, _)| *n).collect())),
        None => Ok(()),
    }
}

pub(super) fn nothing_sent(case: &Case<'_>) -> Result<(), Unmet> {
    // A terminal may sign on when it starts; what counts is what came of the orders.
    let entries = case.record.entries();
    let ordered = entries.iter().find(|e| matches!(e.event, Event::Intent { .. })).map_or(0, |e| e.n);
    let taken = entries.iter().filter(|e| e.n > ordered && matches!(e.event, Event::Request(_)));
    let taken: Vec<u64> = taken.map(|e| e.n).collect();
    let count = many(taken.len());
    same(&count, &0, || counted(count, "request"), taken)
}
