//! `advice.told`: what stands by the terminal's own word, and whether the host was told of it.
//!
//! It owns completions by advice and offline sales from the claim at the counter to the host's answer. That a completion ends one
//! pre-authorisation, once, is `guarantee.ends-once`'s; that they are what was ordered, `order.moves-only-what-was-asked`'s.

use std::collections::BTreeMap;

use journal::{Book, Event};

use crate::{
    RuleInfo,
    case::{Ans, Case, Kind, Proof, Req, Said, TRY_AGAIN, Txn, Word},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "advice.told",
    sentence: "what stands without the host's word is told to it, until it has answered, and before a batch is settled",
    checks: "each completion by advice and offline sale that screen or paper claims: that it was told, or tried, in each later order that \
             sent a request for money, until a right answer came; that no settlement, of its batch or a later one, went \
             before that answer; that one which the host refused for good was given over to the operator; that one which is booked \
             was claimed",
    does_not_check: "when it is told while no other order goes out; the repeat after a restart without an order",
};

pub(super) struct Told;

impl Rule for Told {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut claims: BTreeMap<Option<&str>, &Word<'_>> = BTreeMap::new();
        let advised = |w: &&Word<'_>| w.kind.is_some_and(Kind::is_told_afterwards) && w.said.is_claim();
        for word in case.words.iter().filter(advised) {
            claims.entry(word.trace).or_insert(word);
        }
        for word in claims.into_values() {
            passed_over(case, word, out);
        }
        for txn in case.txns.iter().filter(|t| t.kind.is_told_afterwards() && !t.unasked && !t.is_reused) {
            told_of_its_end(case, txn, out);
        }
    }
}

/// An order that went out, or a batch that was settled, over something that the host had not been told.
fn passed_over(case: &Case<'_>, word: &Word<'_>, out: &mut Findings) {
    let own = case.meant(word);
    let answered = own.and_then(|txn| answered_at(case, txn));
    let given_over = own.and_then(|txn| open_at(case, txn));
    let end = [answered, given_over].into_iter().flatten().min().unwrap_or(u64::MAX);
    let later = || case.reqs.iter().filter(|r| r.sent > word.n && r.n < end);
    let name = || {
        let trace = word.trace.unwrap_or("without a trace number");
        let kind = word.kind.map_or("transaction", Kind::name);
        own.map_or_else(|| format!("{kind} ({trace})"), Txn::name)
    };
    if let Some(ask) = later().find(|r| r.note.class == Kind::Settlement.name()) {
        let sentence = format!("batch {} was settled before the host knew of {}", ask.note.key.batch, name());
        return out.terminal(sentence, [word.n, ask.n].into_iter().chain(answered));
    }
    // A wallet order that is to be settled goes first, and so does an older advice.
    let first = |k: Kind| k.is_wallet() || k.is_told_afterwards();
    let moves = |r: &&Req<'_>| r.kind().is_some_and(|k| k.is_financial() && !first(k));
    let untried = |r: &&Req<'_>| r.attempt != case.attempt_at(word.n) && !is_tried(case, r);
    if let Some(order) = later().filter(moves).find(untried) {
        let sentence = format!("{} was not told to the host, and a new request went out", name());
        out.terminal(sentence, [word.n, order.n].into_iter().chain(own.map(|t| t.n)));
    }
}

/// Whether the terminal tried to tell, in the attempt of another request and before it: this one or an older one, behind
/// which this one waits, stayed without its answer, or there was no line or no key for it.
fn is_tried(case: &Case<'_>, order: &Req<'_>) -> bool {
    let begun = begun(case, order);
    let ends = |(n, answer, proof): &(u64, &Ans<'_>, Proof)| {
        *n < order.n && (*proof == Proof::Approval || is_final_refusal(answer, *proof))
    };
    let unanswered = |r: &&Req<'_>| {
        r.n > begun
            && r.n < order.n
            && r.kind().is_some_and(Kind::is_told_afterwards)
            && !r.heard().iter().any(ends)
    };
    case.reqs.iter().any(|r| unanswered(&r)) || is_hindered(case, order, Kind::is_told_afterwards)
}

/// Entry with which the attempt of a request began.
pub(super) fn begun(case: &Case<'_>, order: &Req<'_>) -> u64 {
    order.attempt.and_then(|i| case.attempts.get(i)).map_or(0, |a| a.n)
}

/// Whether something kept the terminal from telling, in the attempt of another request and before it: a frame of a
/// kind that tells was lost, or there was no line or no key for one.
pub(super) fn is_hindered(case: &Case<'_>, order: &Req<'_>, tells: fn(Kind) -> bool) -> bool {
    let begun = begun(case, order);
    let hindered =
        |e: &Event| matches!(e, Event::NotConnected | Event::Lost(_)) || is_class(e, Kind::SignOn.name());
    case.lines.lost_between(begun, order.n).any(|s| Kind::named(s.class).is_some_and(tells))
        || case.between(begun, order.n, hindered).is_some()
}

fn is_class(event: &Event, class: &str) -> bool {
    matches!(event, Event::Request(note) if note.class == class)
}

/// Whether an answer refuses it for good.
pub(super) fn is_final_refusal(answer: &Ans<'_>, proof: Proof) -> bool {
    proof == Proof::Decline && !TRY_AGAIN.contains(&answer.code)
}

/// Entry with which the terminal learnt that the host has taken it, or never will.
fn answered_at(case: &Case<'_>, txn: &Txn<'_>) -> Option<u64> {
    let heard = case.sends(txn).flat_map(Req::heard);
    let right =
        heard.filter(|(_, answer, proof)| *proof == Proof::Approval || is_final_refusal(answer, *proof));
    right.map(|(n, ..)| n).min()
}

/// Entry with which it was given over to the operator.
fn open_at(case: &Case<'_>, txn: &Txn<'_>) -> Option<u64> {
    case.words_of(txn).find(|w| matches!(w.said, Said::DeclaredOpen | Said::NotDone)).map(|w| w.n)
}

/// What was refused was given over; what is booked was claimed.
fn told_of_its_end(case: &Case<'_>, txn: &Txn<'_>, out: &mut Findings) {
    let mut heard = case.sends(txn).flat_map(Req::heard);
    if let Some((n, answer, _)) = heard.find(|(_, answer, proof)| is_final_refusal(answer, *proof)) {
        let told = case.words_of(txn).any(|w| w.n > n && !w.said.is_claim());
        // Without keys no answer can be believed.
        if !told
            && !case.is_dark()
            && case.keys_gone_at(case.last).is_none_or(|gone| case.at(gone) > case.at(n))
        {
            let sentence =
                format!("{} was refused by the host with {}, and nobody was told", txn.name(), answer.code);
            out.terminal(sentence, [txn.n, n, case.last]);
        }
        return;
    }
    let claimed = case.words_of(txn).any(|w| w.said.is_claim());
    if case.stands(txn, Book::Acquirer) && !claimed && open_at(case, txn).is_none() && !case.is_dark() {
        let evidence = [vec![txn.n], case.posted_at(txn)].concat();
        out.terminal(format!("{} is booked, and nobody was told of it", txn.name()), evidence);
    }
}
