//! `cargo xtask fetch`.

use std::process::ExitCode;

use crate::bindings::{self, Binding};
use crate::diff::summary;
use crate::failure::Failure;
use crate::source::Source;
use crate::update::{Update, What};
use crate::{cli, generate, place, terminal};

pub(crate) fn run(arguments: &cli::Fetch) -> Result<ExitCode, Failure> {
    let (api, version) = (&arguments.wanted.api, &arguments.wanted.version);
    let found = Source::wanted(&arguments.wanted).document(api, version)?;
    let update = Update::new(&found, arguments.force)?;
    let shown = place::shown(&update.path);
    let revision = &found.document.header.revision;
    let (was, old) = match &update.what {
        What::Same(revision) => {
            terminal::done(format_args!("{}: up to date (revision {})", shown.display(), or_none(revision)));
            return Ok(ExitCode::SUCCESS);
        }
        What::New => ("new".to_owned(), ""),
        What::Replace { revision, text } => (format!("was {}", or_none(revision)), text.as_str()),
    };
    let text = found.document.text();
    let crates = crates(&update)?;
    for binding in &crates {
        fits(binding, &text, arguments.force)?;
    }
    discovery_codegen::output::replace(&update.path, text.as_bytes())?;
    terminal::done(format_args!("{}: revision {}, {was}, from {}", shown.display(), or_none(revision), found.origin));
    if !found.generated.warnings.is_empty() {
        // They are of all methods; who generates sees those of the chosen ones.
        terminal::note(format_args!(
            "the generator has to work around {} things in it",
            found.generated.warnings.len()
        ));
    }
    for binding in &crates {
        if let Some(changes) = summary::of(old, &text, &binding.methods) {
            terminal::note(format_args!("{}: {changes} for callers", binding.name));
        }
        terminal::note(format_args!("next: cargo xtask generate {}", binding.name));
    }
    if crates.is_empty() {
        if let Some(changes) = summary::of(old, &text, &[]) {
            terminal::note(format_args!("{changes} for callers of the whole API"));
        }
        terminal::note(format_args!("next: cargo xtask add {api} {version}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn or_none(revision: &str) -> String {
    if revision.is_empty() { "unknown".to_owned() } else { revision.escape_debug().to_string() }
}

/// The crates that come from this file.
fn crates(update: &Update) -> Result<Vec<Binding>, Failure> {
    let mut bindings = bindings::read_if_there(&bindings::path())?;
    bindings.retain(|binding| binding.document == update.path);
    Ok(bindings)
}

/// Whether a crate can still be made: APIs lose methods.
fn fits(binding: &Binding, text: &str, force: bool) -> Result<(), Failure> {
    let folder = place::root().join("generated").join(&binding.name);
    let options = generate::options(&folder, &binding.document, Some(&binding.name), &binding.methods);
    let Err(error) = discovery_codegen::generate(text, &options) else {
        return Ok(());
    };
    let message = format!("[{}] of discovery/bindings.toml does not fit the new document: {error}", binding.name);
    if force {
        terminal::warning(message);
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "{message}\n  help: change its methods first; `--force` replaces the document all the same"
    )))
}
