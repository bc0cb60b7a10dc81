//! Wallet orders at the host: paid, waiting, closed, given back; the same number does the same once.

use host::{Effect, LedgerAccount, Misbehaviour};
use wire::{Message, Place};

use crate::bench::{Bench, MID, SECOND, TID, postings};

const LILY: &str = "wallet of lily";
const MAX: &str = "wallet of max";

impl Bench {
    /// A message of a class about an order, under a fresh trace number.
    fn about(&mut self, class: host::Class, order: &str, fen: i64, more: &[(Place, &str)]) -> Message {
        self.stan += 1;
        let batch = self.batch.clone();
        let places: Vec<(Place, &str)> = [(Place::Batch, batch.as_str()), (Place::Order, order)]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        let mut message = self.dialect.begin(class, &places).unwrap().unwrap();
        if fen != 0 {
            message.set_text(4, &format!("{fen:012}"));
        }
        message.set_text(11, &format!("{:06}", self.stan));
        message.set_text(41, TID);
        message.set_text(42, MID);
        message.set_text(49, "156");
        message
    }

    fn pay(&mut self, order: &str, fen: i64, wallet: &str, confirm: bool) -> Message {
        let code = self.host.show_code(wallet, confirm).unwrap();
        self.about(host::Class::WalletPay, order, fen, &[(Place::PayCode, code.expose())])
    }

    /// What a query tells: the code, and the state where there is one.
    fn told(&mut self, order: &str) -> (String, String) {
        let query = self.about(host::Class::WalletQuery, order, 0, &[]);
        let answer = self.ask(&query);
        let state = self.dialect.at(&answer, Place::Note).unwrap_or_default().trim().to_owned();
        (answer.text(39).unwrap().to_owned(), state)
    }

    fn lily_has(&self) -> i64 {
        self.host.wallet_balance(LILY).unwrap()
    }
}

const ORDER: &str = "12345678000001000001";

#[test]
fn a_payment_moves_both_books_and_a_query_tells_so() {
    let mut bench = Bench::signed_on();
    let pay = bench.pay(ORDER, 12_000, LILY, false);
    assert_eq!(bench.code(&pay), "00");
    assert_eq!((bench.lily_has(), bench.merchant_has() + bench.fees()), (38_000, 12_000));
    assert_eq!(bench.told(ORDER), ("00".into(), "APPROVED".into()));
    assert_eq!(bench.told("12345678000001000099"), ("25".into(), String::new()));
    let owed = bench.host.books().acquirer.balance(&LedgerAccount::ClearingWallet);
    assert_eq!(owed, -12_000);
    bench.assert_sound();
}

#[test]
fn a_code_pays_once_and_an_order_number_once() {
    let mut bench = Bench::signed_on();
    let pay = bench.pay(ORDER, 12_000, LILY, false);
    let code = bench.dialect.pay_code(&pay).unwrap();
    assert_eq!(bench.code(&pay), "00");
    let other =
        bench.about(host::Class::WalletPay, "12345678000001000002", 500, &[(Place::PayCode, code.expose())]);
    assert_eq!(bench.code(&other), "14", "the code is used up");
    let again = bench.pay(ORDER, 12_000, LILY, false);
    assert_eq!(bench.code(&again), "00", "the order is paid already");
    let differs = bench.pay(ORDER, 9_000, LILY, false);
    assert_eq!(bench.code(&differs), "94");
    assert_eq!(bench.lily_has(), 38_000);
    bench.assert_sound();
}

#[test]
fn an_order_waits_for_its_user_and_not_for_ever() {
    let mut bench = Bench::signed_on();
    let pay = bench.pay(ORDER, 12_000, LILY, true);
    assert_eq!(bench.code(&pay), "09");
    assert!(bench.log.iter().any(|e| matches!(e, Effect::AskedUser { order, .. } if order == ORDER)));
    assert_eq!(bench.told(ORDER).1, "PENDING");
    bench.host.confirm_order(bench.now, ORDER, true, &mut bench.log);
    bench.rest();
    assert_eq!(bench.told(ORDER).1, "APPROVED");
    bench.assert_sound();
    let late = "12345678000001000002";
    let pay = bench.pay(late, 12_000, LILY, true);
    assert_eq!(bench.code(&pay), "09");
    bench.now += 700 * SECOND;
    bench.host.confirm_order(bench.now, late, true, &mut bench.log);
    bench.rest();
    assert_eq!(bench.told(late).1, "CLOSED");
    assert_eq!(bench.lily_has(), 38_000);
    bench.assert_sound();
}

#[test]
fn a_wallet_that_is_short_pays_nothing() {
    let mut bench = Bench::signed_on();
    let pay = bench.pay(ORDER, 12_000, MAX, false);
    assert_eq!(bench.code(&pay), "51");
    assert_eq!(bench.told(ORDER).1, "CLOSED");
    assert_eq!(bench.host.wallet_balance(MAX), Some(1_000));
    bench.assert_sound();
}

