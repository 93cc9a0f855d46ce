//! The report, as text and as JSON.

use std::fmt;
use std::time::Duration;

use discovery_codegen::printable;

use super::kinds::Table;
use super::outcome::{Outcome, State};
use crate::terminal::counted;

pub(super) struct Report<'o> {
    pub(super) outcomes: &'o [Outcome],
    pub(super) generating: Duration,
    pub(super) compiling: Option<Duration>,
}

impl Report<'_> {
    fn sum(&self, count: impl Fn(&Outcome) -> usize) -> usize {
        self.outcomes.iter().map(count).sum()
    }

    fn count(&self, state: State) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.state == state).count()
    }

    fn table(&self) -> Table {
        Table::sum(self.outcomes.iter().map(|outcome| &outcome.kinds.table))
    }

    /// Writes the methods without the functions of their kind, and the numbers of methods.
    fn write_kinds(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for outcome in self.outcomes {
            for exception in &outcome.kinds.exceptions {
                writeln!(f, "{}: {exception}", printable(&outcome.document))?;
            }
        }
        write!(f, "{}", self.table())
    }

    pub(super) fn json(&self) -> serde_json::Value {
        let documents: Vec<_> = self
            .outcomes
            .iter()
            .map(|outcome| {
                serde_json::json!({
                    "document": outcome.document,
                    "package": outcome.package,
                    "state": outcome.state.as_str(),
                    "findings": outcome.findings,
                    "exceptions": outcome.kinds.exceptions,
                    "warnings": outcome.warnings,
                    "methods": outcome.counts.methods,
                    "types": outcome.counts.types,
                    "properties": outcome.counts.properties,
                    "parameters": outcome.counts.parameters,
                    "enumValues": outcome.counts.values,
                    "lines": outcome.lines,
                    "bytes": outcome.bytes,
                })
            })
            .collect();
        serde_json::json!({
            "documents": documents,
            "kinds": self.table().json(),
            "generatingSeconds": self.generating.as_secs_f64(),
            "compilingSeconds": self.compiling.map(|time| time.as_secs_f64()),
        })
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for outcome in self.outcomes {
            for finding in &outcome.findings {
                writeln!(f, "{}: {finding}", printable(&outcome.document))?;
            }
        }
        let rows = [
            ("methods", self.sum(|outcome| outcome.counts.methods)),
            ("types", self.sum(|outcome| outcome.counts.types)),
            ("properties", self.sum(|outcome| outcome.counts.properties)),
            ("parameters", self.sum(|outcome| outcome.counts.parameters)),
            ("enum values", self.sum(|outcome| outcome.counts.values)),
            ("lines", self.sum(|outcome| outcome.lines)),
            ("bytes", self.sum(|outcome| outcome.bytes)),
            ("warnings", self.sum(|outcome| outcome.warnings)),
        ];
        for (label, number) in rows {
            writeln!(f, "{label:>12} {number:>12}")?;
        }
        let compiled = self.count(State::Compiled);
        let generated = self.count(State::Generated) + compiled;
        write!(f, "{}: {generated} generated", counted(self.outcomes.len(), "document"))?;
        if self.compiling.is_some() {
            write!(f, ", {compiled} compiled")?;
        }
        write!(f, ", {}", counted(self.sum(|outcome| outcome.findings.len()), "finding"))?;
        write!(f, "; generating took {:.1} s", self.generating.as_secs_f64())?;
        if let Some(time) = self.compiling {
            write!(f, ", compiling {:.0} s", time.as_secs_f64())?;
        }
        writeln!(f)?;
        if self.outcomes.len() > 1 {
            self.write_kinds(f)?;
        }
        Ok(())
    }
}
