//! `refund.within`: refunds stay within their original, and one intent pays out once.
//!
//! Owns the second payment under a new identity, also where it was sent within one attempt.

use journal::{Book, OrderKind};

use super::void_rightful::is_confirmed;
use crate::{
    RuleInfo,
    case::{Case, Kind, Txn},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "refund.within",
    sentence: "refunds of a sale never add up to more than the sale, and one refund is paid once",
    checks: "each refund that was sent, with the earlier ones that the terminal knows of, against a sale of its own \
             batch; all that were booked against their original; the practice's limit and supervisor; that no second \
             identity was sent for one intent while the first may have been paid",
    does_not_check: "originals of other batches, which only the host knows; the refund window; refunds without any \
                     original",
};

pub(super) struct Within;

impl Rule for Within {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let practice = &case.profile.terminal.refund;
        let limit = i64::try_from(practice.limit_fen).unwrap_or(i64::MAX);
        for refund in refunds(case) {
            let Some(request) = case.sends(refund).next() else {
                continue;
            };
            if practice.supervisor && !is_confirmed(case, request) {
                out.terminal(
                    format!("{} was sent and no supervisor had confirmed it", refund.name()),
                    [request.n],
                );
            }
            if refund.amount_fen > limit {
                out.terminal(
                    format!("{} is beyond the limit of {}", refund.name(), yuan(limit)),
                    [request.n],
                );
            }
            if !known_excess(case, refund, out) {
                booked_excess(case, refund, out);
            }
            if let Some(first) = first_payment(case, refund) {
                let sentence = format!(
                    "{} was sent though {} of the same order may be paid",
                    refund.name(),
                    first.name()
                );
                out.terminal(sentence, [first.n, request.n]);
            }
        }
    }
}

fn refunds<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Txn<'a>> {
    case.txns.iter().filter(|t| t.kind == Kind::Refund && !t.in_reprint)
}

/// An earlier refund of the same intent that was not rightly declined.
fn first_payment<'c, 'a>(case: &'c Case<'a>, refund: &Txn<'_>) -> Option<&'c Txn<'a>> {
    refund.intent?;
    let of_order = |t: &&Txn<'a>| t.intent == refund.intent && t.n < refund.n;
    let ordered =
        refund.intent.and_then(|i| case.intents.get(&i)).is_some_and(|i| i.order == OrderKind::Refund);
    refunds(case).filter(of_order).find(|t| ordered && !case.is_declined(t))
}

/// Whether a refund is one of several identities of one intent that may all be paid.
pub(super) fn is_paid_twice(case: &Case<'_>, refund: &Txn<'_>) -> bool {
    refunds(case).any(|t| t.intent == refund.intent && first_payment(case, t).is_some())
}

/// More than what the terminal's own journal leaves of a sale.
fn known_excess(case: &Case<'_>, refund: &Txn<'_>, out: &mut Findings) -> bool {
    let Some(sale) = case.refunded_by(refund) else {
        return false;
    };
    if sale.key.terminal != refund.key.terminal
        || sale.key.batch != refund.key.batch
        || !case.is_claimed(sale)
    {
        return false;
    }
    let known = |t: &&Txn<'_>| {
        t.n < refund.n
            && case.refunded_by(t).is_some_and(|s| s.key == sale.key)
            && case.words_of(t).any(|w| w.said.is_claim() && w.n < refund.n)
    };
    let earlier: Vec<&Txn<'_>> = refunds(case).filter(known).collect();
    let paid: i64 = earlier.iter().map(|t| t.amount_fen).sum();
    if paid + refund.amount_fen <= sale.amount_fen {
        return false;
    }
    let sentence = format!(
        "{} was sent for {}, of which {} was refunded already",
        refund.name(),
        sale.name(),
        yuan(paid)
    );
    let evidence = [sale.n, refund.n].into_iter().chain(earlier.iter().map(|t| t.n));
    out.terminal(sentence, evidence.chain(case.posted_at(refund)));
    true
}

/// More than the whole sale, booked; the host has to know its own book.
fn booked_excess(case: &Case<'_>, refund: &Txn<'_>, out: &mut Findings) {
    let Some(sale) = case.original_of(refund).and_then(|key| case.find(Kind::Sale, key)) else {
        return;
    };
    let upto = case.returns_of(sale, Kind::Refund).filter(|t| t.n <= refund.n);
    let paid: i64 = upto.map(|t| -case.taken(t, Book::Acquirer)).sum();
    if paid > sale.amount_fen && case.stands(refund, Book::Acquirer) {
        let sentence =
            format!("refunds of {} add up to {}, and the host booked them", sale.name(), yuan(paid));
        out.bench(sentence, [vec![sale.n, refund.n], case.posted_at(refund)].concat());
    }
}
