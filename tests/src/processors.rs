//! Divides work among the processors. The test program runs one test per processor, so a long test
//! would otherwise use one processor only when the others have ended.

use std::num::NonZero;
use std::panic;
use std::thread;

/// Calls `work` with an equal part of the items for each processor, at the same time, and returns
/// the results in the order of the items. A panic of one of the calls is passed on.
pub fn divide<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let parts = items.chunks(items.len().div_ceil(processors).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let results = threads.into_iter().map(thread::ScopedJoinHandle::join);
        results.map(|result| result.unwrap_or_else(|cause| panic::resume_unwind(cause))).collect()
    })
}
