//! Power is cut at every call of every business, before and after the device did it, and again during
//! recovery. Afterwards the host's books, the journal and what was told must agree.
//!
//! It does not cut the host or the printer; those have tests of their own in the flows.

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
use device::{CardFace, ScreenKind};
use terminal::Defect;

const OUTCOMES: [ScreenKind; 9] = [
    ScreenKind::Approved,
    ScreenKind::Declined,
    ScreenKind::Failed,
    ScreenKind::InDoubt,
    ScreenKind::RecoveredApproved,
    ScreenKind::RecoveredReversed,
    ScreenKind::ReversalDone,
    ScreenKind::DeclaredOpen,
    ScreenKind::Refused,
];

fn sale(face: CardFace) -> Order {
    Order::Sale { fen: 12_000, face }
}

/// One run: what stands before, the order under test with its cuts, and a sale afterwards.
fn judged(before: &[Order], order: &Order, behaviour: Option<&Behaviour>, cuts: &[Cut]) -> Bench {
    judged_of(None, before, order, behaviour, cuts)
}

fn judged_of(
    defect: Option<Defect>,
    before: &[Order],
    order: &Order,
    behaviour: Option<&Behaviour>,
    cuts: &[Cut],
) -> Bench {
    let mut bench = prepared(defect, before);
    bench.host.next.extend(behaviour.cloned());
    bench.cuts = cuts.to_vec();
    bench.run(std::slice::from_ref(order));
    bench.host.next.clear();
    bench.run(&[sale(CardFace::Stripe)]);
    bench.cuts.clear();
    bench.run(&[sale(CardFace::Stripe)]);
    judge(&bench, cuts);
    bench
}

fn prepared(defect: Option<Defect>, before: &[Order]) -> Bench {
    let mut bench = Bench::with(setup(defect, str::to_owned));
    bench.run(&[Order::SignOn]);
    bench.run(before);
    bench.calls = 0;
    bench
}

fn judge(bench: &Bench, cuts: &[Cut]) {
    let context = || format!("cuts {cuts:?}\nscreens {:?}\nrows {:?}", bench.kinds(), bench.rows());
    nothing_precedes_an_owed_reversal(bench, &context);
    let committed: BTreeSet<String> =
        bench.rows().iter().filter_map(|name| name.split('.').nth(2).map(str::to_owned)).collect();
    for ((_, trace), booked) in &bench.host.books {
        let refund = booked.request.mti() == wire::Mti::new(0x0220);
        let open = refund && bench.shown(ScreenKind::DeclaredOpen) > 0;
        let standing = booked.state == State::Approved;
        assert!(
            standing == committed.contains(trace) || open,
            "{trace} is {:?}; {}",
            booked.state,
            context()
        );
        assert!(booked.times == 1, "{trace} was sent {} times; {}", booked.times, context());
        // Whoever was charged, or nearly, was told before the next order.
        let line = format!("TRACE {trace}");
        let tells = |screen: &device::Screen| OUTCOMES.contains(&screen.kind) && screen.lines.contains(&line);
        assert!(bench.screens.iter().any(tells), "nobody was told of {trace}; {}", context());
        let last = bench.screens.iter().rfind(|screen| tells(screen)).map(|screen| screen.kind);
        let claims = matches!(last, Some(ScreenKind::Approved | ScreenKind::RecoveredApproved));
        assert!(
            claims == standing || open,
            "{trace}: last told {last:?}, is {:?}; {}",
            booked.state,
            context()
        );
    }
    for trace in &committed {
        assert_eq!(bench.host.state_of(trace), Some(State::Approved), "row {trace}; {}", context());
    }
    // New requests never share a number.
    let mut fresh = BTreeSet::new();
    for message in bench.host.requests(0x0200).into_iter().chain(bench.host.requests(0x0800)) {
        assert!(fresh.insert(message.text(11).unwrap().to_owned()), "trace number used twice; {}", context());
    }
}

