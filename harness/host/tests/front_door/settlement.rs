//! Settling a batch: totals and verdict, the upload, and what a closed batch still takes.

use host::{Class, Difference, Effect, Misbehaviour, Script};
use wire::{BatchTotals, Detail, Message, Mti, Side, Verdict};

use crate::bench::{ALICE, BOB, Bench, MID, TID};

/// Trace number, amount, and whether the card is named.
type Told = (u32, u64, bool);

impl Bench {
    fn batch_message(&mut self, mti: u16, network: &str, digits: &str) -> Message {
        let mut message = Message::new(Mti::new(mti));
        self.stan += 1;
        message.set_text(11, &format!("{:06}", self.stan));
        message.set_text(41, TID);
        message.set_text(42, MID);
        message.set_text(48, digits);
        message.set_text(49, "156");
        message.set_text(60, &format!("00{}{network}", self.batch));
        message
    }

    fn settlement(&mut self, sums: &[(Side, u64)]) -> Message {
        let mut totals = BatchTotals::default();
        for (side, fen) in sums {
            totals.add(*side, *fen);
        }
        self.batch_message(0x0500, "201", &totals.digits(None).unwrap())
    }

    fn upload(&mut self, told: &[Told]) -> Message {
        let detail = |(stan, amount_fen, named): &Told| Detail {
            stan: format!("{stan:06}"),
            card: named.then(|| ALICE.pan()),
            amount_fen: *amount_fen,
        };
        let details: Vec<Detail> = told.iter().map(detail).collect();
        self.batch_message(0x0320, "201", &Detail::write(&details).unwrap())
    }

    fn end(&mut self, count: usize) -> Message {
        self.batch_message(0x0320, "207", &format!("{count:04}"))
    }

    fn verdict(&mut self, message: &Message) -> Option<Verdict> {
        let answer = self.ask(message);
        assert_eq!(answer.text(39), Some("00"), "{answer:?}");
        BatchTotals::read(answer.text(48).unwrap()).unwrap().1
    }

    fn sold(&mut self, fen: i64) -> Message {
        let sale = self.sale_message(&ALICE, fen);
        assert_eq!(self.code(&sale), "00");
        sale
    }

    fn closings(&self) -> Vec<(String, Vec<Difference>)> {
        let closed = self.log.iter().filter_map(|effect| match effect {
            Effect::BatchClosed { next, differences, .. } => Some((next.clone(), differences.clone())),
            _ => None,
        });
        closed.collect()
    }
}

#[test]
fn equal_totals_close_the_batch() {
    let mut bench = Bench::signed_on();
    let sale = bench.sold(12_000);
    let reversed = bench.sold(700);
    let reversal = bench.reversal_message(&reversed);
    assert_eq!(bench.code(&reversal), "00");
    let voided = bench.sale(&ALICE, 300);
    bench.void(&voided, &ALICE);
    let settlement = bench.settlement(&[(Side::Debit, 12_000), (Side::Debit, 300), (Side::Credit, 300)]);
    assert_eq!(bench.verdict(&settlement), Some(Verdict::Equal));
    assert_eq!(bench.closings(), [("000002".to_owned(), vec![])]);
    // Sent again it is answered as before, and closes nothing more.
    assert_eq!(bench.verdict(&settlement), Some(Verdict::Equal));
    assert_eq!(bench.closings().len(), 1);
    // The closed batch takes no order, and gives back what it had.
    let late = bench.sale_message(&ALICE, 100);
    assert_eq!(bench.code(&late), "77");
    bench.batch = "000002".to_owned();
    let next = bench.sold(900);
    let reversal = bench.reversal_message(&sale);
    assert_eq!(bench.code(&reversal), "00");
    assert!(bench.state(&next).is_some());
    bench.assert_charged(900);
}

