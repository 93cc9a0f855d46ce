//! `cargo xtask`: the tasks of this repository. The commands read documents, generate crates, write
//! files and verify the generator; what a crate contains is decided in `discovery-codegen`.

mod add;
mod bindings;
mod cargo;
mod choose;
mod cli;
mod completions;
mod diff;
mod directory;
mod document;
mod failure;
mod fetch;
mod generate;
mod list;
mod nearest;
mod place;
mod remove;
mod source;
mod terminal;
mod undo;
mod update;
mod verify;
mod web;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    if cli.quiet {
        terminal::be_quiet();
    }
    let result = match cli.command {
        cli::Command::List(arguments) => list::run(&arguments),
        cli::Command::Fetch(arguments) => fetch::run(&arguments),
        cli::Command::Add(arguments) => add::run(&arguments),
        cli::Command::Remove(arguments) => remove::run(&arguments),
        cli::Command::Generate(arguments) => generate::run(&arguments),
        cli::Command::Diff(arguments) => diff::run(&arguments),
        cli::Command::Verify(arguments) => verify::run(&arguments, &place::root()),
        cli::Command::Completions(arguments) => completions::run(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(failure) => {
            terminal::error(&failure);
            ExitCode::from(2)
        }
    }
}