#[test]
fn a_shown_code_is_paid_by_whoever_scans_it() {
    let mut bench = Bench::signed_on();
    let order = bench.about(host::Class::WalletCode, ORDER, 4_500, &[]);
    let answer = bench.ask(&order);
    assert_eq!(answer.text(39), Some("09"));
    let code = bench.dialect.at(&answer, Place::ShownCode).unwrap().to_owned();
    bench.host.scan_code(bench.now, LILY, &code, &mut bench.log);
    bench.rest();
    assert_eq!(bench.told(ORDER).1, "APPROVED");
    assert_eq!(bench.lily_has(), 45_500);
    bench.assert_sound();
}

#[test]
fn a_cancellation_gives_back_closes_and_keeps_what_comes_later_out() {
    let mut bench = Bench::signed_on();
    let pay = bench.pay(ORDER, 12_000, LILY, false);
    assert_eq!(bench.code(&pay), "00");
    for _ in 0..2 {
        let cancel = bench.about(host::Class::WalletCancel, ORDER, 12_000, &[]);
        assert_eq!(bench.code(&cancel), "00");
    }
    assert_eq!((bench.lily_has(), bench.merchant_has(), bench.fees()), (50_000, 0, 0));
    assert_eq!(bench.told(ORDER).1, "CLOSED");
    let late = "12345678000001000002";
    let cancel = bench.about(host::Class::WalletCancel, late, 12_000, &[]);
    assert_eq!(bench.code(&cancel), "00", "closed before it comes");
    let pay = bench.pay(late, 12_000, LILY, false);
    assert_eq!(bench.code(&pay), "22");
    assert_eq!(bench.lily_has(), 50_000);
    bench.assert_sound();
}

#[test]
fn a_refund_number_pays_once_and_never_more_than_is_left() {
    let mut bench = Bench::signed_on();
    let pay = bench.pay(ORDER, 12_000, LILY, false);
    assert_eq!(bench.code(&pay), "00");
    let number = |n: u32| format!("1234567800000100{n:04}");
    let refund = |bench: &mut Bench, n: u32, fen: i64| {
        let message = bench.about(host::Class::WalletRefund, ORDER, fen, &[(Place::OrderRefund, &number(n))]);
        bench.code(&message)
    };
    assert_eq!(refund(&mut bench, 7, 4_000), "00");
    assert_eq!(refund(&mut bench, 7, 4_000), "00", "the same number under another trace number");
    assert_eq!(refund(&mut bench, 7, 5_000), "94");
    assert_eq!(bench.lily_has(), 42_000);
    assert_eq!(bench.told(ORDER).1, "PARTLY REFUNDED");
    assert_eq!(refund(&mut bench, 8, 8_001), "61");
    assert_eq!(refund(&mut bench, 8, 8_000), "00");
    assert_eq!(bench.told(ORDER).1, "REFUNDED");
    let cancel = bench.about(host::Class::WalletCancel, ORDER, 12_000, &[]);
    assert_eq!(bench.code(&cancel), "22");
    assert_eq!((bench.lily_has(), bench.merchant_has(), bench.fees()), (50_000, 0, 0));
    bench.assert_sound();
}

#[test]
fn maintenance_refuses_and_silence_leaves_open() {
    let mut bench = Bench::signed_on();
    bench.host.platform_down();
    let pay = bench.pay(ORDER, 12_000, LILY, false);
    assert_eq!(bench.code(&pay), "91");
    bench.host.platform_up();
    assert_eq!(bench.told(ORDER).0, "25");
    bench.order(Misbehaviour::IssuerSlow { ns: 40 * SECOND });
    let pay = bench.pay(ORDER, 12_000, LILY, false);
    assert_eq!(bench.code(&pay), "98");
    assert_eq!(bench.told(ORDER).1, "APPROVED", "it came after the acquirer had given up");
    assert_eq!(bench.lily_has(), 38_000);
    bench.assert_sound();
}

#[test]
fn a_crash_loses_no_order() {
    for misbehaviour in [
        Misbehaviour::CrashBeforeBooking { down_ns: Some(5 * SECOND) },
        Misbehaviour::CrashAfterBooking { down_ns: Some(5 * SECOND) },
    ] {
        let mut bench = Bench::signed_on();
        bench.order(misbehaviour);
        let pay = bench.pay(ORDER, 12_000, LILY, false);
        bench.send(&pay);
        bench.rest();
        assert_eq!(bench.told(ORDER).1, "APPROVED");
        assert_eq!(bench.lily_has(), 38_000);
        assert_eq!(postings(&bench.log).len(), 2, "each book once");
        bench.assert_sound();
    }
}

#[test]
fn what_lacks_its_number_or_code_is_refused_for_its_form() {
    let mut bench = Bench::signed_on();
    let mut pay = bench.pay(ORDER, 12_000, LILY, false);
    pay.clear(62);
    assert_eq!(bench.code(&pay), "30");
    let mut query = bench.about(host::Class::WalletQuery, ORDER, 0, &[]);
    query.clear(59);
    assert_eq!(bench.code(&query), "30");
    let refund = bench.about(host::Class::WalletRefund, ORDER, 100, &[]);
    assert_eq!(bench.code(&refund), "30");
    let cancel = bench.about(host::Class::WalletCancel, ORDER, 0, &[]);
    assert_eq!(bench.code(&cancel), "13");
}
