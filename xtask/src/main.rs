//! `cargo xtask`: reads documents, generates crates, writes and compares files. What a crate holds is decided in
//! `discovery-codegen`; nothing here knows.

mod add;
mod bindings;
mod choose;
mod cli;
mod completions;
mod corpus;
mod diff;
mod directory;
mod document_text;
mod failure;
mod fetch;
mod generate;
mod list;
mod live;
mod lossless;
mod nearest;
mod place;
mod python;
mod remove;
mod repository;
mod sample;
mod scratch;
mod source;
mod sweep;
mod terminal;
mod undo;
mod update;
mod web;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    if cli.quiet {
        terminal::be_quiet();
    }
    let repository = repository::Repository::new(place::root());
    let outcome = match cli.command {
        cli::Command::List(arguments) => list::run(&arguments),
        cli::Command::Fetch(arguments) => fetch::run(&arguments, &repository),
        cli::Command::Add(arguments) => add::run(&arguments, &repository),
        cli::Command::Remove(arguments) => remove::run(&arguments, &repository),
        cli::Command::Generate(arguments) => generate::run(&arguments, &repository),
        cli::Command::Completions(arguments) => completions::run(&arguments),
        cli::Command::Corpus => corpus::run(),
        cli::Command::Diff(arguments) => diff::run(&arguments),
        cli::Command::Live(arguments) => live::run(&arguments),
        cli::Command::Lossless(arguments) => lossless::run(&arguments),
        cli::Command::Sweep(arguments) => sweep::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            terminal::error(&failure);
            ExitCode::from(2)
        }
    }
}
