//! The judge: rules of money over a record, and a verdict with evidence.
//!
//! It sees the record and nothing else; profile and expectations stand in it, so that the same verdict can be
//! given years later without a bench. Order is the order of entries; what a live bench may swap across lanes is
//! said in the rules that depend on it. It trusts what the record says of card data and MACs, which are tokens
//! and observations there.

mod case;
mod expect;
mod judge;
mod money;
mod rule;
mod rules;
mod verdict;

pub use judge::{accusers, judge, judge_under};
pub use rule::RuleInfo;
pub use rules::{rules, rules_of_money};
pub use verdict::{Blame, Finding, Outcome, Risk, Verdict};

#[cfg(test)]
mod story;
#[cfg(test)]
mod tests;
