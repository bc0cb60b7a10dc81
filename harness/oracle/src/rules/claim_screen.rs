//! `claim.screen`: approved screens against the books, and what the cashier is left to believe.
//!
//! Beliefs rest on screens, so that a belief is a finding of its own only where no other rule names its cause.

use journal::{Belief, Book};

use super::claim::misclaim;
use crate::{
    RuleInfo,
    case::{Case, Intent, Kind, Said, Txn, comes_to, kind_ordered},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "claim.screen",
    sentence: "the screen says what the books say, and leaves the cashier believing what is true",
    checks: "each approved and recovered-approved screen against the transaction that it names in both books; the \
             cashier's last belief of a sale, void or refund against what stands",
    does_not_check: "screens that name no transaction of money; claims on late, foreign or unproven answers \
                     (answer.*); what was reversed (reversal.not-claimed); what stands though nobody claims it \
                     (doubt.resolved); what stands by the terminal's own word, which the host may not know yet \
                     (advice.told)",
};

pub(super) struct ClaimScreen;

impl Rule for ClaimScreen {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let screens = case.words.iter().filter(|w| w.said.is_claim() && w.said != Said::Slip);
        for (word, (what, evidence)) in screens.filter_map(|w| Some((w, misclaim(case, w)?))) {
            let shown = if word.said == Said::Approved { "shows approved" } else { "shows as recovered" };
            out.terminal(format!("the screen {shown} {what}"), evidence);
        }
        for intent in case.intents.values() {
            believed(case, intent, out);
        }
    }
}

fn believed(case: &Case<'_>, intent: &Intent<'_>, out: &mut Findings) {
    let Some(kind) = kind_ordered(intent.order).filter(|k| k.is_financial() && !k.is_told_afterwards())
    else {
        return;
    };
    if stands_by_own_word(case, intent) {
        return;
    }
    let own = || case.of_intent(intent.number).filter(|t| comes_to(intent.order, t.kind));
    if own().any(|t| t.is_reused) {
        return;
    }
    let stands = own().find(|t| [Book::Acquirer, Book::Issuer].into_iter().all(|book| case.stands(t, book)));
    match (case.cashier_belief(intent.number), stands) {
        (Some((Belief::Done, n)), None)
            if own().all(|t| is_unexplained(case, t)) && !is_misled(case, intent) =>
        {
            let sentence =
                format!("the cashier believes that the {} is done, and nothing stands", kind.name());
            out.terminal(sentence, [intent.n, n]);
        }
        (Some((Belief::NotDone, n)), Some(txn)) if is_told_both(case, txn) => {
            let sentence = format!("the cashier believes that {} is off, and it stands", txn.name());
            out.terminal(sentence, [intent.n, txn.n, n]);
        }
        _ => {}
    }
}

/// Whether an order came to something that stands by the terminal's own word.
fn stands_by_own_word(case: &Case<'_>, intent: &Intent<'_>) -> bool {
    let told = |w: &crate::case::Word<'_>| w.kind.is_some_and(Kind::is_told_afterwards) && w.said.is_claim();
    case.words.iter().any(|w| told(w) && case.intent_at(w.n) == Some(intent.number))
}

/// Whether nothing but the screen can have made somebody believe in a transaction.
fn is_unexplained(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    txn.reversals.is_empty() && case.words_of(txn).all(|w| !w.said.is_claim())
}

/// Whether a claim on nothing was found already.
fn is_misled(case: &Case<'_>, intent: &Intent<'_>) -> bool {
    let end = case.intents.values().map(|i| i.n).find(|n| *n > intent.n).unwrap_or(u64::MAX);
    let claims = case.words.iter().filter(|w| w.said.is_claim() && w.n > intent.n && w.n < end);
    claims.into_iter().any(|w| misclaim(case, w).is_some())
}

/// Whether paper claims a transaction that the screen had called off.
fn is_told_both(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let on_screen = |w: &&crate::case::Word<'_>| w.said != Said::Slip;
    let screen_says_no = case.words_of(txn).filter(on_screen).last().is_some_and(|w| w.said == Said::NotDone);
    screen_says_no && case.is_claimed(txn)
}
