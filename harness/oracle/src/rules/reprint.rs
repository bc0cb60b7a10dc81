//! `reprint.moves-no-money`. Owns every financial request that is sent while only a reprint was asked for; no
//! other rule looks at such a request.

use crate::{
    RuleInfo,
    case::Case,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reprint.moves-no-money",
    sentence: "a reprint moves no money",
    checks: "no sale, void or refund is sent during a reprint, under a new identity or an old one",
    does_not_check: "reversals, which may wait for any occasion; what the reprint says (claim.paper)",
};

pub(super) struct Reprint;

impl Rule for Reprint {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for request in case.reqs.iter().filter(|r| r.kind().is_some_and(crate::case::Kind::is_financial)) {
            let Some(intent) = request.note.intent.filter(|_| request.in_reprint) else {
                continue;
            };
            let ordered = case.intents.get(&intent).map(|i| i.n);
            let own = case.txns.iter().find(|t| t.in_reprint && *t.key == request.note.key);
            let posted = own.map(|t| case.posted_at(t)).unwrap_or_default();
            let sentence = format!("a {} ({}) was sent for a reprint", request.note.class, request.stan());
            out.terminal(sentence, [request.n].into_iter().chain(ordered).chain(posted));
        }
    }
}
