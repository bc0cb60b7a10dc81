//! Sentences on what people were told: slips, screens, announcements, messages, beliefs, tries.

use journal::{Announcement, Belief, Event, Movement, OrderKind};

use super::{Unmet, counted, many, same};
use crate::case::{Case, Intent};

/// Counts complete slips on which something can be read.
pub(super) fn slips(
    case: &Case<'_>,
    transaction: Option<&str>,
    duplicate: Option<bool>,
    count: u64,
) -> Result<(), Unmet> {
    let fits = |event: &Event| match event {
        Event::Slip(slip) => {
            slip.complete
                && !slip.blank
                && transaction.is_none_or(|t| slip.transaction.as_deref() == Some(t))
                && duplicate.is_none_or(|d| slip.duplicate == d)
        }
        _ => false,
    };
    let printed: Vec<u64> = case.record.entries().iter().filter(|e| fits(&e.event)).map(|e| e.n).collect();
    let found = many(printed.len());
    same(&found, &count, || counted(found, "such slip"), printed)
}

pub(super) fn paper_says(case: &Case<'_>, text: &str) -> Result<(), Unmet> {
    let mut on_this = false;
    let mut lines = Vec::new();
    for entry in case.record.entries() {
        match &entry.event {
            Event::PaperLine { text: line } => {
                on_this |= line.contains(text);
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
    Err(("no complete slip has it".to_owned(), lines))
}

pub(super) fn paper_silent(case: &Case<'_>, text: &str) -> Result<(), Unmet> {
    let has = |event: &Event| matches!(event, Event::PaperLine { text: line } if line.contains(text));
    match case.between(0, u64::MAX, has) {
        Some(n) => Err(("a line of paper has it".to_owned(), vec![n])),
        None => Ok(()),
    }
}

pub(super) fn screen(case: &Case<'_>, screen: &str, shown: bool) -> Result<(), Unmet> {
    let is = |event: &Event| matches!(event, Event::Shown(note) if note.screen == screen);
    match (case.between(0, u64::MAX, is), shown) {
        (Some(_), true) | (None, false) => Ok(()),
        (Some(n), false) => Err((format!("the screen {screen} was shown"), vec![n])),
        (None, true) => Err((format!("the screen {screen} was never shown"), vec![])),
    }
}

pub(super) fn announced(case: &Case<'_>, outcome: Announcement) -> Result<(), Unmet> {
    let Some(cut) = case.power.iter().rev().find(|(_, on)| !on).map(|(n, _)| *n) else {
        return Err(("the terminal's power was never cut".to_owned(), vec![]));
    };
    let limit = case.next_attempt(cut).unwrap_or(u64::MAX);
    let said = |event: &Event| match event {
        Event::Shown(note) => announcement(&note.screen).map(|a| (a, note.screen.clone())),
        _ => None,
    };
    let after = case.record.entries().iter().filter(|e| e.n > cut && e.n < limit);
    let all: Vec<(u64, Announcement, String)> =
        after.filter_map(|e| said(&e.event).map(|(a, screen)| (e.n, a, screen))).collect();
    let met = match outcome {
        Announcement::Nothing => all.is_empty(),
        _ => all.iter().any(|(_, a, _)| *a == outcome),
    };
    if met {
        return Ok(());
    }
    let screens: Vec<&str> = all.iter().map(|(.., screen)| screen.as_str()).collect();
    let instead = if screens.is_empty() { "nothing".to_owned() } else { screens.join(", ") };
    Err((
        format!("after the last cut, before the next order, it announced {instead}"),
        [cut].into_iter().chain(all.iter().map(|(n, ..)| *n)).collect(),
    ))
}

fn announcement(screen: &str) -> Option<Announcement> {
    match screen {
        "recovered-approved" => Some(Announcement::Approved),
        "recovered-reversed" | "reversal-done" | "in-doubt" => Some(Announcement::Reversed),
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

fn last_of<'c, 'a>(case: &'c Case<'a>, order: OrderKind) -> Result<&'c Intent<'a>, Unmet> {
    let last = case.intents.values().rfind(|i| i.order == order);
    last.ok_or_else(|| ("there was no such order".to_owned(), vec![]))
}

pub(super) fn belief(
    case: &Case<'_>,
    order: OrderKind,
    demanded: Belief,
    who: &str,
    of: impl Fn(u32) -> Option<(Belief, u64)>,
) -> Result<(), Unmet> {
    let intent = last_of(case, order)?;
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
    let intent = last_of(case, order)?;
    let tries: Vec<u64> = case.attempts.iter().filter(|a| a.intent == intent.number).map(|a| a.n).collect();
    let found = many(tries.len());
    same(&found, &count, || format!("it took {found}"), [vec![intent.n], tries].concat())
}
