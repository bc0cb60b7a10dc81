//! 批结算, 批上送: the terminal's totals against the register's, its transactions one by one where they differ, and the
//! end of the batch.
//!
//! A batch is closed by the answer that finds its totals equal, else by the end of its upload. A closed batch takes
//! nothing new but what is told afterwards; what was settled in it can still be reversed.

use wire::Verdict;

use super::Host;
use super::work::Booking;
use crate::answer::Contents;
use crate::flight::Flight;
use crate::{Class, Effect, Misbehaviour};

impl Host {
    pub(super) fn settle(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            return self.refuse(at, flight, &code, effects);
        }
        let mut contents = Contents { code: "00".to_owned(), ..Contents::default() };
        let booking = match flight.request.class {
            Class::Settlement => {
                let verdict = self.verdict(&flight);
                contents.totals = flight.request.totals().and_then(|totals| totals.digits(Some(verdict)));
                if verdict == Verdict::Equal { Booking::CloseBatch } else { Booking::None }
            }
            Class::BatchUpload => Booking::Upload,
            _ => Booking::CloseBatch,
        };
        self.conclude(at, flight, booking, contents, effects);
    }

    fn verdict(&self, flight: &Flight) -> Verdict {
        let key = &flight.request.key;
        match flight.misbehaviour {
            Some(Misbehaviour::TotalsUnequal) => Verdict::Unequal,
            Some(Misbehaviour::TotalsInError) => Verdict::Error,
            _ if flight.request.totals() == Some(self.register.totals(&key.tid, &key.batch)) => {
                Verdict::Equal
            }
            _ => Verdict::Unequal,
        }
    }

    pub(super) fn keep_details(&mut self, flight: &Flight, effects: &mut Vec<Effect>) {
        let details = flight.request.details().unwrap_or_default();
        self.register.keep_details(&flight.request.key, details.clone());
        effects.push(Effect::Uploaded { ticket: flight.ticket, details });
    }

    pub(super) fn close_batch(&mut self, flight: &Flight, effects: &mut Vec<Effect>) {
        let key = &flight.request.key;
        let uploaded = flight.request.class == Class::BatchEnd;
        let differences = if uploaded { self.register.differences(&key.tid, &key.batch) } else { Vec::new() };
        let next = batch_after(&key.batch);
        self.set_batch(&key.tid.clone(), &next);
        let (tid, batch) = (key.tid.clone(), key.batch.clone());
        let told = flight.request.told_count();
        effects.push(Effect::BatchClosed { ticket: flight.ticket, tid, batch, next, differences, told });
    }
}

/// The batch that follows: 1 comes after 999999.
#[must_use]
pub fn batch_after(batch: &str) -> String {
    let number: u32 = batch.parse().unwrap_or(0);
    format!("{:06}", number % 999_999 + 1)
}
