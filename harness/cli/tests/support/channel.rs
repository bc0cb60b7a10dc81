//! A second shell: a bench that lives on a thread of its own and is reached through a channel.
//!
//! It is what a live bench is to the steps: each method sends a job over and waits, so that no future is ready
//! at once. What stands at the far end is the virtual bench; the shell itself adds nothing to the record.

use std::future::poll_fn;
use std::sync::{Arc, mpsc};
use std::task::Poll;
use std::thread;

use futures::channel::oneshot;
use futures::executor::block_on;
use futures::future::LocalBoxFuture;
use journal::{Expectation, Head};
use rig::{Bench, BenchFacts, BenchMaker, Done, Fault, Left, Move, Trouble};

/// Something to be done at the far end.
type Job = Box<dyn FnOnce(&mut dyn Bench) + Send>;

/// Makes benches at the far end of a channel.
pub(crate) struct ChannelMaker<M> {
    pub(crate) inner: Arc<M>,
}

impl<M: BenchMaker + 'static> BenchMaker for ChannelMaker<M> {
    fn make(&self, head: Head) -> Result<Box<dyn Bench>, Trouble> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let (made, ready) = mpsc::channel();
        let (leave, record) = oneshot::channel();
        let inner = Arc::clone(&self.inner);
        // A bench is not `Send`: it is made, used and closed on its own thread.
        thread::spawn(move || {
            let mut bench = match inner.make(head) {
                Ok(bench) => bench,
                Err(trouble) => return drop(made.send(Err(trouble))),
            };
            let _ = made.send(Ok(bench.facts().clone()));
            for job in inbox {
                job(bench.as_mut());
            }
            let _ = leave.send(block_on(bench.close()));
        });
        let facts = ready.recv().map_err(|_| gone())??;
        Ok(Box::new(ChannelBench { facts, jobs, record }))
    }
}

struct ChannelBench {
    facts: BenchFacts,
    jobs: mpsc::Sender<Job>,
    record: oneshot::Receiver<Left>,
}

fn gone() -> Trouble {
    Trouble::Bench("the bench's thread is gone".to_owned())
}

/// Is not ready the first time, however quick the other thread is.
async fn give_way() {
    let mut gave = false;
    poll_fn(|context| {
        if std::mem::replace(&mut gave, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl ChannelBench {
    /// Has a job done over there and waits for what it came to.
    fn there<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut dyn Bench) -> Result<T, Trouble> + Send + 'static,
    ) -> LocalBoxFuture<'_, Result<T, Trouble>> {
        Box::pin(async move {
            let (tell, told) = oneshot::channel();
            let job: Job = Box::new(move |bench| drop(tell.send(job(bench))));
            give_way().await;
            self.jobs.send(job).map_err(|_| gone())?;
            told.await.map_err(|_| gone())?
        })
    }
}

impl Bench for ChannelBench {
    fn facts(&self) -> &BenchFacts {
        &self.facts
    }

    fn step<'a>(&'a mut self, line: usize, text: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        let text = text.to_owned();
        self.there(move |bench| block_on(bench.step(line, &text)))
    }

    fn arm(&mut self, fault: Fault) -> LocalBoxFuture<'_, Result<u32, Trouble>> {
        self.there(move |bench| block_on(bench.arm(fault)))
    }

    fn perform(&mut self, step: Move) -> LocalBoxFuture<'_, Result<Done, Trouble>> {
        self.there(move |bench| block_on(bench.perform(step)))
    }

    fn expect<'a>(
        &'a mut self,
        line: usize,
        text: &'a str,
        expectation: Expectation,
    ) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        let text = text.to_owned();
        self.there(move |bench| block_on(bench.expect(line, &text, expectation)))
    }

    fn note_trouble<'a>(&'a mut self, what: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        let what = what.to_owned();
        self.there(move |bench| block_on(bench.note_trouble(&what)))
    }

    fn note_not_applicable<'a>(&'a mut self, reason: &'a str) -> LocalBoxFuture<'a, Result<(), Trouble>> {
        let reason = reason.to_owned();
        self.there(move |bench| block_on(bench.note_not_applicable(&reason)))
    }

    fn make_safe(&mut self) -> LocalBoxFuture<'_, Result<(), Trouble>> {
        self.there(|bench| block_on(bench.make_safe()))
    }

    fn close(self: Box<Self>) -> LocalBoxFuture<'static, Left> {
        let Self { jobs, record, .. } = *self;
        drop(jobs);
        Box::pin(async move {
            record.await.unwrap_or_else(|_| Left { record: Vec::new(), trouble: Some(gone()) })
        })
    }
}
