//! Commands that find APIs and bring them in.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser as _};
use clap::{Args, value_parser};

const DOCUMENTS: &str = "Where documents come from";
const DIRECTORY: &str = "https://discovery.googleapis.com/discovery/v1/apis";
const FALLBACK: &str = "https://{api}.googleapis.com/$discovery/rest?version={version}";

/// Where documents come from.
#[derive(Debug, Args)]
pub(crate) struct Origin {
    /// Take them from disk: a document, a folder of documents, or (to list) a saved directory.
    #[arg(long, value_name = "PATH", help_heading = DOCUMENTS, conflicts_with_all = ["directory", "timeout"], value_parser = PathBufValueParser::new().try_map(on_disk))]
    pub(crate) from: Option<PathBuf>,

    /// Ask this Discovery service; https, or http on this machine.
    #[arg(long, value_name = "URL", default_value = DIRECTORY, help_heading = DOCUMENTS)]
    pub(crate) directory: String,

    /// How long one try may take.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = value_parser!(u64).range(1..=3600), help_heading = DOCUMENTS)]
    pub(crate) timeout: u64,
}

/// Which document is wanted, and where it comes from.
#[derive(Debug, Args)]
pub(crate) struct Wanted {
    /// The API's name; `cargo xtask list` has them.
    #[arg(value_name = "API")]
    pub(crate) api: String,

    /// Its version.
    #[arg(value_name = "VERSION")]
    pub(crate) version: String,

    #[command(flatten)]
    pub(crate) origin: Origin,

    /// Ask here if the directory leads to no good document.
    #[arg(long, value_name = "URL", default_value = FALLBACK, conflicts_with = "from", help_heading = DOCUMENTS)]
    pub(crate) fallback: String,
}

/// List the APIs that there are, or those with all these words.
///
/// Words are looked for in names, versions, titles and descriptions.
///
/// Exit codes: 0 found; 1 nothing has these words; 2 the directory cannot be had.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask list                          all APIs and their versions
  cargo xtask list play games               those with both words
  cargo xtask list --from documents/        those of a folder, offline
  cargo xtask list drive --json | jq -r '.[].version'")]
pub(crate) struct List {
    /// Words to look for; capitals do not matter.
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,

    /// Print the entries as JSON, with their descriptions.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) origin: Origin,
}

/// Fetch the newest document of an API into discovery/.
///
/// What comes is checked before anything is replaced: it has to be the document asked for, the generator has to take
/// it, and it may be no older than the one on disk. It is written with sorted keys, so that a diff shows what changed.
///
/// Exit codes: 0 done, or up to date; 2 there is no good document, nothing written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask fetch drive v3                        from the Discovery service
  cargo xtask fetch drive v3 --from drive.json      from a file
  cargo xtask fetch drive v3 --from documents/      from a folder, offline
  cargo xtask fetch drive v3 && git diff --stat     what changed?")]
pub(crate) struct Fetch {
    #[command(flatten)]
    pub(crate) wanted: Wanted,

    /// Replace even a newer document, or what is none.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Bring an API in: document, entry and crate.
///
/// That is its document in discovery/, its entry in discovery/bindings.toml, its crate in generated/ and its place in
/// Cargo.lock; all of it or nothing: whatever fails on the way leaves everything as it was. On a terminal, and without --method,
/// the methods are listed to choose from.
///
/// Exit codes: 0 done; 2 something is wrong, nothing changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask add drive v3                                 asks which methods
  cargo xtask add drive v3 --method 'drive.files.*'        some of them
  cargo xtask add drive v3 --method '*'                    all of them
  cargo xtask add drive v3 --method '*' --from documents/  offline")]
pub(crate) struct Add {
    #[command(flatten)]
    pub(crate) wanted: Wanted,

    /// Only this method; `*` stands for any text. May be given more than once.
    #[arg(long = "method", value_name = "GLOB")]
    pub(crate) methods: Vec<String>,
}

/// Take an API out again: crate, entry and document.
///
/// All of it or nothing. A file in the crate's folder that was not generated is not removed, and nothing else then.
///
/// Exit codes: 0 done; 2 something is wrong, nothing changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  cargo xtask remove drive v3")]
pub(crate) struct Remove {
    /// The API's name.
    #[arg(value_name = "API")]
    pub(crate) api: String,

    /// Its version.
    #[arg(value_name = "VERSION")]
    pub(crate) version: String,
}

/// A path; an address there was meant for another option.
fn on_disk(path: PathBuf) -> Result<PathBuf, &'static str> {
    let address = path.to_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"));
    if address { Err("this is an address, not a path; give it to `--directory`") } else { Ok(path) }
}
