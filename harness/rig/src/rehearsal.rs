//! A bench that performs nothing: it looks at what a scenario asks for and says whether that can be meant.
//!
//! It knows the rig file and the cards. It knows nothing of a terminal, draws nothing, keeps no record, and takes
//! no notice of what the terminal says it lacks.

use futures::future::{FutureExt as _, LocalBoxFuture, ready};
use host::Misbehaviour;
use journal::{Expectation, OrderKind, Port};

use crate::{Bench, BenchFacts, Done, Fault, FaultKind, Lasting, Left, Moment, Move, Trouble, sense};

/// The amount of a sale that leaves it open, in fen.
const SOME_FEN: u64 = 10_000;

/// A rehearsal of one scenario.
#[derive(Debug)]
pub struct Rehearsal {
    facts: BenchFacts,
    orders: Vec<OrderKind>,
    /// What may be broken just now.
    broken: Vec<Broken>,
    funds_are_short: bool,
    armed: u32,
    since: u64,
}

/// Something that a fault or an order breaks, once it comes to that.
#[derive(Clone, Copy, Debug)]
struct Broken {
    kind: FaultKind,
    /// It is so from now on, and not at a moment to come.
    now: bool,
    /// Nobody but a sentence of the scenario mends it.
    stays: bool,
}

impl Rehearsal {
    /// A rehearsal on a bench that is made of this.
    #[must_use]
    pub fn new(facts: BenchFacts) -> Self {
        Self { facts, orders: Vec::new(), broken: Vec::new(), funds_are_short: false, armed: 0, since: 0 }
    }

    fn ordered(&self, kind: OrderKind) -> usize {
        self.orders.iter().filter(|ordered| **ordered == kind).count()
    }

    fn try_move(&mut self, step: &Move) -> Result<Done, Trouble> {
        let mut done = Done { amount_fen: None, since: self.since };
        match step {
            Move::Order(order) => {
                sense::order(&self.facts.wallet, order)?;
                sense::refers(order, &|kind| self.ordered(kind))?;
                self.check_power()?;
                let open = order.kind.is_first();
                done.amount_fen = order.amount_fen.or(open.then_some(SOME_FEN));
                self.orders.push(order.kind);
            }
            Move::Again(kind) => {
                sense::again(*kind, self.ordered(*kind))?;
                self.check_power()?;
            }
            Move::Mend(kind) => self.try_mend(*kind)?,
            Move::Open => self.broken.push(Broken { kind: FaultKind::Opened, now: true, stays: true }),
            Move::Pass { ns } => sense::passes(*ns)?,
            Move::Script(script) => {
                sense::script(script)?;
                if let Misbehaviour::CrashBeforeBooking { down_ns }
                | Misbehaviour::CrashAfterBooking { down_ns } = script.misbehaviour
                {
                    let crash = Broken { kind: FaultKind::HostDown, now: false, stays: down_ns.is_none() };
                    self.broken.push(crash);
                }
            }
            Move::MerchantFunds(enough) => {
                sense::funds(*enough, self.funds_are_short)?;
                self.funds_are_short = !enough;
            }
            Move::Restart { .. }
            | Move::DemandSignOn
            | Move::LoseKeys
            | Move::HandOut(_)
            | Move::NextBatch
            | Move::HostDaysAhead(_) => {}
        }
        Ok(done)
    }

    /// What broke at once is whole again; of what waits for a moment, only one thing is sure to be over.
    fn try_mend(&mut self, kind: FaultKind) -> Result<(), Trouble> {
        let of_kind = |broken: &Broken| broken.kind == kind;
        sense::mend(kind, self.broken.iter().any(of_kind))?;
        let all = self.broken.len();
        self.broken.retain(|broken| !(of_kind(broken) && broken.now));
        if self.broken.len() == all
            && let Some(first) = self.broken.iter().position(of_kind)
        {
            self.broken.remove(first);
        }
        Ok(())
    }

    fn check_power(&self) -> Result<(), Trouble> {
        let dark = |b: &Broken| b.kind == FaultKind::PowerOff(Port::Terminal) && b.now && b.stays;
        if self.broken.iter().any(dark) { Err(sense::no_power()) } else { Ok(()) }
    }

    fn try_arm(&mut self, fault: &Fault) -> Result<u32, Trouble> {
        sense::fault(fault)?;
        let stays = fault.lasting == Lasting::UntilMended;
        self.broken.push(Broken { kind: fault.kind, now: fault.moment == Moment::Now, stays });
        self.armed = self.armed.saturating_add(1);
        Ok(self.armed)
    }
}

impl Bench for Rehearsal {
    fn facts(&self) -> &BenchFacts {
        &self.facts
    }

    fn step<'a>(&'a mut self, _line: usize, _text: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        ready(Ok(())).boxed_local()
    }

    fn arm(&mut self, fault: Fault) -> LocalBoxFuture<'_, Result<u32, Trouble>> {
        ready(self.try_arm(&fault)).boxed_local()
    }

    fn perform(&mut self, step: Move) -> LocalBoxFuture<'_, Result<Done, Trouble>> {
        ready(self.try_move(&step)).boxed_local()
    }

    fn expect<'a>(
        &'a mut self,
        _line: usize,
        _text: &'a str,
        expectation: Expectation,
    ) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        ready(sense::expectation(&expectation)).boxed_local()
    }

    fn note_trouble<'a>(&'a mut self, _what: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        ready(Ok(())).boxed_local()
    }

    fn note_not_applicable<'a>(&'a mut self, _reason: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        ready(Ok(())).boxed_local()
    }

    fn make_safe(&mut self) -> LocalBoxFuture<'_, Result<(), Trouble>> {
        ready(Ok(())).boxed_local()
    }

    fn close(self: Box<Self>) -> LocalBoxFuture<'static, Left> {
        ready(Left::default()).boxed_local()
    }
}
