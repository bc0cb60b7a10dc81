//! What both books say in the end, and what the host took and answered.

use cucumber::then;
use journal::Expectation;

use crate::Counter;
use crate::words::{
    Amount, ClassWords, Code, Codes, Nth, PersonName, ReversibleWords, StateWords, TimesWords,
};

#[then(expr = "{person} has paid {amount} in all")]
#[then(expr = "{person}一共支付{amount}元")]
async fn has_paid(counter: &mut Counter, person: PersonName, amount: Amount) {
    let person = counter.person(&person.0);
    counter.expect(Expectation::Paid { person, amount_fen: amount.0 }).await;
}

#[then(expr = "{person} has paid nothing")]
#[then(expr = "{person}分文未付")]
async fn has_paid_nothing(counter: &mut Counter, person: PersonName) {
    let person = counter.person(&person.0);
    counter.expect(Expectation::Paid { person, amount_fen: 0 }).await;
}

#[then(expr = "{amount} of {person}'s money is held")]
async fn is_held(counter: &mut Counter, amount: Amount, person: PersonName) {
    held(counter, person, amount.0).await;
}

#[then(expr = "{person}被冻结{amount}元")]
async fn is_held_in_chinese(counter: &mut Counter, person: PersonName, amount: Amount) {
    held(counter, person, amount.0).await;
}

#[then(expr = "none of {person}'s money is held")]
#[then(expr = "{person}没有冻结款")]
async fn is_not_held(counter: &mut Counter, person: PersonName) {
    held(counter, person, 0).await;
}

async fn held(counter: &mut Counter, person: PersonName, amount_fen: i64) {
    let person = counter.person(&person.0);
    counter.expect(Expectation::Held { person, amount_fen }).await;
}

#[then(expr = "{person} has paid for the sale once")]
#[then(expr = "{person}只付了一次款")]
async fn has_paid_once(counter: &mut Counter, person: PersonName) {
    let person = counter.person(&person.0);
    counter.expect(Expectation::PaidOnce { person }).await;
}

#[then(expr = "the merchant has earned {amount}")]
#[then(expr = "商户入账{amount}元")]
async fn has_earned(counter: &mut Counter, amount: Amount) {
    counter.expect(Expectation::Earned { amount_fen: amount.0 }).await;
}

#[then(expr = "the merchant has earned nothing")]
#[then(expr = "商户未入账")]
async fn has_earned_nothing(counter: &mut Counter) {
    counter.expect(Expectation::Earned { amount_fen: 0 }).await;
}

#[then(expr = "the acquirer keeps a fee of {amount}")]
#[then(expr = "收单行收取手续费{amount}元")]
async fn keeps_a_fee(counter: &mut Counter, amount: Amount) {
    counter.expect(Expectation::Fee { amount_fen: amount.0 }).await;
}

/// Points (积分) in the acquirer's book; the profile says how many a payment brings.
#[then(expr = "{person} has {int} point(s)")]
#[then(expr = "{person}有{int}积分")]
async fn has_points(counter: &mut Counter, person: PersonName, count: i64) {
    let person = counter.person(&person.0);
    counter.expect(Expectation::Points { person, count }).await;
}

#[then(expr = "{person} has no points")]
#[then(expr = "{person}没有积分")]
async fn has_no_points(counter: &mut Counter, person: PersonName) {
    has_points(counter, person, 0).await;
}

#[then(expr = "the {booked class} {state}")]
#[then(expr = "该笔{booked class}{state}")]
async fn is_in_state(counter: &mut Counter, class: ReversibleWords, state: StateWords) {
    let class = class.0.name().to_owned();
    counter.expect(Expectation::State { class, nth: Expectation::LAST, state: state.0 }).await;
}

#[then(expr = "the {nth} {booked class} {state}")]
#[then(expr = "{nth}{booked class}{state}")]
async fn nth_is_in_state(counter: &mut Counter, nth: Nth, class: ReversibleWords, state: StateWords) {
    let class = class.0.name().to_owned();
    counter.expect(Expectation::State { class, nth: nth.0, state: state.0 }).await;
}

#[then(expr = "the host took {how many} {class}(s)")]
#[then(expr = "主机收到{how many}{class}")]
async fn took(counter: &mut Counter, count: TimesWords, class: ClassWords) {
    let class = class.0.name().to_owned();
    counter.expect(Expectation::Requests { class, count: count.0 }).await;
}

#[then(expr = "no {class} reached the host")]
#[then(expr = "主机未收到{class}")]
async fn took_none(counter: &mut Counter, class: ClassWords) {
    let class = class.0.name().to_owned();
    counter.expect(Expectation::Requests { class, count: 0 }).await;
}

#[then(expr = "the host was told that the script was done")]
#[then(expr = "主机得知脚本执行成功")]
async fn script_was_done(counter: &mut Counter) {
    counter.expect(Expectation::ScriptTold { failed: None }).await;
}

#[then(expr = "the host was told that command {int} of the script failed")]
#[then(expr = "主机得知脚本第{int}条命令失败")]
async fn script_failed(counter: &mut Counter, nth: u64) {
    counter.expect(Expectation::ScriptTold { failed: Some(nth) }).await;
}

#[then(expr = "the reversal says what came of the script")]
#[then(expr = "冲正带有脚本结果")]
async fn reversal_tells(counter: &mut Counter) {
    counter.expect(Expectation::ReversalTellsScript).await;
}

#[then(expr = "the reason of the reversal is {codes}")]
#[then(expr = "冲正原因为{codes}")]
async fn reason_is(counter: &mut Counter, codes: Codes) {
    counter.expect(Expectation::ReversalReason { any_of: codes.0 }).await;
}

#[then(expr = "the {class} was answered {code}")]
#[then(expr = "{class}的应答码为{code}")]
async fn was_answered(counter: &mut Counter, class: ClassWords, code: Code) {
    let class = class.0.name().to_owned();
    counter.expect(Expectation::Answered { class, nth: Expectation::LAST, code: code.0 }).await;
}

#[then(expr = "the {nth} {class} was answered {code}")]
#[then(expr = "{nth}{class}的应答码为{code}")]
async fn nth_was_answered(counter: &mut Counter, nth: Nth, class: ClassWords, code: Code) {
    let class = class.0.name().to_owned();
    counter.expect(Expectation::Answered { class, nth: nth.0, code: code.0 }).await;
}

#[then(expr = "the {class} reached the host before the {nth} {class}")]
#[then(expr = "{class}先于{nth}{class}到达主机")]
async fn came_before(counter: &mut Counter, first: ClassWords, nth: Nth, second: ClassWords) {
    let (first, second) = (first.0.name().to_owned(), second.0.name().to_owned());
    counter.expect(Expectation::Before { first, second, nth: nth.0 }).await;
}
