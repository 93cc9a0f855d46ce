//! Shared code of the driver programs of `cargo xtask verify`.
//!
//! A driver links generated crates and is controlled over stdin and stdout, one line per value or
//! call. Only its dispatch is generated, because it names every type or method of those crates: a
//! `main` that passes a function to [`round_trip::run`] or [`requests::run`].

pub mod requests;
pub mod round_trip;
