//! `void.rightful`: whole amount, same card, terminal and batch, once, with the supervisor.
//!
//! What the terminal can know is its own doing even if the host refuses; what only the host can know is the
//! host's, if it books.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Kind, Req, Txn},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "void.rightful",
    sentence: "a void takes back the whole of a sale of this terminal and batch, once, with the supervisor's word",
    checks: "each void that was sent: that it names a sale of this terminal and batch with its whole amount, that the \
             terminal has not voided or reversed that sale itself, that a supervisor confirmed where the practice \
             asks for it; each void that was booked: that the card is the sale's",
    does_not_check: "voids that the terminal refuses though they would be right; the day, which the host knows",
};

pub(super) struct Rightful;

impl Rule for Rightful {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for void in case.txns.iter().filter(|t| t.kind == Kind::Void && !t.in_reprint) {
            let Some(request) = case.sends(void).next() else {
                continue;
            };
            if case.profile.terminal.void.supervisor && !is_confirmed(case, request) {
                out.terminal(
                    format!("{} was sent and no supervisor had confirmed it", void.name()),
                    [request.n],
                );
            }
            if let Some(batch) = request.note.field("61.1").filter(|batch| *batch != void.key.batch) {
                let own = &void.key.batch;
                let sentence =
                    format!("{} takes back a sale of batch {batch}; the batch is {own}", void.name());
                out.terminal(sentence, [request.n]);
                continue;
            }
            match case.voided_by(void) {
                Some(sale) => original(case, void, sale, request, out),
                None => {
                    let named = request.note.field("61.2").unwrap_or("nothing");
                    let sentence =
                        format!("{} names {named}, which is no sale of this terminal", void.name());
                    out.terminal(sentence, [request.n]);
                }
            }
        }
    }
}

/// Whether a supervisor confirmed in the attempt of a request and before it.
pub(super) fn is_confirmed(case: &Case<'_>, request: &Req<'_>) -> bool {
    let from = request.attempt.and_then(|i| case.attempts.get(i)).map_or(0, |a| a.n);
    case.between(from, request.n, |e| matches!(e, journal::Event::SupervisorConfirmed)).is_some()
}

fn original(case: &Case<'_>, void: &Txn<'_>, sale: &Txn<'_>, request: &Req<'_>, out: &mut Findings) {
    if void.amount_fen != sale.amount_fen {
        let sentence = format!("{} takes back {} of {}", void.name(), yuan(void.amount_fen), sale.name());
        out.terminal(sentence, [sale.n, request.n]);
    }
    let known_undone = |t: &Txn<'_>| {
        let claimed = case.words_of(t).find(|w| w.said.is_claim() && w.n < request.n).map(|w| w.n);
        claimed.filter(|_| case.reversals(t).all(|r| r.n > request.n))
    };
    let mut earlier = case.txns.iter().filter(|t| {
        t.kind == Kind::Void && t.n < void.n && case.voided_by(t).is_some_and(|s| s.key == sale.key)
    });
    if let Some(n) = earlier.find_map(known_undone) {
        out.terminal(
            format!("{} takes back {}, which was voided already", void.name(), sale.name()),
            [sale.n, n, request.n],
        );
    }
    if let Some(n) = case.settled_at(sale).filter(|n| *n < request.n) {
        let sentence = format!("{} takes back {}, which was reversed already", void.name(), sale.name());
        out.terminal(sentence, [sale.n, n, request.n]);
    }
    let card = |t: &Txn<'_>| case.sends(t).find_map(|r| r.note.card.clone());
    if let (Some(asked), Some(of)) = (card(void), card(sale))
        && asked != of
        && case.was_posted(void, Book::Acquirer)
    {
        let sentence = format!("{} was booked against another card than {}", void.name(), sale.name());
        out.bench(sentence, [vec![sale.n, request.n], case.posted_at(void)].concat());
    }
}
