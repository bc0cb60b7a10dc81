//! `reversal.in-part`: a part of a sale is taken back on order alone, and seen through.
//!
//! Owns everything about partial reversals but their content besides the amounts (`reversal.own-original`) and their MAC
//! (`mac.valid`). What the sale's own slips and the totals say afterwards is the claims' and the settlement's.

use journal::{Book, OrderKind};
use profile::AfterExhaustion;

use crate::{
    RuleInfo,
    case::{Case, Kind, Part, PartWord, Said, Txn},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.in-part",
    sentence: "a part of a sale is taken back as it was ordered, once, and only a yes of the host is called done",
    checks: "each partial reversal: that it was ordered of this sale, with the amount that what is left makes, that the \
             sale stood for the terminal and nothing of it was taken back before, that a supervisor confirmed where the \
             practice asks for it for voids; that it is sent again as it was until the host has answered, before \
             anything new; that each screen and slip on it is true, and that its end was told; what the acquirer gave \
             back for it",
    does_not_check: "advices that never reached the host; the day (the host refuses another); a part that a practice \
                     gave up (risk)",
};

pub(super) struct InPart;

impl Rule for InPart {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for sale in case.txns.iter().filter(|t| t.kind == Kind::Sale && !t.parts.is_empty()) {
            let parts = case.parts(sale);
            for (nth, part) in parts.iter().enumerate() {
                let until = parts.get(nth + 1).map_or(u64::MAX, |next| next.from);
                ordered(case, sale, part, out);
                stood(case, sale, part, out);
                same_again(case, sale, part, out);
                told(case, sale, part, until, out);
                passed_over(case, sale, part, out);
            }
            given_back(case, sale, &parts, out);
        }
        unsent(case, out);
    }
}

/// The sale's amount before any part, less what the advice leaves.
fn back_fen(case: &Case<'_>, sale: &Txn<'_>, part: &Part<'_, '_>) -> Option<i64> {
    let left = case.left_fen(part.sends.first()?)?;
    Some(case.approved_amount(sale).saturating_sub(left))
}

fn ordered(case: &Case<'_>, sale: &Txn<'_>, part: &Part<'_, '_>, out: &mut Findings) {
    let Some(first) = part.sends.first() else { return };
    // What was saved before a cut goes out on whatever occasion comes first.
    let orders = case.intents.values().filter(|i| i.order == OrderKind::PartialReversal && i.n < part.from);
    let Some(intent) = orders.max_by_key(|i| i.n) else {
        let sentence = format!("a part of {} was taken back, which nobody had ordered", sale.name());
        return out.terminal(sentence, [sale.n, first.n]);
    };
    if intent.of.is_some_and(|of| !case.of_intent(of).any(|t| t.index == sale.index)) {
        let sentence = format!("a part of {} was taken back; the order was about another one", sale.name());
        out.terminal(sentence, [intent.n, sale.n, first.n]);
    }
    let back = back_fen(case, sale, part);
    if back.is_none() || intent.amount_fen.is_some_and(|asked| Some(asked) != back) {
        let told = back.map_or_else(|| "nothing that can be read".to_owned(), yuan);
        let asked = intent.amount_fen.map_or_else(|| "none".to_owned(), yuan);
        let sentence = format!("{told} of {} was taken back; {asked} was ordered", case.name_with_part(sale));
        out.terminal(sentence, [intent.n, sale.n, first.n]);
    }
    let confirmed = |e: &journal::Event| matches!(e, journal::Event::SupervisorConfirmed);
    let needs = case.profile.terminal.void.supervisor.get();
    if needs && case.between(intent.n, part.from, confirmed).is_none() {
        let sentence = format!("a part of {} was taken back and no supervisor had confirmed it", sale.name());
        out.terminal(sentence, [first.n]);
    }
}

/// Whether the sale stood, whole, for the terminal itself.
fn stood(case: &Case<'_>, sale: &Txn<'_>, part: &Part<'_, '_>, out: &mut Findings) {
    if case.claimed_before(sale, part.from).is_none() {
        let sentence =
            format!("a part of {} was taken back, which had never been approved here", sale.name());
        out.terminal(sentence, [sale.n, part.from]);
    }
    if let Some(word) = case.part_words_of(sale).find(|w| w.said.is_claim() && w.n < part.from) {
        let sentence = format!("a part of {} was taken back, of which one had been before", sale.name());
        out.terminal(sentence, [sale.n, word.n, part.from]);
    }
    let void = sale.kind.voided_by().into_iter().flat_map(|void| case.returns_of(sale, void));
    let claimed = |t: &Txn<'_>| case.claimed_before(t, part.from).filter(|_| case.is_claimed(t));
    if let Some(n) = void.filter(|t| !t.unasked).find_map(claimed) {
        let sentence = format!("a part of {} was taken back, which had been voided", sale.name());
        out.terminal(sentence, [sale.n, n, part.from]);
    }
}

