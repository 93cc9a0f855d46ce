//! The lines of a description: paragraphs and list items.

use super::inline::escape;
use super::inline_list::{self, Part};
use super::link::LinkBase;
use super::marks::{defuse, guard, list_marker};
use super::wrap::wrap;

/// The lines written so far, and the paragraph that is being read.
pub(super) struct Lines<'b> {
    base: &'b LinkBase,
    pub(super) lines: Vec<String>,
    paragraph: String,
    /// The marker before the paragraph, indented, if it is a list item.
    marker: Option<String>,
    /// The indentation, in the source, of the lists that are open.
    lists: Vec<usize>,
    /// Whether a blank line precedes the next line.
    pub(super) paragraph_break: bool,
}

impl<'b> Lines<'b> {
    pub(super) fn new(base: &'b LinkBase) -> Self {
        Self {
            base,
            lines: Vec::new(),
            paragraph: String::new(),
            marker: None,
            lists: Vec::new(),
            paragraph_break: false,
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            self.end_paragraph();
            self.paragraph_break = true;
            return;
        }
        let indent = line.len() - line.trim_start().len();
        if let Some((marker, text)) = list_marker(trimmed) {
            self.end_paragraph();
            while self.lists.last().is_some_and(|&open| open > indent) {
                self.lists.pop();
            }
            if self.lists.last() != Some(&indent) {
                if self.lists.is_empty() {
                    self.paragraph_break = true;
                }
                self.lists.push(indent);
            }
            // A deeply indented item would be code.
            let depth = self.lists.len().min(4) - 1;
            self.marker = Some(format!("{}{marker} ", "  ".repeat(depth)));
            self.paragraph.push_str(text);
            return;
        }
        if self.paragraph.is_empty() {
            self.lists.clear();
        } else {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(trimmed);
    }

    pub(super) fn end_paragraph(&mut self) {
        let mut text = std::mem::take(&mut self.paragraph);
        let marker = self.marker.take();
        if text.is_empty() && marker.is_none() {
            return;
        }
        collapse(&mut text);
        let is_item = marker.is_some();
        if !is_item || self.lists.len() == 1 && self.paragraph_break && !self.after_item() {
            self.separate();
        }
        self.paragraph_break = !is_item;
        let first = marker.unwrap_or_default();
        // A list within an item is nested in it, and prose after that list still belongs to the
        // item.
        let indent = " ".repeat(first.len());
        // In a deeper item, the prose after a list could become code.
        let parts = if first.len() > 3 { vec![Part::Prose(text.as_str())] } else { inline_list::split(&text) };
        let mut parts = parts.into_iter();
        if let Some(Part::Prose(text) | Part::Item(_, text)) = parts.next() {
            self.block(text, &first, &indent);
        }
        let mut after_prose = !is_item;
        for part in parts {
            if after_prose || matches!(part, Part::Prose(_)) {
                self.separate();
            }
            after_prose = matches!(part, Part::Prose(_));
            match part {
                Part::Prose(text) => self.block(text, &indent, &indent),
                Part::Item(marker, text) => {
                    let marker = format!("{indent}{marker} ");
                    self.block(text, &marker, &" ".repeat(marker.len()));
                }
            }
        }
    }

    /// Writes a paragraph or a list item. Its first line starts with `first`, the others with
    /// `rest`.
    fn block(&mut self, text: &str, first: &str, rest: &str) {
        let mut text = escape(text, self.base);
        collapse(&mut text);
        if first.trim().is_empty() {
            text = guard(text);
        }
        let from = self.lines.len();
        wrap(&text, first, rest, &mut self.lines);
        self.lines.iter_mut().skip(from).for_each(defuse);
    }

    fn after_item(&self) -> bool {
        self.lines.last().is_some_and(|line| line.starts_with(['*', '-', ' ']) && !line.is_empty())
    }

    pub(super) fn separate(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }
}

/// Replaces runs of spaces with one: at the start of a line they would make it code.
fn collapse(text: &mut String) {
    if text.contains("  ") {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
