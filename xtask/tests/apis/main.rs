//! Commands that find APIs and bring them in, run as their users run them, against a server on this machine.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

mod add;
mod busy;
mod changes;
mod documents;
mod fetch;
mod list;
mod prompt;
mod repository;
mod server;
mod terminal;
mod wrong;