/// Between a request and the reversal of it nothing else that moves money is sent.
fn nothing_precedes_an_owed_reversal(bench: &Bench, context: &dyn Fn() -> String) {
    let id =
        |message: &wire::Message| (bench.host.part(message, "60.2"), message.text(11).map(str::to_owned));
    let seen = &bench.host.seen;
    let moves = |message: &wire::Message| {
        [0x0200, 0x0220].map(wire::Mti::new).contains(&message.mti())
            && matches!(message.text(3), Some("000000" | "200000"))
    };
    for (at, reversal) in
        seen.iter().enumerate().filter(|(_, message)| message.mti() == wire::Mti::new(0x0400))
    {
        let from = seen[..at].iter().rposition(|message| moves(message) && id(message) == id(reversal));
        // One that the host never saw is reversed all the same, and there nothing came between either.
        let between = &seen[from.map_or(at, |from| from + 1)..at];
        assert!(!between.iter().any(moves), "{:?} came before its reversal; {}", id(reversal), context());
    }
}

fn calls_of(before: &[Order], order: &Order, behaviour: Option<&Behaviour>) -> usize {
    let mut bench = prepared(None, before);
    bench.host.next.extend(behaviour.cloned());
    bench.run(std::slice::from_ref(order));
    bench.calls
}

fn every_cut(before: &[Order], order: &Order, behaviour: Option<&Behaviour>) {
    let calls = calls_of(before, order, behaviour);
    assert!(calls > 30);
    for at in 1..calls {
        for (done, seed) in [(false, 1), (true, 2), (true, 3), (true, 4)] {
            judged(before, order, behaviour, &[Cut { at, done, seed }]);
        }
    }
}

#[test]
fn a_sale_survives_a_cut_at_every_call() {
    for face in [CardFace::Chip, CardFace::Stripe, CardFace::Contactless] {
        every_cut(&[], &sale(face), None);
    }
}

#[test]
fn a_sale_that_ends_badly_survives_a_cut_at_every_call() {
    for behaviour in
        [Behaviour::AnswerLost, Behaviour::BadMac, Behaviour::Decline("51"), Behaviour::SendBroken]
    {
        every_cut(&[], &sale(CardFace::Chip), Some(&behaviour));
    }
}

#[test]
fn a_void_and_a_refund_survive_a_cut_at_every_call() {
    every_cut(&[sale(CardFace::Chip)], &Order::Void { trace: 13, face: CardFace::Chip }, None);
    every_cut(
        &[sale(CardFace::Chip)],
        &Order::Refund { rrn: "900000000013".to_owned(), fen: 5_000, face: None },
        None,
    );
}

#[test]
fn the_first_start_survives_a_cut_at_every_call() {
    for at in 1..20 {
        for (done, seed) in [(false, 5), (true, 6), (true, 7)] {
            let mut bench = Bench::new();
            bench.cuts = vec![Cut { at, done, seed }];
            bench.run(&[]);
            bench.cuts.clear();
            bench.run(&[sale(CardFace::Chip)]);
            judge(&bench, &[Cut { at, done, seed }]);
            assert_eq!(bench.rows().len(), 1);
        }
    }
}

#[test]
fn recovery_survives_a_second_cut_at_every_call() {
    let order = sale(CardFace::Chip);
    let calls = calls_of(&[], &order, None);
    let send = calls / 3;
    for at in send..calls {
        for second in at + 1..at + 40 {
            let seed = u64::try_from(at * 97 + second).unwrap();
            let cuts =
                [Cut { at, done: true, seed }, Cut { at: second, done: second % 2 == 0, seed: seed + 1 }];
            judged(&[], &order, None, &cuts);
        }
    }
}

#[test]
fn the_cut_between_commit_and_end_of_the_reversal_converges_to_the_sale() {
    let order = sale(CardFace::Chip);
    let mut seen = BTreeSet::new();
    for at in 1..calls_of(&[], &order, None) {
        let bench = judged(&[], &order, None, &[Cut { at, done: true, seed: 9 }]);
        if bench.shown(ScreenKind::RecoveredApproved) > 0 {
            assert!(bench.host.requests(0x0400).is_empty());
            seen.insert("approved");
        }
        if bench.shown(ScreenKind::RecoveredReversed) > 0 {
            assert_eq!(bench.host.requests(0x0400).len(), 1);
            seen.insert("reversed");
        }
    }
    assert_eq!(seen.len(), 2);
}

