//! 扫码撤销, 扫码退款, 扫码查询: what goes back of a payment that stands in this terminal's journal, and what is asked
//! about it.

use device::ScreenKind;
use profile::WalletVoid;

use crate::Defect;

use super::super::{
    App, Order,
    conclude::End,
    rows::{Deal, JournalRow, Kind, Original},
    screens::{amount_line, type_line},
};

impl App {
    /// Takes a payment back as a whole, as the practice does it.
    pub(crate) async fn wallet_void(&mut self) -> Order {
        let practice = self.setup.practice.terminal.wallet.clone();
        let kind = Kind::WalletCancel;
        if practice.supervisor {
            self.ask_supervisor(kind).await?;
        }
        let trace = self.ask_number(ScreenKind::EnterTrace, kind, 6, true).await?;
        let paid = self.found_to_void(kind, &trace).await?;
        self.nothing_went_back(kind, &paid).await?;
        self.confirm(kind, &paid).await?;
        self.before_online(kind).await?;
        self.still_to_void(kind, &paid).await?;
        self.nothing_went_back(kind, &paid).await?;
        let by = match practice.void_by {
            WalletVoid::Cancel => Kind::WalletCancel,
            WalletVoid::Refund => Kind::WalletRefund,
        };
        self.go_back(by, &paid, paid.amount_fen()).await
    }

    /// Pays back a part or the whole of a payment, on any day.
    pub(crate) async fn wallet_refund(&mut self) -> Order {
        let kind = Kind::WalletRefund;
        if self.setup.practice.terminal.wallet.supervisor && !self.has(Defect::WalletBackUnasked) {
            self.ask_supervisor(kind).await?;
        }
        let rrn = self.ask_number(ScreenKind::EnterReference, kind, 12, false).await?;
        let amount = self.ask_amount(kind).await?;
        self.found_to_refund(&rrn, amount).await?;
        self.before_online(kind).await?;
        // What was settled first may have been a refund of the same payment.
        let paid = self.found_to_refund(&rrn, amount).await?;
        self.go_back(kind, &paid, amount).await
    }

    async fn go_back(&mut self, kind: Kind, paid: &JournalRow, amount: u64) -> Order {
        let original = Original {
            batch: paid.deal.batch,
            stan: paid.deal.stan,
            rrn: paid.rrn.clone(),
            auth: None,
            date: paid.date.clone(),
            sent_at: paid.deal.sent_at.clone(),
        };
        let deal = self.new_deal(kind, amount, None, false, Some(original)).await?;
        self.send_order(deal, None).await
    }

    async fn nothing_went_back(&mut self, kind: Kind, paid: &JournalRow) -> Result<(), End> {
        let (_, refunded) = self.sale_and_refunds(&paid.rrn).await;
        if refunded == 0 {
            return Ok(());
        }
        Err(End::Refused { kind, why: self.say("ALREADY REFUNDED", "该交易已退款") })
    }

    async fn found_to_refund(&mut self, rrn: &str, amount: u64) -> Result<JournalRow, End> {
        let refused = |why| Err(End::Refused { kind: Kind::WalletRefund, why });
        let (paid, refunded) = self.sale_and_refunds(rrn).await;
        let Some(paid) = paid.filter(|row| row.deal.kind.is_wallet_payment()) else {
            return refused(self.say("NOT FOUND", "无此交易"));
        };
        if self.is_voided(&paid.deal).await {
            return refused(self.say("ALREADY VOIDED", "该交易已撤销"));
        }
        if refunded.saturating_add(amount) > paid.amount_fen() {
            return refused(self.say("MORE THAN THE PAYMENT", "超过原交易金额"));
        }
        Ok(paid)
    }

    /// Shows what the platform holds for a payment; one that is not settled is settled by it.
    pub(crate) async fn wallet_query(&mut self) -> Order {
        let kind = Kind::WalletQuery;
        let trace = self.ask_number(ScreenKind::EnterTrace, kind, 6, true).await?;
        let Ok(stan) = trace.parse() else {
            return Ok(End::Quiet);
        };
        // The earlier order is settled, and told, on the way.
        self.before_online(kind).await?;
        let about = Deal { stan, ..self.new_deal(kind, 0, None, false, None).await? };
        let Some(answer) = self.ask_about(kind, &about).await else {
            return Err(self.no_answer(kind));
        };
        let code = answer.text(39).unwrap_or_default();
        let mut lines = vec![type_line(kind), format!("TRACE {trace}"), format!("CODE {code}")];
        lines.extend(answer.number(4).map(amount_line));
        lines.extend(answer.text(37).map(|rrn| format!("REF {rrn}")));
        let state = self.setup.dialect.at(&answer, wire::Place::Note).map(str::trim).unwrap_or_default();
        lines.extend((!state.is_empty()).then(|| format!("STATE {state}")));
        self.announce(ScreenKind::QueryResult, lines).await;
        Ok(End::Quiet)
    }
}
