//! The host through its front door: framed bytes in, effects out, books at rest.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the bench of a test may fall over")]

mod balance;
mod bench;
mod chip;
mod defects;
mod door;
mod iso87;
mod issuer;
mod lapses;
mod messages;
mod misbehaviour;
mod once;
mod outage;
mod pre_auth;
mod refund;
mod reversal;
mod sale;
mod script;
mod sequences;
mod settlement;
mod signature;
mod void;
mod wallet;
