//! The sources of documents: the Discovery service, or files.

mod remote;

use std::path::{Path, PathBuf};
use std::time::Duration;

use discovery_codegen::output::{self, display_path, printable_path};
use discovery_codegen::{Document, Options, printable};

use crate::cli::{Origin, Wanted};
use crate::directory::{Directory, DocumentLocation};
use crate::document_text::DocumentText;
use crate::failure::Failure;
use crate::web::Web;

#[derive(Debug)]
pub(crate) enum Source {
    /// The URL of a directory, and a template for the URL of a document that the directory does not
    /// have.
    Web { web: Web, directory: String, fallback: Option<String> },
    /// A document, a folder of documents, or a saved directory.
    Path {
        path: PathBuf,
        /// The maximum size of a file in bytes.
        limit: u64,
    },
}

/// A document that was found and that the generator accepts.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) document: Document,
    pub(crate) text: DocumentText,
    /// The URL or path of the document, printable.
    pub(crate) origin: String,
    /// The number of deviations that the generator works around, in all methods.
    pub(crate) deviations: usize,
}

impl Source {
    /// Returns a source that is only used for its directory.
    pub(crate) fn new(origin: &Origin) -> Self {
        Self::with_fallback(origin, None)
    }

    /// Returns the source of one document.
    pub(crate) fn wanted(wanted: &Wanted) -> Self {
        Self::with_fallback(&wanted.origin, Some(&wanted.fallback))
    }

    fn with_fallback(origin: &Origin, fallback: Option<&str>) -> Self {
        let limit = origin.max_size << 20;
        match &origin.from {
            Some(path) => Self::Path { path: path.clone(), limit },
            None => Self::Web {
                web: Web::new(&origin.directory, Duration::from_secs(origin.timeout), limit),
                directory: origin.directory.clone(),
                fallback: fallback.map(str::to_owned),
            },
        }
    }

    pub(crate) fn directory(&self) -> Result<Directory, Failure> {
        match self {
            Self::Path { path, limit } => Directory::at(path, *limit),
            Self::Web { web, directory, .. } => remote::directory(web, directory),
        }
    }

    pub(crate) fn document(&self, name: &str, version: &str) -> Result<Found, Failure> {
        check_word(name, "an API name", "drive")?;
        check_word(version, "a version", "v3")?;
        match self {
            Self::Path { path, limit } => local(path, *limit, name, version),
            Self::Web { web, directory, fallback } => {
                remote::document(web, directory, fallback.as_deref(), name, version)
            }
        }
    }
}

fn local(path: &Path, limit: u64, name: &str, version: &str) -> Result<Found, Failure> {
    let failure = |message: String| Failure::File { path: path.to_owned(), message };
    let directory = Directory::at(path, limit)?;
    let entry = directory.find(name, version).ok_or_else(|| {
        let help = directory.suggestion(name, version).unwrap_or_else(|| {
            format!("list the available APIs with `cargo xtask list --from {}`", printable_path(path))
        });
        failure(format!("contains no document of `{name}` `{version}`\n  help: {help}"))
    })?;
    let DocumentLocation::File(file) = &entry.location else {
        let message = "this is a directory of APIs, which does not contain documents\n  help: pass a document, or a folder of documents";
        return Err(failure(message.to_owned()));
    };
    let file_name = display_path(file);
    accept(&output::read_with_limit(file, limit)?, name, version, printable_path(file))
        .map_err(|message| Failure::File { path: file_name, message })
}

/// Checks a name that becomes a part of URLs and of file names.
fn check_word(word: &str, what: &str, example: &str) -> Result<(), Failure> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if word.chars().all(is_allowed) && word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.len() <= 64 {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "`{}` is not {what}\n  help: pass a word such as `{example}`; `cargo xtask list` lists all APIs",
        printable(word)
    )))
}

/// Checks that a text is the document of this API and version, and that the generator accepts it.
/// Nothing else is written to disk.
fn accept(text: &str, name: &str, version: &str, origin: String) -> Result<Found, String> {
    let document = Document::parse(text).map_err(|error| format!("{error:#}"))?;
    let header = &document.header;
    if header.kind != "discovery#restDescription" {
        return Err(format!("/kind: expected `discovery#restDescription`, found `{}`", printable(&header.kind)));
    }
    if header.name != name || header.version != version {
        let (name, version) = (printable(&header.name), printable(&header.version));
        return Err(format!("this is the document of `{name}` `{version}`"));
    }
    let generated = discovery_codegen::generate(text, &Options::default()).map_err(|error| format!("{error:#}"))?;
    Ok(Found { text: DocumentText::parse(text)?, document, origin, deviations: generated.warnings.len() })
}
