//! Pre-authorisations: what they hold, how they end, and what undoes each end.

use host::{Class, LedgerAccount, Movement, State};
use wire::Message;

use crate::bench::{ALICE, BOB, Bench, Card, MID, SECOND, postings};

const VOID: (u16, &str, &str) = (0x0100, "200000", "11");
const COMPLETION: (u16, &str, &str) = (0x0200, "000000", "20");
const ADVICE: (u16, &str, &str) = (0x0220, "000000", "24");
const DAY: u64 = 24 * 3600 * SECOND;

impl Bench {
    fn held(&self, card: &Card) -> i64 {
        self.host.books().issuer.balance(&LedgerAccount::Held(card.pan()))
    }

    /// Alice has paid and has set aside this much, and both books say so.
    fn assert_stands(&self, paid: i64, held: i64) {
        assert_eq!(self.held(&ALICE), held);
        assert_eq!(self.host.books().acquirer.balance(&LedgerAccount::Guaranteed(MID.to_owned())), held);
        assert_eq!(self.has(&ALICE), 100_000 - paid - held);
        assert_eq!(self.merchant_has() + self.fees(), paid);
        self.assert_sound();
    }

    fn done(&mut self, message: Message) -> (Message, Message) {
        let answer = self.ask(&message);
        assert_eq!(answer.text(39), Some("00"), "{answer:?}");
        (message, answer)
    }

    fn completed(&mut self, held: &(Message, Message), fen: i64) -> (Message, Message) {
        let message = self.after_pre_auth(COMPLETION, held, &ALICE, fen);
        self.done(message)
    }
}

#[test]
fn a_pre_authorisation_holds_and_pays_nobody() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    bench.assert_stands(0, 50_000);
    assert!(held.1.text(38).is_some_and(|code| code.len() == 6));
    let texts: Vec<_> = bench
        .log
        .iter()
        .filter_map(|e| match e {
            host::Effect::Texted { text, .. } => Some(text.movement),
            _ => None,
        })
        .collect();
    assert_eq!(texts, [Movement::Held]);
    assert!(postings(&bench.log).iter().all(|p| p.class == Class::PreAuth && p.fee_fen == 0));
}

#[test]
fn what_is_held_cannot_be_spent_elsewhere() {
    let mut bench = Bench::signed_on();
    bench.pre_auth(&ALICE, 90_000);
    let sale = bench.sale_message(&ALICE, 10_001);
    assert_eq!(bench.code(&sale), "51");
    let more = bench.pre_auth_message(&ALICE, 10_001);
    assert_eq!(bench.code(&more), "51");
    bench.sale(&ALICE, 10_000);
    bench.assert_stands(10_000, 90_000);
}

#[test]
fn a_void_sets_free_what_was_held() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let void = bench.after_pre_auth(VOID, &held, &ALICE, 50_000);
    let void = bench.done(void);
    bench.assert_stands(0, 0);
    assert_eq!(bench.state(&held.0), Some(State::Voided));
    let again = bench.after_pre_auth(VOID, &held, &ALICE, 50_000);
    assert_eq!(bench.code(&again), "22");
    let late = bench.after_pre_auth(COMPLETION, &held, &ALICE, 50_000);
    assert_eq!(bench.code(&late), "22");
    let reversal = bench.reversal_message(&void.0);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_stands(0, 50_000);
    bench.completed(&held, 50_000);
    bench.assert_stands(50_000, 0);
}

#[test]
fn a_completion_pays_its_amount_and_frees_the_rest() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let done = bench.completed(&held, 42_000);
    bench.assert_stands(42_000, 0);
    assert_eq!(bench.state(&held.0), Some(State::Completed));
    assert_eq!(bench.fees(), 160, "0.38 percent, as of a sale");
    let twice = bench.after_pre_auth(COMPLETION, &held, &ALICE, 1);
    assert_eq!(bench.code(&twice), "22");
    let reversal = bench.reversal_message(&held.0);
    assert_eq!(bench.code(&reversal), "22", "a completed one is not undone under the completion");
    let reversal = bench.reversal_message(&done.0);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_stands(0, 50_000);
    assert_eq!(bench.code(&reversal), "00", "once is enough");
    bench.assert_stands(0, 50_000);
}

#[test]
fn a_completion_goes_up_to_the_share_of_the_profile() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let beyond = bench.after_pre_auth(COMPLETION, &held, &ALICE, 57_501);
    assert_eq!(bench.code(&beyond), "64");
    bench.completed(&held, 57_500);
    bench.assert_stands(57_500, 0);
    let held = bench.pre_auth(&ALICE, 42_500);
    let short = bench.after_pre_auth(COMPLETION, &held, &ALICE, 42_501);
    assert_eq!(bench.code(&short), "51", "what is not held has to be there");
    let part = bench.after_pre_auth(VOID, &held, &ALICE, 42_499);
    assert_eq!(bench.code(&part), "64", "a void is whole");
    bench.assert_stands(57_500, 42_500);
}

