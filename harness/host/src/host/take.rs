//! From bytes to a request at work.
//!
//! A frame that does not decode, an answer, or an impossible length is garbled: it is reported and thrown away. After an
//! impossible length the stream is lost, so the host hangs up.

use wire::{Frame, Message, track};

use super::Host;
use crate::flight::{Due, Flight};
use crate::request::Request;
use crate::{Class, Effect, LineId, MacSeen, Misbehaviour, Ticket};

/// What may go under one identity side by side: a request, its reversal, and the signature on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strand {
    Request,
    Reversal,
    Signature,
}

impl Strand {
    fn of(class: Class) -> Self {
        match class {
            Class::Signature => Self::Signature,
            class if class.is_reversal() => Self::Reversal,
            _ => Self::Request,
        }
    }
}

impl Host {
    /// Takes bytes that came on a line, in pieces of any size. While the host is down they are lost.
    pub fn receive(&mut self, now_ns: u64, line: LineId, bytes: &[u8], effects: &mut Vec<Effect>) {
        self.opened(line);
        if let Some(reader) = self.lines.get_mut(&line) {
            reader.push(bytes);
        }
        loop {
            // Asked anew each time: what a frame leads to may end the line.
            let Some(reader) = self.lines.get_mut(&line) else {
                return;
            };
            match reader.next() {
                Ok(None) => return,
                Ok(Some(frame)) => self.take(now_ns, line, &frame, effects),
                Err(error) => {
                    let bytes_len = bytes.len();
                    effects.push(Effect::Garbled { line, reason: error.to_string(), bytes_len });
                    self.hang_up(line, effects);
                    return;
                }
            }
        }
    }

    fn take(&mut self, now_ns: u64, line: LineId, frame: &Frame, effects: &mut Vec<Effect>) {
        let garbled = |reason: String| Effect::Garbled { line, reason, bytes_len: frame.body.len() };
        let message = match self.dialect.decode(&frame.body) {
            Ok(message) if message.mti().is_response() => {
                effects.push(garbled(format!("an answer ({}) where a request is expected", message.mti())));
                return;
            }
            Ok(message) => message,
            Err(error) => {
                effects.push(garbled(error.to_string()));
                return;
            }
        };
        let class = self.dialect.classify(&message);
        let (message, sealed) = self.deciphered(message);
        let opens = sealed.is_some();
        let flight = self.flight(now_ns, line, frame, Request::read(&self.dialect, class, message, opens));
        let sealed = sealed.unwrap_or_default();
        let (repeated, duplicate_of_live) = self.look_back(&flight);
        let station = self.stations.get(&flight.request.key.tid);
        let mac_kcv = match flight.mac {
            MacSeen::Checked(_) => station.and_then(|s| s.keys.as_ref()).map(|keys| keys.mac.kcv()),
            MacSeen::NotRequired | MacSeen::NoKey => None,
        };
        tracing::debug!(ticket = flight.ticket.0, class = class.name(), repeated, "took a request");
        effects.push(Effect::Took {
            line,
            ticket: flight.ticket,
            class,
            message: flight.request.message.clone(),
            sealed,
            mac: flight.mac,
            mac_kcv,
            key: flight.request.key.clone(),
            repeated,
            duplicate_of_live,
            misbehaviour: flight.misbehaviour.clone(),
        });
        self.let_go(line, &flight.request.key.tid.clone(), effects);
        let whole = self.draw(self.latency.acquirer_ns);
        let ticket = flight.ticket;
        self.flights.insert(ticket, Flight { lag_ns: whole - whole / 2, ..flight });
        self.agenda.note(now_ns.saturating_add(whole / 2), Due::Work(ticket));
    }

    /// Deciphers the tracks that a message says are enciphered, and tells which; none where they do not open.
    fn deciphered(&self, mut message: Message) -> (Message, Option<Vec<u8>>) {
        let says_sealed = track::says_sealed(&message);
        let station = message.text(41).and_then(|tid| self.stations.get(tid)).filter(|_| says_sealed);
        let key = station.and_then(|station| station.keys.as_ref()?.track.clone());
        let sealed = match key {
            Some(key) => track::open(&mut message, &key).ok(),
            None => Some(Vec::new()),
        };
        (message, sealed)
    }

    fn flight(&mut self, now_ns: u64, line: LineId, frame: &Frame, request: Request) -> Flight {
        self.tickets += 1;
        let rrn = self.next_rrn(self.moment(now_ns));
        let class = request.class;
        let keys = self.stations.get(&request.key.tid).and_then(|station| station.keys.as_ref());
        let mac = match keys {
            _ if !class.needs_mac() => MacSeen::NotRequired,
            None => MacSeen::NoKey,
            Some(keys) => MacSeen::Checked(self.dialect.check_mac(&frame.body, &keys.mac)),
        };
        Flight {
            ticket: Ticket(self.tickets),
            line,
            envelope: frame.envelope,
            pin: request.pin(keys),
            mac,
            misbehaviour: self.scripts.take(class, request.amount_fen, request.is_by_contact_chip()),
            lag_ns: 0,
            rrn,
            met: false,
            request,
        }
    }

    /// Whether the identity was on the wire before, and which request of it is still at work. A request that proves
    /// nothing is not remembered: it may be anybody's.
    fn look_back(&mut self, flight: &Flight) -> (bool, Option<Ticket>) {
        let request = &flight.request;
        if request.class.is_management() {
            return (false, None);
        }
        let strand = Strand::of(request.class);
        let identity = (request.key.clone(), strand);
        let repeated = self.seen.contains(&identity);
        if flight.mac.passes() && self.stations.contains_key(&request.key.tid) {
            self.seen.insert(identity);
        }
        let live = self.flights.values().find(|other| {
            let same = other.request.key == request.key && Strand::of(other.request.class) == strand;
            same && !other.request.class.is_management()
        });
        (repeated, live.map(|other| other.ticket))
    }

    /// Sends the answers that were held back for this terminal.
    fn let_go(&mut self, line: LineId, tid: &str, effects: &mut Vec<Effect>) {
        for mut outgoing in self.held.remove(tid).unwrap_or_default() {
            outgoing.line = line;
            outgoing.deviation = Some(Misbehaviour::HoldBack);
            self.leave(outgoing, effects);
        }
    }
}
