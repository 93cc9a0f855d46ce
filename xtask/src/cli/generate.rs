//! The grammar of `cargo xtask generate`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

/// Generate the crates of discovery/bindings.toml, or a crate of any document.
///
/// Exit codes: 0 success; 1 `--check` found stale files; 2 error, nothing written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask generate                      Update all crates of discovery/bindings.toml
  cargo xtask generate games-v1 --check     Check that one crate is up to date
  cargo xtask generate --document drive.json --method 'drive.files.*' --out target/drive-v3
  cargo xtask generate --document drive.json --out ../service/drive-v3 --runtime-git URL")]
pub(crate) struct Generate {
    /// Crates of discovery/bindings.toml [default: all]
    #[arg(value_name = "API", conflicts_with = "document")]
    pub(crate) apis: Vec<String>,

    /// Generate a crate from this document.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) document: Option<PathBuf>,

    /// Generate only this method; `*` matches any text. May be repeated.
    #[arg(long = "method", value_name = "GLOB", requires = "document")]
    pub(crate) methods: Vec<String>,

    /// Directory of the crate.
    #[arg(long, value_name = "DIR", requires = "document")]
    pub(crate) out: Option<PathBuf>,

    /// Name of the crate [default: derived from the document]
    #[arg(long, value_name = "CRATE", requires = "document")]
    pub(crate) name: Option<String>,

    /// Make the crate the root of a workspace, so that it cannot be a member of another one.
    #[arg(long, requires = "document")]
    pub(crate) standalone: bool,

    /// Report stale files instead of writing, and exit with 1 if there are any.
    #[arg(long)]
    pub(crate) check: bool,

    // Last, because arguments after it would appear below its heading.
    #[command(flatten)]
    pub(crate) runtime: Runtime,
}

/// The source of the `discovery-runtime` dependency.
#[derive(Clone, Debug, Default, Args)]
#[group(skip)]
#[command(
    next_help_heading = "Runtime dependency of the crate [default: in this repository its own, elsewhere that of the crates around]"
)]
pub(crate) struct Runtime {
    /// Depend on the runtime in this directory; absolute, or relative to the crate's directory.
    #[arg(long = "runtime-path", value_name = "DIR", requires = "document", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) path: Option<String>,

    /// Depend on the runtime in this git repository.
    #[arg(long = "runtime-git", value_name = "URL", requires = "document", conflicts_with = "path", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) git: Option<String>,

    /// Commit of the git repository.
    #[arg(long = "runtime-rev", value_name = "REV", requires = "git", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) rev: Option<String>,

    /// Tag of the git repository.
    #[arg(long = "runtime-tag", value_name = "TAG", requires = "git", conflicts_with = "rev", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) tag: Option<String>,

    /// Branch of the git repository [default: its default branch]
    #[arg(long = "runtime-branch", value_name = "BRANCH", requires = "git", conflicts_with_all = ["rev", "tag"], value_parser = NonEmptyStringValueParser::new())]
    pub(crate) branch: Option<String>,

    /// Depend on the runtime from the registry, with this version requirement.
    #[arg(long = "runtime-version", value_name = "REQ", requires = "document", conflicts_with_all = ["path", "git"], value_parser = NonEmptyStringValueParser::new())]
    pub(crate) version: Option<String>,
}
