//! `cargo xtask`: reads documents, generates crates, writes and compares files. What a crate holds is decided in
//! `discovery-codegen`; nothing here knows.

mod bindings;
mod cli;
mod corpus;
mod diff;
mod failure;
mod generate;
mod lossless;
mod output;
mod place;
mod scratch;
mod sweep;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let outcome = match cli.command {
        cli::Command::Generate(arguments) => generate::run(&arguments),
        cli::Command::Corpus => corpus::run(),
        cli::Command::Diff(arguments) => diff::run(&arguments),
        cli::Command::Lossless(arguments) => lossless::run(&arguments),
        cli::Command::Sweep(arguments) => sweep::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}
