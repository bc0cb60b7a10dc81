//! 签退, 回响测试: what is asked of the line and moves nothing; and how such messages are made and sent.

use wire::{Message, Place};

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    link::Reply,
    rows::{Kind, time_of},
};

impl App {
    /// A message of the line's or the batch's own business: type and codes, trace, batch, terminal, merchant.
    pub(crate) async fn service_request(&mut self, kind: Kind, stan: u32, batch: u32) -> Option<Message> {
        let (batch, sent_at) = (format!("{batch:06}"), self.time_of_sending().await.unwrap_or_default());
        let places = [(Place::Batch, batch.as_str()), (Place::Time, sent_at.as_str())];
        let mut message = self.setup.dialect.begin(kind, &places)?.ok()?;
        message.set_text(11, &format!("{stan:06}"));
        message.set_text(41, &self.setup.tid);
        message.set_text(42, &self.setup.mid);
        Some(message)
    }

    /// What the clock says for messages that tell when they were sent; nothing where the dialect has no place for it.
    async fn time_of_sending(&mut self) -> Option<String> {
        if !self.setup.dialect.has(Place::Time) {
            return None;
        }
        Some(time_of(&self.body.clock().await))
    }

    /// Sends a message without a MAC and waits for its answer.
    pub(crate) async fn serve(&mut self, kind: Kind, message: &Message) -> Result<Box<Message>, End> {
        let frame = self.plain_frame(message).ok_or_else(|| self.cannot_pack(kind))?;
        match self.exchange(frame, message).await {
            Reply::Answer { message, .. } => Ok(message),
            Reply::NoConnection => Err(self.no_connection(kind)),
            Reply::NotSent => Err(self.send_failed(kind)),
            _ => Err(self.no_answer(kind)),
        }
    }

    /// Asks the host for a sign of life.
    pub(crate) async fn test_line(&mut self) -> Order {
        self.show_processing(Kind::Echo).await;
        self.ask_service(Kind::Echo).await
    }

    /// Signs off: what is owed goes first, and the keys are gone when the host has said yes.
    pub(crate) async fn sign_off(&mut self) -> Order {
        if self.has(Defect::SignOffForgetsReversal) {
            self.clear_pending().await;
            self.clear_notice().await;
        }
        self.before_online(Kind::SignOff).await?;
        let end = self.ask_service(Kind::SignOff).await?;
        self.drop_keys().await;
        Ok(end)
    }

    async fn ask_service(&mut self, kind: Kind) -> Order {
        let stan = self.reserve_stan().await.map_err(|_| self.store_full(kind))?;
        let message = self.service_request(kind, stan, self.counters.batch).await;
        let message = message.ok_or_else(|| self.cannot_pack(kind))?;
        let answer = self.serve(kind, &message).await?;
        match answer.text(39) {
            Some("00") => Ok(End::Served { kind }),
            code => {
                let code = code.unwrap_or_default();
                self.heed_key_demand(code).await;
                Err(End::Failed { kind, why: format!("CODE {code}") })
            }
        }
    }
}