#[test]
fn the_void_of_a_completion_holds_again() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let done = bench.completed(&held, 42_000);
    let void = bench.completion_void_message(&done, &ALICE);
    let void = bench.done(void);
    bench.assert_stands(0, 50_000);
    assert_eq!(bench.state(&done.0), Some(State::Voided));
    assert_eq!(bench.state(&held.0), Some(State::Approved));
    let reversal = bench.reversal_message(&void.0);
    assert_eq!(bench.code(&reversal), "00");
    bench.assert_stands(42_000, 0);
    assert_eq!(bench.state(&held.0), Some(State::Completed));
}

#[test]
fn undoing_the_void_of_a_completion_does_not_complete_twice() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let done = bench.completed(&held, 42_000);
    let void = bench.completion_void_message(&done, &ALICE);
    let void = bench.done(void);
    bench.completed(&held, 40_000);
    let reversal = bench.reversal_message(&void.0);
    assert_eq!(bench.code(&reversal), "22");
    bench.assert_stands(40_000, 0);
}

#[test]
fn an_advice_of_completion_is_taken_once_and_never_reversed() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let advice = bench.after_pre_auth(ADVICE, &held, &ALICE, 42_000);
    assert_eq!(bench.code(&advice), "00");
    assert_eq!(bench.code(&advice), "00", "the same again is the same");
    bench.assert_stands(42_000, 0);
}

#[test]
fn a_guarantee_is_found_by_code_date_and_card_on_another_day_and_terminal() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    bench.until(3 * DAY);
    let mut other_day = bench.after_pre_auth(COMPLETION, &held, &ALICE, 50_000);
    other_day.set_text(61, "0000000000000101");
    assert_eq!(bench.code(&other_day), "25");
    let mut unknown = bench.after_pre_auth(COMPLETION, &held, &ALICE, 50_000);
    unknown.set_text(38, "XXXXXX");
    assert_eq!(bench.code(&unknown), "25");
    let other_card = bench.after_pre_auth(COMPLETION, &held, &BOB, 50_000);
    assert_eq!(bench.code(&other_card), "14");
    let mut elsewhere = bench.after_pre_auth(COMPLETION, &held, &ALICE, 50_000);
    elsewhere.set_text(61, &format!("000000000000{}", held.1.text(13).unwrap()));
    assert_eq!(bench.code(&elsewhere), "00");
    bench.assert_stands(50_000, 0);
}

#[test]
fn a_guarantee_ends_with_its_window() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    bench.until(31 * DAY);
    let late = bench.after_pre_auth(COMPLETION, &held, &ALICE, 50_000);
    assert_eq!(bench.code(&late), "12");
}

#[test]
fn a_completion_can_be_refunded_like_a_sale() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let done = bench.completed(&held, 42_000);
    let refund = bench.refund_message(&done, None, 42_000);
    assert_eq!(bench.code(&refund), "00");
    bench.assert_stands(0, 0);
    let of_guarantee = bench.refund_message(&held, None, 1);
    assert_eq!(bench.code(&of_guarantee), "25", "what was never paid cannot come back");
}

#[test]
fn a_reversal_that_overtakes_its_pre_authorisation_blocks_it() {
    let mut bench = Bench::signed_on();
    let message = bench.pre_auth_message(&ALICE, 50_000);
    let reversal = bench.reversal_message(&message);
    assert_eq!(bench.code(&reversal), "25");
    assert_eq!(bench.code(&message), "22");
    bench.assert_stands(0, 0);
}

#[test]
fn nothing_else_reverses_it() {
    let mut bench = Bench::signed_on();
    let held = bench.pre_auth(&ALICE, 50_000);
    let mut as_sale = bench.reversal_message(&held.0);
    as_sale.set_text(3, "000000");
    as_sale.set_text(60, &format!("22{}000", bench.batch));
    assert_eq!(bench.code(&as_sale), "25");
    let void = bench.after_pre_auth(VOID, &held, &ALICE, 50_000);
    let void = bench.done(void);
    let mut pointing_at_original = bench.reversal_message(&void.0);
    pointing_at_original.set_text(61, &format!("{}{}", bench.batch, held.0.text(11).unwrap()));
    assert_eq!(bench.code(&pointing_at_original), "25");
    bench.assert_stands(0, 0);
}
