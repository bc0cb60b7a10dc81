//! The reference terminal: a payment application, its chip card, printer and store models, and the defects
//! that can be seeded into it.
//!
//! The application is straight-line `async` code; every await is one [`device::Call`]. A [`Machine`] is one
//! power-on life of it, stepped by hand; dropping the machine is the power cut. What must outlive a cut (the
//! [`flash::Flash`], the [`card::ChipCard`]) belongs to the bench.
//!
//! The room touches no journal, socket, clock or file: the accused does not hold the pen.

mod app;
mod defect;
mod machine;
mod seeded;
mod setup;

pub mod card;
pub mod flash;
pub mod printer;

pub use defect::Defect;
pub use machine::{Machine, Step};
pub use seeded::Seeded;
pub use setup::{Language, Setup};
