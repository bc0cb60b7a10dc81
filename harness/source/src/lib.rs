//! Texts that a person wrote (rig files, profiles, dialects, cards, features) and what is wrong in them.
//!
//! Every room that reads such a text reports trouble as a [`Flaw`]: file, line, column, reason and hint.
//! The room does not open files and does not print; `cli` does both.

mod flaw;
mod text;
mod yaml;

pub use flaw::{Flaw, Place};
pub use text::Text;
pub use yaml::read_yaml;
