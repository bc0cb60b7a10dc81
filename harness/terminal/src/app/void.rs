//! 撤销: the whole amount of a sale (or completion) of this terminal, batch and day, on the same card.

use device::ScreenKind;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    entry::Presented,
    rows::{Deal, JournalRow, Kind, Original, day_of},
    screens::{amount_line, type_line},
    slip::masked,
};

impl App {
    /// Takes back a sale, or a completion, whose pre-authorisation then holds again.
    pub(crate) async fn void(&mut self, kind: Kind) -> Order {
        let practice = &self.setup.practice.terminal;
        let practice = if kind == Kind::Void { practice.void.clone() } else { practice.pre_auth.clone() };
        if practice.supervisor.get() && !self.has(Defect::VoidWithoutSupervisor) {
            self.ask_supervisor(kind).await?;
        }
        let trace = self.ask_number(ScreenKind::EnterTrace, kind, 6, true).await?;
        let sale = self.found_to_void(kind, &trace).await?;
        self.confirm(kind, &sale).await?;
        let amount = sale.amount_fen();
        let mut card = None;
        if practice.card.get() {
            card = self.ask_card(kind, Some(amount), false).await?;
            self.same_card(kind, &sale, card.as_ref())?;
        }
        let pin = if practice.pin.get() { self.ask_pin(kind, card.as_mut(), amount).await? } else { None };
        self.before_online(kind).await?;
        self.still_to_void(kind, &sale).await?;
        let original = Original {
            batch: sale.deal.batch,
            stan: sale.deal.stan,
            rrn: sale.rrn.clone(),
            // The void of a completion names the code that the completion named.
            auth: sale.deal.original.as_ref().map_or_else(|| sale.auth.clone(), |of| of.auth.clone()),
            date: sale.date.clone(),
            sent_at: sale.deal.sent_at.clone(),
        };
        let deal = self.new_deal(kind, amount, card.as_ref(), pin.is_some(), Some(original)).await?;
        let deal = if card.is_none() { with_card_of(deal, &sale.deal) } else { deal };
        self.online(deal, card.as_mut(), pin).await
    }

    pub(crate) async fn found_to_void(&mut self, kind: Kind, trace: &str) -> Result<JournalRow, End> {
        let refused = |why| Err(End::Refused { kind, why });
        let found = self.find(trace).await;
        if found.as_ref().is_some_and(|row| row.deal.kind == Kind::OfflineSale) {
            return refused(self.say("OFFLINE SALE, REFUND INSTEAD", "脱机消费不可撤销，请改做退货"));
        }
        let of = |own: Kind| kind.follows().contains(&own) || kind.reverses() == Some(own);
        let found = found.filter(|row| of(row.deal.kind));
        let Some(sale) = found else {
            return refused(self.say("NOT FOUND", "无此交易"));
        };
        if !self.has(Defect::VoidTwice) && self.is_voided(&sale.deal).await {
            return refused(self.say("ALREADY VOIDED", "该交易已撤销"));
        }
        if self.is_marked(&sale.deal).await {
            return refused(self.say("ALREADY VOIDED", "该交易已撤销"));
        }
        let today = day_of(&self.body.clock().await);
        let is_void = kind != Kind::PartialReversal;
        let any_day = is_void && (self.has(Defect::VoidOfEarlierBatch) || self.has(Defect::VoidOfAnotherDay));
        if sale.deal.day != today && !any_day {
            return refused(self.say("NOT OF TODAY", "非当日交易"));
        }
        Ok(sale)
    }

    /// Looks at the sale again: what came before the request took its time, and may have opened a new batch.
    pub(crate) async fn still_to_void(&mut self, kind: Kind, sale: &JournalRow) -> Result<(), End> {
        let refused = |why| Err(End::Refused { kind, why });
        if sale.deal.batch != self.counters.batch && !self.has(Defect::VoidOfEarlierBatch) {
            return refused(self.say("BATCH IS OVER, REFUND INSTEAD", "该批次已结束，请改做退货"));
        }
        if self.found_to_void(kind, &sale.deal.trace()).await? != *sale {
            return refused(self.say("NOT FOUND", "无此交易"));
        }
        Ok(())
    }

    pub(crate) async fn confirm(&mut self, kind: Kind, sale: &JournalRow) -> Result<(), End> {
        let lines = vec![
            type_line(kind),
            amount_line(sale.amount_fen()),
            format!("TRACE {}", sale.deal.trace()),
            format!("REF {}", sale.rrn),
            format!("CARD {}", masked(&sale.deal)),
            self.say("ENTER TO CONFIRM", "确认撤销"),
        ];
        self.agreed(lines).await
    }

    pub(crate) fn same_card(
        &self,
        kind: Kind,
        sale: &JournalRow,
        card: Option<&Presented>,
    ) -> Result<(), End> {
        let same = card.zip(sale.deal.pan()).is_none_or(|(card, pan)| card.pan == pan);
        if same { Ok(()) } else { Err(End::Refused { kind, why: self.say("OTHER CARD", "卡号不符") }) }
    }
}

/// A void without the card goes by the number that the sale was made with.
fn with_card_of(mut deal: Deal, sale: &Deal) -> Deal {
    deal.pan.clone_from(&sale.pan);
    deal.expiry.clone_from(&sale.expiry);
    deal
}