fn same_again(case: &Case<'_>, sale: &Txn<'_>, part: &Part<'_, '_>, out: &mut Findings) {
    let Some((first, again)) = part.sends.split_first() else { return };
    let left = case.left_fen(first);
    if let Some(other) = again.iter().find(|r| case.left_fen(r) != left) {
        let sentence = format!("the partial reversal of {} came again with another amount", sale.name());
        out.terminal(sentence, [first.n, other.n]);
    }
}

/// What the terminal said of a part until the next one began.
fn told(case: &Case<'_>, sale: &Txn<'_>, part: &Part<'_, '_>, until: u64, out: &mut Findings) {
    let words = || case.part_words_of(sale).filter(|w| w.n > part.from && w.n < until);
    let heard = |n: Option<u64>, word: &PartWord<'_>| n.is_some_and(|n| case.precedes(n, word.n));
    let back = back_fen(case, sale, part);
    for word in words() {
        let what = match word.said {
            said if said.is_claim() && !heard(part.yes, word) => "was called taken back, and no yes had come",
            said if said.is_claim() && word.amount_fen.is_some_and(|fen| Some(fen) != back) => {
                "was called taken back with another amount"
            }
            Said::NotDone if !heard(part.no, word) => "was called off, and no refusal had come",
            Said::ReversalDone | Said::RecoveredReversed => "was called reversed, which it cannot be",
            _ => continue,
        };
        let back = back.map_or_else(|| "a part".to_owned(), yuan);
        let sentence = format!("{back} of {} {what}", sale.name());
        return out.terminal(sentence, [part.from, word.n]);
    }
    let open = |w: &PartWord<'_>| matches!(w.said, Said::InDoubt | Said::DeclaredOpen);
    let last_try = part.sends.iter().map(|r| r.sent).max().unwrap_or(part.from);
    let ended = words().any(|w| w.said.is_claim() || w.said == Said::NotDone);
    let waits = words().last().is_some_and(|w| open(w) && w.n > last_try);
    let dark = case.is_dark() && part.end().is_none();
    if !(ended || waits || dark) {
        let sentence =
            format!("a part of {} was to be taken back, and nobody was told of the end", sale.name());
        out.terminal(sentence, part.sends.iter().map(|r| r.n).chain([case.last]));
    }
}

/// Something new before the host had answered.
fn passed_over(case: &Case<'_>, sale: &Txn<'_>, part: &Part<'_, '_>, out: &mut Findings) {
    let attempt = case.attempt_at(part.from);
    let Some(by) = case.next_financial(part.from, attempt, None) else { return };
    let given_up = case.profile.terminal.reversal.after_exhaustion == AfterExhaustion::GiveUpAndDelete
        && case.part_words_of(sale).any(|w| w.said == Said::DeclaredOpen && w.n > part.from && w.n < by);
    if part.end().is_none_or(|end| !case.precedes(end, by)) && !given_up {
        let sentence = format!(
            "a new request went out before the host had answered the partial reversal of {}",
            sale.name()
        );
        out.terminal(sentence, [part.from, by]);
    }
}

/// What the acquirer made of it.
fn given_back(case: &Case<'_>, sale: &Txn<'_>, parts: &[Part<'_, '_>], out: &mut Findings) {
    let booked = case.given_back(sale, Book::Acquirer);
    let fits = |part: &Part<'_, '_>| back_fen(case, sale, part) == Some(booked);
    let done = parts.iter().any(|part| part.yes.is_some());
    if (booked != 0 || done) && !parts.iter().any(fits) {
        let sentence = format!("the acquirer gave {} of {} back in part", yuan(booked), sale.name());
        let sent = parts.iter().flat_map(|part| part.sends.iter().map(|r| r.n));
        out.bench(sentence, sent.chain(case.posted_at(sale)));
    }
}

/// Words that a part is taken back of which the host never heard.
fn unsent(case: &Case<'_>, out: &mut Findings) {
    for word in case.part_words.iter().filter(|w| w.said.is_claim()) {
        let sent = |t: &Txn<'_>| {
            word.trace == Some(t.key.stan.as_str()) && case.parts(t).iter().any(|p| p.from < word.n)
        };
        if !case.txns.iter().any(sent) {
            let trace = word.trace.unwrap_or("without a trace number");
            let sentence = format!("a part of {trace} was called taken back, and the host was never told");
            out.terminal(sentence, [word.n]);
        }
    }
}
