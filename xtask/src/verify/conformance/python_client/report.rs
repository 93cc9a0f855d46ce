//! The report: findings, a table with one row per API, the accepted differences with their counts,
//! and a summary.

use std::collections::BTreeMap;

use super::accepted_differences::AcceptedDifference;
use crate::failure::Failure;
use crate::terminal::{self, counted};

/// The results of one API.
pub(super) struct Tally {
    name: String,
    methods: usize,
    /// Number of calls for which both clients built a request.
    pub(super) calls: usize,
    pub(super) equal: usize,
    accepted: usize,
    differences: BTreeMap<AcceptedDifference, usize>,
    pub(super) findings: Vec<String>,
}

impl Tally {
    pub(super) fn new(name: &str, methods: usize) -> Self {
        let name = name.to_owned();
        Self { name, methods, calls: 0, equal: 0, accepted: 0, differences: BTreeMap::new(), findings: Vec::new() }
    }

    pub(super) fn add_accepted(&mut self, differences: &[AcceptedDifference]) {
        self.accepted += 1;
        for difference in differences {
            *self.differences.entry(*difference).or_default() += 1;
        }
    }

    pub(super) fn add_finding(&mut self, method: &str, finding: &str) {
        self.findings.push(format!("{} {method}: {finding}", self.name));
    }
}

/// How many findings are printed; the table counts all of them.
const MAX_PRINTED: usize = 20;

pub(super) fn print(tallies: &[Tally]) -> Result<(), Failure> {
    let findings: Vec<&String> = tallies.iter().flat_map(|tally| &tally.findings).collect();
    for finding in findings.iter().take(MAX_PRINTED) {
        terminal::finding(finding);
    }
    if findings.len() > MAX_PRINTED {
        terminal::finding(format_args!("… and {} more findings", findings.len() - MAX_PRINTED));
    }
    terminal::print(table(tallies).trim_end())
}

fn table(tallies: &[Tally]) -> String {
    let width = tallies.iter().map(|tally| tally.name.chars().count()).max().unwrap_or(0).max(4);
    let row = |name: &str, cells: [String; 5]| {
        let cells: String = cells.iter().map(|cell| format!(" {cell:>9}")).collect();
        format!("{name:width$}{cells}\n")
    };
    let mut out = row("API", ["methods", "calls", "equal", "accepted", "findings"].map(str::to_owned));
    for tally in tallies {
        let cells = [tally.methods, tally.calls, tally.equal, tally.accepted, tally.findings.len()];
        out.push_str(&row(&tally.name, cells.map(|count| count.to_string())));
    }
    out.push_str("\nAccepted differences; a call may have several:\n");
    for difference in AcceptedDifference::ALL {
        let count: usize = tallies.iter().filter_map(|tally| tally.differences.get(&difference)).sum();
        out.push_str(&format!("{count:>7}  {}\n", difference.reason()));
    }
    let sum = |count: fn(&Tally) -> usize| tallies.iter().map(count).sum::<usize>();
    out.push_str(&format!(
        "\n{}, {}, {}: {} equal, {} accepted, {}\n",
        counted(tallies.len(), "API"),
        counted(sum(|tally| tally.methods), "method"),
        counted(sum(|tally| tally.calls), "call"),
        sum(|tally| tally.equal),
        sum(|tally| tally.accepted),
        counted(sum(|tally| tally.findings.len()), "finding"),
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_lists_apis_and_accepted_differences() {
        let mut drive = Tally::new("drive.v3", 2);
        drive.equal = 6;
        drive.calls = 8;
        drive.add_accepted(&[AcceptedDifference::PathDelimiter, AcceptedDifference::AltWithoutResponse]);
        drive.add_finding("drive.files.get", "the path");
        insta::assert_snapshot!(table(&[drive, Tally::new("a", 0)]));
    }
}
