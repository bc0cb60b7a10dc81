//! Jobs on all cores, their results in the order of what they are about.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does a job for each item, `hands` at a time; results come in the order of the items.
pub(crate) fn on_all<T: Sync, R: Send>(hands: usize, items: &[T], job: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, job(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let crew: Vec<_> = (0..hands.clamp(1, items.len().max(1))).map(|_| scope.spawn(work)).collect();
        // A job that panicked was told by the panic hook; its results are missing.
        crew.into_iter().filter_map(|hand| hand.join().ok()).flatten().collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// As many as the machine has cores.
pub(crate) fn hands() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
