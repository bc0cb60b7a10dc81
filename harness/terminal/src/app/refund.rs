//! 退货: money back by reference to an earlier sale, in part or whole. An advice: never reversed, never sent again
//! by itself.
//!
//! A refund whose outcome is not known is declared open and kept. When the operator orders one of the same original
//! and amount, the open one is shown, and the operator says whether it is meant: then it goes out with the same
//! identity, so that the host can tell the repeat from a second refund. It stays open until an approval, a refusal
//! that concerns this very refund, or a query proves its end.

use device::{DateTime, Key, ScreenKind, Wish};
use wire::Message;

use crate::Defect;

use super::{
    App, Order,
    body::Woke,
    conclude::End,
    decide::is_approval,
    entry::Presented,
    link::Reply,
    rows::{Deal, JournalRow, Kind, OpenRow, Original, ReversalRow},
    screens::deal_lines,
};

/// Codes to a repeat that concern the refund itself: its first try did not pay, and no later one will. Whatever
/// else refuses a repeat (keys, form, the system) says nothing of what became of the first try.
const SETTLES_A_REPEAT: [&str; 6] = ["12", "14", "22", "25", "61", "64"];
/// Codes to a first try that leave the issuer's side unknown.
const LEAVES_UNKNOWN: [&str; 2] = ["68", "98"];

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
        let (deal, again) = match self.ask_for_open_refund(&rrn, amount).await? {
            Some(deal) => {
                self.same_refund_card(&deal, card.as_ref())?;
                self.before_online(Kind::Refund).await?;
                (deal, true)
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
        // What is open may have been paid.
        let open: u64 = self.open_refunds(rrn).await.iter().map(|deal| deal.amount_fen).sum();
        if refunded.saturating_add(open).saturating_add(amount) > sale.amount_fen() {
            return Err(self.refused_refund("MORE THAN THE SALE", "超过原交易金额"));
        }
        self.same_refund_card(&sale.deal, card)
    }

    fn same_refund_card(&self, earlier: &Deal, card: Option<&Presented>) -> Result<(), End> {
        let same = card.zip(earlier.pan()).is_none_or(|(card, pan)| card.pan == pan);
        if same { Ok(()) } else { Err(self.refused_refund("OTHER CARD", "卡号不符")) }
    }

    /// Refunds of this original whose end is not known.
    async fn open_refunds(&mut self, rrn: &str) -> Vec<Deal> {
        let mut open = Vec::new();
        for OpenRow { deal } in self.open_rows().await {
            let same = deal.original.as_ref().is_some_and(|original| original.rrn == rrn);
            if same && self.committed(&deal).await.is_none() {
                open.push(deal);
            }
        }
        open
    }

    /// Shows each open refund that the order may mean: Enter repeats it, Clear says that another one is meant.
    async fn ask_for_open_refund(&mut self, rrn: &str, amount: u64) -> Result<Option<Deal>, End> {
        let open = self.open_refunds(rrn).await;
        for deal in open.into_iter().filter(|deal| deal.amount_fen == amount) {
            let mut lines = deal_lines(&deal);
            lines.push(self.say("RESULT UNKNOWN. ENTER: TRY THIS AGAIN", "结果未知。确认键：重试此笔"));
            lines.push(self.say("CLEAR: ANOTHER REFUND", "清除键：另一笔退货"));
            self.body.show(ScreenKind::Confirm, lines).await;
            loop {
                match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                    Woke::Key(Key::Enter) => return Ok(Some(deal)),
                    Woke::Key(Key::Clear) => break,
                    Woke::Key(Key::Cancel) | Woke::TimedOut => return Err(End::Quiet),
                    _ => {}
                }
            }
        }
        Ok(None)
    }

    /// The open refund of this trace number, when nothing was committed under it in this batch.
    pub(crate) async fn open_of(&mut self, trace: &str) -> Option<Deal> {
        if self.find(trace).await.is_some() {
            return None;
        }
        let rows = self.open_rows().await;
        rows.into_iter().map(|row| row.deal).find(|deal| deal.trace() == trace)
    }

    /// What a query proves of an open refund: that it was paid, or that it will not be.
    pub(crate) async fn settle_open(&mut self, deal: Deal, answer: &Message, state: &str) {
        let same = answer.number(4) == Some(deal.amount_fen) && answer.has(37);
        // The host takes nothing of a batch that is over: what it never had it will not have.
        let over = deal.batch != self.counters.batch;
        match (answer.text(39), state) {
            (Some("00"), "APPROVED") if same => {
                let row = JournalRow::of(deal, answer);
                if self.commit(&row).await.is_ok() {
                    self.clear_open(&row.deal).await;
                }
            }
            (Some("00"), "DECLINED") if same => self.clear_open(&deal).await,
            (Some("25"), _) if over => self.clear_open(&deal).await,
            _ => {}
        }
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
            let settles = if again {
                SETTLES_A_REPEAT.contains(&code.as_str())
            } else {
                !LEAVES_UNKNOWN.contains(&code.as_str())
            };
            if !settles {
                return Err(self.open_end(deal));
            }
            self.clear_open(&deal).await;
            return Err(End::Declined { deal: Box::new(deal), code: Some(code) });
        }
        let row = JournalRow::of(deal, &answer);
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
