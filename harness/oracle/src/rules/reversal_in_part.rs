//! `reversal.in-part`: a part of a sale is taken back on order alone, and seen through.
//!
//! Owns everything about partial reversals but what else is in them (`reversal.own-original`), their MAC (`mac.valid`),
//! how often they are tried at one go (`reversal.persistent`) and silence after a cut (`doubt.announced`). What the sale's
//! own slips and the totals say afterwards is the claims' and the settlement's.

use journal::{Book, Event};
use profile::{AfterExhaustion, Unsafe};

use super::practice::at_stake;
use crate::{
    RuleInfo,
    case::{Case, DAY_NS, Intent, Kind, Part, PartWord, Said, Txn},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.in-part",
    sentence: "a part of a sale is taken back as it was ordered, once, and only a yes of the host is called done",
    checks: "each partial reversal: that it was ordered of this sale, with the amount that what is left makes, for the \
             reason 32; that the sale stood for the terminal, of this day and an open batch, and that no more goes back \
             than it has left; that a supervisor confirmed where the practice asks for it for voids; that it is sent again \
             as it was, and that nothing new goes before its end was told; that each screen and slip on it is true; what \
             the acquirer gave back for it",
    does_not_check: "advices that never reached the host; the turn of a day between two orders less than a day apart; a \
                     part that a practice gave up is risk",
};

/// F39 of a partial reversal: completed partially (ISO 8583:1987).
const COMPLETED_PARTIALLY: &str = "32";

pub(super) struct InPart;

impl Rule for InPart {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for part in &case.parts {
            let Some(sale) = case.txns.get(part.sale) else { continue };
            ordered(case, sale, part, out);
            stood(case, sale, part, out);
            same_again(case, sale, part, out);
            told(case, sale, part, out);
            passed_over(case, sale, part, out);
        }
        for sale in case.txns.iter().filter(|t| !t.partials.is_empty()) {
            given_back(case, sale, out);
        }
        for word in case.part_words.iter().filter(|w| w.part.is_none() && w.said.is_claim()) {
            let trace = word.trace.unwrap_or("without a trace number");
            let sentence = format!("a part of {trace} was called taken back, and the host was never told");
            out.terminal(sentence, [word.n]);
        }
    }
}

fn order<'c, 'a>(case: &'c Case<'a>, part: &Part) -> Option<&'c Intent<'a>> {
    part.order.and_then(|number| case.intents.get(&number))
}

fn ordered(case: &Case<'_>, sale: &Txn<'_>, part: &Part, out: &mut Findings) {
    let Some(first) = case.part_sends(part).next() else { return };
    let Some(intent) = order(case, part) else {
        let sentence = format!("a part of {} was taken back, which nobody had ordered", sale.name());
        return out.terminal(sentence, [sale.n, first.n]);
    };
    if intent.of.is_some_and(|of| !case.of_intent(of).any(|t| t.index == sale.index)) {
        let sentence = format!("a part of {} was taken back; the order was about another one", sale.name());
        out.terminal(sentence, [intent.n, sale.n, first.n]);
    }
    let back = case.back_fen(part);
    if back.is_none() || intent.amount_fen.is_some_and(|asked| Some(asked) != back) {
        let told = back.map_or_else(|| "nothing that can be read".to_owned(), yuan);
        let asked = intent.amount_fen.map_or_else(|| "none".to_owned(), yuan);
        let sentence = format!("{told} of {} was taken back; {asked} was ordered", case.name_with_part(sale));
        out.terminal(sentence, [intent.n, sale.n, first.n]);
    }
    let reason = first.note.field("39").unwrap_or("none");
    if reason != COMPLETED_PARTIALLY {
        let sentence = format!(
            "the partial reversal of {} gives reason {reason} instead of {COMPLETED_PARTIALLY}",
            sale.name()
        );
        out.terminal(sentence, [sale.n, first.n]);
    }
    let confirmed = |e: &Event| matches!(e, Event::SupervisorConfirmed);
    let needs = case.profile.terminal.void.supervisor.get();
    if needs && case.between(intent.n, part.from, confirmed).is_none() {
        let sentence = format!("a part of {} was taken back and no supervisor had confirmed it", sale.name());
        out.terminal(sentence, [first.n]);
    }
}

