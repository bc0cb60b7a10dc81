//! How an order ends: what the operator is told, the slip, the card, and whether a reversal goes out at once.
//!
//! The notice in the store is erased only after the operator took note, so that an end cut short is told
//! again after the next start.

use device::ScreenKind;
use profile::ReversalTrigger;

use crate::Defect;

use super::{
    App,
    reversal::Settled,
    rows::{Deal, JournalRow, Kind},
    screens::{deal_lines, type_line},
    signature::Signing,
};

/// The codes that the table of texts has under a seeded defect.
const CODES_WITH_TEXT: [&str; 12] = ["14", "22", "25", "51", "54", "55", "61", "75", "77", "96", "98", "A0"];

/// How an order ended.
pub(crate) enum End {
    /// Committed.
    Approved(Box<JournalRow>),
    /// The host or the card refused; nothing is owed.
    Declined { deal: Box<Deal>, code: Option<String> },
    /// It did not happen; nothing is owed.
    Failed { kind: Kind, why: String },
    /// Refused before anything was sent.
    Refused { kind: Kind, why: String },
    /// Not known yet; the reversal is kept.
    InDoubt { deal: Box<Deal>, why: String },
    /// Not known, and nothing will settle it by itself.
    Open { deal: Box<Deal>, why: String },
    /// The batch is half settled; nothing else goes on before it is settled whole.
    HalfSettled { why: String },
    /// The host did what was asked of the line.
    Served { kind: Kind },
    /// The earlier transaction's reversal stands in the way; the operator was told.
    Blocked,
    /// Everything was shown already, or the operator went back.
    Quiet,
}

impl App {
    pub(crate) async fn conclude(&mut self, end: End) {
        if self.has(Defect::StanReusedAfterBoot) {
            let _ = self.save_counters().await;
        }
        self.tell(end).await;
        if self.played.is_some() {
            self.tell_of_scripts().await;
        }
        self.ask_to_remove_card().await;
        self.send_signatures().await;
    }

    /// Tells an end, with the slip that belongs to it.
    pub(crate) async fn tell(&mut self, end: End) {
        match end {
            End::Approved(row) => self.conclude_approved(&row).await,
            End::Declined { deal, code } => {
                let mut lines = deal_lines(&deal);
                let screen = self.screen_of(code.as_deref());
                lines.extend(code.map(|code| format!("CODE {code}")));
                self.announce(screen, lines).await;
                self.forget_order(&deal).await;
                self.clear_notice().await;
            }
            End::Failed { kind, why } => {
                self.announce(ScreenKind::Failed, vec![type_line(kind), why]).await;
                self.clear_notice().await;
            }
            End::Refused { kind, why } => {
                self.announce(ScreenKind::Refused, vec![type_line(kind), why]).await;
            }
            End::InDoubt { deal, why } => self.conclude_in_doubt(&deal, why).await,
            End::Open { deal, why } => {
                let mut lines = deal_lines(&deal);
                lines.push(why);
                self.announce(ScreenKind::DeclaredOpen, lines).await;
                self.forget_order(&deal).await;
                self.clear_notice().await;
            }
            End::HalfSettled { why } => {
                let hint = self.say("PRESS SETTLE TO GO ON", "请按结算键继续");
                let lines = vec![type_line(Kind::Settlement), why, hint];
                self.announce(ScreenKind::SettlementOpen, lines).await;
            }
            End::Served { kind } => {
                let (screen, text) = match kind {
                    Kind::SignOff => (ScreenKind::SignedOff, self.say("SIGNED OFF", "已签退")),
                    _ => (ScreenKind::LineTested, self.say("LINE IN ORDER", "线路正常")),
                };
                self.announce(screen, vec![type_line(kind), text]).await;
            }
            End::Blocked | End::Quiet => {}
        }
    }

    fn screen_of(&self, code: Option<&str>) -> ScreenKind {
        let known = code.is_none_or(|code| CODES_WITH_TEXT.contains(&code));
        if known || !self.has(Defect::UnknownCodeApproved) {
            ScreenKind::Declined
        } else {
            ScreenKind::Approved
        }
    }

    pub(crate) async fn conclude_approved(&mut self, row: &JournalRow) {
        let lines = self.row_lines(row);
        self.body.show(ScreenKind::Approved, lines.clone()).await;
        if self.has(Defect::TotalsKeptApart) {
            self.add_to_kept_totals(row).await;
        }
        let left = match self.sign(row).await {
            Signing::OnPaper => false,
            Signing::OnPad { left } => left,
            Signing::Forgotten => {
                let why = self.say("SIGNATURE CANCELLED", "签名已取消");
                self.announce(ScreenKind::Failed, vec![type_line(row.deal.kind), why]).await;
                return self.clear_notice().await;
            }
        };
        let printed = left || self.printed.take() == Some(row.deal.stan) || self.print_both_copies(row).await;
        if !printed {
            self.unprinted = Some(row.deal.stan);
            if self.has(Defect::ReversalAfterPrinterFailure) {
                self.reverse_for_want_of_a_slip(row).await;
            }
        }
        self.announce(ScreenKind::Approved, lines).await;
        self.clear_notice().await;
        if row.deal.kind.is_told_afterwards() {
            self.save_late_owed().await;
            self.tell_at_once().await;
        }
    }

    async fn conclude_in_doubt(&mut self, deal: &Deal, why: String) {
        if self.setup.practice.terminal.reversal.trigger == ReversalTrigger::Immediate
            && self.pending.is_some()
        {
            self.tell_of_scripts().await;
            match self.settle_pending().await {
                // The operator was told by the reversal itself.
                Settled::Done | Settled::Exhausted => return,
                Settled::Nothing | Settled::NotYet => {}
            }
        }
        let mut lines = deal_lines(deal);
        lines.push(why);
        self.announce(ScreenKind::InDoubt, lines).await;
        self.clear_notice().await;
    }
}
