//! What came of it: findings, a line for each API, the known differences and how often they occurred, and one closing line.

use std::collections::BTreeMap;

use super::known::Rule;

/// What became of an API's calls.
pub(super) struct Tally {
    name: String,
    methods: usize,
    /// Calls that both clients were asked to make.
    pub(super) calls: usize,
    pub(super) equal: usize,
    explained: usize,
    rules: BTreeMap<Rule, usize>,
    pub(super) findings: Vec<String>,
}

impl Tally {
    pub(super) fn new(name: &str, methods: usize) -> Self {
        let name = name.to_owned();
        Self { name, methods, calls: 0, equal: 0, explained: 0, rules: BTreeMap::new(), findings: Vec::new() }
    }

    pub(super) fn know(&mut self, rules: &[Rule]) {
        self.explained += 1;
        for rule in rules {
            *self.rules.entry(*rule).or_default() += 1;
        }
    }

    pub(super) fn find(&mut self, id: &str, what: &str) {
        self.findings.push(format!("{} {id}: {what}", self.name));
    }
}

/// So many findings are shown; the table counts the others.
const SHOWN: usize = 20;

pub(super) fn print(tallies: &[Tally]) {
    let findings: Vec<&String> = tallies.iter().flat_map(|tally| &tally.findings).collect();
    for finding in findings.iter().take(SHOWN) {
        eprintln!("{finding}");
    }
    if findings.len() > SHOWN {
        eprintln!("… and {} more findings", findings.len() - SHOWN);
    }
    print!("{}", table(tallies));
}

fn table(tallies: &[Tally]) -> String {
    let width = tallies.iter().map(|tally| tally.name.chars().count()).max().unwrap_or(0).max(4);
    let row = |name: &str, cells: [String; 5]| {
        let cells: String = cells.iter().map(|cell| format!(" {cell:>9}")).collect();
        format!("{name:width$}{cells}\n")
    };
    let mut out = row("API", ["methods", "calls", "equal", "explained", "findings"].map(str::to_owned));
    for tally in tallies {
        let cells = [tally.methods, tally.calls, tally.equal, tally.explained, tally.findings.len()];
        out.push_str(&row(&tally.name, cells.map(|count| count.to_string())));
    }
    out.push_str("\nexplained, some by more than one rule:\n");
    for rule in Rule::ALL {
        let count: usize = tallies.iter().filter_map(|tally| tally.rules.get(&rule)).sum();
        out.push_str(&format!("{count:>7}  {}\n", rule.why()));
    }
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let findings = sum(|tally| tally.findings.len());
    out.push_str(&format!(
        "\n{} APIs, {} methods, {} calls: {} equal, {} explained, {findings} findings\n",
        tallies.len(),
        sum(|tally| tally.methods),
        sum(|tally| tally.calls),
        sum(|tally| tally.equal),
        sum(|tally| tally.explained),
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table() {
        let mut drive = Tally::new("drive.v3", 2);
        drive.equal = 6;
        drive.calls = 8;
        drive.know(&[Rule::PathEnds, Rule::NoResponse]);
        drive.find("drive.files.get", "the path");
        insta::assert_snapshot!(table(&[drive, Tally::new("a", 0)]));
    }
}
