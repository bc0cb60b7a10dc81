//! `trace.unique`: new requests have new, rising trace numbers.
//!
//! Owns a number that comes again in a later attempt; within one attempt it is `wire.duplicate`'s. No other rule
//! looks at a transaction whose number was used twice, since two of them hide behind one identity.

use std::collections::BTreeMap;

use journal::TxnKey;

use crate::{
    RuleInfo,
    case::{Case, Kind, Req, Said, is_repeatable, is_same},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "trace.unique",
    sentence: "trace numbers of new requests are unique in their batch and rise",
    checks: "F11 of each new sale, void, refund, balance and query against those before it in the batch; 000001 \
             follows 999999",
    does_not_check: "sign-ons, reversals, what is told afterwards, script advices and identical repeats of a refund, which \
                     carry old numbers; gaps",
};

pub(super) struct Unique;

impl Rule for Unique {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut seen: BTreeMap<(&str, &str), BTreeMap<&str, &Req<'_>>> = BTreeMap::new();
        let mut last_of: BTreeMap<(&str, &str), &Req<'_>> = BTreeMap::new();
        let named = named(case);
        for request in case.reqs.iter().filter(|r| r.kind().is_some() && !r.unasked) {
            let key = &request.note.key;
            let batch = (key.terminal.as_str(), key.batch.as_str());
            if let Some(earlier) = seen.entry(batch).or_default().get(request.stan()) {
                let retry = request.kind().is_some_and(is_repeatable) && is_same(earlier, request);
                if !retry && (earlier.attempt != request.attempt || earlier.kind() != request.kind()) {
                    let sentence =
                        format!("trace number {} was used for two requests of one batch", request.stan());
                    out.terminal(sentence, [earlier.n, request.n]);
                }
                continue;
            }
            let told = request.kind().is_some_and(|k| k.is_told_afterwards() || k == Kind::ScriptAdvice);
            if told || was_lost_before(case, request) {
                seen.entry(batch).or_default().insert(request.stan(), request);
                continue;
            }
            if let Some(last) = last_of.get(&batch).filter(|last| !follows(last.stan(), request.stan())) {
                let sentence = format!("trace number {} came after {}", request.stan(), last.stan());
                out.terminal(sentence, [last.n, request.n]);
            }
            let before = |r: &&&Req<'_>| r.n < request.n && r.attempt < request.attempt;
            if let Some(n) = named.get(key).filter(before).map(|r| r.n) {
                let sentence =
                    format!("trace number {} was used again after a reversal had named it", request.stan());
                out.terminal(sentence, [n, request.n]);
            }
            seen.entry(batch).or_default().insert(request.stan(), request);
            last_of.insert(batch, request);
        }
    }
}

/// Whether a refund was tried before and never reached the host: sent in another attempt at the same order and lost on
/// the way, or called open on the screen under this number; or, to a wallet, kept back by a cut. This may be its repeat, which carries the old number.
fn was_lost_before(case: &Case<'_>, request: &Req<'_>) -> bool {
    let same_order = |n: u64| {
        let intent = case.intent_at(n);
        case.attempt_at(n) != request.attempt && intent.is_some() && intent == request.note.intent
    };
    let called_open = |w: &crate::case::Word<'_>| {
        let open = matches!(w.said, Said::DeclaredOpen | Said::InDoubt);
        open && w.n < request.n && w.trace == Some(request.stan())
    };
    let of_a_wallet = |s: &&crate::case::Stray<'_>| s.class == request.note.class && s.n < request.n;
    let seen_through = matches!(request.kind(), Some(Kind::WalletRefund | Kind::WalletCancel));
    // What goes back to a wallet is saved before it is sent, and seen through after a cut.
    let began = request.attempt.and_then(|i| case.attempts.get(i)).map_or(request.n, |a| a.n);
    let was_cut = || case.cut_between(began, request.sent).is_some();
    if seen_through && (was_cut() || case.lines.strays.iter().any(|s| of_a_wallet(&s))) {
        return true;
    }
    request.kind() == Some(Kind::Refund)
        && (case.lines.strays.iter().any(|s| s.class == "refund" && s.n < request.n && same_order(s.n))
            || case.words.iter().any(called_open))
}

/// The first reversal that named each identity.
fn named<'c>(case: &'c Case<'_>) -> BTreeMap<&'c TxnKey, &'c Req<'c>> {
    let mut named = BTreeMap::new();
    for reversal in case.reqs.iter().filter(|r| r.is_reversal()) {
        named.entry(&reversal.note.key).or_insert(reversal);
    }
    named
}

/// Whether a number rises, round the end.
fn follows(earlier: &str, later: &str) -> bool {
    match (earlier.parse::<i64>(), later.parse::<i64>()) {
        (Ok(earlier), Ok(later)) => {
            (1..500_000).contains(&(i128::from(later) - i128::from(earlier)).rem_euclid(999_999))
        }
        _ => true,
    }
}
