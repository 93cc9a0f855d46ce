//! What changes for a Rust caller between the crates of two documents.
//!
//! The crates are compared, not the documents: by the Rust names that callers write, after all names are made and all
//! types chosen. So a property that only moved is no change, and one that took another's name away is one. [`Rule`] is
//! the list of all that can change, with its verdict and the reason.

mod arguments;
mod functions;
mod items;
mod log;
mod methods;
mod pairs;
mod resources;
mod rules;
mod service;
mod types;
mod wire;

use std::fmt;

pub use rules::{Kind, Rule, Verdict};

use crate::Options;
use crate::diagnostics::{Error, Warnings};
use crate::discovery::RestDescription;
use crate::model::Api;

/// How places on the client itself are gathered; in a chain of calls it has no name.
const CLIENT: &str = "Client";

/// One thing that is different for callers.
///
/// All texts are one line, with nothing in it that could trouble a terminal. They may hold Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is, and so its verdict.
    pub rule: Rule,
    /// Where a reader looks for it: a method (`rooms().leave()`), a type (`schemas::Room`), a resource, a module.
    pub owner: String,
    /// What has changed there; empty for the owner itself.
    pub name: String,
    /// Both as one Rust path: `rooms().leave().language()`, `schemas::Room::status`. What has no path of its own, such as
    /// a scope that a method accepts, has its owner's.
    pub place: String,
    /// What was there: a type, a signature, a value. `None` if nothing was, or if the rule says it all.
    pub before: Option<String>,
    /// What is there now.
    pub after: Option<String>,
}

/// All that is different for callers, from the outside in, resources before types.
///
/// As a text it is one line: `3 breaking, 12 compatible changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// Name and version of the old API: `games:v1`.
    pub old: String,
    /// Name and version of the new one.
    pub new: String,
    /// The changes, those of documentation included.
    pub list: Vec<Change>,
}

impl Changes {
    /// How many need callers to change.
    #[must_use]
    pub fn breaking(&self) -> usize {
        self.count(|rule| rule.verdict() == Verdict::Breaking)
    }

    /// How many need nothing of callers, without those of documentation.
    #[must_use]
    pub fn compatible(&self) -> usize {
        self.count(|rule| rule.verdict() == Verdict::Compatible && rule != Rule::DocumentationChanged)
    }

    /// How many of the compatible ones send or accept something else.
    #[must_use]
    pub fn behaviour(&self) -> usize {
        self.count(|rule| rule.verdict() == Verdict::Compatible && rule.changes_behaviour())
    }

    /// How many places are documented otherwise and did not change besides.
    #[must_use]
    pub fn documentation(&self) -> usize {
        self.count(|rule| rule == Rule::DocumentationChanged)
    }

    fn count(&self, counts: impl Fn(Rule) -> bool) -> usize {
        self.list.iter().filter(|change| counts(change.rule)).count()
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (breaking, compatible) = (self.breaking(), self.compatible());
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        match (breaking, compatible) {
            (0, 0) => f.write_str("no changes")?,
            (_, 0) => write!(f, "{breaking} breaking change{}", plural(breaking))?,
            (0, _) => write!(f, "{compatible} compatible change{}", plural(compatible))?,
            _ => write!(f, "{breaking} breaking, {compatible} compatible change{}", plural(compatible))?,
        }
        match self.behaviour() {
            0 => {}
            behaviour => write!(f, " ({behaviour} of behaviour)")?,
        }
        match self.documentation() {
            0 => Ok(()),
            documentation => write!(f, "; documentation changed in {documentation} place{}", plural(documentation)),
        }
    }
}

/// Which of two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first one.
    Old,
    /// The second one.
    New,
}

/// Why two documents cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiffError {
    /// The document at fault.
    pub side: Side,
    /// What is wrong with it.
    pub error: Error,
}

impl fmt::Display for DiffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Old => "old",
            Side::New => "new",
        };
        write!(f, "the {side} document: {}", self.error)
    }
}

impl std::error::Error for DiffError {}

/// Compares the crates of two documents, as their callers see them.
///
/// Of the options, the methods and the package's name count. A method that only one of the documents has was added or
/// removed; one that neither has is an error.
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
/// assert_eq!(changes.list[0].place, "schemas::Note::text");
/// # Ok::<(), discovery_codegen::DiffError>(())
/// ```
///
/// # Errors
///
/// If one of the texts is no Discovery document, contradicts itself, or neither has a method asked for.
pub fn diff(old: &str, new: &str, options: &Options) -> Result<Changes, DiffError> {
    let of_old = |error| DiffError { side: Side::Old, error };
    let of_new = |error| DiffError { side: Side::New, error };
    let mut warnings = Warnings::default();
    let mut old = RestDescription::parse(old, &mut warnings).map_err(of_old)?;
    let mut new = RestDescription::parse(new, &mut warnings).map_err(of_new)?;
    if let Some(error) = crate::select::select_both(&mut old, &mut new, &options.methods) {
        return Err(of_new(error));
    }
    let package = options.package.as_deref();
    let old = crate::lowered(old, package, &mut warnings).map_err(of_old)?;
    let new = crate::lowered(new, package, &mut warnings).map_err(of_new)?;
    Ok(changes(&old, &new))
}

fn changes(old: &Api, new: &Api) -> Changes {
    let mut log = log::Log::default();
    let both = types::Both { old: types::Known::new(old), new: types::Known::new(new) };
    service::compare(old, new, &mut log);
    resources::compare(old, new, &both, &mut log);
    let module = items::Module { path: "schemas", schemas: true };
    items::compare(&old.items, &new.items, &module, &both, &mut log);
    service::scopes(old, new, &mut log);
    log.finish(&old.id, &new.id)
}
