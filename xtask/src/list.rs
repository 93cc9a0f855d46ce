//! `cargo xtask list`.

use std::process::ExitCode;

use crate::cli;
use crate::directory::{DocumentLocation, Entry};
use crate::failure::Failure;
use crate::source::Source;
use crate::terminal::{self, BOLD};

pub(crate) fn run(arguments: &cli::List) -> Result<ExitCode, Failure> {
    let directory = Source::new(&arguments.origin).directory()?;
    let words: Vec<String> = arguments.words.iter().map(|word| word.to_lowercase()).collect();
    let found: Vec<&Entry> = directory.entries.iter().filter(|entry| contains_all(entry, &words)).collect();
    if arguments.json {
        let entries: serde_json::Value = found.iter().map(|entry| json(entry)).collect();
        terminal::print(format_args!("{entries:#}"))?;
    } else if !found.is_empty() {
        terminal::print(table(&found, terminal::width()))?;
    }
    let total = directory.entries.len();
    if found.is_empty() {
        let words = arguments.words.join(" ");
        terminal::note(format_args!("none of {total} APIs matches `{}`", words.escape_debug()));
        return Ok(ExitCode::from(1));
    }
    if !arguments.json {
        terminal::note(format_args!("{} of {total} APIs", found.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns `true` if the entry contains all words, which are in lower case.
fn contains_all(entry: &Entry, words: &[String]) -> bool {
    let text = format!("{} {} {} {}", entry.name, entry.version, entry.title, entry.description).to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

fn json(entry: &Entry) -> serde_json::Value {
    let (key, location) = match &entry.location {
        DocumentLocation::Url(url) => ("discoveryRestUrl", url.clone()),
        DocumentLocation::File(path) => ("file", path.display().to_string()),
    };
    serde_json::json!({
        "name": entry.name,
        "version": entry.version,
        "title": entry.title,
        "description": entry.description,
        "preferred": entry.preferred,
        key: location,
    })
}

/// Returns a table. With a width, long lines are truncated, which cuts off titles first.
fn table(entries: &[&Entry], width: Option<usize>) -> String {
    let longest = |heading: &str, cell: fn(&Entry) -> &str| {
        entries.iter().map(|entry| console::measure_text_width(cell(entry))).max().unwrap_or(0).max(heading.len())
    };
    let (name_width, version_width) = (longest("API", |entry| &entry.name), longest("VERSION", |entry| &entry.version));
    let row = |cells: [&str; 4]| {
        let [name, version, preferred, title] = cells;
        let line = format!("{name:name_width$}  {version:version_width$}  {preferred:9}  {title}");
        let line = width.map_or(line.as_str().into(), |width| console::truncate_str(&line, width, "…"));
        line.trim_end().to_owned()
    };
    let mut table = format!("{BOLD}{}{BOLD:#}", row(["API", "VERSION", "PREFERRED", "TITLE"]));
    for entry in entries {
        let preferred = match entry.preferred {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        table.push('\n');
        table.push_str(&row([&entry.name, &entry.version, preferred, &entry.title]));
    }
    table
}
