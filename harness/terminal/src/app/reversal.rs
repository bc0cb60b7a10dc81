//! 冲正: getting the reversal that is owed confirmed by the host.
//!
//! The row survives everything but a confirmation, or the profile's leave to give up. Tries are counted
//! durably before the send. Whether a further order may go on is decided by the caller.

use device::ScreenKind;
use profile::{AfterExhaustion, DayChange};

use crate::Defect;

use super::{
    App, Order,
    conclude::End,
    decide::is_approval,
    link::Reply,
    partial::Taken,
    rows::{Deal, JournalRow, Kind, Notice, ReversalRow, day_of},
    screens::{deal_lines, type_line},
};

/// How far settling a reversal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// None was owed.
    Nothing,
    /// Confirmed, and the operator was told.
    Done,
    /// The tries are used up; the operator was told. The row is there, or gone where the profile gives up.
    Exhausted,
    /// The host could not be reached; still owed, nobody was told.
    NotYet,
}

enum Tried {
    Done,
    /// The late approval was taken for an answer (seeded defect).
    Approved(Box<JournalRow>),
    /// A part was taken back.
    InPart(Box<JournalRow>),
    /// A part will never be taken back.
    Refused(String),
    NotDone,
    NoConnection,
}

impl App {
    /// 冲正 by hand.
    pub(crate) async fn reverse_now(&mut self) -> Order {
        if self.pending.is_some() {
            self.tell_of_scripts().await;
        }
        match self.settle_pending().await {
            Settled::Nothing => Ok(End::Refused {
                kind: Kind::Sale,
                why: self.say("NO REVERSAL PENDING", "无待冲正交易"),
            }),
            Settled::NotYet => Err(self.still_owed().await),
            Settled::Done | Settled::Exhausted => Ok(End::Quiet),
        }
    }

    /// Tells that the reversal is still owed and that nothing else goes before it.
    pub(crate) async fn still_owed(&mut self) -> End {
        let Some(deal) = self.pending.as_ref().map(|row| row.deal.clone()) else {
            return End::Quiet;
        };
        let mut lines = deal_lines(&deal);
        lines.push(self.say("REVERSAL PENDING, ORDER REFUSED", "冲正未完成，交易中止"));
        self.announce(ScreenKind::InDoubt, lines).await;
        End::Blocked
    }

    /// Sends what is owed until it is confirmed or the tries are used up.
    pub(crate) async fn settle_pending(&mut self) -> Settled {
        let Some(row) = self.pending.clone() else {
            return Settled::Nothing;
        };
        if self.drop_if_committed(&row.deal).await || self.drop_if_stale(&row).await {
            return Settled::Nothing;
        }
        if self.damaged {
            return Settled::NotYet;
        }
        let limit = self.tries();
        if row.attempts >= limit {
            self.count_tries(0).await;
        }
        let mut refused = 0;
        while self.pending.as_ref().is_some_and(|row| row.attempts < limit) {
            if self.ensure_keys(row.deal.kind).await.is_err() {
                return Settled::NotYet;
            }
            let early = row.part.is_none() && self.has(Defect::ReversalDoneOnSend);
            let screen = if early { ScreenKind::ReversalDone } else { ScreenKind::Reversing };
            self.body.show(screen, deal_lines(&row.deal)).await;
            match self.try_reversal().await {
                Tried::Done => return self.confirmed(&row).await,
                Tried::Approved(late) => return self.approved_late(*late).await,
                Tried::InPart(part) => return self.part_is_back(&part).await,
                Tried::Refused(code) => return self.part_is_refused(&row.deal, &code).await,
                Tried::NotDone => {}
                Tried::NoConnection => {
                    refused += 1;
                    if refused >= limit {
                        break;
                    }
                }
            }
        }
        if self.keys_gone || self.pending.as_ref().is_some_and(|row| row.attempts < limit) {
            return Settled::NotYet;
        }
        self.exhausted(&row).await
    }

    fn tries(&self) -> u8 {
        let limit = self.setup.practice.terminal.reversal.attempts.limit;
        if self.has(Defect::RetriesUnbounded) { limit.saturating_mul(10) } else { limit }
    }

    async fn count_tries(&mut self, attempts: u8) {
        if self.has(Defect::TriesForgottenAtBoot) {
            if let Some(row) = self.pending.as_mut() {
                row.attempts = attempts;
            }
        } else {
            self.change_pending(|row| row.attempts = attempts).await;
        }
    }

    async fn try_reversal(&mut self) -> Tried {
        let Some(row) = self.pending.clone() else {
            return Tried::NotDone;
        };
        let counted = row.attempts.saturating_add(1);
        let count_connect = self.setup.practice.terminal.reversal.attempts.count_connect_failures;
        if count_connect {
            self.count_tries(counted).await;
        }
        if !self.connect().await {
            return Tried::NoConnection;
        }
        if !count_connect {
            self.count_tries(counted).await;
        }
        self.mark_as_sent(&row).await;
        let mut message = self.reversal_to_send(&row);
        if self.has(Defect::NewStanInReversal)
            && let (Some(message), Ok(stan)) = (message.as_mut(), self.reserve_stan().await)
        {
            self.number_anew(message, stan);
        }
        let frame = message.as_ref().and_then(|message| self.sealed_frame(message, Some(&row)));
        let (Some(message), Some(frame)) = (message, frame) else {
            self.hang_up().await;
            return Tried::NotDone;
        };
        let reply = self.exchange_on_the_line(frame, &message).await;
        self.judge_reversal(&row, reply).await
    }

