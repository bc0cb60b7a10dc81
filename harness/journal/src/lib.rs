//! The record of one run: instants, events in lanes, an append-only hash-chained text, and its reader.
//!
//! Whoever holds the [`Pen`] writes; everybody else reads a [`Record`] that has been checked from the first
//! byte to the last. The room judges nothing.

mod amounts;
mod entry;
mod event;
mod evidence;
mod expectation;
mod head;
mod notes;
mod pen;
mod record;
mod terms;
mod text;
mod token;
mod transcript;

pub use amounts::MOST_FEN;
pub use entry::{Entry, Lane};
pub use event::Event;
pub use evidence::EvidencePart;
pub use expectation::{Announcement, Expectation, TxnState};
pub use head::{FeatureText, Head, ScenarioHead};
pub use notes::{
    DetailNote, Fields, FrameNote, Leg, MacNote, PostingNote, RequestNote, ScreenNote, Sighting, SlipNote,
    TotalsNote, TxnKey,
};
pub use pen::Pen;
pub use record::{Record, RecordError};
pub use terms::{Belief, Book, Copy, LinkState, Movement, OrderKind, Port};
pub use token::TokenKey;
pub use transcript::canonical;

/// Version of the record's form; a reader refuses any other.
pub const FORMAT: u32 = 3;

#[cfg(test)]
mod tests;
