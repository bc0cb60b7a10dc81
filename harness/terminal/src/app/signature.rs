//! 电子签名: the cardholder signs on the pad, and the picture goes to the host.
//!
//! The sale has happened when anybody is asked to sign: nothing here changes it. A pad that fails, a cardholder who
//! cancels or walks away, a store without room, a host that takes no picture: each time the signature is due on paper
//! instead. The sale counts as signed once its upload is durable; that is sent when an order has come to its end and
//! nothing else is owed, and before the batch is settled, always the same message. What was voided meanwhile is sent all
//! the same: it is the proof of what was signed.
//!
//! Cell `sign.<batch>.<trace>`: the upload while the host has not got it, then only that there was one, for reprints,
//! until the batch is settled.

use device::ScreenKind;
use profile::{SignaturePractice, SlipPractice};
use serde::{Deserialize, Serialize};
use wire::{Message, Phone, Picture, Place, Receipt, feature_code};

use crate::Defect;

use super::{
    App,
    body::{OnPad, StoreFull},
    conclude::End,
    kind::Called as _,
    link::Reply,
    outbox::TRY_AGAIN,
    rows::{Deal, Digits, JournalRow, Kind, time_of},
    screens::deal_lines,
};

const KIND: Kind = Kind::Signature;
/// Codes that say that the host has the signature: now, or since an earlier try.
const TAKEN: [&str; 2] = ["00", "94"];
const CELLS: &str = "sign.";

/// A signature that was made on the pad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignatureRow {
    /// What was signed.
    deal: Deal,
    /// The upload without its MAC, as hex; nothing once the host has it.
    upload: Option<Digits>,
    /// Tries that came to nothing, but for those that found no line.
    failed: u8,
    /// Where the receipt goes, masked.
    phone: Option<String>,
}

/// How a sale is signed.
pub(crate) enum Signing {
    /// On the slip, as ever.
    OnPaper,
    /// On the pad, and whether the receipt is left at the acquirer.
    OnPad { left: bool },
    /// The sale is gone (seeded defect).
    Forgotten,
}

/// What came of an upload.
enum Sent {
    Taken,
    Refused(String),
    /// No line, or no keys.
    NoLine,
    Unanswered,
}

impl App {
    /// Has a committed sale signed on the pad, where that is practised or was asked for.
    pub(crate) async fn sign(&mut self, row: &JournalRow) -> Signing {
        if row.deal.kind != Kind::Sale {
            return Signing::OnPaper;
        }
        let asked = std::mem::take(&mut self.pad_asked);
        let settled_on = self.settled_on.take().unwrap_or_default();
        if !self.is_pad_wanted(asked) {
            return Signing::OnPaper;
        }
        let practice = &self.setup.practice.terminal.receipt;
        let (limit_ms, slip) = (u64::from(practice.limit_s) * 1000, practice.slip);
        let mut lines = deal_lines(&row.deal);
        lines.push(self.say("PLEASE SIGN ON THE PAD", "请在签字板上签名"));
        self.body.show(ScreenKind::SignPad, lines).await;
        let (picture, phone) = match self.body.sign(feature_code(&settled_on, &row.rrn), limit_ms).await {
            OnPad::Signed { picture, phone } => (picture, phone),
            OnPad::Cancelled if self.has(Defect::CancelledSignatureForgetsSale) => {
                self.strike(&row.deal).await;
                return Signing::Forgotten;
            }
            OnPad::Cancelled => return self.due_on_paper(row, "SIGNATURE CANCELLED", "签名已取消").await,
            OnPad::TimedOut => return self.due_on_paper(row, "NOBODY SIGNED", "签名超时").await,
            OnPad::Failed => return self.due_on_paper(row, "NO SIGNATURE PAD", "签字板故障").await,
        };
        let phone = phone.expose_text().and_then(|digits| Phone::new(digits).ok());
        let left = phone.is_some() && slip == SlipPractice::UnlessLeft;
        let picture = self.picture_to_send(picture.expose());
        match self.keep_signature(row, &settled_on, &picture, phone).await {
            Ok(()) => {
                let mut lines = deal_lines(&row.deal);
                lines.push(self.say("SIGNED", "已签名"));
                self.body.show(ScreenKind::SignatureTaken, lines).await;
                Signing::OnPad { left }
            }
            Err(StoreFull) => self.due_on_paper(row, "STORE FULL", "存储已满").await,
        }
    }

    fn is_pad_wanted(&self, asked: bool) -> bool {
        let practised = match self.setup.practice.terminal.receipt.signature {
            SignaturePractice::Paper => false,
            SignaturePractice::OnRequest => asked,
            SignaturePractice::Electronic => true,
        };
        let dialect = &self.setup.dialect;
        practised && dialect.type_of(KIND).is_some() && dialect.has(Place::Picture)
    }

    async fn due_on_paper(&mut self, row: &JournalRow, english: &str, chinese: &str) -> Signing {
        let mut lines = deal_lines(&row.deal);
        lines.extend([self.say(english, chinese), self.say("SIGN ON THE SLIP", "请在签购单上签名")]);
        self.body.show(ScreenKind::SignOnPaper, lines).await;
        Signing::OnPaper
    }

