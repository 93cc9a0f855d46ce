//! Reports what changes for Rust callers between the crates of two documents.
//!
//! The diff compares the lowered crates, not the documents, by the Rust names that callers write. A
//! property that moved within its schema is not a change; a property that takes the Rust name of
//! another one is. [`Rule`] lists all possible changes.

mod arguments;
mod children;
mod definitions;
mod functions;
mod items;
mod matching;
mod methods;
mod operations;
mod report;
mod resources;
mod rules;
mod service;
mod types;
mod wire;

use std::fmt;

pub use rules::{ChangeKind, Rule, Verdict};

use crate::counted::counted;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::RestDescription;
use crate::model::Api;
use crate::operations::Operations;
use crate::{Options, fixups, lower, select};

/// The owner of changes of the client itself, which does not appear in paths.
const CLIENT: &str = "Client";

/// A difference that callers can notice.
///
/// All texts are single lines without control characters. They may contain Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The rule that applies, which determines the verdict.
    pub rule: Rule,
    /// The item that the change belongs to: a method (`rooms().leave()`), a type (`schemas::Room`),
    /// a resource or a module.
    pub owner: String,
    /// The part of the owner that changed: a field, a setter, an argument. Empty if the owner
    /// itself changed.
    pub name: String,
    /// The Rust path of what changed, from owner and name: `rooms().leave().language()`,
    /// `schemas::Room::status`. The path of the owner for properties that have none, such as a
    /// scope that a method accepts.
    pub item_path: String,
    /// The old type, signature or value. `None` if there was none, or if the rule is sufficient.
    pub before: Option<String>,
    /// The new type, signature or value, under the same conditions.
    pub after: Option<String>,
    /// The code that callers can write in place of what was removed, if there is any:
    /// `.param("language", …)`.
    pub alternative: Option<String>,
}

/// The differences between two crates.
///
/// Displays as a summary in one line: `3 breaking, 12 compatible changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// The name and version of the old API: `games:v1`.
    pub old: String,
    /// The name and version of the new API.
    pub new: String,
    /// All changes, including those of documentation. Resources come before types.
    pub list: Vec<Change>,
}

impl Changes {
    /// Returns the number of changes that require callers to change.
    #[must_use]
    pub fn breaking(&self) -> usize {
        self.count(|rule| rule.verdict() == Verdict::Breaking)
    }

    /// Returns the number of changes that do not require callers to change, without documentation.
    #[must_use]
    pub fn compatible(&self) -> usize {
        self.count(|rule| rule.verdict() == Verdict::Compatible && rule != Rule::DocumentationChanged)
    }

    /// Returns the number of compatible changes that affect what calls send or accept.
    #[must_use]
    pub fn behavior(&self) -> usize {
        self.count(|rule| rule.verdict() == Verdict::Compatible && rule.changes_behavior())
    }

    /// Returns the number of items of which only the documentation changed.
    #[must_use]
    pub fn documentation(&self) -> usize {
        self.count(|rule| rule == Rule::DocumentationChanged)
    }

    fn count(&self, predicate: impl Fn(Rule) -> bool) -> usize {
        self.list.iter().filter(|change| predicate(change.rule)).count()
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (breaking, compatible) = (self.breaking(), self.compatible());
        match (breaking, compatible) {
            (0, 0) => f.write_str("no changes")?,
            (_, 0) => f.write_str(&counted(breaking, "breaking change"))?,
            (0, _) => f.write_str(&counted(compatible, "compatible change"))?,
            _ => write!(f, "{breaking} breaking, {}", counted(compatible, "compatible change"))?,
        }
        match self.behavior() {
            0 => {}
            behavior => write!(f, " ({behavior} of behavior)")?,
        }
        match self.documentation() {
            0 => Ok(()),
            items => write!(f, "; documentation of {} changed", counted(items, "item")),
        }
    }
}

/// One of the two documents of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first document.
    Old,
    /// The second document.
    New,
}

/// An error that prevented the comparison of two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiffError {
    /// The document that the error is about.
    pub side: Side,
    /// The error.
    pub error: Error,
}

impl fmt::Display for DiffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Old => "old",
            Side::New => "new",
        };
        write!(f, "{side} document: ")?;
        self.error.fmt(f)
    }
}

impl std::error::Error for DiffError {}

