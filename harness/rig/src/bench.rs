//! A bench as scenarios see it: arm, move, expect, close.
//!
//! The methods return boxed local futures: ready at once on the virtual bench; on a live bench they wait behind
//! a channel for a thread with a clock. Steps do not know which.

use std::sync::Arc;

use futures::future::LocalBoxFuture;
use journal::{Expectation, Head, Record, RecordError};
use profile::{Practice, Profile};
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
}

/// What a move came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The amount that the order was about, where it has one; drawn ones too.
    pub amount_fen: Option<u64>,
    /// Number of the record's last entry when the move began.
    pub since: u64,
}

/// What a bench leaves behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left<R = Vec<u8>> {
    /// The record, as far as it was written.
    pub record: R,
    /// What went wrong at the end; it stands in the record too, unless nothing could be written any more.
    pub trouble: Option<Trouble>,
}

/// What a bench is made of, for whoever writes sentences about it.
#[derive(Clone, Debug)]
pub struct BenchFacts {
    /// The rig file.
    pub rig: RigFile,
    /// The cards.
    pub wallet: Wallet,
    /// What is practised.
    pub profile: Arc<Profile>,
}

impl BenchFacts {
    /// What stands on a stand.
    #[must_use]
    pub fn of(stand: &crate::Stand) -> Self {
        Self { rig: stand.rig.clone(), wallet: stand.wallet.clone(), profile: Arc::clone(&stand.profile) }
    }

    /// That this is what is practised here.
    ///
    /// # Errors
    /// [`Trouble::NotApplicable`] where it is not: the scenario is about another practice.
    pub fn practises(&self, practice: Practice) -> Result<(), Trouble> {
        if self.profile.practises(practice) {
            return Ok(());
        }
        let name = &self.profile.name;
        Err(Trouble::NotApplicable(format!("the scenario is about another practice than that of `{name}`")))
    }

    /// Whether a text shows so much of a card's number that it has to be masked.
    #[must_use]
    pub fn shows_a_card(&self, text: &str) -> bool {
        self.wallet.mask(text).is_some_and(|(_, masked)| masked != text)
    }

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

    /// The holder of a wallet whom a scenario calls by this name.
    ///
    /// # Errors
    /// [`Trouble::Unknown`] when nobody who is called so has a wallet.
    pub fn user(&self, name: &str) -> Result<String, Trouble> {
        self.wallet
            .purse(name)
            .map(|purse| purse.holder.clone())
            .ok_or_else(|| sense::no_wallet(&self.wallet, name))
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

    /// Ends every hold, so that the bench can be left alone: power on, line up, host up, no card in the terminal.
    /// For whoever breaks a run off; a live bench does the same by itself once its record is closed. It waits for
    /// nothing.
    fn make_safe(&mut self) -> LocalBoxFuture<'_, Result<(), Trouble>>;

    /// Waits until all is quiet and hands the record out. What was written comes back in any case, together with
    /// the trouble that there was; the record says by itself whether the bench became quiet.
    fn close(self: Box<Self>) -> LocalBoxFuture<'static, Left>;

    /// Closes as [`Bench::close`] does, for whoever judges at once and keeps no text: the same record as would be read
    /// back from it. Whatever keeps one from being read is the trouble.
    fn close_unwritten(self: Box<Self>) -> LocalBoxFuture<'static, Left<Option<Record>>> {
        let closing = self.close();
        Box::pin(async move {
            let Left { record, trouble } = closing.await;
            if record.is_empty() {
                Left { record: None, trouble }
            } else {
                Left::of(Record::read(&record), trouble)
            }
        })
    }
}

impl Left<Option<Record>> {
    /// A record that was closed without being written, and what went wrong before.
    #[must_use]
    pub fn of(closed: Result<Record, RecordError>, trouble: Option<Trouble>) -> Self {
        match closed {
            Ok(record) => Self { record: Some(record), trouble },
            Err(damage) => {
                let damage = Trouble::Bench(format!("the record does not read back: {damage}"));
                Self { record: None, trouble: Some(damage) }
            }
        }
    }
}

/// Sets up a bench for one scenario; shared by the threads that run scenarios.
pub trait BenchMaker: Send + Sync {
    /// A fresh bench; the record opens with what is handed in.
    ///
    /// # Errors
    /// [`Trouble`] when the bench cannot be set up.
    fn make(&self, head: Head) -> Result<Box<dyn Bench>, Trouble>;
}
