//! `books.agree`. Owns what stands in the issuer's book only because a reversal is missing; every other
//! one-sided booking at rest is the bench's own trouble, since both books belong to it.
//!
//! It does not check amounts of what stands in neither book, nor fees.

use std::collections::BTreeSet;

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Heard, Kind, Proof, Said, Txn, Undo},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "books.agree",
    sentence: "at rest the acquirer's book and the issuer's book say the same of every transaction",
    checks: "what each transaction took or gave back in both books, and that the issuer booked what the acquirer did; that a rightly approved one was booked; that \
             what was rightly declined, or whose reversal was settled, stands in neither; that every posting belongs \
             to a request, and that its legs add up to nought",
    does_not_check: "what only the issuer booked of transactions whose reversal still waits or was given up \
                     (reversal.persistent), of double charges (intent.charged-once), and of refunds that were declared open",
};

pub(super) struct BooksAgree;

impl Rule for BooksAgree {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for txn in case.txns.iter().filter(|t| t.kind.is_financial() && !t.is_reused) {
            let (acquirer, issuer) = (case.moved(txn, Book::Acquirer), case.moved(txn, Book::Issuer));
            let held = case.held(txn, Book::Acquirer) == case.held(txn, Book::Issuer);
            if acquirer != issuer || !held {
                one_sided(case, txn, (acquirer, issuer), out);
            } else if is_half_booked(case, txn) {
                let sentence = format!("{} was booked by the acquirer, and never by the issuer", txn.name());
                out.bench(sentence, [vec![txn.n], case.posted_at(txn)].concat());
            } else if let Some((what, n)) = is_over(case, txn).filter(|_| acquirer != 0) {
                let sentence = format!("{} {what}, and moved {} in both books", txn.name(), yuan(acquirer));
                out.bench(sentence, [vec![txn.n, n], case.posted_at(txn)].concat());
            } else if acquirer == 0 && is_approved_for_nothing(case, txn) {
                let sentence = format!("{} was approved to the terminal and booked nowhere", txn.name());
                let heard =
                    |r: &crate::case::Req<'_>| r.heard().iter().map(|h| h.0).chain([r.n]).collect::<Vec<_>>();
                out.bench(sentence, case.sends(txn).flat_map(heard));
            }
        }
        strangers(case, out);
    }
}

fn one_sided(case: &Case<'_>, txn: &Txn<'_>, (acquirer, issuer): (i64, i64), out: &mut Findings) {
    let evidence = [vec![txn.n], case.posted_at(txn)].concat();
    let sentence = format!(
        "{} moved {} in the acquirer's book and {} in the issuer's",
        txn.name(),
        yuan(acquirer),
        yuan(issuer)
    );
    match case.undo(txn) {
        // No reversal that is missing makes these: the acquirer alone has booked, or alone has undone.
        _ if issuer == 0 || is_half_undone(case, txn) => out.bench(sentence, evidence),
        Undo::Waits | Undo::Practice | Undo::Misdirected | Undo::GivenUp { .. } | Undo::Postponed { .. } => {}
        Undo::Never { .. } if acquirer != 0 || case.is_charged_twice(txn.intent) => {}
        Undo::Never { .. } if case.unproven_decline(txn).is_some() => {}
        Undo::Never { by } => {
            // Until the end nothing was sent: the rest itself shows that.
            let shown = evidence.into_iter().chain(Some(by.unwrap_or(case.last)));
            out.terminal(format!("{sentence}; the terminal never sent its reversal"), shown);
        }
        _ if (txn.kind == Kind::Refund || txn.kind.is_wallet()) && is_told_open(case, txn) => {}
        _ => out.bench(sentence, evidence),
    }
}

/// Whether the acquirer's book alone has a reversal of a transaction.
fn is_half_undone(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let undone = |book: Book| {
        case.postings_of(txn, book).any(|p| Kind::named(&p.note.class).is_some_and(Kind::is_reversal))
    };
    undone(Book::Acquirer) && !undone(Book::Issuer)
}

/// Whether a transaction stood in the acquirer's book alone, though in the end it stands in neither.
fn is_half_booked(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let own = |book: Book| case.postings_of(txn, book).any(|p| p.note.class == txn.kind.name());
    own(Book::Acquirer) && !own(Book::Issuer)
}

/// What ended a transaction for the terminal, so that no book may keep it, and the entry that told it.
fn is_over(case: &Case<'_>, txn: &Txn<'_>) -> Option<(&'static str, u64)> {
    if case.is_claimed(txn) || case.undo(txn) == Undo::Practice {
        return None;
    }
    if let Some(n) = case.settled_at(txn) {
        let right = case.reversals(txn).all(|r| super::reversal_own::flaws(case, r, txn).is_empty());
        return right.then_some(("was reversed by an answer that settles it", n));
    }
    match case.heard(txn) {
        Heard::Answer { n, proof: Proof::Decline } => Some(("was rightly declined", n)),
        _ => None,
    }
}

fn is_told_open(case: &Case<'_>, refund: &Txn<'_>) -> bool {
    case.declared_open(refund).is_some() || case.last_word(refund).is_some_and(|w| w.said == Said::InDoubt)
}

/// Whether the terminal rightly stands by a transaction that neither book has and no reversal took back.
fn is_approved_for_nothing(case: &Case<'_>, txn: &Txn<'_>) -> bool {
    let approved =
        case.words_of(txn).any(|w| w.said.is_claim() && case.basis(w) == crate::case::Basis::Approval);
    approved && txn.reversals.is_empty() && txn.amount_fen != 0 && case.is_claimed(txn)
}

fn strangers(case: &Case<'_>, out: &mut Findings) {
    let known: BTreeSet<_> = case.reqs.iter().map(|r| &r.note.key).collect();
    for posting in case.postings() {
        let left = total(posting.note.legs.iter().map(|leg| leg.amount_fen));
        if left != 0 {
            let stan = &posting.note.key.stan;
            out.bench(format!("the legs of a posting of {stan} leave {} over", yuan(left)), [posting.n]);
        }
    }
    for posting in case.postings().iter().filter(|p| !known.contains(&p.note.key)) {
        let sentence =
            format!("a posting of {} belongs to no request that the host took", posting.note.key.stan);
        out.bench(sentence, [posting.n]);
    }
}
