//! The grammar of the commands that find and add APIs.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser as _};
use clap::{Args, value_parser};

const DOCUMENTS: &str = "Source of documents";
const DEFAULT_DIRECTORY: &str = "https://discovery.googleapis.com/discovery/v1/apis";
const DEFAULT_FALLBACK: &str = "https://{api}.googleapis.com/$discovery/rest?version={version}";

/// The source of documents.
#[derive(Debug, Args)]
pub(crate) struct Origin {
    /// Read from disk: a document, a directory of documents or, with `list`, a saved API directory.
    #[arg(long, value_name = "PATH", help_heading = DOCUMENTS, conflicts_with_all = ["directory", "timeout"], value_parser = PathBufValueParser::new().try_map(on_disk))]
    pub(crate) from: Option<PathBuf>,

    /// URL of the API directory; https, or http for a loopback address.
    #[arg(long, value_name = "URL", default_value = DEFAULT_DIRECTORY, help_heading = DOCUMENTS)]
    pub(crate) directory: String,

    /// Timeout of one attempt.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = value_parser!(u64).range(1..=3600), help_heading = DOCUMENTS)]
    pub(crate) timeout: u64,

    /// Maximum size of a document or directory.
    #[arg(long, value_name = "MIB", default_value = "1024", value_parser = value_parser!(u64).range(1..=16_384), help_heading = DOCUMENTS)]
    pub(crate) max_size: u64,
}

/// An API and the source of its document.
#[derive(Debug, Args)]
pub(crate) struct Wanted {
    /// Name of the API; see `cargo xtask list`.
    #[arg(value_name = "API")]
    pub(crate) api: String,

    /// Version of the API.
    #[arg(value_name = "VERSION")]
    pub(crate) version: String,

    #[command(flatten)]
    pub(crate) origin: Origin,

    /// URL to fetch the document from if the directory does not lead to a usable one.
    #[arg(long, value_name = "URL", default_value = DEFAULT_FALLBACK, conflicts_with = "from", help_heading = DOCUMENTS)]
    pub(crate) fallback: String,
}

/// List available APIs.
///
/// Lists APIs that contain all words in their name, version, title or description.
///
/// Exit codes: 0 success; 1 no matches; 2 error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask list                          List all APIs and their versions
  cargo xtask list play games               List APIs that contain both words
  cargo xtask list --from documents/        List the APIs of a directory, offline
  cargo xtask list drive --json | jq -r '.[].version'")]
pub(crate) struct List {
    /// Words to search for, case-insensitive.
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,

    /// Print the entries as JSON, including descriptions.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) origin: Origin,
}

/// Fetch the latest document of an API into discovery/.
///
/// The document on disk is replaced only if the new one describes the same API and version, is
/// accepted by the generator, and is not older. Keys are sorted, so that a diff shows only what
/// changed.
///
/// Exit codes: 0 updated, or already up to date; 2 error, nothing written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask fetch drive v3                        Fetch from the Discovery service
  cargo xtask fetch drive v3 --from drive.json      Read from a file
  cargo xtask fetch drive v3 --from documents/      Read from a directory, offline
  cargo xtask fetch drive v3 && git diff --stat     Show what changed")]
pub(crate) struct Fetch {
    #[command(flatten)]
    pub(crate) wanted: Wanted,

    /// Replace the file even if it is newer or not a valid document.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Add an API: its document, its entry in discovery/bindings.toml and its crate.
///
/// Writes the document to discovery/ and the crate to generated/, and updates
/// discovery/bindings.toml and Cargo.lock. If any of this fails or is interrupted, all files are
/// restored; if the command is killed, the next one restores them. On a terminal and without
/// --method, prompts for the methods.
///
/// Exit codes: 0 success; 2 error, nothing changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask add drive v3                                 Choose methods interactively
  cargo xtask add drive v3 --method 'drive.files.*'        Add some methods
  cargo xtask add drive v3 --method '*'                    Add all methods
  cargo xtask add drive v3 --method '*' --from documents/  Add offline")]
pub(crate) struct Add {
    #[command(flatten)]
    pub(crate) wanted: Wanted,

    /// Add only this method; `*` matches any text. May be repeated.
    #[arg(long = "method", value_name = "GLOB")]
    pub(crate) methods: Vec<String>,
}

/// Remove an API: its crate, its entry in discovery/bindings.toml and its document.
///
/// Fails, and changes nothing, if the crate's directory contains files that were not generated.
///
/// Exit codes: 0 success; 2 error, nothing changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  cargo xtask remove drive v3")]
pub(crate) struct Remove {
    /// Name of the API.
    #[arg(value_name = "API")]
    pub(crate) api: String,

    /// Version of the API.
    #[arg(value_name = "VERSION")]
    pub(crate) version: String,
}

/// Rejects a URL, which belongs to another option.
fn on_disk(path: PathBuf) -> Result<PathBuf, &'static str> {
    let is_url = path.to_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"));
    if is_url { Err("expected a path, found a URL; pass URLs to `--directory`") } else { Ok(path) }
}
