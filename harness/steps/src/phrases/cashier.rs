//! Orders to the cashier.

use cucumber::{given, when};
use journal::OrderKind;
use rig::{Move, Order, PinChoice, Supervisor, Which};

use crate::Counter;
use crate::words::{Amount, CardName, FaceWords, Nth, OrderWords};

pub(super) fn sale(card: CardName, face: FaceWords, amount: Option<u64>) -> Order {
    Order { card: Some(card.0), face: face.0, amount_fen: amount, ..Order::new(OrderKind::Sale) }
}

#[given(expr = "the cashier took a sale of {amount} from {card} {face}")]
#[when(expr = "the cashier takes a sale of {amount} from {card} {face}")]
#[given(expr = "收银员已收款{amount}元,{card}{face}")]
#[when(expr = "收银员收款{amount}元,{card}{face}")]
async fn takes_a_sale(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    counter.order(sale(card, face, amount.fen())).await;
}

#[given(expr = "the cashier took a sale from {card} {face}")]
#[when(expr = "the cashier takes a sale from {card} {face}")]
#[given(expr = "收银员已收款一笔,{card}{face}")]
#[when(expr = "收银员收款一笔,{card}{face}")]
async fn takes_some_sale(counter: &mut Counter, card: CardName, face: FaceWords) {
    counter.order(sale(card, face, None)).await;
}

#[when(expr = "the cashier takes a sale of {amount} from {card} {face} and the PIN is mistyped")]
#[when(expr = "收银员收款{amount}元,{card}{face},密码输错")]
async fn mistyped_pin(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    counter.order(Order { pin: PinChoice::Wrong, ..sale(card, face, amount.fen()) }).await;
}

#[when(expr = "the cashier takes a sale of {amount} from {card} {face} and no PIN is typed")]
#[when(expr = "收银员收款{amount}元,{card}{face},不输密码")]
async fn skipped_pin(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    counter.order(Order { pin: PinChoice::Skips, ..sale(card, face, amount.fen()) }).await;
}

#[when(
    expr = "the cashier takes a sale of {amount} from {card} {face} and the cardholder cancels at the PIN"
)]
#[when(expr = "收银员收款{amount}元,{card}{face},持卡人在输密时取消")]
async fn cancelled_at_pin(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    counter.order(Order { pin: PinChoice::Cancels, ..sale(card, face, amount.fen()) }).await;
}

#[given(expr = "the cashier took an offline sale of {amount} from {card} {face}")]
#[when(expr = "the cashier takes an offline sale of {amount} from {card} {face}")]
#[given(expr = "收银员已脱机收款{amount}元,{card}{face}")]
#[when(expr = "收银员脱机收款{amount}元,{card}{face}")]
async fn takes_an_offline_sale(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    let order = Order { kind: OrderKind::OfflineSale, ..sale(card, face, amount.fen()) };
    counter.order(order).await;
}

#[when(expr = "the cashier voids the offline sale")]
#[when(expr = "收银员撤销该笔脱机消费")]
async fn voids_an_offline_sale(counter: &mut Counter) {
    let order = counter.with_card_of(OrderKind::Void, OrderKind::OfflineSale);
    counter.order(order).await;
}

#[given(expr = "the cashier refunded {amount} of the offline sale")]
#[when(expr = "the cashier refunds {amount} of the offline sale")]
#[given(expr = "收银员已对该笔脱机消费退货{amount}元")]
#[when(expr = "收银员对该笔脱机消费退货{amount}元")]
async fn refunds_an_offline_sale(counter: &mut Counter, amount: Amount) {
    let mut order = counter.with_card_of(OrderKind::Refund, OrderKind::OfflineSale);
    order.amount_fen = amount.fen();
    counter.order(order).await;
}

#[given(expr = "the cashier voided the sale")]
#[when(expr = "the cashier voids the sale")]
#[given(expr = "收银员已撤销该笔消费")]
#[when(expr = "收银员撤销该笔消费")]
async fn voids(counter: &mut Counter) {
    let order = counter.with_same_card(OrderKind::Void, Which::Latest);
    counter.order(order).await;
}

#[given(expr = "the cashier voided the {nth} sale")]
#[when(expr = "the cashier voids the {nth} sale")]
#[given(expr = "收银员已撤销{nth}消费")]
#[when(expr = "收银员撤销{nth}消费")]
async fn voids_the_nth(counter: &mut Counter, nth: Nth) {
    let order = counter.with_same_card(OrderKind::Void, Which::Nth(nth.0));
    counter.order(order).await;
}

#[when(expr = "the cashier voids the {nth} sale with {card} {face}")]
#[when(expr = "收银员撤销{nth}消费,用{card}{face}")]
async fn voids_the_nth_with(counter: &mut Counter, nth: Nth, card: CardName, face: FaceWords) {
    let of = Which::Nth(nth.0);
    counter.order(Order { card: Some(card.0), face: face.0, of, ..Order::new(OrderKind::Void) }).await;
}

