//! What to generate: the entries of discovery/bindings.toml, or a document on the command line.

use std::path::{Path, PathBuf};

use discovery_codegen::output::printable_path;
use discovery_codegen::suggest::closest;
use discovery_codegen::{GitReference, RuntimeSource, printable};

use crate::bindings::additions::Additions;
use crate::bindings::{self, Binding};
use crate::failure::Failure;
use crate::repository::Repository;
use crate::shell::quoted;
use crate::{cli, runtime_source};

/// A crate to generate.
pub(super) struct Job {
    pub(super) document: PathBuf,
    pub(super) methods: Vec<String>,
    pub(super) additions: Additions,
    pub(super) package: Option<String>,
    pub(super) runtime: RuntimeSource,
    /// Whether the crate is the root of a workspace.
    pub(super) standalone: bool,
    pub(super) folder: PathBuf,
    /// The command that generates this crate.
    pub(super) command: String,
}

/// Returns the job for the document on the command line.
pub(super) fn from_document(
    document: &Path,
    out: &Path,
    arguments: &cli::Generate,
    repository: &Repository,
) -> Result<Job, Failure> {
    let folder = std::path::absolute(out).map_err(Failure::io(out, "is not a valid path"))?;
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let cli::Runtime { path: runtime_path, git, rev, tag, branch, version } = arguments.runtime.clone();
    let mut options = vec![("--document", path(document)), ("--out", path(out))];
    options.extend(arguments.methods.iter().map(|method| ("--method", method.clone())));
    let others = [
        ("--name", arguments.name.clone()),
        ("--runtime-path", runtime_path),
        ("--runtime-git", git),
        ("--runtime-rev", rev),
        ("--runtime-tag", tag),
        ("--runtime-branch", branch),
        ("--runtime-version", version),
    ];
    options.extend(others.into_iter().filter_map(|(option, value)| Some((option, value?))));
    let options: String = options.iter().map(|(option, value)| format!(" {option} {}", quoted(value))).collect();
    let standalone = if arguments.standalone { " --standalone" } else { "" };
    let command = format!("cargo xtask generate{options}{standalone}");
    Ok(Job {
        document: document.to_owned(),
        methods: arguments.methods.clone(),
        additions: Additions::default(),
        package: arguments.name.clone(),
        runtime: runtime(&arguments.runtime).map_or_else(|| runtime_source::of(&folder, repository), Ok)?,
        standalone: arguments.standalone,
        folder,
        command,
    })
}

/// Returns the runtime that the options name. They exclude each other on the command line.
fn runtime(arguments: &cli::Runtime) -> Option<RuntimeSource> {
    let cli::Runtime { path, git, rev, tag, branch, version } = arguments.clone();
    let reference = rev.map(GitReference::Rev).or_else(|| tag.map(GitReference::Tag));
    let reference = reference.or_else(|| branch.map(GitReference::Branch)).unwrap_or_default();
    path.map(RuntimeSource::Path)
        .or_else(|| git.map(|url| RuntimeSource::Git { url, reference }))
        .or_else(|| version.map(RuntimeSource::Version))
}

/// Returns the jobs for the entries of these packages, or for all entries if there are none.
pub(super) fn from_bindings(packages: &[String], repository: &Repository) -> Result<Vec<Job>, Failure> {
    let bindings = bindings::read(&repository.bindings())?;
    for package in packages {
        if !bindings.iter().any(|binding| binding.name == *package) {
            return Err(unknown(package, &bindings, repository));
        }
    }
    let is_selected = |binding: &Binding| packages.is_empty() || packages.contains(&binding.name);
    let selected = bindings.into_iter().filter(is_selected);
    let jobs = selected.map(|binding| Job {
        folder: repository.crate_folder(&binding.name),
        command: format!("cargo xtask generate {}", binding.name),
        document: binding.document,
        methods: binding.methods,
        additions: binding.additions,
        package: Some(binding.name),
        runtime: RuntimeSource::Path(repository.runtime_path()),
        standalone: false,
    });
    Ok(jobs.collect())
}

fn unknown(package: &str, bindings: &[Binding], repository: &Repository) -> Failure {
    let names: Vec<_> = bindings.iter().map(|binding| binding.name.as_str()).collect();
    let help = match closest(package, names.iter().copied()).first() {
        Some(similar) => format!("did you mean `{}`?", printable(similar)),
        None if names.is_empty() => "the file has no entries; add one with `cargo xtask add`".to_owned(),
        None => format!("the entries are {}", printable(&names.join(", "))),
    };
    let path = printable_path(&repository.bindings());
    Failure::Usage(format!("`{}` is not in {path}\n  help: {help}", printable(package)))
}
