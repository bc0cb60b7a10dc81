//! 电子签名上送: pictures of signatures are kept beside the transactions that they were made for, and the receipt goes to
//! the cardholder.
//!
//! A transaction takes one signature. The same one again is known as one and answered as before; another one is refused
//! (94). So is one for a transaction that the register does not have, or has under another amount or reference (25), and
//! one for what was declined or reversed (22): nothing that was undone gets a proof. What was voided or paid back since
//! keeps its proof, of what was signed; but no receipt is sent of it, which would tell of money that is back.

use wire::{Picture, Place, Receipt};

use super::Host;
use super::work::Booking;
use crate::answer::Contents;
use crate::flight::Flight;
use crate::{Effect, State};

impl Host {
    pub(super) fn take_signature(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            return self.refuse(at, flight, &code, effects);
        }
        match self.refuse_signature(&flight) {
            Some(code) => self.refuse(at, flight, code, effects),
            None => {
                let rrn = flight.request.message.text(37).unwrap_or_default().to_owned();
                let contents = Contents { code: "00".to_owned(), rrn, ..Contents::default() };
                self.conclude(at, flight, Booking::Signature, contents, effects);
            }
        }
    }

    fn refuse_signature(&self, flight: &Flight) -> Option<&'static str> {
        let request = &flight.request;
        let signed = self.register.transaction(&request.key).filter(|signed| {
            signed.class.is_payment()
                && signed.amount_fen == request.amount_fen
                && request.message.text(37) == Some(signed.rrn.as_str())
        });
        let Some(signed) = signed else { return Some("25") };
        if matches!(signed.state, State::UnderWay | State::Declined { .. } | State::Reversed) {
            return Some("22");
        }
        let kept = self.register.signature(&request.key);
        let other = kept.is_some_and(|kept| Some(kept) != self.picture(flight));
        other.then_some("94")
    }

    fn picture<'f>(&self, flight: &'f Flight) -> Option<&'f [u8]> {
        flight.request.message.expose(self.dialect.field_of(Place::Picture)?)
    }

    /// Keeps the picture, and sends the receipt where one was asked for. A repeat does neither.
    pub(super) fn keep_signature(&mut self, flight: &Flight, effects: &mut Vec<Effect>) {
        let key = &flight.request.key;
        let Some(picture) = self.picture(flight).map(|bytes| Picture::new(bytes.to_vec())) else { return };
        if self.register.signature(key).is_some() {
            return;
        }
        self.register.keep_signature(key, picture.clone());
        let ticket = flight.ticket;
        effects.push(Effect::SignatureKept { ticket, key: key.clone(), picture });
        let stands =
            self.register.transaction(key).is_some_and(|signed| matches!(signed.state, State::Approved));
        let receipt = flight.request.chip().as_ref().and_then(Receipt::read).filter(|_| stands);
        if let Some(receipt) = receipt.filter(|receipt| receipt.phone.is_some()) {
            let (key, amount_fen) = (key.clone(), flight.request.amount_fen);
            effects.push(Effect::ReceiptSent { ticket, key, amount_fen, receipt });
        }
    }
}
