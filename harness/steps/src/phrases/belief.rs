//! What people were told and what they believe in the end.

use cucumber::then;
use journal::Expectation;

use crate::Counter;
use crate::words::{Amount, BeliefWords, MessageWords, OrderWords, PersonName};

#[then(expr = "the cashier believes that the {order} {belief}")]
#[then(expr = "收银员认为{order}{belief}")]
async fn cashier_believes(counter: &mut Counter, order: OrderWords, belief: BeliefWords) {
    counter.expect(Expectation::CashierBelieves { order: order.0, belief: belief.0 }).await;
}

#[then(expr = "the cardholder believes that the {order} {belief}")]
#[then(expr = "持卡人认为{order}{belief}")]
async fn cardholder_believes(counter: &mut Counter, order: OrderWords, belief: BeliefWords) {
    counter.expect(Expectation::CardholderBelieves { order: order.0, belief: belief.0 }).await;
}

#[then(expr = "the {order} took {int} try/tries")]
#[then(expr = "{order}共尝试{int}次")]
async fn took_tries(counter: &mut Counter, order: OrderWords, count: u64) {
    counter.expect(Expectation::Attempts { order: order.0, count }).await;
}

#[then(expr = "the bank told {person} of {int} {movement}(s)")]
#[then(expr = "银行向{person}发出{int}条{movement}短信")]
async fn told(counter: &mut Counter, person: PersonName, count: u64, movement: MessageWords) {
    let person = counter.person(&person.0);
    counter.expect(Expectation::Messages { person, movement: movement.0, count, amount_fen: None }).await;
}

#[then(expr = "the bank told {person} of no {movement}(s)")]
#[then(expr = "银行未向{person}发出{movement}短信")]
async fn told_of_none(counter: &mut Counter, person: PersonName, movement: MessageWords) {
    told(counter, person, 0, movement).await;
}

#[then(expr = "the bank told {person} of {int} {movement}(s) of {amount}")]
#[then(expr = "银行向{person}发出{int}条{movement}短信,金额{amount}元")]
async fn told_of(
    counter: &mut Counter,
    person: PersonName,
    count: u64,
    movement: MessageWords,
    amount: Amount,
) {
    let person = counter.person(&person.0);
    let amount_fen = Some(amount.0);
    counter.expect(Expectation::Messages { person, movement: movement.0, count, amount_fen }).await;
}
