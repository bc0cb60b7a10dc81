//! What an identity was told stays true, whatever comes on the wire beside it: duplicates in flight, a silent issuer,
//! requests that prove nothing.

use host::{Effect, Misbehaviour, State};

use crate::bench::{ALICE, Bench, SECOND, answers, strict_but};

fn codes(log: &[Effect]) -> Vec<String> {
    answers(log).iter().map(|answer| format!("{} {}", answer.mti(), answer.text(39).unwrap())).collect()
}

#[test]
fn a_duplicate_in_flight_does_not_hide_the_sale_from_its_reversal() {
    for earlier in 0..12 {
        let mut bench = Bench::signed_on();
        // Other sales before it, so that other delays are drawn.
        for _ in 0..earlier {
            let other = bench.sale(&ALICE, 1);
            let reversal = bench.reversal_message(&other.0);
            bench.ask(&reversal);
        }
        let sale = bench.sale(&ALICE, 12_000);
        bench.send(&sale.0);
        let reversal = bench.reversal_message(&sale.0);
        let before = bench.log.len();
        bench.send(&reversal);
        bench.rest();
        assert!(codes(&bench.log[before..]).contains(&"0410 00".to_owned()), "{:?}", codes(&bench.log));
        assert_eq!(bench.state(&sale.0), Some(State::Reversed));
        bench.assert_charged(0);
    }
}

#[test]
fn a_host_that_lets_reversals_wait_answers_them_all() {
    for earlier in 0..12 {
        let mut bench = Bench::with(&strict_but("reversal_in_flight: tombstone", "reversal_in_flight: wait"));
        bench.sign_on();
        for _ in 0..earlier {
            bench.sale(&ALICE, 1);
        }
        let other = bench.sale(&ALICE, 100);
        bench.order(Misbehaviour::IssuerSlow { ns: 5 * SECOND });
        let sale = bench.sale_message(&ALICE, 12_000);
        bench.send(&sale);
        bench.until(bench.now + SECOND);
        // The duplicate waits for the sale, the reversal for either.
        bench.send(&sale);
        let reversal = bench.reversal_message(&sale);
        // Another sale was answered long ago, and only its duplicate is at work.
        bench.send(&other.0);
        let of_other = bench.reversal_message(&other.0);
        bench.send(&of_other);
        bench.send(&reversal);
        bench.rest();
        let codes = codes(&bench.log);
        assert_eq!(codes.iter().filter(|code| *code == "0410 00").count(), 2, "{earlier} {codes:?}");
        assert_eq!(bench.state(&sale), Some(State::Reversed));
        assert_eq!(bench.state(&other.0), Some(State::Reversed));
        bench.assert_charged(earlier);
    }
}

#[test]
fn a_sale_lost_in_a_crash_stays_dead_once_its_reversal_was_told_so() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::CrashBeforeBooking { down_ns: Some(SECOND) });
    let sale = bench.sale_message(&ALICE, 12_000);
    bench.send(&sale);
    bench.rest();
    let reversal = bench.reversal_message(&sale);
    assert_eq!(bench.code(&reversal), "12");
    assert_ne!(bench.code(&sale), "00", "its reversal was told that nothing stands");
    bench.assert_charged(0);
}

#[test]
fn a_refund_whose_issuer_was_silent_is_decided_anew_and_pays_once() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let refund = bench.refund_message(&sale, None, 5_000);
    for slow in [Misbehaviour::IssuerSlow { ns: 25 * SECOND }, Misbehaviour::IssuerDown] {
        bench.order(slow);
        assert_eq!(bench.code(&refund), "98");
        bench.assert_charged(12_000);
    }
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(7_000);
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(7_000);
    let mut other = refund.clone();
    other.set_text(4, "000000000001");
    assert_eq!(bench.code(&other), "94");
}

#[test]
fn another_refund_under_the_number_of_one_left_undecided_is_refused() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let refund = bench.refund_message(&sale, None, 5_000);
    bench.order(Misbehaviour::IssuerDown);
    assert_eq!(bench.code(&refund), "98");
    let mut other = refund.clone();
    other.set_text(4, "000000000001");
    assert_eq!(bench.code(&other), "94");
    assert_eq!(bench.code(&refund), "00");
    bench.assert_charged(7_000);
}

