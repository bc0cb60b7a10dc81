//! Both books, grouped by transaction.
//!
//! What a transaction moved is the sum over its own postings and those that undo it; what a void or refund gives
//! back stands under the void or refund.

use journal::{Book, Event, PostingNote, Record, TxnKey};

use super::{Case, Kind, Txn, kind_of};
use crate::money::total;

/// A posting with its entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entered<'a> {
    /// Entry number.
    pub(crate) n: u64,
    /// The posting.
    pub(crate) note: &'a PostingNote,
}

pub(super) fn postings(record: &Record) -> Vec<Entered<'_>> {
    let posting = |entry: &'_ journal::Entry| entry.n;
    let entered = record.entries().iter().filter_map(|entry| match &entry.event {
        Event::Posted(note) => Some(Entered { n: posting(entry), note }),
        _ => None,
    });
    entered.collect()
}

/// Whether a posting of this class belongs to a transaction of this kind, given that the identity fits.
fn belongs(class: &str, kind: Kind) -> bool {
    let own = Kind::named(class).and_then(|own| own.reverses().or_else(|| kind_of(class)));
    own.is_none_or(|own| own == kind)
}

/// Sum of the legs on an account.
pub(crate) fn legs(note: &PostingNote, account: &str) -> i64 {
    total(note.legs.iter().filter(|leg| leg.account == account).map(|leg| leg.amount_fen))
}

/// What a posting took from the cardholder for good: what is set aside stays the cardholder's.
pub(super) fn paid(note: &PostingNote) -> i64 {
    match note.book {
        Book::Acquirer => {
            legs(note, "clearing-issuer").saturating_add(legs(note, "clearing-wallet")).saturating_neg()
        }
        Book::Wallet => legs(note, "wallet").saturating_neg(),
        Book::Issuer => legs(note, "cardholder").saturating_add(legs(note, "held")).saturating_neg(),
    }
}

/// What a posting set aside for the merchant; negative for what it set free.
fn set_aside(note: &PostingNote) -> i64 {
    match note.book {
        Book::Acquirer => legs(note, "guaranteed"),
        Book::Issuer => legs(note, "held"),
        Book::Wallet => 0,
    }
}

impl<'a> Case<'a> {
    /// All postings, in order.
    pub(crate) fn postings(&self) -> &[Entered<'a>] {
        &self.postings
    }

