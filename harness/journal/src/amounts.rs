//! The amounts that an event names, so that a reader can refuse what no bench can have meant.
//!
//! It does not ask whether an amount is right, only whether sums of such amounts can be trusted.

use crate::{Event, Expectation};

/// Most that an amount may be, either way, in fen: ten thousand million yuan.
pub const MOST_FEN: i64 = 1_000_000_000_000;

/// The first amount of an event that is beyond [`MOST_FEN`].
pub(crate) fn excessive(event: &Event) -> Option<i64> {
    let beyond = |fen: &i64| !(-MOST_FEN..=MOST_FEN).contains(fen);
    match event {
        Event::Posted(note) => note.legs.iter().map(|leg| leg.amount_fen).find(beyond),
        Event::Texted { amount_fen, .. } => Some(*amount_fen).filter(beyond),
        Event::Request(note) => note.amount_fen.filter(beyond),
        Event::Intent { amount_fen, .. } => amount_fen.filter(beyond),
        Event::Shown(note) => note.amount_fen.filter(beyond),
        Event::Slip(note) => note.amount_fen.filter(beyond),
        Event::Expected { expectation, .. } => demanded(expectation).filter(beyond),
        _ => None,
    }
}

fn demanded(expectation: &Expectation) -> Option<i64> {
    match expectation {
        Expectation::Paid { amount_fen, .. }
        | Expectation::PaidByWallet { amount_fen, .. }
        | Expectation::Held { amount_fen, .. }
        | Expectation::Earned { amount_fen }
        | Expectation::Fee { amount_fen } => Some(*amount_fen),
        Expectation::Points { count, .. } => Some(*count),
        Expectation::Messages { amount_fen, .. } => *amount_fen,
        _ => None,
    }
}
