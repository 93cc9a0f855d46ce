//! What generated code is written in.

mod call;
mod media;
mod message;
mod open_enum;
mod pages;
mod patch;
mod serde;
mod union;
