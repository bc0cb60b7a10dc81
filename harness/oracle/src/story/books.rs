//! Postings and the bank's messages.

use journal::*;

use super::{Ask, Story, fee, rrn};

impl Story {
    /// Books a request in both books and tells the cardholder.
    pub(crate) fn book(&mut self, ticket: u64) {
        self.post(Book::Issuer, ticket, false);
        self.post(Book::Acquirer, ticket, false);
    }

    /// Every posting from now on is spoilt so.
    pub(crate) fn spoil_postings(&mut self, spoils: fn(&mut PostingNote)) {
        self.spoils = spoils;
    }

    /// Takes a booked request back in both books and tells the cardholder.
    pub(crate) fn unbook(&mut self, ticket: u64) {
        self.post(Book::Acquirer, ticket, true);
        self.post(Book::Issuer, ticket, true);
    }

    pub(crate) fn post(&mut self, book: Book, ticket: u64, undo: bool) {
        let ask = self.sent_as(ticket).0.clone();
        let sale = matches!(ask.class, "sale" | "offline-sale");
        let fen = if sale != undo { ask.fen } else { -ask.fen };
        self.post_legs(book, ticket, undo, fen, fee(fen));
        if book == Book::Issuer {
            let movement = match (ask.class, undo) {
                ("sale" | "offline-sale", false) => Movement::Charged,
                ("refund", false) => Movement::Refunded,
                ("sale", true) | ("void", false) => Movement::Cancelled,
                _ => Movement::ChargedAgain,
            };
            self.text(movement, ask.fen);
        }
    }

    /// A posting that takes this much from the cardholder, with this fee.
    pub(crate) fn post_legs(&mut self, book: Book, ticket: u64, undo: bool, fen: i64, fee: i64) {
        let ask = self.sent_as(ticket).0.clone();
        let original = ask.original.map(|of| self.sent_as(of).0.key());
        let leg = |account: &str, amount_fen: i64| Leg { account: account.into(), amount_fen };
        let legs = match book {
            Book::Acquirer => vec![
                leg("merchant", fen),
                leg("clearing-issuer", -fen),
                leg("merchant", -fee),
                leg("fee-income", fee),
            ],
            _ => vec![leg("cardholder", -fen), leg("clearing-acquirer", fen)],
        };
        let suffix = if undo { "-reversal" } else { "" };
        self.post_note(book, &format!("{}{suffix}", ask.class), &ask, original, legs);
    }

    /// Moves money that is held: this much is paid, this much set aside, in both books.
    pub(crate) fn hold(&mut self, ticket: u64, paid: i64, held: i64) {
        self.hold_in(Book::Issuer, ticket, paid, held);
        self.hold_in(Book::Acquirer, ticket, paid, held);
        let movement = match (paid, held) {
            (0, 1..) => Movement::Held,
            (0, _) => Movement::Released,
            (1.., _) => Movement::Charged,
            _ => Movement::Cancelled,
        };
        self.text(movement, if paid == 0 { held.abs() } else { paid.abs() });
    }

    /// The same in one book.
    pub(crate) fn hold_in(&mut self, book: Book, ticket: u64, paid: i64, held: i64) {
        let ask = self.sent_as(ticket).0.clone();
        let original = ask.original.map(|of| self.sent_as(of).0.key());
        let fee = fee(paid);
        let leg = |account: &str, amount_fen: i64| Leg { account: account.into(), amount_fen };
        let legs = match book {
            Book::Acquirer => vec![
                leg("merchant", paid - fee),
                leg("fee-income", fee),
                leg("clearing-issuer", -paid),
                leg("guaranteed", held),
                leg("guarantee-issuer", -held),
            ],
            _ => {
                vec![leg("cardholder", -paid - held), leg("held", held), leg("clearing-acquirer", paid)]
            }
        };
        self.post_note(book, ask.class, &ask, original, legs);
    }

    /// Books what a wallet pays, or gets back, in both books and tells its holder.
    pub(crate) fn by_wallet(&mut self, ticket: u64, fen: i64) {
        self.by_wallet_in(Book::Wallet, ticket, fen);
        self.by_wallet_in(Book::Acquirer, ticket, fen);
        let refund = self.sent_as(ticket).0.class == "wallet-refund";
        let movement = match fen {
            1.. => Movement::Charged,
            _ if refund => Movement::Refunded,
            _ => Movement::Cancelled,
        };
        self.text(movement, fen.abs());
    }

    /// The same in one book.
    pub(crate) fn by_wallet_in(&mut self, book: Book, ticket: u64, fen: i64) {
        let ask = self.sent_as(ticket).0.clone();
        let original = ask.original.map(|of| self.sent_as(of).0.key());
        let fee = fee(fen);
        let leg = |account: &str, amount_fen: i64| Leg { account: account.into(), amount_fen };
        let legs = match book {
            Book::Acquirer => {
                vec![leg("merchant", fen - fee), leg("fee-income", fee), leg("clearing-wallet", -fen)]
            }
            _ => vec![leg("wallet", -fen), leg("clearing-acquirer", fen)],
        };
        self.post_note(book, ask.class, &ask, original, legs);
    }

    /// Books a part of a sale in both books and tells the cardholder.
    pub(crate) fn post_part(&mut self, ticket: u64, fen: i64) {
        self.post_legs(Book::Issuer, ticket, false, fen, fee(fen));
        self.text(Movement::Charged, fen);
        self.post_legs(Book::Acquirer, ticket, false, fen, fee(fen));
    }

    /// A posting in the acquirer's book that takes this much from the cardholder and grants so many points.
    pub(crate) fn post_points(&mut self, ticket: u64, undo: bool, fen: i64, points: i64) {
        let ask = self.sent_as(ticket).0.clone();
        let original = ask.original.map(|of| self.sent_as(of).0.key());
        let leg = |account: &str, amount_fen: i64| Leg { account: account.into(), amount_fen };
        let legs = vec![
            leg("merchant", fen - fee(fen)),
            leg("fee-income", fee(fen)),
            leg("clearing-issuer", -fen),
            leg("points", points),
            leg("points-granted", -points),
        ];
        let suffix = if undo { "-reversal" } else { "" };
        self.post_note(Book::Acquirer, &format!("{}{suffix}", ask.class), &ask, original, legs);
    }

    /// A posting in the acquirer's book that has one leg.
    pub(crate) fn post_one_leg(&mut self, ticket: u64, account: &str, amount_fen: i64) {
        let ask = self.sent_as(ticket).0.clone();
        let legs = vec![Leg { account: account.into(), amount_fen }];
        self.post_note(Book::Acquirer, ask.class, &ask, None, legs);
    }

    fn post_note(&mut self, book: Book, class: &str, ask: &Ask, original: Option<TxnKey>, legs: Vec<Leg>) {
        self.numbers += 1;
        let mut note = PostingNote {
            book,
            number: self.numbers,
            class: class.into(),
            key: ask.key(),
            original,
            rrn: rrn(ask.stan),
            card: ask.card.into(),
            legs,
        };
        (self.spoils)(&mut note);
        let lane = if book == Book::Acquirer { Lane::Host } else { Lane::Issuer };
        self.put(lane, Event::Posted(Box::new(note)));
    }

    pub(crate) fn text(&mut self, movement: Movement, amount_fen: i64) {
        let (person, card) = self.customer;
        let (person, card) = (person.to_owned(), card.to_owned());
        self.put(Lane::Issuer, Event::Texted { card, person, movement, amount_fen, text: "..".into() });
    }
}
