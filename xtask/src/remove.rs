//! `cargo xtask remove`: removes an API that `add` has added.

use std::path::Path;
use std::process::ExitCode;

use discovery_codegen::output::{self, display_path, printable_path, unmarked_files};
use discovery_codegen::suggest::closest;
use discovery_codegen::{Header, printable};

use crate::bindings::{self, Binding};
use crate::failure::Failure;
use crate::repository::Repository;
use crate::undo::Undo;
use crate::{cli, terminal, workspace};

pub(crate) fn run(arguments: &cli::Remove, repository: &Repository) -> Result<ExitCode, Failure> {
    let mut undo = Undo::begin(repository)?;
    let entries = repository.bindings();
    let binding = find(&entries, &arguments.api, &arguments.version)?;
    let folder = repository.crate_folder(&binding.name);
    check_generated(&folder)?;
    let text = bindings::edit::without_entry(&bindings::text(&entries)?, &binding.name)
        .map_err(|message| Failure::File { path: display_path(&entries), message })?;

    undo.replace(&entries, &text)?;
    let mut removed = vec![format!("[{}]", printable(&binding.name))];
    // A document in another folder was not added by `add`.
    if binding.document.parent() == entries.parent() && binding.document.is_file() {
        undo.remove(&binding.document)?;
        removed.push(printable_path(&binding.document));
    }
    if folder.is_dir() {
        undo.remove_folder(&folder)?;
        removed.push(printable_path(&folder));
    }
    workspace::update_lock_file(repository, &mut undo)?;
    undo.commit()?;
    terminal::done(format_args!("removed {}", removed.join(", ")));
    Ok(ExitCode::SUCCESS)
}

/// Checks that all files of the crate were generated.
fn check_generated(folder: &Path) -> Result<(), Failure> {
    let files = unmarked_files(folder)?;
    let Some(first) = files.first() else {
        return Ok(());
    };
    let others = if files.len() > 1 { format!(" (and {} more files)", files.len() - 1) } else { String::new() };
    let message = format!("refusing to remove a file that was not generated{others}\n  help: move it away first");
    Err(Failure::File { path: display_path(first), message })
}

/// Returns the only entry whose document is of this API and version.
fn find(entries: &Path, api: &str, version: &str) -> Result<Binding, Failure> {
    let bindings = bindings::read_if_exists(entries)?;
    let headers: Vec<_> = bindings.iter().map(|binding| header(&binding.document)).collect();
    let known: Vec<String> = bindings
        .iter()
        .zip(&headers)
        .map(|(binding, header)| match header {
            Some(header) => format!("{} {}", header.name, header.version),
            None => binding.name.clone(),
        })
        .collect();
    // The entry of a document that cannot be read is found by the name of its crate.
    let matches = |binding: &Binding, header: &Option<Header>| match header {
        Some(header) => header.name == api && header.version == version,
        None => binding.name == format!("{api}-{version}"),
    };
    let found: Vec<Binding> = bindings
        .into_iter()
        .zip(&headers)
        .filter(|(binding, header)| matches(binding, header))
        .map(|(binding, _)| binding)
        .collect();
    let message = match <[Binding; 1]>::try_from(found) {
        Ok([binding]) => return Ok(binding),
        Err(found) if found.is_empty() => {
            let similar = closest(&format!("{api} {version}"), known.iter().map(String::as_str));
            let help = match similar.first() {
                Some(similar) => format!("did you mean `{}`?", printable(similar)),
                None if known.is_empty() => "the file has no entries".to_owned(),
                None => format!("the entries are {}", printable(&known.join(", "))),
            };
            format!("no entry for `{}` `{}`\n  help: {help}", printable(api), printable(version))
        }
        Err(found) => {
            let names: Vec<_> = found.iter().map(|binding| format!("[{}]", printable(&binding.name))).collect();
            format!("{} use the same document\n  help: remove all but one by hand", names.join(" and "))
        }
    };
    Err(Failure::File { path: display_path(entries), message })
}

fn header(document: &Path) -> Option<Header> {
    output::read(document).ok().and_then(|text| Header::parse(&text).ok())
}
