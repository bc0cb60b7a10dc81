//! The order that an earlier life, or an earlier try, left unknown: settled and told before anything new.

use device::{Key, ScreenKind};

use crate::Defect;

use super::super::{
    App,
    conclude::End,
    rows::{Deal, JournalRow, Kind},
    screens::deal_lines,
};
use super::{Settled, WalletRow};

impl App {
    /// Settles what the last life left behind and tells the outcome.
    pub(crate) async fn settle_wallet_at_boot(&mut self) {
        if let Some(settled) = self.settle_wallet(false).await {
            let open = matches!(settled, Settled::Unknown(_));
            let deal = self.tell_settled(settled).await;
            if let Some(deal) = deal.filter(|_| open) {
                self.still_unknown(&deal).await;
            }
        }
    }

    /// Settles an earlier order before one of this kind. What charges waits until somebody has seen that the earlier one
    /// was paid; another wallet order waits until the earlier one is settled.
    pub(crate) async fn settle_wallet_first(&mut self, next: Kind) -> Result<(), End> {
        let Some(settled) = self.settle_wallet(false).await else {
            return Ok(());
        };
        let paid = matches!(&settled, Settled::Done(row) if row.deal.kind.is_wallet_payment());
        let open = matches!(settled, Settled::Unknown(_));
        let deal = self.tell_settled(settled).await;
        if open && next.is_wallet() {
            if let Some(deal) = deal {
                self.still_unknown(&deal).await;
            }
            return Err(End::Blocked);
        }
        if paid && (next.is_first() || next.is_payment()) { Err(End::Quiet) } else { Ok(()) }
    }

    /// Lets a new payment go before an earlier one (seeded defect).
    pub(super) fn set_aside(&mut self) -> Option<WalletRow> {
        self.wallet
            .take_if(|row| row.deal.kind.is_wallet_payment() && self.setup.has(Defect::OrdersSideBySide))
    }

    /// Settles what was set aside, and keeps what came after it.
    pub(super) async fn take_up(&mut self, row: WalletRow) {
        let newer = self.wallet.replace(row);
        if let Some(settled) = self.settle_wallet(false).await {
            self.tell_settled(settled).await;
        }
        if let Some(row) = newer {
            let _ = self.put_wallet(&row).await;
            self.wallet = Some(row);
        }
    }

    /// Tells an outcome that nobody waited for; the deal where it is still not known.
    async fn tell_settled(&mut self, settled: Settled) -> Option<Deal> {
        match settled {
            Settled::Done(row) => self.tell_done(&row).await,
            Settled::Closed(deal) => self.tell_closed(&deal).await,
            Settled::Refused(deal, code) => {
                self.tell(End::Declined { deal: Box::new(deal), code: Some(code) }).await;
            }
            Settled::Stuck(deal) => {
                let end = self.stuck(deal);
                self.tell(end).await;
            }
            Settled::Unknown(deal) => return Some(deal),
        }
        None
    }

    async fn tell_done(&mut self, row: &JournalRow) {
        let mut lines = self.row_lines(row);
        lines.push(self.say("EARLIER ORDER WAS DONE", "前一笔订单已成功"));
        if self.announce(ScreenKind::RecoveredApproved, lines).await == Some(Key::Reprint) {
            self.print_duplicate(row).await;
        }
        self.clear_notice().await;
    }

    pub(crate) async fn tell_closed(&mut self, deal: &Deal) {
        let mut lines = deal_lines(deal);
        lines.push(self.say("ORDER CLOSED, NOTHING CHARGED", "订单已关闭，未扣款"));
        self.announce(ScreenKind::OrderClosed, lines).await;
        self.clear_notice().await;
    }

    async fn still_unknown(&mut self, deal: &Deal) {
        let mut lines = deal_lines(deal);
        lines.push(self.say("RESULT UNKNOWN, IS ASKED AGAIN", "结果未知，将再查询"));
        self.announce(ScreenKind::InDoubt, lines).await;
        self.clear_notice().await;
    }
}
