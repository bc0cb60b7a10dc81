//! `guarantee.ends-once`: a pre-authorisation is voided or completed, once.
//!
//! It owns what the terminal sends about a pre-authorisation that it made itself; one of another terminal the host alone
//! knows. That an end goes back to the one that was ordered is `order.moves-only-what-was-asked`'s.

use journal::Book;

use super::void_rightful::is_confirmed;
use crate::{
    RuleInfo,
    case::{Case, Kind, Txn, ends_guarantee},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "guarantee.ends-once",
    sentence: "a pre-authorisation ends once: voided as a whole, or completed, on its own card, with the supervisor's word",
    checks: "each void and completion of a pre-authorisation that was sent: that a supervisor confirmed where the \
             practice asks for it, and, of one that this terminal made, that it had not ended it before, that the card \
             is the same, and that a void takes the whole; at rest that no book sets free more than was set aside",
    does_not_check: "pre-authorisations of other terminals; how much a completion may take, and until when (the host's \
                     word); what is still set aside though nobody claims it (doubt.resolved)",
};

pub(super) struct Ends;

impl Rule for Ends {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for end in case.txns.iter().filter(|t| ends_guarantee(t.kind) && !t.unasked && !t.is_reused) {
            let Some(request) = case.sends(end).next() else { continue };
            if case.profile.terminal.pre_auth.supervisor.get() && !is_confirmed(case, request) {
                let sentence = format!("{} was sent and no supervisor had confirmed it", end.name());
                out.terminal(sentence, [request.n]);
            }
            if let Some(held) = case.named_by(end) {
                rightful(case, end, held, out);
            }
        }
        for held in case.txns.iter().filter(|t| t.kind == Kind::PreAuth) {
            never_below(case, held, out);
        }
    }
}

const ENDS: [Kind; 3] = [Kind::PreAuthVoid, Kind::Completion, Kind::CompletionAdvice];

fn rightful(case: &Case<'_>, end: &Txn<'_>, held: &Txn<'_>, out: &mut Findings) {
    if end.kind == Kind::PreAuthVoid && end.amount_fen != held.amount_fen {
        let sentence = format!("{} takes back {} of {}", end.name(), yuan(end.amount_fen), held.name());
        out.terminal(sentence, [held.n, end.n]);
    }
    let before = ENDS.into_iter().flat_map(|kind| case.known_returns(held, end, kind));
    // A completion that was voided ended nothing.
    let earlier = before.filter(|t| case.known_returns(t, end, Kind::CompletionVoid).is_empty());
    for earlier in earlier.take(1) {
        let claimed = case.claimed_before(earlier, end.n);
        let sentence =
            format!("{} was sent, and {} had ended {} already", end.name(), earlier.name(), held.name());
        out.terminal(sentence, [held.n, earlier.n].into_iter().chain(claimed).chain([end.n]));
    }
    let card = |t: &Txn<'_>| case.sends(t).find_map(|r| r.note.card.clone());
    let presented = end.intent.and_then(|i| case.intents.get(&i)).and_then(|i| i.card);
    if let (Some(asked), Some(of)) = (card(end), card(held))
        && asked != of
        // One that was never presented is `order.moves-only-what-was-asked`'s.
        && presented.is_none_or(|card| card == asked)
    {
        let sentence = format!("{} was sent with another card than {}", end.name(), held.name());
        out.terminal(sentence, [held.n, end.n]);
    }
}

/// What ends of a pre-authorisation set free, by a book, against what it set aside.
fn never_below(case: &Case<'_>, held: &Txn<'_>, out: &mut Findings) {
    for book in [Book::Acquirer, Book::Issuer] {
        let ends: Vec<&Txn<'_>> = ENDS.into_iter().flat_map(|kind| case.returns_of(held, kind)).collect();
        let voids = ends.iter().flat_map(|end| case.returns_of(end, Kind::CompletionVoid));
        let all: Vec<&Txn<'_>> = ends.iter().copied().chain(voids).collect();
        let left = case.held(held, book).saturating_add(total(all.iter().map(|t| case.held(t, book))));
        if left < 0 {
            let evidence = all.iter().flat_map(|t| case.posted_at(t)).chain([held.n]);
            let sentence = format!(
                "{} is set free for {} more than was set aside",
                held.name(),
                yuan(left.saturating_neg())
            );
            out.bench(sentence, evidence);
        }
    }
}