    /// The picture as it was made, or the one before it (seeded defect).
    fn picture_to_send(&mut self, picture: &[u8]) -> Vec<u8> {
        let before = self.last_picture.replace(Picture::new(picture.to_vec()));
        match before {
            Some(before) if self.has(Defect::SignatureOfEarlierSale) => before.expose().to_vec(),
            _ => picture.to_vec(),
        }
    }

    /// Makes the upload durable. When this returns, the sale is signed.
    async fn keep_signature(
        &mut self,
        row: &JournalRow,
        settled_on: &str,
        picture: &[u8],
        phone: Option<Phone>,
    ) -> Result<(), StoreFull> {
        let masked = phone.as_ref().map(Phone::masked);
        let message = self.signature_upload(row, settled_on, picture, phone).await;
        let body = message.and_then(|message| self.setup.dialect.encode(&message).ok()).ok_or(StoreFull)?;
        let upload = Some(Digits(wire::hex::encode(&body)));
        let kept = SignatureRow { deal: row.deal.clone(), upload, failed: 0, phone: masked };
        let name = name_of(&row.deal);
        if self.put(&name, &kept).await.is_err() {
            self.remove_cell(&name).await;
            return Err(StoreFull);
        }
        self.body.flush().await;
        self.signatures.insert(name, true);
        Ok(())
    }

    async fn signature_upload(
        &mut self,
        row: &JournalRow,
        settled_on: &str,
        picture: &[u8],
        phone: Option<Phone>,
    ) -> Option<Message> {
        let (deal, now) = (&row.deal, time_of(&self.body.clock().await));
        let places = [(Place::Batch, deal.batch_text()), (Place::Time, now)];
        let places = places.each_ref().map(|(place, value)| (*place, value.as_str()));
        let mut message = self.setup.dialect.begin(KIND, &places)?.ok()?;
        message.set_text(4, &format!("{:012}", row.amount_fen()));
        message.set_text(11, &deal.trace());
        if settled_on.len() == 4 {
            message.set_text(15, settled_on);
        }
        message.set_text(37, &row.rrn);
        message.set_text(41, &self.setup.tid);
        message.set_text(42, &self.setup.mid);
        let receipt = Receipt {
            merchant: self.setup.merchant_name.clone(),
            title: format!("{}/{}", deal.kind.chinese(), deal.kind.title()),
            when: format!("{}{}{}", deal.day.get(..4)?, row.date, row.time),
            auth: row.auth.clone(),
            phone,
        };
        message.set_chip(&receipt.to_tlv());
        message.set_bytes(self.setup.dialect.field_of(Place::Picture)?, picture);
        Some(message)
    }

    /// Finds what the store holds of signatures, among the names of all its records.
    pub(crate) fn learn_signatures(&mut self, records: &[String]) {
        let slots = records.iter().filter(|name| name.starts_with(CELLS));
        let names = slots.filter_map(|slot| slot.rsplit_once('.')).map(|(name, _)| (name.to_owned(), true));
        self.signatures = names.collect();
    }

    /// What is known of a sale's signature; nothing where it is to be signed on paper.
    pub(crate) async fn signature_of(&mut self, deal: &Deal) -> Option<SignatureRow> {
        let name = name_of(deal);
        if !self.signatures.contains_key(&name) {
            return None;
        }
        self.cell::<SignatureRow>(&name).await.filter(|row| row.deal == *deal)
    }

    /// Behind an order: sends what the host has not got, unless something else is owed, up to the first that it leaves
    /// unanswered.
    pub(crate) async fn send_signatures(&mut self) {
        let busy = self.pending.is_some() || self.wallet.is_some() || self.settling;
        // Nobody signs on for this alone: its word would stand behind an order that has gone well.
        if busy || self.damaged || self.keys_gone || self.keys.is_none() {
            return;
        }
        for (name, row) in self.owed_signatures().await {
            // What was tried often enough waits for the settlement.
            if row.failed < self.signature_tries() && !self.send_signature(&name, row).await {
                return;
            }
        }
    }

    /// Before a settlement: the host gets every signature, or it is taken on paper.
    pub(crate) async fn send_signatures_first(&mut self) -> Result<(), End> {
        if self.signatures.values().any(|owed| *owed) && self.has(Defect::SettlementClearsSignatures) {
            return Ok(());
        }
        for (name, mut row) in self.owed_signatures().await {
            while !self.send_signature(&name, row.clone()).await {
                let Some(kept) = self.cell::<SignatureRow>(&name).await else { break };
                if kept.failed == row.failed {
                    let why = self.say("SIGNATURE NOT SENT, TRY AGAIN", "签名未送达，请重试");
                    return Err(End::Failed { kind: Kind::Settlement, why });
                }
                if kept.failed >= self.signature_tries() {
                    self.sign_on_paper(&name, &kept, self.say("HOST DOES NOT ANSWER", "主机无应答")).await;
                    break;
                }
                row = kept;
            }
        }
        Ok(())
    }

