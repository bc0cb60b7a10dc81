//! Sales: what is booked, what is declined, and what is not done twice.

use host::{Book, Effect, LedgerAccount, Movement};

use crate::bench::{ALICE, BOB, Bench, Card, OLD, postings};

#[test]
fn a_sale_stands_in_both_books_with_its_fee_apart() {
    let mut bench = Bench::signed_on();
    let before = bench.log.len();
    let (message, answer) = bench.sale(&ALICE, 12_000);
    let posted = postings(&bench.log[before..]);
    let [issuer, acquirer] = posted.as_slice() else { panic!("two postings: {posted:?}") };
    assert_eq!((issuer.book, acquirer.book), (Book::Issuer, Book::Acquirer));
    let legs = |posting: &host::Posting| -> Vec<(String, i64)> {
        posting.legs.iter().map(|leg| (leg.account.name().to_owned(), leg.amount_fen)).collect()
    };
    let leg = |name: &str, fen: i64| (name.to_owned(), fen);
    assert_eq!(legs(issuer), [leg("cardholder", -12_000), leg("clearing-acquirer", 12_000)]);
    assert_eq!(
        legs(acquirer),
        [
            leg("merchant", 12_000),
            leg("clearing-issuer", -12_000),
            leg("merchant", -46),
            leg("fee-income", 46),
            leg("points", 120),
            leg("points-granted", -120)
        ]
    );
    assert_eq!(acquirer.key, bench.key(&message));
    assert_eq!(Some(acquirer.rrn.as_str()), answer.text(37));
    assert_eq!(acquirer.fee_fen, 46);
    bench.assert_charged(12_000);
    assert_eq!(bench.host.books().acquirer.balance(&LedgerAccount::FeeIncome), 46);
}

#[test]
fn the_cardholder_is_told_in_chinese_by_the_last_four_digits() {
    let mut bench = Bench::signed_on();
    bench.sale(&ALICE, 12_000);
    let text = bench.log.iter().find_map(|e| match e {
        Effect::Texted { text, .. } => Some(text.clone()),
        _ => None,
    });
    let text = text.expect("a message");
    assert_eq!((text.movement, text.amount_fen, text.balance_fen), (Movement::Charged, 12_000, 88_000));
    assert_eq!(
        text.text,
        "【测试银行】您尾号0018的账户11月21日12:00在同福客栈消费支出人民币120.00元，余额880.00元。"
    );
}

#[test]
fn doings_come_in_their_order() {
    let mut bench = Bench::signed_on();
    let before = bench.log.len();
    bench.sale(&ALICE, 12_000);
    let names: Vec<_> = bench.log[before..]
        .iter()
        .map(|e| match e {
            Effect::Took { .. } => "took",
            Effect::AskedIssuer { .. } => "asked",
            Effect::Posted { .. } => "posted",
            Effect::Texted { .. } => "texted",
            Effect::IssuerAnswered { .. } => "issuer",
            Effect::Answer { .. } => "answer",
            _ => "other",
        })
        .collect();
    assert_eq!(names, ["took", "asked", "posted", "texted", "issuer", "posted", "answer"]);
}

#[test]
fn the_issuer_declines_for_its_reasons() {
    let mut bench = Bench::signed_on();
    let too_much = bench.sale_message(&ALICE, 100_001);
    assert_eq!(bench.code(&too_much), "51");
    let expired = bench.sale_message(&OLD, 1_000);
    assert_eq!(bench.code(&expired), "54");
    let unknown = bench.sale_message(&Card { number: "6228480402564899999", ..ALICE }, 1_000);
    assert_eq!(bench.code(&unknown), "14");
    let forged_expiry = bench.sale_message(&Card { expiry: "3112", ..ALICE }, 1_000);
    assert_eq!(bench.code(&forged_expiry), "54");
    assert!(postings(&bench.log).is_empty());
    bench.assert_charged(0);
    bench.sale(&ALICE, 100_000);
    bench.assert_charged(100_000);
}

#[test]
fn a_wrong_pin_three_times_locks_the_pin() {
    let mut bench = Bench::signed_on();
    let mut codes = Vec::new();
    for digits in ["000000", "000000", ALICE.pin, "000000", "000000", "000000", ALICE.pin] {
        let mut message = bench.sale_message(&ALICE, 1_000);
        bench.swipe_with_pin(&mut message, &ALICE, digits);
        codes.push(bench.code(&message));
    }
    assert_eq!(codes, ["55", "55", "00", "55", "55", "55", "75"]);
    bench.sale(&BOB, 1_000);
    bench.host.unlock_pin(&ALICE.pan());
    bench.sale(&ALICE, 1_000);
}

