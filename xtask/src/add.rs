//! `cargo xtask add`: a document, its entry and its crate, in one go.

use std::process::ExitCode;

use discovery_codegen::output::Plan;

use crate::failure::Failure;
use crate::source::Source;
use crate::undo::Undo;
use crate::update::{Update, What};
use crate::{bindings, choose, cli, generate, place, terminal, workspace};

pub(crate) fn run(arguments: &cli::Add) -> Result<ExitCode, Failure> {
    let (api, version) = (&arguments.wanted.api, &arguments.wanted.version);
    let found = Source::wanted(&arguments.wanted).document(api, version)?;
    let name = found.generated.package.clone();
    let entries = bindings::path();
    let entries_text = bindings::text(&entries)?;
    let folder = place::root().join("generated").join(&name);
    if bindings::read_if_there(&entries)?.iter().any(|binding| binding.name == name) {
        let message = format!(
            "[{name}] is here already\n  help: change its methods and run `cargo xtask generate {name}`, or begin with `cargo xtask remove {api} {version}`"
        );
        return Err(Failure::File { path: place::shown(&entries), message });
    }
    if folder.exists() {
        let message = "this is in the way, and no entry of discovery/bindings.toml tells of it\n  help: move it away";
        return Err(Failure::File { path: place::shown(&folder), message: message.to_owned() });
    }
    let update = Update::new(&found, false)?;
    let text = found.document.text();
    let methods =
        if arguments.methods.is_empty() { choose::methods(&found.document, &text)? } else { arguments.methods.clone() };
    // All methods need no list.
    let methods = if methods.iter().any(|method| method == "*") { Vec::new() } else { methods };

    let options = generate::options(&folder, &update.path, Some(&name), &methods);
    let generated = discovery_codegen::generate(&text, &options)
        .map_err(|error| Failure::Document(found.origin.clone().into(), error))?;
    let plan = Plan::new(&folder, &generated.files)?;
    let file = update.path.file_name().unwrap_or_default().to_string_lossy();
    let entries_text = bindings::edit::with(&entries_text, &name, &file, &methods);
    for warning in &generated.warnings {
        terminal::warning(format_args!("{}: {warning}", found.origin));
    }

    let mut undo = Undo::begin();
    if !matches!(update.what, What::Same(_)) {
        undo.replace(&update.path, &text)?;
    }
    undo.replace(&entries, &entries_text)?;
    undo.remember_missing(&folder);
    plan.apply()?;
    workspace::lock(&mut undo)?;
    undo.keep();

    let document = place::shown(&update.path);
    terminal::done(format_args!(
        "{name}: {} in {}, from {} ({})",
        generated.summary,
        place::shown(&folder).display(),
        document.display(),
        found.origin
    ));
    terminal::note(format_args!("next: cargo doc --no-deps --open --package {name}"));
    Ok(ExitCode::SUCCESS)
}
