//! 退货: money back by reference to an earlier sale, in part or whole. An advice: never reversed, never sent again
//! by itself.
//!
//! What the terminal can check it checks before anything is sent, and again behind whatever was sent first. A refund
//! whose outcome is not known is the business of `open`.

use device::{DateTime, ScreenKind};

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    entry::Presented,
    open::Meant,
    rows::{Deal, Kind, Original},
};

impl App {
    pub(crate) async fn refund(&mut self) -> Order {
        let practice = self.setup.practice.terminal.refund.clone();
        if practice.supervisor {
            self.ask_supervisor(Kind::Refund).await?;
        }
        let card = self.ask_card(Kind::Refund, None, practice.without_card).await?;
        let rrn = self.ask_number(ScreenKind::EnterReference, Kind::Refund, 12, false).await?;
        let date = self.ask_number(ScreenKind::EnterDate, Kind::Refund, 4, false).await?;
        let amount = self.ask_amount(Kind::Refund).await?;
        let now = self.body.clock().await;
        if !within(&now, &date, practice.window_days) {
            return Err(self.refused_refund("TOO LONG AGO", "超过退货期限"));
        }
        match self.ask_for_open_refund(&rrn, amount).await? {
            Meant::This(row) => {
                self.same_refund_card(&row.deal, card.as_ref())?;
                self.before_online(Kind::Refund).await?;
                self.repeat_refund(*row).await
            }
            Meant::Another { open } => {
                self.refund_allowed(&rrn, amount, card.as_ref()).await?;
                self.before_online(Kind::Refund).await?;
                if !open.is_empty() {
                    self.settle_first(open).await?;
                    self.show_processing(Kind::Refund).await;
                }
                self.refund_allowed(&rrn, amount, card.as_ref()).await?;
                let original = Original { batch: 0, stan: 0, rrn, auth: None, date, sent_at: None };
                let deal = self.new_deal(Kind::Refund, amount, card.as_ref(), false, Some(original)).await?;
                let end = self.first_refund(deal, card.as_ref()).await;
                if self.has(Defect::RefundBeforeReversal) {
                    self.settle_pending().await;
                }
                end
            }
        }
    }

    pub(crate) fn refused_refund(&self, english: &str, chinese: &str) -> End {
        End::Refused { kind: Kind::Refund, why: self.say(english, chinese) }
    }

    /// What the terminal itself can check: its limit, and the sale when it is its own.
    async fn refund_allowed(&mut self, rrn: &str, amount: u64, card: Option<&Presented>) -> Result<(), End> {
        let unit = if self.has(Defect::RefundLimitInYuan) { 100 } else { 1 };
        if amount > self.setup.practice.terminal.refund.limit_fen.saturating_mul(unit) {
            return Err(self.refused_refund("OVER THE LIMIT", "超过退货限额"));
        }
        if self.has(Defect::RefundBeyondOriginal) {
            return Ok(());
        }
        let (sale, refunded) = self.sale_and_refunds(rrn).await;
        let Some(sale) = sale else { return Ok(()) };
        if self.is_voided(&sale.deal).await {
            return Err(self.refused_refund("ALREADY VOIDED", "该交易已撤销"));
        }
        // What is open may have been paid.
        let open: u64 = self.open_refunds(rrn).await.iter().map(|row| row.deal.amount_fen).sum();
        if refunded.saturating_add(open).saturating_add(amount) > sale.amount_fen() {
            return Err(self.refused_refund("MORE THAN THE SALE", "超过原交易金额"));
        }
        self.same_refund_card(&sale.deal, card)
    }

    fn same_refund_card(&self, earlier: &Deal, card: Option<&Presented>) -> Result<(), End> {
        let same = card.zip(earlier.pan()).is_none_or(|(card, pan)| card.pan == pan);
        if same { Ok(()) } else { Err(self.refused_refund("OTHER CARD", "卡号不符")) }
    }
}

/// Whether a date without a year (MMDD) lies within so many days before now.
fn within(now: &DateTime, date: &str, window_days: u16) -> bool {
    let part = |range| date.get(range).and_then(|text: &str| text.parse::<u8>().ok());
    let Some((month, day)) = part(0..2).zip(part(2..4)) else {
        return false;
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return false;
    }
    let year = if (month, day) > (now.month, now.day) { now.year.saturating_sub(1) } else { now.year };
    let age =
        super::link::days(now.year, now.month, now.day).saturating_sub(super::link::days(year, month, day));
    age <= u64::from(window_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_reaches_over_the_turn_of_the_year() {
        let now = DateTime { year: 2027, month: 1, day: 10, hour: 0, minute: 0, second: 0 };
        assert!(within(&now, "0110", 30) && within(&now, "1220", 30));
        assert!(!within(&now, "1101", 30) && !within(&now, "0111", 30));
        assert!(!within(&now, "1301", 30) && !within(&now, "0x01", 30) && !within(&now, "", 30));
    }
}
