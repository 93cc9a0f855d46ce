//! `cargo xtask list`.

use std::process::ExitCode;

use crate::cli;
use crate::directory::{Entry, Place};
use crate::failure::Failure;
use crate::source::Source;
use crate::terminal::{self, BOLD};

pub(crate) fn run(arguments: &cli::List) -> Result<ExitCode, Failure> {
    let directory = Source::new(&arguments.origin).directory()?;
    let words: Vec<String> = arguments.words.iter().map(|word| word.to_lowercase()).collect();
    let found: Vec<&Entry> = directory.entries.iter().filter(|entry| matches(entry, &words)).collect();
    if arguments.json {
        let entries: serde_json::Value = found.iter().map(|entry| json(entry)).collect();
        terminal::print(format_args!("{entries:#}"))?;
    } else if !found.is_empty() {
        terminal::print(table(&found, terminal::width()))?;
    }
    if found.is_empty() {
        let words = arguments.words.join(" ");
        terminal::note(format_args!("none of {} APIs has `{}`", directory.entries.len(), words.escape_debug()));
        return Ok(ExitCode::from(1));
    }
    if !arguments.json {
        terminal::note(format_args!("{} of {}", found.len(), directory.entries.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Every word has to stand somewhere.
fn matches(entry: &Entry, words: &[String]) -> bool {
    let text = format!("{} {} {} {}", entry.name, entry.version, entry.title, entry.description).to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

fn json(entry: &Entry) -> serde_json::Value {
    let (key, place) = match &entry.place {
        Place::Url(url) => ("discoveryRestUrl", url.clone()),
        Place::File(path) => ("file", path.display().to_string()),
    };
    serde_json::json!({
        "name": entry.name,
        "version": entry.version,
        "title": entry.title,
        "description": entry.description,
        "preferred": entry.preferred,
        key: place,
    })
}

/// Titles give way where the terminal is narrow; into a pipe or a file everything goes.
fn table(entries: &[&Entry], width: Option<usize>) -> String {
    let longest = |heading: &str, cell: fn(&Entry) -> &str| {
        entries.iter().map(|entry| console::measure_text_width(cell(entry))).max().unwrap_or(0).max(heading.len())
    };
    let (name, version) = (longest("API", |entry| &entry.name), longest("VERSION", |entry| &entry.version));
    let row = |cells: [&str; 4]| {
        let [api, number, preferred, title] = cells;
        let line = format!("{api:name$}  {number:version$}  {preferred:9}  {title}");
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
