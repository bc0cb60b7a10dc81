//! 消费, 预授权: amount, card, PIN, host, slip.

use crate::Defect;

use super::{App, Order, rows::Kind};

impl App {
    /// A sale, or the money for one set aside.
    pub(crate) async fn charge(&mut self, kind: Kind) -> Order {
        let amount = self.ask_amount(kind).await?;
        let mut card = self.ask_card(kind, Some(amount), false).await?;
        let pin = self.ask_pin(kind, card.as_mut(), amount).await?;
        self.before_online(kind).await?;
        if let Some(card) = card.as_mut() {
            self.ask_cryptogram(kind, card).await?;
        }
        let stale = card.as_ref().is_some_and(|card| card.fallback) && self.has(Defect::AmountOfEarlierSale);
        let earlier = if stale { self.latest().await } else { None };
        let amount = earlier.map_or(amount, |row| row.amount_fen());
        let deal = self.new_deal(kind, amount, card.as_ref(), pin.is_some(), None).await?;
        self.online(deal, card.as_mut(), pin).await
    }
}
