//! Jobs on all cores, their results taken one by one, in the order of the jobs.
//!
//! Results are handed on as they come, so that nobody has to hold all of them; only those that overtook an earlier
//! job wait for it, without a bound: as many as the other hands finish while one job is long. A job that breaks down
//! is told as such in its place: no other result takes it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use tokio::sync::mpsc::{Receiver, channel};

use crate::trouble::Trouble;

/// A job broke down and has no result; the panic hook has told where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost;

/// Does the jobs 0 to `count`, `hands` at a time, and takes what each came to. What `take` refuses ends the work,
/// and so does the user's interrupt.
pub(crate) fn on_all<R: Send>(
    hands: usize,
    count: usize,
    job: impl Fn(usize) -> R + Sync,
    take: impl FnMut(usize, Result<R, Lost>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let hands = hands.clamp(1, count.max(1));
    let batch = batch(hands, count);
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (sender, receiver) = channel(hands * 4);
    thread::scope(|scope| {
        for _ in 0..hands {
            let (sender, next, stop, job) = (sender.clone(), &next, &stop, &job);
            scope.spawn(move || {
                loop {
                    let first = next.fetch_add(batch, Ordering::Relaxed);
                    let goes_on = |index: &usize| *index < count && !stop.load(Ordering::Relaxed);
                    let done =
                        (first..first + batch).take_while(goes_on).map(|index| kept_whole(|| job(index)));
                    let done: Vec<_> = done.collect();
                    if done.is_empty() || sender.blocking_send((first, done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let gathered = gather(receiver, take);
        stop.store(true, Ordering::Relaxed);
        gathered
    })
}

/// What a job came to, if it did not break down.
pub(crate) fn kept_whole<R>(job: impl FnOnce() -> R) -> Result<R, Lost> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|_| Lost)
}

/// How many jobs a hand takes at a time: of very many it takes several, so that it need not report each by itself.
fn batch(hands: usize, count: usize) -> usize {
    (count / (hands * 256)).clamp(1, 32)
}

/// The index of a first job, and what it and those behind it came to.
type Done<R> = (usize, Vec<Result<R, Lost>>);

/// Brings results into the order of the jobs; watches for the user's interrupt.
fn gather<R>(
    mut receiver: Receiver<Done<R>>,
    mut take: impl FnMut(usize, Result<R, Lost>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|e| Trouble::usage(format!("no runtime: {e}"), "check the system's limits"))?;
    let mut early = BTreeMap::new();
    let mut taken = 0;
    runtime.block_on(async {
        loop {
            let arrived = tokio::select! {
                biased;
                _ = tokio::signal::ctrl_c() => return Err(Trouble::Interrupted),
                arrived = receiver.recv() => arrived,
            };
            let Some((first, done)) = arrived else { return Ok(()) };
            early.insert(first, done);
            while let Some(done) = early.remove(&taken) {
                for result in done {
                    take(taken, result)?;
                    taken += 1;
                }
            }
        }
    })
}

/// As many as were asked for, or as the machine has cores.
pub(crate) fn hands(jobs: Option<u16>) -> usize {
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    jobs.map_or_else(cores, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_breaks_down_is_missed_in_its_own_place() {
        // So many that a hand takes one at a time, and so many that it takes several.
        for (hands, count) in [(1, 20), (3, 20), (50, 20), (1, 2000), (3, 2000)] {
            let breaks = |index: usize| index % (count / 3) == 3;
            let mut taken = Vec::new();
            let done = on_all(
                hands,
                count,
                |index| if breaks(index) { panic!("a job breaks down") } else { index },
                |index, result| {
                    taken.push((index, result));
                    Ok(())
                },
            );
            assert!(done.is_ok());
            let expected = (0..count).map(|n| (n, if breaks(n) { Err(Lost) } else { Ok(n) }));
            assert_eq!(taken, expected.collect::<Vec<_>>(), "{hands} hands");
        }
    }

    #[test]
    fn what_is_refused_ends_the_work() {
        let (begun, refused) = (AtomicUsize::new(0), AtomicBool::new(false));
        // Nobody runs ahead of the refusal, however long the first hand is kept waiting for its turn.
        let job = |index: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            while index >= 32 && !refused.load(Ordering::Relaxed) {
                thread::yield_now();
            }
        };
        let take = |index, _| {
            if index < 5 {
                return Ok(());
            }
            refused.store(true, Ordering::Relaxed);
            Err(Trouble::usage("enough", "stop"))
        };
        let done = on_all(2, 1_000_000, job, take);
        assert!(matches!(done, Err(Trouble::Usage { .. })));
        assert!(begun.into_inner() < 1000, "nobody goes on");
    }
}
