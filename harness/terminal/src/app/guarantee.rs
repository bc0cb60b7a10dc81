//! 预授权撤销, 预授权完成, 预授权完成通知: what ends a pre-authorisation, found by its approval code and date.
//!
//! The pre-authorisation may have been made at another terminal of the merchant; then the host alone knows it. One that
//! stands in this terminal's own journal is looked at before anything is sent, and again behind what was sent first.

use device::ScreenKind;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    rows::{JournalRow, Kind, Original},
};

impl App {
    pub(crate) async fn end_guarantee(&mut self, kind: Kind) -> Order {
        let checks = self.setup.practice.terminal.pre_auth.clone();
        if checks.supervisor.get() {
            self.ask_supervisor(kind).await?;
        }
        let auth = self.ask_number(ScreenKind::EnterAuth, kind, 6, true).await?;
        let date = self.ask_number(ScreenKind::EnterDate, kind, 4, false).await?;
        let amount = self.ask_amount(kind).await?;
        let own = self.guarantee_allows(kind, &auth, &date).await?;
        let mut card = None;
        if checks.card.get() {
            card = self.ask_card(kind, Some(amount), false).await?;
        }
        let pin = if checks.pin.get() && !kind.is_told_afterwards() {
            self.ask_pin(kind, card.as_mut(), amount).await?
        } else {
            None
        };
        if let Some(row) = &own {
            self.same_card(kind, row, card.as_ref())?;
        }
        if !kind.is_told_afterwards() {
            self.before_online(kind).await?;
        }
        let own = self.guarantee_allows(kind, &auth, &date).await?;
        let (batch, stan, sent_at) =
            own.map_or((0, 0, None), |row| (row.deal.batch, row.deal.stan, row.deal.sent_at));
        let original = Original { batch, stan, rrn: String::new(), auth: Some(auth), date, sent_at };
        let deal = self.new_deal(kind, amount, card.as_ref(), pin.is_some(), Some(original)).await?;
        if kind.is_told_afterwards() {
            return self.stand_by(deal, card.as_ref()).await;
        }
        self.online(deal, card.as_mut(), pin).await
    }

    /// What the terminal's own journal says of it; nothing of one that was made elsewhere.
    async fn guarantee_allows(
        &mut self,
        kind: Kind,
        auth: &str,
        date: &str,
    ) -> Result<Option<JournalRow>, End> {
        let refused = |why| Err(End::Refused { kind, why });
        let Some(row) = self.guarantee(auth, date).await else {
            return Ok(None);
        };
        match self.end_of_guarantee(auth).await.filter(|_| !self.has(Defect::GuaranteeEndedTwice)) {
            Some(Kind::PreAuthVoid) => return refused(self.say("ALREADY VOIDED", "该交易已撤销")),
            Some(_) => return refused(self.say("ALREADY COMPLETED", "该预授权已完成")),
            None => {}
        }
        Ok(Some(row))
    }
}
