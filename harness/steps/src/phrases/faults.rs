//! What breaks, when, and for how long.

use cucumber::given;
use rig::{Fault, Lasting, Moment};

use crate::Counter;
use crate::words::{BreakageWords, Duration, MomentWords, Nth};

async fn breaks(counter: &mut Counter, what: BreakageWords, moment: Moment, lasting: Lasting) {
    counter.arm(Fault { kind: what.0, moment, lasting }).await;
}

fn later(moment: Moment, by: u64) -> Moment {
    match moment {
        Moment::Event { name, nth, after_ns } => Moment::Event { name, nth, after_ns: after_ns + by },
        other => other,
    }
}

#[given(expr = "{breakage}")]
async fn now(counter: &mut Counter, what: BreakageWords) {
    breaks(counter, what, Moment::Now, Lasting::UntilMended).await;
}

#[given(expr = "{breakage} for {duration}")]
#[given(expr = "{breakage}{duration}")]
async fn now_for(counter: &mut Counter, what: BreakageWords, lasts: Duration) {
    breaks(counter, what, Moment::Now, Lasting::For(lasts.0)).await;
}

#[given(expr = "{breakage} when {moment}")]
async fn when(counter: &mut Counter, what: BreakageWords, moment: MomentWords) {
    breaks(counter, what, moment.0, Lasting::UntilMended).await;
}

#[given(expr = "{moment}时{breakage}")]
async fn when_in_chinese(counter: &mut Counter, moment: MomentWords, what: BreakageWords) {
    breaks(counter, what, moment.0, Lasting::UntilMended).await;
}

#[given(expr = "{breakage} for {duration} when {moment}")]
async fn when_for(counter: &mut Counter, what: BreakageWords, lasts: Duration, moment: MomentWords) {
    breaks(counter, what, moment.0, Lasting::For(lasts.0)).await;
}

#[given(expr = "{moment}时{breakage}{duration}")]
async fn when_for_in_chinese(
    counter: &mut Counter,
    moment: MomentWords,
    what: BreakageWords,
    lasts: Duration,
) {
    breaks(counter, what, moment.0, Lasting::For(lasts.0)).await;
}

#[given(expr = "{breakage} for {duration}, {duration} after {moment}")]
async fn after_for(
    counter: &mut Counter,
    what: BreakageWords,
    lasts: Duration,
    by: Duration,
    moment: MomentWords,
) {
    breaks(counter, what, later(moment.0, by.0), Lasting::For(lasts.0)).await;
}

#[given(expr = "{moment}之后{duration}{breakage}{duration}")]
async fn after_for_in_chinese(
    counter: &mut Counter,
    moment: MomentWords,
    by: Duration,
    what: BreakageWords,
    lasts: Duration,
) {
    breaks(counter, what, later(moment.0, by.0), Lasting::For(lasts.0)).await;
}

#[given(expr = "{breakage} for {duration} the {nth} time that {moment}")]
async fn nth_for(counter: &mut Counter, what: BreakageWords, lasts: Duration, nth: Nth, moment: MomentWords) {
    breaks(counter, what, at_the_nth(moment.0, nth.0), Lasting::For(lasts.0)).await;
}

#[given(expr = "{nth}{moment}时{breakage}{duration}")]
async fn nth_for_in_chinese(
    counter: &mut Counter,
    nth: Nth,
    moment: MomentWords,
    what: BreakageWords,
    lasts: Duration,
) {
    breaks(counter, what, at_the_nth(moment.0, nth.0), Lasting::For(lasts.0)).await;
}

fn at_the_nth(moment: Moment, nth: u32) -> Moment {
    match moment {
        Moment::Event { name, after_ns, .. } => Moment::Event { name, nth, after_ns },
        other => other,
    }
}
