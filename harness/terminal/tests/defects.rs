//! Every seeded defect shows itself under some fault, and a day without faults is right under all of them.
//!
//! What is looked at is what the outside sees: messages, screens, paper and rows. Each defect has a sign of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use std::collections::BTreeSet;

use bench::{Behaviour, Bench, Cut, Order, State, setup};
use device::{CardFace, Hidden, ScreenKind};
use terminal::{
    Defect,
    card::{Misbehaviour, SecondDecision},
};

fn sale() -> Order {
    Order::Sale { fen: 12_000, face: CardFace::Chip }
}

fn void(trace: u32) -> Order {
    Order::Void { trace, face: CardFace::Chip }
}

fn refund(fen: u64) -> Order {
    Order::Refund { rrn: "900000000012".to_owned(), fen, face: None }
}

fn terminal(defect: Option<Defect>) -> Bench {
    Bench::with(setup(defect, str::to_owned))
}

fn after(behaviour: Behaviour, defect: Option<Defect>, orders: &[Order]) -> Bench {
    let mut bench = terminal(defect);
    bench.host.next.push_back(behaviour);
    bench.run(orders);
    bench
}

/// A cut at every call of two sales, and a sale afterwards.
fn cut_everywhere(defect: Option<Defect>) -> Vec<Bench> {
    let cut = |at| {
        let mut bench = terminal(defect);
        bench.cuts = vec![Cut { at, done: true, seed: 1 }];
        bench.run(&[sale(), sale()]);
        bench.run(&[sale()]);
        bench
    };
    (5..110).map(cut).collect()
}

/// A cut at every fourth call of some orders, and other orders afterwards; the host finds totals unequal, or not.
fn cut_then(
    defect: Option<Defect>,
    before: &[Order],
    cut: &[Order],
    then: &[Order],
    unequal: bool,
) -> Vec<Bench> {
    let prepared = || {
        let mut bench = terminal(defect);
        bench.host.unequal = unequal;
        bench.run(before);
        bench
    };
    let mut whole = prepared();
    let from = whole.calls;
    whole.run(cut);
    let run = |at| {
        let mut bench = prepared();
        bench.cuts = vec![Cut { at, done: true, seed: 1 }];
        bench.run(cut);
        bench.run(then);
        bench
    };
    (from..whole.calls).map(run).collect()
}

fn tries_across_a_restart(defect: Option<Defect>) -> Bench {
    let mut bench = after(Behaviour::AnswerLost, defect, &[sale()]);
    bench.host.at_reversal.extend(vec![Behaviour::AnswerLost; 9]);
    // A cut while the second try waits for its answer.
    let mut counting = after(Behaviour::AnswerLost, None, &[sale()]);
    counting.host.at_reversal.extend(vec![Behaviour::AnswerLost; 9]);
    let from = counting.calls;
    counting.run(&[Order::Reverse]);
    let at = from + (counting.calls - from) * 3 / 5;
    bench.cuts = vec![Cut { at, done: true, seed: 1 }];
    bench.run(&[Order::Reverse, Order::Reverse]);
    bench
}

/// Defects that show with wallet orders, advices, scripts, signatures or offline sales alone. The host double of these tests has no platform behind
/// it, and all its pre-authorisations have one code; the suite's scenarios and canaries bring them out.
const SHOWN_BY_THE_SUITE: &[Defect] = &[
    Defect::WalletOrderReversed,
    Defect::NewOrderOnRetry,
    Defect::CancelWithoutQuery,
    Defect::CancelTooEarly,
    Defect::AnsweredQueryApproves,
    Defect::NotFoundTakenForUnpaid,
    Defect::WalletOrderOnlyInRam,
    Defect::CancelNotSeenThrough,
    Defect::RefundUnderNewNumber,
    Defect::OutboxOfOne,
    Defect::OutboxEmptiedAtBoot,
    Defect::SettlementBeforeAdvices,
    Defect::AdviceUnderNewNumber,
    Defect::AdviceRefusalUnread,
    Defect::OwedOfOldBatchDropped,
    Defect::WalletBackUnasked,
    Defect::ClosedSaidTooSoon,
    Defect::OrdersSideBySide,
    Defect::SilenceTakenForNoLine,
    Defect::FloorLimitIgnored,
    Defect::AnyCryptogramApproves,
    Defect::OwedAfterSlip,
    Defect::ScriptSweptAtBoot,
    Defect::ScriptResultAssumed,
    Defect::ScriptForgottenWithSale,
    Defect::ScriptToldOnce,
    Defect::SignatureOfEarlierSale,
    Defect::SettlementClearsSignatures,
    Defect::CancelledSignatureForgetsSale,
    Defect::PartNamedAsLeft,
    Defect::PartLeftOut,
    Defect::PartNotInTotals,
    Defect::PartForgotten,
    Defect::PartRefusalUnread,
    Defect::PartNotOnReprint,
    Defect::RepeatRefusalEndsPart,
];

