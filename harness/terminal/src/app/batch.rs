//! The batch as the journal has it: what it comes to, its transactions for the upload, and clearing it.
//!
//! Totals are counted from the rows each time; nothing that a cut could leave behind is kept of them.

use wire::{BatchTotals, Detail};

use crate::Defect;

use super::{
    App,
    body::StoreFull,
    rows::{JournalRow, Kind, SettlementRow},
};

/// A record of a seeded defect: totals that are kept beside the journal.
const KEPT_TOTALS: &str = "totals";

impl App {
    fn rows_of(batch: u32) -> String {
        format!("row.{batch:06}.")
    }

    /// Counts what the batch holds.
    pub(crate) async fn count_batch(&mut self) {
        let rows = self.body.list(&Self::rows_of(self.counters.batch)).await;
        self.filled = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    }

    /// Whether the batch has to be settled before it can hold more.
    pub(crate) fn is_full(&self) -> bool {
        self.filled >= self.setup.practice.terminal.settlement.capacity
    }

    pub(crate) fn batch_full(&self) -> String {
        self.say("BATCH FULL, SETTLE FIRST", "批次已满，请先结算")
    }

    /// The transactions of a batch that pay or give back, in the order of their trace numbers.
    pub(crate) async fn settled_rows(&mut self, batch: u32) -> Vec<JournalRow> {
        let names = self.body.list(&Self::rows_of(batch)).await;
        let pays = |name: &&String| kind_in(name).is_some_and(|kind| kind.side().is_some());
        let mut rows = Vec::new();
        for name in names.iter().filter(pays) {
            rows.extend(self.journal_row(name).await);
        }
        for row in rows.iter_mut().filter(|row| row.taken_back_fen > 0) {
            if self.has(Defect::PartNotInTotals) {
                row.taken_back_fen = 0;
            }
        }
        rows
    }

    /// What the batch comes to.
    pub(crate) async fn batch_totals(&mut self) -> BatchTotals {
        if self.has(Defect::TotalsKeptApart) {
            return self.kept_totals().await;
        }
        let mut totals = BatchTotals::default();
        for row in self.settled_rows(self.counters.batch).await {
            count_in(&mut totals, &row);
        }
        totals
    }

    /// The next batch begins; the transactions of the settled one are gone, but for wallet payments, which are no part
    /// of it and go back by their rows. Doing it twice comes to the same.
    pub(crate) async fn clear_batch(&mut self, settled: &SettlementRow) -> Result<(), StoreFull> {
        let is_wallet = |name: &String| kind_in(name).is_some_and(Kind::is_wallet);
        for name in self.body.list(&Self::rows_of(settled.batch)).await.iter().filter(|name| !is_wallet(name))
        {
            self.body.erase(name).await;
        }
        self.body.flush().await;
        self.clear_signatures().await;
        if self.counters.batch == settled.batch {
            self.counters.batch = settled.batch % 999_999 + 1;
            self.save_counters().await?;
        }
        if self.has(Defect::TotalsKeptApart) {
            let _ = self.put(KEPT_TOTALS, &BatchTotals::default().digits(None)).await;
            self.body.flush().await;
        }
        self.count_batch().await;
        Ok(())
    }

    async fn kept_totals(&mut self) -> BatchTotals {
        let digits: Option<String> = self.cell(KEPT_TOTALS).await;
        digits.and_then(|digits| BatchTotals::read(&digits)).map(|(totals, _)| totals).unwrap_or_default()
    }

    /// Adds what was just committed to totals that are kept apart (seeded defect).
    pub(crate) async fn add_to_kept_totals(&mut self, row: &JournalRow) {
        let mut totals = self.kept_totals().await;
        count_in(&mut totals, row);
        let _ = self.put(KEPT_TOTALS, &totals.digits(None)).await;
        self.body.flush().await;
    }
}

/// The kind of transaction that a row's name tells.
pub(crate) fn kind_in(name: &str) -> Option<Kind> {
    name.split('.').nth(3).and_then(Kind::named)
}

fn count_in(totals: &mut BatchTotals, row: &JournalRow) {
    if let Some(side) = row.deal.kind.side() {
        totals.add(side, row.amount_fen());
    }
}

/// A row as it is uploaded.
pub(crate) fn detail(row: &JournalRow) -> Detail {
    Detail { stan: row.deal.trace(), card: row.deal.pan(), amount_fen: row.amount_fen() }
}
