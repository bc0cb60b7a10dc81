//! Transactions whose power is cut: what is done before, during and after, and where the cuts can be placed.
//!
//! An await of the terminal's application is two points: `device.call` (asked, not done) and `device.answer`
//! (done, not told). How many there are is not known beforehand: a point exists when the cut placed there fires.
//! Nothing here judges.

use std::fmt;

use device::CardFace;
use futures::executor::block_on;
use host::{Class, Misbehaviour, Script, ScriptPhase};
use journal::{Event, FORMAT, FeatureText, Head, OrderKind, Port, Record, ScenarioHead};
use profile::Profile;
use rig::{Bench, Fault, FaultKind, InWallet, Lasting, Moment, Move, OnPad, Order, User};
use rig_virtual::{VirtualBench, VirtualSetup};

/// How long power stays away.
const OFF_NS: u64 = 5_000_000_000;

/// What is under way when power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    ChipSale,
    OfflineSale,
    StripeSale,
    ContactlessSale,
    /// A sale that is signed on the pad, with the receipt by phone.
    SignedSale,
    Void,
    /// Where the dialect can say what is left.
    PartialReversal,
    Refund,
    RefundWithoutCard,
    PreAuth,
    PreAuthVoid,
    Completion,
    CompletionAdvice,
    CompletionVoid,
    WalletPay,
    WalletCode,
    /// An order that its user does not confirm: it is queried and cancelled.
    WalletUnpaid,
    WalletVoid,
    WalletRefund,
    /// The sale behind one whose answer was lost: the reversal goes first.
    Reversal,
    /// A sale whose answer brings a script, to be played behind the card's decision.
    Scripted,
    /// The same, to be played before it.
    ScriptedFirst,
    /// The settlement of a batch of two.
    Settlement,
    /// The same where the host finds the totals unequal, so that the batch is uploaded.
    Upload,
    /// The settlement of a batch whose signature has not got through so far.
    SignedSettlement,
}

impl Flow {
    pub(crate) const ALL: [Self; 25] = [
        Self::ChipSale,
        Self::OfflineSale,
        Self::StripeSale,
        Self::ContactlessSale,
        Self::SignedSale,
        Self::Void,
        Self::PartialReversal,
        Self::Refund,
        Self::RefundWithoutCard,
        Self::PreAuth,
        Self::PreAuthVoid,
        Self::Completion,
        Self::CompletionAdvice,
        Self::CompletionVoid,
        Self::WalletPay,
        Self::WalletCode,
        Self::WalletUnpaid,
        Self::WalletVoid,
        Self::WalletRefund,
        Self::Reversal,
        Self::Scripted,
        Self::ScriptedFirst,
        Self::Settlement,
        Self::Upload,
        Self::SignedSettlement,
    ];

    /// Those that go to a wallet platform.
    pub(crate) const WALLETS: [Self; 5] =
        [Self::WalletPay, Self::WalletCode, Self::WalletUnpaid, Self::WalletVoid, Self::WalletRefund];

    /// What happens before anything is cut.
    pub(crate) fn before(self) -> Vec<Move> {
        match self {
            Self::ChipSale | Self::StripeSale | Self::ContactlessSale | Self::PreAuth => Vec::new(),
            Self::OfflineSale | Self::WalletPay | Self::WalletCode | Self::WalletUnpaid => Vec::new(),
            Self::Scripted => vec![script(ScriptPhase::AfterDecision)],
            Self::ScriptedFirst => vec![script(ScriptPhase::BeforeDecision)],
            Self::SignedSale => Vec::new(),
            Self::SignedSettlement => {
                let misbehaviour = Misbehaviour::Silence;
                let script = Script { misbehaviour, on: Some(Class::Signature), times: 1 };
                vec![Move::Script(script), Self::SignedSale.order()]
            }
            Self::WalletVoid | Self::WalletRefund => vec![Self::WalletPay.order()],
            Self::PreAuthVoid | Self::Completion | Self::CompletionAdvice => vec![Self::PreAuth.order()],
            Self::CompletionVoid => vec![Self::PreAuth.order(), Self::Completion.order()],
            Self::Void | Self::PartialReversal | Self::Refund | Self::RefundWithoutCard => {
                vec![sale(CardFace::Chip, "Wang's card", 12_000)]
            }
            Self::Settlement => {
                vec![sale(CardFace::Chip, "Wang's card", 12_000), sale(CardFace::Stripe, "Li's card", 5_000)]
            }
            Self::Upload => {
                let script = Script {
                    misbehaviour: Misbehaviour::TotalsUnequal,
                    on: Some(Class::Settlement),
                    times: 1,
                };
                let mut before = Self::Settlement.before();
                before.push(Move::Script(script));
                before
            }
            Self::Reversal => {
                let misbehaviour = Misbehaviour::Silence;
                let script = Script { misbehaviour, on: Some(Class::Sale), times: 1 };
                vec![Move::Script(script), sale(CardFace::Stripe, "Li's card", 5_000)]
            }
        }
    }