/// The fault under which a defect shows.
#[expect(clippy::too_many_lines, reason = "a table: one scenario a defect")]
fn scenario(of: Defect, seeded: Option<Defect>) -> Vec<Bench> {
    use Defect as D;
    let bench = match of {
        D::RowSavedAfterSend
        | D::RowOnlyInRam
        | D::RowDeletedBeforeJournal
        | D::CommitNotSeenAtBoot
        | D::StanReusedAfterBoot
        | D::SlipBeforeCommit
        | D::SilentRecovery => return cut_everywhere(seeded),
        D::TotalsKeptApart => return cut_then(seeded, &[], &[sale()], &[Order::Settle], false),
        D::SettlementNotMarked => {
            return cut_then(seeded, &[sale()], &[Order::Settle], &[Order::Settle], false);
        }
        D::UploadFromStart => {
            return cut_then(seeded, &vec![sale(); 9], &[Order::Settle], &[], true);
        }
        D::SettlementBeforeReversal => after(Behaviour::AnswerLost, seeded, &[sale(), Order::Settle, sale()]),
        D::SignOffForgetsReversal => after(Behaviour::AnswerLost, seeded, &[sale(), Order::SignOff]),
        D::UploadLeftOut | D::UploadSkipsCurrent => {
            let mut bench = terminal(seeded);
            bench.run(&vec![sale(); 9]);
            bench.host.unequal = true;
            bench.host.at_service.extend([Behaviour::Normal, Behaviour::RequestLost]);
            bench.run(&[Order::Settle, Order::Settle]);
            bench
        }
        D::VoidRecoverySilent => return cut_then(seeded, &[sale()], &[void(12)], &[], false),
        D::PartShownInFull => after(Behaviour::InPart(5_000), seeded, &[sale()]),
        D::RefundBeforeReversal => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.host.next.push_back(Behaviour::AnswerLost);
            bench.run(&[sale(), refund(1_000)]);
            bench
        }
        D::RefundLimitInYuan => {
            let mut bench = terminal(seeded);
            bench.run(&[Order::Refund { rrn: "900000000099".to_owned(), fen: 2_500_000, face: None }]);
            bench
        }
        D::VoidOfAnotherDay => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.next_day();
            bench.run(&[void(12)]);
            bench
        }
        D::FrameSentAgain => after(Behaviour::Decline("96"), seeded, &[sale()]),
        D::AmountOfEarlierSale | D::TrackInClear => {
            let mut bench = terminal(seeded);
            let mut data = bench::card_data();
            data.track2 = wire::Track2::new("6228480000000016=30122200000012345").unwrap();
            bench.card = terminal::card::ChipCard::new(data);
            bench.run(&[Order::Sale { fen: 500, face: CardFace::Chip }]);
            bench.card.misbehave(Misbehaviour { mute: true, ..Misbehaviour::default() });
            bench.operator.again.extend([CardFace::Stripe, CardFace::Chip, CardFace::Chip, CardFace::Stripe]);
            bench.run(&[sale()]);
            bench
        }
        D::SlotOverwritten => {
            let mut bench = after(Behaviour::AnswerLost, seeded, &[sale()]);
            bench.line_up = false;
            bench.run(&[sale()]);
            bench.line_up = true;
            bench.run(&[sale()]);
            bench
        }
        D::RowDeletedOnSendError => after(Behaviour::SendBroken, seeded, &[sale(), sale()]),
        D::RowDeletedOnReset => after(Behaviour::Reset, seeded, &[sale(), sale()]),
        D::NoReversalOnTimeout
        | D::NewStanInReversal
        | D::WrongReversalReason
        | D::ReversalWithoutAmount
        | D::StaleCardDataInReversal
        | D::ReversalWithoutChipData
        | D::SaleSentAgain => after(Behaviour::AnswerLost, seeded, &[sale(), sale()]),
        D::NoReversalOnBadMac | D::AnswerMacIgnored | D::ApprovalUnchecked => {
            after(Behaviour::BadMac, seeded, &[sale(), sale()])
        }
        D::NoReversalOnCardRefusal => {
            let mut bench = terminal(seeded);
            let misbehaviour =
                Misbehaviour { second_decision: SecondDecision::ForceAac, ..Misbehaviour::default() };
            bench.card.misbehave(misbehaviour);
            bench.run(&[sale(), Order::Reverse]);
            bench
        }
        D::NoReversalOnCardPulled => {
            let mut bench = terminal(seeded);
            bench.pull_before = Some("generate-ac-2");
            bench.run(&[sale(), sale()]);
            bench
        }
        D::ReversalAfterDecline => after(Behaviour::Decline("51"), seeded, &[sale(), sale()]),
        D::ReversalAfterPrinterFailure => {
            let mut bench = terminal(seeded);
            bench.printer.set_paper(Some(3));
            bench.run(&[sale(), sale()]);
            bench
        }
        D::OpenRefundSentAtBoot => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.host.next.push_back(Behaviour::RequestLost);
            bench.run(&[refund(1_000)]);
            bench.run(&[]);
            bench
        }
        D::GuaranteeEndedTwice => {
            let mut bench = terminal(seeded);
            let face = CardFace::Stripe;
            let completion = Order::Completion { fen: 9_000, face };
            bench.run(&[Order::PreAuth { fen: 12_000, face }, completion.clone(), completion]);
            bench
        }
        D::ReversalOfRefund => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.host.next.push_back(Behaviour::AnswerLost);
            bench.run(&[refund(1_000), sale()]);
            bench
        }
        D::ReprintSendsAgain => {
            let mut bench = terminal(seeded);
            bench.printer.set_paper(Some(3));
            bench.run(&[sale(), Order::Reprint { trace: None }]);
            bench
        }
        D::UnknownCodeApproved => after(Behaviour::Decline("62"), seeded, &[sale()]),
        D::ReprintUnmarked | D::CardNumberOnReprint => {
            let mut bench = terminal(seeded);
            bench.run(&[sale(), sale(), Order::Reprint { trace: Some(12) }]);
            bench
        }
        D::VoidTimeoutNotReversed
        | D::VoidReversalPointsAtSale
        | D::ReversalProcessingCode
        | D::VoidMarkSurvivesReversal => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.host.next.push_back(Behaviour::AnswerLost);
            bench.run(&[void(12), Order::Reverse, void(12)]);
            bench
        }
        D::CurrentBatchInReversal => {
            let mut bench = after(Behaviour::AnswerLost, seeded, &[sale()]);
            bench.host.batch = Some("000002");
            bench.run(&[Order::SignOn, sale()]);
            bench
        }
        D::ReversalUnderOldKey => {
            let mut bench = terminal(seeded);
            bench.host.rotate = true;
            bench.host.next.push_back(Behaviour::AnswerLost);
            bench.run(&[sale(), Order::SignOn, sale()]);
            bench
        }
        D::SaleBeforeReversal
        | D::AnyCodeSettles
        | D::ReversalDoneOnSend
        | D::RetriesUnbounded
        | D::GiveUpSilently => {
            let mut bench = after(Behaviour::AnswerLost, seeded, &[sale()]);
            bench.host.at_reversal.extend(vec![Behaviour::Decline("96"); 5]);
            bench.run(&[sale()]);
            bench
        }
        D::NotFoundNotAccepted => after(Behaviour::RequestLost, seeded, &[sale(), sale()]),
        D::StaleDayDropped => {
            let mut bench = after(Behaviour::AnswerLost, seeded, &[sale()]);
            bench.next_day();
            bench.run(&[sale()]);
            bench
        }
        D::TriesForgottenAtBoot => tries_across_a_restart(seeded),
        D::LateAnswerApproves => after(Behaviour::Late, seeded, &[sale(), sale()]),
        D::AnswerMatchedByTypeOnly => after(Behaviour::ForeignTrace, seeded, &[sale(), sale()]),
        D::VoidTwice => {
            let mut bench = terminal(seeded);
            bench.run(&[sale(), void(12), void(12)]);
            bench
        }
        D::VoidOfEarlierBatch => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.host.batch = Some("000002");
            bench.run(&[Order::SignOn, void(12)]);
            bench
        }
        D::VoidWithoutSupervisor => {
            let mut bench = terminal(seeded);
            bench.run(&[sale()]);
            bench.operator.password = Hidden::new(*b"000000");
            bench.run(&[void(12)]);
            bench
        }
        D::RefundBeyondOriginal => {
            let mut bench = terminal(seeded);
            bench.run(&[sale(), refund(13_000)]);
            bench
        }
        D::KeyCheckIgnored => {
            let mut bench = terminal(seeded);
            bench.host.wrong_kcv = true;
            bench.run(&[sale()]);
            bench
        }
        D::TamperErasesAll => {
            let mut bench = after(Behaviour::AnswerLost, seeded, &[sale()]);
            bench.open();
            bench.run(&[sale()]);
            bench.load_keys();
            bench.run(&[sale()]);
            bench
        }
        D::KeysStayInRam => {
            let mut bench = terminal(None);
            bench.run(&[sale()]);
            let at_rest = bench.calls;
            let mut bench = terminal(seeded);
            bench.opened_at = Some(at_rest);
            bench.run(&[sale(), sale()]);
            bench
        }
        D::HeaderNotRead => after(Behaviour::AsksForSignOn, seeded, &[sale(), sale()]),
        D::NoSignOnAfterMacRefusal => after(Behaviour::Decline("A0"), seeded, &[sale(), sale()]),
        // Of what the suite shows there is nothing here; any other one has to show.
        _ => return Vec::new(),
    };
    vec![bench]
}

