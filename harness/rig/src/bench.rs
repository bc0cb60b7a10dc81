//! A bench as scenarios see it: arm, move, expect, close.
//!
//! The methods return boxed local futures: ready at once on the virtual bench; on a live bench they wait behind
//! a channel for a thread with a clock. Steps do not know which.

use futures::future::LocalBoxFuture;
use journal::{Expectation, Head};
use source::Flaw;
use thiserror::Error;

use crate::{Fault, Move, RigFile, Wallet, sense};

/// Why a sentence could not be carried out, by whose fault.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Trouble {
    /// The text asks for something that does not exist.
    #[error("{0}")]
    Text(String),
    /// The text asks for something that does not exist; there are others.
    #[error("{reason}; {hint}")]
    Unknown {
        /// What is asked for.
        reason: String,
        /// What there is, or what to write.
        hint: String,
    },
    /// The terminal or the bench has no such thing, and says so.
    #[error("not applicable: {0}")]
    NotApplicable(String),
    /// The bench did not do what it should.
    #[error("bench: {0}")]
    Bench(String),
    /// A text that belongs to the run is flawed.
    #[error("{0}")]
    Flaw(Box<Flaw>),
}

/// What a move came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The amount that the order was about, where it has one; drawn ones too.
    pub amount_fen: Option<u64>,
    /// Number of the record's last entry when the move began.
    pub since: u64,
}

/// What a bench is made of, for whoever writes sentences about it.
#[derive(Clone, Debug)]
pub struct BenchFacts {
    /// The rig file.
    pub rig: RigFile,
    /// The cards.
    pub wallet: Wallet,
}

impl BenchFacts {
    /// The holder whom a scenario calls by this name.
    ///
    /// # Errors
    /// [`Trouble::Unknown`] when nobody is called so.
    pub fn person(&self, name: &str) -> Result<String, Trouble> {
        let card = self.wallet.cards().iter().find(|card| sense::is_called(card, name));
        card.map(|card| card.holder.clone()).ok_or_else(|| Trouble::Unknown {
            reason: format!("nobody here is called `{name}`"),
            hint: format!("there are: {}", sense::people(&self.wallet, name)),
        })
    }
}

/// A bench with one terminal on it, for one scenario.
pub trait Bench {
    /// What stands there.
    fn facts(&self) -> &BenchFacts;

    /// Notes that a sentence of the scenario begins.
    fn step<'a>(&'a mut self, line: usize, text: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>>;

    /// Arms a fault; returns its number.
    fn arm(&mut self, fault: Fault) -> LocalBoxFuture<'_, Result<u32, Trouble>>;

    /// Performs a move and everything that follows from it, until nothing is due any more.
    fn perform(&mut self, step: Move) -> LocalBoxFuture<'_, Result<Done, Trouble>>;

    /// Notes what is expected of the record; the oracle evaluates it later.
    fn expect<'a>(
        &'a mut self,
        line: usize,
        text: &'a str,
        expectation: Expectation,
    ) -> LocalBoxFuture<'a, Result<(), Trouble>>;

    /// Notes something that the bench or the text is to blame for.
    fn note_trouble<'a>(&'a mut self, what: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>>;

    /// Notes that the scenario needs what is not there.
    fn note_not_applicable<'a>(&'a mut self, reason: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>>;

    /// Waits until all is quiet and hands the record out.
    fn close(self: Box<Self>) -> LocalBoxFuture<'static, Result<Vec<u8>, Trouble>>;
}

/// Sets up a bench for one scenario; shared by the threads that run scenarios.
pub trait BenchMaker: Send + Sync {
    /// A fresh bench; the record opens with what is handed in.
    ///
    /// # Errors
    /// [`Trouble`] when the bench cannot be set up.
    fn make(&self, head: Head) -> Result<Box<dyn Bench>, Trouble>;
}