/// Compares the crates of two documents as their callers see them.
///
/// Only the methods and the package name of the options have an effect. A method that only one of
/// the documents has is reported as added or removed.
///
/// ```
/// use discovery_codegen::{Options, Rule, diff};
///
/// let document = |property: &str| format!(
///     r#"{{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "v1/",
///     "schemas": {{"Note": {{"type": "object", "properties": {{"{property}": {{"type": "string"}}}}}}}}}}"#
/// );
/// let changes = diff(&document("text"), &document("body"), &Options::default())?;
/// assert_eq!(changes.to_string(), "1 breaking, 1 compatible change");
/// assert_eq!(changes.list[0].rule, Rule::FieldRemoved);
/// assert_eq!(changes.list[0].item_path, "schemas::Note::text");
/// # Ok::<(), discovery_codegen::DiffError>(())
/// ```
///
/// # Errors
///
/// Returns an error if one of the texts is not a Discovery document or is inconsistent, or if a
/// pattern matches no method of either document.
pub fn diff(old: &str, new: &str, options: &Options) -> Result<Changes, DiffError> {
    let of_old = |error| DiffError { side: Side::Old, error };
    let of_new = |error| DiffError { side: Side::New, error };
    let mut warnings = Warnings::default();
    let old = RestDescription::parse(old, &mut warnings).map_err(of_old)?;
    let new = RestDescription::parse(new, &mut warnings).map_err(of_new)?;
    let (old, old_fixups) = fixups::apply(old, &mut warnings).map_err(of_old)?;
    let (new, new_fixups) = fixups::apply(new, &mut warnings).map_err(of_new)?;
    let (old_operations, new_operations) = (Operations::new(&old), Operations::new(&new));
    let (old_selection, new_selection) =
        select::select_both((&old, &old_operations), (&new, &new_operations), &options.methods).map_err(of_new)?;
    let mut lower = |description, operations, selection, fixups| {
        lower::lower(description, operations, selection, fixups, options.package.as_deref(), &mut warnings)
    };
    let old = lower(&old, &old_operations, &old_selection, &old_fixups).map_err(of_old)?;
    let new = lower(&new, &new_operations, &new_selection, &new_fixups).map_err(of_new)?;
    Ok(changes(&old, &new))
}

fn changes(old: &Api, new: &Api) -> Changes {
    let mut report = report::Report::default();
    let crates = types::Crates::new(old, new);
    service::diff(old, new, &mut report);
    resources::diff(old, new, &crates, &mut report);
    let module = items::Module { path: "schemas", schemas: true };
    items::diff(&old.items, &new.items, &module, &crates, &mut report);
    operations::messages(old, new, &crates, &mut report);
    service::scopes(old, new, &mut report);
    report.finish(&old.id, &new.id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Returns the crates of all fixtures that are valid documents, with the names of the fixtures.
    fn crates() -> Vec<(String, Api)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");
        let mut crates = Vec::new();
        for fixture in std::fs::read_dir(folder).expect("fixtures") {
            let path = fixture.expect("a fixture").path();
            let Ok(document) = std::fs::read_to_string(path.join("document.json")) else { continue };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Ok(same) = diff(&document, &document, &Options::default()) else { continue };
            assert_eq!(same.list, [], "{name} differs from itself");
            let lowered = crate::lowered(&document, &Options::default(), &mut Warnings::default());
            crates.push((name, lowered.expect("a valid document").0));
        }
        crates
    }

    /// Covers diffs of unrelated documents with unusual content. There are thousands of pairs, so each
    /// document is lowered only once.
    #[test]
    fn diffs_of_unrelated_fixtures_are_reversible() {
        let crates = crates();
        assert!(crates.len() > 30, "only {} fixtures", crates.len());
        for (index, (name, old)) in crates.iter().enumerate() {
            for (other_name, new) in crates.iter().skip(index + 1) {
                let (forward, backward) = (changes(old, new), changes(new, old));
                let texts: BTreeSet<_> = forward.list.iter().map(|change| (&change.before, &change.after)).collect();
                let reversed: BTreeSet<_> =
                    backward.list.iter().map(|change| (&change.after, &change.before)).collect();
                assert_eq!(texts, reversed, "{name} and {other_name}");
                assert_eq!(forward.list.len(), backward.list.len(), "{name} and {other_name}");
            }
        }
    }
}
