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
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (sender, receiver) = channel(hands * 4);
    thread::scope(|scope| {
        for _ in 0..hands {
            let (sender, next, stop, job) = (sender.clone(), &next, &stop, &job);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        return;
                    }
                    let result = catch_unwind(AssertUnwindSafe(|| job(index))).map_err(|_| Lost);
                    if sender.blocking_send((index, result)).is_err() {
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

/// Brings results into the order of the jobs; watches for the user's interrupt.
fn gather<R>(
    mut receiver: Receiver<(usize, Result<R, Lost>)>,
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
            let Some((index, result)) = arrived else { return Ok(()) };
            early.insert(index, result);
            while let Some(result) = early.remove(&taken) {
                take(taken, result)?;
                taken += 1;
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
        for hands in [1, 3, 50] {
            let mut taken = Vec::new();
            let done = on_all(
                hands,
                20,
                |index| if index % 7 == 3 { panic!("a job breaks down") } else { index },
                |index, result| {
                    taken.push((index, result));
                    Ok(())
                },
            );
            assert!(done.is_ok());
            let expected = (0..20).map(|n| (n, if n % 7 == 3 { Err(Lost) } else { Ok(n) }));
            assert_eq!(taken, expected.collect::<Vec<_>>(), "{hands} hands");
        }
    }

    #[test]
    fn what_is_refused_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let done = on_all(
            2,
            1_000_000,
            |_| begun.fetch_add(1, Ordering::Relaxed),
            |index, _| if index < 5 { Ok(()) } else { Err(Trouble::usage("enough", "stop")) },
        );
        assert!(matches!(done, Err(Trouble::Usage { .. })));
        assert!(begun.into_inner() < 1000, "nobody goes on");
    }
}
