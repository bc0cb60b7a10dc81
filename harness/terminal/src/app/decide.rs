//! What an answer leads to: decline, doubt, or the chip's second word and the commit.
//!
//! The order of the lines is the specification (PAYMENTS 1.9): the journal row is durable before the reversal
//! is taken back, and nothing is shown or printed before both.

use profile::RowPolicy;
use wire::{Message, ScriptPhase};

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    emv::{ChipFault, Second, UNABLE_TO_GO_ONLINE},
    entry::Presented,
    online::original_mark,
    rows::{ChipMark, Deal, JournalRow, Kind, ReversalRow},
};

/// Codes that are approvals.
const APPROVALS: [&str; 6] = ["00", "11", "A2", "A4", "A5", "A6"];
/// Approved in part: F4 of the answer says how much.
pub(crate) const PARTIAL: &str = "10";

pub(crate) fn is_approval(code: &str) -> bool {
    APPROVALS.contains(&code)
}

impl App {
    /// Bytes of an answer are here: from now on silence is not the reason.
    pub(crate) async fn answer_came(&mut self) {
        self.change_pending(|row| row.reason = "06".to_owned()).await;
    }

    /// What a decoded answer leads to.
    pub(crate) async fn decide(
        &mut self,
        deal: Deal,
        mut card: Option<&mut Presented>,
        answer: &Message,
        proven: bool,
    ) -> Order {
        self.played = None;
        let code = answer.text(39).unwrap_or_default().to_owned();
        let booked = is_approval(&code) || code == PARTIAL;
        let unchecked = || !self.keys_gone && self.has(Defect::ApprovalUnchecked);
        let waved_through = || booked && deal.kind == Kind::Sale && unchecked();
        if !proven && !waved_through() {
            let delete = self.setup.practice.terminal.reversal.on_unproven_decline == RowPolicy::Delete;
            if booked || !delete {
                self.tell_chip_no(card, answer.chip().ok().flatten(), UNABLE_TO_GO_ONLINE).await;
                return Err(self.unproven(&deal, &code).await);
            }
        }
        if !booked {
            if !self.has(Defect::ReversalAfterDecline) {
                self.clear_pending().await;
            }
            self.heed_key_demand(&code).await;
            if deal.kind == Kind::Void && self.has(Defect::VoidMarkSurvivesReversal) {
                self.set_mark(&original_mark(&deal), false).await;
            }
            self.play_script(ScriptPhase::BeforeDecision, &deal, card.as_deref_mut(), answer).await;
            self.tell_chip_no(card.as_deref_mut(), answer.chip().ok().flatten(), &code).await;
            self.play_script(ScriptPhase::AfterDecision, &deal, card, answer).await;
            return Err(End::Declined { deal: Box::new(deal), code: Some(code) });
        }
        if self.has(Defect::RowDeletedBeforeJournal) {
            self.clear_pending().await;
        }
        self.change_in_memory(|row| row.answered = true);
        // A part of a void is none: it is undone.
        if !answer.has(37) || (code == PARTIAL && deal.kind != Kind::Sale) {
            return Err(self.doubt(&deal, "WRONG ANSWER", "应答不符"));
        }
        self.settled_on = answer.text(15).map(str::to_owned);
        self.play_script(ScriptPhase::BeforeDecision, &deal, card.as_deref_mut(), answer).await;
        if let Err(end) = self.second_decision(&deal, card.as_deref_mut(), answer, &code).await {
            self.forget_script().await;
            return Err(end);
        }
        let row = self.complete(JournalRow::of(deal, answer)).await?;
        self.play_script(ScriptPhase::AfterDecision, &row.deal, card, answer).await;
        Ok(End::Approved(row))
    }

    /// The chip's word after the host's approval.
    async fn second_decision(
        &mut self,
        deal: &Deal,
        card: Option<&mut Presented>,
        answer: &Message,
        code: &str,
    ) -> Result<(), End> {
        let issuer = answer.chip().ok().flatten();
        let mut card = card;
        let (defect, why) = match self.ask_second(card.as_deref_mut(), issuer, code).await {
            Ok(Second::Agreed) => return Ok(()),
            Ok(Second::Refused) => (Defect::NoReversalOnCardRefusal, ("DECLINED BY CARD", "卡片拒绝")),
            Err(ChipFault::Gone | ChipFault::Failed) => {
                (Defect::NoReversalOnCardPulled, ("CARD REMOVED", "卡片已拔出"))
            }
        };
        if self.has(defect) {
            self.clear_pending().await;
            return Err(End::Failed { kind: deal.kind, why: self.say(why.0, why.1) });
        }
        let mark = card.and_then(|card| card.chip.as_ref()?.mark());
        let mark = mark.filter(|mark| self.can_be_reversed_with(mark));
        self.change_pending(|row| {
            row.answered = true;
            if mark.is_some() {
                row.chip = mark;
            }
        })
        .await;
        Err(self.doubt(deal, why.0, why.1))
    }

    /// The commit, and only then the end of the reversal.
    async fn complete(&mut self, row: JournalRow) -> Result<Box<JournalRow>, End> {
        if !self.printer_permits(&row).await {
            self.change_pending(|row| row.reason = "96".to_owned()).await;
            return Err(self.doubt(&row.deal, "NO SLIP", "无法打印"));
        }
        if self.has(Defect::SlipBeforeCommit) {
            self.print_both_copies(&row).await;
            self.printed = Some(row.deal.stan);
        }
        if self.commit(&row).await.is_err() {
            self.change_pending(|row| row.reason = "96".to_owned()).await;
            return Err(self.doubt(&row.deal, "STORE FULL", "存储已满"));
        }
        self.clear_pending().await;
        Ok(Box::new(row))
    }

    /// An answer that proves nothing: the transaction is reversed under new keys.
    async fn unproven(&mut self, deal: &Deal, code: &str) -> End {
        if self.has(Defect::NoReversalOnBadMac) {
            self.clear_pending().await;
            return End::Failed { kind: deal.kind, why: self.say("MAC ERROR", "校验错") };
        }
        if self.keys_gone {
            self.change_pending(|row| row.reason = "96".to_owned()).await;
            return self.doubt(deal, "KEYS LOST", "密钥丢失");
        }
        self.change_pending(|row| row.reason = "A0".to_owned()).await;
        if code != "A0" || !self.has(Defect::NoSignOnAfterMacRefusal) {
            self.drop_keys().await;
        }
        self.doubt(deal, "MAC ERROR", "校验错")
    }

    /// Codes that demand a sign-on before anything else.
    pub(crate) async fn heed_key_demand(&mut self, code: &str) {
        if matches!(code, "A0" | "77") && !(code == "A0" && self.has(Defect::NoSignOnAfterMacRefusal)) {
            self.drop_keys().await;
        }
    }

    /// Whether the reversal that is owed can be written with these data of the chip.
    fn can_be_reversed_with(&self, mark: &ChipMark) -> bool {
        let Some(mut trial) = self.pending.clone() else {
            return false;
        };
        trial.chip = Some(mark.clone());
        trial.answered = true;
        self.can_be_written(&trial)
    }

    fn change_in_memory(&mut self, change: impl FnOnce(&mut ReversalRow)) {
        if let Some(row) = self.pending.as_mut() {
            change(row);
        }
    }
}
