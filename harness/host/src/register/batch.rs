//! A terminal's batch by the register: what it comes to, and how the terminal's own list of it differs.

use std::collections::BTreeMap;
use std::fmt;

use wire::{BatchTotals, Detail};

use super::Register;
use crate::{State, Transaction, TxnKey};

/// One transaction of a batch of which terminal and register do not say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The register has it, the terminal did not upload it.
    Missing {
        /// Its trace number.
        stan: String,
    },
    /// The terminal uploaded it, and the register has none that counts.
    Unknown {
        /// Its trace number.
        stan: String,
    },
    /// The terminal uploaded it more than once.
    Twice {
        /// Its trace number.
        stan: String,
    },
    /// Both have it, with another amount or card.
    Other {
        /// Its trace number.
        stan: String,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { stan } => write!(f, "{stan} was not uploaded"),
            Self::Unknown { stan } => write!(f, "{stan} is not in the register"),
            Self::Twice { stan } => write!(f, "{stan} was uploaded more than once"),
            Self::Other { stan } => write!(f, "{stan} has another amount or card in the register"),
        }
    }
}

impl Register {
    /// What a batch comes to: everything in it that was approved and not reversed.
    pub(crate) fn totals(&self, tid: &str, batch: &str) -> BatchTotals {
        let mut totals = BatchTotals::default();
        for transaction in self.counted(tid, batch) {
            let fen = u64::try_from(transaction.amount_fen).unwrap_or(0);
            if let Some(side) = transaction.class.side() {
                totals.add(side, fen);
            }
        }
        totals
    }

    fn counted(&self, tid: &str, batch: &str) -> impl Iterator<Item = &Transaction> {
        let first = TxnKey { tid: tid.to_owned(), batch: batch.to_owned(), stan: String::new() };
        let of_batch = self.transactions.range(first..).map(|(_, t)| t);
        let (tid, batch) = (tid.to_owned(), batch.to_owned());
        of_batch.take_while(move |t| t.key.tid == tid && t.key.batch == batch).filter(|t| counts(t))
    }

    /// Keeps what a terminal uploaded.
    pub(crate) fn keep_details(&mut self, key: &TxnKey, details: Vec<Detail>) {
        let batch = (key.tid.clone(), key.batch.clone());
        self.uploads.entry(batch).or_default().extend(details);
    }

    /// What was uploaded of a batch against what the register has of it, by trace number.
    pub(crate) fn differences(&self, tid: &str, batch: &str) -> Vec<Difference> {
        let none = Vec::new();
        let uploaded = self.uploads.get(&(tid.to_owned(), batch.to_owned())).unwrap_or(&none);
        let mut lists: BTreeMap<&str, (Option<&Transaction>, Vec<&Detail>)> = BTreeMap::new();
        for transaction in self.counted(tid, batch) {
            lists.entry(&transaction.key.stan).or_default().0 = Some(transaction);
        }
        for detail in uploaded {
            lists.entry(&detail.stan).or_default().1.push(detail);
        }
        let difference = |(stan, (own, told)): (&str, (Option<&Transaction>, Vec<&Detail>))| {
            let stan = stan.to_owned();
            match (own, told.as_slice()) {
                (Some(_), []) => Some(Difference::Missing { stan }),
                (None, _) => Some(Difference::Unknown { stan }),
                (Some(own), [detail]) => (!is_same(own, detail)).then_some(Difference::Other { stan }),
                (Some(_), _) => Some(Difference::Twice { stan }),
            }
        };
        lists.into_iter().filter_map(difference).collect()
    }
}

/// Whether a transaction is part of its batch's totals.
fn counts(transaction: &Transaction) -> bool {
    let undone = matches!(transaction.state, State::UnderWay | State::Declined { .. } | State::Reversed);
    transaction.class.side().is_some() && !undone
}

fn is_same(own: &Transaction, detail: &Detail) -> bool {
    let card = detail.card.as_ref().is_none_or(|card| *card == own.pan);
    card && u64::try_from(own.amount_fen) == Ok(detail.amount_fen)
}
