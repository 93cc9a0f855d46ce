//! `cargo xtask generate`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use discovery_codegen::{Generated, Options, RuntimeSource};

use discovery_codegen::output::Plan;

use crate::bindings::{self, Binding};
use crate::cli;
use crate::diff::summary;
use crate::failure::Failure;
use crate::nearest::nearest;
use crate::{place, terminal};

/// A crate to write: what it comes from and where it goes.
struct Job {
    document: PathBuf,
    methods: Vec<String>,
    package: Option<String>,
    /// None: the runtime of this repository.
    runtime: Option<RuntimeSource>,
    folder: PathBuf,
    /// What to type to bring this one up to date.
    command: String,
}

/// A crate that is ready to be written, and what it was made of.
struct Planned<'j> {
    job: &'j Job,
    text: String,
    generated: Generated,
    plan: Plan,
}

pub(crate) fn run(arguments: &cli::Generate) -> Result<ExitCode, Failure> {
    let jobs = match (&arguments.document, &arguments.out) {
        (Some(document), Some(out)) => vec![from_document(document, out, arguments)?],
        _ => from_bindings(&arguments.apis)?,
    };
    // All of them before the first file is touched: one bad document, and nothing is written.
    let mut plans = Vec::with_capacity(jobs.len());
    for job in &jobs {
        let text = discovery_codegen::output::read(&job.document)?;
        let generated = generate(job, &text)?;
        for warning in &generated.warnings {
            terminal::warning(format_args!("{}: {warning}", place::shown(&job.document).display()));
        }
        let plan = Plan::new(&job.folder, &generated.files)?;
        plans.push(Planned { job, text, generated, plan });
    }
    if arguments.check { check(&plans) } else { write(plans) }
}

fn write(plans: Vec<Planned<'_>>) -> Result<ExitCode, Failure> {
    for Planned { job, text, generated, plan } in plans {
        let counts = plan.apply()?;
        let removed = if counts.removed > 0 { format!(", {} removed", counts.removed) } else { String::new() };
        terminal::done(format_args!(
            "{}: {} in {} ({} written, {} unchanged{removed})",
            generated.package,
            generated.summary,
            place::shown(&job.folder).display(),
            counts.written,
            counts.unchanged,
        ));
        tell_changes(job, &text, &generated);
    }
    Ok(ExitCode::SUCCESS)
}

/// What the document's changes mean for callers, as far as git can tell.
fn tell_changes(job: &Job, text: &str, generated: &Generated) {
    let shown = place::shown(&job.document);
    if let Some(changes) = summary::since_last_commit(&job.document, &shown, text, &job.methods) {
        terminal::note(format_args!("{}: {changes}", generated.package));
    }
}

fn check(plans: &[Planned<'_>]) -> Result<ExitCode, Failure> {
    let mut stale = Vec::new();
    for Planned { job, generated, plan, .. } in plans {
        if plan.is_empty() {
            terminal::done(format_args!("{}: up to date", generated.package));
        } else {
            for finding in plan.findings() {
                eprintln!("{}: {finding}", generated.package);
            }
            stale.push(job.command.as_str());
        }
    }
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for command in stale {
        eprintln!("run `{command}` and review the difference");
    }
    Ok(ExitCode::from(1))
}

fn generate(job: &Job, text: &str) -> Result<Generated, Failure> {
    let mut options = options(&job.folder, &job.document, job.package.as_deref(), &job.methods);
    if let Some(runtime) = &job.runtime {
        options = options.runtime(runtime.clone());
    }
    discovery_codegen::generate(text, &options).map_err(|error| Failure::Document(place::shown(&job.document), error))
}

/// How a crate in this folder is generated.
pub(crate) fn options(folder: &Path, document: &Path, package: Option<&str>, methods: &[String]) -> Options {
    let runtime = place::dependency_path(folder, &place::root().join("runtime"));
    let mut options = Options::default()
        .runtime(RuntimeSource::Path(runtime))
        .standalone(place::needs_own_workspace(folder))
        .source(document.file_name().unwrap_or_default().to_string_lossy());
    if let Some(package) = package {
        options = options.package(package);
    }
    for method in methods {
        options = options.method(method);
    }
    options
}

fn from_document(document: &Path, out: &Path, arguments: &cli::Generate) -> Result<Job, Failure> {
    let folder = std::path::absolute(out).map_err(Failure::io(out, "is no path"))?;
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
        runtime: runtime(&arguments.runtime),
        folder,
        command,
    })
}

/// The runtime that was asked for. The grammar lets through one of them at most.
fn runtime(arguments: &cli::Runtime) -> Option<RuntimeSource> {
    let cli::Runtime { path, git, rev, version } = arguments.clone();
    path.map(RuntimeSource::Path)
        .or_else(|| git.map(|url| RuntimeSource::Git { url, rev }))
        .or_else(|| version.map(RuntimeSource::Version))
}

fn from_bindings(apis: &[String]) -> Result<Vec<Job>, Failure> {
    let path = bindings::path();
    let bindings = bindings::read(&path)?;
    for api in apis {
        if !bindings.iter().any(|binding| binding.name == *api) {
            let known: Vec<_> = bindings.iter().map(|binding| binding.name.as_str()).collect();
            let help = match nearest(api, known.iter().copied()).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "it has no entries; `cargo xtask add` makes one".to_owned(),
                None => format!("it has {}", known.join(", ")),
            };
            let message = format!("`{api}` is not in {}\n  help: {help}", place::shown(&path).display());
            return Err(Failure::Usage(message));
        }
    }
    let wanted = |binding: &Binding| apis.is_empty() || apis.contains(&binding.name);
    Ok(bindings
        .into_iter()
        .filter(wanted)
        .map(|binding| Job {
            folder: place::root().join("generated").join(&binding.name),
            command: format!("cargo xtask generate {}", binding.name),
            document: binding.document,
            methods: binding.methods,
            package: Some(binding.name),
            runtime: None,
        })
        .collect())
}
