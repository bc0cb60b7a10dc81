//! What the acquirer does with a request: refuse it, decide it, or ask the issuer.
//!
//! Order of checks: terminal (97), merchant (03), sign-on (77), MAC (A0), form (30, 13), identity (same answer again, 22
//! when it was undone since, 94), batch (77; see `takes_any_batch`), then the rules of the register.

use super::Host;
use crate::answer::Contents;
use crate::defect::takes_back;
use crate::flight::{Due, Flight};
use crate::issuer::{Order, Proof};
use crate::platform::Order as WalletOrder;
use crate::register::{Beside, Met, Reversing};
use crate::{Class, Defect, Effect, Misbehaviour, Moment, Posting, Ticket, TxnKey};
use wire::ScriptResult;

/// What is to be booked when a decision takes effect.
#[derive(Debug)]
pub(super) enum Booking {
    /// Nothing.
    None,
    /// The flight's transaction is declined.
    Decline,
    /// The flight's transaction is approved.
    Approve,
    /// The flight's reversal takes effect.
    Reverse,
    /// The terminal gets new keys.
    SignOn,
    /// The flight's details are kept.
    Upload,
    /// The flight's batch is closed.
    CloseBatch,
    /// What a card did with the scripts of this transaction is known.
    Script(TxnKey, Vec<ScriptResult>),
    /// The flight's signature is kept.
    Signature,
    /// Whatever is new of a wallet order.
    Order(Box<WalletOrder>),
}

impl Host {
    /// The acquirer turns to a request.
    pub(super) fn work(&mut self, at: u64, ticket: Ticket, effects: &mut Vec<Effect>) {
        let Some(mut flight) = self.flights.remove(&ticket) else {
            return;
        };
        let moment = self.moment(at);
        if let Some(code) = self.refuse_at_the_door(&flight) {
            return self.refuse(at, flight, code, effects);
        }
        match &flight.misbehaviour {
            Some(Misbehaviour::SilenceUnbooked) => return self.fall_silent(at, &flight, effects),
            Some(Misbehaviour::DatabaseError) => return self.refuse(at, flight, "96", effects),
            _ => {}
        }
        match flight.request.class {
            class if class.is_management() => return self.manage(at, flight, effects),
            class if class.is_reversal() => return self.reverse(at, flight, effects),
            // It has the identity of what was signed.
            Class::Signature => return self.take_signature(at, flight, effects),
            _ => {}
        }
        if !flight.met {
            match self.register.meet(&flight.request) {
                Met::New => flight.met = true,
                Met::Undone => return self.refuse(at, flight, "22", effects),
                Met::Answered(given) => return self.answer_again(at, flight, given, effects),
                Met::UnderWay => return self.park(flight),
                Met::Different => return self.refuse(at, flight, "94", effects),
            }
        }
        if !takes_any_batch(flight.request.class)
            && self.batch(&flight.request.key.tid) != Some(flight.request.key.batch.as_str())
        {
            return self.refuse(at, flight, "77", effects);
        }
        self.decide(at, moment, flight, effects);
    }

