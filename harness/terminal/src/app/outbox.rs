//! 通知: what stands by the terminal's own word or is the card's doing, and telling the host of it.
//!
//! A completion by advice and an offline sale need no line: they are committed at the counter. What the host is to be
//! told of it is durable before that. It goes out at once where nothing else is owed, and again, oldest first, before each
//! online order; always the same message, of the batch that it was made in whatever batch it is now, so that the host can
//! tell a repeat from another. An order may go on while it is still unanswered; a settlement may not.
//!
//! What came of an issuer's script goes the same way (脚本结果通知), before anything else, a reversal included. It is no
//! transaction: one that the host refuses for good is dropped, and the operator is told.
//!
//! A host that refuses a transaction for good has the last word: it is struck from the batch and given over to the
//! operator.

use device::ScreenKind;
use wire::Message;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    decide::is_approval,
    entry::Presented,
    link::Reply,
    rows::{Deal, JournalRow, Kind, Notice, OpenRow, time_of},
    screens::{deal_lines, type_line},
};

/// Codes that refuse this try only: keys, the line behind the host, the host itself.
pub(crate) const TRY_AGAIN: [&str; 7] = ["68", "77", "90", "91", "96", "98", "A0"];

/// What came of telling.
enum Told {
    /// The host has taken it.
    Taken,
    /// It will never take it, and says why.
    Refused(String),
    /// Not known; it stays owed.
    Unanswered,
}

impl App {
    /// Commits what needs no answer. What a cut leaves of it without its journal row never happened.
    pub(crate) async fn stand_by(&mut self, deal: Deal, card: Option<&Presented>) -> Order {
        let kind = deal.kind;
        let message = self.request(&deal, card, None);
        let Some(owed) = message.and_then(|message| self.to_keep(&deal, &message, card)) else {
            return Err(self.cannot_pack(kind));
        };
        if self.save_owed(&owed).await.is_err() {
            self.clear_owed(&deal).await;
            return Err(self.store_full(kind));
        }
        let now = time_of(&self.body.clock().await);
        let (date, time) = now.split_at(4);
        let row = JournalRow {
            rrn: String::new(),
            auth: deal.original.as_ref().and_then(|original| original.auth.clone()),
            date: date.to_owned(),
            time: time.to_owned(),
            approved_fen: None,
            left_fen: None,
            behind: None,
            taken_back_fen: 0,
            deal,
        };
        if self.commit(&row).await.is_err() {
            self.clear_owed(&row.deal).await;
            return Err(self.store_full(kind));
        }
        Ok(End::Approved(Box::new(row)))
    }

    /// Writes what a seeded defect has held back.
    pub(crate) async fn save_late_owed(&mut self) {
        if let Some(owed) = self.late_owed.take() {
            let _ = self.put_owed(&owed).await;
        }
    }

    /// Tells the host of what was just committed, unless something else has to go first.
    pub(crate) async fn tell_at_once(&mut self) {
        if self.pending.is_none() && self.wallet.is_none() {
            self.tell_host().await;
        }
    }

    /// Before an online order: tells the host what came of scripts, as far as it answers. Whether it knows of all.
    pub(crate) async fn tell_of_scripts(&mut self) -> bool {
        self.played = None;
        if !self.scripts_owed || self.keys_gone {
            return !self.scripts_owed;
        }
        let told = self.tell_of_all(|kind| kind == Kind::ScriptAdvice).await;
        self.scripts_owed = !told;
        told
    }

    /// Before an online order, when it was tried to tell of scripts: tells the host the rest. Only a settlement cannot go
    /// on while something is unanswered.
    pub(crate) async fn empty_outbox(&mut self, kind: Kind, scripts_told: bool) -> Result<(), End> {
        let settles = kind == Kind::Settlement;
        if settles && self.has(Defect::SettlementBeforeAdvices) {
            return Ok(());
        }
        if self.tell_host().await && scripts_told || !settles {
            return Ok(());
        }
        Err(End::Failed {
            kind, why: self.say("HOST NOT TOLD OF ALL, TRY AGAIN", "通知交易未送达，请重试")
        })
    }

    /// Tells the host of every transaction, oldest first, up to the first that it does not answer. Whether all was answered.
    async fn tell_host(&mut self) -> bool {
        self.tell_of_all(|kind| kind != Kind::ScriptAdvice).await
    }

