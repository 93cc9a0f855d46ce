//! `cargo xtask generate`.

mod job;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use discovery_codegen::output::{self, Counts, Plan, display_path, printable_path};
use discovery_codegen::{Generated, Options, RuntimeSource, printable};

use crate::diff::summary;
use crate::failure::Failure;
use crate::repository::Repository;
use crate::undo::Undo;
use crate::{cli, enclosing_workspace, interrupt, terminal};
use job::Job;

/// A crate that was generated but not written.
struct GeneratedCrate<'j> {
    job: &'j Job,
    text: String,
    generated: Generated,
}

/// A crate, and the differences between it and its folder.
struct Planned<'c> {
    of: &'c GeneratedCrate<'c>,
    plan: Plan<'c>,
}

impl<'c> Planned<'c> {
    fn new(of: &'c GeneratedCrate<'_>) -> Result<Self, Failure> {
        Ok(Self { of, plan: Plan::new(&of.job.folder, &of.generated.files)? })
    }
}

pub(crate) fn run(arguments: &cli::Generate, repository: &Repository) -> Result<ExitCode, Failure> {
    // The lock is acquired before the entries are read.
    if arguments.check && Undo::is_pending(repository) {
        terminal::warning(
            "an interrupted command was changing this repository; `cargo xtask generate` undoes its changes",
        );
    }
    let undo = match (&arguments.document, arguments.check) {
        (_, true) => None,
        (Some(_), false) => Some(Undo::begin_outside()),
        (None, false) => Some(Undo::begin(repository)?),
    };
    let jobs = match (&arguments.document, &arguments.out) {
        (Some(document), Some(out)) => vec![job::from_document(document, out, arguments, repository)?],
        _ => job::from_bindings(&arguments.apis, repository)?,
    };
    // Everything is generated before the first file is written, so that an unusable document
    // changes nothing.
    let crates = Failure::all(jobs.iter().map(generated));
    interrupt::check()?;
    let crates = crates?;
    let plans = Failure::all(crates.iter().map(Planned::new))?;
    match undo {
        Some(undo) => write(plans, undo),
        None if arguments.apis.is_empty() && arguments.document.is_none() => {
            check(&plans, &without_entry(&jobs, repository)?)
        }
        None => check(&plans, &[]),
    }
}

/// Generates a crate.
fn generated(job: &Job) -> Result<GeneratedCrate<'_>, Failure> {
    // Generating takes long enough to notice a signal after each crate.
    interrupt::check()?;
    let text = output::read(&job.document)?;
    let generated = generate(job, &text)?;
    for warning in &generated.warnings {
        terminal::warning(format_args!("{}: {warning}", printable_path(&job.document)));
    }
    Ok(GeneratedCrate { job, text, generated })
}

fn write(plans: Vec<Planned<'_>>, mut undo: Undo) -> Result<ExitCode, Failure> {
    let mut written = Vec::with_capacity(plans.len());
    for Planned { of, plan } in plans {
        let is_new = !of.job.folder.exists();
        written.push((of, is_new, undo.apply(plan, &of.job.folder)?));
    }
    undo.commit()?;
    for (GeneratedCrate { job, text, generated }, is_new, counts) in written {
        if is_new {
            terminal::done(created(generated, &job.folder, counts));
        } else if counts.is_unchanged() {
            terminal::done(format_args!("{}: up to date", generated.package));
        } else {
            terminal::done(updated(generated, &job.folder, counts));
        }
        if !job.standalone {
            report_unlisted(&job.folder);
        }
        report_changes(job, text, generated);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints how a crate becomes a member of the workspace around it, unless it is one.
pub(crate) fn report_unlisted(folder: &Path) {
    if let Some(unlisted) = enclosing_workspace::unlisted(folder) {
        let (member, manifest) = (printable(&unlisted.member), printable_path(&unlisted.manifest));
        terminal::note(format_args!(
            "next: add \"{member}\" to `members` in {manifest}, or depend on the crate by path from a member"
        ));
    }
}

/// Returns a success message for a new crate.
pub(crate) fn created(generated: &Generated, folder: &Path, counts: Counts) -> String {
    let files = terminal::counted(counts.written, "file");
    let Generated { package, summary, .. } = generated;
    format!("created {package}: {summary} in {} ({files})", printable_path(folder))
}

fn updated(generated: &Generated, folder: &Path, counts: Counts) -> String {
    let Generated { package, summary, .. } = generated;
    format!("updated {package}: {summary} in {} ({counts})", printable_path(folder))
}

/// Prints what changes for callers since the last commit, if git has the document.
fn report_changes(job: &Job, text: &str, generated: &Generated) {
    // Starting git can take longer than generating the crate.
    if terminal::is_quiet() {
        return;
    }
    let path = display_path(&job.document);
    if let Some(changes) = summary::since_last_commit(&job.document, &path, text, &job.methods) {
        terminal::note(format_args!("{}: {changes}", generated.package));
    }
}

/// Returns the folders of generated crates that have no entry, so that nothing keeps them up to date.
fn without_entry(jobs: &[Job], repository: &Repository) -> Result<Vec<PathBuf>, Failure> {
    let folder = repository.crates();
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Failure::io(&folder, "cannot be read"))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(Failure::io(&folder, "cannot be read"))?.path();
        let manifest = path.join("Cargo.toml");
        let has_entry = jobs.iter().any(|job| job.folder == path);
        if !has_entry && manifest.is_file() && output::has_mark(&manifest)? {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn check(plans: &[Planned<'_>], without_entry: &[PathBuf]) -> Result<ExitCode, Failure> {
    for folder in without_entry {
        let folder = printable_path(folder);
        terminal::finding(format_args!(
            "{folder} has no entry in discovery/bindings.toml; add one, or delete the folder"
        ));
    }
    let mut commands = Vec::new();
    for Planned { of: GeneratedCrate { job, generated, .. }, plan } in plans {
        if plan.is_empty() {
            terminal::done(format_args!("{}: up to date", generated.package));
        } else {
            for finding in plan.findings() {
                terminal::finding(format_args!("{}: {finding}", generated.package));
            }
            commands.push(job.command.as_str());
        }
    }
    if commands.is_empty() && without_entry.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for command in commands {
        terminal::finding(format_args!("run `{command}` and review the difference"));
    }
    Ok(ExitCode::from(1))
}

fn generate(job: &Job, text: &str) -> Result<Generated, Failure> {
    let Job { document, methods, package, runtime, standalone, .. } = job;
    let options = options(runtime.clone(), document, package.as_deref(), methods).standalone(*standalone);
    let options = job.additions.apply(options);
    discovery_codegen::generate(text, &options).map_err(|error| Failure::Document(display_path(&job.document), error))
}

/// Returns the options for the crate of a document.
pub(crate) fn options(runtime: RuntimeSource, document: &Path, package: Option<&str>, methods: &[String]) -> Options {
    let mut options =
        Options::default().runtime(runtime).source(document.file_name().unwrap_or_default().to_string_lossy());
    if let Some(package) = package {
        options = options.package(package);
    }
    methods.iter().fold(options, Options::method)
}
