//! What generated code is written in.

mod call;
mod message;
mod open_enum;
mod pages;
mod serde;
mod union;
