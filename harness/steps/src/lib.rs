//! The phrase book: what a feature may say, in English and in Simplified Chinese, and the runner that has it
//! said and done.
//!
//! Sentences speak of cashier, cardholder, host and rig. They arm faults, give orders and write down what is
//! expected; none of them judges. The same sentences run on every bench, which they reach through
//! [`rig::Bench`] alone.

mod book;
mod counter;
mod feature;
mod lint;
mod phrases;
mod runner;
mod sentence;
mod wording;
mod words;

pub use book::{FIGURES, Phrase, phrases, vocabulary};
pub use counter::Counter;
pub use feature::{Case, FeatureFile, Selection};
pub use runner::{CaseRun, RunPlan, run_case, run_case_unwritten};
pub use sentence::Sentence;

/// Whether this thread rehearses a case just now. A phrase that breaks down then is a flaw of the text and told as
/// one; nothing is wrong with the harness.
#[must_use]
pub fn is_rehearsing() -> bool {
    lint::is_rehearsing()
}
