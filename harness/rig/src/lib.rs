//! The desk around which every bench stands: the host, the cashier, the faults and the only pen.
//!
//! The desk is sans-IO: it is told what [`Happening`]s there were and when, and says which [`Act`]s are due. A
//! bench is a shell around it that turns acts into deeds, simulated or real. The room also holds the words of
//! the trade that scenarios are written in: orders, faults, moments, and the rig file.

mod bench;
mod cards;
mod cashier;
mod catalogue;
mod desk;
mod fault;
mod file;
mod lot;
mod masking;
mod moves;
mod numbers;
mod port;
mod purses;
mod reading;
mod rehearsal;
mod sense;
mod stand;

pub use bench::{Bench, BenchFacts, BenchMaker, Done, Left, Trouble};
pub use cards::{Card, Wallet};
pub use catalogue::{CATALOGUE, EventInfo, Sight, event_info};
pub use desk::{Desk, DeskSetup};
pub use fault::{Fault, FaultKind, Lasting, Moment};
pub use file::{
    BenchKind, Capability, Digits, Latencies, Limits, Range, RigFile, Start, TerminalFacts, TerminalKeys,
};
/// What acquirer and issuer can be given to get wrong.
pub use host::Defect as HostDefect;
pub use lot::Lot;
pub use moves::{InWallet, Move, OnPad, Order, PinChoice, Supervisor, User, Which};
pub use numbers::card_numbers;
pub use port::{Act, CardTrouble, Happening, PaperTrouble};
pub use purses::Purse;
pub use reading::{Readers, ReadingPatterns};
pub use rehearsal::Rehearsal;
pub use sense::{LARGEST_FEN, largest_amount};
pub use stand::Stand;
