//! Runs the commands, some of them against a local server. The tests are one program, because each
//! program is linked separately.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

mod add;
mod bindings;
mod broken_documents;
mod busy;
#[cfg(unix)]
mod cargo;
mod changes;
mod command_line;
mod concurrent;
mod diff;
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
