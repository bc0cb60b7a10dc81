//! `answer.proven`: an answer that proves nothing settles nothing.
//!
//! Owns claims on an unproven approval, and bookings left alone because of an unproven decline. A booking left
//! alone after an unproven *approval* that nobody claims is `doubt.resolved`'s.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Basis, Case, Said, Undo},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "answer.proven",
    sentence: "an answer whose MAC or echo is wrong is neither an approval nor a decline",
    checks: "each claim: that its approval had a right MAC and echoed F3, F4, F11, F41 and F42; each booked sale or \
             void that was answered with an unproven decline: that its reversal was sent",
    does_not_check: "MACs by computing them: the record holds what the host did to its answers; what the practice \
                     deletes on such an answer (risk)",
};

pub(super) struct Proven;

impl Rule for Proven {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let mut found: Vec<Option<usize>> = Vec::new();
        for word in case.words.iter().filter(|w| w.said.is_claim()) {
            let (Some(txn), Basis::Unproven(answer)) = (case.meant(word), case.basis(word)) else {
                continue;
            };
            if txn.is_reused || found.contains(&word.txn) {
                continue;
            }
            found.push(word.txn);
            let place = if word.said == Said::Slip { "a slip" } else { "the screen" };
            let sentence =
                format!("{place} claims {} on an approval whose MAC or echo was wrong", txn.name());
            out.terminal(sentence, [txn.n, answer, word.n]);
        }
        for txn in &case.txns {
            let Some(answer) = case.unproven_decline(txn) else {
                continue;
            };
            let booked = [Book::Acquirer, Book::Issuer].into_iter().any(|book| case.stands(txn, book));
            if let Undo::Never { by } = case.undo(txn)
                && booked
                && !case.is_charged_twice(txn.intent)
            {
                let sentence = format!(
                    "{} is booked; a decline whose MAC or echo was wrong ended it for the terminal",
                    txn.name()
                );
                out.terminal(
                    sentence,
                    [vec![txn.n, answer], case.posted_at(txn)].concat().into_iter().chain(by),
                );
            }
        }
    }
}