fn traces_of_rows(bench: &Bench) -> BTreeSet<String> {
    bench.rows().iter().filter_map(|name| name.split('.').nth(2).map(str::to_owned)).collect()
}

/// The host holds something that the terminal neither keeps nor took back.
fn stands_unkept(bench: &Bench) -> bool {
    let kept = traces_of_rows(bench);
    let mut booked = bench.host.books.iter();
    booked.any(|((_, trace), booked)| booked.state == State::Approved && !kept.contains(trace))
}

/// The terminal keeps something that it took back.
fn kept_reversed(bench: &Bench) -> bool {
    let kept = traces_of_rows(bench);
    let mut booked = bench.host.books.iter();
    booked.any(|((_, trace), booked)| booked.state == State::Reversed && kept.contains(trace))
}

/// Nobody was told the end of something that the host knows.
fn untold(bench: &Bench) -> bool {
    let ends = [
        ScreenKind::Approved,
        ScreenKind::Declined,
        ScreenKind::Failed,
        ScreenKind::InDoubt,
        ScreenKind::RecoveredApproved,
        ScreenKind::RecoveredReversed,
        ScreenKind::ReversalDone,
        ScreenKind::DeclaredOpen,
    ];
    bench.host.books.keys().any(|(_, trace)| {
        let line = format!("TRACE {trace}");
        !bench.screens.iter().any(|screen| ends.contains(&screen.kind) && screen.lines.contains(&line))
    })
}

