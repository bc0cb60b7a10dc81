//! The terminal's lasting records by name: when they are written, and that they are durable then.
//!
//! Cells: `counters`, `keys`, `reversal`, `wallet`, `notice`, `open.<batch>.<trace>`, `owed.<batch>.<trace>`,
//! `sign.<batch>.<trace>`, `settlement`, `settled`. Journal
//! rows: `row.<batch>.<trace>.<kind>…`, written once. `mark.…` exists under a seeded defect only.

use serde::{Serialize, de::DeserializeOwned};

use crate::Defect;

use super::{
    App,
    body::StoreFull,
    cell::{Kept, sealed, unsealed},
    rows::{Deal, JournalRow, Notice, OpenRow, ReversalRow, SettlementRow, row_name},
    wallet::WalletRow,
};

const COUNTERS: &str = "counters";
pub(crate) const KEYS: &str = "keys";
const REVERSAL: &str = "reversal";
const NOTICE: &str = "notice";
const SETTLEMENT: &str = "settlement";
const SETTLED: &str = "settled";
const WALLET: &str = "wallet";

impl App {
    pub(crate) async fn cell<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let kept = self.cells.read(&self.body, name).await;
        self.understood(&kept)
    }

    /// A record's value. One that is whole and cannot be understood stops all business: it may be what is owed.
    fn understood<T: DeserializeOwned, B: AsRef<[u8]>>(&mut self, kept: &Kept<B>) -> Option<T> {
        let read = match kept {
            Kept::Nothing => return None,
            Kept::Here(payload) => serde_json::from_slice(payload.as_ref()).ok(),
            Kept::Foreign => None,
        };
        self.damaged |= read.is_none();
        read
    }

    pub(crate) async fn put<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), StoreFull> {
        let payload = serde_json::to_vec(value).map_err(|_| StoreFull)?;
        self.cells.write(&self.body, name, &payload).await
    }

    async fn erase_cell(&mut self, name: &str) {
        if self.cells.erase(&self.body, name).await {
            self.body.flush().await;
        }
    }

    pub(crate) async fn load_counters(&mut self) {
        if let Some(counters) = self.cell(COUNTERS).await {
            self.counters = counters;
        }
    }

    pub(crate) async fn save_counters(&mut self) -> Result<(), StoreFull> {
        let counters = self.counters;
        self.put(COUNTERS, &counters).await?;
        self.body.flush().await;
        Ok(())
    }

    /// Takes the next trace number. It is durable as used before anybody sees it.
    pub(crate) async fn reserve_stan(&mut self) -> Result<u32, StoreFull> {
        let stan = self.counters.next_stan;
        self.counters.next_stan = if stan >= 999_999 { 1 } else { stan + 1 };
        if !self.has(Defect::StanReusedAfterBoot) {
            self.save_counters().await?;
        }
        Ok(stan)
    }

    /// The block of working keys; one that cannot be understood is as good as none, since keys can be fetched.
    pub(crate) async fn load_key_block(&mut self) -> Option<Vec<u8>> {
        match self.cells.read(&self.body, KEYS).await {
            Kept::Here(block) => Some(block),
            Kept::Nothing | Kept::Foreign => None,
        }
    }

    pub(crate) async fn save_key_block(&mut self, block: &[u8]) -> Result<(), StoreFull> {
        self.cells.write(&self.body, KEYS, block).await?;
        self.body.flush().await;
        Ok(())
    }

    /// Forgets the working keys: a sign-on is due before anything else.
    pub(crate) async fn drop_keys(&mut self) {
        self.keys = None;
        self.erase_cell(KEYS).await;
    }

    pub(crate) async fn load_pending(&mut self) {
        self.pending = self.cell(REVERSAL).await;
    }

    /// Makes the reversal durable, together with the notice that the operator is to be told.
    pub(crate) async fn open_pending(&mut self, row: ReversalRow) -> Result<(), StoreFull> {
        let notice = Notice { deal: row.deal.clone(), reversed: false };
        let saved = if self.has(Defect::RowOnlyInRam) { Ok(()) } else { self.put(REVERSAL, &row).await };
        saved?;
        self.pending = Some(row);
        if let Err(full) = self.put(NOTICE, &notice).await {
            // Nothing was sent yet: what was written of the reversal goes again.
            self.clear_pending().await;
            return Err(full);
        }
        self.body.flush().await;
        Ok(())
    }

    /// Changes the reversal in place, durably. Should the store refuse, the older row goes on being owed.
    pub(crate) async fn change_pending(&mut self, change: impl FnOnce(&mut ReversalRow)) {
        let Some(mut row) = self.pending.take() else {
            return;
        };
        change(&mut row);
        if !self.has(Defect::RowOnlyInRam) && self.put(REVERSAL, &row).await.is_ok() {
            self.body.flush().await;
        }
        self.pending = Some(row);
    }

    /// The reversal is not owed any more, durably.
    pub(crate) async fn clear_pending(&mut self) {
        if self.pending.take().is_some() {
            self.erase_cell(REVERSAL).await;
        }
    }

    pub(crate) async fn load_wallet(&mut self) {
        self.wallet = self.cell(WALLET).await;
    }

    /// Writes the wallet order; durable after the next flush.
    pub(crate) async fn put_wallet(&mut self, row: &WalletRow) -> Result<(), StoreFull> {
        self.put(WALLET, row).await
    }

    /// The wallet order is settled, durably.
    pub(crate) async fn clear_wallet(&mut self) {
        if self.wallet.take().is_some() {
            self.erase_cell(WALLET).await;
        }
    }

    /// The end of this order was told: nothing is kept of it.
    pub(crate) async fn forget_order(&mut self, deal: &Deal) {
        if self.wallet.as_ref().is_some_and(|row| row.deal == *deal) {
            self.clear_wallet().await;
        }
    }

    /// Writes a notice; durable after the next flush.
    pub(crate) async fn put_notice(&mut self, notice: &Notice) -> Result<(), StoreFull> {
        self.put(NOTICE, notice).await
    }

    pub(crate) async fn load_notice(&mut self) -> Option<Notice> {
        self.cell(NOTICE).await
    }

    /// Keeps what the operator is still to be told; a store without room keeps the older notice.
    pub(crate) async fn save_notice(&mut self, notice: &Notice) {
        if self.put(NOTICE, notice).await.is_ok() {
            self.body.flush().await;
        }
    }

    /// The operator was told.
    pub(crate) async fn clear_notice(&mut self) {
        self.erase_cell(NOTICE).await;
    }

    /// The commit: when this returns, the transaction has happened.
    pub(crate) async fn commit(&mut self, row: &JournalRow) -> Result<(), StoreFull> {
        let bytes = serde_json::to_vec(row).map_err(|_| StoreFull)?;
        self.body.write(row.name(), sealed(&bytes)).await?;
        self.body.flush().await;
        if row.deal.batch == self.counters.batch {
            self.filled = self.filled.saturating_add(1);
        }
        Ok(())
    }

    /// The batch that is half settled.
    pub(crate) async fn load_settlement(&mut self) -> Option<SettlementRow> {
        let row = self.cell(SETTLEMENT).await;
        self.settling = row.is_some();
        row
    }

    /// Keeps, durably, how far settling has come.
    pub(crate) async fn save_settlement(&mut self, row: &SettlementRow) -> Result<(), StoreFull> {
        self.put(SETTLEMENT, row).await?;
        self.body.flush().await;
        self.settling = true;
        Ok(())
    }

    /// The batch is settled, or never will be from here.
    pub(crate) async fn clear_settlement(&mut self) {
        self.erase_cell(SETTLEMENT).await;
        self.settling = false;
    }

    /// What the last settlement came to, for its slip.
    pub(crate) async fn load_settled(&mut self) -> Option<SettlementRow> {
        self.cell(SETTLED).await
    }

    /// Keeps the last settlement; a store without room goes without its duplicate.
    pub(crate) async fn save_settled(&mut self, row: &SettlementRow) {
        if self.put(SETTLED, row).await.is_ok() {
            self.body.flush().await;
        }
    }

    /// A journal row by its name; `None` when there is none, or a torn one, which is none.
    pub(crate) async fn journal_row(&mut self, name: &str) -> Option<JournalRow> {
        let mut row = self.read_row(name).await?;
        row.taken_back_fen = self.taken_back_of(&row.deal).await;
        Some(row)
    }

    /// A journal row as it was written.
    pub(crate) async fn read_row(&mut self, name: &str) -> Option<JournalRow> {
        let record = self.body.read(name).await?;
        self.understood(&unsealed(record.expose()))
    }

    /// The row that proves the deal's commit: of its name, and of the deal itself, since numbers come again.
    pub(crate) async fn committed(&mut self, deal: &Deal) -> Option<JournalRow> {
        self.journal_row(&row_name(deal)).await.filter(|row| row.deal == *deal)
    }

    pub(crate) async fn save_open(&mut self, row: &OpenRow) -> Result<(), StoreFull> {
        self.put(&open_name(&row.deal), row).await?;
        let notice = Notice { deal: row.deal.clone(), reversed: false };
        self.put(NOTICE, &notice).await?;
        self.body.flush().await;
        Ok(())
    }

    /// The refund has come to its end, durably. Its request holds a card number: nothing of it stays behind.
    pub(crate) async fn clear_open(&mut self, deal: &Deal) {
        self.remove_cell(&open_name(deal)).await;
    }

    pub(crate) async fn is_open(&mut self, deal: &Deal) -> bool {
        self.cell::<OpenRow>(&open_name(deal)).await.is_some()
    }

    /// Refunds whose outcome is not known, oldest trace first.
    pub(crate) async fn open_rows(&mut self) -> Vec<OpenRow> {
        self.cells_under("open.").await
    }

    async fn cells_under<T: DeserializeOwned>(&mut self, prefix: &str) -> Vec<T> {
        let mut values = Vec::new();
        for name in self.cell_names(prefix).await {
            values.extend(self.cell::<T>(&name).await);
        }
        values
    }

    async fn cell_names(&self, prefix: &str) -> Vec<String> {
        let records = self.body.list(prefix).await;
        let name = |record: &String| {
            record.strip_suffix(".0").or_else(|| record.strip_suffix(".1")).map(str::to_owned)
        };
        let mut names: Vec<String> = records.iter().filter_map(name).collect();
        names.dedup();
        names
    }

    /// Erases a cell durably, and leaves nothing of it behind.
    pub(crate) async fn remove_cell(&mut self, name: &str) {
        self.erase_cell(name).await;
        self.cells.sweep(&self.body, name).await;
    }

    /// Removes what is left of a cell that holds nothing: a record that was torn when it was first written.
    pub(crate) async fn discard_cell(&mut self, name: &str) {
        if self.damaged {
            return;
        }
        for slot in [".0", ".1"] {
            self.body.erase(&format!("{name}{slot}")).await;
        }
        self.body.flush().await;
    }

    /// Removes what is left behind of cells whose end a cut fell into.
    pub(crate) async fn sweep_cells(&mut self, prefix: &str) {
        for name in self.cell_names(prefix).await {
            self.cells.sweep(&self.body, &name).await;
        }
    }

    /// At start-up: looks round the store once, for refunds that came to their end and for signatures.
    pub(crate) async fn look_round(&mut self) {
        let records = self.body.list("").await;
        self.learn_signatures(&records);
        let signatures: Vec<String> = self.signatures.keys().cloned().collect();
        let mut refunds: Vec<String> = records.iter().filter_map(|record| open_slot(record)).collect();
        refunds.dedup();
        for name in refunds.into_iter().chain(signatures) {
            self.cells.sweep(&self.body, &name).await;
        }
    }

    /// Makes what the host is to be told durable, together with the notice that it is under way.
    pub(crate) async fn save_owed(&mut self, row: &OpenRow) -> Result<(), StoreFull> {
        let notice = Notice { deal: row.deal.clone(), reversed: false };
        self.put_notice(&notice).await?;
        if self.has(Defect::OwedAfterSlip) {
            self.late_owed = Some(row.clone());
            return Ok(());
        }
        self.put_owed(row).await
    }

    /// Makes durable what came of a script, where the host is to be told and in the reversal, if one is owed.
    pub(crate) async fn save_script(&mut self, row: &OpenRow, results: &str) -> Result<(), StoreFull> {
        let name = self.owed_name(&row.deal);
        self.put(&name, row).await?;
        self.scripts_owed = true;
        let mut saved = Ok(());
        if let Some(mut pending) = self.pending.take() {
            let before = pending.script.replace(results.to_owned());
            saved = self.put(REVERSAL, &pending).await;
            if saved.is_err() {
                pending.script = before;
            }
            self.pending = Some(pending);
        }
        // The first record was changed whatever became of the second, and a cell takes one change a flush.
        self.body.flush().await;
        saved
    }

    /// Writes over what the host is to be told, durably.
    pub(crate) async fn put_owed(&mut self, row: &OpenRow) -> Result<(), StoreFull> {
        let name = self.owed_name(&row.deal);
        self.put(&name, row).await?;
        self.body.flush().await;
        Ok(())
    }

    /// What the host is to be told, oldest first.
    pub(crate) async fn owed_rows(&mut self) -> Vec<OpenRow> {
        self.cells_under("owed.").await
    }

    /// The host was told, or never will be; nothing of the request stays behind.
    pub(crate) async fn clear_owed(&mut self, deal: &Deal) {
        let name = self.owed_name(deal);
        self.remove_cell(&name).await;
    }

    /// Takes a transaction out of the batch.
    pub(crate) async fn strike(&mut self, deal: &Deal) {
        self.body.erase(&row_name(deal)).await;
        self.body.flush().await;
        self.count_batch().await;
    }

    fn owed_name(&self, deal: &Deal) -> String {
        if self.has(Defect::OutboxOfOne) {
            return "owed.000000.000000".to_owned();
        }
        format!("owed.{}.{}", deal.batch_text(), deal.trace())
    }

    pub(crate) async fn set_mark(&mut self, original: &str, voided: bool) {
        let name = format!("mark.{original}");
        if voided {
            let _ = self.body.write(name, sealed(&[1])).await;
        } else {
            self.body.erase(&name).await;
        }
        self.body.flush().await;
    }

    pub(crate) async fn has_mark(&self, original: &str) -> bool {
        self.body.read(&format!("mark.{original}")).await.is_some()
    }
}

/// The cell of an open refund to which a record belongs.
fn open_slot(record: &str) -> Option<String> {
    let name = record.strip_suffix(".0").or_else(|| record.strip_suffix(".1"))?;
    name.starts_with("open.").then(|| name.to_owned())
}

fn open_name(deal: &Deal) -> String {
    format!("open.{}.{}", deal.batch_text(), deal.trace())
}
