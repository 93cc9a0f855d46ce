//! `cargo xtask`: reads documents, generates crates, writes and compares files. What a crate holds is decided in
//! `discovery-codegen`; nothing here knows.

mod bindings;
mod cli;
mod corpus;
mod failure;
mod generate;
mod live;
mod lossless;
mod output;
mod place;
mod python;
mod sample;
mod scratch;
mod sweep;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let outcome = match cli.command {
        cli::Command::Generate(arguments) => generate::run(&arguments),
        cli::Command::Corpus => corpus::run(),
        cli::Command::Live(arguments) => live::run(&arguments),
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
