//! What stands on the screen: the lines that a reader finds by pattern, and announcements.
//!
//! `TYPE`, `AMOUNT`, `TRACE`, `CODE` and `REF` lines are the same in every language; the free lines are not.

use device::{Key, ScreenKind, Wish};

use crate::Defect;

use super::{
    App,
    body::Woke,
    conclude::End,
    kind::Called as _,
    rows::{Deal, JournalRow, Kind},
};

/// Fen as yuan: `120.00`.
pub(crate) fn yuan(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The line that says which kind of transaction.
pub(crate) fn type_line(kind: Kind) -> String {
    format!("TYPE {}", kind.title())
}

/// The line with the amount.
pub(crate) fn amount_line(fen: u64) -> String {
    format!("AMOUNT {}", yuan(fen))
}

/// The lines of a deal: kind, amount when it has one, trace.
pub(crate) fn deal_lines(deal: &Deal) -> Vec<String> {
    let mut lines = vec![type_line(deal.kind)];
    if !matches!(deal.kind, Kind::Balance | Kind::Query) {
        lines.push(amount_line(deal.amount_fen));
    }
    lines.push(format!("TRACE {}", deal.trace()));
    lines
}

impl App {
    /// The lines of what was committed: what was approved, its reference, and what is left to pay.
    pub(crate) fn row_lines(&self, row: &JournalRow) -> Vec<String> {
        let in_full = row.approved_fen.is_some() && self.has(Defect::PartShownInFull);
        let fen = if in_full { row.deal.amount_fen } else { row.amount_fen() };
        let mut lines = vec![
            type_line(row.deal.kind),
            amount_line(fen),
            format!("TRACE {}", row.deal.trace()),
            format!("REF {}", row.rrn),
        ];
        if let Some(approved) = row.approved_fen {
            let left = yuan(row.deal.amount_fen.saturating_sub(approved));
            lines.push(format!("{} {left}", self.say("APPROVED IN PART, LEFT TO PAY", "部分批准，尚欠")));
        }
        lines
    }

    pub(crate) fn key_limit_ms(&self) -> u64 {
        u64::from(self.setup.practice.terminal.timing.key_limit_s) * 1000
    }

    pub(crate) fn card_limit_ms(&self) -> u64 {
        u64::from(self.setup.practice.terminal.timing.card_limit_s) * 1000
    }

    /// Shows a screen and waits until the operator takes note of it, or the limit passes. Returns the key.
    pub(crate) async fn announce(&mut self, kind: ScreenKind, lines: Vec<String>) -> Option<Key> {
        self.body.show(kind, lines).await;
        self.acknowledged().await
    }

    /// Shows what is to be done and waits for the operator's yes; an end without a word on anything else.
    pub(crate) async fn agreed(&mut self, lines: Vec<String>) -> Result<(), End> {
        self.body.show(ScreenKind::Confirm, lines).await;
        loop {
            match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                Woke::Key(Key::Enter) => return Ok(()),
                Woke::Key(Key::Cancel) | Woke::TimedOut => return Err(End::Quiet),
                _ => {}
            }
        }
    }

    /// Waits for Enter, Cancel or Reprint; other keys mean nothing here.
    pub(crate) async fn acknowledged(&mut self) -> Option<Key> {
        loop {
            match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                Woke::Key(key @ (Key::Enter | Key::Cancel | Key::Reprint)) => return Some(key),
                Woke::Key(_) => {}
                _ => return None,
            }
        }
    }

    /// Asks for the chip card to be taken out, as long as one is in.
    pub(crate) async fn ask_to_remove_card(&mut self) {
        if !std::mem::take(&mut self.chip_in) {
            return;
        }
        self.body.show(ScreenKind::RemoveCard, vec![self.say("REMOVE CARD", "请取走卡片")]).await;
        self.body.wait(false, Wish::Absent, Some(self.card_limit_ms())).await;
    }
}
