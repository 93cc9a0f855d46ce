//! The directory of APIs: all versions of all APIs, and the locations of their documents.

mod folder;

use std::path::{Path, PathBuf};

use discovery_codegen::output::{self, display_path};
use discovery_codegen::printable;
use discovery_codegen::suggest::closest;
use serde_json::Value;

use crate::failure::Failure;

/// A version of an API. The texts are those of the document or directory, which may contain control
/// characters.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) version: String,
    /// Empty if unknown.
    revision: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// `None` for a document that is not in a directory.
    pub(crate) preferred: Option<bool>,
    pub(crate) location: DocumentLocation,
}

/// The location of a document.
#[derive(Clone, Debug)]
pub(crate) enum DocumentLocation {
    Url(String),
    File(PathBuf),
}

#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// Sorted by name and version. If there are several documents of one version, the newest is
    /// first.
    pub(crate) entries: Vec<Entry>,
}

impl Directory {
    /// Parses a `discovery#directoryList`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let list: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("invalid JSON: {error}"))?;
        if list.get("kind").and_then(Value::as_str) != Some("discovery#directoryList") {
            return Err("/kind: expected `discovery#directoryList`".to_owned());
        }
        let items = list.get("items").and_then(Value::as_array).ok_or("/items: expected an array")?;
        let entries = items.iter().enumerate().map(|(index, item)| {
            let string = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
            let required = |key: &str| string(key).ok_or_else(|| format!("/items/{index}/{key}: expected a string"));
            Ok(Entry {
                name: required("name")?,
                version: required("version")?,
                revision: String::new(),
                title: string("title").unwrap_or_default(),
                description: string("description").unwrap_or_default(),
                preferred: item.get("preferred").and_then(Value::as_bool),
                location: DocumentLocation::Url(required("discoveryRestUrl")?),
            })
        });
        Ok(Self { entries: entries.collect::<Result<_, String>>()? }.sorted())
    }

    /// Reads a folder of documents, a saved directory, or a single document.
    ///
    /// Files of more than `limit` bytes are not read.
    pub(crate) fn at(path: &Path, limit: u64) -> Result<Self, Failure> {
        if path.is_dir() {
            return folder::read(path, limit).map(Self::sorted);
        }
        let text = output::read_with_limit(path, limit)?;
        if let Some(entry) = folder::entry(path, &text) {
            return Ok(Self { entries: vec![entry] });
        }
        Self::parse(&text).map_err(|error| Failure::File {
            path: display_path(path),
            message: format!(
                "neither a Discovery document nor a directory of APIs: {error}\n  help: pass a document, a folder of documents, or a saved directory"
            ),
        })
    }

    fn sorted(mut self) -> Self {
        self.entries.sort_by(|a, b| (&a.name, &a.version, &b.revision).cmp(&(&b.name, &b.version, &a.revision)));
        self
    }

    pub(crate) fn find(&self, name: &str, version: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name && entry.version == version)
    }

    /// Returns advice for an API or version that the directory does not have.
    pub(crate) fn suggestion(&self, name: &str, version: &str) -> Option<String> {
        let versions = |name: &str| {
            let mut all: Vec<_> =
                self.entries.iter().filter(|entry| entry.name == name).map(|entry| entry.version.as_str()).collect();
            all.dedup();
            printable(&all.join(", ")).to_string()
        };
        if self.entries.iter().any(|entry| entry.name == name) {
            let only = versions(name);
            return Some(format!("`{}` has no version `{}`, only {only}", printable(name), printable(version)));
        }
        let similar = closest(name, self.entries.iter().map(|entry| entry.name.as_str()));
        let similar: Vec<_> =
            similar.into_iter().map(|name| format!("`{}` ({})", printable(name), versions(name))).collect();
        if similar.is_empty() { None } else { Some(format!("did you mean {}?", similar.join(" or "))) }
    }
}
