//! Where documents come from: the Discovery service, or files that somebody has.

use std::path::PathBuf;
use std::time::Duration;

use discovery_codegen::{Generated, Options};

use crate::cli::{Origin, Wanted};
use crate::directory::{Directory, Place};
use crate::document::Document;
use crate::failure::Failure;
use crate::place;
use crate::web::{Problem, Web};

#[derive(Debug)]
pub(crate) enum Source {
    /// A directory's address, and where to ask if it leads to no good document.
    Web { web: Web, directory: String, fallback: Option<String> },
    /// A document, a folder of them, or a saved directory.
    Path(PathBuf),
}

/// A document that is what was asked for, and that the generator takes.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) document: Document,
    /// Its address or path.
    pub(crate) origin: String,
    /// The crate of all its methods.
    pub(crate) generated: Generated,
}

impl Source {
    /// For the directory alone.
    pub(crate) fn new(origin: &Origin) -> Self {
        Self::with_fallback(origin, None)
    }

    pub(crate) fn wanted(wanted: &Wanted) -> Self {
        Self::with_fallback(&wanted.origin, Some(&wanted.fallback))
    }

    fn with_fallback(origin: &Origin, fallback: Option<&str>) -> Self {
        match &origin.from {
            Some(path) => Self::Path(path.clone()),
            None => Self::Web {
                web: Web::new(&origin.directory, Duration::from_secs(origin.timeout)),
                directory: origin.directory.clone(),
                fallback: fallback.map(str::to_owned),
            },
        }
    }

    pub(crate) fn directory(&self) -> Result<Directory, Failure> {
        match self {
            Self::Path(path) => Directory::at(path),
            Self::Web { web, directory, .. } => {
                let tried = match web.get(directory) {
                    Ok(text) => match Directory::parse(&text) {
                        Ok(directory) => return Ok(directory),
                        Err(what) => Tried { line: format!("{directory}: no directory: {what}"), unreached: false },
                    },
                    Err(problem) => problem.into(),
                };
                Err(failure("the directory of APIs cannot be had", &[tried], None))
            }
        }
    }

    pub(crate) fn document(&self, name: &str, version: &str) -> Result<Found, Failure> {
        check("API", name)?;
        check("version", version)?;
        match self {
            Self::Path(path) => {
                let directory = Directory::at(path)?;
                let entry = directory.find(name, version).ok_or_else(|| {
                    let help = directory
                        .suggestion(name, version)
                        .unwrap_or_else(|| format!("`cargo xtask list --from {}` tells what there is", path.display()));
                    let message = format!("there is no document of `{name}` `{version}` here\n  help: {help}");
                    Failure::File { path: path.clone(), message }
                })?;
                let Place::File(file) = &entry.place else {
                    let message = "this is a directory, which tells of documents and holds none\n  help: name a document, or a folder with documents".to_owned();
                    return Err(Failure::File { path: path.clone(), message });
                };
                let shown = place::shown(file);
                let text = std::fs::read_to_string(file).map_err(Failure::io(&shown, "cannot be read"))?;
                accept(&text, name, version, shown.display().to_string())
                    .map_err(|message| Failure::File { path: shown, message })
            }
            Self::Web { web, directory, fallback } => from_web(web, directory, fallback.as_deref(), name, version),
        }
    }
}

/// Asks the directory where the document is; if that leads nowhere, the API itself.
fn from_web(web: &Web, directory: &str, fallback: Option<&str>, name: &str, version: &str) -> Result<Found, Failure> {
    let mut tried: Vec<Tried> = Vec::new();
    let mut addresses = Vec::new();
    let mut unknown = None;
    match web.get(directory).map(|text| Directory::parse(&text)) {
        Ok(Ok(listed)) => match listed.find(name, version).map(|entry| &entry.place) {
            Some(Place::Url(url)) => addresses.push(url.clone()),
            _ => {
                tried.push(Tried { line: format!("{directory}: it has no `{name}` `{version}`"), unreached: false });
                unknown = Some(
                    listed
                        .suggestion(name, version)
                        .unwrap_or_else(|| "`cargo xtask list` tells what there is".to_owned()),
                );
            }
        },
        Ok(Err(what)) => tried.push(Tried { line: format!("{directory}: no directory: {what}"), unreached: false }),
        Err(problem) => tried.push(problem.into()),
    }
    let own = fallback.map(|fallback| fallback.replace("{api}", name).replace("{version}", version));
    addresses.extend(own.filter(|own| !addresses.contains(own)));
    for url in addresses {
        let text = match web.get(&url) {
            Ok(text) => text,
            Err(problem) => {
                tried.push(problem.into());
                continue;
            }
        };
        match accept(&text, name, version, url.clone()) {
            Ok(found) => return Ok(found),
            Err(what) => tried.push(Tried { line: format!("{url}: {what}"), unreached: false }),
        }
    }
    Err(failure(&format!("there is no document of `{name}` `{version}` to be had"), &tried, unknown))
}

/// What was asked, and what came of it.
struct Tried {
    line: String,
    unreached: bool,
}

impl From<Problem> for Tried {
    fn from(problem: Problem) -> Self {
        Self { line: format!("{}: {}", problem.url, problem.what), unreached: problem.unreached }
    }
}

fn failure(what: &str, tried: &[Tried], help: Option<String>) -> Failure {
    let mut message = what.to_owned();
    for tried in tried {
        // A generator's error may have a help of its own, which would stand in the middle.
        let line = tried.line.split("\n  help: ").next().unwrap_or_default();
        message.push_str(&format!("\n  tried {line}"));
    }
    let help = help.unwrap_or_else(|| {
        if tried.iter().all(|tried| tried.unreached) {
            "is this machine offline? `--from DIR` takes documents from a folder; `cargo xtask corpus` prints one that has most".to_owned()
        } else {
            "try again later, or take documents from disk with `--from PATH`".to_owned()
        }
    });
    Failure::Web(format!("{message}\n  help: {help}"))
}

/// Names become parts of addresses and of file names.
fn check(what: &str, name: &str) -> Result<(), Failure> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.chars().all(good) && name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= 64 {
        return Ok(());
    }
    let example = if what == "API" { "drive" } else { "v3" };
    Err(Failure::Usage(format!(
        "`{}` cannot be the name of {}\n  help: it is a word such as `{example}`; `cargo xtask list` tells what there is",
        name.escape_debug(),
        if what == "API" { "an API" } else { "a version" },
    )))
}

/// Nothing else comes near the disk.
fn accept(text: &str, name: &str, version: &str, origin: String) -> Result<Found, String> {
    // First, for it says best what is wrong with a text that is no document.
    let generated = discovery_codegen::generate(text, &Options::default()).map_err(|error| error.to_string())?;
    let document = Document::parse(text)?;
    let header = &document.header;
    if header.kind != "discovery#restDescription" {
        return Err(format!(
            "/kind: \"discovery#restDescription\" is expected, not \"{}\"",
            header.kind.escape_debug()
        ));
    }
    if header.name != name || header.version != version {
        let (name, version) = (header.name.escape_debug(), header.version.escape_debug());
        return Err(format!("this is the document of `{name}` `{version}`"));
    }
    Ok(Found { document, origin, generated })
}
