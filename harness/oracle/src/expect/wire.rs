//! Sentences on requests and answers.

use journal::{Event, Expectation, RequestNote};

use super::{Unmet, counted, many, orders, same};
use crate::case::{Case, Kind, Req};

fn of_class<'c, 'a>(case: &'c Case<'a>, class: &str) -> Vec<&'c Req<'a>> {
    case.reqs.iter().filter(|r| r.note.class == class).collect()
}

/// The requests that a sentence means: those of the n-th order of a kind, or the n-th that nobody orders.
fn meant<'c, 'a>(case: &'c Case<'a>, class: &str, nth: u32) -> Result<Vec<&'c Req<'a>>, Unmet> {
    let all = of_class(case, class);
    if let Some(order) = orders::kind_of(class) {
        let intent = orders::nth(case, order, nth)?;
        return Ok(all.into_iter().filter(|r| r.note.intent == Some(intent.number)).collect());
    }
    let none = || {
        let taken = all.iter().map(|r| r.n).collect();
        Unmet::Else(format!("there is no {class} number {nth}; the host took {}", all.len()), taken)
    };
    at(&all, nth).map(|r| vec![r]).ok_or_else(none)
}

/// The n-th of what the host took.
fn at<'c, 'a>(all: &[&'c Req<'a>], nth: u32) -> Option<&'c Req<'a>> {
    match nth {
        Expectation::LAST => all.last().copied(),
        nth => usize::try_from(nth).ok().and_then(|nth| all.get(nth.checked_sub(1)?)).copied(),
    }
}

pub(super) fn requests(case: &Case<'_>, class: &str, count: u64) -> Result<(), Unmet> {
    let all = of_class(case, class);
    let taken = many(all.len());
    same(&taken, &count, || counted(taken, &format!("{class} request")), all.iter().map(|r| r.n).collect())
}

pub(super) fn reversal_reason(case: &Case<'_>, any_of: &[String]) -> Result<(), Unmet> {
    let reversals: Vec<&Req<'_>> = case.reqs.iter().filter(|r| r.is_whole_reversal()).collect();
    if reversals.is_empty() {
        return Err(Unmet::Else("the host took no reversal".to_owned(), vec![]));
    }
    let reason = |note: &RequestNote| note.field("39").unwrap_or("none").to_owned();
    let other: Vec<&&Req<'_>> = reversals.iter().filter(|r| !any_of.contains(&reason(r.note))).collect();
    let given: Vec<String> = other.iter().map(|r| reason(r.note)).collect();
    if given.is_empty() {
        return Ok(());
    }
    let evidence = other.iter().map(|r| r.n).collect();
    Err(Unmet::Else(format!("a reversal gives reason {}", given.join(", ")), evidence))
}

pub(super) fn answered(case: &Case<'_>, class: &str, number: u32, code: &str) -> Result<(), Unmet> {
    let requests = meant(case, class, number)?;
    let answered = requests.iter().rfind(|r| !r.answers.is_empty());
    let codes: Vec<&str> = answered.iter().flat_map(|r| &r.answers).map(|a| a.code).collect();
    if codes.contains(&code) {
        return Ok(());
    }
    let answers = requests.iter().flat_map(|r| r.answers.iter().map(|a| a.n));
    let evidence = requests.iter().map(|r| r.n).chain(answers).collect();
    let given = match codes.as_slice() {
        [] if requests.is_empty() => "never reached the host".to_owned(),
        [] => "was not answered".to_owned(),
        codes => format!("was answered {}", codes.join(", ")),
    };
    Err(Unmet::Else(format!("the {class} {given}"), evidence))
}

pub(super) fn before(case: &Case<'_>, first: &str, second: &str, number: u32) -> Result<(), Unmet> {
    let (earlier, later) = (of_class(case, first), of_class(case, second));
    let Some(later) = at(&later, number) else {
        let taken = later.iter().map(|r| r.n).collect();
        return Err(Unmet::Else(
            format!("there is no {second} number {number}; the host took {}", later.len()),
            taken,
        ));
    };
    let Some(earlier) = earlier.first() else {
        return Err(Unmet::Else(format!("no {first} reached the host"), vec![later.n]));
    };
    if earlier.n < later.n {
        return Ok(());
    }
    Err(Unmet::Else(
        format!("{second} number {number} came before the first {first}"),
        vec![later.n, earlier.n],
    ))
}

pub(super) fn script_told(case: &Case<'_>, failed: Option<u64>) -> Result<(), Unmet> {
    let told = case.record.entries().iter().rev().find_map(|entry| match &entry.event {
        Event::ScriptTold { results, .. } => Some((entry.n, results)),
        _ => None,
    });
    let Some((n, results)) = told else {
        return Err(Unmet::Else("the host was told of no script".to_owned(), vec![]));
    };
    // The first digit says how it ended, the second which command did not; a script of each phase has ten.
    let demanded = failed.map_or_else(|| "20".to_owned(), |nth| format!("1{nth:X}"));
    let is = results.get(..2).unwrap_or_default();
    same(&is, &demanded.as_str(), || format!("the host was told {results}"), vec![n])
}

pub(super) fn reversal_tells_script(case: &Case<'_>) -> Result<(), Unmet> {
    let reversals: Vec<&Req<'_>> = case.reqs.iter().filter(|r| r.is_whole_reversal()).collect();
    let silent = reversals.iter().filter(|r| r.note.field("55.DF31").is_none()).map(|r| r.n);
    let silent: Vec<u64> = silent.collect();
    match (reversals.is_empty(), silent.is_empty()) {
        (true, _) => Err(Unmet::Else("the host took no reversal".to_owned(), silent)),
        (false, true) => Ok(()),
        (false, false) => Err(Unmet::Else("a reversal says nothing of the script".to_owned(), silent)),
    }
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
        Some((_, what)) => Err(Unmet::Else((*what).to_owned(), since.iter().map(|(n, _)| *n).collect())),
        None => Ok(()),
    }
}

pub(super) fn nothing_sent(case: &Case<'_>) -> Result<(), Unmet> {
    // A terminal may sign on when it starts; what counts is what came of the orders.
    let entries = case.record.entries();
    let ordered = entries.iter().find(|e| matches!(e.event, Event::Intent { .. })).map_or(0, |e| e.n);
    let frames: Vec<u64> = case.lines.left.iter().map(|(n, _)| *n).filter(|n| *n > ordered).collect();
    // Where the bench does not see frames, what the host took has to do.
    let taken = || case.reqs.iter().map(|r| r.n).filter(|n| *n > ordered).collect();
    let sent = if case.lines.sees_frames { frames } else { taken() };
    let count = many(sent.len());
    same(&count, &0, || counted(count, "message"), sent)
}
