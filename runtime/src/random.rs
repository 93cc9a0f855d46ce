//! Numbers that nobody can guess.

use std::hash::{BuildHasher, RandomState};

/// A number that nobody can guess.
pub(crate) fn random_u64() -> u64 {
    RandomState::new().hash_one(())
}
