//! What the terminal showed and printed.

use cucumber::then;
use journal::Expectation;

use crate::Counter;
use crate::words::{AnnouncedWords, ReversibleWords, ScreenWords};

#[then(expr = "{int} {booked class} slip(s) came out")]
#[then(expr = "打印出{int}张{booked class}签购单")]
async fn slips(counter: &mut Counter, count: u64, class: ReversibleWords) {
    let transaction = Some(class.0.name().to_owned());
    counter.expect(Expectation::Slips { transaction, duplicate: Some(false), count }).await;
}

#[then(expr = "no {booked class} slip came out")]
#[then(expr = "未打印{booked class}签购单")]
async fn no_slip_of(counter: &mut Counter, class: ReversibleWords) {
    slips(counter, 0, class).await;
}

#[then(expr = "{int} slip(s) marked as duplicate came out")]
#[then(expr = "打印出{int}张重打印签购单")]
async fn duplicates(counter: &mut Counter, count: u64) {
    counter.expect(Expectation::Slips { transaction: None, duplicate: Some(true), count }).await;
}

#[then(expr = "no whole slip came out")]
#[then(expr = "未打印出完整的签购单")]
async fn no_slip(counter: &mut Counter) {
    counter.expect(Expectation::Slips { transaction: None, duplicate: None, count: 0 }).await;
}

/// The text stands on a line of one complete slip. A figure is meant whole: `120.00` does not stand in `1120.00`,
/// nor `120` in `120.00`.
#[then(expr = "the paper says {string}")]
#[then(expr = "签购单上有{string}")]
async fn says(counter: &mut Counter, text: String) {
    counter.expect(Expectation::PaperSays { text }).await;
}

/// No line of paper has the text, a figure meant whole as above; digits alone are looked for inside longer numbers
/// as well, since a piece of a card number gives it away.
#[then(expr = "the paper nowhere says {string}")]
#[then(expr = "签购单上没有{string}")]
async fn nowhere_says(counter: &mut Counter, text: String) {
    counter.expect(Expectation::PaperSilent { text }).await;
}

#[then(expr = "the terminal showed {screen}")]
#[then(expr = "终端显示过{screen}")]
async fn showed(counter: &mut Counter, screen: ScreenWords) {
    let screen = screen.0.name().to_owned();
    counter.expect(Expectation::Screen { screen, shown: true }).await;
}

#[then(expr = "the terminal never showed {screen}")]
#[then(expr = "终端从未显示{screen}")]
async fn never_showed(counter: &mut Counter, screen: ScreenWords) {
    let screen = screen.0.name().to_owned();
    counter.expect(Expectation::Screen { screen, shown: false }).await;
}

#[then(expr = "after the cut the terminal announced {outcome}")]
#[then(expr = "断电后终端{outcome}")]
async fn announced(counter: &mut Counter, outcome: AnnouncedWords) {
    counter.expect(Expectation::Announced { outcome: outcome.0 }).await;
}
