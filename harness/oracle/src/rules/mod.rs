//! The rules of money.

use crate::{judge, rule::{Rule, RuleInfo}};

pub(crate) static ALL: &[&dyn Rule] = &[];
static INFOS: &[RuleInfo] = &[judge::TROUBLE, judge::PROFILE, judge::QUIET];

/// Every rule, in the order in which they are judged.
#[must_use]
pub fn rules() -> &'static [RuleInfo] {
    INFOS
}