    fn refuse_at_the_door(&self, flight: &Flight) -> Option<&'static str> {
        let request = &flight.request;
        let Some(station) = self.stations.get(&request.key.tid) else {
            return Some("97");
        };
        if station.enrolled.mid != request.mid {
            return Some("03");
        }
        if !request.class.is_management() {
            if !station.signed_on {
                return Some("77");
            }
            if !flight.mac.passes() {
                return Some("A0");
            }
        }
        request.fault(&self.dialect)
    }

    fn decide(&mut self, at: u64, moment: Moment, flight: Flight, effects: &mut Vec<Effect>) {
        let request = &flight.request;
        let opened = match request.class {
            Class::Balance => Ok(request.pan.clone()),
            Class::Query => return self.tell(at, flight, effects),
            Class::ScriptAdvice => return self.hear_of_script(at, flight, effects),
            class if class.settles() => return self.settle(at, flight, effects),
            class if class.is_wallet() => return self.ask_platform(at, flight, effects),
            _ => self.register.open(request, moment, &flight.rrn).map(Some),
        };
        let pan = match opened {
            Ok(pan) => pan,
            Err(code) => return self.refuse(at, flight, &code, effects),
        };
        if let Some(code) = flight.ordered_decline() {
            // What is told afterwards is told again until it is taken, or refused for good.
            let undecided = request.class.is_told_afterwards() && crate::answer::asks_for_another_try(&code);
            let contents = Contents { code, undecided, ..Contents::default() };
            return self.conclude(at, flight, Booking::Decline, contents, effects);
        }
        let opened = self.register.transaction(&request.key).filter(|_| request.class.is_financial());
        let (original, held_fen) = opened.map_or((None, 0), |t| (t.original.clone(), t.held_fen));
        let merchant = self.stations.get(&request.key.tid).map(|s| s.enrolled.merchant.clone());
        let order = Order {
            class: request.class,
            undo: false,
            left_fen: 0,
            rrn: flight.rrn.clone(),
            key: request.key.clone(),
            original,
            pan,
            amount_fen: flight.ordered_part().unwrap_or(request.amount_fen),
            held_fen,
            asked_fen: request.amount_fen,
            merchant: merchant.unwrap_or_default(),
            proof: Proof {
                expiry: request.expiry.clone(),
                pin: flight.pin.clone(),
                sequence: request.sequence(),
                chip: request.chip(),
            },
            lapse: self.lapse(request.class, false, flight.misbehaviour.as_ref()),
            script: flight.ordered_script(),
        };
        self.ask_issuer(at, flight, order, effects);
    }

    /// Answers a query.
    fn tell(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            return self.refuse(at, flight, &code, effects);
        }
        if !self.practice.host.query {
            return self.refuse(at, flight, "40", effects);
        }
        let Some(found) = self.register.query(&flight.request) else {
            return self.refuse(at, flight, "25", effects);
        };
        let contents = Contents {
            code: "00".to_owned(),
            rrn: found.rrn.clone(),
            auth_code: Some(found.auth_code.clone()),
            remark: Some(found.state.name().to_owned()),
            amount_fen: Some(found.amount_fen),
            ..Contents::default()
        };
        self.conclude(at, flight, Booking::None, contents, effects);
    }

    /// Takes what a card did with the issuer's script.
    fn hear_of_script(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            let undecided = crate::answer::asks_for_another_try(&code);
            let contents = Contents { code, undecided, ..Contents::default() };
            return self.conclude(at, flight, Booking::None, contents, effects);
        }
        let Some((original, results)) = self.register.scripted(&flight.request) else {
            return self.refuse(at, flight, "25", effects);
        };
        let contents = Contents { code: "00".to_owned(), ..Contents::default() };
        self.conclude(at, flight, Booking::Script(original, results), contents, effects);
    }

    fn reverse(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            return self.refuse(at, flight, &code, effects);
        }
        // A duplicate that is at work hides nothing: what was answered stands in the register.
        let overtaken = !self.register.was_answered(&flight.request.key)
            && self.flights.values().any(|other| {
                other.request.key == flight.request.key
                    && Some(other.request.class) == flight.request.class.reverses()
            });
        if overtaken && self.practice.host.reversal_in_flight == profile::InFlight::Wait {
            return self.park(flight);
        }
        if overtaken && crate::register::Register::points_at_itself(&flight.request) {
            self.register.entomb(&flight.request);
            return self.refuse(at, flight, "25", effects);
        }
        self.conclude(at, flight, Booking::Reverse, Contents::default(), effects);
    }

    /// Lets a request wait until the one of the same identity is decided.
    fn park(&mut self, flight: Flight) {
        self.parked.entry(flight.request.key.clone()).or_default().push(flight.ticket);
        self.flights.insert(flight.ticket, flight);
    }

    /// Says no; nothing is booked.
    pub(super) fn refuse(&mut self, at: u64, flight: Flight, code: &str, effects: &mut Vec<Effect>) {
        let contents = Contents { code: code.to_owned(), ..Contents::default() };
        self.conclude(at, flight, Booking::None, contents, effects);
    }

    /// A decision takes effect: it is booked, remembered and answered, or the host crashes on the way.
    pub(super) fn conclude(
        &mut self,
        at: u64,
        flight: Flight,
        booking: Booking,
        mut contents: Contents,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(Misbehaviour::CrashBeforeBooking { down_ns }) = flight.misbehaviour {
            return self.crash(at, down_ns, effects);
        }
        if contents.rrn.is_empty() {
            contents.rrn.clone_from(&flight.rrn);
        }
        self.book(at, &flight, &booking, &mut contents, effects);
        let message = crate::answer::build(&self.dialect, &flight.request, self.moment(at), &contents);
        if flight.met {
            let given = crate::register::Given { code: contents.code.clone(), message: message.clone() };
            self.register.remember_answer(&flight.request.key, given, contents.undecided);
        }
        if let Some(Misbehaviour::CrashAfterBooking { down_ns }) = flight.misbehaviour {
            return self.crash(at, down_ns, effects);
        }
        let key = flight.request.key.clone();
        self.send(at, flight, contents.code, message, effects);
        self.unpark(at, &key);
    }

    fn book(
        &mut self,
        at: u64,
        flight: &Flight,
        booking: &Booking,
        contents: &mut Contents,
        effects: &mut Vec<Effect>,
    ) {
        let ticket = Some(flight.ticket);
        let forgets = |defect| self.has(defect) && takes_back(flight.request.class);
        let beside = Beside {
            fee: flight.misbehaviour != Some(Misbehaviour::FeeForgotten) && !forgets(Defect::FeeKept),
            points: flight.misbehaviour != Some(Misbehaviour::PointsForgotten)
                && !forgets(Defect::PointsLeft),
        };
        let mut posted = |posting: Posting| effects.push(Effect::Posted { ticket, posting });
        match booking {
            Booking::None => {}
            Booking::Decline => self.register.decline(&flight.request.key, &contents.code),
            Booking::Approve => {
                let auth_code = contents.auth_code.clone().unwrap_or_default();
                if let Some(posting) = self.register.approve(&flight.request.key, &auth_code, beside) {
                    posted(posting);
                }
            }
            Booking::Reverse => match self.register.reverse(&flight.request, beside) {
                Reversing::Code(code) => contents.code = code,
                Reversing::Before { code, rrn } => (contents.code, contents.rrn) = (code, rrn),
                Reversing::Now(undone) => {
                    contents.rrn.clone_from(&undone.transaction.rrn);
                    "00".clone_into(&mut contents.code);
                    posted(undone.posting.clone());
                    self.undo_at_issuer(at, &undone, ticket, flight.misbehaviour.as_ref());
                }
            },
            Booking::Order(order) => {
                for posting in self.register.book_order(order, beside.fee) {
                    // What somebody else's request did is no doing of this one.
                    let own = ticket.filter(|_| posting.key == flight.request.key);
                    effects.push(Effect::Posted { ticket: own, posting });
                }
            }
            Booking::Script(original, results) => {
                let (original, results) = (original.clone(), results.clone());
                effects.push(Effect::ScriptTold { ticket: flight.ticket, original, results });
            }
            Booking::SignOn => self.sign_on(&flight.request, contents),
            Booking::Upload => self.keep_details(flight, effects),
            Booking::CloseBatch => self.close_batch(flight, effects),
            Booking::Signature => self.keep_signature(flight, effects),
        }
    }

    /// Whatever waited for this identity is worked on. Every way out of work ends here, but for a crash.
    pub(super) fn unpark(&mut self, at: u64, key: &crate::TxnKey) {
        for ticket in self.parked.remove(key).unwrap_or_default() {
            self.agenda.note(at, Due::Work(ticket));
        }
    }

    /// Forgets the request and does not answer.
    fn fall_silent(&mut self, at: u64, flight: &Flight, effects: &mut Vec<Effect>) {
        let misbehaviour = Misbehaviour::SilenceUnbooked;
        effects.push(Effect::Withheld { ticket: flight.ticket, misbehaviour });
        self.unpark(at, &flight.request.key);
    }
}

/// Whether it is taken in whatever batch it names, be that open, closed or settled: what was done at the counter, which has
/// happened; what goes back to a wallet order, which is known by its numbers; and what a card did with a script, which is
/// of no batch.
fn takes_any_batch(class: Class) -> bool {
    class.is_told_afterwards()
        || matches!(class, Class::WalletCancel | Class::WalletRefund | Class::ScriptAdvice)
}
