//! The host through its front door: framed bytes in, effects out, books at rest.

mod balance;
mod bench;
mod chip;
mod door;
mod issuer;
mod misbehaviour;
mod outage;
mod refund;
mod reversal;
mod sale;
mod sequences;
mod void;