fn voids(bench: &Bench) -> usize {
    bench.host.requests(0x0200).iter().filter(|message| message.text(3) == Some("200000")).count()
}

fn prints_unkept(bench: &Bench) -> bool {
    let kept = traces_of_rows(bench);
    let printed = bench.paper.iter().filter_map(|line| line.strip_prefix("凭证号/TRACE: "));
    printed.into_iter().any(|trace| !kept.contains(trace))
}

fn faulty(bench: &Bench, fault: &str) -> bool {
    bench.host.faults.iter().any(|told| told.contains(fault))
}

/// Where a message of this type stands among all.
fn first(bench: &Bench, mti: u16) -> Option<usize> {
    bench.host.seen.iter().position(|message| message.mti() == wire::Mti::new(mti))
}

/// Trace numbers of transactions, as often as they were uploaded.
fn uploaded(bench: &Bench) -> Vec<String> {
    let mut by_message: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    let messages = bench.host.requests(0x0320);
    let own = messages.iter().filter(|message| bench.host.part(message, "60.3") == "201");
    // A message that comes again adds nothing.
    for (message, details) in own.zip(bench.host.uploads()) {
        let stan = message.text(11).unwrap_or_default().to_owned();
        by_message.insert(stan, details.into_iter().map(|detail| detail.stan).collect());
    }
    by_message.into_values().flatten().collect()
}

