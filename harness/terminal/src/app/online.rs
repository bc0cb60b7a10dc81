//! The online step of what can be reversed: sale and void.
//!
//! The reversal is durable before the request is sent, and is only taken back by a proven decline, a
//! connection that was never made, or the commit. The order of the lines is the specification (PAYMENTS 1.9).

use profile::RowPolicy;
use wire::{Message, Pin, Place};

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    emv::UNABLE_TO_GO_ONLINE,
    entry::Presented,
    link::Reply,
    reversal::Settled,
    rows::{ChipMark, Deal, Digits, Kind, Original, ReversalRow, Stale, day_of, time_of},
};

impl App {
    /// What comes before every online order: what came of scripts, the reversal that is owed, what else the host is to be
    /// told, keys, the screen.
    pub(crate) async fn before_online(&mut self, deal: Kind) -> Result<(), End> {
        if self.damaged {
            return Err(End::Refused { kind: deal, why: self.record_error() });
        }
        let told = self.tell_of_scripts().await;
        if self.pending.is_some() && !(deal == Kind::Refund && self.has(Defect::RefundBeforeReversal)) {
            match self.settle_pending().await {
                Settled::Nothing | Settled::Done => {}
                _ if self.has(Defect::SaleBeforeReversal) => {}
                Settled::Exhausted => {
                    if self.pending.is_some() {
                        return Err(End::Blocked);
                    }
                }
                Settled::NotYet if self.has(Defect::SlotOverwritten) => {}
                Settled::NotYet => return Err(self.still_owed().await),
            }
        }
        self.settle_wallet_first(deal).await?;
        self.empty_outbox(deal, told).await?;
        self.ensure_keys(deal).await?;
        self.show_processing(deal).await;
        Ok(())
    }

    /// The deal, with the next trace number, durably used.
    pub(crate) async fn new_deal(
        &mut self,
        kind: Kind,
        amount_fen: u64,
        card: Option<&Presented>,
        with_pin: bool,
        original: Option<Original>,
    ) -> Result<Deal, End> {
        let now = self.body.clock().await;
        let Ok(stan) = self.reserve_stan().await else {
            return Err(self.store_full(kind));
        };
        Ok(Deal {
            kind,
            batch: self.counters.batch,
            stan,
            amount_fen,
            entry: card
                .map_or_else(|| if with_pin { "011" } else { "012" }.to_owned(), |card| card.entry(with_pin)),
            fallback: card.is_some_and(|card| card.fallback),
            pan: card.map(Presented::digits),
            expiry: card.and_then(|card| card.expiry.clone()),
            psn: card.and_then(|card| card.psn.clone()),
            original,
            day: day_of(&now),
            sent_at: self.setup.dialect.has(Place::Time).then(|| time_of(&now)),
        })
    }

    pub(crate) fn store_full(&self, kind: Kind) -> End {
        End::Failed { kind, why: self.say("STORE FULL", "存储已满") }
    }

    /// Sends the request of a deal and sees it through to its commit.
    pub(crate) async fn online(
        &mut self,
        mut deal: Deal,
        mut card: Option<&mut Presented>,
        pin: Option<Pin>,
    ) -> Order {
        let mut repeats = u8::from(deal.kind == Kind::Sale);
        let (message, reply) = loop {
            let mark = card.as_ref().and_then(|card| card.chip.as_ref()?.mark());
            let Some(message) = self.request(&deal, card.as_deref(), pin.as_ref()) else {
                return Err(self.cannot_pack(deal.kind));
            };
            let reply = self.send_request(&deal, &message, mark).await?;
            let anew = matches!(reply, Reply::Silent) && repeats > 0 && self.has(Defect::SaleSentAgain);
            let same = is_try_later(&reply) && repeats > 0 && self.has(Defect::FrameSentAgain);
            if !anew && !same {
                break (message, reply);
            }
            repeats -= 1;
            if anew {
                deal.stan = self.reserve_stan().await.map_err(|_| self.store_full(deal.kind))?;
            }
        };
        if matches!(reply, Reply::Mismatch | Reply::Undecodable) {
            self.answer_came().await;
        }
        if matches!(reply, Reply::NoConnection) {
            return self.without_line(deal, card).await;
        }
        if matches!(reply, Reply::Silent) && card.is_some() && self.has(Defect::SilenceTakenForNoLine) {
            return self.silence_for_no_line(deal, card).await;
        }
        if !matches!(reply, Reply::Answer { .. }) {
            self.tell_chip_no(card.as_deref_mut(), None, UNABLE_TO_GO_ONLINE).await;
        }
        let (answer, proven) = match reply {
            Reply::Answer { message, proven } => (message, proven),
            Reply::Silent if self.forgets_timeout(deal.kind) => {
                self.clear_pending().await;
                return Err(self.no_answer(deal.kind));
            }
            Reply::Broken if self.has(Defect::RowDeletedOnReset) => {
                self.clear_pending().await;
                return Err(self.no_answer(deal.kind));
            }
            Reply::Silent | Reply::Broken | Reply::Late(_) | Reply::NoConnection | Reply::NotSent => {
                return Err(self.doubt(&deal, "NO ANSWER", "无应答"));
            }
            Reply::Mismatch => {
                if self.setup.practice.terminal.reversal.on_mismatch == RowPolicy::Delete {
                    self.clear_pending().await;
                    return Err(End::Failed {
                        kind: deal.kind, why: self.say("WRONG ANSWER", "应答不符")
                    });
                }
                return Err(self.doubt(&deal, "WRONG ANSWER", "应答不符"));
            }
            Reply::Undecodable => return Err(self.doubt(&deal, "WRONG ANSWER", "应答不符")),
        };
        drop(message);
        self.answer_came().await;
        self.decide(deal, card.take(), &answer, proven).await
    }

