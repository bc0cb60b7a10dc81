//! What the record holds on a sale when its cardholder disputes it.

use cucumber::then;
use journal::Expectation;

use crate::Counter;
use crate::words::{Evidence, Nth};

#[then(expr = "the evidence on the sale names {evidence}")]
#[then(expr = "该笔消费的证据包括{evidence}")]
async fn names(counter: &mut Counter, evidence: Evidence) {
    counter.expect(Expectation::Evidence { nth: Expectation::LAST, names: evidence.0 }).await;
}

#[then(expr = "the evidence on the {nth} sale names {evidence}")]
#[then(expr = "{nth}消费的证据包括{evidence}")]
async fn nth_names(counter: &mut Counter, nth: Nth, evidence: Evidence) {
    counter.expect(Expectation::Evidence { nth: nth.0, names: evidence.0 }).await;
}
