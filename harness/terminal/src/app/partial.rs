//! 部分冲正: a part of a sale taken back by an advice that says what is left, where the dialect has a place for that.
//!
//! Of the same day and batch, once for each sale. The sale stays what it was; the row of the part stands beside it under
//! the same trace number, and whoever reads the sale finds it. Until the host has answered, what is owed is the same advice
//! again, in the place of a reversal: nothing new goes before it. Unlike a reversal it is done by a yes alone; a host that
//! refuses it for good leaves the sale as it was. Of what was sent again only a code that concerns the part itself does.

use device::ScreenKind;
use wire::Message;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    decide::is_approval,
    open::SETTLES_A_REPEAT,
    outbox::TRY_AGAIN,
    reversal::Settled,
    rows::{Deal, JournalRow, Kind, Part, ReversalRow, row_name},
    screens::{amount_line, deal_lines, type_line, yuan},
    slip::masked,
};

const KIND: Kind = Kind::PartialReversal;

/// F39 of such an advice: completed partially.
const COMPLETED_PARTIALLY: &str = "32";

/// What an answer says to a partial reversal.
pub(crate) enum Taken {
    Back(Box<JournalRow>),
    /// It never will be, and this code says why.
    Refused(String),
    Unknown,
}

impl App {
    pub(crate) async fn partial_reversal(&mut self) -> Order {
        if self.setup.dialect.type_of(KIND).is_none() {
            return Err(self.no_part("NOT SUPPORTED HERE", "不支持部分冲正"));
        }
        if self.setup.practice.terminal.void.supervisor.get() {
            self.ask_supervisor(KIND).await?;
        }
        let trace = self.ask_number(ScreenKind::EnterTrace, KIND, 6, true).await?;
        let sale = self.found_in_part(&trace).await?;
        let back_fen = self.ask_amount(KIND).await?;
        let (_, refunded_fen) = self.sale_and_refunds(&sale.rrn).await;
        if back_fen.saturating_add(refunded_fen) >= sale.amount_fen() {
            return Err(self.no_part(
                "NOT LESS THAN IS LEFT, VOID OR REFUND INSTEAD",
                "须小于剩余金额，请改做撤销或退货",
            ));
        }
        let left_fen = sale.amount_fen() - back_fen;
        self.confirm_part(&sale, back_fen, left_fen).await?;
        let deal = part_deal(&sale.deal, back_fen);
        // Who orders once more what is owed still means the same, and has been told its end by then.
        let is_owed = self.owes(&deal);
        self.before_online(KIND).await?;
        if is_owed {
            return Ok(End::Quiet);
        }
        self.found_in_part(&trace).await?;
        self.still_to_void(KIND, &sale).await?;
        // The trace number stands on the screen before anything is owed under it.
        self.body.show(ScreenKind::Processing, deal_lines(&deal)).await;
        let told_fen = if self.has(Defect::PartNamedAsLeft) { back_fen } else { left_fen };
        let part = Part { asked_fen: sale.deal.amount_fen, left_fen: told_fen };
        let row = ReversalRow { part: Some(part), ..ReversalRow::of(deal, COMPLETED_PARTIALLY) };
        if !self.can_be_written(&row) {
            return Err(self.cannot_pack(KIND));
        }
        if self.open_pending(row).await.is_err() {
            return Err(self.store_full(KIND));
        }
        match self.settle_pending().await {
            Settled::Done | Settled::Exhausted => Ok(End::Quiet),
            Settled::Nothing | Settled::NotYet => Err(self.still_owed().await),
        }
    }

    /// The sale of which a part is to be taken back; one that is whole.
    async fn found_in_part(&mut self, trace: &str) -> Result<JournalRow, End> {
        let sale = self.found_to_void(KIND, trace).await?;
        if sale.taken_back_fen > 0 {
            return Err(self.no_part("PART ALREADY TAKEN BACK", "该交易已部分冲正"));
        }
        Ok(sale)
    }

