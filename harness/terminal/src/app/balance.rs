//! 余额查询: card, PIN, host, the balance on the screen. It moves nothing, keeps nothing and is never reversed.

use device::ScreenKind;

use super::{
    App, Order,
    conclude::End,
    decide::is_approval,
    emv::UNABLE_TO_GO_ONLINE,
    link::Reply,
    rows::{Deal, Kind},
    screens::{amount_line, type_line, yuan},
};

impl App {
    pub(crate) async fn balance(&mut self) -> Order {
        let mut card = self.ask_card(Kind::Balance, None, false).await?;
        let pin = self.ask_pin(Kind::Balance, card.as_mut(), 0).await?;
        self.before_online(Kind::Balance).await?;
        if let Some(card) = card.as_mut() {
            self.ask_cryptogram(Kind::Balance, card).await?;
        }
        let deal = self.new_deal(Kind::Balance, 0, card.as_ref(), pin.is_some(), None).await?;
        let Some(message) = self.request(&deal, card.as_ref(), pin.as_ref()) else {
            return Err(self.cannot_pack(Kind::Balance));
        };
        let answer = match self.ask_host(&deal, &message).await {
            Ok(answer) => answer,
            Err(end) => {
                self.tell_chip_no(card.as_mut(), None, UNABLE_TO_GO_ONLINE).await;
                return Err(end);
            }
        };
        let code = answer.text(39).unwrap_or_default();
        if !is_approval(code) {
            self.heed_key_demand(code).await;
            self.tell_chip_no(card.as_mut(), answer.chip().ok().flatten(), code).await;
            return Err(End::Declined { deal: Box::new(deal), code: Some(code.to_owned()) });
        }
        let dialect = self.setup.dialect.clone();
        let amount = dialect.part(&answer, "54.5").and_then(|text| text.parse().ok()).unwrap_or(0);
        let sign = if dialect.part(&answer, "54.4") == Some("D") { "-" } else { "" };
        // The chip's second answer changes nothing here, but a chip is not left in the middle.
        let issuer = answer.chip().ok().flatten();
        let _ = self.ask_second(card.as_mut(), issuer, code).await;
        let lines =
            vec![type_line(Kind::Balance), amount_line(amount), format!("BALANCE {sign}{}", yuan(amount))];
        self.announce(ScreenKind::Balance, lines).await;
        Ok(End::Quiet)
    }

    /// Sends a request that moves nothing and gives its proven answer.
    pub(crate) async fn ask_host(
        &mut self,
        deal: &Deal,
        message: &wire::Message,
    ) -> Result<wire::Message, End> {
        let kind = deal.kind;
        let Some(frame) = self.sealed_frame(message, None) else {
            return Err(self.cannot_pack(kind));
        };
        match self.exchange(frame, message).await {
            Reply::Answer { message, proven: true } => Ok(*message),
            Reply::Answer { .. } => {
                self.drop_keys().await;
                Err(End::Failed { kind, why: self.say("MAC ERROR", "校验错") })
            }
            Reply::NoConnection => Err(self.no_connection(kind)),
            Reply::NotSent => Err(self.send_failed(kind)),
            Reply::Mismatch | Reply::Undecodable => {
                Err(End::Failed { kind, why: self.say("WRONG ANSWER", "应答不符") })
            }
            Reply::Silent | Reply::Broken | Reply::Late(_) => Err(self.no_answer(kind)),
        }
    }
}
