//! `void.rightful`: whole amount, same card, terminal and batch, once, with the supervisor.
//!
//! What the terminal can know is its own doing even if the host refuses; what only the host can know is the
//! host's, if it books.

use wire::Place;

use crate::{
    RuleInfo,
    case::{Case, Kind, Req, Txn, is_void},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "void.rightful",
    sentence: "a void takes back the whole of a sale, or completion, of this terminal and batch, once, with the supervisor's word",
    checks: "each void that was sent: that it names a sale of this terminal and batch with its whole amount, as far as \
             it was approved, that the card is the sale's, that the terminal has not voided or reversed that sale itself, that a supervisor \
             confirmed where the practice asks for it",
    does_not_check: "voids that the terminal refuses though they would be right; the day (returns.conserve)",
};

pub(super) struct Rightful;

impl Rule for Rightful {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for void in case.txns.iter().filter(|t| is_void(t.kind) && !t.unasked) {
            let Some(request) = case.sends(void).next() else {
                continue;
            };
            if supervisor(case, void) && !is_confirmed(case, request) {
                out.terminal(
                    format!("{} was sent and no supervisor had confirmed it", void.name()),
                    [request.n],
                );
            }
            if let Some(batch) =
                case.placed(request.note, Place::OriginalBatch).filter(|b| *b != void.key.batch)
            {
                let (own, what) = (&void.key.batch, followed(void));
                let sentence =
                    format!("{} takes back a {what} of batch {batch}; the batch is {own}", void.name());
                out.terminal(sentence, [request.n]);
                continue;
            }
            match case.named_by(void) {
                Some(sale) => original(case, void, sale, request, out),
                None => {
                    let named = case.placed(request.note, Place::OriginalTrace).unwrap_or("nothing");
                    let sentence = format!(
                        "{} names {named}, which is no {} of this terminal",
                        void.name(),
                        followed(void)
                    );
                    out.terminal(sentence, [request.n]);
                }
            }
        }
    }
}

/// Whether the practice wants a supervisor's word for it.
fn supervisor(case: &Case<'_>, void: &Txn<'_>) -> bool {
    let practice = &case.profile.terminal;
    let practice = if void.kind == Kind::Void { &practice.void } else { &practice.pre_auth };
    practice.supervisor.get()
}

/// Whether a supervisor confirmed in the attempt of a request and before it.
pub(super) fn is_confirmed(case: &Case<'_>, request: &Req<'_>) -> bool {
    let attempt = request.attempt.and_then(|i| case.attempts.get(i)).map_or(0, |a| a.n);
    let ordered = request.intent.and_then(|i| case.intents.get(&i)).map_or(0, |i| i.n);
    let from = if request.kind().is_some_and(Kind::is_told_afterwards) { ordered } else { attempt };
    case.between(from, request.n, |e| matches!(e, journal::Event::SupervisorConfirmed)).is_some()
}

/// What a void takes back.
fn followed(void: &Txn<'_>) -> &'static str {
    void.kind.follows().first().map_or("sale", |kind| kind.name())
}

fn original(case: &Case<'_>, void: &Txn<'_>, sale: &Txn<'_>, request: &Req<'_>, out: &mut Findings) {
    if void.amount_fen != case.amount_at(sale, request.sent) {
        let of = case.name_with_part(sale);
        let sentence = format!("{} takes back {} of {of}", void.name(), yuan(void.amount_fen));
        out.terminal(sentence, [sale.n, request.n]);
    }
    let earlier = case.known_returns(sale, void, void.kind);
    if let Some(n) = earlier.first().and_then(|t| case.claimed_before(t, void.n)) {
        out.terminal(
            format!("{} takes back {}, which was voided already", void.name(), sale.name()),
            [sale.n, n, request.n],
        );
    }
    if let Some(n) = case.settled_at(sale).filter(|n| *n < request.n) {
        let sentence = format!("{} takes back {}, which was reversed already", void.name(), sale.name());
        out.terminal(sentence, [sale.n, n, request.n]);
    }
    let presented = void.intent.and_then(|i| case.intents.get(&i)).and_then(|i| i.card);
    let card = |t: &Txn<'_>| case.sends(t).find_map(|r| r.note.card.clone());
    if let (Some(asked), Some(of)) = (card(void), card(sale))
        && asked != of
        // One that was never presented is `order.moves-only-what-was-asked`'s.
        && presented.is_none_or(|card| card == asked)
    {
        let sentence = format!("{} was sent with another card than {}", void.name(), sale.name());
        out.terminal(sentence, [vec![sale.n, request.n], case.posted_at(void)].concat());
    }
}
