//! Each business through the front door, without cuts: what is shown, sent, printed and kept.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Bench, Order, State};
use device::{CardFace, Key, ScreenKind};
use terminal::{Defect, card::Misbehaviour};

fn sale(face: CardFace) -> Order {
    Order::Sale { fen: 12_000, face }
}

#[test]
fn a_chip_sale_is_approved_committed_and_printed_twice() {
    let mut bench = Bench::new();
    bench.run(&[sale(CardFace::Chip)]);
    let kinds = bench.kinds();
    use ScreenKind as S;
    let want = [
        S::Booting,
        S::SigningOn,
        S::SignedOn,
        S::Idle,
        S::EnterAmount,
        S::PresentCard,
        S::EnterPin,
        S::Processing,
        S::Approved,
        S::TearSlip,
        S::Approved,
        S::RemoveCard,
        S::Idle,
    ];
    assert_eq!(kinds, want);
    assert_eq!(
        bench.lines_of(S::Approved),
        ["TYPE SALE", "AMOUNT 120.00", "TRACE 000012", "REF 900000000012"]
    );
    assert_eq!(bench.host.state_of("000012"), Some(State::Approved));
    assert_eq!(bench.rows().into_iter().collect::<Vec<_>>(), ["row.000001.000012.sale"]);
    assert_eq!(bench.host.arpc_right, [true]);
    assert_eq!(bench.apdus.iter().filter(|name| name.starts_with("generate")).count(), 2);
    let request = bench.host.requests(0x0200)[0];
    assert_eq!(request.text(22), Some("051"));
    assert!(request.has(2) && request.has(35) && request.has(52) && request.has(55));
    let paper = bench.paper.join("\n");
    for line in [
        "凭证号/TRACE: 000012",
        "金额/AMOUNT: RMB 120.00",
        "卡号/CARD: 622848******0016",
        "商户存根/MERCHANT COPY",
    ] {
        assert!(paper.contains(line), "{line} in\n{paper}");
    }
    assert_eq!(bench.paper.iter().filter(|line| *line == "----").count(), 2);
    assert!(!paper.contains("6228480000000016"));
}

#[test]
fn a_swiped_sale_carries_no_number_of_its_own() {
    let mut bench = Bench::new();
    bench.run(&[sale(CardFace::Stripe)]);
    let request = bench.host.requests(0x0200)[0];
    assert_eq!(request.text(22), Some("021"));
    assert!(!request.has(2) && request.has(35) && !request.has(55));
    assert_eq!(bench.host.state_of("000012"), Some(State::Approved));
}

#[test]
fn a_small_contactless_sale_needs_no_pin_and_a_large_one_does() {
    let mut bench = Bench::new();
    bench.run(&[sale(CardFace::Contactless), Order::Sale { fen: 200_000, face: CardFace::Contactless }]);
    let entries: Vec<_> = bench.host.requests(0x0200).iter().map(|request| request.text(22)).collect();
    assert_eq!(entries, [Some("072"), Some("071")]);
    assert_eq!(bench.host.arpc_right, [true, true]);
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn a_void_undoes_a_sale_once() {
    let mut bench = Bench::new();
    let void = Order::Void { trace: 12, face: CardFace::Chip };
    bench.run(&[sale(CardFace::Chip), void.clone(), void]);
    let request = bench.host.requests(0x0200)[1];
    assert_eq!(bench.host.part(request, "61.2"), "000012");
    assert_eq!(request.text(37), Some("900000000012"));
    assert_eq!(bench.shown(ScreenKind::Confirm), 1);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "ALREADY VOIDED"]);
    assert!(bench.paper.iter().any(|line| line == "原凭证号/ORIG TRACE: 000012"));
    assert!(bench.rows().contains("row.000001.000013.void.000012"));
}

#[test]
fn a_void_is_refused_for_another_card_password_or_day() {
    let mut bench = Bench::new();
    bench.run(&[sale(CardFace::Chip)]);
    bench.operator.password = device::Hidden::new(*b"000000");
    bench.run(&[Order::Void { trace: 12, face: CardFace::Chip }]);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "WRONG PASSWORD"]);
    bench.operator.password = device::Hidden::new(*b"123456");
    bench.next_day();
    bench.run(&[Order::Void { trace: 12, face: CardFace::Chip }]);
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE VOID", "NOT OF TODAY"]);
    assert_eq!(bench.host.requests(0x0200).len(), 1);
}

#[test]
fn refunds_go_by_reference_with_and_without_the_card() {
    let mut bench = Bench::new();
    let refund = |face, fen| Order::Refund { rrn: "900000000012".to_owned(), fen, face };
    bench.run(&[
        sale(CardFace::Chip),
        refund(Some(CardFace::Chip), 5_000),
        refund(None, 7_000),
        refund(None, 1),
    ]);
    let advices = bench.host.requests(0x0220);
    assert_eq!(advices.len(), 2, "the third is more than what is left");
    assert_eq!(advices[0].text(22), Some("052"));
    assert_eq!(advices[1].text(22), Some("012"));
    assert!(!advices[1].has(2) && !advices[1].has(35));
    assert_eq!(bench.host.part(advices[1], "61.3"), "1120");
    assert_eq!(bench.lines_of(ScreenKind::Refused), ["TYPE REFUND", "MORE THAN THE SALE"]);
    assert!(bench.paper.iter().any(|line| line == "原参考号/ORIG REF: 900000000012"));
}

