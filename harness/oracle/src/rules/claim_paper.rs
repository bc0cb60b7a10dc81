//! `claim.paper`: slips against the books, on paper or left at the acquirer, and the mark on duplicates.
//!
//! Only complete slips on which something can be read are claims. What an approved screen misclaims in the same
//! words is `claim.screen`'s.

use std::collections::BTreeMap;

use journal::{Copy, Event};

use super::claim::misclaim;
use crate::{
    RuleInfo,
    case::{Case, Said, Word, kind_of},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "claim.paper",
    sentence: "a slip says what the books say, on paper or left at the acquirer, and every print after the first of a \
               copy is marked as a duplicate",
    checks: "each complete slip of a sale, void or refund against the transaction that it names in both books; the \
             duplicate mark of each further print of the same copy; each electronic receipt against the transaction \
             that it is of, by kind and amount",
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
        for word in receipts(case) {
            if let Some((what, evidence)) = misclaim(case, &word) {
                out.terminal(format!("an electronic receipt claims {what}"), evidence);
            }
        }
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

/// What the acquirer told cardholders in the terminal's words.
fn receipts<'a>(case: &Case<'a>) -> Vec<Word<'a>> {
    let word = |entry: &'a journal::Entry| {
        let Event::ReceiptSent { key, transaction, amount_fen, .. } = &entry.event else {
            return None;
        };
        let kind = transaction.as_deref().and_then(kind_of);
        let txn = case.txns.iter().find(|t| Some(t.kind) == kind && t.key == key).map(|t| t.index);
        let (amount_fen, trace) = (Some(*amount_fen), Some(key.stan.as_str()));
        Some(Word { n: entry.n, said: Said::Slip, txn, kind, amount_fen, trace, slip: None })
    };
    case.record.entries().iter().filter_map(word).collect()
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
