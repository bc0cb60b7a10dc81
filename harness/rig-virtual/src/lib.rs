//! The virtual bench: a discrete-event shell around the desk, with the reference terminal in process.
//!
//! Time is a number of nanoseconds that jumps from one due thing to the next. Nothing here reads a clock, a file
//! or the environment, so a seed and a scenario give the same record, byte for byte, on every machine.

mod agenda;
mod bench;
mod body;
mod line;
mod pad;
mod people;
mod planted;
mod setup;
mod shell;
mod switches;
mod vault;

pub use bench::{VirtualBench, VirtualMaker};
pub use planted::{Planted, UnknownDefect};
pub use setup::VirtualSetup;
// The command names defects without naming the room that they are built into.
pub use terminal::{Defect, Seeded};
