//! Runs the commands that find and add APIs, against a local server.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

mod add;
mod broken_documents;
mod busy;
#[cfg(unix)]
mod cargo;
mod changes;
mod concurrent;
mod documents;
mod fetch;
mod fetch_errors;
mod first_use;
mod foreign_text;
mod list;
mod prompt;
mod repository;
mod server;
#[cfg(unix)]
mod signals;
mod terminal;
mod usage;