    /// Whether it is ordered once more in the end: for the batch that was begun since, or this one where nobody came as far
    /// as asking; for the script that nobody has met, where the sale came to nothing before it was sent; for the part that was
    /// taken back already, which is refused.
    pub(crate) const fn is_ordered_again(self) -> bool {
        let settles = matches!(self, Self::Settlement | Self::Upload | Self::SignedSettlement);
        settles || matches!(self, Self::Scripted | Self::ScriptedFirst | Self::PartialReversal)
    }

    /// The order that is cut.
    pub(crate) fn order(self) -> Move {
        let order = |kind, card: Option<&str>| {
            // Less is paid than was set aside, or taken back than was paid, so that each leaves its own mark.
            let less = matches!(
                kind,
                OrderKind::Completion | OrderKind::CompletionAdvice | OrderKind::PartialReversal
            );
            let amount = if less { 9_000 } else { 12_000 };
            let amount_fen = Some(amount).filter(|_| kind != OrderKind::CompletionVoid);
            Move::Order(Order { amount_fen, card: card.map(str::to_owned), ..Order::new(kind) })
        };
        match self {
            Self::ChipSale | Self::Reversal | Self::Scripted | Self::ScriptedFirst => {
                sale(CardFace::Chip, "Wang's card", 12_000)
            }
            Self::OfflineSale => Move::Order(Order {
                amount_fen: Some(1_200),
                card: Some("Wang's card".to_owned()),
                face: CardFace::Chip,
                ..Order::new(OrderKind::OfflineSale)
            }),
            Self::StripeSale => sale(CardFace::Stripe, "Wang's card", 12_000),
            Self::ContactlessSale => sale(CardFace::Contactless, "Wang's card", 12_000),
            Self::SignedSale => Move::Order(Order {
                amount_fen: Some(12_000),
                card: Some("Wang's card".to_owned()),
                pad: Some(OnPad::SignsForReceipt),
                ..Order::new(OrderKind::Sale)
            }),
            Self::Void => order(OrderKind::Void, Some("Wang's card")),
            Self::PartialReversal => order(OrderKind::PartialReversal, None),
            Self::Refund => order(OrderKind::Refund, Some("Wang's card")),
            Self::RefundWithoutCard => order(OrderKind::Refund, None),
            Self::PreAuth => order(OrderKind::PreAuth, Some("Wang's card")),
            Self::PreAuthVoid => order(OrderKind::PreAuthVoid, Some("Wang's card")),
            Self::Completion => order(OrderKind::Completion, Some("Wang's card")),
            Self::CompletionAdvice => order(OrderKind::CompletionAdvice, Some("Wang's card")),
            Self::CompletionVoid => order(OrderKind::CompletionVoid, Some("Wang's card")),
            Self::Settlement | Self::Upload | Self::SignedSettlement => {
                Move::Order(Order::new(OrderKind::Settlement))
            }
            Self::WalletPay => wallet(OrderKind::WalletPay, InWallet::Pays),
            Self::WalletCode => wallet(OrderKind::WalletCode, InWallet::Pays),
            Self::WalletUnpaid => wallet(OrderKind::WalletPay, InWallet::Never),
            Self::WalletVoid => Move::Order(Order::new(OrderKind::WalletVoid)),
            Self::WalletRefund => order(OrderKind::WalletRefund, None),
        }
    }
}

fn script(phase: ScriptPhase) -> Move {
    let misbehaviour = Misbehaviour::SendsScript { phase };
    Move::Script(Script { misbehaviour, on: Some(Class::Sale), times: 1 })
}

pub(crate) fn sale(face: CardFace, card: &str, amount_fen: u64) -> Move {
    Move::Order(Order {
        amount_fen: Some(amount_fen),
        card: Some(card.to_owned()),
        face,
        ..Order::new(OrderKind::Sale)
    })
}

fn wallet(kind: OrderKind, does: InWallet) -> Move {
    let user = Some(User { person: "Wang".to_owned(), does });
    Move::Order(Order { amount_fen: Some(12_000), user, ..Order::new(kind) })
}