#[when(expr = "the cashier voids the sale with {card} {face}")]
#[when(expr = "收银员撤销该笔消费,用{card}{face}")]
async fn voids_with(counter: &mut Counter, card: CardName, face: FaceWords) {
    counter.order(Order { card: Some(card.0), face: face.0, ..Order::new(OrderKind::Void) }).await;
}

#[when(expr = "the cashier voids the sale and the supervisor mistypes the password")]
#[when(expr = "收银员撤销该笔消费,主管密码输错")]
async fn voids_with_a_wrong_password(counter: &mut Counter) {
    let order =
        Order { supervisor: Supervisor::Mistypes, ..counter.with_same_card(OrderKind::Void, Which::Latest) };
    counter.order(order).await;
}

#[when(expr = "the cashier voids the sale and the supervisor refuses")]
#[when(expr = "收银员撤销该笔消费,主管不同意")]
async fn voids_against_the_supervisor(counter: &mut Counter) {
    let order =
        Order { supervisor: Supervisor::Refuses, ..counter.with_same_card(OrderKind::Void, Which::Latest) };
    counter.order(order).await;
}

#[when(expr = "the cashier voids the sale and the PIN is mistyped")]
#[when(expr = "收银员撤销该笔消费,密码输错")]
async fn voids_with_a_wrong_pin(counter: &mut Counter) {
    let order = Order { pin: PinChoice::Wrong, ..counter.with_same_card(OrderKind::Void, Which::Latest) };
    counter.order(order).await;
}

#[when(expr = "the cashier voids a sale that never was")]
#[when(expr = "收银员撤销一笔不存在的消费")]
async fn voids_nothing(counter: &mut Counter) {
    let order = counter.with_same_card(OrderKind::Void, Which::Unknown);
    counter.order(order).await;
}

async fn refund(counter: &mut Counter, amount_fen: Option<u64>, of: Which, with_card: bool) {
    let mut order = counter.with_same_card(OrderKind::Refund, of);
    order.amount_fen = amount_fen;
    if !with_card {
        order.card = None;
    }
    counter.order(order).await;
}

#[given(expr = "the cashier refunded {amount} of the sale")]
#[when(expr = "the cashier refunds {amount} of the sale")]
#[given(expr = "收银员已退货{amount}元")]
#[when(expr = "收银员退货{amount}元")]
async fn refunds(counter: &mut Counter, amount: Amount) {
    refund(counter, amount.fen(), Which::Latest, true).await;
}

#[given(expr = "the cashier took {amount} of the sale back")]
#[when(expr = "the cashier takes {amount} of the sale back")]
#[given(expr = "收银员已将该笔消费冲回{amount}元")]
#[when(expr = "收银员将该笔消费冲回{amount}元")]
async fn takes_back(counter: &mut Counter, amount: Amount) {
    take_back(counter, amount, Which::Latest).await;
}

#[given(expr = "the cashier took {amount} of the {nth} sale back")]
#[when(expr = "the cashier takes {amount} of the {nth} sale back")]
#[given(expr = "收银员已冲回{amount}元,对应{nth}消费")]
#[when(expr = "收银员冲回{amount}元,对应{nth}消费")]
async fn takes_the_nth_back(counter: &mut Counter, amount: Amount, nth: Nth) {
    take_back(counter, amount, Which::Nth(nth.0)).await;
}

async fn take_back(counter: &mut Counter, amount: Amount, of: Which) {
    let order = Order { amount_fen: amount.fen(), of, ..Order::new(OrderKind::PartialReversal) };
    counter.order(order).await;
}

#[when(expr = "the cashier refunds the sale")]
#[when(expr = "收银员全额退货")]
async fn refunds_all(counter: &mut Counter) {
    let amount = counter.last_amount();
    refund(counter, amount, Which::Latest, true).await;
}

#[when(expr = "the cashier refunds {amount} of the {nth} sale")]
#[when(expr = "收银员退货{amount}元,对应{nth}消费")]
async fn refunds_the_nth(counter: &mut Counter, amount: Amount, nth: Nth) {
    refund(counter, amount.fen(), Which::Nth(nth.0), true).await;
}

#[when(expr = "the cashier refunds {amount} of the {nth} sale to {card} {face}")]
#[when(expr = "收银员退货{amount}元,对应{nth}消费,退到{card}{face}")]
async fn refunds_the_nth_to(
    counter: &mut Counter,
    amount: Amount,
    nth: Nth,
    card: CardName,
    face: FaceWords,
) {
    let order = Order {
        card: Some(card.0),
        face: face.0,
        amount_fen: amount.fen(),
        of: Which::Nth(nth.0),
        ..Order::new(OrderKind::Refund)
    };
    counter.order(order).await;
}

