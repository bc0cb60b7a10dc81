//! Finding what was committed: by trace, by reference, the latest; what was voided and refunded since.
//!
//! Whether a sale is voided is read off the journal each time; originals carry no marks.

use crate::Defect;

use super::{
    App,
    batch::kind_in,
    rows::{Deal, JournalRow, Kind},
};

impl App {
    /// Whatever was committed under this trace in the current batch.
    pub(crate) async fn find(&mut self, trace: &str) -> Option<JournalRow> {
        let any_batch = self.has(Defect::VoidOfEarlierBatch);
        let prefix =
            if any_batch { "row.".to_owned() } else { format!("row.{:06}.{trace}.", self.counters.batch) };
        for name in self.body.list(&prefix).await.iter().rev() {
            if name.split('.').nth(2) == Some(trace)
                && let Some(row) = self.journal_row(name).await
            {
                return Some(row);
            }
        }
        None
    }

    /// Whether a committed void names this sale or completion.
    pub(crate) async fn is_voided(&mut self, sale: &Deal) -> bool {
        let Some(void) = sale.kind.voided_by() else {
            return false;
        };
        let names = self.body.list(&format!("row.{}.", sale.batch_text())).await;
        let behind = format!(".{}.{}", void.name(), sale.trace());
        for name in names.iter().filter(|name| name.ends_with(&behind)) {
            if self.journal_row(name).await.is_some() {
                return true;
            }
        }
        false
    }

    /// The pre-authorisation with this approval code and date, if this terminal made it.
    pub(crate) async fn guarantee(&mut self, auth: &str, date: &str) -> Option<JournalRow> {
        let behind = format!(".{}", Kind::PreAuth.name());
        for name in self.body.list("row.").await.iter().rev().filter(|name| name.ends_with(&behind)) {
            if let Some(row) = self.journal_row(name).await
                && row.auth.as_deref() == Some(auth)
                && row.date == date
            {
                return Some(row);
            }
        }
        None
    }

    /// How this terminal ended the pre-authorisation with this approval code; a completion that was voided ended nothing.
    pub(crate) async fn end_of_guarantee(&mut self, auth: &str) -> Option<Kind> {
        for kind in [Kind::PreAuthVoid, Kind::Completion, Kind::CompletionAdvice] {
            let behind = format!(".{}.{auth}", kind.name());
            for name in self.body.list("row.").await.iter().filter(|name| name.ends_with(&behind)) {
                if let Some(row) = self.journal_row(name).await
                    && !(kind == Kind::Completion && self.is_voided(&row.deal).await)
                {
                    return Some(kind);
                }
            }
        }
        None
    }

    /// Whether the defect's mark says that this sale is voided.
    pub(crate) async fn is_marked(&mut self, sale: &Deal) -> bool {
        self.has(Defect::VoidMarkSurvivesReversal)
            && self.has_mark(&format!("{}.{}", sale.batch_text(), sale.trace())).await
    }

    /// The sale with this reference number, if this terminal made it, and what was refunded of it so far.
    pub(crate) async fn sale_and_refunds(&mut self, rrn: &str) -> (Option<JournalRow>, u64) {
        let (mut sale, mut refunded) = (None, 0_u64);
        let behind = [format!(".refund.{rrn}"), format!(".wallet-refund.{rrn}")];
        for name in self.body.list("row.").await {
            if behind.iter().any(|behind| name.ends_with(behind)) {
                refunded += self.journal_row(&name).await.map_or(0, |row| row.amount_fen());
            } else if is_payment(&name)
                && sale.is_none()
                && let Some(row) = self.journal_row(&name).await
                && row.rrn == rrn
            {
                sale = Some(row);
            }
        }
        (sale, refunded)
    }

    /// The latest committed transaction: of the current batch, the one behind which the counter has moved on.
    pub(crate) async fn latest(&mut self) -> Option<JournalRow> {
        let next = self.counters.next_stan;
        let mut names = Vec::new();
        for name in self.body.list(&format!("row.{:06}.", self.counters.batch)).await {
            let stan = name.split('.').nth(2).and_then(|trace| trace.parse::<u32>().ok()).unwrap_or(0);
            // A part that was taken back has its sale's number, and came before the next one that was given.
            let part = kind_in(&name) == Some(Kind::PartialReversal);
            let behind = if part { self.read_row(&name).await.and_then(|row| row.behind) } else { None };
            let stan = behind.map_or(stan, |behind| behind.saturating_sub(1));
            // Numbers that the counter has not reached again are from before the wrap.
            names.push((stan < next, stan, part, name));
        }
        names.sort();
        for (.., name) in names.iter().rev() {
            if let Some(row) = self.journal_row(name).await {
                return Some(row);
            }
        }
        None
    }
}

/// Whether a record's name is that of a payment.
fn is_payment(name: &str) -> bool {
    [".sale", ".wallet-pay", ".wallet-code"].iter().any(|kind| name.ends_with(kind))
        || name.contains(".completion.")
}
