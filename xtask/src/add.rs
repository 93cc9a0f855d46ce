//! `cargo xtask add`: adds a document, its entry and its crate.

use std::process::ExitCode;

use discovery_codegen::RuntimeSource;
use discovery_codegen::output::{Plan, display_path};

use crate::bindings::{self, Binding};
use crate::failure::Failure;
use crate::repository::Repository;
use crate::source::Source;
use crate::undo::Undo;
use crate::update::{Action, Update};
use crate::{choose, cli, fetch, generate, terminal, workspace};

pub(crate) fn run(arguments: &cli::Add, repository: &Repository) -> Result<ExitCode, Failure> {
    let (api, version) = (&arguments.wanted.api, &arguments.wanted.version);
    Undo::recover(repository)?;
    // An entry with the usual name is found without the document, which may be far away.
    check_no_entry(&format!("{api}-{version}"), arguments, repository)?;
    let found = Source::wanted(&arguments.wanted).document(api, version)?;
    let name = &found.document.package;
    // Checked before the prompt, and again when no other command can change the repository.
    check_new(name, arguments, repository)?;
    Update::new(&found, repository, false)?;
    let text = found.text.sorted();
    let methods =
        if arguments.methods.is_empty() { choose::methods(&found.document, &text)? } else { arguments.methods.clone() };
    // An entry without `methods` selects all of them.
    let methods = if methods.iter().any(|method| method == "*") { Vec::new() } else { methods };

    let mut undo = Undo::begin(repository)?;
    check_new(name, arguments, repository)?;
    let update = Update::new(&found, repository, false)?;
    let folder = repository.crate_folder(name);
    let options = generate::options(RuntimeSource::Path(repository.runtime_path()), &update.path, Some(name), &methods);
    let generated = discovery_codegen::generate(&text, &options)
        .map_err(|error| Failure::Document(found.origin.clone().into(), error))?;
    let plan = Plan::new(&folder, &generated.files)?;
    let file_name = update.path.file_name().unwrap_or_default().to_string_lossy();
    let entries = bindings::edit::with_entry(&bindings::text(&repository.bindings())?, name, &file_name, &methods);
    for warning in &generated.warnings {
        terminal::warning(format_args!("{}: {warning}", found.origin));
    }

    if !matches!(update.action, Action::Keep { .. }) {
        undo.replace(&update.path, &text)?;
    }
    undo.replace(&repository.bindings(), &entries)?;
    let counts = undo.apply(plan, &folder)?;
    workspace::update_lock_file(repository, &mut undo)?;
    undo.commit()?;

    if !matches!(update.action, Action::Keep { .. }) {
        terminal::done(fetch::replaced(&found, &update));
    }
    terminal::done(generate::created(&generated, &folder, counts));
    generate::report_unlisted(&folder);
    terminal::note(format_args!("next: cargo doc --no-deps --open --package {name}"));
    Ok(ExitCode::SUCCESS)
}

/// Checks that neither the entry nor the folder of the crate exists.
fn check_new(name: &str, arguments: &cli::Add, repository: &Repository) -> Result<(), Failure> {
    check_no_entry(name, arguments, repository)?;
    let folder = repository.crate_folder(name);
    if folder.exists() {
        let message = "already exists, but has no entry in discovery/bindings.toml\n  help: move it away";
        return Err(Failure::File { path: display_path(&folder), message: message.to_owned() });
    }
    Ok(())
}

fn check_no_entry(name: &str, arguments: &cli::Add, repository: &Repository) -> Result<(), Failure> {
    let is_same = |binding: &Binding| binding.name == name;
    if bindings::read_if_exists(&repository.bindings())?.iter().any(is_same) {
        let cli::Wanted { api, version, .. } = &arguments.wanted;
        let message = format!(
            "[{name}] already exists\n  help: change its methods and run `cargo xtask generate {name}`, or remove it with `cargo xtask remove {api} {version}`"
        );
        return Err(Failure::File { path: display_path(&repository.bindings()), message });
    }
    Ok(())
}
