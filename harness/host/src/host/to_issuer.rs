//! Between acquirer and issuer: orders, replies, giving up, and undoings that are sent until they arrive.

use rand_core::Rng;

use super::Host;
use super::work::Booking;
use crate::answer::Contents;
use crate::flight::{Due, Flight, Forward};
use crate::issuer::{Order, Proof, Reply};
use crate::register::Undone;
use crate::{Class, Effect, Misbehaviour, Ticket, Transaction};

/// Approved in part.
const IN_PART: &str = "10";
const SECOND_NS: u64 = 1_000_000_000;
/// How long the acquirer waits before it sends an undoing again that did not arrive.
const AGAIN_NS: u64 = 30 * SECOND_NS;

impl Host {
    pub(super) fn ask_issuer(&mut self, at: u64, flight: Flight, order: Order, effects: &mut Vec<Effect>) {
        let ticket = flight.ticket;
        self.register.mark_asked(&flight.request.key);
        if let Some((there, back)) = self.ask_behind(at, flight, effects) {
            let order = Box::new(order);
            self.agenda.note(
                there,
                Due::Order { order, ticket: Some(ticket), answer_at: Some(back), forward: None },
            );
        }
    }

    /// Lets a request wait for whoever decides behind the acquirer, issuer or wallet platform: when what is asked
    /// arrives there, and when the answer is back; `None` when it does not arrive.
    pub(super) fn ask_behind(
        &mut self,
        at: u64,
        flight: Flight,
        effects: &mut Vec<Effect>,
    ) -> Option<(u64, u64)> {
        let whole = self.draw(self.latency.issuer_ns);
        let limit_ns = u64::from(self.practice.host.issuer_limit_s) * SECOND_NS;
        let (there, back) = (at.saturating_add(whole / 2), at.saturating_add(whole));
        let times = match flight.misbehaviour {
            Some(Misbehaviour::IssuerDown) => None,
            Some(Misbehaviour::IssuerSlow { ns }) => {
                Some((there.saturating_add(ns), back.saturating_add(ns)))
            }
            Some(Misbehaviour::IssuerLate { ns }) => {
                Some((there, at.saturating_add(limit_ns).saturating_add(ns)))
            }
            _ => Some((there, back)),
        };
        effects.push(Effect::AskedIssuer { ticket: flight.ticket });
        self.agenda.note(at.saturating_add(limit_ns), Due::GiveUp(flight.ticket));
        self.flights.insert(flight.ticket, flight);
        times
    }

    /// The issuer carries an order out; nothing happens when it is down.
    pub(super) fn order_arrives(
        &mut self,
        at: u64,
        order: &Order,
        ticket: Option<Ticket>,
        answer_at: Option<u64>,
        forward: Option<u64>,
        effects: &mut Vec<Effect>,
    ) {
        if !self.issuer.is_up() {
            return;
        }
        let deed = self.issuer.act(self.moment(at), order);
        if let Some(posting) = deed.posting {
            effects.push(Effect::Posted { ticket, posting });
        }
        if let Some(text) = deed.text {
            effects.push(Effect::Texted { ticket, text });
        }
        if let Some(number) = forward
            && self.up
            && self.forwards.remove(&number).is_some()
            && let Some(ticket) = ticket
        {
            effects.push(Effect::IssuerAnswered { ticket, code: deed.reply.code.clone(), late: false });
        }
        if let (Some(ticket), Some(back)) = (ticket, answer_at) {
            self.agenda.note(back.max(at), Due::Reply { ticket, reply: deed.reply });
        }
    }

    pub(super) fn reply_arrives(&mut self, at: u64, ticket: Ticket, reply: Reply, effects: &mut Vec<Effect>) {
        if !self.up {
            return;
        }
        let waiting = self.flights.remove(&ticket);
        let late = waiting.is_none();
        effects.push(Effect::IssuerAnswered { ticket, code: reply.code.clone(), late });
        let Some(flight) = waiting else { return };
        let class = flight.request.class;
        if reply.code == "00" && self.register.is_entombed(&flight.request) {
            self.undo_own(at, &flight);
            let contents = Contents { code: "22".to_owned(), ..Contents::default() };
            return self.conclude(at, flight, Booking::Decline, contents, effects);
        }
        let approved = reply.code == "00" && class.is_financial();
        let auth_code = (approved && !(class == Class::Refund || class.is_told_afterwards()))
            .then(|| self.next_auth_code());
        let part = flight.ordered_part().filter(|_| approved);
        if let Some(fen) = part {
            self.register.approve_in_part(&flight.request.key, fen);
        }
        let contents = Contents {
            code: part.map_or_else(|| reply.code.clone(), |_| IN_PART.to_owned()),
            amount_fen: part,
            auth_code,
            balance_fen: reply.balance_fen.filter(|_| class == Class::Balance),
            chip: reply.chip,
            ..Contents::default()
        };
        let booking = match (approved, class.is_financial()) {
            (true, _) => Booking::Approve,
            (false, true) => Booking::Decline,
            (false, false) => Booking::None,
        };
        self.conclude(at, flight, booking, contents, effects);
    }

