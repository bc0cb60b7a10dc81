//! What host and issuer can be ordered to forget, so that the rules on books, messages and fees have something to
//! find: a booking, a message, a fee. Nothing else is left out.

use host::{Effect, Misbehaviour, Movement, State};

use crate::bench::{ALICE, Bench};

fn movements(bench: &Bench) -> Vec<Movement> {
    let texts = bench.log.iter().filter_map(|e| match e {
        Effect::Texted { text, .. } => Some(text.movement),
        _ => None,
    });
    texts.collect()
}

#[test]
fn an_issuer_that_forgets_to_book_leaves_the_acquirer_alone_with_the_sale() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::IssuerForgets);
    let (message, answer) = bench.sale(&ALICE, 12_000);
    assert_eq!(answer.text(39), Some("00"));
    assert_eq!(bench.state(&message), Some(State::Approved));
    assert_eq!((bench.has(&ALICE), bench.merchant_has()), (100_000, 11_954));
    assert!(!bench.host.books().agree());
    assert_eq!(movements(&bench), []);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}

#[test]
fn an_issuer_that_forgets_an_undoing_keeps_the_money() {
    let mut bench = Bench::signed_on();
    let (message, _) = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::IssuerForgets);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!(bench.state(&message), Some(State::Reversed));
    assert_eq!((bench.has(&ALICE), bench.merchant_has()), (88_000, 0));
    assert_eq!(movements(&bench), [Movement::Charged]);
    assert_eq!(bench.host.unconfirmed(), 0, "the acquirer was told that all is well");
}

#[test]
fn a_forgotten_message_changes_no_book() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::NoMessage);
    let (message, _) = bench.sale(&ALICE, 12_000);
    assert_eq!(movements(&bench), []);
    bench.assert_charged(12_000);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!(movements(&bench), [Movement::Cancelled]);
    bench.assert_charged(0);
}

#[test]
fn a_forgotten_fee_is_not_taken_and_not_given_back() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::FeeForgotten);
    bench.sale(&ALICE, 12_000);
    assert_eq!((bench.merchant_has(), bench.fees()), (12_000, 0));
    let sale = bench.sale(&ALICE, 12_000);
    assert_eq!(bench.fees(), 46);
    bench.order(Misbehaviour::FeeForgotten);
    bench.void(&sale, &ALICE);
    assert_eq!((bench.merchant_has(), bench.fees()), (11_954, 46));
    bench.assert_charged(12_000);
}