/// Which half of an await.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// Asked, not done.
    Call,
    /// Done, not told.
    Answer,
}

impl Half {
    pub(crate) const BOTH: [Self; 2] = [Self::Call, Self::Answer];
}

/// Where power is cut: an occurrence since the order was given, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) half: Half,
    pub(crate) nth: u32,
}

impl Cut {
    pub(crate) fn fault(self) -> Fault {
        let name = match self.half {
            Half::Call => "device.call",
            Half::Answer => "device.answer",
        };
        Fault {
            kind: FaultKind::PowerOff(Port::Terminal),
            moment: Moment::nth(name, self.nth),
            lasting: Lasting::For(OFF_NS),
        }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = match self.half {
            Half::Call => "call",
            Half::Answer => "answer",
        };
        write!(f, "{half} {}", self.nth)
    }
}

/// One run: a transaction and its cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Decides latencies, and what the store keeps of a write that was cut.
    pub(crate) seed: u64,
    pub(crate) flow: Flow,
    pub(crate) first: Cut,
    pub(crate) second: Option<Cut>,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}: {:?} cut at {}", self.seed, self.flow, self.first)?;
        self.second.map_or(Ok(()), |second| write!(f, " and at {second}"))
    }
}

/// Whether the cuts of a plan fell where they were meant to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Each within what it was meant for, the second behind the first.
    Meant,
    /// The second lies before the first.
    TooEarly,
    /// The last of them lies behind the end, or never came.
    TooLate,
}

/// A run that is over.
pub(crate) struct Run {
    pub(crate) place: Place,
    pub(crate) bytes: Vec<u8>,
    pub(crate) record: Record,
}

/// The head of a record. Whoever wants to know what of a profile a run looked at does not quote it there.
pub(crate) fn head(profile: Option<&Profile>, plan: &Plan) -> Head {
    Head {
        format: FORMAT,
        harness: "power_cuts".to_owned(),
        seed: plan.seed,
        feature: FeatureText { path: String::new(), sha256: String::new(), text: String::new() },
        scenario: ScenarioHead {
            name: plan.to_string(),
            line: 1,
            language: "en".to_owned(),
            case: String::new(),
            chapter: None,
            tags: Vec::new(),
        },
        bench: "virtual".to_owned(),
        rig: serde_json::Value::Null,
        profile: serde_json::to_value(profile).expect("a profile is plain data"),
        places: std::collections::BTreeMap::new(),
        terminal: "reference".to_owned(),
        token_key: String::new(),
    }
}

/// Runs a plan: what comes before, the order with the cuts armed, a sale by another card and, behind a second
/// cut, one more by a third; the last drives out whatever reversal is still owed. What settles a batch settles the next
/// one as well. The first cut belongs to the
/// order, the second to everything up to the last sale.
pub(crate) fn run(setup: &VirtualSetup, profile: Option<&Profile>, plan: &Plan) -> Run {
    let mut bench = VirtualBench::new(setup, head(profile, plan)).expect("the bench comes to rest");
    for step in plan.flow.before() {
        block_on(bench.perform(step)).expect("the move can be made");
    }
    for cut in [Some(plan.first), plan.second].into_iter().flatten() {
        block_on(bench.arm(cut.fault())).expect("the fault can be armed");
    }
    let mut perform = |step| block_on(bench.perform(step)).expect("the move can be made").since;
    perform(plan.flow.order());
    let mut end = perform(sale(CardFace::Stripe, "Li's card", 3_000));
    if plan.second.is_some() {
        end = perform(sale(CardFace::Contactless, "Zhao's card", 1_000));
    }
    if plan.flow.is_ordered_again() {
        perform(plan.flow.order());
    }
    let bytes = block_on(Box::new(bench).close()).record;
    let record = Record::read(&bytes).expect("the record is whole");
    Run { place: place(&record, plan, end), bytes, record }
}

pub(crate) fn place(record: &Record, plan: &Plan, end: u64) -> Place {
    let fired = |number: u32| {
        let here = |event: &Event| matches!(event, Event::Fired { fault, .. } if *fault == number);
        record.entries().iter().find(|entry| here(&entry.event)).map_or(u64::MAX, |entry| entry.n)
    };
    let (first, second) = (fired(1), fired(2));
    let last = if plan.second.is_some() { second } else { first };
    if last < first {
        Place::TooEarly
    } else if last <= end {
        Place::Meant
    } else {
        Place::TooLate
    }
}
