//! `RESULTS.md`, which holds the tables of the last run of each kind.

use std::path::PathBuf;

use benches::Result;
use clap::ValueEnum;

use crate::kinds::Kind;
use crate::table::Table;

/// The start of the section of a kind.
const HEADING: &str = "\n## ";

pub struct Results {
    /// The text before the first section.
    introduction: String,
    /// The name and the text of each section.
    sections: Vec<(String, String)>,
}

impl Results {
    pub fn read() -> Result<Self> {
        let text = std::fs::read_to_string(path())?;
        let mut parts = text.split(HEADING);
        let introduction = parts.next().unwrap_or_default().trim_end().to_owned();
        let sections = parts.map(|part| {
            let (name, text) = part.split_once('\n').unwrap_or((part, ""));
            (name.trim().to_owned(), text.trim().to_owned())
        });
        Ok(Self { introduction, sections: sections.collect() })
    }

    /// Replaces the section of a kind. Sections of no kind stay after all others.
    pub fn replace(&mut self, kind: Kind, conditions: &str, table: &Table) {
        let text = format!("{conditions}\n\n{}\n{}", Table::HEADER, table.rows().join("\n"));
        self.sections.retain(|(name, _)| *name != kind.name());
        let place = |name: &str| Kind::value_variants().iter().position(|kind| kind.name() == name);
        let before = |(name, _): &(String, String)| place(name).is_some_and(|other| Some(other) < place(&kind.name()));
        let index = self.sections.iter().rposition(before).map_or(0, |last| last + 1);
        self.sections.insert(index, (kind.name(), text));
    }

    /// Returns the sentence about the machine and the rows of a kind.
    pub fn section(&self, kind: Kind) -> Option<(&str, Vec<Vec<&str>>)> {
        let (_, text) = self.sections.iter().find(|(name, _)| *name == kind.name())?;
        let rows = text.lines().filter(|line| line.starts_with("| ")).skip(1);
        let cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect());
        Some((text.lines().next().unwrap_or_default(), cells.collect()))
    }

    pub fn write(&self) -> Result {
        let sections = self.sections.iter().map(|(name, text)| format!("\n{HEADING}{name}\n\n{text}"));
        Ok(std::fs::write(path(), format!("{}{}\n", self.introduction, sections.collect::<String>()))?)
    }
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/RESULTS.md"))
}
