//! `cargo xtask diff`: what changes for a Rust caller between two documents.

mod groups;
mod json;
mod markdown;
mod source;
mod terminal;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use discovery_codegen::{Options, Side};

use crate::cli;
use crate::failure::Failure;

pub(crate) fn run(arguments: &cli::Diff) -> Result<ExitCode, Failure> {
    let (old, new) = (source::read(&arguments.old)?, source::read(&arguments.new)?);
    let options = arguments.methods.iter().fold(Options::default(), Options::method);
    let changes = discovery_codegen::compare(&old, &new, &options).map_err(|error| {
        let document = match error.side {
            Side::Old => &arguments.old,
            Side::New => &arguments.new,
        };
        Failure::Document(document.clone(), error.error)
    })?;
    let text = if arguments.json {
        json::render(&changes, arguments.docs)
    } else if arguments.markdown {
        markdown::render(&changes, arguments.docs)
    } else {
        terminal::render(&changes, arguments.docs)
    };
    // Colours are for terminals, and for who does not object to them.
    match anstream::stdout().lock().write_all(text.as_bytes()) {
        // Who reads no further has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            return Err(Failure::Io { path: "standard output".into(), what: "cannot be written", source: error });
        }
        _ => {}
    }
    Ok(if changes.breaking() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
