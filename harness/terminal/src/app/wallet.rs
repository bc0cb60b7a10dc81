//! 扫码支付: wallets by code. The customer shows a code, or scans the terminal's; the platform knows the order by its
//! number, and so does the terminal when it asks.
//!
//! An order is saved before it is sent. While its outcome is not known it is queried, and cancelled when it stays unknown;
//! it is never reversed, and no other wallet order goes out before it is settled.

mod back;
mod message;
mod ready;
mod record;
mod settle;

use device::ScreenKind;
use wire::{Message, PayCode};

use crate::Defect;

pub(crate) use record::WalletRow;

use super::{
    App, Order,
    body::Scan,
    conclude::End,
    decide::is_approval,
    link::Reply,
    rows::{Deal, JournalRow, Kind},
    screens::{amount_line, type_line},
};

/// Codes of a payment code until the terminal gives up.
const SCANS: u8 = 3;
/// Waits for its user.
const WAITS: &str = "09";
/// Codes that leave the platform's side unknown.
const LEAVES_UNKNOWN: [&str; 4] = [WAITS, "68", "96", "98"];

/// How an order, or what goes back of one, came out.
pub(crate) enum Settled {
    /// It was done; committed.
    Done(Box<JournalRow>),
    /// Nothing is charged, and nothing will be; the operator is to be told.
    Closed(Deal),
    /// It was refused; nothing is owed.
    Refused(Deal, String),
    /// Not known yet; the record is kept.
    Unknown(Deal),
    /// Nothing more can be done about it here.
    Stuck(Deal),
}

impl App {
    /// 付款码支付, 收款码支付.
    pub(crate) async fn wallet_payment(&mut self, kind: Kind) -> Order {
        let amount = self.ask_amount(kind).await?;
        let code = match kind {
            Kind::WalletPay => Some(self.scan(kind, amount).await?),
            _ => None,
        };
        let aside = self.set_aside();
        let end = self.pay_order(kind, amount, code.as_ref()).await;
        if let Some(row) = aside {
            self.take_up(row).await;
        }
        end
    }

    async fn pay_order(&mut self, kind: Kind, amount: u64, code: Option<&PayCode>) -> Order {
        self.before_online(kind).await?;
        let deal = self.new_order(kind, amount).await?;
        self.send_order(deal, code).await
    }

    async fn new_order(&mut self, kind: Kind, amount: u64) -> Result<Deal, End> {
        let mut deal = self.new_deal(kind, amount, None, false, None).await?;
        if kind == Kind::WalletPay {
            "032".clone_into(&mut deal.entry);
        }
        Ok(deal)
    }

    async fn scan(&mut self, kind: Kind, amount: u64) -> Result<PayCode, End> {
        let failed = |why| Err(End::Failed { kind, why });
        for _ in 0..SCANS {
            let hint = self.say("SHOW PAYMENT CODE", "请出示付款码");
            self.body.show(ScreenKind::ScanCode, vec![type_line(kind), amount_line(amount), hint]).await;
            match self.body.scan(self.card_limit_ms()).await {
                Scan::Code(code) => {
                    if let Some(code) = code.expose_text().and_then(|text| PayCode::new(text).ok()) {
                        return Ok(code);
                    }
                }
                Scan::Dead => {
                    return failed(self.say("SCANNER FAILED, SHOW A CODE", "扫码器故障，请改用收款码"));
                }
                Scan::Cancelled => return Err(End::Quiet),
                Scan::TimedOut => return failed(self.say("NO CODE", "未出示付款码")),
            }
        }
        failed(self.say("CODE NOT READ", "付款码无法识别"))
    }

