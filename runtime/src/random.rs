//! Random numbers.

use std::hash::{BuildHasher, RandomState};

/// Returns an unpredictable number.
pub(crate) fn random_u64() -> u64 {
    RandomState::new().hash_one(())
}
