//! Network management: sign-on hands out working keys; sign-off and echo are answered; the rest is not served (40).

use profile::{KeySet, MacKeyLength};
use rand_core::Rng;
use wire::{Key, Place, WorkingKeys, keys};

use super::Host;
use super::work::Booking;
use crate::answer::{Contents, KeyBlock};
use crate::flight::Flight;
use crate::request::Request;
use crate::{Class, Effect};

impl Host {
    pub(super) fn manage(&mut self, at: u64, flight: Flight, effects: &mut Vec<Effect>) {
        if let Some(code) = flight.ordered_decline() {
            return self.refuse(at, flight, &code, effects);
        }
        let code = match flight.request.class {
            Class::SignOn if self.asks_for_another_set(&flight.request) => "40",
            Class::SignOn => {
                return self.conclude(at, flight, Booking::SignOn, Contents::default(), effects);
            }
            Class::Echo => "00",
            Class::SignOff => {
                self.demand_sign_on(&flight.request.key.tid.clone());
                "00"
            }
            _ => "40",
        };
        self.refuse(at, flight, code, effects);
    }

    /// Draws working keys for the terminal and writes them into the answer. The batch is the host's; the first one may
    /// come from the terminal's request. The keys hold from now on, whether or not the answer arrives.
    pub(super) fn sign_on(&mut self, request: &Request, contents: &mut Contents) {
        let length = match self.practice.host.keys.mac_key {
            MacKeyLength::Single => 8,
            MacKeyLength::Double => 16,
        };
        let pin = self.new_key(if self.key_set == KeySet::Single { 8 } else { 16 });
        let mac = self.new_key(length);
        let track = self.key_set.has_track_key().then(|| self.new_key(16)).flatten();
        "96".clone_into(&mut contents.code);
        let Some(station) = self.stations.get_mut(&request.key.tid) else {
            return;
        };
        let (Some(pin), Some(mac)) = (pin, mac) else {
            return;
        };
        let fresh = WorkingKeys { pin, mac, track };
        let Ok(wrapped) = keys::wrap(&station.enrolled.tmk, &fresh) else {
            return;
        };
        let asked = if request.key.batch == "000000" { "000001" } else { request.key.batch.as_str() };
        let batch = station.batch.get_or_insert_with(|| asked.to_owned()).clone();
        station.keys = Some(fresh);
        station.signed_on = true;
        "00".clone_into(&mut contents.code);
        contents.keys = Some(KeyBlock(wrapped));
        contents.batch = Some(batch);
    }

    /// Whether a sign-on asks for other keys than are handed out; where the dialect cannot say it, none does.
    fn asks_for_another_set(&self, request: &Request) -> bool {
        self.dialect.at(&request.message, Place::KeySet).is_some_and(|asked| asked != self.key_set.code())
    }

    fn new_key(&mut self, length: usize) -> Option<Key> {
        let mut bytes = vec![0; length];
        self.secrets.fill_bytes(&mut bytes);
        Key::new(&bytes).ok()
    }
}
