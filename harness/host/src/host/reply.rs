//! Sending answers: as they are, spoilt, late, twice, held back, or not at all.

use wire::{Envelope, Header};

use super::Host;
use crate::flight::{Due, Flight, Outgoing};
use crate::register::Given;
use crate::{Effect, FrameBytes, Misbehaviour};

impl Host {
    /// Makes the frame and lets it leave after the flight's lag, or does with it what is ordered.
    pub(super) fn send(
        &mut self,
        at: u64,
        flight: Flight,
        code: String,
        message: wire::Message,
        effects: &mut Vec<Effect>,
    ) {
        let deviation = flight.misbehaviour.clone();
        if let Some(misbehaviour @ Misbehaviour::Silence) = deviation {
            effects.push(Effect::Withheld { ticket: flight.ticket, misbehaviour });
            return;
        }
        let class = flight.request.class;
        let key = self.mac_key_of(class, &flight.request.key.tid);
        let body = crate::answer::seal(&self.dialect, key.as_ref(), &message, deviation.as_ref());
        let framed = body.and_then(|body| {
            let sent = self.dialect.decode(&body).ok()?;
            let mut envelope: Envelope = flight.envelope.reply();
            if deviation == Some(Misbehaviour::AsksForSignOn) {
                envelope.header = envelope.header.with_processing_request(Header::SIGN_ON_AGAIN);
            }
            Some((sent, self.dialect.frame(&envelope, &body).ok()?))
        });
        let Some((message, bytes)) = framed else {
            tracing::warn!(ticket = flight.ticket.0, "the answer cannot be written in the dialect");
            effects.push(Effect::Unwritable { ticket: flight.ticket, class, code });
            return;
        };
        let twice = matches!(deviation, Some(Misbehaviour::DuplicateAnswer));
        let (line, ticket) = (flight.line, flight.ticket);
        let bytes = FrameBytes::new(bytes);
        let outgoing = Outgoing { line, ticket, class, code, message, bytes, deviation, twice };
        let extra = match outgoing.deviation {
            Some(Misbehaviour::HoldBack) => {
                self.held.entry(flight.request.key.tid).or_default().push(outgoing);
                return;
            }
            Some(Misbehaviour::Delay { ns }) => ns,
            _ => 0,
        };
        let leaves = at.saturating_add(flight.lag_ns).saturating_add(extra);
        self.agenda.note(leaves, Due::Leave(Box::new(outgoing)));
    }

    /// Gives the answer again that this identity was given before.
    pub(super) fn answer_again(&mut self, at: u64, flight: Flight, given: Given, effects: &mut Vec<Effect>) {
        match flight.misbehaviour {
            Some(
                Misbehaviour::CrashBeforeBooking { down_ns } | Misbehaviour::CrashAfterBooking { down_ns },
            ) => {
                self.crash(at, down_ns, effects);
            }
            _ => {
                let key = flight.request.key.clone();
                self.send(at, flight, given.code, given.message, effects);
                self.unpark(at, &key);
            }
        }
    }

    /// An answer goes onto its line, if the line is still there.
    pub(super) fn leave(&mut self, outgoing: Outgoing, effects: &mut Vec<Effect>) {
        let Outgoing { line, ticket, class, code, message, bytes, deviation, twice } = outgoing;
        if !self.lines.contains_key(&line) {
            effects.push(Effect::Undelivered { line, ticket, class, code });
            return;
        }
        let answer = Effect::Answer { line, ticket, class, code, message, bytes, deviation };
        if twice {
            effects.push(answer.clone());
        }
        effects.push(answer);
    }
}
