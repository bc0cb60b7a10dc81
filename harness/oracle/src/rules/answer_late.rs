//! `answer.late`: an approval that comes too late, or to another question, approves nothing.
//!
//! Owns every claim that rests on one, whatever the books say in the end.

use crate::{
    RuleInfo,
    case::{Basis, Case, Said},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "answer.late",
    sentence: "a late answer is never an approval, nor is an answer to another request",
    checks: "each claim on screen or paper: that an approval of its own request had reached the terminal before the \
             terminal gave up on it",
    does_not_check: "claims without any approval (claim.screen, claim.paper) or on an unproven one (answer.proven); \
                     what the terminal does with a late decline",
};

pub(super) struct Late;

impl Rule for Late {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut found: Vec<Option<usize>> = Vec::new();
        for word in case.words.iter().filter(|w| w.said.is_claim()) {
            let Some(txn) = case.meant(word).filter(|t| !t.is_reused) else {
                continue;
            };
            let (answer, what) = match case.basis(word) {
                Basis::Late(n) => (n, "an approval that came after the terminal had given up on it"),
                Basis::Foreign(n) => (n, "an approval of another request"),
                _ => continue,
            };
            // One misdeed: the slip says again what the screen said.
            if found.contains(&word.txn) {
                continue;
            }
            found.push(word.txn);
            let where_ = if word.said == Said::Slip { "a slip" } else { "the screen" };
            let sentence = format!("{where_} claims {} on {what}", txn.name());
            let gave_up = case.gave_up(txn).filter(|n| *n < answer);
            out.terminal(sentence, [txn.n, answer, word.n].into_iter().chain(gave_up));
        }
    }
}
