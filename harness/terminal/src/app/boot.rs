//! Start-up: what the last life left behind, and telling the operator before anything else.
//!
//! The journal row decides: where it stands, the transaction was committed and a reversal that is still there
//! is dropped; where it does not stand, the reversal stays. Recovering twice comes to the same.

use device::{Key, ScreenKind};
use profile::ReversalTrigger;

use crate::Defect;

use super::{
    App,
    reversal::Settled,
    rows::{Deal, Kind, Notice},
    screens::deal_lines,
};

impl App {
    pub(crate) async fn boot(&mut self) {
        self.body.show(ScreenKind::Booting, vec![self.setup.merchant_name.clone()]).await;
        self.load_counters().await;
        self.load_pending().await;
        self.open_keys().await;
        if let Some(row) = self.pending.clone() {
            self.drop_if_committed(&row.deal).await;
        }
        self.load_wallet().await;
        self.drop_wallet_if_committed().await;
        let notice = self.load_notice().await;
        let settlement = self.load_settlement().await;
        self.count_batch().await;
        self.look_round().await;
        self.sweep_outbox().await;
        let open = self.open_rows().await;
        if self.damaged {
            let lines = vec![self.record_error(), self.say("CALL SERVICE", "请联系维护")];
            self.announce(ScreenKind::DeclaredOpen, lines).await;
            return;
        }
        if let Some(notice) = notice {
            let unwritten = notice.deal.kind == Kind::Void && self.has(Defect::VoidRecoverySilent);
            if unwritten || self.has(Defect::SilentRecovery) {
                self.clear_notice().await;
            } else {
                self.recover(notice).await;
            }
        }
        if self.keys.is_none() && !self.keys_gone {
            self.sign_on().await;
        }
        if let Some(row) = settlement {
            self.resume_settlement(row).await;
        }
        self.settle_wallet_at_boot().await;
        if !open.is_empty() && self.has(Defect::OpenRefundSentAtBoot) {
            self.upload_open_refunds().await;
        }
        if self.setup.practice.terminal.reversal.trigger == ReversalTrigger::Immediate
            && self.pending.is_some()
        {
            self.tell_of_scripts().await;
            if self.settle_pending().await == Settled::NotYet {
                self.still_owed().await;
            }
        }
    }

    /// Tells the outcome of the transaction that was cut short.
    async fn recover(&mut self, notice: Notice) {
        let deal = notice.deal;
        let mut lines = deal_lines(&deal);
        if let Some(row) = self.committed(&deal).await {
            if deal.kind == Kind::Refund && self.is_open(&deal).await {
                self.clear_open(&deal).await;
            }
            let mut lines = self.row_lines(&row);
            lines.push(self.say("APPROVED BEFORE THE CUT", "断电前交易已成功"));
            if self.announce(ScreenKind::RecoveredApproved, lines).await == Some(Key::Reprint) {
                self.print_duplicate(&row).await;
            }
        } else if deal.kind == Kind::PartialReversal && self.owes(&deal) {
            self.recover_part(&deal).await;
        } else if self.owes(&deal) {
            lines.push(self.say("NOT COMPLETED, IS REVERSED", "交易未完成，将冲正"));
            self.announce(ScreenKind::RecoveredReversed, lines).await;
        } else if self.wallet.as_ref().is_some_and(|row| row.deal == deal) {
            // It is settled, and told, once the line is there.
            return;
        } else if notice.reversed && deal.kind.is_wallet() {
            return self.tell_closed(&deal).await;
        } else if notice.reversed {
            self.announce(ScreenKind::ReversalDone, lines).await;
        } else if deal.kind == Kind::Refund && self.is_open(&deal).await {
            lines.push(self.say("RESULT UNKNOWN, TRY THE SAME AGAIN", "结果未知，请重试同一笔退货"));
            self.announce(ScreenKind::DeclaredOpen, lines).await;
        } else {
            lines.push(self.say("NOT COMPLETED, NOTHING CHARGED", "交易未完成，未扣款"));
            self.announce(ScreenKind::Failed, lines).await;
        }
        self.clear_notice().await;
    }

    /// Whether the reversal of this very deal is owed.
    pub(crate) fn owes(&self, deal: &Deal) -> bool {
        self.pending.as_ref().is_some_and(|row| row.deal == *deal)
    }
}