    pub(super) fn give_up(&mut self, at: u64, ticket: Ticket, effects: &mut Vec<Effect>) {
        let Some(flight) = self.flights.remove(&ticket) else {
            return;
        };
        tracing::debug!(ticket = ticket.0, "the issuer did not answer in time");
        let class = flight.request.class;
        let booking = if class.is_wallet() {
            Booking::None
        } else if class.is_financial() {
            self.undo_own(at, &flight);
            Booking::Decline
        } else {
            Booking::None
        };
        // What is never reversed is completed by its repeat alone: that must find an open ear.
        let undecided = class.is_wallet() || class.is_financial() && class.reversal().is_none();
        let code = self.practice.host.issuer_silent.clone();
        let contents = Contents { code, undecided, ..Contents::default() };
        self.conclude(at, flight, booking, contents, effects);
    }

    /// Takes back at the issuer what it may have booked for a request that is being declined.
    fn undo_own(&mut self, at: u64, flight: &Flight) {
        if let Some(transaction) = self.register.transaction(&flight.request.key).cloned() {
            self.note_undoing(at, &transaction, 0, None, None);
        }
    }

    /// Takes back at the issuer what a reversal undid here.
    pub(super) fn undo_at_issuer(
        &mut self,
        at: u64,
        undone: &Undone,
        ticket: Option<Ticket>,
        misbehaviour: Option<&Misbehaviour>,
    ) {
        self.note_undoing(at, &undone.transaction, undone.left_fen, ticket, misbehaviour);
    }

    /// Notes an undoing, which is sent until the issuer has it.
    pub(super) fn note_undoing(
        &mut self,
        at: u64,
        transaction: &Transaction,
        left_fen: i64,
        ticket: Option<Ticket>,
        misbehaviour: Option<&Misbehaviour>,
    ) {
        let merchant = self.stations.get(&transaction.key.tid).map(|s| s.enrolled.merchant.clone());
        let order = Order {
            class: transaction.class,
            undo: true,
            left_fen,
            rrn: transaction.rrn.clone(),
            key: transaction.key.clone(),
            original: transaction.original.clone(),
            pan: Some(transaction.pan.clone()),
            amount_fen: transaction.amount_fen,
            held_fen: transaction.held_fen,
            asked_fen: transaction.asked_fen,
            merchant: merchant.unwrap_or_default(),
            proof: Proof::NONE,
            lapse: self.lapse(transaction.class, true, misbehaviour),
            script: None,
        };
        let losses = u32::from(matches!(misbehaviour, Some(Misbehaviour::IssuerDown)));
        let slow_ns = match misbehaviour {
            Some(Misbehaviour::IssuerSlow { ns } | Misbehaviour::IssuerLate { ns }) => *ns,
            _ => 0,
        };
        self.forward_numbers += 1;
        self.forwards.insert(self.forward_numbers, Forward { order, ticket, losses, slow_ns });
        self.agenda.note(at, Due::Forward(self.forward_numbers));
    }

    /// Sends an undoing. While the issuer is down it is kept, and sent when the issuer is back.
    pub(super) fn send_forward(&mut self, at: u64, number: u64, effects: &mut Vec<Effect>) {
        let issuer_up = self.issuer.is_up();
        let Some(forward) = self.forwards.get_mut(&number) else {
            return;
        };
        if let Some(ticket) = forward.ticket {
            effects.push(Effect::AskedIssuer { ticket });
        }
        if forward.losses > 0 {
            forward.losses -= 1;
            self.agenda.note(at.saturating_add(AGAIN_NS), Due::Forward(number));
            return;
        }
        if !issuer_up {
            return;
        }
        let (order, ticket, slow_ns) = (Box::new(forward.order.clone()), forward.ticket, forward.slow_ns);
        let there = at.saturating_add(self.draw(self.latency.issuer_ns)).saturating_add(slow_ns);
        self.agenda.note(there, Due::Order { order, ticket, answer_at: None, forward: Some(number) });
    }

    /// Sends everything again that the issuer has not confirmed.
    pub(super) fn send_all_forwards(&mut self, at: u64) {
        for number in self.forwards.keys() {
            self.agenda.note(at, Due::Forward(*number));
        }
    }

    fn next_auth_code(&mut self) -> String {
        format!("{:06}", self.secrets.next_u64() % 1_000_000)
    }
}
