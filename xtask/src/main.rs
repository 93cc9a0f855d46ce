//! `cargo xtask`: the tasks of this repository. The commands read documents, generate crates, write
//! files and verify the generator; what a crate contains is decided in `discovery-codegen`.

// Other macros panic if the output is closed or full; use the module `terminal`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod add;
mod bindings;
mod cargo;
mod choose;
mod cli;
mod completions;
mod diff;
mod directory;
mod document_text;
mod enclosing_workspace;
mod failure;
mod fetch;
mod generate;
mod interrupt;
mod json;
mod list;
mod lock;
mod remove;
mod repository;
mod runtime_source;
mod shell;
mod source;
mod terminal;
mod undo;
mod update;
mod verify;
mod web;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    if cli.quiet {
        terminal::be_quiet();
    }
    let root = root();
    let repository = repository::Repository::new(root.clone());
    let result = match cli.command {
        cli::Command::List(arguments) => list::run(&arguments),
        cli::Command::Fetch(arguments) => fetch::run(&arguments, &repository),
        cli::Command::Add(arguments) => add::run(&arguments, &repository),
        cli::Command::Remove(arguments) => remove::run(&arguments, &repository),
        cli::Command::Generate(arguments) => generate::run(&arguments, &repository),
        cli::Command::Completions(arguments) => completions::run(&arguments),
        cli::Command::Diff(arguments) => diff::run(&arguments),
        cli::Command::Verify(arguments) => verify::run(&arguments, &root),
    };
    match result {
        Ok(code) => code,
        Err(failure) => {
            terminal::error(&failure);
            ExitCode::from(2)
        }
    }
}

/// Returns the root of this repository.
fn root() -> PathBuf {
    // Cargo sets the variable when it runs xtask. Otherwise, use the folder that xtask was built
    // in.
    let manifest_folder =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_folder.parent().map_or_else(|| manifest_folder.clone(), Path::to_owned)
}
