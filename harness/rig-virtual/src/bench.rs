//! The virtual bench as scenarios see it: every future is ready at once.

use std::sync::Arc;

use futures::future::{FutureExt, LocalBoxFuture, ready};
use journal::{Expectation, Head, Record};
use rig::{Bench, BenchFacts, BenchMaker, Done, Fault, Left, Move, Trouble};

use crate::setup::VirtualSetup;
use crate::shell::Shell;

/// Virtual time after which a bench that never comes to rest is given up: eight days.
const LIMIT_NS: u64 = 8 * 86_400 * 1_000_000_000;
/// Things that may happen in one move before it is given up.
const LIMIT_STEPS: u64 = 5_000_000;

/// A bench in simulated time.
#[derive(Debug)]
pub struct VirtualBench {
    shell: Shell,
    facts: BenchFacts,
}

impl VirtualBench {
    /// Sets the bench up, switches the terminal on and lets it come to rest.
    ///
    /// # Errors
    /// [`Trouble::Bench`] when the terminal never comes to rest.
    pub fn new(setup: &VirtualSetup, head: Head) -> Result<Self, Trouble> {
        let facts = BenchFacts::of(&setup.stand);
        let mut bench = Self { shell: Shell::new(setup, head), facts };
        bench.shell.power_on();
        bench.rest()?;
        Ok(bench)
    }

    fn rest(&mut self) -> Result<(), Trouble> {
        self.run_until(None)
    }

    /// Runs until nothing is due, or nothing before `end`.
    fn run_until(&mut self, end: Option<u64>) -> Result<(), Trouble> {
        // Time that a sentence asks for is no sign of unrest.
        let begun = self.shell.now.max(end.unwrap_or_default());
        let mut steps = 0;
        loop {
            let next = self.shell.next_due();
            let Some(due) = next.at() else { break };
            if end.is_some_and(|end| due > end) {
                break;
            }
            if let Some(full) = self.shell.desk.is_full() {
                return Err(full);
            }
            steps += 1;
            if steps > LIMIT_STEPS || due.saturating_sub(begun) > LIMIT_NS {
                return Err(Trouble::Bench("the bench never comes to rest".to_owned()));
            }
            self.shell.advance(next);
        }
        if let Some(end) = end {
            self.shell.now = self.shell.now.max(end);
        }
        Ok(())
    }

    /// Comes to rest for the last time; what kept it from that comes back, and whether all is quiet.
    fn end(&mut self) -> (Option<Trouble>, bool) {
        let trouble = self.rest().err();
        if let Some(trouble) = &trouble {
            self.shell.desk.note_trouble(self.shell.now, &trouble.to_string());
        }
        (trouble, self.shell.next_due().at().is_none())
    }

    fn do_move(&mut self, step: Move) -> Result<Done, Trouble> {
        let mut acts = Vec::new();
        let passes = if let Move::Pass { ns } = step { Some(ns) } else { None };
        let done = self.shell.desk.perform(self.shell.now, step, &mut acts)?;
        self.shell.carry_out(acts);
        if let Some(ns) = passes {
            let end = self.shell.now.saturating_add(ns);
            self.run_until(Some(end))?;
        }
        self.rest()?;
        Ok(done)
    }
}

impl Bench for VirtualBench {
    fn facts(&self) -> &BenchFacts {
        &self.facts
    }

    fn step<'a>(&'a mut self, line: usize, text: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        self.shell.desk.step(self.shell.now, line, text);
        ready(Ok(())).boxed_local()
    }

    fn arm(&mut self, fault: Fault) -> LocalBoxFuture<'_, Result<u32, Trouble>> {
        let mut acts = Vec::new();
        let armed = self.shell.desk.arm(self.shell.now, fault, &mut acts);
        // No rest here: what breaks now has to be broken still when the next move begins.
        self.shell.carry_out(acts);
        ready(armed).boxed_local()
    }

    fn perform(&mut self, step: Move) -> LocalBoxFuture<'_, Result<Done, Trouble>> {
        ready(self.do_move(step)).boxed_local()
    }

    fn expect<'a>(
        &'a mut self,
        line: usize,
        text: &'a str,
        expectation: Expectation,
    ) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        self.shell.desk.expect(self.shell.now, line, text, expectation);
        ready(Ok(())).boxed_local()
    }

    fn note_trouble<'a>(&'a mut self, what: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        self.shell.desk.note_trouble(self.shell.now, what);
        ready(Ok(())).boxed_local()
    }

    fn note_not_applicable<'a>(&'a mut self, reason: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        self.shell.desk.note_not_applicable(self.shell.now, reason);
        ready(Ok(())).boxed_local()
    }

    fn make_safe(&mut self) -> LocalBoxFuture<'_, Result<(), Trouble>> {
        let mut acts = Vec::new();
        self.shell.desk.make_safe(self.shell.now, &mut acts);
        self.shell.carry_out(acts);
        ready(Ok(())).boxed_local()
    }

    fn close(mut self: Box<Self>) -> LocalBoxFuture<'static, Left> {
        let (trouble, quiet) = self.end();
        let Shell { desk, now, .. } = self.shell;
        ready(Left { record: desk.close(now, quiet), trouble }).boxed_local()
    }

    fn close_unwritten(mut self: Box<Self>) -> LocalBoxFuture<'static, Left<Option<Record>>> {
        let (trouble, quiet) = self.end();
        let Shell { desk, now, .. } = self.shell;
        ready(Left::of(desk.close_unwritten(now, quiet), trouble)).boxed_local()
    }
}

/// Makes virtual benches.
#[derive(Clone, Debug)]
pub struct VirtualMaker {
    setup: Arc<VirtualSetup>,
}

impl VirtualMaker {
    /// A maker of benches of this set-up.
    #[must_use]
    pub fn new(setup: VirtualSetup) -> Self {
        Self { setup: Arc::new(setup) }
    }
}

impl BenchMaker for VirtualMaker {
    fn make(&self, head: Head) -> Result<Box<dyn Bench>, Trouble> {
        Ok(Box::new(VirtualBench::new(&self.setup, head)?))
    }
}
