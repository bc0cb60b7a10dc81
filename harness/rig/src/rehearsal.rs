//! A bench that performs nothing: it looks at what a scenario asks for and says whether that can be meant.
//!
//! It knows the rig file and the cards. It knows nothing of a terminal, draws nothing, keeps no record, and takes
//! no notice of what the terminal says it lacks.

use futures::future::{FutureExt as _, LocalBoxFuture, ready};
use journal::{Expectation, OrderKind};

use crate::{Bench, BenchFacts, Done, Fault, FaultKind, Left, Move, Trouble, sense};

/// The amount of a sale that leaves it open, in fen.
const SOME_FEN: u64 = 10_000;

/// A rehearsal of one scenario.
#[derive(Debug)]
pub struct Rehearsal {
    facts: BenchFacts,
    orders: Vec<OrderKind>,
    armed: Vec<FaultKind>,
    since: u64,
}

impl Rehearsal {
    /// A rehearsal on a bench that is made of this.
    #[must_use]
    pub fn new(facts: BenchFacts) -> Self {
        Self { facts, orders: Vec::new(), armed: Vec::new(), since: 0 }
    }

    fn try_move(&mut self, step: &Move) -> Result<Done, Trouble> {
        let mut done = Done { amount_fen: None, since: self.since };
        match step {
            Move::Order(order) => {
                sense::order(&self.facts.wallet, order)?;
                sense::refers(order, self.orders.iter().filter(|kind| **kind == OrderKind::Sale).count())?;
                let open = order.kind == OrderKind::Sale;
                done.amount_fen = order.amount_fen.or(open.then_some(SOME_FEN));
                self.orders.push(order.kind);
            }
            Move::Again(kind) if !self.orders.contains(kind) => {
                return Err(Trouble::Text(
                    "there is no such order yet that could be taken up again".to_owned(),
                ));
            }
            Move::Mend(kind) if !self.armed.contains(kind) => {
                return Err(Trouble::Text(format!("nothing to mend: no fault holds `{}`", kind.name())));
            }
            Move::Pass { ns } => sense::passes(*ns)?,
            Move::Script(script) => sense::script(script)?,
            _ => {}
        }
        Ok(done)
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
        self.armed.push(fault.kind);
        let number = u32::try_from(self.armed.len()).unwrap_or(u32::MAX);
        ready(sense::fault(&fault).map(|()| number)).boxed_local()
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
