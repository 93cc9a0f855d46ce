//! What generated code is written in.

mod call;
mod message;
mod open_enum;
mod serde;
mod union;
