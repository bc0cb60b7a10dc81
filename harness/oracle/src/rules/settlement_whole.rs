//! `settlement.whole`: where totals differ, the whole batch is uploaded, and only the host's word ends it.

use std::collections::BTreeMap;

use journal::Event;

use crate::{
    RuleInfo,
    case::{Case, Closing, Counted, Req},
    money::yuan,
    rule::{Findings, Rule},
};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "settlement.whole",
    sentence: "a batch that the host finds unequal is uploaded whole, each transaction once, before it counts as settled",
    checks: "each screen that calls a batch settled: that the host had closed it; each upload that was ended: that every \
             transaction of the batch is in it once, with its amount, and none besides, and that the count told at its end is \
             the number of transactions that came",
    does_not_check: "which transactions are missing where terminal and book do not see all ends alike; uploads under way",
};

pub(super) struct Whole;

impl Rule for Whole {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, case: &Case<'_>, out: &mut Findings) {
        let settlings = case.settlings();
        for settling in &settlings {
            if let Some(closed) = case.closed(settling.ask).filter(|closed| closed.by_upload) {
                uploaded(case, settling.ask, closed, out);
            }
        }
        for entry in case.record.entries() {
            let Event::Shown(screen) = &entry.event else { continue };
            if screen.screen != "settled" {
                continue;
            }
            let before = settlings.iter().rfind(|s| s.ask.n < entry.n);
            let closed = before.and_then(|s| case.closed(s.ask)).filter(|closed| closed.n < entry.n);
            if closed.is_none() {
                let sentence =
                    "the terminal calls its batch settled, and the host has not closed it".to_owned();
                out.terminal(sentence, before.map(|s| s.ask.n).into_iter().chain([entry.n]));
            }
        }
    }
}

/// The count with which a terminal ends its upload, against what the host took.
fn counted_right(case: &Case<'_>, ask: &Req<'_>, closed: Closing, out: &mut Findings) {
    let uploaded = case.uploaded(ask);
    let Some(told) = closed.told.filter(|told| usize::try_from(*told) != Ok(uploaded.len())) else {
        return;
    };
    let (batch, taken) = (&ask.note.key.batch, uploaded.len());
    let sentence = format!("the upload of batch {batch} ended with a count of {told}, and {taken} had come");
    out.terminal(sentence, uploaded.iter().map(|(n, _)| *n).chain([closed.n]));
}

fn uploaded(case: &Case<'_>, ask: &Req<'_>, closed: Closing, out: &mut Findings) {
    counted_right(case, ask, closed, out);
    let (batch, closed) = (&ask.note.key.batch, closed.n);
    let mut told: BTreeMap<&str, Vec<(u64, i64)>> = BTreeMap::new();
    for (n, detail) in case.uploaded(ask) {
        told.entry(&detail.stan).or_default().push((n, detail.amount_fen));
    }
    let again: Vec<&str> = told.iter().filter(|(_, times)| times.len() > 1).map(|(stan, _)| *stan).collect();
    if !again.is_empty() {
        let sentence = format!("of batch {batch} was uploaded more than once: {}", again.join(", "));
        out.terminal(sentence, told.values().filter(|times| times.len() > 1).flatten().map(|(n, _)| *n));
    }
    let Some(counted) = case.counted(ask) else { return };
    let missing = |one: &&Counted<'_, '_>| !told.contains_key(one.txn.key.stan.as_str());
    let (missing, uploaded): (Vec<_>, Vec<_>) = counted.iter().partition(missing);
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|one| one.txn.name()).collect();
        let sentence = format!("missing from the upload of batch {batch}: {}", names.join(", "));
        out.terminal(sentence, missing.iter().map(|one| one.txn.n).chain([closed]));
    }
    for one in uploaded {
        let amount = i64::try_from(one.fen).unwrap_or(i64::MAX);
        match told.remove(one.txn.key.stan.as_str()).as_deref() {
            Some([(n, fen), ..]) if *fen != amount => {
                let sentence = format!("{} was uploaded with {}", one.txn.name(), yuan(*fen));
                out.terminal(sentence, [one.txn.n, *n]);
            }
            _ => {}
        }
    }
    for (stan, times) in told {
        let sentence = format!("{stan} was uploaded, and batch {batch} has no such transaction");
        out.terminal(sentence, times.iter().map(|(n, _)| *n).chain([closed]));
    }
}
