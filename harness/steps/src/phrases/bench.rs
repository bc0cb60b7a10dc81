//! What is practised, and what happens around the counter: things are mended, time passes, power is switched.

use cucumber::{given, then, when};
use journal::{Expectation, Port};
use rig::Move;

use crate::Counter;
use crate::words::{Duration, MendWords, PracticeWords};

/// How long a restart keeps the power off.
const RESTART_NS: u64 = 10_000_000_000;

/// A scenario that holds under one practice only says so; under another it is not applicable.
#[given(expr = "the practice {practice}")]
#[given(expr = "按惯例{practice}")]
async fn is_practised(counter: &mut Counter, practice: PracticeWords) {
    counter.assume(practice.0);
}

#[given(expr = "{mend}")]
#[when(expr = "{mend}")]
async fn is_mended(counter: &mut Counter, what: MendWords) {
    counter.perform(Move::Mend(what.0)).await;
}

#[given(expr = "{duration} pass(es)")]
#[when(expr = "{duration} pass(es)")]
#[given(expr = "过了{duration}")]
#[when(expr = "过了{duration}")]
async fn time_passes(counter: &mut Counter, by: Duration) {
    counter.perform(Move::Pass { ns: by.0 }).await;
}

#[given(expr = "the terminal is switched off and on again")]
#[when(expr = "the terminal is switched off and on again")]
#[given(expr = "终端关机再开机")]
#[when(expr = "终端关机再开机")]
async fn restarts(counter: &mut Counter) {
    counter.perform(Move::Restart { port: Port::Terminal, off_ns: RESTART_NS }).await;
}

#[when(expr = "the terminal is opened")]
#[when(expr = "终端被拆机")]
async fn is_opened(counter: &mut Counter) {
    counter.perform(Move::Open).await;
}

#[then(expr = "nothing more happens for {duration}")]
#[then(expr = "此后{duration}内再无交易")]
async fn nothing_more(counter: &mut Counter, span: Duration) {
    let done = counter.perform(Move::Pass { ns: span.0 }).await;
    counter.expect(Expectation::NothingSince { entry: done.since }).await;
}

#[then(expr = "nothing more happens for {duration}, also after a restart")]
#[then(expr = "此后{duration}内再无交易,重启后亦然")]
async fn nothing_more_after_a_restart(counter: &mut Counter, span: Duration) {
    let done = counter.perform(Move::Pass { ns: span.0 }).await;
    counter.perform(Move::Restart { port: Port::Terminal, off_ns: RESTART_NS }).await;
    counter.perform(Move::Pass { ns: span.0 }).await;
    counter.expect(Expectation::NothingSince { entry: done.since }).await;
}

#[then(expr = "nothing was sent to the host")]
#[then(expr = "终端未向主机发送任何报文")]
async fn nothing_was_sent(counter: &mut Counter) {
    counter.expect(Expectation::NothingSent).await;
}
