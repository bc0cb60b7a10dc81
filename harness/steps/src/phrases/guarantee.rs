//! Orders to the cashier about pre-authorisations.

use cucumber::{given, when};
use journal::OrderKind;
use rig::{Order, Which};

use crate::Counter;
use crate::words::{Amount, CardName, FaceWords, Nth};

#[given(expr = "the cashier took a pre-authorisation of {amount} from {card} {face}")]
#[when(expr = "the cashier takes a pre-authorisation of {amount} from {card} {face}")]
#[given(expr = "收银员已做预授权{amount}元,{card}{face}")]
#[when(expr = "收银员做预授权{amount}元,{card}{face}")]
async fn takes(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    let amount_fen = amount.fen();
    let order = Order { card: Some(card.0), face: face.0, amount_fen, ..Order::new(OrderKind::PreAuth) };
    counter.order(order).await;
}

#[given(expr = "the cashier completed {amount} of the pre-authorisation")]
#[when(expr = "the cashier completes {amount} of the pre-authorisation")]
#[given(expr = "收银员已完成该笔预授权{amount}元")]
#[when(expr = "收银员完成该笔预授权{amount}元")]
async fn completes(counter: &mut Counter, amount: Amount) {
    let mut order = counter.with_same_card(OrderKind::Completion, Which::Latest);
    order.amount_fen = amount.fen();
    counter.order(order).await;
}

#[when(expr = "the cashier completes {amount} of the pre-authorisation with {card} {face}")]
#[when(expr = "收银员完成该笔预授权{amount}元,用{card}{face}")]
async fn completes_with(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    let amount_fen = amount.fen();
    let order = Order { card: Some(card.0), face: face.0, amount_fen, ..Order::new(OrderKind::Completion) };
    counter.order(order).await;
}

#[given(expr = "the cashier completed {amount} of the pre-authorisation by advice")]
#[when(expr = "the cashier completes {amount} of the pre-authorisation by advice")]
#[given(expr = "收银员已以通知方式完成该笔预授权{amount}元")]
#[when(expr = "收银员以通知方式完成该笔预授权{amount}元")]
async fn completes_by_advice(counter: &mut Counter, amount: Amount) {
    by_advice(counter, amount, Which::Latest).await;
}

#[given(expr = "the cashier completed {amount} of the {nth} pre-authorisation by advice")]
#[when(expr = "the cashier completes {amount} of the {nth} pre-authorisation by advice")]
#[given(expr = "收银员已以通知方式完成预授权{amount}元,对应{nth}预授权")]
#[when(expr = "收银员以通知方式完成预授权{amount}元,对应{nth}预授权")]
async fn completes_the_nth_by_advice(counter: &mut Counter, amount: Amount, nth: Nth) {
    by_advice(counter, amount, Which::Nth(nth.0)).await;
}

async fn by_advice(counter: &mut Counter, amount: Amount, of: Which) {
    let mut order = counter.with_same_card(OrderKind::CompletionAdvice, of);
    order.amount_fen = amount.fen();
    counter.order(order).await;
}

#[given(expr = "the cashier voided the pre-authorisation")]
#[when(expr = "the cashier voids the pre-authorisation")]
#[given(expr = "收银员已撤销该笔预授权")]
#[when(expr = "收银员撤销该笔预授权")]
async fn voids(counter: &mut Counter) {
    let mut order = counter.with_same_card(OrderKind::PreAuthVoid, Which::Latest);
    order.amount_fen = counter.held_amount();
    counter.order(order).await;
}

#[given(expr = "the cashier voided the completion")]
#[when(expr = "the cashier voids the completion")]
#[given(expr = "收银员已撤销该笔预授权完成")]
#[when(expr = "收银员撤销该笔预授权完成")]
async fn voids_the_completion(counter: &mut Counter) {
    let order = counter.with_same_card(OrderKind::CompletionVoid, Which::Latest);
    counter.order(order).await;
}