    /// Sends an order, or what goes back of one, for the first time, and sees it through.
    pub(super) async fn send_order(&mut self, deal: Deal, code: Option<&PayCode>) -> Order {
        let kind = deal.kind;
        let message = self.wallet_message(&deal, code);
        let frame = message.as_ref().and_then(|message| self.sealed_frame(message, None));
        let (Some(message), Some(frame)) = (message, frame) else {
            return Err(self.cannot_pack(kind));
        };
        let sent_s = self.now_s().await;
        if self.open_wallet(WalletRow { deal: deal.clone(), sent_s, cancelling: false }).await.is_err() {
            return Err(self.store_full(kind));
        }
        match self.exchange(frame, &message).await {
            Reply::Answer { message, proven: true } => self.decide_order(deal, &message).await,
            Reply::Answer { .. } => {
                self.drop_keys().await;
                self.see_through(deal, None).await
            }
            Reply::NoConnection => {
                self.clear_wallet().await;
                Err(self.no_connection(kind))
            }
            Reply::Silent if self.has(Defect::NewOrderOnRetry) && kind == Kind::WalletPay => {
                self.clear_wallet().await;
                let code = self.scan(kind, deal.amount_fen).await?;
                let again = self.new_order(kind, deal.amount_fen).await?;
                Box::pin(self.send_order(again, Some(&code))).await
            }
            _ => self.see_through(deal, None).await,
        }
    }

    /// What the first, proven answer leads to.
    async fn decide_order(&mut self, deal: Deal, answer: &Message) -> Order {
        let code = answer.text(39).unwrap_or_default().to_owned();
        // The answer to a code says that it may be paid, never that it was.
        if is_approval(&code) && deal.kind != Kind::WalletCode && answer.has(37) {
            return match self.commit_order(JournalRow::of(deal, answer)).await {
                Settled::Done(row) => Ok(End::Approved(row)),
                other => self.ended(other).await,
            };
        }
        if is_approval(&code) || LEAVES_UNKNOWN.contains(&code.as_str()) {
            let shown = self.setup.dialect.at(answer, wire::Place::ShownCode).map(str::to_owned);
            return self.see_through(deal, shown.filter(|_| code == WAITS)).await;
        }
        self.heed_key_demand(&code).await;
        self.clear_wallet().await;
        Err(End::Declined { deal: Box::new(deal), code: Some(code) })
    }

    /// Asks until the outcome is known, and ends an order that stays unknown.
    async fn see_through(&mut self, deal: Deal, shown: Option<String>) -> Order {
        if self.has(Defect::WalletOrderReversed) {
            self.reverse_order(&deal).await;
            return Err(self.doubt(&deal, "NO ANSWER", "无应答"));
        }
        if deal.kind.is_wallet_payment() {
            let lines = self.waiting_lines(&deal, shown.as_deref());
            let screen = if shown.is_some() { ScreenKind::ShowCode } else { ScreenKind::Processing };
            self.body.show(screen, lines).await;
        }
        let settled = self.settle_wallet(true).await;
        self.ended(settled.unwrap_or(Settled::Unknown(deal))).await
    }

    fn waiting_lines(&self, deal: &Deal, shown: Option<&str>) -> Vec<String> {
        let mut lines = super::screens::deal_lines(deal);
        match shown {
            Some(code) => {
                lines.push(format!("QR {code}"));
                lines.push(self.say("SCAN TO PAY", "请扫码付款"));
            }
            None => lines.push(self.say("WAITING FOR THE CUSTOMER", "等待顾客确认")),
        }
        lines
    }

    /// The end of an order that somebody waits for.
    async fn ended(&mut self, settled: Settled) -> Order {
        match settled {
            Settled::Done(row) => Ok(End::Approved(row)),
            Settled::Closed(deal) => {
                self.tell_closed(&deal).await;
                Ok(End::Quiet)
            }
            Settled::Refused(deal, code) => Err(End::Declined { deal: Box::new(deal), code: Some(code) }),
            Settled::Unknown(deal) => {
                Err(self.doubt(&deal, "RESULT UNKNOWN, IS ASKED AGAIN", "结果未知，将再查询"))
            }
            Settled::Stuck(deal) => Err(self.stuck(deal)),
        }
    }

    fn stuck(&self, deal: Deal) -> End {
        End::Open { deal: Box::new(deal), why: self.say("CALL ACQUIRER", "请联系收单机构") }
    }
}
