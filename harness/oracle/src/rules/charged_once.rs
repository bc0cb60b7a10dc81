//! `intent.charged-once`. Owns every double charge within one intent; the other rules of doubt are silent then.
//!
//! It does not ask why there was a second charge, and not whether the first one was booked on both sides.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Intent, Txn},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "intent.charged-once",
    sentence: "a purchase intent charges its own card, once or not at all",
    checks: "the issuer's book: all sales (pre-authorisations, completions) of one intent, less their reversals and voids, \
             against the intent's amount; \
             that the card charged is the one that was presented for the intent",
    does_not_check: "sales that were rightly declined to the terminal (books.agree), sales under a practice that \
                     gives up (risk), refunds, and a second order for the same goods, which is an intent of its own",
};

pub(super) struct ChargedOnce;

impl Rule for ChargedOnce {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for intent in case.intents.values() {
            check(case, intent, out);
        }
    }
}

fn check(case: &Case<'_>, intent: &Intent<'_>, out: &mut Findings) {
    let charges = case.charges(intent.number);
    for charge in &charges {
        let charged = case.sends(charge).find_map(|send| send.note.card.as_deref());
        if charged.is_some() && intent.card.is_some() && charged != intent.card {
            let sentence =
                format!("{} presented a card, and {} charged another", intent.person, charge.name());
            let evidence: Vec<u64> =
                std::iter::once(intent.n).chain([charge.n]).chain(case.posted_at(charge)).collect();
            out.terminal(sentence, evidence);
        }
    }
    // What was taken back in part had been taken.
    let moved = |t: &&Txn<'_>| case.moved(t, Book::Issuer).saturating_add(case.given_back(t, Book::Issuer));
    let taken = total(charges.iter().map(moved));
    let evidence = charges.iter().flat_map(|t| [vec![t.n], case.posted_at(t)].concat());
    let evidence: Vec<u64> = std::iter::once(intent.n).chain(evidence).collect();
    if let [first, .., last] = charges.as_slice() {
        let traces: Vec<&str> = charges.iter().map(|t| t.key.stan.as_str()).collect();
        let sentence = format!(
            "{} wanted to pay once; {} {}s ({}) took {} in all",
            intent.person,
            charges.len(),
            first.kind,
            traces.join(", "),
            yuan(taken),
        );
        // Who was told that the first one stands and tries again buys twice.
        if case.is_wanted_twice(first, last) {
            out.bench(
                format!("{sentence}, though the terminal had said that the first one stands"),
                evidence,
            );
        } else {
            out.terminal(sentence, evidence);
        }
    } else if let ([only], Some(amount)) = (charges.as_slice(), intent.amount_fen) {
        let asked = only.amount_fen == amount;
        // What a part of nobody was told of, and nobody stands by, is for its reversal to undo.
        let undone = || !case.is_claimed(only) && (0..amount).contains(&taken);
        if taken == amount || (asked && (is_offered_part(case, only, taken) || undone())) {
            return;
        }
        let sentence =
            format!("{} wanted to pay {}; {} took {}", intent.person, yuan(amount), only.name(), yuan(taken));
        if asked { out.bench(sentence, evidence) } else { out.terminal(sentence, evidence) }
    }
}

/// Whether the host answered a sale with an approval of this part of it, be the answer heard or not.
fn is_offered_part(case: &Case<'_>, sale: &Txn<'_>, fen: i64) -> bool {
    case.sends(sale).flat_map(|r| &r.answers).any(|a| a.part_fen() == Some(fen))
}
