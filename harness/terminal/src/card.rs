//! The payment card as a model: stripe, chip and contactless chip, spoken to in APDUs.
//!
//! A card knows no time and no terminal. It answers what it is sent, counts its transactions and its PIN
//! tries, and makes real cryptograms under keys derived from the issuer's. The object outlives a
//! transaction: its counter must not start again. Of an issuer's
//! script it takes PUT DATA on its two limits of offline payments in a row, with the issuer's MAC; it signs nothing (no
//! ODA).

mod apdu;
mod chip;
mod data;
mod files;

pub use apdu::{Apdu, Status};
pub use chip::{CardReady, ChipCard};
pub use data::{CardData, Faces, Misbehaviour, SecondDecision};
