//! The acquiring host and the issuer behind it.
//!
//! Sans-IO: [`Host::receive`] takes bytes off a line, [`Host::next_due`] says when the host wants to be woken,
//! [`Host::wake`] lets it work; what it did comes out as [`Effect`]s. It has no socket, no clock and no journal,
//! and draws chance from the seed in its [`Setup`] alone.
//!
//! Three double-entry ledgers, the acquirer's, the issuer's and the wallet platform's, are kept in whole fen, so that a
//! booking that stands on one side only can be seen. What is right for a terminal to do is none of this room's business:
//! it answers whatever comes, and never panics over bytes.

mod agenda;
mod answer;
mod books;
mod calendar;
mod cryptogram;
mod defect;
mod effect;
mod flight;
mod host;
mod issuer;
mod misbehaviour;
mod moves;
mod payer;
mod platform;
mod register;
mod request;
mod setup;
mod transaction;
mod wallet;

pub use books::{Book, Books, Ledger, LedgerAccount, Leg, Posting};
pub use calendar::Moment;
pub use cryptogram::cryptogram_input;
pub use defect::Defect;
pub use effect::{CardholderText, Effect, FrameBytes, LineId, MacSeen, Movement, Ticket};
pub use host::{Host, batch_after};
pub use misbehaviour::{Misbehaviour, Script};
pub use payer::Payer;
pub use register::Difference;
pub use setup::{Account, Enrolled, Latency, Purse, Setup, Start};
pub use transaction::{State, Transaction, TxnKey};
pub use wire::{Class, ScriptPhase};
