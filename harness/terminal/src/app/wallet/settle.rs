//! Getting to know what became of an order: query, query again, and cancel only what stays unknown.
//!
//! Not found is not closed: a request may still be under way, and only a cancellation keeps it from being paid. A
//! cancellation that may have gone out is seen through.

use device::{Key, Wish};
use wire::Message;

use crate::Defect;

use super::super::{
    App,
    body::Woke,
    link::{Reply, days},
    rows::{Deal, JournalRow, Kind, ReversalRow},
};
use super::{Settled, WalletRow};

/// Codes to a repeat that concern what goes back itself: it was not done, and no later try will do it.
const SETTLES_A_REPEAT: [&str; 7] = ["12", "14", "22", "25", "61", "64", "94"];
/// Codes by which a platform refuses a cancellation for good.
const NOT_CANCELLED: [&str; 3] = ["12", "22", "40"];

/// What a query told.
enum State {
    Paid(Box<Message>),
    Closed,
    Unknown,
    /// It never left.
    NotAsked,
}

/// What a payment comes to by a query.
enum Asked {
    Settled(Box<Settled>),
    StillUnknown,
    Never,
}

impl App {
    /// Settles the order on record; `None` when there is none. With `patient` somebody waits at the counter, so that the
    /// first query is given its time.
    pub(crate) async fn settle_wallet(&mut self, patient: bool) -> Option<Settled> {
        let row = self.wallet.clone()?;
        Some(match row.deal.kind {
            kind if kind.is_wallet_payment() => self.settle_payment(row, patient).await,
            _ => self.settle_back(row.deal, patient).await,
        })
    }

    async fn settle_payment(&mut self, row: WalletRow, patient: bool) -> Settled {
        let practice = self.setup.practice.terminal.wallet.clone();
        if self.has(Defect::CancelWithoutQuery) {
            return self.cancel_order(row).await;
        }
        let rounds = practice.poll_for_s / practice.poll_every_s.max(1) + 1;
        let (mut wait, mut was_asked) = (patient, false);
        for _ in 0..rounds {
            if wait && self.pause(practice.poll_every_s).await {
                break;
            }
            wait = true;
            match self.query_payment(&row).await {
                Asked::Settled(settled) => return *settled,
                asked => was_asked |= matches!(asked, Asked::StillUnknown),
            }
            if row.cancelling || self.has(Defect::CancelTooEarly) {
                break;
            }
            if self.age_s(&row).await >= u64::from(practice.poll_for_s) {
                break;
            }
        }
        let mut waited = false;
        while !self.has(Defect::CancelTooEarly) {
            let early = u64::from(practice.cancel_not_before_s).saturating_sub(self.age_s(&row).await);
            if early == 0 {
                break;
            }
            // Whatever is pressed: before that no order is cancelled.
            self.pause(u32::try_from(early).unwrap_or(practice.cancel_not_before_s)).await;
            waited = true;
        }
        if waited {
            match self.query_payment(&row).await {
                Asked::Settled(settled) => return *settled,
                asked => was_asked |= matches!(asked, Asked::StillUnknown),
            }
        }
        // A query that never left is none.
        if !was_asked && !row.cancelling {
            return Settled::Unknown(row.deal);
        }
        self.cancel_order(row).await
    }

    async fn age_s(&self, row: &WalletRow) -> u64 {
        self.now_s().await.saturating_sub(row.sent_s)
    }

    /// Lets some seconds pass; true when the cashier wants to wait no longer.
    async fn pause(&mut self, seconds: u32) -> bool {
        let limit_ms = u64::from(seconds) * 1000;
        matches!(self.body.wait(true, Wish::Any, Some(limit_ms)).await, Woke::Key(Key::Cancel))
    }

    async fn query_payment(&mut self, row: &WalletRow) -> Asked {
        match self.state_of(&row.deal).await {
            // What a cancellation may still undo is not stood by.
            State::Paid(_) if row.cancelling => Asked::StillUnknown,
            State::Paid(answer) => {
                Asked::Settled(Box::new(self.commit_order(JournalRow::of(row.deal.clone(), &answer)).await))
            }
            State::Closed => Asked::Settled(Box::new(self.close_order(row.deal.clone()).await)),
            State::Unknown => Asked::StillUnknown,
            State::NotAsked => Asked::Never,
        }
    }

