//! Sentences on batches: how many the host closed, what they came to, what was uploaded.

use journal::Event;
use wire::{BatchTotals, Sum};

use super::{Unmet, counted, many, same};
use crate::{
    case::Case,
    money::{total, yuan},
};

pub(super) fn closed(case: &Case<'_>, count: u64) -> Result<(), Unmet> {
    let closed = case.record.entries().iter().filter(|e| matches!(e.event, Event::BatchClosed { .. }));
    let closed: Vec<u64> = closed.map(|e| e.n).collect();
    let number = many(closed.len());
    let instead = || match number {
        0 => "the host closed no batch".to_owned(),
        n => format!("the host closed {n}"),
    };
    same(&number, &count, instead, closed)
}

pub(super) fn settled(case: &Case<'_>, debit: (u64, i64), credit: (u64, i64)) -> Result<(), Unmet> {
    let settlings = case.settlings();
    let Some(last) = settlings.last() else {
        return Err(Unmet::Else("the host took no settlement".to_owned(), vec![]));
    };
    let sum = |(count, fen): (u64, i64)| {
        Some(Sum { count: u32::try_from(count).ok()?, amount_fen: u64::try_from(fen).ok()? })
    };
    let demanded = sum(debit).zip(sum(credit)).map(|(debit, credit)| BatchTotals { debit, credit });
    let told = last.totals.map_or_else(|| "nothing that can be read".to_owned(), |t| t.to_string());
    let instead = || format!("the settlement says {told}");
    let equal = demanded.is_some() && last.totals == demanded;
    same(&equal, &true, instead, vec![last.ask.n])
}

pub(super) fn settled_all(case: &Case<'_>) -> Result<(), Unmet> {
    let settlings = case.settlings();
    if settlings.is_empty() {
        return Err(Unmet::Else("the host took no settlement".to_owned(), vec![]));
    }
    let side = |sum: Sum| i64::try_from(sum.amount_fen).unwrap_or(i64::MAX);
    let net = |totals: BatchTotals| side(totals.debit).saturating_sub(side(totals.credit));
    let closed = settlings.iter().filter(|s| case.closed(s.ask).is_some());
    let settled = total(closed.map(|s| s.totals.map_or(0, net)));
    let earned =
        total(case.postings().iter().map(|p| crate::case::legs(p.note, "clearing-issuer").saturating_neg()));
    let instead = || {
        format!(
            "the batches that the host closed come to {}, and the merchant has earned {} by card",
            yuan(settled),
            yuan(earned)
        )
    };
    same(&settled, &earned, instead, settlings.iter().map(|s| s.ask.n).collect())
}

pub(super) fn uploaded(case: &Case<'_>, count: u64) -> Result<(), Unmet> {
    let (mut number, mut evidence) = (0, Vec::new());
    for entry in case.record.entries() {
        if let Event::Uploaded { details, .. } = &entry.event {
            number += many(details.len());
            evidence.push(entry.n);
        }
    }
    same(&number, &count, || counted(number, "uploaded transaction"), evidence)
}
