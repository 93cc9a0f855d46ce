//! The prompt for the methods of a document.

use std::collections::BTreeMap;
use std::fmt;

use discovery_codegen::{Document, Method, Options, Summary, printable};
use indicatif::ParallelProgressIterator;
use inquire::{Confirm, InquireError, MultiSelect};
use rayon::prelude::*;

use crate::failure::Failure;
use crate::terminal;

/// The maximum number of methods for which the prompt shows what each one requires. That takes one
/// run of the generator per method.
const MAX_COUNTED: usize = 100;

/// The columns that the prompt uses for its own marks.
const MARKS_WIDTH: usize = 8;

/// A line of the prompt.
struct Choice<'d> {
    method: &'d Method,
    summary: Option<Summary>,
    id_width: usize,
    line_width: usize,
}

impl fmt::Display for Choice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = format!("{:1$}", id(self.method), self.id_width);
        match self.summary.map(|summary| summary.messages) {
            Some(0) => line.push_str(&" ".repeat(14)),
            Some(1) => line.push_str("    1 message "),
            Some(messages) => line.push_str(&format!("  {messages:>3} messages")),
            None => {}
        }
        line.push_str("  ");
        line.push_str(&self.method.description);
        f.write_str(console::truncate_str(line.trim_end(), self.line_width, "…").as_ref())
    }
}

/// Returns the id of a method as displayed.
fn id(method: &Method) -> String {
    printable(&method.id).to_string()
}

/// Prompts for methods. Returns the ids of the selected ones, or nothing if all of them are
/// selected.
pub(crate) fn methods(document: &Document, text: &str) -> Result<Vec<String>, Failure> {
    let methods = &document.methods;
    if !terminal::can_ask() {
        return Err(not_a_terminal(methods));
    }
    let summaries = if methods.len() <= MAX_COUNTED { summaries(methods, text) } else { vec![None; methods.len()] };
    let id_width = methods.iter().map(|method| id(method).chars().count()).max().unwrap_or(0);
    let line_width = terminal::width().unwrap_or(100).saturating_sub(MARKS_WIDTH);
    let choices = methods.iter().zip(summaries);
    let choices = choices.map(|(method, summary)| Choice { method, summary, id_width, line_width }).collect();
    let selected = MultiSelect::new("Which methods?", choices)
        .with_page_size(15)
        .with_formatter(&|selected| format!("{} of {}", selected.len(), methods.len()))
        .with_help_message("type to search, space to select, → for all, enter to confirm, escape to cancel")
        .prompt()
        .map_err(|error| cancelled(&error))?;
    if selected.is_empty() {
        return Err(cancelled(&InquireError::OperationCanceled));
    }
    let ids = if selected.len() == methods.len() {
        Vec::new()
    } else {
        selected.into_iter().map(|choice| choice.method.id.clone()).collect()
    };
    // A selection that cannot be generated is reported by the caller.
    let Some(summary) = summary(&ids, text) else {
        return Ok(ids);
    };
    match Confirm::new(&format!("Generate {summary}?")).with_default(true).prompt() {
        Ok(true) => Ok(ids),
        Ok(false) => Err(cancelled(&InquireError::OperationCanceled)),
        Err(error) => Err(cancelled(&error)),
    }
}

fn summaries(methods: &[Method], text: &str) -> Vec<Option<Summary>> {
    let bar = terminal::bar(methods.len(), "methods analyzed");
    let summaries = methods
        .par_iter()
        .progress_with(bar.clone())
        .map(|method| summary(std::slice::from_ref(&method.id), text))
        .collect();
    bar.finish_and_clear();
    summaries
}

fn summary(ids: &[String], text: &str) -> Option<Summary> {
    let options = ids.iter().fold(Options::default(), Options::method);
    discovery_codegen::generate(text, &options).ok().map(|generated| generated.summary)
}

fn not_a_terminal(methods: &[Method]) -> Failure {
    let mut resources: BTreeMap<&str, usize> = BTreeMap::new();
    for (resource, _) in methods.iter().filter_map(|method| method.id.rsplit_once('.')) {
        *resources.entry(resource).or_default() += 1;
    }
    let largest =
        resources.iter().max_by_key(|(_, methods)| **methods).map_or_else(String::new, |(resource, count)| {
            format!(", or `--method '{}.*'` for {}", printable(resource), terminal::counted(*count, "method"))
        });
    Failure::Usage(format!(
        "no methods selected\n  help: pass `--method '*'` for all {} methods{largest}, or run this in a terminal to choose",
        methods.len()
    ))
}

fn cancelled(error: &InquireError) -> Failure {
    Failure::Usage(match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            "no methods selected; nothing was changed".to_owned()
        }
        other => format!("cannot prompt for methods: {other}\n  help: pass `--method '*'` for all of them"),
    })
}
