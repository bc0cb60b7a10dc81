//! Messages about wallet orders.
//!
//! An order's number is made of the terminal's, the batch's and the trace number of the request that made it, so that the
//! journal row of a payment is enough to name it. A refund's own number is made in the same way.

use wire::{Message, PayCode, Place};

use super::super::{
    App,
    link::Reply,
    rows::{Deal, Kind},
};

impl App {
    /// Number of the order that a deal makes, or goes back to.
    pub(crate) fn order_number(&self, deal: &Deal) -> String {
        let (batch, stan) = deal.original.as_ref().map_or((deal.batch, deal.stan), |of| (of.batch, of.stan));
        format!("{}{batch:06}{stan:06}", self.setup.tid)
    }

    /// The number under which a deal pays back.
    fn refund_number(&self, deal: &Deal) -> String {
        format!("{}{:06}{:06}", self.setup.tid, deal.batch, deal.stan)
    }

    /// The request of a deal; `None` when it cannot be written in this dialect.
    pub(super) fn wallet_message(&self, deal: &Deal, code: Option<&PayCode>) -> Option<Message> {
        let mut message = self.about_order(deal.kind, deal, deal.batch, deal.stan)?;
        message.set_text(22, &deal.entry);
        if let Some(code) = code {
            self.setup.dialect.place(&mut message, &[(Place::PayCode, code.expose())]).ok()?;
        }
        Some(message)
    }

    /// A message of a class about the order of a deal, under numbers of its own.
    fn about_order(&self, class: Kind, deal: &Deal, batch: u32, stan: u32) -> Option<Message> {
        if !self.setup.dialect.has(Place::Order) {
            return None;
        }
        let (batch, order, refund) =
            (format!("{batch:06}"), self.order_number(deal), self.refund_number(deal));
        let mut places = vec![(Place::Batch, batch.as_str()), (Place::Order, order.as_str())];
        if deal.kind == Kind::WalletRefund {
            places.push((Place::OrderRefund, refund.as_str()));
        }
        places.extend(deal.sent_at.as_deref().map(|sent_at| (Place::Time, sent_at)));
        let mut message = self.setup.dialect.begin(class, &places)?.ok()?;
        if class != Kind::WalletQuery {
            message.set_text(4, &format!("{:012}", deal.amount_fen));
        }
        message.set_text(11, &format!("{stan:06}"));
        message.set_text(41, &self.setup.tid);
        message.set_text(42, &self.setup.mid);
        message.set_text(49, "156");
        Some(message)
    }

    /// Asks the platform something about the order of a deal under a new trace number; its proven answer.
    pub(super) async fn ask_about(&mut self, class: Kind, deal: &Deal) -> Option<Message> {
        let reply = self.reply_about(class, deal).await?;
        self.proven_answer(reply).await
    }

    /// The same, whatever comes of it; `None` when it could not be asked for want of keys, records or a dialect.
    pub(super) async fn reply_about(&mut self, class: Kind, deal: &Deal) -> Option<Reply> {
        self.ensure_keys(deal.kind).await.ok()?;
        let stan = self.reserve_stan().await.ok()?;
        let message = self.about_order(class, deal, self.counters.batch, stan)?;
        let frame = self.sealed_frame(&message, None)?;
        Some(self.exchange(frame, &message).await)
    }

    /// Sends the request of a deal once more, as it was.
    pub(super) async fn repeat_order(&mut self, deal: &Deal) -> Option<Message> {
        self.ensure_keys(deal.kind).await.ok()?;
        let message = self.wallet_message(deal, None)?;
        let frame = self.sealed_frame(&message, None)?;
        let reply = self.exchange(frame, &message).await;
        self.proven_answer(reply).await
    }

    /// The answer among what can come of a request, if it proves something.
    pub(super) async fn proven_answer(&mut self, reply: Reply) -> Option<Message> {
        match reply {
            Reply::Answer { message, proven: true } => {
                self.heed_key_demand(message.text(39).unwrap_or_default()).await;
                Some(*message)
            }
            Reply::Answer { .. } => {
                self.drop_keys().await;
                None
            }
            _ => None,
        }
    }
}
