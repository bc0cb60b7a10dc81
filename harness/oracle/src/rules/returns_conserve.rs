//! `returns.conserve`: what goes back comes out of a sale, and no sale gives back more than it took.
//!
//! What the terminal's own journal tells is the terminal's doing; what only the host can know is the host's. Owns
//! what voids and refunds do to one original together. Refunds alone that the terminal knows to be too much are
//! `refund.within`'s, a second void that it knows of `void.rightful`'s.

use journal::Book;

use crate::{
    RuleInfo,
    case::{Case, DAY_NS, Kind, Txn, is_void},
    money::{total, yuan},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "returns.conserve",
    sentence: "a sale less its voids and refunds never falls below nought, in either book",
    checks: "for each sale and book what stands of it, of its voids and of its refunds; that each booked return goes \
             back to a sale, to that sale's card, and with the amount that was asked for; that no void is sent a day \
             later and no refund beyond the practice's window; that no refund is sent of a sale that the terminal \
             itself has voided",
    does_not_check: "the turn of a day between two requests less than a day apart; a sale that stands in one book \
                     only (books.agree); a refused void of what was refunded, which the host knows best",
};

pub(super) struct Conserve;

impl Rule for Conserve {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn needs_rest(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let returns = || case.txns.iter().filter(|t| is_return(t.kind) && !t.unasked);
        for back in returns().filter(|t| !t.is_reused) {
            booked(case, back, out);
            dated(case, back, out);
            known(case, back, out);
        }
        for sale in case.txns.iter().filter(|t| t.kind.is_payment()) {
            whole(case, sale, out);
        }
    }
}

/// Whether money goes back by it.
fn is_return(kind: Kind) -> bool {
    is_void(kind) || matches!(kind, Kind::Refund | Kind::WalletRefund | Kind::WalletCancel)
}

const BOOKS: [Book; 2] = [Book::Acquirer, Book::Issuer];

/// The sale that a return goes back to.
fn sale_of<'c, 'a>(case: &'c Case<'a>, back: &Txn<'a>) -> Option<&'c Txn<'a>> {
    case.original_of(back).and_then(|key| back.kind.follows().iter().find_map(|kind| case.find(*kind, key)))
}

/// A return that stands: its original, its card, its amount.
fn booked(case: &Case<'_>, back: &Txn<'_>, out: &mut Findings) {
    if !BOOKS.iter().any(|book| case.stands(back, *book)) {
        return;
    }
    let evidence = || [vec![back.n], case.posted_at(back)].concat();
    let Some(sale) = sale_of(case, back) else {
        return out.bench(format!("{} was booked and goes back to no sale", back.name()), evidence());
    };
    let card = |t: &Txn<'_>, book| case.postings_of(t, book).next().map(|p| p.note.card.clone());
    let differs = |book: &Book| match (card(back, *book), card(sale, *book)) {
        (Some(to), Some(of)) => to != of,
        _ => false,
    };
    if back.kind == Kind::Refund && BOOKS.iter().any(differs) {
        let sentence = format!("{} was booked to another card than that of {}", back.name(), sale.name());
        let sent = case.sends(back).find_map(|r| r.note.card.as_deref());
        let own = case.sends(sale).find_map(|r| r.note.card.as_deref());
        if sent.is_some() && sent != own && case.is_own_sale(sale, back) {
            out.terminal(sentence, [vec![sale.n], evidence()].concat());
        } else {
            out.bench(sentence, [vec![sale.n], evidence()].concat());
        }
    }
    let (acquirer, issuer) = (case.taken(back, Book::Acquirer), case.taken(back, Book::Issuer));
    if acquirer == issuer && acquirer.abs() != back.amount_fen && case.settled_at(back).is_none() {
        let sentence = format!("{} moved {} in both books", back.name(), yuan(acquirer.abs()));
        out.bench(sentence, evidence());
    }
}

/// What was sent too late.
fn dated(case: &Case<'_>, back: &Txn<'_>, out: &mut Findings) {
    let Some(sale) = sale_of(case, back) else { return };
    let days = case.at(back.n).saturating_sub(case.at(sale.n)) / DAY_NS;
    let window = u64::from(case.profile.terminal.refund.window_days);
    let late = match back.kind {
        kind if is_void(kind) => days >= 1,
        Kind::WalletCancel => days > u64::from(case.profile.terminal.wallet.cancel_within_days),
        Kind::WalletRefund => days > u64::from(case.profile.host.wallet.refund_within_days),
        _ => days > window,
    };
    if late {
        let sentence = format!("{} was sent {days} days after {}", back.name(), sale.name());
        out.terminal(sentence, [sale.n, back.n]);
    }
}

/// A return of what the terminal itself has given back already.
fn known(case: &Case<'_>, back: &Txn<'_>, out: &mut Findings) {
    let Some(sale) = sale_of(case, back).filter(|s| case.is_own_sale(s, back)) else {
        return;
    };
    let stands = BOOKS.iter().any(|book| case.stands(back, *book));
    let earlier = match back.kind {
        Kind::Refund | Kind::WalletRefund => {
            sale.kind.voided_by().map_or_else(Vec::new, |void| case.known_returns(sale, back, void))
        }
        _ if stands => {
            sale.kind.refunded_by().map_or_else(Vec::new, |kind| case.known_returns(sale, back, kind))
        }
        _ => return,
    };
    if earlier.is_empty() {
        return;
    }
    let names: Vec<String> = earlier.iter().map(|t| t.name()).collect();
    let sentence = format!("{} takes back {}, after {}", back.name(), sale.name(), names.join(", "));
    out.terminal(sentence, [sale.n, back.n].into_iter().chain(earlier.iter().map(|t| t.n)));
}

/// What is left of a sale in both books.
fn whole(case: &Case<'_>, sale: &Txn<'_>, out: &mut Findings) {
    let returns = || {
        sale.kind
            .voided_by()
            .into_iter()
            .chain(sale.kind.refunded_by())
            .flat_map(|kind| case.returns_of(sale, kind))
    };
    if case.taken(sale, Book::Acquirer) != case.taken(sale, Book::Issuer) {
        return;
    }
    let gone = |book| total(returns().map(|t| case.taken(t, book))).saturating_neg();
    let below = |book: &&Book| case.taken(sale, **book) < gone(**book);
    let Some(book) = BOOKS.iter().find(below) else { return };
    let told = |t: &Txn<'_>| {
        let known = |kind| !case.known_returns(sale, t, kind).is_empty();
        case.is_own_sale(sale, t)
            && match t.kind {
                kind if is_void(kind) => known(kind) || known(Kind::Refund),
                _ => {
                    sale.kind.voided_by().is_some_and(known) || super::refund_within::is_known_excess(case, t)
                }
            }
    };
    if returns().any(|t| !t.unasked && !t.is_reused && told(t)) {
        return;
    }
    let sentence = format!(
        "{} took {}, and {} went back of it",
        sale.name(),
        yuan(case.taken(sale, *book)),
        yuan(gone(*book))
    );
    let evidence = returns().flat_map(|t| [vec![t.n], case.posted_at(t)].concat());
    out.bench(sentence, [sale.n].into_iter().chain(evidence).chain(case.posted_at(sale)));
}
