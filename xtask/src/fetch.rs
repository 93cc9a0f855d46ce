//! `cargo xtask fetch`.

use std::process::ExitCode;

use discovery_codegen::output::printable_path;
use discovery_codegen::{RuntimeSource, printable};

use crate::bindings::{self, Binding};
use crate::diff::summary;
use crate::failure::Failure;
use crate::repository::Repository;
use crate::source::{Found, Source};
use crate::undo::Undo;
use crate::update::{Action, Update};
use crate::{cli, generate, terminal};

pub(crate) fn run(arguments: &cli::Fetch, repository: &Repository) -> Result<ExitCode, Failure> {
    let (api, version) = (&arguments.wanted.api, &arguments.wanted.version);
    let found = Source::wanted(&arguments.wanted).document(api, version)?;
    let mut undo = Undo::begin(repository)?;
    let update = Update::new(&found, repository, arguments.force)?;
    if let Action::Keep { revision } = &update.action {
        let path = printable_path(&update.path);
        terminal::done(format_args!("{path}: up to date (revision {})", revision_text(revision)));
        return Ok(ExitCode::SUCCESS);
    }
    let text = found.text.sorted();
    let crates = crates(&update, repository)?;
    Failure::all(crates.iter().map(|binding| check_crate(binding, &text, repository, arguments.force)))?;
    undo.replace(&update.path, &text)?;
    undo.commit()?;
    report(&found, &update, &text, &crates);
    if crates.is_empty() {
        terminal::note(format_args!("next: cargo xtask add {api} {version}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what was done, what changes for callers, and the next command.
fn report(found: &Found, update: &Update, text: &str, crates: &[Binding]) {
    terminal::done(replaced(found, update));
    if found.deviations > 0 {
        // This counts the deviations of all methods. `generate` prints those of the selected
        // methods.
        let deviations = terminal::counted(found.deviations, "deviation");
        terminal::note(format_args!("the generator works around {deviations} in the document"));
    }
    let Action::Replace { old_text, .. } = &update.action else {
        crates.iter().for_each(next);
        return;
    };
    for binding in crates {
        if let Some(changes) = summary::of(old_text, text, &binding.methods) {
            terminal::note(format_args!("{}: {changes} for callers", binding.name));
        }
        next(binding);
    }
    if crates.is_empty()
        && let Some(changes) = summary::of(old_text, text, &[])
    {
        terminal::note(format_args!("{changes} for callers of the whole API"));
    }
}

fn next(binding: &Binding) {
    terminal::note(format_args!("next: cargo xtask generate {}", binding.name));
}

/// Returns a success message for a file that was created or replaced.
pub(crate) fn replaced(found: &Found, update: &Update) -> String {
    let (verb, old) = match &update.action {
        Action::Replace { old_revision, .. } => ("updated", format!("{} → ", revision_text(old_revision))),
        _ => ("created", String::new()),
    };
    let (path, new) = (printable_path(&update.path), revision_text(&found.document.header.revision));
    format!("{verb} {path}: revision {old}{new}, from {}", found.origin)
}

fn revision_text(revision: &str) -> String {
    if revision.is_empty() { "unknown".to_owned() } else { printable(revision).to_string() }
}

/// Returns the crates that are generated from the document.
fn crates(update: &Update, repository: &Repository) -> Result<Vec<Binding>, Failure> {
    let mut bindings = bindings::read_if_exists(&repository.bindings())?;
    bindings.retain(|binding| binding.document == update.path);
    Ok(bindings)
}

/// Checks that a crate can still be generated: the new document may lack methods.
fn check_crate(binding: &Binding, text: &str, repository: &Repository, force: bool) -> Result<(), Failure> {
    let runtime = RuntimeSource::Path(repository.runtime_path());
    let options = generate::options(runtime, &binding.document, Some(&binding.name), &binding.methods);
    let options = binding.additions.apply(options);
    let Err(error) = discovery_codegen::generate(text, &options) else {
        return Ok(());
    };
    let message = format!("[{}] of discovery/bindings.toml does not match the new document: {error:#}", binding.name);
    if force {
        terminal::warning(message);
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "{message}\n  help: change the methods of the entry first, or replace the document with `--force`"
    )))
}
