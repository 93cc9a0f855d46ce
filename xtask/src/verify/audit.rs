//! `cargo xtask verify audit`: generates every document of a folder, and compares the contents of
//! the document and the crate.

mod compile;
mod crate_inventory;
mod document_inventory;
mod inventory;
mod kinds;
mod outcome;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use indicatif::ParallelProgressIterator;
use rayon::prelude::*;

use super::documents;
use super::workspace::Workspace;
use crate::cli;
use crate::failure::Failure;
use crate::terminal;
use compile::Goal;
use outcome::{Outcome, State};

pub(super) fn run(arguments: &cli::Audit, root: &Path) -> Result<ExitCode, Failure> {
    let mut documents = documents::in_folder(&arguments.folder)?;
    if let Some(list) = &arguments.only {
        retain_listed(&mut documents, list)?;
    }
    let folder = match &arguments.out {
        Some(out) => std::path::absolute(out).map_err(Failure::io(out, "is not a valid path"))?,
        None => root.join("target/audit"),
    };
    let workspace = Workspace::new(root, folder);
    let write = arguments.out.is_some() || arguments.check || arguments.doc;
    let started = Instant::now();
    let bar = terminal::bar(documents.len(), "generated");
    let mut outcomes: Vec<Outcome> = documents
        .par_iter()
        .progress_with(bar.clone())
        .map(|path| audit(path, &workspace, write))
        .collect::<Result<_, _>>()?;
    bar.finish_and_clear();
    outcome::report_duplicate_packages(&mut outcomes);
    let generating = started.elapsed();

    let mut compiling = None;
    if write {
        compile::write_manifest(&workspace, &outcomes)?;
    }
    if arguments.check {
        let started = Instant::now();
        compile::run(Goal::Check, &workspace, &mut outcomes)?;
        compiling = Some(started.elapsed());
    }
    if arguments.doc {
        compile::run(Goal::Doc, &workspace, &mut outcomes)?;
    }
    let report = report::Report { outcomes: &outcomes, generating, compiling };
    if arguments.json {
        terminal::print(crate::json::pretty(&report.json()))?;
    } else {
        terminal::print(terminal::printable_lines(report.to_string().trim_end()))?;
    }
    let passed = outcomes.iter().all(|outcome| outcome.findings.is_empty() && outcome.state != State::Failed);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Retains the documents that a list names. A name without a document is an error, because it would
/// go unnoticed otherwise.
fn retain_listed(documents: &mut Vec<PathBuf>, list: &Path) -> Result<(), Failure> {
    let names = documents::read_list(list)?;
    let is = |path: &Path, name: &String| path.file_stem().is_some_and(|stem| stem == name.as_str());
    documents.retain(|path| names.iter().any(|name| is(path, name)));
    match names.iter().find(|name| !documents.iter().any(|path| is(path, name))) {
        None => Ok(()),
        Some(name) => {
            Err(Failure::File { path: list.to_owned(), message: format!("document `{name}.json` does not exist") })
        }
    }
}

/// Audits a document. A file that cannot be written is an error and ends the run; a document that
/// cannot be read or that the generator rejects is an outcome, so that it does not hide the others.
fn audit(path: &Path, workspace: &Workspace, write: bool) -> Result<Outcome, Failure> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = match discovery_codegen::output::read(path) {
        Ok(text) => text,
        Err(error) => return Ok(Outcome::failed(name, error.to_string())),
    };
    let generated = match discovery_codegen::generate(&text, &workspace.options(path, &name)) {
        Ok(generated) => generated,
        Err(error) => return Ok(Outcome::failed(name, error.to_string())),
    };
    if write {
        workspace.write_crate(&name, &generated)?;
    }
    let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let document = document_inventory::take(json);
    let contents = crate_inventory::take(&generated.files);
    let kinds = kinds::compare(json, &generated.files);
    Ok(Outcome::generated(name, &generated, &document, &contents, kinds))
}
