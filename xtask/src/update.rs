//! Decides whether a document may replace the file in `discovery/`.

use std::path::PathBuf;

use discovery_codegen::output::{self, display_path};
use discovery_codegen::{Header, printable};

use crate::document_text::DocumentText;
use crate::failure::Failure;
use crate::repository::Repository;
use crate::source::Found;

/// A document and the file that it belongs in.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) path: PathBuf,
    pub(crate) action: Action,
}

/// The change to the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Create,
    Replace {
        old_revision: String,
        old_text: String,
    },
    /// Nothing but `etag` and `revision` differs.
    Keep {
        revision: String,
    },
}

impl Update {
    /// Compares a document with the file on disk.
    ///
    /// Fails if the file is newer, or if it is not a document of this API and version. With
    /// `force`, both are replaced.
    pub(crate) fn new(found: &Found, repository: &Repository, force: bool) -> Result<Self, Failure> {
        let path = repository.documents().join(format!("{}.json", found.document.package));
        let text = match output::read_to_bytes(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.is_not_found() => return Ok(Self { path, action: Action::Create }),
            Err(error) => return Err(error.into()),
        };
        match action(found, text, force) {
            Ok(action) => Ok(Self { path, action }),
            Err(message) => Err(Failure::File { path: display_path(&path), message }),
        }
    }
}

fn action(found: &Found, old_text: String, force: bool) -> Result<Action, String> {
    let new = &found.document.header;
    let force_command = format!("`cargo xtask fetch {} {} --force`", new.name, new.version);
    let parsed = Header::parse(&old_text)
        .map_err(|error| error.to_string())
        .and_then(|header| Ok((header, DocumentText::parse(&old_text)?)));
    let (old, old_document) = match parsed {
        Ok(parsed) => parsed,
        Err(_) if force => return Ok(Action::Replace { old_revision: String::new(), old_text }),
        Err(error) => {
            return Err(format!(
                "refusing to replace a file that is not a Discovery document: {error}\n  help: replace it with {force_command}"
            ));
        }
    };
    if (&old.name, &old.version) != (&new.name, &new.version) && !force {
        let (name, version) = (printable(&old.name), printable(&old.version));
        return Err(format!(
            "refusing to replace the document of `{name}` `{version}`\n  help: move it away, or replace it with {force_command}"
        ));
    }
    if old_document.equals_without_stamps(&found.text) {
        return Ok(Action::Keep { revision: old.revision });
    }
    if is_older(&new.revision, &old.revision) && !force {
        return Err(format!(
            "refusing to replace revision {} with the older revision {} of {}\n  help: servers may differ temporarily; try again later, or replace the file with {force_command}",
            printable(&old.revision),
            printable(&new.revision),
            found.origin,
        ));
    }
    Ok(Action::Replace { old_revision: old.revision, old_text })
}

/// Compares revisions that are dates, such as `20260131`. Other revisions have no order.
fn is_older(revision: &str, than: &str) -> bool {
    let is_date = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_date(revision) && is_date(than) && revision < than
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn compares_dates_only() {
        assert!(is_older("20251231", "20260101"));
        assert!(!is_older("20260101", "20260101"));
        assert!(!is_older("0", "20260101"));
        assert!(!is_older("", "20260101"));
    }
}
