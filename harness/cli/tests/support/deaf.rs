//! A bench that performs everything and takes no note of trouble.

use futures::future::{FutureExt as _, LocalBoxFuture, ready};
use journal::{Expectation, Head};
use rig::{Bench, BenchFacts, BenchMaker, Done, Fault, Left, Move, Trouble};

/// Makes benches that are deaf to trouble.
pub(crate) struct DeafMaker<M> {
    pub(crate) inner: M,
}

impl<M: BenchMaker> BenchMaker for DeafMaker<M> {
    fn make(&self, head: Head) -> Result<Box<dyn Bench>, Trouble> {
        Ok(Box::new(DeafBench(self.inner.make(head)?)))
    }
}

struct DeafBench(Box<dyn Bench>);

fn deaf<'a>() -> LocalBoxFuture<'a, Result<(), Trouble>> {
    ready(Err(Trouble::Bench("nothing can be noted".to_owned()))).boxed_local()
}

impl Bench for DeafBench {
    fn facts(&self) -> &BenchFacts {
        self.0.facts()
    }

    fn step<'a>(&'a mut self, line: usize, text: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        self.0.step(line, text)
    }

    fn arm(&mut self, fault: Fault) -> LocalBoxFuture<'_, Result<u32, Trouble>> {
        self.0.arm(fault)
    }

    fn perform(&mut self, step: Move) -> LocalBoxFuture<'_, Result<Done, Trouble>> {
        self.0.perform(step)
    }

    fn expect<'a>(
        &'a mut self,
        line: usize,
        text: &'a str,
        expectation: Expectation,
    ) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        self.0.expect(line, text, expectation)
    }

    fn note_trouble<'a>(&'a mut self, _: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        deaf()
    }

    fn note_not_applicable<'a>(&'a mut self, _: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        deaf()
    }

    fn make_safe(&mut self) -> LocalBoxFuture<'_, Result<(), Trouble>> {
        self.0.make_safe()
    }

    fn close(self: Box<Self>) -> LocalBoxFuture<'static, Left> {
        self.0.close()
    }
}
