//! `cargo xtask remove`: what `add` has made, away in one go.

use std::path::Path;
use std::process::ExitCode;

use crate::bindings::{self, Binding};
use crate::document::Header;
use crate::failure::Failure;
use crate::nearest::nearest;
use crate::undo::Undo;
use crate::{cli, place, terminal, workspace};

pub(crate) fn run(arguments: &cli::Remove) -> Result<ExitCode, Failure> {
    let entries = bindings::path();
    let binding = find(&entries, &arguments.api, &arguments.version)?;
    let folder = place::root().join("generated").join(&binding.name);
    let foreign = discovery_codegen::output::unmarked_files(&folder)?;
    if let Some(first) = foreign.first() {
        let more = if foreign.len() > 1 { format!(" (and {} more)", foreign.len() - 1) } else { String::new() };
        let message = format!("this was not generated, and would be removed{more}\n  help: move it away first");
        return Err(Failure::File { path: place::shown(first), message });
    }
    let text = bindings::edit::without(&bindings::text(&entries)?, &binding.name)
        .map_err(|message| Failure::File { path: place::shown(&entries), message })?;

    let mut undo = Undo::begin();
    undo.replace(&entries, &text)?;
    let mut gone = vec![format!("[{}]", binding.name)];
    // A document somewhere else is somebody else's.
    if binding.document.parent() == entries.parent() && binding.document.is_file() {
        undo.remove(&binding.document)?;
        gone.push(place::shown(&binding.document).display().to_string());
    }
    if folder.is_dir() {
        // Not beside it: the workspace takes in every folder there.
        undo.remove_folder(&folder, &place::root())?;
        gone.push(place::shown(&folder).display().to_string());
    }
    workspace::lock(&mut undo)?;
    undo.keep();
    terminal::done(format_args!("removed {}", gone.join(", ")));
    Ok(ExitCode::SUCCESS)
}

/// The one entry that is made of this API's document.
fn find(entries: &Path, api: &str, version: &str) -> Result<Binding, Failure> {
    let bindings = bindings::read_if_there(entries)?;
    let headers: Vec<_> = bindings.iter().map(|binding| header(&binding.document)).collect();
    let is =
        |header: &Option<Header>| header.as_ref().is_some_and(|header| header.name == api && header.version == version);
    let known: Vec<String> = bindings
        .iter()
        .zip(&headers)
        .map(|(binding, header)| match header {
            Some(header) => format!("{} {}", header.name, header.version),
            // Its document cannot be read; the name has to do.
            None => binding.name.clone(),
        })
        .collect();
    let made: Vec<Binding> = bindings
        .into_iter()
        .zip(&headers)
        .filter(|(binding, header)| is(header) || (header.is_none() && binding.name == format!("{api}-{version}")))
        .map(|(binding, _)| binding)
        .collect();
    let message = match <[Binding; 1]>::try_from(made) {
        Ok([binding]) => return Ok(binding),
        Err(made) if made.is_empty() => {
            let near = nearest(&format!("{api} {version}"), known.iter().map(String::as_str));
            let help = match (near.first(), known.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, true) => "there is none".to_owned(),
                (None, false) => format!("there are {}", known.join(", ")),
            };
            let (api, version) = (api.escape_debug(), version.escape_debug());
            format!("no entry is made of `{api}` `{version}`\n  help: {help}")
        }
        Err(made) => {
            let names: Vec<_> = made.iter().map(|binding| format!("[{}]", binding.name)).collect();
            format!("{} share this document\n  help: remove all but one by hand", names.join(" and "))
        }
    };
    Err(Failure::File { path: place::shown(entries), message })
}

fn header(document: &Path) -> Option<Header> {
    std::fs::read_to_string(document).ok().and_then(|text| Header::parse(&text).ok())
}
