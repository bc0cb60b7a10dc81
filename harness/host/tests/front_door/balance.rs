//! Balance and the transaction query.

use crate::bench::{ALICE, BOB, Bench, strict_but};

#[test]
fn a_balance_is_what_the_cardholder_has_and_moves_nothing() {
    let mut bench = Bench::signed_on();
    bench.sale(&ALICE, 1_000);
    let mut message = bench.request(0x0200, "310000", "01");
    bench.swipe(&mut message, &ALICE);
    let answer = bench.ask(&message);
    assert_eq!((answer.text(39), answer.text(54)), (Some("00"), Some("1002156C000000099000")));
    assert!(!answer.has(4) && !answer.has(38));
    bench.assert_charged(1_000);
}

#[test]
fn a_query_tells_what_became_of_a_transaction() {
    let mut bench = Bench::signed_on();
    let approved = bench.sale(&ALICE, 1_000);
    let voided = bench.sale(&ALICE, 2_000);
    bench.void(&voided, &ALICE);
    let reversed = bench.sale(&ALICE, 3_000);
    let reversal = bench.reversal_message(&reversed.0);
    assert_eq!(bench.code(&reversal), "00");
    let declined = bench.sale_message(&BOB, 200_000);
    assert_eq!(bench.code(&declined), "51");
    let refunded = bench.sale(&ALICE, 4_000);
    let partly = bench.refund_message(&refunded, None, 1_000);
    assert_eq!(bench.code(&partly), "00");
    let cases = [
        (&approved.0, "APPROVED"),
        (&voided.0, "VOIDED"),
        (&reversed.0, "REVERSED"),
        (&declined, "DECLINED"),
        (&refunded.0, "PARTLY REFUNDED"),
    ];
    for (message, state) in cases {
        let query = bench.query_message(message.text(11).unwrap());
        let answer = bench.ask(&query);
        assert_eq!((answer.text(39), bench.dialect.part(&answer, "63.5")), (Some("00"), Some(state)));
        assert_eq!(answer.text(4), message.text(4));
    }
    let query = bench.query_message(approved.0.text(11).unwrap());
    let answer = bench.ask(&query);
    assert_eq!((answer.text(37), answer.text(38)), (approved.1.text(37), approved.1.text(38)));
    let mut by_reference = bench.query_message("000000");
    by_reference.clear(61);
    by_reference.set_text(37, voided.1.text(37).unwrap());
    let answer = bench.ask(&by_reference);
    assert_eq!(bench.dialect.part(&answer, "63.5"), Some("VOIDED"));
    let query = bench.query_message("999999");
    assert_eq!(bench.code(&query), "25");
    let mut nothing_named = bench.query_message("999999");
    nothing_named.clear(61);
    assert_eq!(bench.code(&nothing_named), "30");
}

#[test]
fn a_query_is_an_extension_that_a_profile_may_lack() {
    let mut bench = Bench::with(&strict_but("query: true", "query: false"));
    bench.sign_on();
    let sale = bench.sale(&ALICE, 1_000);
    let query = bench.query_message(sale.0.text(11).unwrap());
    assert_eq!(bench.code(&query), "40");
}
