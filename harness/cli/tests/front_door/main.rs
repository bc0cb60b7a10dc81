//! The command through its front door: the built binary, real files, real exit codes.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what it expects, and may fall over what it does not"
)]

mod canaries;
mod defects;
mod dialects;
mod exit_codes;
mod fixtures;
mod folders;
mod house;
mod leaks;
mod papers;
mod profiles;
mod records;
mod refusals;
mod rules_only;
mod same;
mod scanner;
mod second_family;
mod seeds;
mod support;
mod texts;
mod unmet;
mod verdicts;
