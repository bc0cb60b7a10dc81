//! How the host and the issuer behind it misbehave, on order, and what changes at the host by itself.

use cucumber::{given, when};
use host::{Class, Misbehaviour, Script, ScriptPhase};
use rig::Move;

use crate::Counter;
use crate::words::{Amount, ClassWords, Code, Duration, KeySetWords};

pub(super) async fn script(counter: &mut Counter, class: Class, times: u32, misbehaviour: Misbehaviour) {
    counter.perform(Move::Script(Script { misbehaviour, on: Some(class), times })).await;
}

#[given(expr = "the host declines the next {class} with code {code}")]
#[given(expr = "主机拒绝下一笔{class},应答码{code}")]
async fn declines(counter: &mut Counter, class: ClassWords, code: Code) {
    script(counter, class.0, 1, Misbehaviour::Decline { code: code.0 }).await;
}

#[given(expr = "the host declines the next {class} with code {code}, {int} times")]
#[given(expr = "主机拒绝下一笔{class},应答码{code},共{int}次")]
async fn declines_often(counter: &mut Counter, class: ClassWords, code: Code, times: u32) {
    script(counter, class.0, times, Misbehaviour::Decline { code: code.0 }).await;
}

/// The host takes a sale of more than this for this much of it (code 10); a smaller sale does not meet the order.
#[given(expr = "the host approves only {amount} of the next sale")]
#[given(expr = "主机只批准下一笔消费中的{amount}元")]
async fn approves_in_part(counter: &mut Counter, amount: Amount) {
    script(counter, Class::Sale, 1, Misbehaviour::ApproveInPart { fen: amount.0 }).await;
}

#[given(expr = "somebody on the line declines the next {class} with code {code} and a false MAC")]
#[given(expr = "线路上有人伪造下一笔{class}的拒绝应答{code}")]
async fn declines_unproven(counter: &mut Counter, class: ClassWords, code: Code) {
    script(counter, class.0, 1, Misbehaviour::DeclineUnproven { code: code.0 }).await;
}

#[given(expr = "the host books the next {class} but never answers")]
#[given(expr = "主机对下一笔{class}只记账不应答")]
async fn books_in_silence(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::Silence).await;
}

#[given(expr = "the host ignores the next {class}")]
#[given(expr = "主机对下一笔{class}无响应")]
async fn ignores(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::SilenceUnbooked).await;
}

#[given(expr = "the host ignores the next {class}, {int} times")]
#[given(expr = "主机对下一笔{class}无响应,共{int}次")]
async fn ignores_often(counter: &mut Counter, class: ClassWords, times: u32) {
    script(counter, class.0, times, Misbehaviour::SilenceUnbooked).await;
}

#[given(expr = "the host answers the next {class} {duration} late")]
#[given(expr = "主机对下一笔{class}的应答延迟{duration}")]
async fn answers_late(counter: &mut Counter, class: ClassWords, late: Duration) {
    script(counter, class.0, 1, Misbehaviour::Delay { ns: late.0 }).await;
}

#[given(expr = "the host answers the next {class} twice")]
#[given(expr = "主机对下一笔{class}应答两次")]
async fn answers_twice(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::DuplicateAnswer).await;
}

#[given(expr = "the host's answer to the next {class} comes only with the following request")]
#[given(expr = "主机对下一笔{class}的应答要等后一笔请求才发出")]
async fn answers_with_the_following(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::HoldBack).await;
}

#[given(expr = "the host's answer to the next {class} has a wrong MAC")]
#[given(expr = "主机对下一笔{class}的应答MAC错误")]
async fn wrong_mac(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::BadMac).await;
}

#[given(expr = "the host's answer to the next {class} has no MAC")]
#[given(expr = "主机对下一笔{class}的应答没有MAC")]
async fn no_mac(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::NoMac).await;
}

#[given(expr = "the host's answer to the next {class} echoes field {int} wrongly")]
#[given(expr = "主机对下一笔{class}的应答第{int}域有误")]
async fn wrong_echo(counter: &mut Counter, class: ClassWords, field: u8) {
    script(counter, class.0, 1, Misbehaviour::WrongEcho { field }).await;
}

#[given(expr = "the host crashes for {duration} before it books the next {class}")]
async fn crashes_before(counter: &mut Counter, down: Duration, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::CrashBeforeBooking { down_ns: Some(down.0) }).await;
}

#[given(expr = "主机在下一笔{class}记账前崩溃{duration}")]
async fn crashes_before_in_chinese(counter: &mut Counter, class: ClassWords, down: Duration) {
    crashes_before(counter, down, class).await;
}

#[given(expr = "the host crashes for {duration} after it booked the next {class}")]
async fn crashes_after(counter: &mut Counter, down: Duration, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::CrashAfterBooking { down_ns: Some(down.0) }).await;
}

#[given(expr = "主机在下一笔{class}记账后崩溃{duration}")]
async fn crashes_after_in_chinese(counter: &mut Counter, class: ClassWords, down: Duration) {
    crashes_after(counter, down, class).await;
}

#[given(expr = "the host's database fails at the next {class}")]
#[given(expr = "主机数据库在下一笔{class}时出错")]
async fn database_fails(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::DatabaseError).await;
}

