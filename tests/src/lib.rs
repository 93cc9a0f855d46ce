//! Support code shared by the tests: fixtures, document pairs, a recording HTTP server, and a
//! workspace in which generated crates are compiled.

pub mod compile;
pub mod fixture;
pub mod pair;
pub mod processors;
pub mod server;
