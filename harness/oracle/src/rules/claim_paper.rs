//! `claim.paper`: slips against the books, and the mark on duplicates.
//!
//! Only complete slips on which something can be read are claims. What an approved screen misclaims in the same
//! words is `claim.screen`'s.

use std::collections::BTreeMap;

use journal::Copy;

use super::claim::misclaim;
use crate::{
    RuleInfo,
    case::{Case, Said, Word},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "claim.paper",
    sentence: "a slip says what the books say, and every print after the first of a copy is marked as a duplicate",
    checks: "each complete slip of a sale, void or refund against the transaction that it names in both books; the \
             duplicate mark of each further print of the same copy",
    does_not_check: "broken or blank slips; whether a slip came out at all; a misclaim that the screen made first \
                     (claim.screen); claims on late, foreign or unproven answers (answer.*); what was reversed \
                     (reversal.not-claimed)",
};

pub(super) struct ClaimPaper;

impl Rule for ClaimPaper {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut prints: BTreeMap<(usize, &str), u64> = BTreeMap::new();
        for word in case.words.iter().filter(|w| w.said == Said::Slip) {
            let Some(slip) = word.slip else { continue };
            if let Some((what, evidence)) = misclaim(case, word).filter(|_| !is_on_screen(case, word)) {
                out.terminal(format!("a slip claims {what}"), evidence);
            }
            let Some(txn) = word.txn.filter(|_| word.trace.is_some()) else {
                continue;
            };
            let first = prints.entry((txn, copy(slip.copy))).or_insert(word.n);
            if *first != word.n && !slip.duplicate {
                let name = case.meant(word).map(crate::case::Txn::name).unwrap_or_default();
                let sentence =
                    format!("the {} of {name} was printed again without a duplicate mark", copy(slip.copy));
                out.terminal(sentence, [*first, word.n]);
            }
        }
    }
}

/// Whether a screen claimed the same wrong thing.
fn is_on_screen(case: &Case<'_>, slip: &Word<'_>) -> bool {
    let same = |w: &&Word<'_>| {
        w.said.is_claim()
            && w.said != Said::Slip
            && w.txn == slip.txn
            && (slip.txn.is_some() || w.trace.is_none() || w.trace == slip.trace)
            && (w.amount_fen.is_none() || w.amount_fen == slip.amount_fen)
    };
    case.words.iter().filter(same).any(|w| misclaim(case, w).is_some())
}

fn copy(copy: Copy) -> &'static str {
    match copy {
        Copy::Merchant => "merchant's copy",
        Copy::Cardholder => "cardholder's copy",
        Copy::Unmarked => "slip",
    }
}
