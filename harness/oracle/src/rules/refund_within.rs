//! `refund.within`: refunds stay within their original, and one intent pays out once.
//!
//! Owns the second payment under a new identity, also where it was sent within one attempt.

use journal::OrderKind;

use super::void_rightful::is_confirmed;
use crate::{
    RuleInfo,
    case::{Case, Kind, Req, Said, Txn},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "refund.within",
    sentence: "refunds of a sale never add up to more than the sale, and one refund is paid once",
    checks: "each refund that was sent, with the earlier ones that the terminal knows of, against a sale of its own \
             batch; the practice's limit and supervisor; that no second identity was sent for one order, nor for the \
             same original and amount in another, while the first may have been paid; who orders the same once \
             more though the screen said that it is done is wrong, and not the terminal",
    does_not_check: "what only the host knows of an original, as of one that it was told of afterwards (returns.conserve)",
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
            if practice.supervisor && !is_confirmed(case, request) && !was_confirmed(case, request) {
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
            known_excess(case, refund, out);
            if let Some(first) = first_payment(case, refund) {
                paid_again(case, first, refund, out);
            }
        }
    }
}

/// Whether a refund that a settlement brought to the host was confirmed when it was ordered.
fn was_confirmed(case: &Case<'_>, request: &Req<'_>) -> bool {
    let intent = |number: Option<u32>| number.and_then(|i| case.intents.get(&i));
    let brought = intent(request.note.intent).is_some_and(|i| i.order == OrderKind::Settlement);
    let ordered = intent(request.intent).map_or(0, |i| i.n);
    let confirmed = |e: &journal::Event| matches!(e, journal::Event::SupervisorConfirmed);
    brought && case.between(ordered, request.n, confirmed).is_some()
}

/// A refund beside one that may have been paid: the terminal's doing, unless somebody wanted it twice.
fn paid_again<'a>(case: &Case<'a>, first: &Txn<'a>, refund: &Txn<'a>, out: &mut Findings) {
    let (own, other) = (refund.name(), first.name());
    let evidence = [first.n, refund.n];
    if first.intent != refund.intent {
        let sentence = format!("{own} was sent though {other} of the same original and amount may be paid");
        out.terminal(sentence, evidence);
    } else if case.is_wanted_twice(first, refund) {
        let sentence =
            format!("{own} was ordered, though the terminal had said that {other} of the same order stands");
        out.bench(sentence, evidence);
    } else {
        out.terminal(format!("{own} was sent though {other} of the same order may be paid"), evidence);
    }
}

fn refunds<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Txn<'a>> {
    case.txns.iter().filter(|t| t.kind == Kind::Refund && !t.unasked)
}

/// An earlier refund, of the same order or else of the same original and amount, that may have been paid: it was
/// neither rightly declined nor, where it is another order's, claimed to have come to its own end.
fn first_payment<'c, 'a>(case: &'c Case<'a>, refund: &Txn<'a>) -> Option<&'c Txn<'a>> {
    let ordered =
        refund.intent.and_then(|i| case.intents.get(&i)).is_some_and(|i| i.order == OrderKind::Refund);
    let reference = |t: &Txn<'a>| case.sends(t).find_map(|r| r.note.field("37").map(str::to_owned));
    let own = reference(refund);
    let may_be_paid = |t: &&Txn<'a>| {
        let claimed = || case.claimed_before(t, refund.n).is_some();
        let same = || own.is_some() && reference(t) == own && t.amount_fen == refund.amount_fen;
        (t.intent == refund.intent || (same() && !claimed())) && !case.is_declined(t)
    };
    let earlier = refunds(case).take_while(|t| t.n < refund.n).filter(|t| ordered && may_be_paid(t));
    // What nobody wanted twice weighs more.
    earlier.min_by_key(|t| t.intent == refund.intent && case.is_wanted_twice(t, refund))
}

/// Whether a refund is one of several identities that may all be paid for one wish.
pub(super) fn is_paid_twice<'a>(case: &Case<'a>, refund: &Txn<'a>) -> bool {
    let first = |t: &Txn<'a>| first_payment(case, t).map(|first| first.index);
    first(refund).is_some() || refunds(case).any(|t| first(t) == Some(refund.index))
}

/// The sale, what the terminal knows to have gone back of it, and how much that is, where a refund exceeds it.
fn excess<'c, 'a>(case: &'c Case<'a>, refund: &Txn<'a>) -> Option<(&'c Txn<'a>, Vec<&'c Txn<'a>>, i64)> {
    let sale = case.refunded_by(refund)?;
    // Of what the host was told afterwards the terminal's journal has no reference number.
    if !case.is_own_sale(sale, refund) || sale.kind.is_told_afterwards() {
        return None;
    }
    let mut earlier = case.known_returns(sale, refund, Kind::Refund);
    // What the terminal itself declared open may have been paid.
    let open = |t: &&Txn<'a>| {
        let told = |said: Said| matches!(said, Said::InDoubt | Said::DeclaredOpen);
        let words = || case.words_of(t).filter(|w| w.n < refund.n && w.said != Said::Slip);
        t.n < refund.n && !t.unasked && words().last().is_some_and(|w| told(w.said))
    };
    earlier.extend(case.returns_of(sale, Kind::Refund).filter(open));
    let paid = total(earlier.iter().map(|t| t.amount_fen));
    (total([paid, refund.amount_fen]) > case.amount_at(sale, refund.n)).then_some((sale, earlier, paid))
}

/// Whether a refund takes more of a sale than the terminal's own journal leaves.
pub(super) fn is_known_excess<'a>(case: &Case<'a>, refund: &Txn<'a>) -> bool {
    excess(case, refund).is_some()
}

fn known_excess<'a>(case: &Case<'a>, refund: &Txn<'a>, out: &mut Findings) {
    let Some((sale, earlier, paid)) = excess(case, refund) else { return };
    let sentence = format!(
        "{} was sent for {}, of which {} was, or may have been, refunded already",
        refund.name(),
        case.name_with_part(sale),
        yuan(paid)
    );
    let evidence = [sale.n, refund.n].into_iter().chain(earlier.iter().map(|t| t.n));
    out.terminal(sentence, evidence.chain(case.posted_at(refund)));
}