/// A settlement leaves out something that stands.
fn left_out(bench: &Bench) -> bool {
    let standing = bench.host.books.values().filter(|booked| booked.state == State::Approved).count();
    bench.host.requests(0x0500).iter().any(|message| {
        let (totals, _) = wire::BatchTotals::read(message.text(48).unwrap()).unwrap();
        usize::try_from(totals.debit.count).unwrap() != standing
    })
}

/// The sign by which this very defect is known, in what the outside sees of its scenario.
#[expect(clippy::too_many_lines, reason = "a table: one sign a defect")]
fn sign(of: Defect, bench: &Bench) -> bool {
    use Defect as D;
    let count = |mti| bench.host.requests(mti).len();
    let reversals = bench.host.requests(0x0400);
    let some_reversal = |sign: &dyn Fn(&wire::Message) -> bool| reversals.iter().any(|message| sign(message));
    let still_stands = bench.host.state_of("000012") == Some(State::Approved);
    let keeps = |trace: &str| traces_of_rows(bench).contains(trace);
    let paper = bench.paper.join("\n");
    match of {
        D::RowSavedAfterSend
        | D::RowOnlyInRam
        | D::RowDeletedBeforeJournal
        | D::SlotOverwritten
        | D::RowDeletedOnSendError
        | D::RowDeletedOnReset
        | D::NoReversalOnTimeout
        | D::NoReversalOnBadMac
        | D::NoReversalOnCardRefusal
        | D::NoReversalOnCardPulled
        | D::VoidTimeoutNotReversed
        | D::TamperErasesAll
        | D::StaleDayDropped => stands_unkept(bench),
        D::KeysStayInRam => count(0x0200) == 2,
        D::TrackInClear => {
            let sales = bench.host.requests(0x0200);
            sales.iter().any(|sale| sale.has(35) && sale.text(53).is_none_or(|how| &how[2..3] != "1"))
        }
        D::TotalsKeptApart => left_out(bench),
        D::SettlementBeforeReversal => first(bench, 0x0500) < first(bench, 0x0400),
        D::SignOffForgetsReversal => count(0x0820) == 1 && reversals.is_empty(),
        D::SettlementNotMarked => {
            let asked = bench.host.requests(0x0500);
            asked.iter().any(|one| one.text(11) != asked[0].text(11) && one.text(60) == asked[0].text(60))
        }
        D::UploadFromStart => uploaded(bench).len() > 9,
        D::UploadLeftOut => count(0x0320) == 0,
        D::UploadSkipsCurrent => uploaded(bench).len() < 9 && count(0x0320) > 0,
        D::CommitNotSeenAtBoot | D::ReversalAfterPrinterFailure => kept_reversed(bench),
        D::StanReusedAfterBoot => faulty(bench, "trace number used twice"),
        D::SlipBeforeCommit => prints_unkept(bench),
        D::SilentRecovery | D::VoidRecoverySilent => untold(bench),
        D::NewStanInReversal => {
            let asked: Vec<_> = bench.host.requests(0x0200).iter().map(|m| m.text(11)).collect();
            some_reversal(&|message| !asked.contains(&message.text(11)))
        }
        D::WrongReversalReason => some_reversal(&|message| message.text(39) == Some("06")),
        D::ReversalWithoutAmount => some_reversal(&|message| message.number(4) == Some(0)),
        D::StaleCardDataInReversal => some_reversal(&|message| message.has(35) && message.has(52)),
        D::ReversalWithoutChipData => some_reversal(&|message| !message.has(55)),
        D::ReversalProcessingCode => some_reversal(&|message| message.text(3) == Some("000000")),
        D::VoidReversalPointsAtSale => some_reversal(&|message| bench.host.part(message, "61.2") == "000012"),
        D::CurrentBatchInReversal => some_reversal(&|message| bench.host.part(message, "60.2") == "000002"),
        D::ReversalUnderOldKey => faulty(bench, "MAC"),
        D::SaleSentAgain => count(0x0200) == 3,
        D::AnswerMacIgnored | D::ApprovalUnchecked | D::LateAnswerApproves | D::AnswerMatchedByTypeOnly => {
            keeps("000012")
        }
        D::ReversalAfterDecline | D::ReversalOfRefund => !reversals.is_empty(),
        D::OpenRefundSentAtBoot => count(0x0220) == 2,
        D::ReprintSendsAgain => count(0x0200) == 2,
        D::UnknownCodeApproved => bench.shown(ScreenKind::Approved) == 1 && !keeps("000012"),
        D::ReprintUnmarked => !paper.contains("DUPLICATE"),
        D::CardNumberOnReprint => paper.contains("6228480000000016"),
        D::VoidMarkSurvivesReversal => bench.shown(ScreenKind::Refused) == 1 && voids(bench) == 1,
        D::GuaranteeEndedTwice => count(0x0100) == 1 && count(0x0200) == 2,
        D::SaleBeforeReversal => count(0x0200) == 2 && still_stands,
        D::AnyCodeSettles => bench.shown(ScreenKind::ReversalDone) == 1 && still_stands,
        D::ReversalDoneOnSend => bench.shown(ScreenKind::ReversalDone) > 1 && still_stands,
        D::RetriesUnbounded => reversals.len() > 3,
        D::GiveUpSilently => bench.shown(ScreenKind::DeclaredOpen) == 0 && still_stands,
        D::NotFoundNotAccepted => reversals.len() > 1,
        D::TriesForgottenAtBoot => reversals.len() > 3,
        D::VoidTwice => voids(bench) == 2,
        D::PartShownInFull => {
            let lines = || bench.screens.iter().filter(|screen| screen.kind == ScreenKind::Approved);
            lines().any(|screen| screen.lines.contains(&"AMOUNT 120.00".to_owned()))
        }
        D::RefundBeforeReversal => first(bench, 0x0220) < first(bench, 0x0400),
        D::FrameSentAgain => count(0x0200) == 2,
        D::AmountOfEarlierSale => {
            let asked: Vec<_> = bench.host.requests(0x0200).iter().map(|m| m.number(4)).collect();
            asked == [Some(500), Some(500)]
        }
        D::VoidOfEarlierBatch | D::VoidOfAnotherDay | D::VoidWithoutSupervisor => voids(bench) == 1,
        D::RefundBeyondOriginal | D::RefundLimitInYuan => count(0x0220) == 1,
        D::KeyCheckIgnored => count(0x0200) == 1,
        D::NoSignOnAfterMacRefusal | D::HeaderNotRead => count(0x0800) == 1,
        _ => false,
    }
}