#[given(expr = "the issuer is unavailable at the next {class}")]
#[given(expr = "下一笔{class}时发卡行不可用")]
async fn issuer_down(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::IssuerDown).await;
}

#[given(expr = "the issuer takes {duration} for the next {class}")]
async fn issuer_slow(counter: &mut Counter, takes: Duration, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::IssuerSlow { ns: takes.0 }).await;
}

#[given(expr = "发卡行处理下一笔{class}耗时{duration}")]
async fn issuer_slow_in_chinese(counter: &mut Counter, class: ClassWords, takes: Duration) {
    issuer_slow(counter, takes, class).await;
}

#[given(expr = "the issuer answers the next {class} {duration} after the acquirer gave up")]
#[given(expr = "发卡行对下一笔{class}的应答在收单行超时{duration}后才到")]
async fn issuer_late(counter: &mut Counter, class: ClassWords, late: Duration) {
    script(counter, class.0, 1, Misbehaviour::IssuerLate { ns: late.0 }).await;
}

#[given(expr = "the issuer says yes to the next {class} and forgets to book it")]
#[given(expr = "发卡行批准下一笔{class}却漏记账")]
async fn issuer_forgets(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::IssuerForgets).await;
}

#[given(expr = "the bank forgets its message about the next {class}")]
#[given(expr = "银行漏发下一笔{class}的短信")]
async fn no_message(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::NoMessage).await;
}

#[given(expr = "the acquirer forgets the fee of the next {class}")]
#[given(expr = "收单行漏算下一笔{class}的手续费")]
async fn fee_forgotten(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::FeeForgotten).await;
}

/// In the header of its answer, where few terminals look.
#[given(expr = "the host asks for a new sign-on in its answer to the next {class}")]
#[given(expr = "主机在下一笔{class}的应答报文头中要求重新签到")]
async fn asks_for_sign_on(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::AsksForSignOn).await;
}

/// To be played when the card has made its second decision. A request without a contact chip does not meet the order.
#[given(expr = "the issuer sends a script with its answer to the next {class}")]
#[given(expr = "发卡行对下一笔{class}的应答带有发卡行脚本")]
async fn sends_script(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::SendsScript { phase: ScriptPhase::AfterDecision }).await;
}

#[given(
    expr = "the issuer sends a script with its answer to the next {class}, to be played before the card decides"
)]
#[given(expr = "发卡行对下一笔{class}的应答带有发卡行脚本,须在卡片决定前执行")]
async fn sends_script_to_be_played_first(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::SendsScript { phase: ScriptPhase::BeforeDecision }).await;
}

#[given(expr = "the acquirer forgets the points of the next {class}")]
#[given(expr = "收单行漏算下一笔{class}的积分")]
async fn points_forgotten(counter: &mut Counter, class: ClassWords) {
    script(counter, class.0, 1, Misbehaviour::PointsForgotten).await;
}

#[given(expr = "the keys of the next sign-on come with a wrong check value")]
#[given(expr = "下一次签到下发的密钥校验值有误")]
async fn wrong_check_value(counter: &mut Counter) {
    script(counter, Class::SignOn, 1, Misbehaviour::BadCheckValue).await;
}

#[given(expr = "the merchant's account cannot cover refunds")]
#[given(expr = "商户账户余额不足以退货")]
async fn no_funds(counter: &mut Counter) {
    counter.perform(Move::MerchantFunds(false)).await;
}

#[when(expr = "money comes into the merchant's account")]
#[when(expr = "商户账户补足资金")]
async fn funds_again(counter: &mut Counter) {
    counter.perform(Move::MerchantFunds(true)).await;
}

#[given(expr = "the host demands a new sign-on")]
#[given(expr = "主机要求重新签到")]
#[when(expr = "the host demands a new sign-on")]
#[when(expr = "主机要求重新签到")]
async fn demands_sign_on(counter: &mut Counter) {
    counter.perform(Move::DemandSignOn).await;
}

#[given(expr = "the host loses the terminal's working keys")]
#[given(expr = "主机丢失终端的工作密钥")]
#[when(expr = "the host loses the terminal's working keys")]
#[when(expr = "主机丢失终端的工作密钥")]
async fn loses_keys(counter: &mut Counter) {
    counter.perform(Move::LoseKeys).await;
}

#[given(expr = "the acquirer hands out {key set}")]
#[given(expr = "收单行下发{key set}")]
#[when(expr = "the acquirer hands out {key set}")]
#[when(expr = "收单行下发{key set}")]
async fn hands_out(counter: &mut Counter, set: KeySetWords) {
    counter.perform(Move::HandOut(set.0)).await;
}

#[given(expr = "the acquirer opens a new batch")]
#[given(expr = "收单行换批次")]
#[when(expr = "the acquirer opens a new batch")]
#[when(expr = "收单行换批次")]
async fn opens_a_batch(counter: &mut Counter) {
    counter.perform(Move::NextBatch).await;
}

#[given(expr = "the host's calendar day passes before the terminal's")]
#[given(expr = "主机先于终端日切")]
#[when(expr = "the host's calendar day passes before the terminal's")]
#[when(expr = "主机先于终端日切")]
async fn day_passes_at_the_host(counter: &mut Counter) {
    counter.perform(Move::HostDaysAhead(1)).await;
}
