//! A document that is to take its place in `discovery/`: what is there already, and whether it may be replaced.

use std::path::PathBuf;

use crate::document::Document;
use crate::failure::Failure;
use crate::place;
use crate::source::Found;

/// What has to be done to a document's file.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) path: PathBuf,
    pub(crate) what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum What {
    New,
    /// What is on disk.
    Replace {
        revision: String,
        text: String,
    },
    /// Nothing but `etag` and `revision` would change.
    Same(String),
}

impl Update {
    /// Compares a document with the file that has its place. With `force` an older one is good enough, and so is what
    /// lies there.
    pub(crate) fn new(found: &Found, force: bool) -> Result<Self, Failure> {
        let path = place::discovery().join(format!("{}.json", found.generated.package));
        let shown = place::shown(&path);
        let refuse = |message: String| Failure::File { path: shown.clone(), message };
        let forced =
            format!("`cargo xtask fetch {} {} --force`", found.document.header.name, found.document.header.version);
        let text = match std::fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self { path, what: What::New }),
            Err(error) => return Err(Failure::io(&path, "cannot be read")(error)),
        };
        let old = match Document::parse(&text) {
            Ok(old) => old,
            Err(_) if force => return Ok(Self { path, what: What::Replace { revision: String::new(), text } }),
            Err(error) => {
                return Err(refuse(format!(
                    "this is in the way, and no document: {error}\n  help: {forced} replaces it"
                )));
            }
        };
        let (was, is) = (&old.header, &found.document.header);
        if (&was.name, &was.version) != (&is.name, &is.version) && !force {
            let (name, version) = (was.name.escape_debug(), was.version.escape_debug());
            let message = format!(
                "this is in the way, and the document of `{name}` `{version}`\n  help: move it away; {forced} replaces it"
            );
            return Err(refuse(message));
        }
        if old.says_the_same(&found.document) {
            return Ok(Self { path, what: What::Same(old.header.revision) });
        }
        if is_older(&is.revision, &was.revision) && !force {
            let message = format!(
                "revision {} is here, and {} has an older one, {}\n  help: some servers lag behind: try again later; {forced} takes the older one",
                was.revision.escape_debug(),
                found.origin,
                is.revision.escape_debug(),
            );
            return Err(refuse(message));
        }
        Ok(Self { path, what: What::Replace { revision: old.header.revision, text } })
    }
}

/// Revisions are dates, `20260131`. Of others nobody can tell.
fn is_older(revision: &str, than: &str) -> bool {
    let is_date = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_date(revision) && is_date(than) && revision < than
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn dates_are_compared_and_nothing_else() {
        assert!(is_older("20251231", "20260101"));
        assert!(!is_older("20260101", "20260101"));
        assert!(!is_older("0", "20260101"));
        assert!(!is_older("", "20260101"));
    }
}
