//! The rules of money, one file each. Which rule owns which case stands at the head of its file: one misdeed is
//! meant to be found once, by the rule that names its cause best.

mod advice_told;
mod answer_late;
mod answer_proven;
mod books_agree;
mod card_data;
mod charged_once;
mod claim;
mod claim_message;
mod claim_paper;
mod claim_screen;
mod claim_undone;
mod doubt_announced;
mod doubt_resolved;
mod fee_follows;
mod guarantee_ends;
mod keys_gone;
mod mac_valid;
mod offline_alone;
mod order_asked;
mod points_follow;
mod practice;
mod refund_within;
mod returns_conserve;
mod reversal_first;
mod reversal_in_part;
mod reversal_not_claimed;
mod reversal_own;
mod reversal_persistent;
mod reversal_reason;
mod reversal_warranted;
mod script_told;
mod settlement_in_order;
mod settlement_totals;
mod settlement_whole;
mod signature_told;
mod trace_unique;
mod void_rightful;
mod wallet_back;
mod wallet_closed;
mod wallet_first;
mod wallet_queried;
mod wire_duplicate;

use crate::{
    expect, judge,
    rule::{Rule, RuleInfo},
};

/// Every rule that looks at a case, in the order of their findings.
pub(crate) static ALL: &[&dyn Rule] = &[
    &charged_once::ChargedOnce,
    &books_agree::BooksAgree,
    &claim_paper::ClaimPaper,
    &claim_screen::ClaimScreen,
    &claim_undone::Undone,
    &claim_message::ClaimMessage,
    &doubt_resolved::DoubtResolved,
    &doubt_announced::DoubtAnnounced,
    &reversal_own::OwnOriginal,
    &reversal_not_claimed::NotClaimed,
    &reversal_warranted::Warranted,
    &reversal_reason::Reason,
    &reversal_first::First,
    &reversal_persistent::Persistent,
    &reversal_in_part::InPart,
    &answer_late::Late,
    &answer_proven::Proven,
    &void_rightful::Rightful,
    &refund_within::Within,
    &returns_conserve::Conserve,
    &order_asked::Asked,
    &guarantee_ends::Ends,
    &advice_told::Told,
    &offline_alone::ChipAlone,
    &script_told::Told,
    &settlement_totals::Totals,
    &settlement_in_order::InOrder,
    &settlement_whole::Whole,
    &signature_told::Told,
    &wallet_queried::Queried,
    &wallet_first::First,
    &wallet_closed::Closed,
    &wallet_back::BackOnce,
    &fee_follows::Follows,
    &points_follow::Follow,
    &trace_unique::Unique,
    &wire_duplicate::Duplicate,
    &mac_valid::Valid,
    &mac_valid::Renewed,
    &keys_gone::Gone,
    &card_data::Clear,
    &practice::Practice,
];

static INFOS: &[RuleInfo] = &[
    charged_once::INFO,
    books_agree::INFO,
    claim_paper::INFO,
    claim_screen::INFO,
    claim_undone::INFO,
    claim_message::INFO,
    doubt_resolved::INFO,
    doubt_announced::INFO,
    reversal_own::INFO,
    reversal_not_claimed::INFO,
    reversal_warranted::INFO,
    reversal_reason::INFO,
    reversal_first::INFO,
    reversal_persistent::INFO,
    reversal_in_part::INFO,
    answer_late::INFO,
    answer_proven::INFO,
    void_rightful::INFO,
    refund_within::INFO,
    returns_conserve::INFO,
    order_asked::INFO,
    guarantee_ends::INFO,
    advice_told::INFO,
    offline_alone::INFO,
    script_told::INFO,
    settlement_totals::INFO,
    settlement_in_order::INFO,
    settlement_whole::INFO,
    signature_told::INFO,
    wallet_queried::INFO,
    wallet_first::INFO,
    wallet_closed::INFO,
    wallet_back::INFO,
    fee_follows::INFO,
    points_follow::INFO,
    trace_unique::INFO,
    wire_duplicate::INFO,
    mac_valid::INFO,
    mac_valid::RENEWED,
    keys_gone::INFO,
    card_data::INFO,
    practice::INFO,
    expect::THEN,
    expect::ABSENCE,
    judge::TROUBLE,
    judge::PROFILE,
    judge::QUIET,
];

/// The rules that look at what a terminal did with money, whatever a scenario demands; without what a practice leaves open.
pub fn rules_of_money() -> impl Iterator<Item = &'static RuleInfo> {
    ALL.iter().map(|rule| rule.info()).filter(|info| info.id != practice::INFO.id)
}

/// Every rule, in the order in which they are judged; what scenarios demand and what the bench owes stand last.
#[must_use]
pub fn rules() -> &'static [RuleInfo] {
    INFOS
}