#[test]
fn the_same_run_twice_is_the_same() {
    let cut = [Cut { at: 60, done: true, seed: 3 }];
    let (one, two) =
        (judged(&[], &sale(CardFace::Chip), None, &cut), judged(&[], &sale(CardFace::Chip), None, &cut));
    assert_eq!((one.screens, one.paper, one.calls), (two.screens, two.paper, two.calls));
}

#[test]
fn the_judge_of_these_cuts_finds_every_defect_of_persistence() {
    let defects = [
        Defect::RowSavedAfterSend,
        Defect::RowOnlyInRam,
        Defect::RowDeletedBeforeJournal,
        Defect::CommitNotSeenAtBoot,
        Defect::StanReusedAfterBoot,
    ];
    let order = sale(CardFace::Chip);
    for defect in defects {
        let found = (1..calls_of(&[], &order, None)).any(|at| {
            let cuts = [Cut { at, done: true, seed: 2 }];
            std::panic::catch_unwind(|| judged_of(Some(defect), &[], &order, None, &cuts)).is_err()
        });
        assert!(found, "{defect} passes for sound");
    }
}

#[test]
fn the_judge_of_these_cuts_finds_a_sale_before_the_reversal_that_is_owed() {
    let mut bench = prepared(None, &[]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Stripe)]);
    judge(&bench, &[]);
    let last = bench.host.seen.len() - 1;
    bench.host.seen.swap(last - 1, last);
    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge(&bench, &[])));
    let told = judged.unwrap_err();
    assert!(told.downcast_ref::<String>().unwrap().contains("came before its reversal"));
    // The defect loses the reversal altogether, which the books show.
    let mut bench = prepared(Some(Defect::SaleBeforeReversal), &[]);
    bench.host.next.push_back(Behaviour::AnswerLost);
    bench.host.at_reversal.extend(vec![Behaviour::Decline("96"); 3]);
    bench.run(&[sale(CardFace::Chip), sale(CardFace::Stripe), Order::Reverse]);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge(&bench, &[]))).is_err());
}

#[test]
fn a_reversal_under_way_survives_a_cut_at_every_call() {
    for trigger in ["trigger: next-transaction", "trigger: immediate"] {
        let run = |cuts: &[Cut]| {
            let change = |text: &str| text.replace("trigger: next-transaction", trigger);
            let mut bench = Bench::with(setup(None, change));
            bench.host.next.push_back(Behaviour::AnswerLost);
            bench.run(&[Order::SignOn]);
            bench.calls = 0;
            bench.cuts = cuts.to_vec();
            bench.run(&[sale(CardFace::Chip), sale(CardFace::Chip)]);
            let calls = bench.calls;
            bench.host.next.clear();
            bench.cuts.clear();
            bench.run(&[sale(CardFace::Stripe)]);
            judge(&bench, cuts);
            let reversed = bench.host.books.values().any(|booked| booked.state == State::Reversed);
            let told = bench.shown(ScreenKind::ReversalDone) > 0;
            assert!(told || !reversed, "nobody was told that it was reversed; cuts {cuts:?}");
            calls
        };
        for at in 1..run(&[]) {
            for (done, seed) in [(false, 1), (true, 2), (true, 3)] {
                run(&[Cut { at, done, seed }]);
            }
        }
    }
}

#[test]
fn a_wallet_order_that_was_sent_is_never_called_uncharged_by_a_cut() {
    let run = |cuts: &[Cut]| {
        let mut bench = prepared(None, &[]);
        bench.code = Some("134567890123456789");
        bench.host.next.extend(vec![Behaviour::RequestLost; 60]);
        bench.cuts = cuts.to_vec();
        bench.run(&[Order::WalletPay { fen: 1_200 }]);
        bench
    };
    let calls = run(&[]).calls;
    let mut cut_behind_it = 0;
    for at in 1..calls {
        let bench = run(&[Cut { at, done: true, seed: 1 }]);
        if bench.host.seen.iter().any(|message| message.text(3) == Some("700000")) {
            let kinds = bench.kinds();
            assert!(!kinds.contains(&ScreenKind::Failed), "cut at {at}: nobody knows that; {kinds:?}");
            assert!(kinds.contains(&ScreenKind::InDoubt), "cut at {at}: nobody was told; {kinds:?}");
            cut_behind_it += 1;
        }
    }
    assert!(cut_behind_it > 10);
}
