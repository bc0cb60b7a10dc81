//! 消费: amount, card, PIN, host, slip.

use super::{App, Order, rows::Kind};

impl App {
    pub(crate) async fn sale(&mut self) -> Order {
        let amount = self.ask_amount(Kind::Sale).await?;
        let mut card = self.ask_card(Kind::Sale, Some(amount), false).await?;
        let pin = self.ask_pin(Kind::Sale, card.as_mut(), amount).await?;
        self.before_online(Kind::Sale).await?;
        if let Some(card) = card.as_mut() {
            self.ask_cryptogram(Kind::Sale, card).await?;
        }
        let deal = self.new_deal(Kind::Sale, amount, card.as_ref(), pin.is_some(), None).await?;
        self.online(deal, card.as_mut(), pin).await
    }
}
