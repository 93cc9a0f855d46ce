//! The resources that a process has used.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Processor time and peak memory.
pub struct Usage {
    pub processor_seconds: f64,
    pub megabytes: f64,
}

/// Returns the user and system time of this process so far, and its largest memory.
pub fn of_this_process() -> crate::Result<Usage> {
    of(UsageWho::RUSAGE_SELF)
}

/// Returns the user and system time of all children that have exited, and the largest memory that
/// one of them had in use.
pub fn of_children() -> crate::Result<Usage> {
    of(UsageWho::RUSAGE_CHILDREN)
}

fn of(who: UsageWho) -> crate::Result<Usage> {
    // macOS counts bytes, all others count KiB.
    const UNIT: f64 = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    let usage = getrusage(who)?;
    Ok(Usage {
        processor_seconds: (usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6,
        megabytes: usage.max_rss() as f64 * UNIT / 1e6,
    })
}
