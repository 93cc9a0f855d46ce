//! Which methods of a document are wanted, asked on the terminal.

use std::collections::BTreeMap;
use std::fmt;

use discovery_codegen::{Options, Summary};
use indicatif::ParallelProgressIterator;
use inquire::{Confirm, InquireError, MultiSelect};
use rayon::prelude::*;

use crate::document::Document;
use crate::failure::Failure;
use crate::terminal;

/// To count what each one brings along, all of it is generated; beyond this many nobody would wait.
const COUNTED: usize = 100;

struct Choice {
    id: String,
    summary: Option<Summary>,
    description: String,
    /// For what the terminal shows.
    id_width: usize,
    width: usize,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = format!("{:1$}", self.id, self.id_width);
        match self.summary.map(|summary| summary.messages) {
            Some(0) => line.push_str(&" ".repeat(14)),
            Some(1) => line.push_str("    1 message "),
            Some(messages) => line.push_str(&format!("  {messages:>3} messages")),
            None => {}
        }
        line.push_str("  ");
        line.extend(self.description.trim().chars().map(|c| if c.is_control() { ' ' } else { c }));
        f.write_str(console::truncate_str(line.trim_end(), self.width, "…").as_ref())
    }
}

/// Asks. The patterns of all the methods that were ticked; none for all of them.
pub(crate) fn methods(document: &Document, text: &str) -> Result<Vec<String>, Failure> {
    let all = document.methods();
    if !terminal::can_ask() {
        return Err(unasked(&all));
    }
    let counts = if all.len() <= COUNTED { count(all.keys(), text) } else { vec![None; all.len()] };
    let id_width = all.keys().map(String::len).max().unwrap_or(0);
    // The prompt's own marks stand in front.
    let width = terminal::width().unwrap_or(100).saturating_sub(8);
    let choices = all.iter().zip(counts).map(|((id, description), summary)| Choice {
        id: id.clone(),
        summary,
        description: description.clone(),
        id_width,
        width,
    });
    let chosen = MultiSelect::new("Which methods?", choices.collect())
        .with_page_size(15)
        .with_formatter(&|chosen| format!("{} of {}", chosen.len(), all.len()))
        .with_help_message("type to search, space to tick, → for all, enter when done, escape to leave")
        .prompt()
        .map_err(|error| left(&error))?;
    if chosen.is_empty() {
        return Err(left(&InquireError::OperationCanceled));
    }
    let ids = if chosen.len() == all.len() { Vec::new() } else { chosen.into_iter().map(|choice| choice.id).collect() };
    let summary = summary(&ids, text).map(|summary| summary.to_string()).unwrap_or_default();
    match Confirm::new(&format!("That makes {summary}. Go on?")).with_default(true).prompt() {
        Ok(true) => Ok(ids),
        Ok(false) => Err(left(&InquireError::OperationCanceled)),
        Err(error) => Err(left(&error)),
    }
}

fn count<'a>(ids: impl Iterator<Item = &'a String>, text: &str) -> Vec<Option<Summary>> {
    let ids: Vec<_> = ids.cloned().collect();
    let bar = terminal::bar(ids.len(), "methods, and what they bring along");
    let counts = ids.into_par_iter().progress_with(bar.clone()).map(|id| summary(&[id], text)).collect();
    bar.finish_and_clear();
    counts
}

fn summary(ids: &[String], text: &str) -> Option<Summary> {
    let options = ids.iter().fold(Options::default(), Options::method);
    discovery_codegen::generate(text, &options).ok().map(|generated| generated.summary)
}

fn unasked(all: &BTreeMap<String, String>) -> Failure {
    let mut resources: BTreeMap<&str, usize> = BTreeMap::new();
    for (resource, _) in all.keys().filter_map(|id| id.rsplit_once('.')) {
        *resources.entry(resource).or_default() += 1;
    }
    let largest = resources.iter().max_by_key(|(_, methods)| **methods);
    let some = largest
        .map_or_else(String::new, |(resource, methods)| format!(" or `--method '{resource}.*'` for {methods} of them"));
    Failure::Usage(format!(
        "which of the {} methods are wanted?\n  help: on a terminal they are listed to choose from; elsewhere say `--method '*'` for all{some}",
        all.len()
    ))
}

fn left(error: &InquireError) -> Failure {
    Failure::Usage(match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            "no method was chosen, and nothing was changed".to_owned()
        }
        other => format!("the methods cannot be asked for: {other}\n  help: `--method '*'` takes all of them"),
    })
}
