//! Sales that are signed on the pad, and what became of signatures and receipts.

use cucumber::{given, then, when};
use journal::Expectation;
use rig::{OnPad, Order};

use super::cashier::sale;
use crate::Counter;
use crate::words::{Amount, CardName, FaceWords, Nth};

async fn on_the_pad(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords, pad: OnPad) {
    counter.order(Order { pad: Some(pad), ..sale(card, face, amount.fen()) }).await;
}

#[given(expr = "the cashier took a sale of {amount} from {card} {face}, signed on the pad")]
#[when(expr = "the cashier takes a sale of {amount} from {card} {face}, signed on the pad")]
#[given(expr = "收银员已收款{amount}元,{card}{face},在签字板上签名")]
#[when(expr = "收银员收款{amount}元,{card}{face},在签字板上签名")]
async fn signs(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    on_the_pad(counter, amount, card, face, OnPad::Signs).await;
}

#[given(
    expr = "the cashier took a sale of {amount} from {card} {face}, signed on the pad for a receipt by phone"
)]
#[when(
    expr = "the cashier takes a sale of {amount} from {card} {face}, signed on the pad for a receipt by phone"
)]
#[given(expr = "收银员已收款{amount}元,{card}{face},在签字板上签名并留手机号")]
#[when(expr = "收银员收款{amount}元,{card}{face},在签字板上签名并留手机号")]
async fn signs_for_a_receipt(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    on_the_pad(counter, amount, card, face, OnPad::SignsForReceipt).await;
}

#[given(
    expr = "the cashier took a sale of {amount} from {card} {face} and the cardholder cancelled on the pad"
)]
#[when(
    expr = "the cashier takes a sale of {amount} from {card} {face} and the cardholder cancels on the pad"
)]
#[given(expr = "收银员已收款{amount}元,{card}{face},持卡人在签字板上取消")]
#[when(expr = "收银员收款{amount}元,{card}{face},持卡人在签字板上取消")]
async fn cancels(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    on_the_pad(counter, amount, card, face, OnPad::Cancels).await;
}

#[when(expr = "the cashier takes a sale of {amount} from {card} {face} and nobody signs on the pad")]
#[when(expr = "收银员收款{amount}元,{card}{face},无人在签字板上签名")]
async fn never_signs(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    on_the_pad(counter, amount, card, face, OnPad::Never).await;
}

#[then(expr = "the host has the signature on the sale")]
#[then(expr = "主机已收到该笔消费的签名")]
async fn has_it(counter: &mut Counter) {
    counter.expect(Expectation::SignatureHeld { nth: Expectation::LAST, held: true }).await;
}

#[then(expr = "the host has the signature on the {nth} sale")]
#[then(expr = "主机已收到{nth}消费的签名")]
async fn has_the_nth(counter: &mut Counter, nth: Nth) {
    counter.expect(Expectation::SignatureHeld { nth: nth.0, held: true }).await;
}

#[then(expr = "the host has no signature on the sale")]
#[then(expr = "主机没有该笔消费的签名")]
async fn has_none(counter: &mut Counter) {
    counter.expect(Expectation::SignatureHeld { nth: Expectation::LAST, held: false }).await;
}

#[then(expr = "the host has no signature on the {nth} sale")]
#[then(expr = "主机没有{nth}消费的签名")]
async fn has_none_on_the_nth(counter: &mut Counter, nth: Nth) {
    counter.expect(Expectation::SignatureHeld { nth: nth.0, held: false }).await;
}

/// One, and no second one of the same amount.
#[then(expr = "a receipt of {amount} was sent to a phone")]
#[then(expr = "向手机发送了{amount}元的电子签购单")]
async fn receipt(counter: &mut Counter, amount: Amount) {
    counter.expect(Expectation::Receipts { count: 1, amount_fen: Some(amount.0) }).await;
}

#[then(expr = "no receipt was sent to a phone")]
#[then(expr = "未向手机发送电子签购单")]
async fn no_receipt(counter: &mut Counter) {
    counter.expect(Expectation::Receipts { count: 0, amount_fen: None }).await;
}
