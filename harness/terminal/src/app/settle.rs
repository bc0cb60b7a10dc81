//! 结算: totals to the host, the upload where it finds them unequal, the slip, and the next batch.
//!
//! Whatever is owed goes first: the totals of a batch with an open end would be wrong. How far settling has come is
//! durable before each message, so that after a cut it goes on where it was: the message that was under way is sent
//! again under its own trace number, the slip is printed anew from its first line. Until the batch is settled whole the
//! terminal takes no business.

use device::{Key, ScreenKind};
use wire::{BatchTotals, DETAILS_AT_MOST, Detail, Message, Place, Verdict};

use crate::Defect;

use super::{
    App, Order,
    batch::detail,
    conclude::End,
    rows::{Kind, SettlementRow, Step},
    screens::{type_line, yuan},
};

const KIND: Kind = Kind::Settlement;

impl App {
    pub(crate) fn half_settled(&self) -> String {
        self.say("SETTLEMENT NOT FINISHED", "结算未完成")
    }

    /// Settles the batch, or goes on with one that is half settled.
    pub(crate) async fn settle(&mut self) -> Order {
        let row = match self.load_settlement().await {
            Some(row) => row,
            None => self.begin_settlement().await?,
        };
        self.go_on_settling(row).await
    }

    /// After a start: asks whether to go on with what was cut short.
    pub(crate) async fn resume_settlement(&mut self, row: SettlementRow) {
        let row = match row.step {
            // Where the upload begins anew (seeded defect).
            Step::Upload { done, .. } if done > 0 && self.has(Defect::UploadFromStart) => {
                let Ok(stan) = self.reserve_stan().await else { return };
                SettlementRow { step: Step::Upload { stan, done: 0 }, ..row }
            }
            _ => row,
        };
        let lines = vec![type_line(KIND), self.half_settled(), self.say("ENTER: GO ON", "确认键继续")];
        if self.announce(ScreenKind::SettlementOpen, lines).await == Some(Key::Cancel) {
            return;
        }
        let end = match self.go_on_settling(row).await {
            Ok(end) | Err(end) => end,
        };
        self.tell(end).await;
    }

    async fn begin_settlement(&mut self) -> Result<SettlementRow, End> {
        self.confirm_settlement().await?;
        if self.has(Defect::SettlementBeforeReversal) {
            self.ensure_keys(KIND).await?;
        } else {
            let batch = self.counters.batch;
            self.before_online(KIND).await?;
            self.send_signatures_first().await?;
            if self.counters.batch != batch {
                return Err(self.batch_is_over(batch).await);
            }
            let mut open = self.open_rows().await;
            open.retain(|row| row.deal.batch == self.counters.batch);
            self.settle_first(open).await?;
        }
        let totals = self.batch_totals().await.digits(None).ok_or_else(|| self.cannot_pack(KIND))?;
        let stan = self.settlement_stan().await?;
        let batch = self.counters.batch;
        let row = SettlementRow { batch, totals, equal: None, step: Step::Ask { stan } };
        self.keep(&row).await?;
        Ok(row)
    }

    async fn confirm_settlement(&mut self) -> Result<(), End> {
        let batch = format!("BATCH {:06}", self.counters.batch);
        let lines = vec![type_line(KIND), batch, self.say("ENTER TO SETTLE", "确认结算")];
        self.agreed(lines).await
    }

    async fn settlement_stan(&mut self) -> Result<u32, End> {
        self.reserve_stan().await.map_err(|_| self.store_full(KIND))
    }

    async fn keep(&mut self, row: &SettlementRow) -> Result<(), End> {
        let in_upload = matches!(row.step, Step::Upload { .. } | Step::End { .. });
        if self.has(Defect::SettlementNotMarked) && !in_upload {
            return Ok(());
        }
        self.save_settlement(row).await.map_err(|_| self.store_full(KIND))
    }

    /// What keeps a batch from being settled whole leaves it half settled, whatever it is.
    async fn go_on_settling(&mut self, row: SettlementRow) -> Order {
        match self.take_steps(row).await {
            Err(End::Failed { why, .. } | End::Refused { why, .. }) => Err(End::HalfSettled { why }),
            end => end,
        }
    }

    /// One step after the other, each kept before it is taken. Where printing is what was kept, the slip may have come
    /// out before the cut: it is marked as a duplicate.
    async fn take_steps(&mut self, mut row: SettlementRow) -> Order {
        let printed = row.step == Step::Print;
        loop {
            row.step = match row.step {
                Step::Ask { stan } => self.ask_verdict(&mut row, stan).await?,
                Step::Upload { stan, done } => self.upload(&row, stan, done).await?,
                Step::End { stan, done } => self.end_upload(&row, stan, done).await?,
                Step::Print => {
                    self.print_settlement(&row, printed).await;
                    Step::Clear
                }
                Step::Clear => {
                    self.save_settled(&row).await;
                    self.clear_batch(&row).await.map_err(|_| self.store_full(KIND))?;
                    Step::Tell
                }
                Step::Tell => {
                    self.announce_settled(&row).await;
                    self.clear_settlement().await;
                    return Ok(End::Quiet);
                }
            };
            self.keep(&row).await?;
        }
    }

