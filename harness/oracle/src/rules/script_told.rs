//! `script.told`: what a card did with the issuer's script, and whether the host was told of it as it was.
//!
//! It owns script advices, and what a reversal says of a script. Whether the transaction around it ended right is other
//! rules' affair: what the card did stays done when a sale is reversed.

use std::collections::BTreeSet;

use journal::{Event, Port, ScreenNote};
use wire::{Place, ScriptOutcome, ScriptPhase, ScriptResult};

use super::advice_told::{begun, is_final_refusal, is_hindered};
use crate::{
    RuleInfo,
    case::{Case, Kind, Proof, Req, Said, Txn},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "script.told",
    sentence: "what a card did with the issuer's script is told to the host, as it was, once, and before anything else",
    checks: "each script of which a card got a command: that it was told, or tried, in each later order that sent a \
             request for money, and answered before any settlement; that what was told is what the card answered, or a \
             failure where card or power went meanwhile; that it comes again under its own number only, and not behind \
             its answer; that no script is told of which no answer brought; that a reversal behind it says the same; that \
             one which the host refused for good is shown to the operator",
    does_not_check: "whether a script that an answer brought is played at all, and whole; when it is told while no other \
                     order goes out",
};

pub(super) struct Told;

/// The scripts that an answer brought, and what the card did.
struct Scripts<'c, 'a> {
    of: &'c Txn<'a>,
    /// Entry with which the answer reached the terminal.
    heard: u64,
    brought: Vec<ScriptPhase>,
    /// Entry, status words, and phase of each command that the card answered.
    played: Vec<(u64, &'c str, ScriptPhase)>,
    /// Entry at which the card or the power went before anything was said of the transaction.
    interrupted: Option<u64>,
}

impl Rule for Told {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let all: Vec<Scripts<'_, '_>> = case.txns.iter().filter_map(|txn| scripts(case, txn)).collect();
        for scripts in &all {
            let advices: Vec<&Req<'_>> = advices(case).filter(|r| names(case, r, scripts.of)).collect();
            if !scripts.played.is_empty() {
                passed_over(case, scripts, &advices, out);
            }
            as_it_was(scripts, &advices, out);
            once(case, scripts, &advices, out);
            refused(case, scripts, &advices, out);
            reversed(case, scripts, out);
        }
        let unknown = |r: &&Req<'_>| !all.iter().any(|scripts| names(case, r, scripts.of));
        if let Some(advice) = advices(case).find(unknown) {
            let sentence = "the host was told of a script that no answer brought".to_owned();
            out.terminal(sentence, [advice.n]);
        }
    }
}

fn advices<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Req<'a>> {
    case.reqs.iter().filter(|r| r.kind() == Some(Kind::ScriptAdvice))
}

/// Whether an advice names a transaction.
fn names(case: &Case<'_>, advice: &Req<'_>, txn: &Txn<'_>) -> bool {
    let at = |place| case.placed(advice.note, place);
    advice.note.key.terminal == txn.key.terminal
        && at(Place::OriginalBatch) == Some(txn.key.batch.as_str())
        && at(Place::OriginalTrace) == Some(txn.key.stan.as_str())
}

/// The scripts that the answer to a transaction brought; `None` where it brought none.
fn scripts<'c, 'a>(case: &'c Case<'a>, of: &'c Txn<'a>) -> Option<Scripts<'c, 'a>> {
    let brings = |phase: ScriptPhase| if phase == ScriptPhase::BeforeDecision { "55.71" } else { "55.72" };
    let (heard, brought) =
        case.sends(of).filter(|_| of.kind.is_first()).flat_map(Req::heard).find_map(|(n, answer, _)| {
            let brought: Vec<ScriptPhase> =
                ScriptPhase::ALL.into_iter().filter(|phase| answer.field(brings(*phase)).is_some()).collect();
            (!brought.is_empty()).then_some((n, brought))
        })?;
    let until = case.next_attempt(heard).unwrap_or(u64::MAX);
    let entries = case.record.entries().iter().filter(|e| e.n > heard && e.n < until);
    let card = |e: &&journal::Entry| matches!(e.event, Event::CardIs { .. }) && e.n < heard;
    let card = case.record.entries().iter().rev().find(card);
    let gone = card.filter(|e| matches!(e.event, Event::CardIs { present: false, .. })).map(|e| e.n);
    let mut scripts = Scripts { of, heard, brought, played: Vec::new(), interrupted: gone };
    let mut said = false;
    for entry in entries {
        match &entry.event {
            Event::Scripted { status, decided, .. } => {
                let phase = if *decided { ScriptPhase::AfterDecision } else { ScriptPhase::BeforeDecision };
                scripts.played.push((entry.n, status, phase));
            }
            Event::Shown(screen) => said |= Said::of_screen(&screen.screen).is_some(),
            Event::PowerIs { port: Port::Terminal, on: false } | Event::CardIs { present: false, .. }
                if !said =>
            {
                scripts.interrupted.get_or_insert(entry.n);
            }
            _ => {}
        }
    }
    Some(scripts)
}

