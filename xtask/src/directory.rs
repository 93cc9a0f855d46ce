//! The directory of APIs: what there is, and where the document of each one lies.

mod folder;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::nearest::nearest;

/// One version of an API.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) version: String,
    /// Empty where a directory does not tell.
    revision: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// Unknown for a document that no directory tells of.
    pub(crate) preferred: Option<bool>,
    pub(crate) place: Place,
}

/// Where a document lies.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Url(String),
    File(PathBuf),
}

#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// By name and version; of two documents of one version, the newer first.
    pub(crate) entries: Vec<Entry>,
}

impl Directory {
    /// Reads a `discovery#directoryList`. The error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let list: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| format!("this is not JSON: {error}"))?;
        if list.get("kind").and_then(Value::as_str) != Some("discovery#directoryList") {
            return Err("/kind: \"discovery#directoryList\" is expected".to_owned());
        }
        let items = list.get("items").and_then(Value::as_array).ok_or("/items: a list is expected")?;
        let entries = items.iter().enumerate().map(|(index, item)| {
            let text = |key: &str| item.get(key).and_then(Value::as_str).map(clean);
            let required = |key: &str| text(key).ok_or_else(|| format!("/items/{index}/{key}: a text is expected"));
            Ok(Entry {
                name: required("name")?,
                version: required("version")?,
                revision: String::new(),
                title: text("title").unwrap_or_default(),
                description: text("description").unwrap_or_default(),
                preferred: item.get("preferred").and_then(Value::as_bool),
                place: Place::Url(required("discoveryRestUrl")?),
            })
        });
        Ok(Self { entries: entries.collect::<Result<_, String>>()? }.sorted())
    }

    /// Reads a folder of documents, a saved directory, or one document.
    pub(crate) fn at(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return folder::read(path).map(Self::sorted);
        }
        let text = discovery_codegen::output::read(path)?;
        if let Some(entry) = folder::entry(path, &text) {
            return Ok(Self { entries: vec![entry] });
        }
        Self::parse(&text).map_err(|message| Failure::File {
            path: crate::place::shown(path),
            message: format!(
                "neither a document nor a directory: {message}\n  help: name a Discovery document, a folder with some, or a saved answer of the directory"
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

    /// What to say to somebody who asks for what is not here.
    pub(crate) fn suggestion(&self, name: &str, version: &str) -> Option<String> {
        let versions = |name: &str| {
            let mut all: Vec<_> =
                self.entries.iter().filter(|entry| entry.name == name).map(|entry| entry.version.as_str()).collect();
            all.dedup();
            all.join(", ")
        };
        if self.entries.iter().any(|entry| entry.name == name) {
            return Some(format!("`{name}` has {}, not `{version}`", versions(name)));
        }
        let near = nearest(name, self.entries.iter().map(|entry| entry.name.as_str()));
        let near: Vec<_> = near.into_iter().map(|name| format!("`{name}` ({})", versions(name))).collect();
        if near.is_empty() { None } else { Some(format!("did you mean {}?", near.join(" or "))) }
    }
}

/// Without what could play tricks on a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
