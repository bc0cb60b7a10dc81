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

#[test]
fn points_come_and_go_with_the_money() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_050);
    assert_eq!(bench.points(), 120);
    for (fen, left) in [(40, 120), (20, 119), (4_000, 79), (7_990, 0)] {
        let refund = bench.refund_message(&sale, None, fen);
        assert_eq!(bench.code(&refund), "00");
        assert_eq!(bench.points(), left, "after {fen}");
    }
    let sale = bench.sale(&ALICE, 9_900);
    let (void, _) = bench.void(&sale, &ALICE);
    assert_eq!(bench.points(), 0);
    let reversal = bench.reversal_message(&void);
    assert_eq!((bench.code(&reversal), bench.points()), ("00".to_owned(), 99));
    let reversal = bench.reversal_message(&sale.0);
    assert_eq!((bench.code(&reversal), bench.points()), ("00".to_owned(), 0));
}

#[test]
fn forgotten_points_are_not_granted_and_not_taken_back() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::PointsForgotten);
    let none = bench.sale(&ALICE, 12_000);
    assert_eq!((bench.points(), bench.fees()), (0, 46));
    bench.void(&none, &ALICE);
    assert_eq!(bench.points(), 0, "what was not granted is not taken back");
    let sale = bench.sale(&ALICE, 12_000);
    bench.order(Misbehaviour::PointsForgotten);
    bench.void(&sale, &ALICE);
    assert_eq!(bench.points(), 120);
    bench.assert_charged(0);
}

#[test]
fn a_sale_approved_in_part_is_booked_for_that_part_and_undone_whole() {
    let mut bench = Bench::signed_on();
    let mut sale = bench.sale_message(&ALICE, 12_000);
    for swiped in [26, 35, 52, 53] {
        sale.clear(swiped);
    }
    bench.insert(&mut sale, &ALICE, 1);
    for undone_by in ["reversal", "void", "refund"] {
        bench.order(Misbehaviour::ApproveInPart { fen: 10_000 });
        let message = if undone_by == "reversal" { sale.clone() } else { bench.sale_message(&ALICE, 12_000) };
        let answer = bench.ask(&message);
        assert_eq!((answer.text(39), answer.text(4)), (Some("10"), Some("000000010000")));
        assert_eq!(bench.ask(&message), answer, "the same again");
        bench.assert_charged(10_000);
        let mut part = message.clone();
        part.set_text(4, "000000010000");
        let whole = (message.clone(), answer);
        let undoing = match undone_by {
            "reversal" => bench.reversal_message(&message),
            "void" => bench.void_message(&(part, whole.1.clone()), &ALICE),
            _ => {
                let more = bench.refund_message(&whole, None, 10_001);
                assert_eq!(bench.code(&more), "61");
                bench.refund_message(&whole, None, 10_000)
            }
        };
        assert_eq!(bench.code(&undoing), "00", "{undone_by}");
        bench.assert_charged(0);
    }
    bench.order(Misbehaviour::ApproveInPart { fen: 12_000 });
    let (_, answer) = bench.sale(&ALICE, 12_000);
    assert_eq!(answer.text(4), Some("000000012000"), "all of it is no part");
    assert_eq!(bench.host.open_scripts().len(), 1, "and the order waits for a sale of more");
}

#[test]
fn a_part_of_a_sale_that_crashes_on_the_way_is_undone_by_the_whole() {
    let mut bench = Bench::signed_on();
    bench.order(Misbehaviour::ApproveInPart { fen: 10_000 });
    let sale = bench.sale_message(&ALICE, 12_000);
    bench.send(&sale);
    let mut log = Vec::new();
    while bench.host.transaction(&bench.key(&sale)).is_none_or(|t| t.state == State::UnderWay) {
        let due = bench.host.next_due().unwrap();
        bench.until(due);
    }
    bench.host.crash(bench.now, Some(1), &mut log);
    bench.rest();
    let reversal = bench.reversal_message(&sale);
    bench.line += 1;
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_charged(0);
}