/// Entry with which the terminal learnt that the host knows, or never will.
fn answered_at(advices: &[&Req<'_>]) -> Option<u64> {
    let heard = advices.iter().flat_map(|r| r.heard());
    let ends =
        heard.filter(|(_, answer, proof)| *proof == Proof::Approval || is_final_refusal(answer, *proof));
    ends.map(|(n, ..)| n).min()
}

/// An order that went out, or a batch that was settled, over what the host had not been told.
fn passed_over(case: &Case<'_>, scripts: &Scripts<'_, '_>, advices: &[&Req<'_>], out: &mut Findings) {
    let Some((from, ..)) = scripts.played.last().copied() else { return };
    let end = answered_at(advices).unwrap_or(u64::MAX);
    let later = || case.reqs.iter().filter(|r| r.sent > from && r.n < end);
    let name = scripts.of.name();
    if let Some(ask) = later().find(|r| r.note.class == Kind::Settlement.name()) {
        let sentence = format!("a batch was settled before the host knew of the script of {name}");
        return out.terminal(sentence, [from, ask.n]);
    }
    let moves = |k: Kind| k.is_financial() && !k.is_wallet() && !k.is_told_afterwards();
    let tried = |order: &Req<'_>| {
        let begun = begun(case, order);
        advices.iter().any(|r| r.n > begun && r.n < order.n)
            || is_hindered(case, order, |kind| kind == Kind::ScriptAdvice)
    };
    let over = |r: &&Req<'_>| r.kind().is_some_and(moves) && r.attempt != case.attempt_at(from) && !tried(r);
    if let Some(order) = later().find(over) {
        let sentence = format!("the script of {name} was not told to the host, and a new request went out");
        out.terminal(sentence, [from, order.n]);
    }
}

/// What was told is what the card did.
fn as_it_was(scripts: &Scripts<'_, '_>, advices: &[&Req<'_>], out: &mut Findings) {
    if let Some((advice, wrong)) = advices.iter().find_map(|r| Some((r, scripts.wrong(r)?))) {
        let played = scripts.played.iter().map(|(n, ..)| *n);
        let sentence = format!("of the script of {} the host was told {wrong}", scripts.of.name());
        out.terminal(sentence, [scripts.heard].into_iter().chain(played).chain([advice.n]));
    }
}

/// A reversal says the same.
fn reversed(case: &Case<'_>, scripts: &Scripts<'_, '_>, out: &mut Findings) {
    let Some((from, ..)) = scripts.played.first().copied() else { return };
    let behind = case.reversals(scripts.of).filter(|r| r.sent > from);
    if let Some((reversal, wrong)) = behind.filter_map(|r| Some((r, scripts.wrong(r)?))).next() {
        let sentence = format!("of the script of {} its reversal says {wrong}", scripts.of.name());
        out.terminal(sentence, [from, reversal.n]);
    }
}

/// Told under one number, and not behind its answer, unless a cut hid that or the keys were gone.
fn once(case: &Case<'_>, scripts: &Scripts<'_, '_>, advices: &[&Req<'_>], out: &mut Findings) {
    let name = scripts.of.name();
    let numbers: BTreeSet<&str> = advices.iter().map(|r| r.stan()).collect();
    if numbers.len() > 1 {
        let sentence = format!("the script of {name} was told under {} numbers", numbers.len());
        return out.terminal(sentence, advices.iter().map(|r| r.n));
    }
    let Some(answered) = answered_at(advices) else { return };
    // Without keys no answer can be believed.
    let hidden = |until: u64| case.cut_between(answered, until).is_some() || case.lacks_keys(answered, until);
    let again = |r: &&&Req<'_>| r.sent > answered && !hidden(r.sent);
    if let Some(again) = advices.iter().find(again) {
        let sentence = format!("the script of {name} was told again when the host had answered");
        out.terminal(sentence, [answered, again.n]);
    }
}

