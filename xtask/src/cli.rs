//! The grammar of the command line.

mod apis;
mod generate;
mod verify;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(crate) use apis::{Add, Fetch, List, Origin, Remove, Wanted};
pub(crate) use generate::{Generate, Runtime};
pub(crate) use verify::{
    Audit, Check, Conformance, EmulatorName, Emulators, Faults, Mutate, PythonClient, RoundTrip, Suite, Verify,
};

/// Generate Rust crates from Google API Discovery documents.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
#[command(after_help = "\
Getting started:
  cargo xtask list drive       List available APIs
  cargo xtask add drive v3     Add an API to this repository
  cargo xtask fetch drive v3   Update its document
  cargo xtask generate         Update all generated crates

See `cargo xtask COMMAND --help` for options and examples.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Suppress progress and success messages.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(List),
    Fetch(Fetch),
    Add(Add),
    Remove(Remove),
    Generate(Generate),
    Diff(Diff),
    Verify(Verify),
    Completions(Completions),
}

/// Show the changes between two documents, and which of them are breaking.
///
/// Compares the crates that would be generated, so that changes without effect on Rust callers,
/// such as another order or revision, are not reported. Changes are classified by Cargo's SemVer
/// rules, except that new fields count as compatible because messages are built with
/// `..Default::default()`.
///
/// Exit codes: 0 no breaking changes; 1 breaking changes; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff HEAD:discovery/games-v1.json discovery/games-v1.json
  cargo xtask diff main:discovery/games-v1.json HEAD:discovery/games-v1.json --markdown
  cargo xtask diff drive.v2.json drive.v3.json --method 'drive.files.*'
  cargo xtask diff old.json new.json --json | jq -r '.changes[] | select(.verdict == \"breaking\") | .item_path'")]
pub(crate) struct Diff {
    /// Old document: a file, or `REVISION:PATH` for a committed one.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// New document: a file, or `REVISION:PATH` for a committed one.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,

    /// Compare only this method and the types that it uses; `*` matches any text. May be repeated.
    #[arg(long = "method", value_name = "GLOB")]
    pub(crate) methods: Vec<String>,

    /// Also list items whose documentation changed.
    #[arg(long)]
    pub(crate) docs: bool,

    /// Print Markdown, e.g. for a pull request.
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,

    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Print a completion script for a shell.
///
/// Cargo completes only its own commands, so the script also defines a shell function `xtask` that
/// runs `cargo xtask` with completion.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  source <(cargo xtask completions bash)             in bash, or in ~/.bashrc
  source <(cargo xtask completions zsh)              in zsh, after compinit
  cargo xtask completions fish | source              in fish
  cargo xtask completions powershell | Out-String | Invoke-Expression")]
pub(crate) struct Completions {
    /// Shell to generate the script for.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    #[test]
    fn grammar_is_valid() {
        use clap::CommandFactory;
        super::Cli::command().debug_assert();
    }
}
