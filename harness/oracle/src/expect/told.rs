//! Sentences on what people were told: slips, screens, announcements, messages, beliefs, tries.

use journal::{Announcement, Belief, Event, Expectation, Movement, OrderKind};

use super::{Unmet, counted, many, orders, same};
use crate::case::{Case, Kind};

/// Counts complete slips on which something can be read.
pub(super) fn slips(
    case: &Case<'_>,
    transaction: Option<&str>,
    duplicate: Option<bool>,
    count: u64,
) -> Result<(), Unmet> {
    let fits = |event: &Event| match event {
        Event::Slip(slip) => {
            slip.is_whole()
                && transaction.is_none_or(|t| slip.transaction.as_deref() == Some(t))
                && duplicate.is_none_or(|d| slip.duplicate == d)
        }
        _ => false,
    };
    let printed: Vec<u64> = case.record.entries().iter().filter(|e| fits(&e.event)).map(|e| e.n).collect();
    let found = many(printed.len());
    same(&found, &count, || counted(found, "such slip"), printed)
}

/// Whether a line has a text that is not a piece of a longer figure: where the text begins or ends with a digit, no
/// digit touches it there, nor a point or comma with a digit behind it.
fn stands_in(line: &str, text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let goes_on = |edge: Option<char>, mut beyond: std::str::Chars<'_>, backwards: bool| {
        let mut next = || if backwards { beyond.next_back() } else { beyond.next() };
        let first = next();
        is_digit(edge) && (is_digit(first) || (matches!(first, Some('.' | ',')) && is_digit(next())))
    };
    line.char_indices().any(|(at, _)| {
        let (before, rest) = line.split_at(at);
        rest.strip_prefix(text).is_some_and(|after| {
            !goes_on(text.chars().next(), before.chars(), true)
                && !goes_on(text.chars().next_back(), after.chars(), false)
        })
    })
}

pub(super) fn paper_says(case: &Case<'_>, text: &str) -> Result<(), Unmet> {
    let mut on_this = false;
    let mut lines = Vec::new();
    for entry in case.record.entries() {
        match &entry.event {
            Event::PaperLine { text: line } => {
                on_this |= stands_in(line, text);
                lines.push(entry.n);
            }
            Event::Slip(slip) => {
                if slip.complete && std::mem::take(&mut on_this) {
                    return Ok(());
                }
                on_this = false;
            }
            _ => {}
        }
    }
    Err(Unmet::Else("no complete slip has it".to_owned(), lines))
}

pub(super) fn paper_silent(case: &Case<'_>, text: &str) -> Result<(), Unmet> {
    // A piece of a number is enough to give a number away.
    let anywhere = text.chars().all(|c| c.is_ascii_digit());
    let stands = |line: &str| if anywhere { line.contains(text) } else { stands_in(line, text) };
    let has = |event: &Event| matches!(event, Event::PaperLine { text: line } if stands(line));
    if case.between(0, u64::MAX, |e| matches!(e, Event::PaperLine { .. })).is_none() {
        return Err(Unmet::NoSubject("nothing was printed at all".to_owned()));
    }
    match case.between(0, u64::MAX, has) {
        Some(n) => Err(Unmet::Else("a line of paper has it".to_owned(), vec![n])),
        None => Ok(()),
    }
}

pub(super) fn screen(case: &Case<'_>, screen: &str, shown: bool) -> Result<(), Unmet> {
    let is = |event: &Event| matches!(event, Event::Shown(note) if note.screen == screen);
    match (case.between(0, u64::MAX, is), shown) {
        (Some(_), true) | (None, false) => Ok(()),
        (Some(n), false) => Err(Unmet::Else(format!("the screen {screen} was shown"), vec![n])),
        (None, true) => Err(Unmet::Else(format!("the screen {screen} was never shown"), vec![])),
    }
}

/// Whether the host keeps a signature for a sale of the n-th order, and the one that was made for it.
pub(super) fn signature(case: &Case<'_>, nth: u32, held: bool) -> Result<(), Unmet> {
    let intent = orders::nth(case, OrderKind::Sale, nth)?;
    let mut made: Vec<&str> = Vec::new();
    let mut kept: Vec<(u64, bool)> = Vec::new();
    for entry in case.record.entries() {
        match &entry.event {
            Event::Signed { intent: own, picture } if *own == Some(intent.number) => made.push(picture),
            Event::SignatureKept { key, picture, .. } => {
                let own = orders::txns(case, intent, Kind::Sale).iter().any(|sale| sale.key == key);
                kept.extend(own.then(|| (entry.n, made.contains(&picture.as_str()))));
            }
            _ => {}
        }
    }
    let evidence: Vec<u64> = [intent.n].into_iter().chain(kept.iter().map(|(n, _)| *n)).collect();
    match (kept.first(), held) {
        (Some((_, true)), true) | (None, false) => Ok(()),
        (Some((_, false)), true) => Err(Unmet::Else("the host has somebody else's".to_owned(), evidence)),
        (Some(_), false) => Err(Unmet::Else("the host has one".to_owned(), evidence)),
        (None, true) => Err(Unmet::Else("the host has none".to_owned(), evidence)),
    }
}

