//! `keys.gone`: a terminal that was opened does no business.
//!
//! What it owes from before stays open meanwhile; that it is told and settled in the end is asked by the rules of
//! doubt.

use std::collections::BTreeSet;

use crate::{
    RuleInfo,
    case::{Case, Heard, Kind, Proof},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "keys.gone",
    sentence: "a terminal whose keys are gone sends no financial message and believes no answer",
    checks: "each message that left the terminal between the loss of its master key and the next loading of one: that it \
             is a sign-on, a sign-off or a test of the line; each claim made in that time: that its approval had come \
             before",
    does_not_check: "what happens at the very instant at which the keys go; whether the terminal noticed by itself; \
                     what it still holds in memory",
};

pub(super) struct Gone;

impl Rule for Gone {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for (n, class) in sent(case) {
            let harmless = matches!(Kind::named(class), Some(Kind::SignOn | Kind::SignOff | Kind::Echo));
            if let Some(gone) = case.keys_gone_at(n).filter(|_| !harmless) {
                out.terminal(format!("a {class} left the terminal though its keys were gone"), [gone, n]);
            }
        }
        let mut found = BTreeSet::new();
        for word in case.words.iter().filter(|w| w.said.is_claim()) {
            let Some(txn) = case.meant(word) else { continue };
            let Heard::Answer { n, proof: Proof::Approval } = case.heard(txn) else { continue };
            let Some(gone) = case.keys_gone_at(n).filter(|gone| case.keys_gone_at(word.n) == Some(*gone))
            else {
                continue;
            };
            if found.insert(txn.index) {
                let sentence = format!(
                    "{} is claimed on an answer that nobody could check, the keys being gone",
                    txn.name()
                );
                out.terminal(sentence, [gone, n, word.n]);
            }
        }
    }
}

/// What left the terminal, with its class; where the bench sees no frames, what the host took.
fn sent<'c>(case: &'c Case<'_>) -> Vec<(u64, &'c str)> {
    if case.lines.sees_frames {
        return case.lines.left.clone();
    }
    case.reqs.iter().map(|r| (r.sent, r.note.class.as_str())).collect()
}
