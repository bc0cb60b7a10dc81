//! 重打印: the slip of a committed transaction once more, from its journal row. It moves and changes nothing.

use device::ScreenKind;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    rows::{Deal, Kind},
};

impl App {
    pub(crate) async fn reprint(&mut self) -> Order {
        let trace = self.ask_number(ScreenKind::EnterTrace, Kind::Sale, 6, true).await?;
        let last = trace == "000000";
        let row = if trace == "000000" { self.latest().await } else { self.find(&trace).await };
        match row {
            Some(mut row) => {
                if row.taken_back_fen > 0 && self.has(Defect::PartNotOnReprint) {
                    row.taken_back_fen = 0;
                }
                if self.has(Defect::ReprintSendsAgain) && self.unprinted.take() == Some(row.deal.stan) {
                    self.send_once_more(&row.deal).await;
                }
                let (unmasked, unmarked) = (Defect::CardNumberOnReprint, Defect::ReprintUnmarked);
                let earlier = (self.has(unmasked) || self.has(unmarked)) && self.is_earlier(&row.deal).await;
                self.unmasked = earlier && self.has(unmasked);
                if earlier && self.has(unmarked) {
                    self.print_both_copies(&row).await;
                } else {
                    self.print_duplicate(&row).await;
                }
                if !last {
                    self.print_part_of(&row).await;
                }
                Ok(End::Quiet)
            }
            None if last && self.reprint_settlement().await => Ok(End::Quiet),
            None => Ok(End::Refused { kind: Kind::Sale, why: self.say("NOT FOUND", "无此交易") }),
        }
    }

    /// Whether something was committed after it.
    async fn is_earlier(&mut self, deal: &Deal) -> bool {
        self.latest().await.is_some_and(|last| last.deal.stan != deal.stan)
    }

    /// The request of a committed transaction, whatever the host says to it (seeded defect).
    async fn send_once_more(&mut self, deal: &Deal) {
        if let Some(message) = self.request(deal, None, None) {
            let _ = self.ask_host(deal, &message).await;
        }
    }
}