pub(super) fn receipts(case: &Case<'_>, count: u64, amount: Option<i64>) -> Result<(), Unmet> {
    let fits = |event: &Event| match event {
        Event::ReceiptSent { amount_fen, .. } => amount.is_none_or(|fen| fen == *amount_fen),
        _ => false,
    };
    let sent: Vec<u64> = case.record.entries().iter().filter(|e| fits(&e.event)).map(|e| e.n).collect();
    let found = many(sent.len());
    same(&found, &count, || counted(found, "such receipt"), sent)
}

pub(super) fn announced(case: &Case<'_>, outcome: Announcement) -> Result<(), Unmet> {
    let Some(cut) = case.power.iter().rev().find(|(_, on)| !on).map(|(n, _)| *n) else {
        return Err(Unmet::NoSubject("the terminal's power was never cut".to_owned()));
    };
    let Some(back) = case.power.iter().find(|(n, on)| *on && *n > cut).map(|(n, _)| *n) else {
        return Err(Unmet::Else("power was not back yet".to_owned(), vec![cut]));
    };
    let limit = case.next_attempt(back).unwrap_or(u64::MAX);
    let said = |event: &Event| match event {
        Event::Shown(note) => announcement(&note.screen).map(|a| (a, note.screen.clone())),
        _ => None,
    };
    let after = case.record.entries().iter().filter(|e| e.n > cut && e.n < limit);
    let all: Vec<(u64, Announcement, String)> =
        after.filter_map(|e| said(&e.event).map(|(a, screen)| (e.n, a, screen))).collect();
    let last = all.last().map_or(Announcement::Nothing, |(_, a, _)| *a);
    let screens: Vec<&str> = all.iter().map(|(.., screen)| screen.as_str()).collect();
    let instead = if screens.is_empty() { "nothing".to_owned() } else { screens.join(", ") };
    let evidence = [cut].into_iter().chain(all.iter().map(|(n, ..)| *n)).collect();
    same(
        &last,
        &outcome,
        || format!("after the last cut, before the next order, it announced {instead}"),
        evidence,
    )
}

fn announcement(screen: &str) -> Option<Announcement> {
    match screen {
        "recovered-approved" | "approved" => Some(Announcement::Approved),
        "recovered-reversed" | "reversal-done" | "in-doubt" => Some(Announcement::Reversed),
        "order-closed" => Some(Announcement::Closed),
        "declared-open" => Some(Announcement::Open),
        _ => None,
    }
}

pub(super) fn messages(
    case: &Case<'_>,
    of: &str,
    about: Movement,
    count: u64,
    amount: Option<i64>,
) -> Result<(), Unmet> {
    let takes_part = |event: &Event| match event {
        Event::Intent { person, .. } | Event::Texted { person, .. } => person == of,
        _ => false,
    };
    if case.between(0, u64::MAX, takes_part).is_none() {
        return Err(Unmet::NoSubject(format!("nobody called {of} took part")));
    }
    let fits = |event: &Event| match event {
        Event::Texted { person, movement, amount_fen, .. } => {
            person == of && *movement == about && amount.is_none_or(|fen| fen == *amount_fen)
        }
        _ => false,
    };
    let texted: Vec<u64> = case.record.entries().iter().filter(|e| fits(&e.event)).map(|e| e.n).collect();
    let found = many(texted.len());
    same(&found, &count, || counted(found, "such message"), texted)
}

pub(super) fn belief(
    case: &Case<'_>,
    order: OrderKind,
    demanded: Belief,
    who: &str,
    of: impl Fn(u32) -> Option<(Belief, u64)>,
) -> Result<(), Unmet> {
    let intent = orders::nth(case, order, Expectation::LAST)?;
    let (belief, n) = of(intent.number).unwrap_or((Belief::Unknown, intent.n));
    let name = match belief {
        Belief::Done => "that it is done",
        Belief::NotDone => "that it is not done",
        Belief::Pending => "that it is being settled",
        Belief::Open => "that it is open",
        Belief::Unknown => "nothing",
    };
    same(&belief, &demanded, || format!("the {who} believes {name}"), vec![intent.n, n])
}

pub(super) fn attempts(case: &Case<'_>, order: OrderKind, count: u64) -> Result<(), Unmet> {
    let intent = orders::nth(case, order, Expectation::LAST)?;
    let tries: Vec<u64> = case.attempts.iter().filter(|a| a.intent == intent.number).map(|a| a.n).collect();
    let found = many(tries.len());
    same(&found, &count, || format!("it took {found}"), [vec![intent.n], tries].concat())
}
