//! The phrases, one file for each who speaks or is spoken of.
//!
//! A phrase in two languages is one function; where the order of its blanks differs, the Chinese one is a line
//! that calls the same helper.

mod belief;
mod bench;
mod books;
mod cashier;
mod evidence;
mod faults;
mod guarantee;
mod host;
mod paper;
mod settlement;
mod signature;
mod wallet;
