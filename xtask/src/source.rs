//! Where documents come from: the Discovery service, or files that somebody has.

mod asked;

use std::path::PathBuf;
use std::time::Duration;

use discovery_codegen::{Generated, Options};

use crate::cli::{Origin, Wanted};
use crate::directory::{Directory, Place};
use crate::document::Document;
use crate::failure::Failure;
use crate::place;
use crate::web::Web;

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
            Self::Web { web, directory, .. } => asked::directory(web, directory),
        }
    }

    pub(crate) fn document(&self, name: &str, version: &str) -> Result<Found, Failure> {
        check(name, "an API", "drive")?;
        check(version, "a version", "v3")?;
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
                let text = discovery_codegen::output::read(file)?;
                accept(&text, name, version, shown.display().to_string())
                    .map_err(|message| Failure::File { path: shown, message })
            }
            Self::Web { web, directory, fallback } => {
                asked::document(web, directory, fallback.as_deref(), name, version)
            }
        }
    }
}

/// Names become parts of addresses and of file names.
fn check(name: &str, what: &str, example: &str) -> Result<(), Failure> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.chars().all(good) && name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= 64 {
        return Ok(());
    }
    let name = name.escape_debug();
    Err(Failure::Usage(format!(
        "`{name}` cannot be the name of {what}\n  help: it is a word such as `{example}`; `cargo xtask list` tells what there is"
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