    /// Reversal durable, connect, send, wait. Without a connection nothing is owed any more. An error is an end at which
    /// nothing is owed or all is in doubt.
    async fn send_request(
        &mut self,
        deal: &Deal,
        message: &Message,
        mark: Option<ChipMark>,
    ) -> Result<Reply, End> {
        let kind = deal.kind;
        let Some(frame) = self.sealed_frame(message, None) else {
            return Err(self.cannot_pack(kind));
        };
        let row = self.new_row(deal, message, mark);
        if !self.can_be_written(&row) {
            return Err(self.cannot_pack(kind));
        }
        if self.has(Defect::RowSavedAfterSend) {
            self.late_row = Some(row);
        } else if self.open_pending(row).await.is_err() {
            return Err(self.store_full(kind));
        }
        if kind == Kind::Void && self.has(Defect::VoidMarkSurvivesReversal) {
            self.set_mark(&original_mark(deal), true).await;
        }
        match self.exchange(frame, message).await {
            Reply::NoConnection => {
                self.late_row = None;
                self.clear_pending().await;
                Ok(Reply::NoConnection)
            }
            Reply::NotSent => {
                let delete = self.setup.practice.terminal.reversal.on_send_failure == RowPolicy::Delete;
                if delete || self.has(Defect::RowDeletedOnSendError) {
                    self.clear_pending().await;
                    return Err(self.send_failed(kind));
                }
                Err(self.doubt(deal, "SEND FAILED", "发送失败"))
            }
            reply => Ok(reply),
        }
    }

    /// A request without an answer taken for one that found no line (seeded defect).
    async fn silence_for_no_line(&mut self, deal: Deal, card: Option<&mut Presented>) -> Order {
        let doubt = self.doubt(&deal, "NO ANSWER", "无应答");
        match card.filter(|card| card.chip.is_some()) {
            Some(card) => self.left_to_chip(deal, card).await.or(Err(doubt)),
            None => Err(doubt),
        }
    }

    /// Saves the reversal when its request has gone out already (seeded defect).
    pub(crate) async fn save_late_row(&mut self) {
        if let Some(row) = self.late_row.take() {
            let _ = self.open_pending(row).await;
        }
    }

    fn new_row(&self, deal: &Deal, message: &Message, chip: Option<ChipMark>) -> ReversalRow {
        let hex_of = |bytes: &[u8]| Digits(wire::hex::encode(bytes));
        let card_data = self.has(Defect::StaleCardDataInReversal);
        let old_key = self.has(Defect::ReversalUnderOldKey);
        let stale = (card_data || old_key).then(|| Stale {
            track: message.expose(35).filter(|_| card_data).map(hex_of),
            pin_block: message.expose(52).filter(|_| card_data).map(hex_of),
            mac_key: self.keys.as_ref().filter(|_| old_key).map(|(keys, _)| hex_of(keys.mac.expose())),
        });
        let reason = if self.has(Defect::WrongReversalReason) { "06" } else { "98" };
        ReversalRow { chip, stale, ..ReversalRow::of(deal.clone(), reason) }
    }

    pub(crate) fn doubt(&self, deal: &Deal, english: &str, chinese: &str) -> End {
        End::InDoubt { deal: Box::new(deal.clone()), why: self.say(english, chinese) }
    }

    pub(crate) fn no_connection(&self, kind: Kind) -> End {
        if self.keys_gone {
            return self.refused_without_keys(kind);
        }
        End::Failed { kind, why: self.say("NO CONNECTION", "连接失败") }
    }

    pub(crate) fn send_failed(&self, kind: Kind) -> End {
        End::Failed { kind, why: self.say("SEND FAILED", "发送失败") }
    }

    pub(crate) fn no_answer(&self, kind: Kind) -> End {
        End::Failed { kind, why: self.say("NO ANSWER", "无应答") }
    }

    pub(crate) fn cannot_pack(&self, kind: Kind) -> End {
        End::Failed { kind, why: self.say("MESSAGE ERROR", "报文错误") }
    }

    fn forgets_timeout(&self, kind: Kind) -> bool {
        self.has(Defect::NoReversalOnTimeout)
            || (kind == Kind::Void && self.has(Defect::VoidTimeoutNotReversed))
    }
}

/// Whether an answer is what a seeded defect sends the same bytes for again.
fn is_try_later(reply: &Reply) -> bool {
    matches!(reply, Reply::Answer { message, proven: true } if message.text(39) == Some("96"))
}

/// The original of a void as the defect's mark names it.
pub(crate) fn original_mark(deal: &Deal) -> String {
    deal.original
        .as_ref()
        .map(|original| format!("{:06}.{:06}", original.batch, original.stan))
        .unwrap_or_default()
}
