//! The result of auditing one document.

use std::collections::BTreeMap;

use discovery_codegen::{Generated, printable};

use super::inventory::{Inventory, Names};
use super::kinds::Kinds;

#[derive(Debug)]
pub(crate) struct Outcome {
    /// The document's file name without `.json`, which is also the name of the crate's folder.
    pub(super) document: String,
    pub(super) package: String,
    pub(super) state: State,
    /// One message for each problem.
    pub(super) findings: Vec<String>,
    pub(super) warnings: usize,
    pub(super) counts: Counts,
    pub(super) kinds: Kinds,
    pub(super) lines: usize,
    pub(super) bytes: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Failed,
    Generated,
    Compiled,
}

impl State {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Generated => "generated",
            Self::Compiled => "compiled",
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) methods: usize,
    pub(super) types: usize,
    pub(super) properties: usize,
    pub(super) parameters: usize,
    pub(super) values: usize,
}

impl Outcome {
    pub(super) fn failed(document: String, error: String) -> Self {
        Self {
            document,
            package: String::new(),
            state: State::Failed,
            findings: vec![error],
            warnings: 0,
            counts: Counts::default(),
            kinds: Kinds::default(),
            lines: 0,
            bytes: 0,
        }
    }

    pub(super) fn generated(
        name: String,
        generated: &Generated,
        document: &Inventory,
        contents: &Inventory,
        mut kinds: Kinds,
    ) -> Self {
        let mut findings = Vec::new();
        report_differences("method", &document.methods, &contents.methods, &mut findings);
        report_differences("property", &document.properties, &contents.properties, &mut findings);
        report_differences("parameter", &document.parameters, &contents.parameters, &mut findings);
        report_differences("enum value", &document.values, &contents.values, &mut findings);
        if document.types != contents.types {
            findings.push(format!("{} types in the document, {} in the crate", document.types, contents.types));
        }
        findings.append(&mut kinds.findings);
        let sources = || generated.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text);
        Self {
            document: name,
            package: generated.package.clone(),
            state: State::Generated,
            findings,
            warnings: generated.warnings.len(),
            counts: Counts {
                methods: document.methods.len(),
                types: document.types,
                properties: document.properties.len(),
                parameters: document.parameters.len(),
                values: document.values.len(),
            },
            kinds,
            lines: sources().map(|text| text.lines().count()).sum(),
            bytes: sources().map(String::len).sum(),
        }
    }
}

fn report_differences(what: &str, document: &Names, contents: &Names, findings: &mut Vec<String>) {
    for (name, pointer) in document.missing_from(contents) {
        findings.push(format!("{pointer}: {what} `{}` is missing from the crate", printable(name)));
    }
    for (name, _) in contents.missing_from(document) {
        findings.push(format!("{what} `{}` is defined more often in the crate than in the document", printable(name)));
    }
}

/// Adds a finding for each document with the same package name as another one, e.g. because their
/// file names differ only in case: cargo rejects such a workspace.
pub(super) fn report_duplicate_packages(outcomes: &mut [Outcome]) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    outcomes.sort_by(|a, b| a.document.cmp(&b.document));
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.state != State::Failed) {
        if let Some(other) = first.get(&outcome.package) {
            outcome.findings.push(format!(
                "package name `{}` is also that of `{}.json`",
                outcome.package,
                printable(other)
            ));
        } else {
            first.insert(outcome.package.clone(), outcome.document.clone());
        }
    }
}