    /// What the platform holds for a payment.
    async fn state_of(&mut self, deal: &Deal) -> State {
        let reply = match self.reply_about(Kind::WalletQuery, deal).await {
            None | Some(Reply::NoConnection) => return State::NotAsked,
            Some(reply) => reply,
        };
        let Some(answer) = self.proven_answer(reply).await else {
            return State::Unknown;
        };
        let code = answer.text(39).unwrap_or_default();
        if code == "25" && self.has(Defect::NotFoundTakenForUnpaid) {
            return State::Closed;
        }
        if code != "00" {
            return State::Unknown;
        }
        if self.has(Defect::AnsweredQueryApproves) {
            return State::Paid(Box::new(answer));
        }
        let same = answer.number(4) == Some(deal.amount_fen) && answer.has(37);
        match self.setup.dialect.at(&answer, wire::Place::Note).map(str::trim) {
            Some("APPROVED" | "PARTLY REFUNDED") if same => State::Paid(Box::new(answer)),
            Some("CLOSED" | "REFUNDED") => State::Closed,
            _ => State::Unknown,
        }
    }

    /// Cancels an order until the platform says that it is closed.
    async fn cancel_order(&mut self, row: WalletRow) -> Settled {
        let practice = self.setup.practice.terminal.wallet.clone();
        if self.age_days(&row.deal).await > u64::from(practice.cancel_within_days) {
            return Settled::Stuck(row.deal);
        }
        if self.begin_cancel().await.is_err() {
            return Settled::Unknown(row.deal);
        }
        for again in 0..practice.tries {
            if again > 0 && self.has(Defect::ClosedSaidTooSoon) {
                self.tell_closed(&row.deal).await;
            }
            let answer = self.ask_about(Kind::WalletCancel, &row.deal).await;
            let code = answer.as_ref().and_then(|answer| answer.text(39)).unwrap_or_default();
            if code == "00" || self.has(Defect::CancelNotSeenThrough) {
                return self.close_order(row.deal).await;
            }
            if NOT_CANCELLED.contains(&code) {
                return Settled::Stuck(row.deal);
            }
        }
        Settled::Unknown(row.deal)
    }

    /// Days since a deal was made, by the terminal's clock.
    async fn age_days(&self, deal: &Deal) -> u64 {
        let part =
            |range: std::ops::Range<usize>| deal.day.get(range).and_then(|text| text.parse::<u16>().ok());
        let small = |n: Option<u16>| n.and_then(|n| u8::try_from(n).ok());
        let Some(now) = self.body.read_clock().await else {
            return 0;
        };
        match (part(0..4), small(part(4..6)), small(part(6..8))) {
            (Some(year), Some(month), Some(day)) => {
                days(now.year, now.month, now.day).saturating_sub(days(year, month, day))
            }
            _ => 0,
        }
    }

    /// Settles what goes back of an order: it is asked for, and repeated under its own number until it is done.
    async fn settle_back(&mut self, mut deal: Deal, patient: bool) -> Settled {
        let practice = self.setup.practice.terminal.wallet.clone();
        let mut wait = patient;
        for _ in 0..practice.tries {
            if wait {
                self.pause(practice.poll_every_s).await;
            }
            wait = true;
            if self.has(Defect::RefundUnderNewNumber)
                && deal.kind == Kind::WalletRefund
                && let Ok(stan) = self.reserve_stan().await
            {
                deal.stan = stan;
            } else if let Some(answer) = self.ask_about(Kind::WalletQuery, &deal).await
                && deal.kind == Kind::WalletRefund
                && answer.text(39) == Some("00")
            {
                let same = answer.number(4) == Some(deal.amount_fen) && answer.has(37);
                if same {
                    return self.commit_order(JournalRow::of(deal, &answer)).await;
                }
            }
            let Some(answer) = self.repeat_order(&deal).await else { continue };
            let code = answer.text(39).unwrap_or_default();
            if code == "00" && answer.has(37) {
                return self.commit_order(JournalRow::of(deal, &answer)).await;
            }
            if SETTLES_A_REPEAT.contains(&code) {
                return Settled::Refused(deal, code.to_owned());
            }
        }
        Settled::Unknown(deal)
    }

    /// A reversal of a wallet order, which no platform knows (seeded defect).
    pub(super) async fn reverse_order(&mut self, deal: &Deal) {
        self.clear_wallet().await;
        let _ = self.open_pending(ReversalRow::of(deal.clone(), "98")).await;
    }
}
