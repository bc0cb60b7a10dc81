//! Refunds whose outcome is not known: declared open, kept with their request, repeated as they were.
//!
//! A track is not kept: of a swiped card the repeat names the number and the expiry instead.
//!
//! When the operator orders a refund of the same original and amount, the open one is shown, and the operator says
//! whether it is meant. How the card is presented says nothing of that: somebody who tries again may well take
//! another way. The one that is meant goes out as it was, so that the host can tell the repeat from a second refund;
//! another one has to wait until the open one has come to its end. It stays open until an approval, a refusal that
//! concerns this very refund, or a query proves its end.

use device::{Key, ScreenKind, Wish};
use wire::Message;

use crate::Defect;

use super::{
    App, Order,
    body::Woke,
    conclude::End,
    decide::is_approval,
    entry::Presented,
    link::Reply,
    rows::{Deal, Digits, JournalRow, Kind, OpenRow, ReversalRow},
    screens::deal_lines,
};

/// Codes to a repeat that concern the refund, or the part, itself: its first try did not pay, and no later one will. Whatever
/// else refuses a repeat (keys, form, the system) says nothing of what became of the first try.
pub(crate) const SETTLES_A_REPEAT: [&str; 6] = ["12", "14", "22", "25", "61", "64"];
/// Codes to a first try that leave the issuer's side unknown.
const LEAVES_UNKNOWN: [&str; 2] = ["68", "98"];

/// Which refund an order means.
pub(crate) enum Meant {
    /// This one, which is open.
    This(Box<OpenRow>),
    /// A new one, besides these of the same original and amount.
    Another { open: Vec<OpenRow> },
}

impl App {
    /// Refunds of this original whose end is not known.
    pub(crate) async fn open_refunds(&mut self, rrn: &str) -> Vec<OpenRow> {
        let mut open = Vec::new();
        for row in self.open_rows().await {
            let same = row.deal.original.as_ref().is_some_and(|original| original.rrn == rrn);
            if same && self.committed(&row.deal).await.is_none() {
                open.push(row);
            }
        }
        open
    }

    /// Shows each open refund that the order may mean: Enter repeats it, Clear says that another one is meant.
    pub(crate) async fn ask_for_open_refund(&mut self, rrn: &str, amount: u64) -> Result<Meant, End> {
        let mut open = self.open_refunds(rrn).await;
        open.retain(|row| row.deal.amount_fen == amount);
        for row in &open {
            let mut lines = deal_lines(&row.deal);
            lines.push(self.say("RESULT UNKNOWN. ENTER: TRY THIS AGAIN", "结果未知。确认键：重试此笔"));
            lines.push(self.say("CLEAR: THIS FIRST, THEN ANOTHER", "清除键：先重试此笔，再另退一笔"));
            self.body.show(ScreenKind::Confirm, lines).await;
            loop {
                match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                    Woke::Key(Key::Enter) => return Ok(Meant::This(Box::new(row.clone()))),
                    Woke::Key(Key::Clear) => break,
                    Woke::Key(Key::Cancel) | Woke::TimedOut => return Err(End::Quiet),
                    _ => {}
                }
            }
        }
        Ok(Meant::Another { open })
    }

    /// Brings refunds that are open to their end, telling each, before another one goes out.
    pub(crate) async fn settle_first(&mut self, open: Vec<OpenRow>) -> Result<(), End> {
        for row in open {
            let end = match self.repeat_refund(row).await {
                Ok(end) | Err(end) => end,
            };
            let settled = matches!(end, End::Approved(_) | End::Declined { .. });
            self.tell(end).await;
            if !settled {
                return Err(self.refused_refund("EARLIER REFUND STILL OPEN", "前一笔退货结果仍未知"));
            }
        }
        Ok(())
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
        // The host takes no refund of a batch that is over: what it never had it will not have.
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

    /// Sends a new refund. It counts as open from before its request leaves.
    pub(crate) async fn first_refund(&mut self, deal: Deal, card: Option<&Presented>) -> Order {
        let message = self.request(&deal, card, None);
        let kept = message.as_ref().and_then(|message| self.to_keep(&deal, message, card));
        let (Some(message), Some(row)) = (message, kept) else {
            return Err(self.cannot_pack(Kind::Refund));
        };
        self.send_refund(row, &message, false).await
    }

    /// Sends an open refund once more, as it was.
    pub(crate) async fn repeat_refund(&mut self, row: OpenRow) -> Order {
        match self.as_kept(&row) {
            Some(message) => self.send_refund(row, &message, true).await,
            None => Err(self.cannot_pack(Kind::Refund)),
        }
    }

    /// A request as it may lie in the store, to be sent again as it was.
    pub(crate) fn to_keep(
        &self,
        deal: &Deal,
        message: &Message,
        card: Option<&Presented>,
    ) -> Option<OpenRow> {
        let body = self.setup.dialect.encode(&without_track(message, card)).ok()?;
        Some(OpenRow { deal: deal.clone(), request: Digits(wire::hex::encode(&body)) })
    }

    /// The request that was kept.
    pub(crate) fn as_kept(&self, row: &OpenRow) -> Option<Message> {
        self.setup.dialect.decode(&wire::hex::decode(&row.request.0).ok()?).ok()
    }

    async fn send_refund(&mut self, row: OpenRow, message: &Message, again: bool) -> Order {
        // An answer in between may have asked for other keys.
        self.ensure_keys(Kind::Refund).await?;
        let Some(frame) = self.sealed_frame(message, None) else {
            return Err(self.cannot_pack(Kind::Refund));
        };
        if self.save_open(&row).await.is_err() {
            return Err(self.store_full(Kind::Refund));
        }
        let deal = row.deal;
        let answer = match self.exchange(frame, message).await {
            Reply::Answer { message, proven: true } => message,
            Reply::Answer { .. } => {
                self.drop_keys().await;
                return Err(self.open_end(deal));
            }
            Reply::NoConnection if !again => {
                self.clear_open(&deal).await;
                return Err(self.no_connection(Kind::Refund));
            }
            reply => {
                if self.has(Defect::ReversalOfRefund) && !matches!(reply, Reply::NoConnection) {
                    self.reverse_refund(&deal).await;
                }
                return Err(self.open_end(deal));
            }
        };
        self.decide_refund(deal, &answer, again).await
    }

    /// What a proven answer to a refund leads to.
    async fn decide_refund(&mut self, deal: Deal, answer: &Message, again: bool) -> Order {
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
        let row = JournalRow::of(deal, answer);
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
        for row in self.open_rows().await {
            // What becomes of it nobody is told.
            let _ = self.repeat_refund(row).await;
        }
    }

    async fn reverse_refund(&mut self, deal: &Deal) {
        let _ = self.open_pending(ReversalRow::of(deal.clone(), "98")).await;
    }
}

/// A message as it may lie in the store: with the card's number and expiry in place of its track.
fn without_track(message: &Message, card: Option<&Presented>) -> Message {
    let mut kept = message.clone();
    if let Some(track) = card.and_then(|card| card.track.as_ref()) {
        kept.clear(35);
        // What is kept has no PIN: what it said of ciphers was about the track.
        kept.clear(53);
        kept.set_pan(&track.pan());
        kept.set_text(14, track.expiry());
    }
    kept
}
