//! 脱机消费: a sale that the chip approves without the host.
//!
//! It is ordered as such, or the practice lets the chip speak where an ordinary sale found no line. Either way the chip's
//! TC makes it, up to the floor limit; it is committed by the terminal's own word and the host is told afterwards, with
//! the TC (`outbox`). It has no reference number of the host's, so that it is never voided: it is refunded.
//!
//! Where anything of an online request may have left, the chip is not asked: the request may have been booked, and what
//! is owed then is its reversal.

use device::CardFace;
use profile::WithoutLine;

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    emv::{PinWay, Spoken},
    entry::Presented,
    rows::{Deal, Kind},
};

const KIND: Kind = Kind::OfflineSale;

impl App {
    /// A sale that is to be made without the host.
    pub(crate) async fn offline_sale(&mut self) -> Order {
        if !self.has_offline_sales() {
            return Err(self.no_offline("NO OFFLINE SALES", "不支持脱机消费"));
        }
        let amount = self.ask_amount(KIND).await?;
        if !self.is_below_floor(amount) {
            return Err(self.no_offline("ABOVE OFFLINE LIMIT, TAKE A SALE", "超过脱机限额，请做联机消费"));
        }
        let card = self.ask_card(KIND, Some(amount), false).await?;
        let Some(mut card) = card.filter(|card| card.face == CardFace::Chip) else {
            return Err(self.no_offline("CHIP ONLY", "脱机消费仅限插卡"));
        };
        // Nobody could look at a PIN that is for the issuer.
        if card.chip.as_ref().is_some_and(|chip| chip.pin_way() == PinWay::Offline) {
            self.ask_pin(KIND, Some(&mut card), amount).await?;
        }
        if !self.keys_stand().await {
            return Err(self.refused_without_keys(KIND));
        }
        match self.ask_for_approval(&mut card).await {
            Spoken::Approved => {}
            Spoken::WantsHost => {
                return Err(
                    self.failed_offline("CARD WANTS THE HOST, TAKE A SALE", "卡片要求联机，请做联机消费")
                );
            }
            Spoken::Declined => return Err(self.failed_offline("DECLINED BY CARD", "卡片拒绝")),
            Spoken::Gone => return Err(self.card_removed(KIND)),
        }
        let deal = self.new_deal(KIND, amount, Some(&card), false, None).await?;
        self.stand_by(deal, Some(&card)).await
    }

    /// There was no connection, and nothing of the deal has left: it fails, unless the practice asks the chip.
    pub(crate) async fn without_line(&mut self, deal: Deal, card: Option<&mut Presented>) -> Order {
        let card = card.filter(|_| self.leaves_to_chip(&deal));
        match card {
            Some(card) => self.left_to_chip(deal, card).await,
            None => Err(self.no_connection(deal.kind)),
        }
    }

    /// The chip is told that the terminal is unable to go online; its TC makes an offline sale under the same numbers.
    pub(crate) async fn left_to_chip(&mut self, deal: Deal, card: &mut Presented) -> Order {
        match self.ask_unable_online(card).await {
            Spoken::Approved => {}
            Spoken::Gone => return Err(self.card_removed(deal.kind)),
            Spoken::Declined | Spoken::WantsHost => return Err(self.no_connection(deal.kind)),
        }
        // The PIN that was typed was for the issuer, and is not kept.
        let deal = Deal { kind: KIND, entry: card.entry(false), ..deal };
        self.stand_by(deal, Some(card)).await
    }

    fn leaves_to_chip(&self, deal: &Deal) -> bool {
        deal.kind == Kind::Sale
            && !self.keys_gone
            && self.has_offline_sales()
            && self.is_below_floor(deal.amount_fen)
            && self.setup.practice.terminal.offline.without_line == WithoutLine::AskTheChip
    }

    /// Whether the practice has a floor limit, and the dialect a message to tell of it.
    fn has_offline_sales(&self) -> bool {
        self.floor_limit_fen() > 0 && self.setup.dialect.type_of(KIND).is_some()
    }

    fn floor_limit_fen(&self) -> u64 {
        self.setup.practice.terminal.offline.floor_limit_fen
    }

    fn is_below_floor(&self, amount_fen: u64) -> bool {
        amount_fen <= self.floor_limit_fen() || self.has(Defect::FloorLimitIgnored)
    }

    fn no_offline(&self, english: &str, chinese: &str) -> End {
        End::Refused { kind: KIND, why: self.say(english, chinese) }
    }

    fn failed_offline(&self, english: &str, chinese: &str) -> End {
        End::Failed { kind: KIND, why: self.say(english, chinese) }
    }
}
