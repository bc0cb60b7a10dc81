//! The command through its front door: the built binary, real files, real exit codes.

mod canaries;
mod defects;
mod exit_codes;
mod house;
mod leaks;
mod refusals;
mod same;
mod scanner;
mod seeds;
mod support;
mod verdicts;
