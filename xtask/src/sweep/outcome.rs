//! The verdict on one document.

use std::collections::BTreeMap;

use discovery_codegen::Generated;

use super::ledger::{Ledger, Names};

#[derive(Debug)]
pub(crate) struct Outcome {
    /// The document's file name without its ending; the crate's folder.
    pub(super) document: String,
    pub(super) package: String,
    pub(super) state: State,
    /// What is wrong, a line each.
    pub(super) findings: Vec<String>,
    pub(super) warnings: usize,
    pub(super) counts: Counts,
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
    pub(super) fn word(self) -> &'static str {
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
            lines: 0,
            bytes: 0,
        }
    }

    pub(super) fn generated(document: String, generated: &Generated, input: &Ledger, output: &Ledger) -> Self {
        let mut findings = Vec::new();
        compare("method", &input.methods, &output.methods, &mut findings);
        compare("property", &input.properties, &output.properties, &mut findings);
        compare("parameter", &input.parameters, &output.parameters, &mut findings);
        compare("enum value", &input.values, &output.values, &mut findings);
        if input.types != output.types {
            findings.push(format!("{} types in the document, {} in the crate", input.types, output.types));
        }
        let sources = || generated.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text);
        Self {
            document,
            package: generated.package.clone(),
            state: State::Generated,
            findings,
            warnings: generated.warnings.len(),
            counts: Counts {
                methods: input.methods.len(),
                types: input.types,
                properties: input.properties.len(),
                parameters: input.parameters.len(),
                values: input.values.len(),
            },
            lines: sources().map(|text| text.lines().count()).sum(),
            bytes: sources().map(String::len).sum(),
        }
    }
}

fn compare(what: &str, input: &Names, output: &Names, findings: &mut Vec<String>) {
    for (name, pointer) in input.missing_from(output) {
        findings.push(format!("{pointer}: the {what} `{}` is not in the crate", name.escape_debug()));
    }
    for (name, _) in output.missing_from(input) {
        findings.push(format!("the {what} `{}` is in the crate more often than in the document", name.escape_debug()));
    }
}

/// Two files whose names differ in case or a dot alone would be one crate; cargo refuses such a workspace.
pub(super) fn refuse_doubles(outcomes: &mut [Outcome]) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    outcomes.sort_by(|a, b| a.document.cmp(&b.document));
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.state != State::Failed) {
        if let Some(other) = first.get(&outcome.package) {
            outcome.findings.push(format!("`{other}.json` makes a crate of this name, too: {}", outcome.package));
        } else {
            first.insert(outcome.package.clone(), outcome.document.clone());
        }
    }
}
