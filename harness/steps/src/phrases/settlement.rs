//! Settling the batch, signing off, testing the line; and what the host makes of it.

use cucumber::{given, then, when};
use host::{Class, Misbehaviour};
use journal::{Expectation, OrderKind, Port};
use rig::{Fault, FaultKind, Lasting, Moment, Order, Trouble};

use super::cashier::sale;
use super::host::script;
use crate::Counter;
use crate::words::{Amount, CardName, FaceWords};

#[given(expr = "the cashier settled the batch")]
#[when(expr = "the cashier settles the batch")]
#[given(expr = "收银员已结算")]
#[when(expr = "收银员结算")]
async fn settles(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::Settlement)).await;
}

#[given(expr = "the cashier signed the terminal off")]
#[when(expr = "the cashier signs the terminal off")]
#[given(expr = "收银员已签退")]
#[when(expr = "收银员签退")]
async fn signs_off(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::SignOff)).await;
}

#[when(expr = "the cashier tests the line")]
#[when(expr = "收银员测试线路")]
async fn tests_the_line(counter: &mut Counter) {
    counter.order(Order::new(OrderKind::Echo)).await;
}

#[given(expr = "the cashier took {int} sales of {amount} from {card} {face}")]
#[given(expr = "收银员已连续收款{int}次,每次{amount}元,{card}{face}")]
async fn took_many(counter: &mut Counter, times: u32, amount: Amount, card: CardName, face: FaceWords) {
    for _ in 0..times {
        counter.order(sale(card.clone(), face, amount.fen())).await;
    }
}

/// Each sale is an order of its own; the power cuts fall at awaits of the terminal that the seed draws.
#[when(
    expr = "the cashier takes {int} sales of {amount} from {card} {face}, one in {int} with a power cut, and settles after every {int}"
)]
#[when(expr = "收银员连续收款{int}次,每次{amount}元,{card}{face},每{int}次断电一次,每{int}次结算一次")]
async fn takes_a_long_row(
    counter: &mut Counter,
    times: u32,
    amount: Amount,
    card: CardName,
    face: FaceWords,
    cut: u32,
    settle: u32,
) {
    if cut == 0 || settle == 0 || cut > times || settle > times {
        counter.keep::<()>(Err(Trouble::Unknown {
            reason: format!("in a row of {times}, every {cut} a power cut and every {settle} a settlement"),
            hint: "write numbers from 1 to the length of the row".to_owned(),
        }));
        return;
    }
    for nth in 1..=times {
        if nth.is_multiple_of(cut) {
            let moment = Moment::Drawn { name: "device.call".to_owned(), at_most: SURE_CALLS };
            let kind = FaultKind::PowerOff(Port::Terminal);
            counter.arm(Fault { kind, moment, lasting: Lasting::For(OFF_NS) }).await;
        }
        counter.order(sale(card.clone(), face, amount.fen())).await;
        if nth.is_multiple_of(settle) {
            counter.order(Order::new(OrderKind::Settlement)).await;
        }
    }
}

/// Calls of a terminal to its body that the shortest sale is sure to make.
const SURE_CALLS: u32 = 40;
/// How long power stays away.
const OFF_NS: u64 = 5_000_000_000;

#[given(expr = "the host finds the totals of the next settlement unequal")]
#[given(expr = "主机对下一次结算对账不平")]
async fn finds_unequal(counter: &mut Counter) {
    script(counter, Class::Settlement, 1, Misbehaviour::TotalsUnequal).await;
}

#[given(expr = "the host cannot tell whether the totals of the next settlement are right")]
#[given(expr = "主机对下一次结算对账出错")]
async fn finds_in_error(counter: &mut Counter) {
    script(counter, Class::Settlement, 1, Misbehaviour::TotalsInError).await;
}

#[then(expr = "the host closed {int} batch(es)")]
#[then(expr = "主机结束了{int}个批次")]
async fn closed(counter: &mut Counter, count: u64) {
    counter.expect(Expectation::BatchesClosed { count }).await;
}

#[then(expr = "the settlement says {int} debit(s) of {amount} and {int} credit(s) of {amount}")]
#[then(expr = "结算为借记{int}项共{amount}元,贷记{int}项共{amount}元")]
async fn says(counter: &mut Counter, debits: u64, debit: Amount, credits: u64, credit: Amount) {
    let (debit_fen, credit_fen) = (debit.0, credit.0);
    counter.expect(Expectation::Settled { debits, debit_fen, credits, credit_fen }).await;
}

#[then(expr = "all closed batches together come to what the merchant has earned by card")]
#[then(expr = "已结束批次合计等于商户刷卡入账")]
async fn settled_all(counter: &mut Counter) {
    counter.expect(Expectation::SettledAll).await;
}

#[then(expr = "{int} transaction(s) were/was uploaded")]
#[then(expr = "共上送{int}条明细")]
async fn uploaded(counter: &mut Counter, count: u64) {
    counter.expect(Expectation::Uploaded { count }).await;
}
