//! 签到: fetching the working keys. Without keys there are no transactions.
//!
//! A key whose check value is wrong is refused. The host may name a new batch in its answer.
//!
//! The host changes its keys with the request, whatever becomes of the answer. So the old ones are gone, durably,
//! before the request leaves; where no sound keys come back, the next order signs on again.

use device::ScreenKind;
use wire::{Message, Place, WorkingKeys, keys};

use crate::Defect;

use super::{App, conclude::End, link::Reply, rows::Kind};

impl App {
    /// Signs on when there are no keys.
    pub(crate) async fn ensure_keys(&mut self, kind: Kind) -> Result<(), End> {
        if self.keys.is_some() || self.sign_on().await {
            Ok(())
        } else {
            Err(End::Failed { kind, why: self.say("NOT SIGNED ON", "未签到") })
        }
    }

    /// Signs on and says how it went.
    pub(crate) async fn sign_on(&mut self) -> bool {
        self.body.show(ScreenKind::SigningOn, vec![self.say("SIGNING ON", "正在签到")]).await;
        match self.fetch_keys().await {
            Ok(()) => {
                self.body.show(ScreenKind::SignedOn, vec![self.say("SIGNED ON", "签到成功")]).await;
                true
            }
            Err(why) => {
                self.announce(ScreenKind::SignOnFailed, vec![why]).await;
                false
            }
        }
    }

    async fn fetch_keys(&mut self) -> Result<(), String> {
        let stan = self.reserve_stan().await.map_err(|_| self.say("STORE FULL", "存储已满"))?;
        let message = self.service_request(Kind::SignOn, stan, self.counters.batch).await;
        let mut message = message.ok_or_else(|| self.say("MESSAGE ERROR", "报文错误"))?;
        let operator = format!("{:<3}", self.setup.operator);
        let operated = self.setup.dialect.place(&mut message, &[(Place::Operator, &operator)]);
        operated.map_err(|_| self.say("MESSAGE ERROR", "报文错误"))?;
        let frame = self.plain_frame(&message).ok_or_else(|| self.say("MESSAGE ERROR", "报文错误"))?;
        if !self.connect().await {
            return Err(self.say("NO CONNECTION", "连接失败"));
        }
        self.drop_keys().await;
        let reply = self.exchange_on_the_line(frame, &message).await;
        let Reply::Answer { message: answer, .. } = reply else {
            return Err(self.say("NO ANSWER", "无应答"));
        };
        let code = answer.text(39).unwrap_or_default();
        if code != "00" {
            return Err(format!("CODE {code}"));
        }
        let block = self.setup.dialect.field_of(Place::Keys).and_then(|field| answer.expose(field));
        let block = block.unwrap_or_default().to_vec();
        let keys = self.unwrapped(&block).ok_or_else(|| self.say("KEY CHECK FAILED", "密钥校验错"))?;
        let full = self.say("STORE FULL", "存储已满");
        self.save_key_block(&block).await.map_err(|_| full)?;
        self.keys = Some((keys, block));
        self.follow_batch(&answer).await;
        Ok(())
    }

    pub(crate) fn unwrapped(&self, block: &[u8]) -> Option<WorkingKeys> {
        let checked = keys::unwrap(&self.setup.tmk, block);
        let unchecked = || keys::unwrap_unchecked(&self.setup.tmk, block);
        checked.or_else(|wrong| if self.has(Defect::KeyCheckIgnored) { unchecked() } else { Err(wrong) }).ok()
    }

    /// Takes over the batch that the host names. A reversal that is owed keeps its own.
    async fn follow_batch(&mut self, answer: &Message) {
        let named = self.setup.dialect.at(answer, Place::Batch).and_then(|text| text.parse::<u32>().ok());
        if let Some(batch) = named.filter(|batch| *batch != 0 && *batch != self.counters.batch) {
            self.counters.batch = batch;
            let _ = self.save_counters().await;
            self.count_batch().await;
        }
    }
}