    fn signature_tries(&self) -> u8 {
        self.setup.practice.terminal.receipt.tries
    }

    async fn owed_signatures(&mut self) -> Vec<(String, SignatureRow)> {
        let names: Vec<String> =
            self.signatures.iter().filter(|(_, owed)| **owed).map(|(name, _)| name.clone()).collect();
        let mut rows = Vec::new();
        for name in names {
            match self.cell::<SignatureRow>(&name).await {
                Some(row) if row.upload.is_some() => rows.push((name, row)),
                Some(_) => drop(self.signatures.insert(name, false)),
                None => {
                    self.signatures.remove(&name);
                    self.discard_cell(&name).await;
                }
            }
        }
        rows
    }

    /// Sends one signature, and keeps what came of it. False when it is still owed.
    async fn send_signature(&mut self, name: &str, mut row: SignatureRow) -> bool {
        match self.ask_to_keep(&row).await {
            Sent::Taken => {
                row.upload = None;
                self.signatures.insert(name.to_owned(), false);
                if self.put(name, &row).await.is_ok() {
                    self.body.flush().await;
                } else {
                    // Only reprints lose by it.
                    self.signatures.remove(name);
                    self.remove_cell(name).await;
                }
                true
            }
            Sent::Refused(why) => {
                self.sign_on_paper(name, &row, why).await;
                true
            }
            Sent::NoLine => false,
            Sent::Unanswered => {
                row.failed = row.failed.saturating_add(1);
                if self.put(name, &row).await.is_ok() {
                    self.body.flush().await;
                }
                false
            }
        }
    }

    async fn ask_to_keep(&mut self, row: &SignatureRow) -> Sent {
        if self.ensure_keys(KIND).await.is_err() {
            return Sent::NoLine;
        }
        let body = row.upload.as_ref().and_then(|upload| wire::hex::decode(&upload.0).ok());
        let message = body.and_then(|body| self.setup.dialect.decode(&body).ok());
        let sealed =
            message.and_then(|message| self.sealed_frame(&message, None).map(|frame| (message, frame)));
        let Some((message, frame)) = sealed else {
            return Sent::Refused(self.say("MESSAGE ERROR", "报文错误"));
        };
        let lines =
            vec![format!("TRACE {}", row.deal.trace()), self.say("SENDING SIGNATURE", "正在上送签名")];
        self.body.show(ScreenKind::SendingSignature, lines).await;
        let answer = match self.exchange(frame, &message).await {
            Reply::Answer { message, proven: true } => message,
            Reply::Answer { .. } => {
                self.drop_keys().await;
                return Sent::Unanswered;
            }
            Reply::NoConnection => return Sent::NoLine,
            _ => return Sent::Unanswered,
        };
        let code = answer.text(39).unwrap_or_default();
        if TAKEN.contains(&code) {
            return Sent::Taken;
        }
        self.heed_key_demand(code).await;
        if TRY_AGAIN.contains(&code) {
            return Sent::Unanswered;
        }
        Sent::Refused(format!("CODE {code}"))
    }

    /// The signature on the pad counts for nothing: the merchant's copy comes out once more, to be signed by hand.
    async fn sign_on_paper(&mut self, name: &str, row: &SignatureRow, why: String) {
        let lines = vec![
            format!("TRACE {}", row.deal.trace()),
            why,
            self.say("SIGNATURE NOT TAKEN, SIGN ON PAPER", "签名未被接受，请在签购单上补签"),
        ];
        self.announce(ScreenKind::SignOnPaper, lines).await;
        self.signatures.remove(name);
        if let Some(committed) = self.committed(&row.deal).await {
            // A receipt that was to be left comes out as well.
            if row.phone.is_some() {
                self.print_duplicate(&committed).await;
            } else {
                self.print_to_sign(&committed).await;
            }
        }
        self.remove_cell(name).await;
    }

    /// A batch is settled: what the host has is forgotten.
    pub(crate) async fn clear_signatures(&mut self) {
        let owed = self.signatures.values().any(|owed| *owed);
        let all = owed && self.has(Defect::SettlementClearsSignatures);
        let done = |(name, owed): (&String, &bool)| (all || !*owed).then(|| name.clone());
        let names: Vec<String> = self.signatures.iter().filter_map(done).collect();
        for name in names {
            self.signatures.remove(&name);
            self.remove_cell(&name).await;
        }
    }
}

impl SignatureRow {
    /// What the slip says of it.
    pub(crate) fn on_paper(&self) -> Vec<String> {
        let mut lines = vec!["持卡人签名/SIGNATURE: 电子签名/SIGNED ON PAD".to_owned()];
        lines.extend(self.phone.as_ref().map(|phone| format!("电子签购单/E-RECEIPT: {phone}")));
        lines
    }
}

fn name_of(deal: &Deal) -> String {
    format!("{CELLS}{}.{}", deal.batch_text(), deal.trace())
}