#[test]
fn balance_and_query_show_what_the_host_says() {
    let mut bench = Bench::new();
    bench.run(&[Order::Balance { face: CardFace::Chip }, Order::Query { trace: 12 }]);
    assert!(bench.lines_of(ScreenKind::Balance).contains(&"BALANCE 5000.00".to_owned()));
    let lines = bench.lines_of(ScreenKind::QueryResult);
    assert!(
        lines.contains(&"CODE 00".to_owned()) && lines.contains(&"AMOUNT 120.00".to_owned()),
        "{lines:?}"
    );
    assert_eq!(bench.host.arpc_right, [true]);
    assert!(bench.rows().is_empty());
}

#[test]
fn a_card_pulled_before_anything_was_sent_leaves_nothing() {
    for command in ["select", "read-record", "generate-ac-1"] {
        let mut bench = Bench::new();
        bench.pull_before = Some(command);
        bench.run(&[sale(CardFace::Chip)]);
        assert_eq!(bench.lines_of(ScreenKind::Failed), ["TYPE SALE", "CARD REMOVED"], "{command}");
        assert!(bench.host.requests(0x0200).is_empty());
    }
    let mut bench = Bench::new();
    bench.pull_before = Some("read-record");
    bench.run(&[sale(CardFace::Contactless)]);
    assert_eq!(bench.shown(ScreenKind::PresentAgain), 1, "a torn tap is tapped again");
    assert_eq!(bench.rows().len(), 1);
}

#[test]
fn a_card_that_cannot_be_tapped_is_to_be_inserted() {
    let mut bench = Bench::new();
    bench.card.misbehave(Misbehaviour { mute: true, ..Misbehaviour::default() });
    bench.run(&[sale(CardFace::Contactless)]);
    assert_eq!(bench.lines_of(ScreenKind::PresentAgain), ["TYPE SALE", "INSERT OR SWIPE"]);
    assert!(bench.host.requests(0x0200).is_empty());
    assert_eq!(bench.lines_of(ScreenKind::Failed), ["TYPE SALE", "CARD NOT READ"]);
    let mut torn = Bench::new();
    torn.pull_before = Some("read-record");
    torn.run(&[sale(CardFace::Contactless)]);
    assert_eq!(torn.lines_of(ScreenKind::PresentAgain), ["TYPE SALE", "AMOUNT 120.00", "TAP AGAIN"]);
}

#[test]
fn a_mute_chip_falls_back_to_the_stripe_and_says_so() {
    let mut bench = Bench::new();
    let mut data = bench::card_data();
    data.track2 = wire::Track2::new("6228480000000016=30122200000012345").unwrap();
    bench.card = terminal::card::ChipCard::new(data);
    bench.card.misbehave(Misbehaviour { mute: true, ..Misbehaviour::default() });
    bench.operator.again.extend([CardFace::Stripe, CardFace::Chip, CardFace::Chip, CardFace::Stripe]);
    bench.run(&[sale(CardFace::Chip)]);
    let request = bench.host.requests(0x0200)[0];
    assert_eq!(request.text(22), Some("801"));
    assert_eq!(bench.host.part(request, "60.5"), "2");
}

#[test]
fn an_offline_pin_is_shown_to_the_chip_and_never_sent() {
    let mut bench = Bench::new();
    let mut data = bench::card_data();
    data.offline_pin = true;
    bench.card = terminal::card::ChipCard::new(data);
    bench.run(&[sale(CardFace::Chip)]);
    assert!(bench.apdus.contains(&"verify"));
    let request = bench.host.requests(0x0200)[0];
    assert!(!request.has(52));
    assert_eq!(request.text(22), Some("052"));
    bench.operator.pin = Some(device::Hidden::new(*b"111111"));
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.lines_of(ScreenKind::Failed), ["TYPE SALE", "WRONG PIN"]);
    assert_eq!(bench.host.requests(0x0200).len(), 1);
}

#[test]
fn printer_trouble_changes_nothing_about_the_sale_and_a_reprint_is_marked() {
    let mut bench = Bench::new();
    bench.printer.set_paper(Some(5));
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.shown(ScreenKind::PrinterTrouble), 1);
    assert_eq!(bench.host.state_of("000012"), Some(State::Approved));
    bench.printer.set_paper(None);
    let (sent, kept) = (bench.host.seen.len(), bench.rows());
    bench.run(&[
        Order::Reprint { trace: None },
        Order::Reprint { trace: Some(12) },
        Order::Reprint { trace: Some(99) },
    ]);
    assert_eq!(bench.paper.iter().filter(|line| line.contains("DUPLICATE")).count(), 4);
    assert_eq!(bench.lines_of(ScreenKind::Refused)[1], "NOT FOUND");
    assert_eq!((bench.host.seen.len(), bench.rows()), (sent, kept));
}

#[test]
fn a_wrong_check_value_stops_everything() {
    let mut bench = Bench::new();
    bench.host.wrong_kcv = true;
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.shown(ScreenKind::SignOnFailed), 2);
    assert!(bench.host.requests(0x0200).is_empty());
    let mut bench = Bench::defective(Defect::KeyCheckIgnored);
    bench.host.wrong_kcv = true;
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.host.requests(0x0200).len(), 1);
}

#[test]
fn a_full_store_fails_before_anything_is_sent() {
    let mut bench = Bench::new();
    bench.run(&[Order::SignOn]);
    bench.flash.limit(Some(200));
    bench.run(&[sale(CardFace::Chip)]);
    assert_eq!(bench.lines_of(ScreenKind::Failed), ["TYPE SALE", "STORE FULL"]);
    assert!(bench.host.requests(0x0200).is_empty());
}

#[test]
fn strange_keys_and_cards_at_idle_do_nothing() {
    let mut bench = Bench::new();
    bench.operator.at_trouble = Key::Enter;
    bench.run(&[Order::Reverse]);
    assert_eq!(bench.lines_of(ScreenKind::Refused)[1], "NO REVERSAL PENDING");
}
