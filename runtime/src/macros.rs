//! Macros for generated code, partial updates and partial responses.
//!
//! Macros with `#[macro_export]` are always at the crate root. Those that only generated code uses
//! are hidden from the documentation.

mod call;
mod client;
mod media;
mod message;
mod open_enum;
mod operation;
mod pages;
mod partial;
mod patch;
mod serde;
mod stream;
mod union;
