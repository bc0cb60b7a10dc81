//! `doubt.announced`: after a cut nobody is left in the dark.
//!
//! Owns silence about a transaction that ended well all the same. One that was never undone is found by the rule
//! that owns the missing reversal, since a terminal that forgot it cannot speak of it.

use journal::{Event, ScreenNote};
use profile::RowPolicy;

use crate::{
    RuleInfo,
    case::{Case, Kind, Part, Said, Txn, Undo, kind_of},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "doubt.announced",
    sentence: "after a cut the terminal announces the outcome before the next order",
    checks: "each power cut between a request, taken or lost, and the first word on its outcome, the repeat of a \
             refund and a partial reversal included: a screen that tells of this transaction, or of none by name, after power is back and \
             before the next attempt or financial request",
    does_not_check: "cuts before the request left or after its outcome was shown; what is announced, which the \
                     claims and the books decide; transactions that were never undone, and booked refunds of which \
                     nobody was told (doubt.resolved)",
};

pub(super) struct DoubtAnnounced;

impl Rule for DoubtAnnounced {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_financial() && !t.unasked) {
            taken(case, txn, out);
        }
        for part in &case.parts {
            in_part(case, part, out);
        }
        if case.profile.terminal.reversal.on_send_failure == RowPolicy::Keep {
            lost(case, out);
        }
    }
}

/// A cut that lasted no longer than its attempt: when power went, when it was back for good, and how long there was
/// to speak.
struct Cut {
    off: u64,
    back: u64,
    limit: u64,
}

fn cut_after(case: &Case<'_>, n: u64, but: Option<&Txn<'_>>) -> Option<Cut> {
    let next = case.next_attempt(n).unwrap_or(u64::MAX);
    let off = case.cut_between(n, next)?;
    // Power that comes back only after the next attempt began leaves no time to speak.
    let back = case.power.iter().rfind(|(at, on)| *on && *at > off && *at < next).map(|(at, _)| *at)?;
    // Power that went once more and stayed away leaves none either.
    if case.cut_between(back, next).is_some() {
        return None;
    }
    let limit = case.next_financial(n, case.attempt_at(n), but).unwrap_or(u64::MAX).min(next);
    Some(Cut { off, back, limit })
}

fn taken(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    if matches!(case.undo(txn), Undo::Never { .. }) || super::doubt_resolved::is_untold_refund(case, txn) {
        return;
    }
    // Only a refund lawfully comes again; any other repeat is found by those that own it.
    let tries = if txn.kind == Kind::Refund { usize::MAX } else { 1 };
    for request in case.attended_sends(txn).take(tries) {
        let Some(cut) = cut_after(case, request.sent, Some(txn)) else { continue };
        let between = |n: u64| n > request.sent && n < cut.off;
        let stood = txn.kind.is_told_afterwards() && case.claimed_before(txn, request.sent).is_some();
        let told_before = stood || case.words_of(txn).any(|w| between(w.n) && w.said != Said::Slip);
        if !told_before && !is_told(case, &cut, txn.kind.name(), Some(&txn.key.stan)) {
            silent(&txn.name(), request.n, case, &cut, out);
        }
    }
}

/// A part whose advice was under way when power went, in the attempt of its own order.
fn in_part(case: &Case<'_>, part: &Part, out: &mut Findings) {
    let Some(sale) = case.txns.get(part.sale).filter(|_| case.intent_at(part.from) == part.order) else {
        return;
    };
    let Some(cut) = cut_after(case, part.from, None) else { return };
    let said = |w: &crate::case::PartWord<'_>| w.n < cut.off && w.said != Said::Slip;
    let kind = Kind::PartialReversal.name();
    if !case.words_of_part(part).any(said) && !is_told(case, &cut, kind, Some(&sale.key.stan)) {
        silent(&format!("the partial reversal of {}", sale.name()), part.from, case, &cut, out);
    }
}

fn lost(case: &Case<'_>, out: &mut Findings) {
    for stray in &case.lines.strays {
        let Some(kind) = kind_of(stray.class).filter(|k| k.is_financial()) else {
            continue;
        };
        if case.is_cancelled_by_itself(stray) || kind.is_told_afterwards() {
            continue;
        }
        let attempt = case.attempt_at(stray.n);
        let Some(cut) = cut_after(case, stray.n, None) else { continue };
        let told = case.words.iter().any(|w| w.n > stray.n && w.n < cut.off);
        let taken = case.of_attempt(attempt).any(|t| t.kind == kind);
        if !told && !taken && !is_told(case, &cut, kind.name(), None) {
            silent(&format!("a {}", kind.name()), stray.n, case, &cut, out);
        }
    }
}

/// Whether a screen after a cut tells of a transaction: names it, or names nothing.
fn is_told(case: &Case<'_>, cut: &Cut, kind: &str, stan: Option<&str>) -> bool {
    let fits = |screen: &ScreenNote| {
        let named = screen.transaction.as_deref().is_none_or(|t| t == kind);
        let traced = match (screen.trace.as_deref(), stan) {
            (Some(shown), Some(stan)) => shown == stan,
            _ => true,
        };
        named && traced
    };
    let tells = |event: &Event| match event {
        Event::Shown(screen) => Said::of_screen(&screen.screen).is_some() && fits(screen),
        _ => false,
    };
    case.between(cut.off, cut.limit, tells).is_some()
}

fn silent(name: &str, n: u64, case: &Case<'_>, cut: &Cut, out: &mut Findings) {
    // Until the end nothing was said: the rest itself shows that.
    let limit = if cut.limit == u64::MAX { case.last } else { cut.limit };
    let sentence =
        format!("power went while {name} was under way; when it was back, the terminal said nothing of it");
    out.terminal(sentence, [n, cut.off, cut.back, limit]);
}
