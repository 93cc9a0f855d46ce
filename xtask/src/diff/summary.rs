//! The summary of changes that other commands print after they changed a document or a crate.

use std::path::Path;

use discovery_codegen::Options;

use super::revision;
use crate::shell::quoted;

/// Returns a summary of what changes for callers of a crate with these methods, or with all methods
/// if there are none.
///
/// `None` if nothing changes, or if a crate cannot be generated from both texts, which the callers
/// of this function report themselves.
pub(crate) fn of(old: &str, new: &str, methods: &[String]) -> Option<String> {
    if old == new {
        return None;
    }
    let options = methods.iter().fold(Options::default(), Options::method);
    let changes = discovery_codegen::diff(old, new, &options).ok()?;
    let is_empty = changes.breaking() + changes.compatible() + changes.documentation() == 0;
    (!is_empty).then(|| changes.to_string())
}

/// Returns a summary of the changes since the last commit, with the command that prints all of
/// them.
///
/// `relative` is the path from the current directory. If it is absolute, the file is elsewhere, and
/// the command is omitted.
pub(crate) fn since_last_commit(document: &Path, relative: &Path, new: &str, methods: &[String]) -> Option<String> {
    let changes = of(&revision::at_head(document)?, new, methods)?;
    if relative.is_absolute() {
        return Some(format!("{changes} since the last commit"));
    }
    let path = relative.to_string_lossy();
    let (committed, path) = (quoted(&format!("HEAD:./{path}")), quoted(&path));
    let methods: String = methods.iter().map(|method| format!(" --method {}", quoted(method))).collect();
    Some(format!("{changes} since the last commit: cargo xtask diff {committed} {path}{methods}"))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn summarizes_what_callers_notice() {
        let (old, new) =
            (include_str!("../../../tests/diff/report/old.json"), include_str!("../../../tests/diff/report/new.json"));
        assert_eq!(of(old, old, &[]), None);
        assert_eq!(of(old, &old.replacen('{', "{ \"revision\": \"1\",", 1), &[]), None);
        assert_eq!(of(old, "not a document", &[]), None);
        assert_eq!(of(old, new, &["no.such.method".to_owned()]), None);
        let summary = of(old, new, &[]).expect("changes");
        assert!(summary.contains(" breaking, ") && summary.contains(" compatible changes"), "{summary}");
    }
}
