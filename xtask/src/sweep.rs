//! `cargo xtask sweep`: every document of a folder, one verdict each, and an account of what went in and came out.

mod compile;
mod input;
mod ledger;
mod outcome;
mod output;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use discovery_codegen::{Options, RuntimeSource};
use indicatif::ParallelProgressIterator;
use rayon::prelude::*;

use discovery_codegen::output::Plan;

use crate::cli;
use crate::failure::Failure;
use crate::{place, scratch, terminal};
use compile::Goal;
use outcome::{Outcome, State};

pub(crate) fn run(arguments: &cli::Sweep) -> Result<ExitCode, Failure> {
    let mut documents = documents(&arguments.folder)?;
    if let Some(only) = &arguments.only {
        retain(&mut documents, only)?;
    }
    let out = match &arguments.out {
        Some(out) => Some(std::path::absolute(out).map_err(Failure::io(out, "is no path"))?),
        None if arguments.check || arguments.doc => Some(place::root().join("target/sweep")),
        None => None,
    };
    let started = Instant::now();
    let bar = terminal::bar(documents.len(), "generated");
    let mut outcomes: Vec<Outcome> = documents
        .par_iter()
        .progress_with(bar.clone())
        .map(|path| one(path, out.as_deref()))
        .collect::<Result<_, _>>()?;
    bar.finish_and_clear();
    outcome::refuse_doubles(&mut outcomes);
    let generating = started.elapsed();

    let mut compiling = None;
    if let Some(out) = &out {
        compile::workspace(out, &outcomes)?;
        if arguments.check {
            let started = Instant::now();
            compile::run(Goal::Check, out, &mut outcomes)?;
            compiling = Some(started.elapsed());
        }
        if arguments.doc {
            compile::run(Goal::Doc, out, &mut outcomes)?;
        }
    }
    let report = report::Report { outcomes: &outcomes, generating, compiling };
    if arguments.json {
        terminal::print(report.json())?;
    } else {
        terminal::print(report.to_string().trim_end())?;
    }
    let clean = outcomes.iter().all(|outcome| outcome.findings.is_empty() && outcome.state != State::Failed);
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The folder's documents by name. `index.json` is the list that comes with them.
fn documents(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(Failure::io(folder, "cannot be read"))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(Failure::io(folder, "cannot be read"))?.path();
        let json = path.extension().is_some_and(|extension| extension == "json");
        if json && path.file_name().is_some_and(|name| name != "index.json") && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        let message = "there is no document here\n  help: name a folder with `….json` files".to_owned();
        return Err(Failure::File { path: folder.to_owned(), message });
    }
    // Large ones first, so that no core is left alone with one at the end.
    paths.sort_by_cached_key(|path| {
        (std::cmp::Reverse(std::fs::metadata(path).map_or(0, |data| data.len())), path.clone())
    });
    Ok(paths)
}

/// Keeps the documents that a file names. A name without its document is an error: the list would rot.
fn retain(documents: &mut Vec<PathBuf>, only: &Path) -> Result<(), Failure> {
    let names = scratch::listed(only)?;
    let is = |path: &Path, name: &String| path.file_stem().is_some_and(|stem| stem == name.as_str());
    documents.retain(|path| names.iter().any(|name| is(path, name)));
    match names.iter().find(|name| !documents.iter().any(|path| is(path, name))) {
        None => Ok(()),
        Some(name) => {
            Err(Failure::File { path: only.to_owned(), message: format!("there is no document `{name}.json`") })
        }
    }
}

/// A file that cannot be read or written ends the sweep; a document that cannot be used is an outcome.
fn one(path: &Path, out: Option<&Path>) -> Result<Outcome, Failure> {
    let text = discovery_codegen::output::read(path)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let runtime = match out {
        Some(out) => place::dependency_path(&out.join("crates").join(&stem), &place::root().join("runtime")),
        None => "../runtime".to_owned(),
    };
    let options = Options::default()
        .runtime(RuntimeSource::Path(runtime))
        .source(format!("{stem}.json"))
        .package(scratch::package(&stem));
    let generated = match discovery_codegen::generate(&text, &options) {
        Ok(generated) => generated,
        Err(error) => return Ok(Outcome::failed(stem, error.to_string())),
    };
    let document = input::count(&text);
    let written = output::count(&generated.files);
    let outcome = Outcome::generated(stem, &generated, &document, &written);
    if let Some(out) = out {
        Plan::new(out.join("crates").join(&outcome.document), &generated.files)?.apply()?;
    }
    Ok(outcome)
}
