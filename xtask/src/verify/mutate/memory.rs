//! The memory that the generator has used.

use std::fs;

/// The most memory that generating from the small documents of the fixtures may take, apart from
/// the documents themselves.
const MAX_PEAK: u64 = 512 << 20;

/// Returns a finding if the process has used more memory than it should. `documents` is the size of
/// the documents that it keeps, in bytes. The system must have `/proc`.
pub(super) fn finding(documents: u64) -> Option<String> {
    let peak = peak()?;
    let allowed = MAX_PEAK.saturating_add(documents.saturating_mul(2));
    (peak > allowed).then(|| format!("the run took {peak} bytes of memory; at most {allowed} are expected"))
}

/// Returns the largest resident size of the process so far, in bytes.
pub(super) fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn measures_what_was_used_at_most() {
        let before = peak().expect("Linux has `/proc`");
        let block = std::hint::black_box(vec![1_u8; 64 << 20]);
        drop(block);
        assert!(peak().expect("Linux has `/proc`") >= before.max(64 << 20));
    }
}
