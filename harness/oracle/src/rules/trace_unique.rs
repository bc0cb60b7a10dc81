//! `trace.unique`: new requests have new, rising trace numbers.
//!
//! Owns a number that comes again in a later attempt; within one attempt it is `wire.duplicate`'s. No other rule
//! looks at a transaction whose number was used twice, since two of them hide behind one identity.

use std::collections::BTreeMap;

use crate::{
    RuleInfo,
    case::{Case, Kind, Req},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "trace.unique",
    sentence: "trace numbers of new requests are unique in their batch and rise",
    checks: "F11 of each new sale, void, refund, balance and query against those before it in the batch; 000001 \
             follows 999999",
    does_not_check: "sign-ons, reversals and identical repeats of a refund, which carry old numbers; gaps",
};

pub(super) struct Unique;

impl Rule for Unique {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut seen: BTreeMap<(&str, &str), Vec<&Req<'_>>> = BTreeMap::new();
        for request in case.reqs.iter().filter(|r| r.kind().is_some() && !r.in_reprint) {
            let key = &request.note.key;
            let batch = seen.entry((&key.terminal, &key.batch)).or_default();
            if let Some(earlier) = batch.iter().find(|r| r.stan() == request.stan()) {
                let retry = request.kind() == Some(Kind::Refund) && is_same(earlier, request);
                if !retry && (earlier.attempt != request.attempt || earlier.kind() != request.kind()) {
                    let sentence =
                        format!("trace number {} was used for two requests of one batch", request.stan());
                    out.terminal(sentence, [earlier.n, request.n]);
                }
                continue;
            }
            if let Some(last) = batch.last().filter(|last| !follows(last.stan(), request.stan())) {
                let sentence = format!("trace number {} came after {}", request.stan(), last.stan());
                out.terminal(sentence, [last.n, request.n]);
            }
            if let Some(n) = named_before(case, request) {
                let sentence =
                    format!("trace number {} was used again after a reversal had named it", request.stan());
                out.terminal(sentence, [n, request.n]);
            }
            batch.push(request);
        }
    }
}

/// The reversal, of an earlier attempt, that named a request's identity before it was ever sent.
fn named_before(case: &Case<'_>, request: &Req<'_>) -> Option<u64> {
    let names = |r: &&Req<'_>| r.is_reversal() && r.note.key == request.note.key && r.n < request.n;
    case.reqs.iter().filter(names).find(|r| r.attempt < request.attempt).map(|r| r.n)
}

fn is_same(one: &Req<'_>, other: &Req<'_>) -> bool {
    one.kind() == other.kind()
        && one.note.amount_fen == other.note.amount_fen
        && one.note.card == other.note.card
}

/// Whether a number rises, round the end.
fn follows(earlier: &str, later: &str) -> bool {
    match (earlier.parse::<i64>(), later.parse::<i64>()) {
        (Ok(earlier), Ok(later)) => (1..500_000).contains(&(later - earlier).rem_euclid(999_999)),
        _ => true,
    }
}