    async fn confirm_part(&mut self, sale: &JournalRow, back_fen: u64, left_fen: u64) -> Result<(), End> {
        let lines = vec![
            type_line(KIND),
            amount_line(back_fen),
            format!("TRACE {}", sale.deal.trace()),
            format!("CARD {}", masked(&sale.deal)),
            format!("{} {}", self.say("LEFT OF THE SALE", "剩余金额"), yuan(left_fen)),
            self.say("ENTER TO CONFIRM", "确认部分冲正"),
        ];
        self.agreed(lines).await
    }

    /// What an answer to the advice comes to.
    pub(crate) async fn judge_part(&mut self, row: &ReversalRow, answer: &Message, proven: bool) -> Taken {
        let code = answer.text(39).unwrap_or_default();
        if proven && (is_approval(code) || self.has(Defect::PartRefusalUnread)) {
            let left_fen = row.part.as_ref().map(|part| part.left_fen);
            let behind = Some(self.counters.next_stan);
            let own = JournalRow::of(row.deal.clone(), answer);
            return Taken::Back(Box::new(JournalRow { left_fen, behind, ..own }));
        }
        self.heed_key_demand(code).await;
        // Whatever else refuses a repeat says nothing of what became of the first try.
        let for_good = match row.sent_before && !self.has(Defect::RepeatRefusalEndsPart) {
            true => SETTLES_A_REPEAT.contains(&code),
            false => !TRY_AGAIN.contains(&code),
        };
        if proven && for_good {
            return Taken::Refused(code.to_owned());
        }
        Taken::Unknown
    }

    /// The host has taken it: the commit, and only then the end of what was owed.
    pub(crate) async fn part_is_back(&mut self, part: &JournalRow) -> Settled {
        if self.commit(part).await.is_err() {
            // The same advice gets the same answer when there is room.
            return Settled::NotYet;
        }
        self.clear_pending().await;
        self.conclude_approved(part).await;
        Settled::Done
    }

    /// The host has refused it for good: the sale stays as it was.
    pub(crate) async fn part_is_refused(&mut self, deal: &Deal, code: &str) -> Settled {
        self.clear_pending().await;
        let mut lines = deal_lines(deal);
        lines.push(format!("CODE {code}"));
        self.announce(ScreenKind::Declined, lines).await;
        self.clear_notice().await;
        Settled::Done
    }

    /// After a cut: what is owed still, and that it goes out again.
    pub(crate) async fn recover_part(&mut self, deal: &Deal) {
        let mut lines = deal_lines(deal);
        lines.push(self.say("NOT CONFIRMED YET, IS SENT AGAIN", "尚未确认，将重新发送"));
        self.announce(ScreenKind::InDoubt, lines).await;
    }

    /// How much of a sale was taken back since.
    pub(crate) async fn taken_back_of(&mut self, sale: &Deal) -> u64 {
        self.part_of(sale).await.map_or(0, |row| row.deal.amount_fen)
    }

    /// The row of the part that was taken back of a sale.
    async fn part_of(&mut self, sale: &Deal) -> Option<JournalRow> {
        if sale.kind != Kind::Sale || self.setup.dialect.type_of(KIND).is_none() {
            return None;
        }
        let row = self.read_row(&row_name(&part_deal(sale, sale.amount_fen))).await?;
        // Numbers come again: it is the part of this very sale.
        (row.deal == part_deal(sale, row.deal.amount_fen)).then_some(row)
    }

    /// Behind the duplicate of a sale, the one of the part that was taken back of it.
    pub(crate) async fn print_part_of(&mut self, sale: &JournalRow) {
        if sale.taken_back_fen == 0 {
            return;
        }
        if let Some(row) = self.part_of(&sale.deal).await {
            self.print_duplicate(&row).await;
        }
    }

    fn no_part(&self, english: &str, chinese: &str) -> End {
        End::Refused { kind: KIND, why: self.say(english, chinese) }
    }
}

/// The deal of a part of a sale.
fn part_deal(sale: &Deal, back_fen: u64) -> Deal {
    Deal { kind: KIND, amount_fen: back_fen, original: None, ..sale.clone() }
}
