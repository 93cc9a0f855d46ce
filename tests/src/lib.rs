//! What several tests need: the fixtures, and a place where generated crates are compiled.

pub mod compile;
pub mod fixture;
pub mod pair;
pub mod server;