#[test]
fn every_defect_shows_its_own_sign_under_its_fault_and_a_sound_terminal_does_not() {
    for defect in Defect::ALL.into_iter().filter(|defect| !SHOWN_BY_THE_SUITE.contains(defect)) {
        let shows = |seeded| scenario(defect, seeded).iter().any(|bench| sign(defect, bench));
        assert!(shows(Some(defect)), "{defect} does not show its sign");
        assert!(!shows(None), "{defect}: a sound terminal shows the sign");
    }
}

#[test]
fn a_day_without_faults_is_right_under_every_defect() {
    let day = |defect| {
        let mut bench = terminal(defect);
        let swiped = Order::Sale { fen: 500, face: CardFace::Stripe };
        let tapped = Order::Sale { fen: 700, face: CardFace::Contactless };
        let balance = Order::Balance { face: CardFace::Chip };
        bench.run(&[
            sale(),
            swiped,
            void(13),
            refund(5_000),
            balance,
            tapped,
            Order::Reprint { trace: None },
        ]);
        bench
    };
    let sound = day(None);
    assert_eq!(sound.rows().len(), 5);
    for defect in Defect::ALL {
        let bench = day(Some(defect));
        let messages =
            |bench: &Bench| bench.host.seen.iter().map(|message| message.mti()).collect::<Vec<_>>();
        assert_eq!(messages(&bench), messages(&sound), "{defect}");
        assert_eq!(bench.rows(), sound.rows(), "{defect}");
        assert_eq!(bench.paper, sound.paper, "{defect}");
        assert_eq!(bench.host.faults, [""; 0], "{defect}");
        assert!(bench.host.books.values().all(|booked| booked.state == State::Approved), "{defect}");
    }
}