/// Whether the sale stood for the terminal itself, with that much left of it, of this day and of an open batch.
fn stood(case: &Case<'_>, sale: &Txn<'_>, part: &Part, out: &mut Findings) {
    let at = part.from;
    if case.claimed_before(sale, at).is_none() {
        let sentence =
            format!("a part of {} was taken back, which had never been approved here", sale.name());
        out.terminal(sentence, [sale.n, at]);
    }
    let earlier = case.parts_of(sale).take_while(|other| other.index != part.index);
    let claim = |other: &Part| {
        case.words_of_part(other).find(|w| w.said.is_claim() && w.n < at && other.yes.is_some()).map(|w| w.n)
    };
    if let Some(n) = earlier.into_iter().find_map(claim) {
        let sentence = format!("a part of {} was taken back, of which one had been before", sale.name());
        out.terminal(sentence, [sale.n, n, at]);
    }
    let known = |t: &&Txn<'_>| !t.unasked && case.claimed_before(t, at).is_some() && case.is_claimed(t);
    let void = sale.kind.voided_by().and_then(|void| case.returns_of(sale, void).find(known));
    if let Some(void) = void {
        let sentence = format!("a part of {} was taken back, which had been voided", sale.name());
        out.terminal(sentence, [sale.n, void.n, at]);
    }
    let refunds: Vec<&Txn<'_>> = case.returns_of(sale, Kind::Refund).filter(known).collect();
    let gone = total(refunds.iter().map(|t| t.amount_fen));
    let back = case.back_fen(part).unwrap_or_default();
    if gone > 0 && gone.saturating_add(back) > case.approved_amount(sale) {
        let sentence = format!(
            "{} of {} was taken back, of which {} had been refunded",
            yuan(back),
            case.name_with_part(sale),
            yuan(gone)
        );
        out.terminal(sentence, [sale.n, at].into_iter().chain(refunds.iter().map(|t| t.n)));
    }
    // The day is that of the order: what is owed goes out whenever it can.
    let ordered = order(case, part).map_or(at, |intent| intent.n);
    if case.at(ordered).saturating_sub(case.at(sale.n)) >= DAY_NS {
        let sentence = format!("a part of {} was taken back on a later day", sale.name());
        out.terminal(sentence, [sale.n, ordered, at]);
    }
    if let Some(n) = case.batch_closed_at(sale.key).filter(|n| *n < ordered) {
        let sentence = format!("a part of {} was taken back, whose batch was closed", sale.name());
        out.terminal(sentence, [sale.n, n, at]);
    }
}

fn same_again(case: &Case<'_>, sale: &Txn<'_>, part: &Part, out: &mut Findings) {
    let mut sends = case.part_sends(part);
    let Some(first) = sends.next() else { return };
    let left = case.left_fen(first);
    if let Some(other) = sends.find(|r| case.left_fen(r) != left) {
        let sentence = format!("the partial reversal of {} came again with another amount", sale.name());
        out.terminal(sentence, [first.n, other.n]);
    }
}

/// What the terminal said of a part.
fn told(case: &Case<'_>, sale: &Txn<'_>, part: &Part, out: &mut Findings) {
    let words = || case.words_of_part(part);
    let heard = |n: Option<u64>, word: &PartWord<'_>| n.is_some_and(|n| case.precedes(n, word.n));
    let back = case.back_fen(part);
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
    if words().any(PartWord::is_end) {
        return;
    }
    // Whoever ordered it anew has got it.
    let anew = || case.parts_of(sale).any(|other| other.index > part.index && other.yes.is_some());
    if let Some(given_up) = given_up(case, part).filter(|_| !anew()) {
        let practice = &case.profile.terminal.reversal;
        let exhausted = practice.after_exhaustion == AfterExhaustion::GiveUpAndDelete;
        let switch = if exhausted { Unsafe::GiveUpAndDelete } else { Unsafe::DropStale };
        let evidence = case.part_sends(part).map(|r| r.n).chain([given_up]).chain(case.posted_at(sale));
        out.risks.push(at_stake(case, &switch, back.unwrap_or_default(), evidence));
    }
    let open = |w: &PartWord<'_>| matches!(w.said, Said::InDoubt | Said::DeclaredOpen);
    // Power that went behind the last try left no time for a word, and what was said before it is still true.
    let last_try = case.part_sends(part).map(|r| r.sent).max().unwrap_or(part.from);
    let cut = case.cut_between(last_try, u64::MAX).is_some();
    let waits = words().next_back().is_some_and(|w| open(w) && (cut || w.n > last_try));
    if !(waits || case.is_dark()) {
        let sentence =
            format!("a part of {} was to be taken back, and nobody was told of the end", sale.name());
        out.terminal(sentence, case.part_sends(part).map(|r| r.n).chain([case.last]));
    }
}

/// Where the practice may have forgotten a part: the word with which it was declared open.
fn given_up(case: &Case<'_>, part: &Part) -> Option<u64> {
    let declared = |w: &&PartWord<'_>| w.said == Said::DeclaredOpen;
    case.words_of_part(part).find(declared).map(|w| w.n).filter(|_| case.gives_parts_up())
}

/// Something new before the end of a part was told: it may have been taken back.
fn passed_over(case: &Case<'_>, sale: &Txn<'_>, part: &Part, out: &mut Findings) {
    let Some(by) = case.new_behind(part) else { return };
    let ended = case.words_of_part(part).find(|w| w.is_end()).map(|w| w.n);
    let lawful = |n: Option<u64>| n.is_some_and(|n| case.precedes(n, by));
    if !lawful(ended) && !lawful(given_up(case, part)) {
        let sentence = format!(
            "something new went out before the end of the partial reversal of {} was told",
            sale.name()
        );
        out.terminal(sentence, [part.from, by]);
    }
}

/// What the acquirer made of it.
fn given_back(case: &Case<'_>, sale: &Txn<'_>, out: &mut Findings) {
    let booked = case.given_back(sale, Book::Acquirer);
    let parts = || case.parts_of(sale);
    let done = parts().any(|part| part.yes.is_some());
    if (booked != 0 || done) && !parts().any(|part| case.back_fen(part) == Some(booked)) {
        let sentence = format!("the acquirer gave {} of {} back in part", yuan(booked), sale.name());
        let sent = parts().flat_map(|part| case.part_sends(part).map(|r| r.n));
        out.bench(sentence, sent.chain(case.posted_at(sale)));
    }
}
