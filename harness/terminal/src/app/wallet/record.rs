//! The record of the wallet order that is under way: one at a time, saved before it is sent.

use serde::{Deserialize, Serialize};

use crate::Defect;

use super::super::{
    App,
    body::StoreFull,
    link::seconds,
    rows::{Deal, JournalRow, Notice},
};
use super::Settled;

/// An order, or what goes back of one, whose outcome is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WalletRow {
    pub(crate) deal: Deal,
    /// When it was sent, in seconds by the terminal's clock.
    pub(crate) sent_s: u64,
    /// A cancellation may have gone out: it is seen through, whatever the order says.
    pub(crate) cancelling: bool,
}

impl App {
    /// The terminal's clock in seconds.
    pub(crate) async fn now_s(&self) -> u64 {
        seconds(&self.body.clock().await)
    }

    /// Makes the order durable, together with the notice that the operator is to be told.
    pub(super) async fn open_wallet(&mut self, row: WalletRow) -> Result<(), StoreFull> {
        let notice = Notice { deal: row.deal.clone(), reversed: false };
        if !self.has(Defect::WalletOrderOnlyInRam) {
            self.put_wallet(&row).await?;
        }
        self.wallet = Some(row);
        if let Err(full) = self.put_notice(&notice).await {
            // Nothing was sent yet: what was written of the order goes again.
            self.clear_wallet().await;
            return Err(full);
        }
        self.body.flush().await;
        Ok(())
    }

    /// From now on the order is cancelled, durably. Should the store refuse, it is not begun.
    pub(super) async fn begin_cancel(&mut self) -> Result<(), StoreFull> {
        let Some(mut row) = self.wallet.clone().filter(|row| !row.cancelling) else {
            return Ok(());
        };
        row.cancelling = true;
        self.put_wallet(&row).await?;
        self.body.flush().await;
        self.wallet = Some(row);
        Ok(())
    }

    /// A journal row proves the commit: the record is dropped.
    pub(crate) async fn drop_wallet_if_committed(&mut self) {
        if let Some(row) = self.wallet.clone()
            && self.committed(&row.deal).await.is_some()
        {
            self.clear_wallet().await;
        }
    }

    /// The commit, and only then the end of the record. The notice stays until somebody was told.
    pub(super) async fn commit_order(&mut self, row: JournalRow) -> Settled {
        self.save_notice(&Notice { deal: row.deal.clone(), reversed: false }).await;
        if self.commit(&row).await.is_err() {
            return Settled::Unknown(row.deal);
        }
        self.clear_wallet().await;
        Settled::Done(Box::new(row))
    }

    /// The order is closed; the operator will be told, whatever happens now.
    pub(super) async fn close_order(&mut self, deal: Deal) -> Settled {
        self.save_notice(&Notice { deal: deal.clone(), reversed: true }).await;
        self.clear_wallet().await;
        Settled::Closed(deal)
    }
}
