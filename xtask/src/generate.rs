//! `cargo xtask generate`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use discovery_codegen::output::{self, Counts, Plan, display_path};
use discovery_codegen::suggest::closest;
use discovery_codegen::{Generated, Options, RuntimeSource};

use crate::bindings::additions::Additions;
use crate::bindings::{self, Binding};
use crate::diff::summary;
use crate::failure::Failure;
use crate::repository::{self, Repository};
use crate::{cli, terminal};

/// A crate to generate.
struct Job {
    document: PathBuf,
    methods: Vec<String>,
    additions: Additions,
    package: Option<String>,
    /// `None` for the runtime of this repository.
    runtime: Option<RuntimeSource>,
    folder: PathBuf,
    /// The command that generates this crate.
    command: String,
}

/// A crate that was generated but not written.
struct Planned<'j> {
    job: &'j Job,
    text: String,
    generated: Generated,
    plan: Plan,
}

pub(crate) fn run(arguments: &cli::Generate, repository: &Repository) -> Result<ExitCode, Failure> {
    let jobs = match (&arguments.document, &arguments.out) {
        (Some(document), Some(out)) => vec![from_document(document, out, arguments)?],
        _ => from_bindings(&arguments.apis, repository)?,
    };
    // Everything is generated before the first file is written, so that an unusable document
    // changes nothing.
    let mut plans = Vec::with_capacity(jobs.len());
    for job in &jobs {
        let text = output::read(&job.document)?;
        let generated = generate(job, &text, repository)?;
        for warning in &generated.warnings {
            terminal::warning(format_args!("{}: {warning}", display_path(&job.document).display()));
        }
        let plan = Plan::new(&job.folder, &generated.files)?;
        plans.push(Planned { job, text, generated, plan });
    }
    if arguments.check { check(&plans) } else { write(plans) }
}

fn write(plans: Vec<Planned<'_>>) -> Result<ExitCode, Failure> {
    for Planned { job, text, generated, plan } in plans {
        let exists = job.folder.exists();
        let counts = plan.apply()?;
        if !exists {
            terminal::done(created(&generated, &job.folder, counts));
        } else if counts.written + counts.removed == 0 {
            terminal::done(format_args!("{}: up to date", generated.package));
        } else {
            terminal::done(updated(&generated, &job.folder, counts));
        }
        report_changes(job, &text, &generated);
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns a success message for a new crate.
pub(crate) fn created(generated: &Generated, folder: &Path, counts: Counts) -> String {
    let files = terminal::counted(counts.written, "file");
    let Generated { package, summary, .. } = generated;
    format!("created {package}: {summary} in {} ({files})", display_path(folder).display())
}

fn updated(generated: &Generated, folder: &Path, counts: Counts) -> String {
    let removed = if counts.removed > 0 { format!(", {} removed", counts.removed) } else { String::new() };
    let files =
        format!("{} written{removed}, {} unchanged", terminal::counted(counts.written, "file"), counts.unchanged);
    let Generated { package, summary, .. } = generated;
    format!("updated {package}: {summary} in {} ({files})", display_path(folder).display())
}

/// Prints what changes for callers since the last commit, if git has the document.
fn report_changes(job: &Job, text: &str, generated: &Generated) {
    let path = display_path(&job.document);
    if let Some(changes) = summary::since_last_commit(&job.document, &path, text, &job.methods) {
        terminal::note(format_args!("{}: {changes}", generated.package));
    }
}

fn check(plans: &[Planned<'_>]) -> Result<ExitCode, Failure> {
    let mut commands = Vec::new();
    for Planned { job, generated, plan, .. } in plans {
        if plan.is_empty() {
            terminal::done(format_args!("{}: up to date", generated.package));
        } else {
            for finding in plan.findings() {
                eprintln!("{}: {finding}", generated.package);
            }
            commands.push(job.command.as_str());
        }
    }
    if commands.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for command in commands {
        eprintln!("run `{command}` and review the difference");
    }
    Ok(ExitCode::from(1))
}

fn generate(job: &Job, text: &str, repository: &Repository) -> Result<Generated, Failure> {
    let mut options = options(repository, &job.folder, &job.document, job.package.as_deref(), &job.methods);
    if let Some(runtime) = &job.runtime {
        options = options.runtime(runtime.clone());
    }
    let options = job.additions.apply(options);
    discovery_codegen::generate(text, &options).map_err(|error| Failure::Document(display_path(&job.document), error))
}

/// Returns the options for a crate in this folder that uses the runtime of the repository.
pub(crate) fn options(
    repository: &Repository,
    folder: &Path,
    document: &Path,
    package: Option<&str>,
    methods: &[String],
) -> Options {
    let runtime = repository.dependency_path(folder, &repository.runtime());
    let mut options = Options::default()
        .runtime(RuntimeSource::Path(runtime))
        .standalone(repository::needs_own_workspace(folder))
        .source(document.file_name().unwrap_or_default().to_string_lossy());
    if let Some(package) = package {
        options = options.package(package);
    }
    methods.iter().fold(options, Options::method)
}

fn from_document(document: &Path, out: &Path, arguments: &cli::Generate) -> Result<Job, Failure> {
    let folder = std::path::absolute(out).map_err(Failure::io(out, "is not a valid path"))?;
    let mut command = format!("cargo xtask generate --document {} --out {}", document.display(), out.display());
    for method in &arguments.methods {
        command.push_str(&format!(" --method '{method}'"));
    }
    if let Some(name) = &arguments.name {
        command.push_str(&format!(" --name {name}"));
    }
    let cli::Runtime { path, git, rev, version } = &arguments.runtime;
    for (option, value) in
        [("--runtime-path", path), ("--runtime-git", git), ("--runtime-rev", rev), ("--runtime-version", version)]
    {
        if let Some(value) = value {
            command.push_str(&format!(" {option} '{value}'"));
        }
    }
    Ok(Job {
        document: document.to_owned(),
        methods: arguments.methods.clone(),
        package: arguments.name.clone(),
        additions: Additions::default(),
        runtime: runtime(&arguments.runtime),
        folder,
        command,
    })
}

/// Returns the runtime that the options name. They exclude each other on the command line.
fn runtime(arguments: &cli::Runtime) -> Option<RuntimeSource> {
    let cli::Runtime { path, git, rev, version } = arguments.clone();
    path.map(RuntimeSource::Path)
        .or_else(|| git.map(|url| RuntimeSource::Git { url, rev }))
        .or_else(|| version.map(RuntimeSource::Version))
}

fn from_bindings(packages: &[String], repository: &Repository) -> Result<Vec<Job>, Failure> {
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
        runtime: None,
    });
    Ok(jobs.collect())
}

fn unknown(package: &str, bindings: &[Binding], repository: &Repository) -> Failure {
    let names: Vec<_> = bindings.iter().map(|binding| binding.name.as_str()).collect();
    let help = match closest(package, names.iter().copied()).first() {
        Some(similar) => format!("did you mean `{similar}`?"),
        None if names.is_empty() => "the file has no entries; add one with `cargo xtask add`".to_owned(),
        None => format!("the entries are {}", names.join(", ")),
    };
    let path = display_path(&repository.bindings());
    Failure::Usage(format!("`{package}` is not in {}\n  help: {help}", path.display()))
}
