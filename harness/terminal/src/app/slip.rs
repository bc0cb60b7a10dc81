//! The slip: what it says, its ESC/POS bytes, and printing both copies with what can go wrong.
//!
//! Printing comes after the commit: a printer in trouble changes nothing about the money. The card number is
//! masked, six digits in front and four behind.

use device::{Key, PrinterTrouble, ScreenKind, Wish};
use encoding_rs::GBK;
use profile::NoSlip;
use wire::{BatchTotals, Sum};

use super::{
    App,
    body::Woke,
    kind::Called as _,
    rows::{Deal, JournalRow, Kind, SettlementRow},
    screens::yuan,
};

/// Whose copy.
#[derive(Clone, Copy)]
enum Copy {
    Merchant,
    Cardholder,
}

impl App {
    /// Merchant's copy, a pause to tear it off, cardholder's copy. False when the operator went on without.
    pub(crate) async fn print_both_copies(&mut self, row: &JournalRow) -> bool {
        self.print_copies(row, false).await
    }

    /// The same, marked as a duplicate.
    pub(crate) async fn print_duplicate(&mut self, row: &JournalRow) -> bool {
        self.print_copies(row, true).await
    }

    async fn print_copies(&mut self, row: &JournalRow, duplicate: bool) -> bool {
        let voided = duplicate && row.deal.kind.is_payment() && self.is_voided(&row.deal).await;
        let signed = self.signature_of(&row.deal).await.map(|signature| signature.on_paper());
        let signed = signed.as_deref();
        if !self.print_copy(&self.slip(row, Copy::Merchant, duplicate, voided, signed)).await {
            return false;
        }
        self.body.show(ScreenKind::TearSlip, vec![self.say("TEAR OFF THE SLIP", "请撕纸")]).await;
        loop {
            match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                Woke::Key(Key::Enter) | Woke::TimedOut => break,
                Woke::Key(Key::Cancel) => return true,
                _ => {}
            }
        }
        self.print_copy(&self.slip(row, Copy::Cardholder, duplicate, voided, signed)).await
    }

    /// The merchant's copy once more, for a signature by hand.
    pub(crate) async fn print_to_sign(&mut self, row: &JournalRow) {
        let voided = self.is_voided(&row.deal).await;
        self.print_copy(&self.slip(row, Copy::Merchant, true, voided, None)).await;
    }

    async fn print_copy(&mut self, lines: &[String]) -> bool {
        let job = escpos(lines);
        loop {
            let printed = match self.body.printer_state().await {
                Ok(()) => self.body.print(job.clone()).await,
                trouble => trouble,
            };
            match printed {
                Ok(()) => return true,
                Err(trouble) if !self.retry_printing(trouble).await => return false,
                Err(_) => {}
            }
        }
    }

    /// Whether an approval may be committed as far as the printer goes. It is asked under any practice, so that nothing but
    /// trouble tells them apart: one goes on without paper, another asks until the printer is ready or given up.
    pub(crate) async fn printer_permits(&mut self, row: &JournalRow) -> bool {
        loop {
            let Err(trouble) = self.body.printer_state().await else {
                return true;
            };
            tracing::debug!(trace = row.deal.trace(), "printer not ready before commit");
            if self.setup.practice.terminal.no_slip == NoSlip::ApprovalStands {
                return true;
            }
            if !self.retry_printing(trouble).await {
                return false;
            }
        }
    }

    async fn retry_printing(&mut self, trouble: PrinterTrouble) -> bool {
        let what = match trouble {
            PrinterTrouble::PaperOut => self.say("NO PAPER", "打印机缺纸"),
            PrinterTrouble::Jam => self.say("PAPER JAM", "打印机卡纸"),
            PrinterTrouble::Off => self.say("PRINTER OFF", "打印机未连接"),
        };
        self.body.show(ScreenKind::PrinterTrouble, vec![what, self.say("ENTER: RETRY", "确认键重试")]).await;
        loop {
            match self.body.wait(true, Wish::Any, Some(self.key_limit_ms())).await {
                Woke::Key(Key::Enter) => return true,
                Woke::Key(Key::Cancel) | Woke::TimedOut => return false,
                _ => {}
            }
        }
    }

    fn slip(
        &self,
        row: &JournalRow,
        copy: Copy,
        duplicate: bool,
        voided: bool,
        signed: Option<&[String]>,
    ) -> Vec<String> {
        let deal = &row.deal;
        let mut lines = vec![
            "银联POS签购单/UNIONPAY SLIP".to_owned(),
            match copy {
                Copy::Merchant => "商户存根/MERCHANT COPY".to_owned(),
                Copy::Cardholder => "持卡人存根/CARDHOLDER COPY".to_owned(),
            },
        ];
        if duplicate {
            lines.push("*** 重打印 DUPLICATE ***".to_owned());
        }
        lines.extend(self.whose());
        lines.push(match deal.kind.is_wallet() {
            true => format!("订单号/ORDER: {}", self.order_number(deal)),
            false => format!("卡号/CARD: {}", self.card_on_paper(deal, duplicate)),
        });
        lines.push(format!("交易类型/TYPE: {}/{}", deal.kind.chinese(), deal.kind.title()));
        lines.push(format!("批次号/BATCH: {}", deal.batch_text()));
        lines.push(format!("凭证号/TRACE: {}", deal.trace()));
        lines.push(format!("参考号/REF: {}", row.rrn));
        if let Some(auth) = &row.auth {
            lines.push(format!("授权码/AUTH: {auth}"));
        }
        if let Some(original) = deal.original.as_ref() {
            match deal.kind {
                Kind::PreAuthVoid | Kind::Completion | Kind::CompletionAdvice => {
                    lines.push(format!(
                        "原授权码/ORIG AUTH: {}",
                        original.auth.as_deref().unwrap_or_default()
                    ));
                }
                Kind::Void | Kind::CompletionVoid | Kind::WalletCancel => {
                    lines.push(format!("原凭证号/ORIG TRACE: {:06}", original.stan))
                }
                _ => lines.push(format!("原参考号/ORIG REF: {}", original.rrn)),
            }
        }
        lines.push(format!("日期时间/DATE: {}", date_time(row)));
        lines.push(format!("金额/AMOUNT: RMB {}", yuan(row.amount_fen())));
        if let Some(left) = row.left_fen {
            lines.push(format!("剩余金额/LEFT: RMB {}", yuan(left)));
        }
        if row.taken_back_fen > 0 {
            lines.push(format!("已部分冲正/TAKEN BACK: RMB {}", yuan(row.taken_back_fen)));
        }
        if voided {
            lines.push("已撤销/VOIDED".to_owned());
        }
        match signed {
            Some(signed) => lines.extend_from_slice(signed),
            None if matches!(copy, Copy::Merchant) => {
                lines.push("持卡人签名/SIGNATURE: ____________".to_owned());
            }
            None => {}
        }
        lines
    }

    /// 结算单: what the batch comes to, and whether the host agrees.
    pub(crate) async fn print_settlement(&mut self, row: &SettlementRow, duplicate: bool) {
        let mut lines = vec!["结算单/SETTLEMENT SLIP".to_owned()];
        if duplicate {
            lines.push("*** 重打印 DUPLICATE ***".to_owned());
        }
        lines.extend(self.whose());
        lines.push(format!("交易类型/TYPE: {}/{}", Kind::Settlement.chinese(), Kind::Settlement.title()));
        lines.push(format!("批次号/BATCH: {:06}", row.batch));
        if let Some((totals, _)) = BatchTotals::read(&row.totals) {
            let side = |sum: &Sum| format!("{} RMB {}", sum.count, yuan(sum.amount_fen));
            lines.push(format!("借记/DEBIT: {}", side(&totals.debit)));
            lines.push(format!("贷记/CREDIT: {}", side(&totals.credit)));
        }
        let verdict = if row.equal == Some(true) { "对账平/EQUAL" } else { "对账不平/UNEQUAL" };
        lines.push(verdict.to_owned());
        self.print_copy(&lines).await;
    }

    /// Whose terminal it is.
    fn whose(&self) -> [String; 4] {
        [
            format!("商户名称/MERCHANT: {}", self.setup.merchant_name),
            format!("商户编号/MID: {}", self.setup.mid),
            format!("终端编号/TID: {}", self.setup.tid),
            format!("操作员/OPERATOR: {}", self.setup.operator),
        ]
    }

    fn card_on_paper(&self, deal: &Deal, duplicate: bool) -> String {
        match &deal.pan {
            Some(pan) if duplicate && self.unmasked => pan.0.clone(),
            _ => masked(deal),
        }
    }
}

/// The card number as paper and screen may show it; empty for a refund by reference.
pub(crate) fn masked(deal: &Deal) -> String {
    deal.pan().map(|pan| pan.masked()).unwrap_or_default()
}

/// Year from the terminal's day, the rest as the host said it.
fn date_time(row: &JournalRow) -> String {
    let part = |text: &str, range| text.get(range).unwrap_or("00").to_owned();
    let year = row.deal.day.get(..4).unwrap_or("0000");
    let (date, time) = (&row.date, &row.time);
    format!(
        "{year}/{}/{} {}:{}:{}",
        part(date, 0..2),
        part(date, 2..4),
        part(time, 0..2),
        part(time, 2..4),
        part(time, 4..6)
    )
}

/// Initialise, Chinese mode, lines in GBK, feed, cut.
fn escpos(lines: &[String]) -> Vec<u8> {
    let mut bytes = vec![0x1B, b'@', 0x1C, b'&'];
    for line in lines {
        bytes.extend(GBK.encode(line).0.iter());
        bytes.push(b'\n');
    }
    bytes.extend([0x1B, b'd', 3, 0x1D, b'V', 0]);
    bytes
}
