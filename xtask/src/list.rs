//! `cargo xtask list`.

use std::process::ExitCode;

use discovery_codegen::printable;

use crate::cli;
use crate::directory::{DocumentLocation, Entry};
use crate::failure::Failure;
use crate::json;
use crate::source::Source;
use crate::terminal::{self, BOLD};

pub(crate) fn run(arguments: &cli::List) -> Result<ExitCode, Failure> {
    let directory = Source::new(&arguments.origin).directory()?;
    let words: Vec<String> = arguments.words.iter().map(|word| word.to_lowercase()).collect();
    let found: Vec<&Entry> = directory.entries.iter().filter(|entry| contains_all(entry, &words)).collect();
    if arguments.json {
        let entries: serde_json::Value = found.iter().map(|entry| to_json(entry)).collect();
        terminal::print(json::pretty(&entries))?;
    } else if !found.is_empty() {
        terminal::print(table(&found, terminal::width()))?;
    }
    let total = directory.entries.len();
    if found.is_empty() {
        if total == 0 {
            terminal::note("the directory lists no APIs");
        } else {
            let words = arguments.words.join(" ");
            terminal::note(format_args!("none of {total} APIs matches `{}`", printable(&words)));
        }
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

fn to_json(entry: &Entry) -> serde_json::Value {
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
    let rows: Vec<[String; 4]> = entries.iter().map(|entry| cells(entry)).collect();
    let longest = |heading: &str, column: fn(&[String; 4]) -> &str| {
        rows.iter().map(|row| console::measure_text_width(column(row))).max().unwrap_or(0).max(heading.len())
    };
    let (name_width, version_width) =
        (longest("API", |[name, ..]| name), longest("VERSION", |[_, version, ..]| version));
    let line = |[name, version, preferred, title]: &[String; 4]| {
        let line = format!("{name:name_width$}  {version:version_width$}  {preferred:9}  {title}");
        let line = width.map_or(line.as_str().into(), |width| console::truncate_str(&line, width, "…"));
        line.trim_end().to_owned()
    };
    let headings = ["API", "VERSION", "PREFERRED", "TITLE"].map(str::to_owned);
    let mut table = format!("{BOLD}{}{BOLD:#}", line(&headings));
    for row in &rows {
        table.push('\n');
        table.push_str(&line(row));
    }
    table
}

/// Returns the cells of an API's row.
fn cells(entry: &Entry) -> [String; 4] {
    let preferred = match entry.preferred {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let cell = |text: &str| printable(text).to_string();
    [cell(&entry.name), cell(&entry.version), preferred.to_owned(), cell(&entry.title)]
}
