//! `points.follow`: the cardholder's points come and go with the money.
//!
//! The points are the acquirer's doing, so that every finding is the bench's.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, Txn, legs},
    money::total,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "points.follow",
    sentence: "the cardholder holds the points of what the merchant keeps, as the profile says",
    checks: "the points of each booked payment, with those of its voids and refunds, against the whole yuan that are \
             left of it in the acquirer's book",
    does_not_check: "points that were spent, nor discounts: no request tells of them",
};

pub(super) struct Follow;

impl Rule for Follow {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let book = Book::Acquirer;
        // Points are the card's: a wallet has none.
        let pays = |t: &&Txn<'_>| t.kind.is_payment() && !t.kind.is_wallet() && case.was_posted(t, book);
        for payment in case.txns.iter().filter(pays) {
            let all = case.with_returns(payment);
            let notes = || all.iter().flat_map(|t| case.postings_of(t, book));
            let points = total(notes().map(|p| legs(p.note, "points")));
            let kept = total(all.iter().map(|t| case.taken(t, book)));
            let due = kept.max(0) / 100 * i64::from(case.profile.host.points.per_yuan);
            if points != due {
                let sentence = format!(
                    "{} left its cardholder {points} points instead of {due}",
                    case.name_with_part(payment)
                );
                out.bench(sentence, notes().map(|p| p.n).collect::<Vec<_>>());
            }
        }
    }
}
