//! Between acquirer and wallet platform: what is asked, what is told, and what users do meanwhile.
//!
//! An acquirer that gives up on the platform knows nothing of the order; it says so (the profile's code for a silent
//! issuer) and takes nothing back: whoever wants to know queries. What it missed it learns when it is back.

use rand_core::Rng;
use wire::PayCode;

use super::Host;
use super::work::Booking;
use crate::answer::Contents;
use crate::flight::{Due, Flight};
use crate::platform::{Ask, Deed, Order, Told};
use crate::{Class, Effect, Ticket};

impl Host {
    /// Passes a request on to the platform.
    pub(super) fn ask_platform(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            return self.refuse(at, flight, &code, effects);
        }
        let request = &flight.request;
        if request.class == Class::WalletRefund && !self.register.bears(&request.mid, request.amount_fen) {
            return self.refuse(at, flight, "51", effects);
        }
        let merchant = self.stations.get(&request.key.tid).map(|s| s.enrolled.merchant.clone());
        let ask = Ask {
            class: request.class,
            order: request.wallet.order.clone().unwrap_or_default(),
            refund: request.wallet.refund.clone(),
            pay_code: request.wallet.pay_code.clone(),
            amount_fen: request.amount_fen,
            mid: request.mid.clone(),
            merchant: merchant.unwrap_or_default(),
            key: request.key.clone(),
            rrn: flight.rrn.clone(),
            lapse: self.lapse(request.class, false, flight.misbehaviour.as_ref()),
        };
        let ticket = flight.ticket;
        if let Some((there, back)) = self.ask_behind(at, flight, effects) {
            self.agenda.note(there, Due::Platform { ask: Box::new(ask), ticket, answer_at: back });
        }
    }

    /// The platform carries out what was asked.
    pub(super) fn platform_acts(
        &mut self,
        at: u64,
        ask: &Ask,
        ticket: Ticket,
        answer_at: u64,
        effects: &mut Vec<Effect>,
    ) {
        let deed = self.platform.act(self.moment(at), ask);
        let told = self.platform_did(deed, Some(ticket), effects);
        self.agenda.note(answer_at.max(at), Due::Told { ticket, told: Box::new(told) });
    }

    /// Reports what the platform did; what it says comes back.
    fn platform_did(&self, deed: Deed, ticket: Option<Ticket>, effects: &mut Vec<Effect>) -> Told {
        let Deed { told, posting, text, asks } = deed;
        effects.extend(posting.map(|posting| Effect::Posted { ticket, posting }));
        effects.extend(text.map(|text| Effect::Texted { ticket, text }));
        effects.extend(asks.map(|(wallet, order)| Effect::AskedUser { wallet, order }));
        told
    }

    /// The platform's answer reaches the acquirer, in time or after it gave up.
    pub(super) fn platform_told(&mut self, at: u64, ticket: Ticket, told: Told, effects: &mut Vec<Effect>) {
        if !self.up {
            return;
        }
        let waiting = self.flights.remove(&ticket);
        let late = waiting.is_none();
        effects.push(Effect::IssuerAnswered { ticket, code: told.code.clone(), late });
        let Some(flight) = waiting else {
            return self.learn(told.order.as_deref(), effects);
        };
        let approved = told.code == "00";
        let (rrn, amount) = told.about.filter(|_| approved).unzip();
        let class = flight.request.class;
        let contents = Contents {
            // What was done before is told under the number that it was done under.
            rrn: rrn.unwrap_or_default(),
            amount_fen: amount.filter(|_| class == Class::WalletQuery),
            remark: told.state.map(str::to_owned),
            shown_code: told.shown_code.filter(|_| class == Class::WalletCode),
            code: told.code,
            ..Contents::default()
        };
        let booking = told.order.map_or(Booking::None, Booking::Order);
        self.conclude(at, flight, booking, contents, effects);
    }

    /// The acquirer books what it learns of an order outside of any request.
    fn learn(&mut self, order: Option<&Order>, effects: &mut Vec<Effect>) {
        for posting in order.map(|order| self.register.book_order(order, true)).unwrap_or_default() {
            effects.push(Effect::Posted { ticket: None, posting });
        }
    }

    /// News of an order reaches the acquirer; while it is down they are lost.
    pub(super) fn order_news(&mut self, number: &str, effects: &mut Vec<Effect>) {
        if self.up {
            let order = self.platform.order(number).cloned();
            self.learn(order.as_ref(), effects);
        }
    }

    /// The acquirer asks for every order that there is: what it missed it learns.
    pub(super) fn learn_all(&mut self, effects: &mut Vec<Effect>) {
        let orders: Vec<Order> = self.platform.orders().cloned().collect();
        for order in &orders {
            self.learn(Some(order), effects);
        }
    }

    /// The platform goes into maintenance until [`Host::platform_up`]: it looks at nothing.
    pub fn platform_down(&mut self) {
        self.platform.set_up(false);
    }

    /// The platform is back.
    pub fn platform_up(&mut self) {
        self.platform.set_up(true);
    }

    /// What a wallet has now.
    #[must_use]
    pub fn wallet_balance(&self, wallet: &str) -> Option<i64> {
        self.platform.balance(wallet)
    }

    /// A user has the wallet show a payment code; with `confirm` the payment waits for the user, whatever the amount.
    pub fn show_code(&mut self, wallet: &str, confirm: bool) -> Option<PayCode> {
        let drawn = self.secrets.next_u64();
        self.platform.show_code(wallet, confirm, drawn)
    }

    /// A user scans the code that a terminal shows, and pays.
    pub fn scan_code(&mut self, now_ns: u64, wallet: &str, code: &str, effects: &mut Vec<Effect>) {
        let deed = self.platform.scan(self.moment(now_ns), wallet, code);
        self.user_did(now_ns, deed, effects);
    }

    /// A user confirms an order, or refuses it.
    pub fn confirm_order(&mut self, now_ns: u64, order: &str, yes: bool, effects: &mut Vec<Effect>) {
        let deed = self.platform.confirm(self.moment(now_ns), order, yes);
        self.user_did(now_ns, deed, effects);
    }

    /// Whatever a user did, the acquirer hears of it a little later.
    fn user_did(&mut self, now_ns: u64, deed: Deed, effects: &mut Vec<Effect>) {
        let told = self.platform_did(deed, None, effects);
        if let Some(order) = told.order {
            let there = now_ns.saturating_add(self.draw(self.latency.issuer_ns));
            self.agenda.note(there, Due::News(order.number));
        }
    }
}
