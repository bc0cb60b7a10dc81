//! `claim.message`: what the bank writes to a cardholder against its own book, and who is left charged without
//! knowing.
//!
//! The messages are the bench's own, so that sums that do not agree are its trouble.

use std::collections::BTreeMap;

use journal::{Belief, Book, Event, Movement, OrderKind};

use crate::{
    RuleInfo,
    case::{Case, Kind, Said, kind_ordered, legs},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "claim.message",
    sentence: "the bank's messages add up to its book, and nobody who was told that a payment failed is left charged",
    checks: "for each card the sum of the messages against the issuer's book; for each sale that the terminal \
             claims, whether its cardholder was told by the terminal that it failed",
    does_not_check: "the wording of messages; charges that the terminal does not claim (doubt.resolved)",
};

pub(super) struct ClaimMessage;

impl Rule for ClaimMessage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        sums(case, out);
        for intent in case.intents.values().filter(|i| is_payment(i.order)) {
            let Some((Belief::NotDone, n)) = case.cardholder_belief(intent.number) else {
                continue;
            };
            let own = case.of_intent(intent.number).filter(|t| t.kind.is_payment());
            let charged = own.filter(|t| {
                let shown =
                    case.words_of(t).any(|w| matches!(w.said, Said::Approved | Said::RecoveredApproved));
                case.stands(t, Book::Issuer)
                    && !case.is_voided(t, Book::Issuer)
                    && case.is_claimed(t)
                    && !shown
            });
            for txn in
                charged.filter(|_| !matches!(case.cashier_belief(intent.number), Some((Belief::NotDone, _))))
            {
                let sentence =
                    format!("{} believes that the payment failed, and {} stands", intent.person, txn.name());
                out.terminal(sentence, [vec![intent.n, txn.n, n], case.posted_at(txn)].concat());
            }
        }
    }
}

/// Whether somebody is to pay by it.
fn is_payment(order: OrderKind) -> bool {
    kind_ordered(order).is_some_and(Kind::is_payment)
}

fn sums(case: &Case<'_>, out: &mut Findings) {
    let mut cards: BTreeMap<&str, (i128, i128, Vec<u64>)> = BTreeMap::new();
    for entry in case.record.entries() {
        match &entry.event {
            Event::Texted { card, movement, amount_fen, .. } => {
                let told = cards.entry(card).or_default();
                told.0 += match movement {
                    Movement::Charged | Movement::ChargedAgain => i128::from(*amount_fen),
                    Movement::Cancelled | Movement::Refunded => -i128::from(*amount_fen),
                    // Set aside is not taken.
                    Movement::Held | Movement::Released => 0,
                };
                told.2.push(entry.n);
            }
            Event::Posted(note) if note.book != Book::Acquirer => {
                let booked = cards.entry(&note.card).or_default();
                let accounts = ["cardholder", "held", "wallet"];
                booked.1 -= accounts.into_iter().map(|account| i128::from(legs(note, account))).sum::<i128>();
                booked.2.push(entry.n);
            }
            _ => {}
        }
    }
    for (told, booked, evidence) in cards.into_values().filter(|(told, booked, _)| told != booked) {
        let whole = |fen: i128| yuan(i64::try_from(fen).unwrap_or(i64::MAX));
        let (told, booked) = (whole(told), whole(booked));
        out.bench(format!("the bank's messages add up to {told} taken, its book to {booked}"), evidence);
    }
}
