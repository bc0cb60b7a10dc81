//! `order.moves-only-what-was-asked`. Owns every financial request that the order in hand did not ask for; no
//! other rule looks at such a request.

use crate::{
    RuleInfo,
    case::{Case, Intent, Kind, Req},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "order.moves-only-what-was-asked",
    sentence: "an order moves the money that it asks for and no other",
    checks: "each request for money that was sent: that an order of its kind was in hand; of voids, refunds and \
             completions, that they go back to what was ordered, with the amount that was ordered and the card that was \
             presented",
    does_not_check: "reversals, which may wait for any occasion; amount and card of a sale or pre-authorisation (intent.charged-once); the \
                     repeat of a refund under its identity, be nobody there or another order in hand (absence.bounded, where \
                     it is demanded)",
};

pub(super) struct Asked;

impl Rule for Asked {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for request in &case.reqs {
            let Some(kind) = request.kind().filter(|k| k.is_financial()) else {
                continue;
            };
            if request.unasked && kind == Kind::WalletCancel {
                // The terminal closes what is in doubt; whether it may, `wallet.queried-not-reversed` says.
                continue;
            }
            if request.unasked {
                let in_hand = request.note.intent.and_then(|i| case.intents.get(&i));
                unasked(case, request, kind, in_hand, out);
                continue;
            }
            // What comes again of an earlier order is measured by that one.
            let own = request.intent.and_then(|i| case.intents.get(&i));
            if let Some(own) = own.filter(|_| !kind.is_first() && !kind.is_wallet_payment()) {
                differs(case, request, kind, own, out);
            }
        }
    }
}

fn unasked(case: &Case<'_>, request: &Req<'_>, kind: Kind, intent: Option<&Intent<'_>>, out: &mut Findings) {
    let own = case.find(kind, &request.note.key).filter(|t| t.unasked);
    let posted = own.map(|t| case.posted_at(t)).unwrap_or_default();
    let what = match intent {
        Some(intent) => format!("for {}", intent.name()),
        None => "with no order in hand".to_owned(),
    };
    let sentence = format!("a {} ({}) was sent {what}", kind.name(), request.stan());
    out.terminal(sentence, [request.n].into_iter().chain(intent.map(|i| i.n)).chain(posted));
}

/// What of a void, refund or completion is not as ordered.
fn differs(case: &Case<'_>, request: &Req<'_>, kind: Kind, intent: &Intent<'_>, out: &mut Findings) {
    let Some(own) = case.find(kind, &request.note.key).filter(|t| !t.is_reused) else {
        return;
    };
    let mut wrong: Vec<String> = Vec::new();
    if let (Some(asked), Some(sent)) = (intent.amount_fen, request.note.amount_fen)
        && asked != sent
    {
        wrong.push(format!("{} was ordered", yuan(asked)));
    }
    let named = if kind == Kind::Refund { case.refunded_by(own) } else { case.named_by(own) };
    if let (Some(of), Some(sale)) = (intent.of, named.filter(|s| !s.is_reused))
        && !case.of_intent(of).any(|t| t.index == sale.index)
    {
        wrong.push(format!("it goes back to {}, which is not the one that was ordered", sale.name()));
    }
    if let (Some(asked), Some(sent)) = (intent.card, request.note.card.as_deref())
        && asked != sent
    {
        wrong.push("another card was presented".to_owned());
    }
    if !wrong.is_empty() {
        let sentence = format!("{} was sent, and {}", own.name(), wrong.join(", and "));
        out.terminal(sentence, [intent.n, request.n]);
    }
}
