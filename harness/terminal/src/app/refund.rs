//! 退货: money back by reference to an earlier sale, in part or whole. An advice: never reversed, never sent again
//! by itself.
//!
//! A refund whose outcome is not known is declared open and kept. When the operator tries the same refund
//! again it goes out with the same identity, so that the host can tell the repeat from a second refund.

use device::{DateTime, ScreenKind};
use wire::Message;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    decide::is_approval,
    entry::Presented,
    link::Reply,
    rows::{Deal, JournalRow, Kind, OpenRow, Original, ReversalRow},
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
        let open = self.open_refund(&rrn, amount).await;
        let (deal, again) = match open {
            Some(row) => {
                self.same_refund_card(&row.deal, card.as_ref())?;
                self.before_online(Kind::Refund).await?;
                (row.deal, true)
            }
            None => {
                self.refund_allowed(&rrn, amount, card.as_ref()).await?;
                self.before_online(Kind::Refund).await?;
                let original = Original { batch: 0, stan: 0, rrn, auth: None, date };
                (self.new_deal(Kind::Refund, amount, card.as_ref(), false, Some(original)).await?, false)
            }
        };
        let Some(message) = self.request(&deal, card.as_ref(), None) else {
            return Err(self.cannot_pack(Kind::Refund));
        };
        self.send_refund(deal, &message, again).await
    }

    fn refused_refund(&self, english: &str, chinese: &str) -> End {
        End::Refused { kind: Kind::Refund, why: self.say(english, chinese) }
    }

    /// What the terminal itself can check: its limit, and the sale when it is its own.
    async fn refund_allowed(&mut self, rrn: &str, amount: u64, card: Option<&Presented>) -> Result<(), End> {
        if amount > self.setup.practice.terminal.refund.limit_fen {
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
        if refunded.saturating_add(amount) > sale.deal.amount_fen {
            return Err(self.refused_refund("MORE THAN THE SALE", "超过原交易金额"));
        }
        self.same_refund_card(&sale.deal, card)
    }

    fn same_refund_card(&self, earlier: &Deal, card: Option<&Presented>) -> Result<(), End> {
        let same = card.zip(earlier.pan()).is_none_or(|(card, pan)| card.pan == pan);
        if same { Ok(()) } else { Err(self.refused_refund("OTHER CARD", "卡号不符")) }
    }

    async fn open_refund(&mut self, rrn: &str, amount: u64) -> Option<OpenRow> {
        for row in self.open_rows().await {
            let same = row.deal.original.as_ref().is_some_and(|original| original.rrn == rrn);
            if same && row.deal.amount_fen == amount && self.committed(&row.deal).await.is_none() {
                return Some(row);
            }
        }
        None
    }

    async fn send_refund(&mut self, deal: Deal, message: &Message, again: bool) -> Order {
        let Some(frame) = self.sealed_frame(message, None) else {
            return Err(self.cannot_pack(Kind::Refund));
        };
        if self.save_open(&OpenRow { deal: deal.clone() }).await.is_err() {
            return Err(self.store_full(Kind::Refund));
        }
        if !self.connect().await {
            if again {
                return Err(self.open_end(deal));
            }
            self.clear_open(&deal).await;
            return Err(End::Failed { kind: Kind::Refund, why: self.say("NO CONNECTION", "连接失败") });
        }
        let reply = if self.body.send(frame).await { self.reply(message).await } else { Reply::Broken };
        self.hang_up().await;
        let answer = match reply {
            Reply::Answer { message, proven: true } => message,
            Reply::Answer { .. } => {
                self.drop_keys().await;
                return Err(self.open_end(deal));
            }
            _ => {
                if self.has(Defect::ReversalOfRefund) {
                    self.reverse_refund(&deal).await;
                }
                return Err(self.open_end(deal));
            }
        };
        let code = answer.text(39).unwrap_or_default().to_owned();
        if !is_approval(&code) {
            self.heed_key_demand(&code).await;
            // 68 and 98 leave the issuer's side unknown.
            if matches!(code.as_str(), "68" | "98") {
                return Err(self.open_end(deal));
            }
            self.clear_open(&deal).await;
            return Err(End::Declined { deal: Box::new(deal), code: Some(code) });
        }
        let row = JournalRow {
            rrn: answer.text(37).unwrap_or_default().to_owned(),
            auth: answer.text(38).map(str::to_owned),
            date: answer.text(13).unwrap_or("0000").to_owned(),
            time: answer.text(12).unwrap_or("000000").to_owned(),
            deal,
        };
        if self.commit(&row).await.is_err() {
            return Err(self.open_end(row.deal));
        }
        self.clear_open(&row.deal).await;
        Ok(End::Approved(Box::new(row)))
    }

    fn open_end(&self, deal: Deal) -> End {
        End::Open {
            deal: Box::new(deal),
            why: self.say("RESULT UNKNOWN, TRY THE SAME AGAIN", "结果未知，请重试同一笔退货"),
        }
    }

    /// Sends what is open once more, with nobody there (seeded defect).
    pub(crate) async fn upload_open_refunds(&mut self) {
        for OpenRow { deal } in self.open_rows().await {
            if let Some(message) = self.request(&deal, None, None) {
                // What becomes of it nobody is told.
                let _ = self.send_refund(deal, &message, true).await;
            }
        }
    }

    async fn reverse_refund(&mut self, deal: &Deal) {
        let row = ReversalRow {
            deal: deal.clone(),
            reason: "98".to_owned(),
            attempts: 0,
            answered: false,
            chip: None,
            stale: None,
        };
        let _ = self.open_pending(row).await;
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