#[when(expr = "the cashier refunds {amount} of the sale without the card")]
#[when(expr = "收银员无卡退货{amount}元")]
async fn refunds_without_card(counter: &mut Counter, amount: Amount) {
    refund(counter, amount.fen(), Which::Latest, false).await;
}

#[when(expr = "the cashier refunds {amount} of the {nth} sale without the card")]
#[when(expr = "收银员无卡退货{amount}元,对应{nth}消费")]
async fn refunds_the_nth_without_card(counter: &mut Counter, amount: Amount, nth: Nth) {
    refund(counter, amount.fen(), Which::Nth(nth.0), false).await;
}

#[when(expr = "the cashier refunds {amount} of a sale that never was")]
#[when(expr = "收银员对不存在的消费退货{amount}元")]
async fn refunds_nothing(counter: &mut Counter, amount: Amount) {
    refund(counter, amount.fen(), Which::Unknown, true).await;
}

#[when(expr = "the cashier refunds {amount} of the sale to {card} {face}")]
#[when(expr = "收银员退货{amount}元,退到{card}{face}")]
async fn refunds_to(counter: &mut Counter, amount: Amount, card: CardName, face: FaceWords) {
    let order =
        Order { card: Some(card.0), face: face.0, amount_fen: amount.fen(), ..Order::new(OrderKind::Refund) };
    counter.order(order).await;
}

#[when(expr = "the cashier refunds {amount} of the sale and the supervisor mistypes the password")]
#[when(expr = "收银员退货{amount}元,主管密码输错")]
async fn refunds_with_a_wrong_password(counter: &mut Counter, amount: Amount) {
    let mut order = counter.with_same_card(OrderKind::Refund, Which::Latest);
    order.amount_fen = amount.fen();
    order.supervisor = Supervisor::Mistypes;
    counter.order(order).await;
}

#[when(expr = "the cashier refunds {amount} of the sale and the supervisor refuses")]
#[when(expr = "收银员退货{amount}元,主管不同意")]
async fn refunds_against_the_supervisor(counter: &mut Counter, amount: Amount) {
    let mut order = counter.with_same_card(OrderKind::Refund, Which::Latest);
    order.amount_fen = amount.fen();
    order.supervisor = Supervisor::Refuses;
    counter.order(order).await;
}

#[when(expr = "the cashier asks for the balance of {card} {face}")]
#[when(expr = "收银员查询余额,{card}{face}")]
async fn asks_for_the_balance(counter: &mut Counter, card: CardName, face: FaceWords) {
    counter.order(Order { card: Some(card.0), face: face.0, ..Order::new(OrderKind::Balance) }).await;
}

#[when(expr = "the cashier queries the sale")]
#[when(expr = "收银员查询该笔消费")]
async fn queries(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::Query)).await;
}

#[when(expr = "the cashier queries the {nth} sale")]
#[when(expr = "收银员查询{nth}消费")]
async fn queries_the_nth(counter: &mut Counter, nth: Nth) {
    counter.order(Order { of: Which::Nth(nth.0), ..Order::new(OrderKind::Query) }).await;
}

#[when(expr = "the cashier queries a sale that never was")]
#[when(expr = "收银员查询一笔不存在的消费")]
async fn queries_nothing(counter: &mut Counter) {
    counter.order(Order { of: Which::Unknown, ..Order::new(OrderKind::Query) }).await;
}

#[when(expr = "the cashier reprints the slip")]
#[when(expr = "收银员重打印签购单")]
async fn reprints(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::Reprint)).await;
}

#[when(expr = "the cashier reprints the slip of the {nth} sale")]
#[when(expr = "收银员重打印{nth}消费的签购单")]
async fn reprints_the_nth(counter: &mut Counter, nth: Nth) {
    counter.order(Order { of: Which::Nth(nth.0), ..Order::new(OrderKind::Reprint) }).await;
}

#[when(expr = "the cashier reprints the slip of the {order}")]
#[when(expr = "收银员重打印{order}签购单")]
async fn reprints_that_of(counter: &mut Counter, order: OrderWords) {
    counter.order(Order { of: Which::Last(order.0), ..Order::new(OrderKind::Reprint) }).await;
}

#[when(expr = "the cashier signs the terminal on")]
#[when(expr = "收银员签到")]
async fn signs_on(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::SignOn)).await;
}

#[when(expr = "the cashier sends the pending reversal by hand")]
#[when(expr = "收银员手工冲正")]
async fn reverses_by_hand(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::Reverse)).await;
}

#[when(expr = "the cashier tries the {order} again")]
#[when(expr = "收银员重做{order}")]
async fn tries_again(counter: &mut Counter, order: OrderWords) {
    counter.perform(Move::Again(order.0)).await;
}

#[given(expr = "the cashier does not try again when left in the dark")]
#[given(expr = "收银员在结果不明时不重做")]
async fn gives_up(counter: &mut Counter) {
    counter.tries_again = false;
}