    async fn tell_of_all(&mut self, which: fn(Kind) -> bool) -> bool {
        let mut owed = self.owed_rows().await;
        owed.retain(|row| which(row.deal.kind));
        for row in owed {
            match self.tell_of(&row).await {
                Told::Taken => self.clear_owed(&row.deal).await,
                Told::Refused(why) => self.give_over(&row.deal, why).await,
                Told::Unanswered => return false,
            }
        }
        true
    }

    async fn tell_of(&mut self, row: &OpenRow) -> Told {
        let deal = &row.deal;
        if self.ensure_keys(deal.kind).await.is_err() {
            return Told::Unanswered;
        }
        let script = deal.kind == Kind::ScriptAdvice;
        if deal.batch != self.counters.batch && !script && self.has(Defect::OwedOfOldBatchDropped) {
            return Told::Refused(self.say("BATCH CLOSED BY HOST", "批次已被主机结束"));
        }
        let kept = self.as_kept(row);
        let Some((message, frame)) =
            kept.and_then(|message| self.sealed_frame(&message, None).map(|frame| (message, frame)))
        else {
            return Told::Refused(self.say("MESSAGE ERROR", "报文错误"));
        };
        if script {
            self.show_processing(deal.kind).await;
        } else {
            self.body.show(ScreenKind::Processing, deal_lines(deal)).await;
        }
        match self.exchange(frame, &message).await {
            Reply::Answer { message, proven: true } => self.told(&message, script).await,
            Reply::Answer { .. } => {
                self.drop_keys().await;
                Told::Unanswered
            }
            Reply::NoConnection => Told::Unanswered,
            _ if script && self.has(Defect::ScriptToldOnce) => Told::Taken,
            _ => {
                self.number_owed_anew(row, message).await;
                Told::Unanswered
            }
        }
    }

    async fn told(&mut self, answer: &Message, script: bool) -> Told {
        let code = answer.text(39).unwrap_or_default();
        if is_approval(code) {
            return Told::Taken;
        }
        self.heed_key_demand(code).await;
        if TRY_AGAIN.contains(&code) {
            return Told::Unanswered;
        }
        if !script && self.has(Defect::AdviceRefusalUnread) {
            return Told::Taken;
        }
        Told::Refused(format!("CODE {code}"))
    }

    /// The host has the last word. Nothing is struck for a script; this is told until somebody has seen it.
    async fn drop_script(&mut self, deal: &Deal, why: String) {
        let lines =
            vec![type_line(deal.kind), why, self.say("SCRIPT RESULT NOT TAKEN", "主机未接受脚本结果")];
        self.announce(ScreenKind::DeclaredOpen, lines).await;
        self.clear_owed(deal).await;
    }

    /// The host has the last word: the transaction is none, and somebody has to see to the money.
    async fn give_over(&mut self, deal: &Deal, why: String) {
        if deal.kind == Kind::ScriptAdvice {
            return self.drop_script(deal, why).await;
        }
        self.save_notice(&Notice { deal: deal.clone(), reversed: false }).await;
        self.strike(deal).await;
        self.clear_owed(deal).await;
        let mut lines = deal_lines(deal);
        lines.push(why);
        lines.push(self.say("NOT TAKEN, CALL ACQUIRER", "主机未接受，请联系收单机构"));
        self.announce(ScreenKind::DeclaredOpen, lines).await;
        self.clear_notice().await;
    }

    /// At start-up: what was to be told of a transaction that was never committed is gone.
    pub(crate) async fn sweep_outbox(&mut self) {
        self.sweep_cells("owed.").await;
        for row in self.owed_rows().await {
            // What a card did has happened, whatever became of its transaction.
            if row.deal.kind == Kind::ScriptAdvice && !self.has(Defect::ScriptSweptAtBoot) {
                self.scripts_owed = true;
                continue;
            }
            if self.committed(&row.deal).await.is_none() || self.has(Defect::OutboxEmptiedAtBoot) {
                self.clear_owed(&row.deal).await;
            }
        }
    }

    /// Another trace number for the next try (seeded defect).
    async fn number_owed_anew(&mut self, row: &OpenRow, mut message: Message) {
        if !self.has(Defect::AdviceUnderNewNumber) {
            return;
        }
        let Ok(stan) = self.reserve_stan().await else { return };
        message.set_text(11, &format!("{stan:06}"));
        if let Some(renumbered) = self.to_keep(&row.deal, &message, None) {
            let _ = self.put_owed(&renumbered).await;
        }
    }
}