    async fn ask_verdict(&mut self, row: &mut SettlementRow, stan: u32) -> Result<Step, End> {
        let answer = self.ask_batch(row, KIND, stan, (Place::Totals, &row.totals.clone())).await?;
        let verdict = self.setup.dialect.at(&answer, Place::Totals).and_then(BatchTotals::read);
        let Some((_, Some(verdict))) = verdict else {
            return Err(End::HalfSettled { why: self.say("WRONG ANSWER", "应答不符") });
        };
        row.equal = Some(verdict == Verdict::Equal);
        if verdict == Verdict::Equal || self.has(Defect::UploadLeftOut) {
            return Ok(Step::Print);
        }
        Ok(Step::Upload { stan: self.settlement_stan().await?, done: 0 })
    }

    /// The next transactions, as many as one message takes.
    async fn upload(&mut self, row: &SettlementRow, stan: u32, done: usize) -> Result<Step, End> {
        let details: Vec<Detail> = self.settled_rows(row.batch).await.iter().map(detail).collect();
        let next = details.get(done..).unwrap_or_default();
        let next = next.get(..DETAILS_AT_MOST).unwrap_or(next);
        let after = done + next.len();
        if self.has(Defect::UploadSkipsCurrent) && !next.is_empty() {
            let early = Step::Upload { stan: self.settlement_stan().await?, done: after };
            self.keep(&SettlementRow { step: early, ..row.clone() }).await?;
        }
        if !next.is_empty() {
            let digits = Detail::write(next).ok_or_else(|| self.cannot_pack(KIND))?;
            self.ask_batch(row, Kind::BatchUpload, stan, (Place::Details, &digits)).await?;
        }
        let stan = self.settlement_stan().await?;
        if after < details.len() {
            return Ok(Step::Upload { stan, done: after });
        }
        Ok(Step::End { stan, done: details.len() })
    }

    async fn end_upload(&mut self, row: &SettlementRow, stan: u32, done: usize) -> Result<Step, End> {
        let count = format!("{done:04}");
        self.ask_batch(row, Kind::BatchEnd, stan, (Place::Details, &count)).await?;
        Ok(Step::Print)
    }

    /// Sends a message of the batch and waits for its yes. A host that wants a sign-on first gets one, once.
    async fn ask_batch(
        &mut self,
        row: &SettlementRow,
        kind: Kind,
        stan: u32,
        value: (Place, &str),
    ) -> Result<Box<Message>, End> {
        let message = self.service_request(kind, stan, row.batch).await.and_then(|mut message| {
            self.setup.dialect.place(&mut message, &[value]).ok()?;
            Some(message)
        });
        let message = message.ok_or_else(|| self.cannot_pack(kind))?;
        for renewed in [false, true] {
            self.ensure_keys(KIND).await?;
            self.body.show(ScreenKind::Settling, vec![type_line(KIND), format!("TRACE {stan:06}")]).await;
            let answer = match self.serve(kind, &message).await {
                Ok(answer) => answer,
                Err(End::Failed { why, .. }) => return Err(End::HalfSettled { why }),
                Err(other) => return Err(other),
            };
            let code = answer.text(39).unwrap_or_default();
            if code == "00" {
                return Ok(answer);
            }
            self.heed_key_demand(code).await;
            if self.keys.is_some() {
                return Err(End::HalfSettled { why: format!("CODE {code}") });
            }
            if renewed && self.counters.batch != row.batch {
                return Err(self.batch_is_over(row.batch).await);
            }
        }
        Err(End::HalfSettled { why: self.say("NOT SIGNED ON", "未签到") })
    }

    /// The host has gone on to another batch: this one cannot be settled from here any more.
    async fn batch_is_over(&mut self, batch: u32) -> End {
        let why = self.say("BATCH CLOSED BY HOST, CALL ACQUIRER", "批次已被主机结束，请联系收单机构");
        let lines = vec![type_line(KIND), format!("BATCH {batch:06}"), why];
        self.announce(ScreenKind::DeclaredOpen, lines).await;
        self.clear_settlement().await;
        End::Quiet
    }

    pub(crate) async fn announce_settled(&mut self, row: &SettlementRow) {
        let mut lines = vec![type_line(KIND), format!("BATCH {:06}", row.batch)];
        if let Some((totals, _)) = BatchTotals::read(&row.totals) {
            lines.push(format!("DEBIT {} {}", totals.debit.count, yuan(totals.debit.amount_fen)));
            lines.push(format!("CREDIT {} {}", totals.credit.count, yuan(totals.credit.amount_fen)));
        }
        self.announce(ScreenKind::Settled, lines).await;
    }

    /// The slip of the last settlement once more; false when there was none.
    pub(crate) async fn reprint_settlement(&mut self) -> bool {
        let Some(row) = self.load_settled().await else {
            return false;
        };
        self.print_settlement(&row, true).await;
        true
    }
}
