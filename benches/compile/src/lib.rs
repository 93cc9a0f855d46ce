//! Depends on the crate to measure, which is chosen by a feature.
