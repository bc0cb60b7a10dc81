//! `card-data.clear`: no card number in clear where people or logs can read it.
//!
//! Card data in reversals are `reversal.own-original`'s.

use journal::{Event, Sighting};

use crate::{
    RuleInfo,
    case::Case,
    rule::{Findings, Rule},
};

/// First six and last four.
const CLEAR_DIGITS: usize = 10;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "card-data.clear",
    sentence: "no more than the first six and last four digits of a card number can be read",
    checks: "every sighting of a card number on paper, on the screen and in message fields that are not made for it; \
             where the practice has a track key, that tracks came enciphered",
    does_not_check: "the card number in F2, F35, F36 and the chip's own number and track (57, 5A) in F55, which may hold it; reversals \
                     (reversal.own-original); PIN blocks by opening them; logs that the bench does not see",
};

pub(super) struct Clear;

impl Rule for Clear {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let has_track_key = case.profile.terminal.keys.set.has_track_key();
        for entry in case.record.entries() {
            let Event::Sighting(seen) = &entry.event else {
                continue;
            };
            if has_track_key && is_bare_track(seen) {
                let sentence = format!(
                    "the track in {} of a {} is in clear; the practice has a track key",
                    seen.place, seen.context
                );
                out.terminal(sentence, [entry.n]);
            }
            if seen.clear_digits > CLEAR_DIGITS && !is_made_for_it(&seen.place) {
                let sentence = format!(
                    "{} of {} digits of a card number can be read on {} ({})",
                    seen.clear_digits, seen.digits, seen.place, seen.context
                );
                out.terminal(sentence, [entry.n]);
            }
        }
    }
}

fn is_bare_track(seen: &Sighting) -> bool {
    let in_reversal = seen.context.ends_with("-reversal");
    matches!(seen.place.as_str(), "field.35" | "field.36") && seen.encoding != "sealed" && !in_reversal
}

fn is_made_for_it(place: &str) -> bool {
    matches!(place, "field.2" | "field.35" | "field.36" | "field.55.57" | "field.55.5A")
}