/// What the host refused for good is shown to the operator.
fn refused(case: &Case<'_>, scripts: &Scripts<'_, '_>, advices: &[&Req<'_>], out: &mut Findings) {
    let mut heard = advices.iter().flat_map(|r| r.heard());
    let Some((n, answer, _)) = heard.find(|(_, answer, proof)| is_final_refusal(answer, *proof)) else {
        return;
    };
    let tells = |screen: &ScreenNote| {
        screen.transaction.as_deref() == Some(Kind::ScriptAdvice.name())
            && Said::of_screen(&screen.screen) == Some(Said::DeclaredOpen)
    };
    let shown = |e: &Event| matches!(e, Event::Shown(screen) if tells(screen));
    if case.between(n, u64::MAX, shown).is_none() && !case.is_dark() {
        let sentence = format!(
            "the word on the script of {} was refused with {}, and nobody was told",
            scripts.of.name(),
            answer.code
        );
        out.terminal(sentence, [n, case.last]);
    }
}

impl Scripts<'_, '_> {
    /// What is wrong with what a message says of the scripts; `None` where it fits.
    fn wrong(&self, message: &Req<'_>) -> Option<String> {
        let Some(told) = message.note.field("55.DF31") else {
            return Some("nothing".to_owned());
        };
        let read = wire::hex::decode(told).ok().and_then(|bytes| ScriptResult::read_all(&bytes));
        let Some(results) = read else {
            return Some(format!("{told}, which says nothing"));
        };
        if results.len() > self.brought.len() {
            return Some(format!("{} results", results.len()));
        }
        self.brought.iter().enumerate().find_map(|(place, phase)| {
            let answers: Vec<&str> =
                self.played.iter().filter(|(.., of)| of == phase).map(|(_, status, _)| *status).collect();
            match results.get(place) {
                None if answers.is_empty() => None,
                None => Some("nothing".to_owned()),
                Some(result) => self.misfit(result.outcome, &answers),
            }
        })
    }

    /// What does not fit between a result and the card's answers to the commands of its script.
    fn misfit(&self, outcome: ScriptOutcome, answers: &[&str]) -> Option<String> {
        let is_done = |status: &&&str| ["90", "62", "63"].iter().any(|done| status.starts_with(done));
        let refused = answers.iter().position(|status| !is_done(&status)).map(|place| place + 1);
        let answer = |nth: usize| {
            nth.checked_sub(1).and_then(|place| answers.get(place)).copied().unwrap_or("nothing")
        };
        let interrupted = self.interrupted.is_some();
        match (outcome, refused) {
            (ScriptOutcome::NotPlayed, _) if answers.is_empty() => None,
            (ScriptOutcome::NotPlayed, _) => Some("that it was not played".to_owned()),
            (ScriptOutcome::Done, Some(nth)) => {
                Some(format!("that it was done, and the card answered {} to command {nth}", answer(nth)))
            }
            (ScriptOutcome::Done, None) if answers.is_empty() => {
                Some("that it was done, and the card got none of it".to_owned())
            }
            (ScriptOutcome::Done, None) => None,
            (ScriptOutcome::Failed(nth), Some(refused)) if nth == refused || interrupted => None,
            (ScriptOutcome::Failed(_), None) if interrupted => None,
            (ScriptOutcome::Failed(0), None) if answers.is_empty() => None,
            (ScriptOutcome::Failed(nth), _) => {
                let answered = if answers.is_empty() { "nothing".to_owned() } else { answers.join(", ") };
                Some(format!("that command {nth} failed, and the card answered {answered}"))
            }
        }
    }
}