    /// The postings of a transaction in a book, those that undo it included. What a wallet pays stands in its platform's
    /// book, which is to it what the issuer's is to a card.
    pub(crate) fn postings_of<'s>(
        &'s self,
        txn: &'s Txn<'a>,
        book: Book,
    ) -> impl Iterator<Item = &'s Entered<'a>> {
        let named = self.index.postings.get(txn.key).into_iter().flatten();
        let book = if book == Book::Issuer && txn.kind.is_wallet() { Book::Wallet } else { book };
        named
            .filter_map(|i| self.postings.get(*i))
            .filter(move |p| p.note.book == book && belongs(&p.note.class, txn.kind))
    }

    /// Entries of a transaction's postings in both books.
    pub(crate) fn posted_at(&self, txn: &Txn<'a>) -> Vec<u64> {
        let both = [Book::Acquirer, Book::Issuer];
        both.into_iter()
            .flat_map(|book| self.postings_of(txn, book).map(|p| p.n).collect::<Vec<_>>())
            .collect()
    }

    /// What a transaction took from the cardholder by a book, at rest; negative for what it gave back.
    pub(crate) fn taken(&self, txn: &Txn<'a>, book: Book) -> i64 {
        total(self.postings_of(txn, book).map(|p| paid(p.note)))
    }

    /// What a transaction set aside by a book, at rest; negative for what it set free.
    pub(crate) fn held(&self, txn: &Txn<'a>, book: Book) -> i64 {
        total(self.postings_of(txn, book).map(|p| set_aside(p.note)))
    }

    /// What a transaction is about in a book, at rest: the money that was set aside, or set free, by a pre-authorisation or
    /// its void; what was taken, or given back, by any other.
    pub(crate) fn moved(&self, txn: &Txn<'a>, book: Book) -> i64 {
        match txn.kind {
            Kind::PreAuth | Kind::PreAuthVoid => self.held(txn, book),
            _ => self.taken(txn, book),
        }
    }

    /// Whether a transaction stands in a book.
    pub(crate) fn stands(&self, txn: &Txn<'a>, book: Book) -> bool {
        self.taken(txn, book) != 0 || self.held(txn, book) != 0
    }

    /// Whether a transaction was ever posted in a book.
    pub(crate) fn was_posted(&self, txn: &Txn<'a>, book: Book) -> bool {
        self.postings_of(txn, book).next().is_some()
    }

    /// What of a kind followed a transaction (voids and refunds of a sale, completions of a pre-authorisation), by what
    /// their postings name, or what their requests name when not posted.
    pub(crate) fn returns_of<'s>(
        &'s self,
        sale: &'s Txn<'a>,
        kind: Kind,
    ) -> impl Iterator<Item = &'s Txn<'a>> {
        let own = self.index.returns.get(sale.key).into_iter().flatten();
        own.filter_map(|i| self.txns.get(*i)).filter(move |t| t.kind == kind)
    }

    /// A payment by card with every void and refund of it.
    pub(crate) fn with_returns<'s>(&'s self, payment: &'s Txn<'a>) -> Vec<&'s Txn<'a>> {
        let back = Kind::ALL.into_iter().filter(|kind| super::is_void(*kind) || *kind == Kind::Refund);
        [payment].into_iter().chain(back.flat_map(|kind| self.returns_of(payment, kind))).collect()
    }

    /// The returns of a sale that the terminal itself knows of when it sends another: it had claimed them, and not
    /// taken them back, before.
    pub(crate) fn known_returns(&self, sale: &Txn<'a>, back: &Txn<'a>, kind: Kind) -> Vec<&Txn<'a>> {
        let known = |t: &&Txn<'a>| {
            t.n < back.n
                && !t.unasked
                && self.claimed_before(t, back.n).is_some()
                && self.reversals(t).all(|r| r.n > back.n)
        };
        let own = self.index.returns.get(sale.key).into_iter().flatten();
        own.filter_map(|i| self.txns.get(*i)).filter(|t| t.kind == kind).filter(known).collect()
    }

    /// Whether the terminal's own journal holds a sale when something of it goes back: it is one of its batch, and
    /// the terminal had claimed it before.
    pub(crate) fn is_own_sale(&self, sale: &Txn<'a>, back: &Txn<'a>) -> bool {
        let own = sale.key.terminal == back.key.terminal && sale.key.batch == back.key.batch;
        own && self.claimed_before(sale, back.n).is_some()
    }

    /// Identity of the transaction that a later one goes back to.
    pub(crate) fn original_of(&self, txn: &Txn<'a>) -> Option<&'a TxnKey> {
        let named = self.index.postings.get(txn.key).into_iter().flatten();
        let posted = named.filter_map(|i| self.postings.get(*i)).find(|p| belongs(&p.note.class, txn.kind));
        posted.and_then(|p| p.note.original.as_ref()).or_else(|| match txn.kind {
            Kind::Refund => self.refunded_by(txn).map(|t| t.key),
            kind if !kind.follows().is_empty() => self.named_by(txn).map(|t| t.key),
            _ => None,
        })
    }

    /// Whether a void of a sale, pre-authorisation or completion stands in a book.
    pub(crate) fn is_voided(&self, sale: &Txn<'a>, book: Book) -> bool {
        let Some(void) = sale.kind.voided_by() else {
            return false;
        };
        self.returns_of(sale, void).any(|v| self.stands(v, book))
    }

    /// Identity of the transaction that was booked under a reference number.
    pub(crate) fn booked_as(&self, rrn: &str) -> Option<&'a TxnKey> {
        self.index.booked.get(rrn).copied()
    }
}