    /// From here on it may be at the host: the next one says that it comes again, where the dialect tells that.
    async fn mark_as_sent(&mut self, row: &ReversalRow) {
        let told = row.class().and_then(|class| self.setup.dialect.type_of_repeat(class)).is_some();
        if told && !row.sent_before {
            self.change_pending(|row| row.sent_before = true).await;
        }
    }

    async fn judge_reversal(&mut self, row: &ReversalRow, reply: Reply) -> Tried {
        match reply {
            Reply::Late(answer) if answer.text(39).is_some_and(is_approval) => {
                Tried::Approved(Box::new(JournalRow::of(row.deal.clone(), &answer)))
            }
            Reply::Answer { message, proven } if row.part.is_some() => {
                match self.judge_part(row, &message, proven).await {
                    Taken::Back(part) => Tried::InPart(part),
                    Taken::Refused(code) => Tried::Refused(code),
                    Taken::Unknown => Tried::NotDone,
                }
            }
            Reply::Answer { message, proven } => {
                let code = message.text(39).unwrap_or_default();
                if self.settles(code) && (proven || self.has(Defect::AnyCodeSettles)) {
                    return Tried::Done;
                }
                self.heed_key_demand(code).await;
                Tried::NotDone
            }
            _ if row.part.is_some() && self.has(Defect::PartForgotten) => Tried::Refused(String::new()),
            _ => Tried::NotDone,
        }
    }

    fn settles(&self, code: &str) -> bool {
        if self.has(Defect::AnyCodeSettles) {
            return true;
        }
        if self.has(Defect::NotFoundNotAccepted) {
            return code == "00";
        }
        self.setup.practice.terminal.reversal.done_codes.iter().any(|done| done == code)
    }

    /// The host confirmed: the operator will be told, whatever happens now.
    async fn confirmed(&mut self, row: &ReversalRow) -> Settled {
        self.save_notice(&Notice { deal: row.deal.clone(), reversed: true }).await;
        self.clear_pending().await;
        self.announce(ScreenKind::ReversalDone, deal_lines(&row.deal)).await;
        self.clear_notice().await;
        Settled::Done
    }

    async fn approved_late(&mut self, late: JournalRow) -> Settled {
        // A store that is full keeps the reversal; the defect has done its harm by then.
        if self.commit(&late).await.is_err() {
            return Settled::NotYet;
        }
        self.clear_pending().await;
        self.announce(ScreenKind::Approved, deal_lines(&late.deal)).await;
        self.clear_notice().await;
        Settled::Done
    }

    async fn exhausted(&mut self, row: &ReversalRow) -> Settled {
        let gives_up =
            self.setup.practice.terminal.reversal.after_exhaustion == AfterExhaustion::GiveUpAndDelete;
        if self.has(Defect::GiveUpSilently) {
            self.clear_pending().await;
            self.clear_notice().await;
            return Settled::Exhausted;
        }
        let why = self.say("REVERSAL NOT CONFIRMED, CALL ACQUIRER", "冲正失败，请联系收单机构");
        self.declare_open(&row.deal, why).await;
        if gives_up {
            self.clear_pending().await;
        }
        self.clear_notice().await;
        Settled::Exhausted
    }

    /// A journal row proves the commit: the reversal is dropped unsent.
    pub(crate) async fn drop_if_committed(&mut self, deal: &Deal) -> bool {
        if self.has(Defect::CommitNotSeenAtBoot) || self.has(Defect::ReversalAfterPrinterFailure) {
            return false;
        }
        let committed = self.committed(deal).await.is_some();
        if committed {
            self.clear_pending().await;
        }
        committed
    }

    /// Practice of some: a reversal of another day is dropped unsent.
    async fn drop_if_stale(&mut self, row: &ReversalRow) -> bool {
        let drops = self.setup.practice.terminal.reversal.on_day_change == DayChange::Drop;
        if !drops && !self.has(Defect::StaleDayDropped) {
            return false;
        }
        // A clock that cannot be read is not another day.
        let stale = self.body.read_clock().await.is_some_and(|now| day_of(&now) != row.deal.day);
        if stale {
            if !self.has(Defect::StaleDayDropped) {
                let why = self.say(
                    "REVERSAL OF ANOTHER DAY DROPPED, CALL ACQUIRER",
                    "隔日冲正不再发送，请联系收单机构",
                );
                self.declare_open(&row.deal, why).await;
            }
            self.clear_pending().await;
            self.clear_notice().await;
        }
        stale
    }

    async fn declare_open(&mut self, deal: &Deal, why: String) {
        let mut lines = deal_lines(deal);
        lines.push(why);
        self.announce(ScreenKind::DeclaredOpen, lines).await;
    }

    /// `No slip, no sale`, after the sale was committed and shown (seeded defect).
    pub(crate) async fn reverse_for_want_of_a_slip(&mut self, row: &JournalRow) {
        let reversal = ReversalRow { answered: true, ..ReversalRow::of(row.deal.clone(), "96") };
        let _ = self.open_pending(reversal).await;
    }

    pub(crate) async fn show_processing(&mut self, kind: Kind) {
        let lines = vec![type_line(kind), self.say("PLEASE WAIT", "正在处理")];
        self.body.show(ScreenKind::Processing, lines).await;
    }
}