#[test]
fn what_proves_nothing_does_not_make_the_next_request_a_repeat() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale_message(&ALICE, 12_000);
    let mut forged = bench.frame(&sale);
    if let Some(last) = forged.last_mut() {
        *last ^= 1;
    }
    bench.send_bytes(&forged);
    bench.rest();
    let before = bench.log.len();
    assert_eq!(bench.code(&sale), "00");
    assert!(matches!(bench.log[before], Effect::Took { repeated: false, .. }), "{:?}", bench.log[before]);
    let before = bench.log.len();
    bench.ask(&sale);
    assert!(matches!(bench.log[before], Effect::Took { repeated: true, .. }));
}

#[test]
fn a_line_that_the_host_hung_up_stays_dead() {
    let mut bench = Bench::cold();
    let good = bench.frame(&bench.sign_on_message());
    let mut log = Vec::new();
    bench.host.receive(0, 77, &[0xFF, 0xFF, 1, 2], &mut log);
    assert!(matches!(log.last(), Some(Effect::HangUp { line: 77 })), "{log:?}");
    let before = log.len();
    bench.host.receive(1, 77, &good, &mut log);
    bench.host.opened(77);
    bench.host.receive(2, 77, &good, &mut log);
    assert!(log[before..].is_empty(), "{:?}", &log[before..]);
    bench.host.crash(3, Some(SECOND), &mut log);
    bench.host.wake(2 * SECOND, &mut log);
    bench.host.receive(2 * SECOND, 78, &good, &mut log);
    assert!(log.iter().any(|e| matches!(e, Effect::Took { line: 78, .. })), "another line is served");
}

#[test]
fn a_host_shown_for_debugging_holds_no_card_number() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::HoldBack);
    let mut sale = bench.sale_message(&ALICE, 12_000);
    sale.set_pan(&ALICE.pan());
    bench.send(&sale);
    bench.rest();
    let shown = format!("{:?}", bench.host);
    assert!(shown.contains("Outgoing"), "an answer is held back");
    let packed =
        [0x62, 0x28, 0x48, 0x04, 0x02, 0x56, 0x48, 0x90, 0x01, 0x80].map(|byte: u8| byte.to_string());
    for secret in [ALICE.number.to_owned(), packed.join(", "), packed[2..7].join(", ")] {
        assert!(!shown.contains(&secret), "{secret}");
    }
    let block = bench.log.iter().find_map(|e| match e {
        Effect::Answer { message, .. } => message.expose(62).map(<[u8]>::to_vec),
        _ => None,
    });
    let block: Vec<String> = block.unwrap().iter().map(u8::to_string).collect();
    assert!(!shown.contains(&block.join(", ")), "the key block");
}

#[test]
fn a_fee_forgotten_at_a_reversal_is_kept() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::FeeForgotten);
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!(bench.code(&reversal), "00");
    assert_eq!((bench.has(&ALICE), bench.merchant_has(), bench.fees()), (100_000, -46, 46));
    bench.assert_charged(0);
}

#[test]
fn an_answer_that_cannot_be_written_is_told_as_that() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::Decline { code: "4711".to_owned() });
    let sale = bench.sale_message(&ALICE, 12_000);
    bench.send(&sale);
    bench.rest();
    let told = bench.log.iter().any(|e| matches!(e, Effect::Unwritable { code, .. } if code == "4711"));
    assert!(told, "{:?}", bench.log.last());
    assert!(!bench.log.iter().any(|e| matches!(e, Effect::Undelivered { .. })));
}

#[test]
fn a_void_that_names_another_approval_code_finds_no_sale() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let mut void = bench.void_message(&sale, &ALICE);
    let other = if sale.1.text(38) == Some("000000") { "000001" } else { "000000" };
    void.set_text(38, other);
    assert_eq!(bench.code(&void), "25");
    bench.void(&sale, &ALICE);
    bench.assert_charged(0);
}

#[test]
fn the_answer_to_a_reversal_carries_what_the_table_gives_it() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    assert!(sale.1.has(63) && sale.1.has(44));
    let reversal = bench.reversal_message(&sale.0);
    let answer = bench.ask(&reversal);
    assert!(answer.has(44) && !answer.has(63), "{answer:?}");
}
