//! What the terminal shows and prints, and whole scenes of it.

use journal::*;

use super::{Ask, Story, rrn};

impl Story {
    /// A screen on a request.
    pub(crate) fn show(&mut self, screen: &str, ticket: u64) -> u64 {
        let ask = self.sent_as(ticket).0.clone();
        self.show_ahead(screen, &ask)
    }

    /// A screen on a request that was not sent so far.
    pub(crate) fn show_ahead(&mut self, screen: &str, ask: &Ask) -> u64 {
        self.put(Lane::Screen, Event::Shown(screen_on(screen, ask)))
    }

    /// A screen on a request that names another amount.
    pub(crate) fn show_amount(&mut self, screen: &str, ticket: u64, fen: i64) {
        self.show_as(screen, ticket, |note| note.amount_fen = Some(fen));
    }

    /// A screen on a request, changed.
    pub(crate) fn show_as(&mut self, screen: &str, ticket: u64, change: impl FnOnce(&mut ScreenNote)) -> u64 {
        let ask = self.sent_as(ticket).0.clone();
        let mut note = screen_on(screen, &ask);
        change(&mut note);
        self.put(Lane::Screen, Event::Shown(note))
    }

    /// A screen that names nothing.
    pub(crate) fn show_bare(&mut self, screen: &str) -> u64 {
        let screen = screen.to_owned();
        let note = ScreenNote {
            screen,
            lines: vec![],
            transaction: None,
            amount_fen: None,
            trace: None,
            code: None,
        };
        self.put(Lane::Screen, Event::Shown(note))
    }

    /// A complete merchant's slip of a request.
    pub(crate) fn slip(&mut self, ticket: u64) {
        self.slip_as(ticket, |_| {});
    }

    pub(crate) fn slip_as(&mut self, ticket: u64, change: impl FnOnce(&mut SlipNote)) {
        let ask = self.sent_as(ticket).0.clone();
        self.slip_of(&ask, change);
    }

    /// A complete merchant's slip of a request that was not sent so far.
    pub(crate) fn slip_ahead(&mut self, ask: &Ask) {
        self.slip_of(ask, |_| {});
    }

    fn slip_of(&mut self, ask: &Ask, change: impl FnOnce(&mut SlipNote)) {
        let mut slip = SlipNote {
            copy: journal::Copy::Merchant,
            complete: true,
            duplicate: false,
            transaction: Some(ask.class.into()),
            amount_fen: Some(ask.fen),
            trace: Some(format!("{:06}", ask.stan)),
            batch: Some(ask.batch.into()),
            reference: Some(rrn(ask.stan)),
            auth: None,
            totals: None,
            lines: 1,
            blank: false,
        };
        change(&mut slip);
        let text = format!("AMOUNT {}", crate::money::yuan(ask.fen));
        self.put(Lane::Paper, Event::PaperLine { text });
        self.put(Lane::Paper, Event::Slip(Box::new(slip)));
    }

    pub(crate) fn expect(&mut self, expectation: Expectation) {
        self.put(Lane::Bench, Event::Expected { line: 7, text: "Then it is so".into(), expectation });
    }

    /// A whole sale that goes well: order, request, books, answer, screen, slip.
    pub(crate) fn good_sale(&mut self, stan: u32, fen: i64) -> u64 {
        let intent = self.order(OrderKind::Sale, fen);
        self.pay(intent, stan, fen)
    }

    /// The same for an order that was given before.
    pub(crate) fn pay(&mut self, intent: u32, stan: u32, fen: i64) -> u64 {
        let sale = self.sale(stan, fen);
        self.book(sale);
        self.answer(sale, "00");
        self.approve(intent, sale);
        sale
    }

    /// A whole pre-authorisation that goes well.
    pub(crate) fn good_pre_auth(&mut self, stan: u32, fen: i64) -> u64 {
        let intent = self.order(OrderKind::PreAuth, fen);
        let held = self.ask(Ask::new("pre-auth", stan, fen));
        self.hold(held, 0, fen);
        self.answer(held, "00");
        self.approve(intent, held);
        held
    }

    /// Approved on the screen and on paper, and believed.
    pub(crate) fn approve(&mut self, intent: u32, ticket: u64) {
        self.show("approved", ticket);
        self.cashier(intent, Belief::Done);
        self.cardholder(intent, Belief::Done);
        self.slip(ticket);
    }

    /// A sale that is booked and whose answer is lost.
    pub(crate) fn sale_in_doubt(&mut self, stan: u32, fen: i64) -> u64 {
        self.order(OrderKind::Sale, fen);
        let sale = self.sale(stan, fen);
        self.book(sale);
        self.answer_lost(sale, "00");
        self.show("in-doubt", sale);
        sale
    }

    /// A reversal that settles.
    pub(crate) fn reversed(&mut self, of: u64, reason: &str) {
        let reversal = self.reversal(of, reason);
        self.unbook(of);
        self.answer(reversal, "00");
        self.show("reversal-done", of);
    }
}

fn screen_on(screen: &str, ask: &Ask) -> ScreenNote {
    ScreenNote {
        screen: screen.into(),
        lines: vec![],
        transaction: Some(ask.class.into()),
        amount_fen: Some(ask.fen),
        trace: Some(format!("{:06}", ask.stan)),
        code: None,
    }
}