#[test]
fn unequal_totals_leave_the_batch_open_until_the_upload_ends() {
    let mut bench = Bench::signed_on();
    for fen in [100, 200, 300] {
        bench.sold(fen);
    }
    let settlement = bench.settlement(&[(Side::Debit, 100), (Side::Debit, 200), (Side::Debit, 400)]);
    assert_eq!(bench.verdict(&settlement), Some(Verdict::Unequal));
    assert_eq!(bench.closings(), []);
    let upload = bench.upload(&[(1, 100, true), (2, 250, false)]);
    assert_eq!(bench.code(&upload), "00");
    // The same message again adds nothing; another one with the same transaction does.
    assert_eq!(bench.code(&upload), "00");
    let again = bench.upload(&[(1, 100, true), (9, 5, true)]);
    assert_eq!(bench.code(&again), "00");
    let end = bench.end(5);
    assert_eq!(bench.code(&end), "00");
    let told = bench.log.iter().find_map(|effect| match effect {
        Effect::BatchClosed { told, .. } => *told,
        _ => None,
    });
    assert_eq!(told, Some(5), "what the terminal says is passed on, be it right or not");
    let stan = |n: u32| format!("{n:06}");
    let differences = vec![
        Difference::Twice { stan: stan(1) },
        Difference::Other { stan: stan(2) },
        Difference::Missing { stan: stan(3) },
        Difference::Unknown { stan: stan(9) },
    ];
    assert_eq!(bench.closings(), [("000002".to_owned(), differences)]);
    bench.assert_charged(600);
}

#[test]
fn a_verdict_can_be_ordered_and_an_upload_that_fits_shows_no_difference() {
    for (misbehaviour, verdict) in
        [(Misbehaviour::TotalsUnequal, Verdict::Unequal), (Misbehaviour::TotalsInError, Verdict::Error)]
    {
        let mut bench = Bench::signed_on();
        bench.host.script(Script { misbehaviour, on: None, times: 1 });
        bench.sold(100);
        assert_eq!(bench.host.open_scripts().len(), 1, "a sale does not take it up");
        let settlement = bench.settlement(&[(Side::Debit, 100)]);
        assert_eq!(bench.verdict(&settlement), Some(verdict));
        let upload = bench.upload(&[(1, 100, true)]);
        assert_eq!(bench.code(&upload), "00");
        let end = bench.end(1);
        assert_eq!(bench.code(&end), "00");
        assert_eq!(bench.closings(), [("000002".to_owned(), vec![])]);
    }
}

#[test]
fn what_a_settlement_lacks_is_refused_for_its_form() {
    let mut bench = Bench::signed_on();
    let sound = bench.settlement(&[]);
    let upload = bench.upload(&[(1, 1, false)]);
    let end = bench.end(0);
    for (message, fields) in [(sound, &[48, 49][..]), (upload, &[48]), (end, &[48])] {
        for field in fields {
            let mut lacking = message.clone();
            lacking.clear(*field);
            assert_eq!(bench.code(&lacking), "30", "without {field}");
        }
    }
    for digits in ["1", &"9".repeat(61), &"9".repeat(82)] {
        let settlement = bench.batch_message(0x0500, "201", digits);
        assert_eq!(bench.code(&settlement), "30", "{digits}");
        let upload = bench.batch_message(0x0320, "201", digits);
        assert_eq!(bench.code(&upload), "30", "{digits}");
    }
    assert_eq!(bench.closings(), []);
    let cold = Bench::cold().settlement(&[]);
    assert_eq!(Bench::cold().code(&cold), "77", "nobody signed on");
}

#[test]
fn a_crash_before_the_batch_is_closed_leaves_it_open_and_one_after_does_not_close_it_twice() {
    for (misbehaviour, closed) in [
        (Misbehaviour::CrashBeforeBooking { down_ns: Some(1_000_000_000) }, 0),
        (Misbehaviour::CrashAfterBooking { down_ns: Some(1_000_000_000) }, 1),
        (Misbehaviour::Silence, 1),
    ] {
        let mut bench = Bench::signed_on();
        bench.sold(100);
        bench.host.script(Script { misbehaviour, on: Some(Class::Settlement), times: 1 });
        let settlement = bench.settlement(&[(Side::Debit, 100)]);
        assert_eq!(bench.ask_all(&settlement).len(), 0);
        assert_eq!(bench.closings().len(), closed);
        assert_eq!(bench.verdict(&settlement), Some(Verdict::Equal));
        assert_eq!(bench.closings().len(), 1);
    }
}

#[test]
fn another_terminal_and_another_batch_count_for_themselves() {
    let mut bench = Bench::signed_on();
    bench.sold(100);
    let other = bench.sale_message(&BOB, 200);
    assert_eq!(bench.code(&other), "00");
    assert_eq!(bench.host.batch_totals(TID, "000001").debit.count, 2);
    assert_eq!(bench.host.batch_totals(TID, "000002"), BatchTotals::default());
    assert_eq!(bench.host.batch_totals("87654321", "000001"), BatchTotals::default());
}
