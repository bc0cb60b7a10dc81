//! `reversal.reason`: F39 of a reversal says why, within the set that the cut allows.
//!
//! It does not ask whether a reversal was due, and says nothing of what was rightly declined.

use journal::{Event, LinkState};

use crate::{
    RuleInfo,
    case::{Case, Heard, Proof, Txn},
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reversal.reason",
    sentence: "a reversal's reason is one that the cut allows",
    checks: "F39 of every reversal: 98 when no answer came in time, A0 for a wrong MAC, 06 or 96 after an approval, \
             98 as well where power, line or keys went right after the answer or its echo was wrong",
    does_not_check: "reversals of what was declined or is never reversed (reversal.warranted); which of several \
                     allowed reasons is the better one",
};

pub(super) struct Reason;

impl Rule for Reason {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        for (reversal, original) in case.all_reversals().filter(|(r, _)| !r.is_partial()) {
            let (why, allowed): (&str, &[&str]) = match original {
                Some(txn) if !txn.kind.is_reversible() || txn.is_reused => continue,
                Some(txn) => match allowed(case, txn, reversal.n) {
                    Some(allowed) => allowed,
                    None => continue,
                },
                None if case.misdirected().any(|r| r.note.key == reversal.note.key) => continue,
                None => ("no answer can have come", &["98"]),
            };
            let given = reversal.note.field("39").unwrap_or_default();
            if allowed.contains(&given) {
                continue;
            }
            let given = if given.is_empty() { "none" } else { given };
            let sentence = format!(
                "the reversal of {} gives reason {given}; {why}, so that it has to be {}",
                reversal.stan(),
                allowed.join(" or ")
            );
            out.terminal(sentence, original.map(|t| t.n).into_iter().chain([reversal.n]));
        }
    }
}

/// The reasons allowed for a transaction, and why; `None` where none can be told.
fn allowed<'s>(case: &Case<'_>, txn: &Txn<'_>, until: u64) -> Option<(&'s str, &'s [&'s str])> {
    // A refused key or batch may come without a MAC, since the host may have no key; practices differ.
    let refused = |r: &crate::case::Req<'_>| r.heard().iter().any(|(_, a, _)| matches!(a.code, "A0" | "77"));
    if case.sends(txn).any(refused) {
        return None;
    }
    let Heard::Answer { n, proof } = case.heard(txn) else {
        // Bytes of a later answer may have changed the saved reason before they were thrown away.
        let late = case.sends(txn).any(|r| r.heard().iter().any(|(n, ..)| *n < until));
        return Some(if late {
            ("the answer came too late", &["98", "06"])
        } else {
            ("no answer came", &["98"])
        });
    };
    let cut = is_broken_off(case, txn, n, until);
    Some(match (proof, cut) {
        (Proof::Decline | Proof::Open, _) => return None,
        (Proof::BadMac { .. }, false) => ("the answer's MAC was wrong or missing", &["A0"]),
        (Proof::BadMac { .. }, true) => {
            ("the answer's MAC was wrong and power or line went", &["A0", "98", "06", "96"])
        }
        (Proof::Mismatch { .. }, _) => ("the answer belonged to something else", &["06", "98", "96"]),
        (Proof::Approval, true) => ("power or line went after the approval", &["98", "06", "96"]),
        (Proof::Approval, false) => ("the approval was refused here", &["06", "96"]),
    })
}

/// Whether power, line or keys went between an answer and the terminal's next word on the transaction, so that the
/// answer may not have been read or kept.
fn is_broken_off(case: &Case<'_>, txn: &Txn<'_>, n: u64, until: u64) -> bool {
    let word = case.words_of(txn).map(|w| w.n).find(|w| *w > n).unwrap_or(until).min(until);
    let line = |event: &Event| {
        matches!(event, Event::HostCrashed | Event::Fired { .. } | Event::LinkIs { state: LinkState::Down })
    };
    case.cut_between(n, word).is_some() || case.between(n, word, line).is_some() || case.lacks_keys(n, word)
}
