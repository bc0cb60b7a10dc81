//! Every seeded defect shows itself under some fault, and a day without faults is right under all of them.
//!
//! What is compared is what the outside sees: messages, screens, paper and rows.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test file"
)]

mod bench;

use bench::{Behaviour, Bench, Cut, Order, State, setup};
use device::{CardFace, Hidden};
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

/// Everything the outside sees, in short.
fn seen(bench: &Bench) -> String {
    let messages: Vec<String> = bench
        .host
        .seen
        .iter()
        .map(|m| format!("{} {:?} {:?} {:?} {:?}", m.mti(), m.text(3), m.number(4), m.text(11), m.text(39)))
        .collect();
    let states: Vec<_> = bench.host.books.iter().map(|(id, booked)| (id, booked.state)).collect();
    let screens: Vec<_> = bench.screens.iter().map(|screen| (screen.kind, &screen.lines)).collect();
    let (rows, faults) = (bench.rows(), &bench.host.faults);
    format!("{messages:?}\n{states:?}\n{screens:?}\n{rows:?}\n{faults:?}\n{}", bench.paper.join("\n"))
}

fn after(behaviour: Behaviour, defect: Option<Defect>, orders: &[Order]) -> Bench {
    let mut bench = terminal(defect);
    bench.host.next.push_back(behaviour);
    bench.run(orders);
    bench
}

fn cut_everywhere(defect: Option<Defect>) -> String {
    let mut all = String::new();
    for at in 5..110 {
        let mut bench = terminal(defect);
        bench.cuts = vec![Cut { at, done: true, seed: 1 }];
        bench.run(&[sale(), sale()]);
        all.push_str(&seen(&bench));
    }
    all
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

/// The fault under which a defect shows.
#[expect(clippy::too_many_lines, reason = "a table: one scenario a defect")]
fn scenario(of: Defect, seeded: Option<Defect>) -> String {
    use Defect as D;
    let bench = match of {
        D::RowSavedAfterSend
        | D::RowOnlyInRam
        | D::RowDeletedBeforeJournal
        | D::CommitNotSeenAtBoot
        | D::StanReusedAfterBoot
        | D::SlipBeforeCommit
        | D::SilentRecovery => return cut_everywhere(seeded),
        D::RowDeletedOnSendError => after(Behaviour::SendBroken, seeded, &[sale(), sale()]),
        D::RowDeletedOnReset => after(Behaviour::Reset, seeded, &[sale(), sale()]),
        D::NoReversalOnTimeout
        | D::NewStanInReversal
        | D::WrongReversalReason
        | D::ReversalWithoutAmount
        | D::StaleCardDataInReversal
        | D::ReversalWithoutChipData
        | D::SaleSentAgain => after(Behaviour::AnswerLost, seeded, &[sale(), sale()]),
        D::NoReversalOnBadMac | D::AnswerMacIgnored => after(Behaviour::BadMac, seeded, &[sale(), sale()]),
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
        D::SaleBeforeReversal | D::AnyCodeSettles | D::RetriesUnbounded | D::GiveUpSilently => {
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
        D::NoSignOnAfterMacRefusal => after(Behaviour::Decline("A0"), seeded, &[sale(), sale()]),
    };
    seen(&bench)
}

#[test]
fn every_defect_shows_under_its_fault() {
    for defect in Defect::ALL {
        assert_ne!(scenario(defect, None), scenario(defect, Some(defect)), "{defect} does not show");
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