#[test]
fn a_pin_block_without_card_number_is_read_by_its_format() {
    let mut bench = Bench::signed_on();
    let mut message = bench.sale_message(&ALICE, 1_000);
    let block =
        wire::pin::encrypt(&wire::Pin::new(ALICE.pin).unwrap(), None, &bench.keys.as_ref().unwrap().pin);
    message.set_pin_block(&block);
    message.set_text(53, "1600000000000000");
    assert_eq!(bench.code(&message), "00");
    let mut wrong_format = bench.sale_message(&ALICE, 1_000);
    wrong_format.set_pin_block(&block);
    assert_eq!(bench.code(&wrong_format), "55");
}

#[test]
fn the_same_request_again_gets_the_same_answer_and_moves_nothing() {
    let mut bench = Bench::signed_on();
    let (message, answer) = bench.sale(&ALICE, 1_000);
    let before = bench.log.len();
    let again = bench.ask(&message);
    assert_eq!(again, answer);
    assert!(matches!(bench.log[before], Effect::Took { repeated: true, duplicate_of_live: None, .. }));
    assert!(postings(&bench.log[before..]).is_empty());
    bench.assert_charged(1_000);
}

#[test]
fn the_same_request_twice_at_once_is_one_sale_with_two_answers() {
    let mut bench = Bench::signed_on();
    let message = bench.sale_message(&ALICE, 1_000);
    bench.send(&message);
    let before = bench.log.len();
    let both = bench.ask_all(&message);
    assert!(matches!(bench.log[before], Effect::Took { repeated: true, duplicate_of_live: Some(_), .. }));
    assert_eq!(both.len(), 2);
    assert_eq!(both[0], both[1]);
    bench.assert_charged(1_000);
}

#[test]
fn a_trace_number_used_for_something_else_is_94() {
    let mut bench = Bench::signed_on();
    let (message, _) = bench.sale(&ALICE, 1_000);
    let mut dearer = message.clone();
    dearer.set_text(4, "000000002000");
    assert_eq!(bench.code(&dearer), "94");
    bench.stan -= 1;
    let other_card = bench.sale_message(&BOB, 1_000);
    assert_eq!(bench.code(&other_card), "94");
    bench.stan -= 1;
    let mut other_class = bench.request(0x0200, "310000", "01");
    bench.swipe(&mut other_class, &ALICE);
    assert_eq!(bench.code(&other_class), "94");
    bench.assert_charged(1_000);
    assert_eq!(bench.has(&BOB), 100_000);
}

#[test]
fn a_repeat_after_a_new_sign_on_is_still_a_repeat() {
    let mut bench = Bench::signed_on();
    let (mut message, _) = bench.sale(&ALICE, 1_000);
    bench.sign_on();
    bench.swipe(&mut message, &ALICE);
    assert_eq!(bench.code(&message), "00");
    bench.assert_charged(1_000);
}

#[test]
fn every_movement_is_told_and_none_shows_a_card_number() {
    let mut bench = Bench::signed_on();
    let sale = bench.sale(&ALICE, 12_000);
    let void = bench.void(&sale, &ALICE);
    let void_reversal = bench.reversal_message(&void.0);
    assert_eq!(bench.code(&void_reversal), "00");
    let refund = bench.refund_message(&sale, None, 2_000);
    assert_eq!(bench.code(&refund), "00");
    let other = bench.sale(&ALICE, 1_000);
    let reversal = bench.reversal_message(&other.0);
    assert_eq!(bench.code(&reversal), "00");
    let texts: Vec<_> = bench
        .log
        .iter()
        .filter_map(|e| match e {
            Effect::Texted { text, .. } => Some((text.movement, text.amount_fen, text.balance_fen)),
            _ => None,
        })
        .collect();
    let expected = [
        (Movement::Charged, 12_000, 88_000),
        (Movement::Cancelled, 12_000, 100_000),
        (Movement::ChargedAgain, 12_000, 88_000),
        (Movement::Refunded, 2_000, 90_000),
        (Movement::Charged, 1_000, 89_000),
        (Movement::Cancelled, 1_000, 90_000),
    ];
    assert_eq!(texts, expected);
    let shown = format!("{:?} {:?}", bench.log, bench.host);
    let tmk = "CA5D92598DCA48CE8A4C76361A9269E9";
    for secret in [ALICE.number, BOB.number, ALICE.pin, BOB.pin, tmk] {
        assert!(!shown.contains(secret));
    }
}
