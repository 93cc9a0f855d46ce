//! The command line's grammar.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Rust crates from Google API Discovery documents.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Generate(Generate),
    Sweep(Sweep),
    Lossless(Lossless),
    Live(Live),
    /// Fetch real documents to test against, below target/, and print their folder.
    Corpus,
}

/// Generate crates: those of discovery/bindings.toml, or one of any document.
///
/// Exit codes: 0 done; 1 `--check` found something stale; 2 unusable input, nothing written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask generate                      all crates of discovery/bindings.toml
  cargo xtask generate games-v1 --check     is this one up to date?
  cargo xtask generate --document drive.json --method 'drive.files.*' --out ../drive-v3")]
pub(crate) struct Generate {
    /// Crates of discovery/bindings.toml; all of them without any.
    #[arg(value_name = "API", conflicts_with = "document")]
    pub(crate) apis: Vec<String>,

    /// Generate from this document instead.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) document: Option<PathBuf>,

    /// Only this method; `*` stands for any text. May be given more than once.
    #[arg(long = "method", value_name = "GLOB", requires = "document")]
    pub(crate) methods: Vec<String>,

    /// The crate's folder.
    #[arg(long, value_name = "DIR", requires = "document")]
    pub(crate) out: Option<PathBuf>,

    /// The crate's name, where the document's own will not do.
    #[arg(long, value_name = "CRATE", requires = "document")]
    pub(crate) name: Option<String>,

    /// Write nothing; say what is stale and exit with 1.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Generate every document of a folder and account for all that is in it.
///
/// Exit codes: 0 all is well; 1 findings; 2 the folder cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask sweep documents/              does everything generate, and is everything there?
  cargo xtask sweep documents/ --check      … and compile?
  cargo xtask sweep documents/ --json | jq '.documents[] | select(.findings != [])'")]
pub(crate) struct Sweep {
    /// The folder with the documents.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// Only the documents that this file names, one a line, without `.json`.
    #[arg(long, value_name = "FILE")]
    pub(crate) only: Option<PathBuf>,

    /// Compile all the crates, with warnings denied.
    #[arg(long)]
    pub(crate) check: bool,

    /// Make their documentation, with warnings denied.
    #[arg(long)]
    pub(crate) doc: bool,

    /// Where the crates go; without it they are not written, or below target/ with --check and --doc.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Print the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Send random values of an API's schemas through the generated types, and compare what comes back.
///
/// Exit codes: 0 nothing was lost; 1 something was; 2 the documents cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask lossless documents/                     the APIs of tests/lossless.txt
  cargo xtask lossless documents/ drive.v3 --cases 100
  cargo xtask lossless documents/ drive.v3 --seed 42  the same values again")]
pub(crate) struct Lossless {
    /// The folder with the documents.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// File names of documents, without `.json`.
    #[arg(value_name = "API")]
    pub(crate) apis: Vec<String>,

    /// How many values of each schema.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) cases: u64,

    /// Where the random numbers start, as an earlier run has printed it.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// Try generated crates next to what they have to get along with; without a name, all of these in turn.
///
/// Exit codes: 0 all is well; 1 findings; 2 the documents cannot be used.
#[derive(Debug, Args)]
pub(crate) struct Live {
    #[command(subcommand)]
    pub(crate) part: Option<LivePart>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LivePart {
    Oracle(Oracle),
}

/// Make the same calls with Google's own Python client, and compare HTTP methods, URLs and bodies.
///
/// Exit codes: 0 all requests are equal, or differ as is known; 1 findings; 2 the documents cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask live oracle                             the APIs of tests/oracle.txt
  cargo xtask live oracle drive.v3 gmail.v1 --cases 20
  cargo xtask live oracle drive.v3 --seed 42          the same arguments again
  cargo xtask live oracle --document my-api.json")]
pub(crate) struct Oracle {
    /// File names of documents, without `.json`.
    #[arg(value_name = "API")]
    pub(crate) apis: Vec<String>,

    /// The folder with the documents; without it the one that `corpus` prints.
    #[arg(long, value_name = "DIR")]
    pub(crate) documents: Option<PathBuf>,

    /// A document from elsewhere. May be given more than once.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: Vec<PathBuf>,

    /// How many calls of each method.
    #[arg(long, value_name = "N", default_value_t = CASES, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) cases: u64,

    /// Where the random numbers start, as an earlier run has printed it.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

const CASES: u64 = 4;

impl Default for Oracle {
    fn default() -> Self {
        Self { apis: Vec::new(), documents: None, document: Vec::new(), cases: CASES, seed: None }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn grammar_is_sound() {
        use clap::CommandFactory;
        super::Cli::command().debug_assert();
    }
}
